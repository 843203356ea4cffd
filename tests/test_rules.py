"""Each rule's file is its own specification: its examples are run here, for every rule alike."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from reconcile.explain.rules import Rule, rules
from reconcile.messages import catalogue
from reconcile.model import Book
from reconcile.pipeline import audit_book
from reconcile.reading.text import text_sheet
from reconcile.settings import Settings
from tests.drawing import computed, hidden

CHANGELOG = Path(__file__).parents[1] / "CHANGELOG.md"

each_rule = pytest.mark.parametrize("rule", rules(), ids=lambda rule: rule.name)
VALID = [pytest.param(rule, sheet, id=f"{rule.name}-{number}")
         for rule in rules() for number, sheet in enumerate(rule.valid)]  # fmt: skip
INVALID = [pytest.param(rule, sheet, id=f"{rule.name}-{number}")
           for rule in rules() for number, sheet in enumerate(rule.invalid)]  # fmt: skip


def found(rule: Rule, sheet: str, folder: Path) -> list[str]:
    path = folder / "template.toml"
    path.write_text(rule.template, encoding="utf-8")
    settings = Settings(template=str(path) if rule.template else None)
    drawn = computed(hidden(text_sheet("example", sheet)))
    book = Book("example.txt", "text", "0" * 64, (drawn,))
    findings = audit_book(book, settings).findings
    return [str(finding.at) for finding in findings if finding.rule == rule.name]


@pytest.mark.parametrize(("rule", "sheet"), VALID)
def test_a_valid_sheet_is_left_in_peace(rule: Rule, sheet: str, tmp_path: Path) -> None:
    assert found(rule, sheet, tmp_path) == []


@pytest.mark.parametrize(("rule", "sheet"), INVALID)
def test_an_invalid_sheet_gives_one_finding(rule: Rule, sheet: str, tmp_path: Path) -> None:
    assert len(found(rule, sheet, tmp_path)) == 1


@each_rule
def test_a_rule_documents_itself(rule: Rule) -> None:
    assert rule.title and not rule.title.startswith("*")
    for heading in ("What it finds", "Why it matters", "Fix safety"):
        assert heading in rule.documentation
    assert rule.valid and rule.invalid
    assert rule.propose or rule.observe


@each_rule
def test_a_rule_has_its_words_and_its_line_in_the_changelog(rule: Rule) -> None:
    assert f"rule.{rule.name}.title" in catalogue("vi")
    assert f"rule.{rule.name}.about" in catalogue("vi")
    assert f"`{rule.name}`" in CHANGELOG.read_text(encoding="utf-8")


def test_the_catalogue_explains_no_rule_that_is_not_there() -> None:
    named = re.compile(r"rule\.([\w-]+)\.title")
    explained = {match[1] for key in catalogue("vi") if (match := named.fullmatch(key))}
    assert explained == {rule.name for rule in rules()}
