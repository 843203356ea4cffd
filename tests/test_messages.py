"""Both catalogues say the same sentences, with the same things put in."""

from __future__ import annotations

import re
from pathlib import Path
from string import Formatter

import pytest

import reconcile
from reconcile.messages import catalogue

VIETNAMESE = catalogue("vi")
ENGLISH = catalogue("en")
# In English a rule and a command speak for themselves, by their docstrings.
VIETNAMESE_ONLY = re.compile(r"(rule|help)\..*")


def placeholders(sentence: str) -> set[str]:
    return {name for _, name, _, _ in Formatter().parse(sentence) if name is not None}


def test_both_languages_have_the_same_keys() -> None:
    shared = {key for key in VIETNAMESE if not VIETNAMESE_ONLY.fullmatch(key)}
    assert shared == set(ENGLISH)


@pytest.mark.parametrize("key", sorted(ENGLISH))
def test_both_languages_have_the_same_placeholders(key: str) -> None:
    assert placeholders(ENGLISH[key]) == placeholders(VIETNAMESE[key])


@pytest.mark.parametrize("key", sorted(VIETNAMESE))
def test_no_sentence_is_blank_or_padded(key: str) -> None:
    assert VIETNAMESE[key].strip()


def test_every_error_raised_has_its_sentence() -> None:
    package = Path(reconcile.__file__).parent
    raised = re.compile(r"ReconcileError\(\s*\"([\w-]+)\"")
    for path in package.rglob("*.py"):
        for code in raised.findall(path.read_text(encoding="utf-8")):
            assert f"error.{code}" in ENGLISH, f"{path} raises {code}"
