"""`1/2` is a half where its column bears that out, and else what it may be as well."""

from __future__ import annotations

import pytest

from reconcile.model import Table
from tests.drawing import audited, found, table

PLANKS = """
Plank | Length | Width | Both
A     | 3 1/4  | 1/2   | 3 3/4
B     | 2      | 3/4   | 2 3/4
C     | 5 1/2  | ½     | 6
D     | 1/2    | 1/2   | 1
Total | 11 1/4 | 2 1/4 | 13 1/2
"""


def figures(made: Table, column: int) -> list[str]:
    """The figures of a column, '' where none was read."""
    read = (made.figures.number(row, column) for row in range(len(made.rows)))
    return [str(number) if number else "" for number in read]


def test_fractions_beside_whole_numbers_with_one_are_figures() -> None:
    made = table(PLANKS)
    assert figures(made, 1) == ["3.25", "2", "5.5", "0.5", "11.25"]
    assert figures(made, 2) == ["0.5", "0.75", "0.5", "0.5", "2.25"]
    assert made.text[3, 1] == "1/2" and not made.unread


def test_their_sums_are_judged() -> None:
    audit = audited(PLANKS)
    assert not audit.findings and audit.coverage.unchecked == 0
    wrong = audited(PLANKS.replace("2 3/4", "2 1/4"))
    assert [at for _, at in found(wrong)] == ["D3"]
    assert wrong.findings[0].expected == "2.75"


def test_a_total_that_comes_out_bears_them_out() -> None:
    people = "Anh | 1/2 | 6\nBob | 1 | 3\nCao | 1/2 | 0\nDan | 2 | 5\n"
    days = f"Name | Leave | Sick\n{people}Total | 4 | 14"
    assert figures(table(days), 1) == ["0.5", "1", "0.5", "2", "4"]
    first = f"Name | Leave | Sick\nTotal | 4 | 14\n{people}"
    assert figures(table(first), 1) == ["4", "0.5", "1", "0.5", "2"]
    wrong = table(days.replace("Total | 4", "Total | 5"))
    assert figures(wrong, 1) == ["", "1", "", "2", "5"]
    assert wrong.unread == {(0, 1), (2, 1)}


@pytest.mark.parametrize(
    "cells",
    [("1/4", "2/4", "3/4", ""), ("1/4", "5/4", "3 1/4", "9"), ("2/4", "2/4", "1", "2"),
     ("3/4", "1/2", "7/8", ""), ("1/3", "2/3", "1", "2")],
)  # fmt: skip
def test_dates_and_scores_are_no_fractions(cells: tuple[str, ...]) -> None:
    """Three days of April seem to add up; the fifth, and two of four, are no fractions at all."""
    rows = "\n".join(f"R{n} | {cell} | {n}" for n, cell in enumerate(cells))
    made = table(f"Row | What | n\n{rows}")
    slashed = [n for n, cell in enumerate(cells) if "/" in cell and " " not in cell]
    assert [figures(made, 1)[n] for n in slashed] == [""] * len(slashed)
