"""Coverage counts each figure once: verified, mismatched, or unchecked."""

from __future__ import annotations

import pytest

from reconcile.model import Coverage
from tests.drawing import audited

ROWS = """
No | Agency | A  | B  | C  | Total
1  | North  | 12 | 23 | 30 | 65
2  | South  | 18 | 31 | 25 | 74
3  | East   | 14 | 11 | 20 | 45
4  | West   | 17 | 26 | 15 | 58
"""


def counts(text: str) -> tuple[int, int, int, int]:
    found: Coverage = audited(text).coverage
    return found.figures, found.verified, found.mismatched, found.unchecked


def test_all_verified() -> None:
    assert counts(ROWS) == (16, 16, 0, 0)


def test_the_parts_of_a_broken_total_are_not_vouched_for() -> None:
    assert counts(ROWS.replace("| 45\n", "| 86\n")) == (16, 12, 1, 3)


def test_parts_that_another_total_vouches_for() -> None:
    footed = ROWS + "   | Total  | 61 | 91 | 90 | 242\n"
    assert counts(footed) == (20, 20, 0, 0)
    figures, verified, mismatched, unchecked = counts(footed.replace("| 45\n", "| 86\n"))
    assert (figures, mismatched) == (20, 2)  # F4 and the corner that counts it
    assert unchecked == 0
    assert verified == 18


def test_a_sheet_without_relations_is_unchecked() -> None:
    text = "No | Agency | A | B\n1 | North | 5 | 3\n2 | South | 6 | 8\n3 | East | 9 | 1"
    assert counts(text) == (6, 0, 0, 6)


def test_an_equation_that_could_not_have_failed_verifies_nothing() -> None:
    """A row of zeros adds up to zero whatever was forgotten."""
    assert counts(ROWS + "5  | Coast  | 0  | 0  | 0  | 0\n") == (20, 16, 0, 4)


def test_serial_numbers_names_and_grades_are_no_figures() -> None:
    text = """
        No | Agency | A | B | Total | Rank
        1  | North  | 9 | 7 | 16    | 1
        2  | South  | 5 | 4 | 9     | 4
        3  | East   | 8 | 6 | 14    | 2
        4  | West   | 6 | 6 | 12    | 3
    """
    assert counts(text) == (16, 16, 0, 0)


@pytest.mark.parametrize("blank", ["", "-"])
def test_what_is_not_printed_is_no_figure(blank: str) -> None:
    text = ROWS.replace("| 11 | 20 | 45", f"| {blank} | 20 | 34")
    assert counts(text) == (15, 15, 0, 0)
