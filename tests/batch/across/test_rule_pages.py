"""`reconcile rules` tells of the checks between files too."""

from __future__ import annotations

import pytest

from reconcile.batch.across.rule_pages import RULES, list_of_rules, page_of_rule
from reconcile.model import Language
from tests.test_cli import reconcile


@pytest.mark.parametrize("language", ["vi", "en"])
def test_every_check_is_listed_and_explained(language: Language) -> None:
    listed = list_of_rules(language).splitlines()
    assert [line.split()[0] for line in listed] == sorted(RULES)
    headings = ("Tìm gì", "Vì sao cần", "Sửa có an toàn không")
    if language == "en":
        headings = ("What it finds", "Why it matters", "Fix safety")
    for rule in RULES:
        page = page_of_rule(rule, language)
        assert page is not None and page.startswith(rule)
        assert all(heading in page for heading in headings)
    assert page_of_rule("shifted-row", language) is None


def test_the_command_shows_them() -> None:
    listed = reconcile("rules", "--lang", "en")
    assert "Between the files" in listed.stdout
    assert "previous-year-mismatch" in listed.stdout
    explained = reconcile("rules", "cross-file-mismatch", "--lang", "vi")
    assert explained.returncode == 0 and "Hai tệp" in explained.stdout
