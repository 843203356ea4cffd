"""Rows that stand off their columns: what their missing figure is, and the row put right."""

from __future__ import annotations

import pytest

from reconcile.audited import Audit
from reconcile.model import Finding
from tests.drawing import audited, found, repaired

TOTALS = """
    No | Kind  | Ash | Elm | Fir | Oak | Yew | Bay
    1  | Roads | 81  | 70  | 93  | 64  | 55  | 37
    {row}
    3  | Water | 15  | 19  | 14  | 18  | 11  | 23
    4  | Light | 6   | 3   | 8   | 5   | 2   | 9
       | Total | 142 | 151 | 132 | 119 | 94  | 98
    """
SIDES = """
    No | Office | Food: plan | Food: due | Fuel: plan | Fuel: due | All: plan | All: due | Cut
    1  | North  | 9          | 9         | 4          | 3.5       | 13        | 12.5     | -0.5
    2  | South  | 8          | 6.5       | 5          | 5         | 13        | 11.5     | -1.5
    3  | West   | 10         | 10        | 3          | 2         | 13        | 12       | -1
    {row}
    5  | Coast  | 6          | 5         | 4          | 4         | 10        | 9        | -1
    6  | Hills  | 9          | 8         | 2          | 2         | 11        | 10       | -1
    7  | Plain  | 5          | 5         | 3          | 2.5       | 8         | 7.5      | -0.5
    """


def the_shift(audit: Audit) -> Finding:
    [finding] = audit.findings
    assert finding.rule == "shifted-row"
    return finding


@pytest.mark.parametrize(
    ("row", "at", "lost"),
    [
        ("2 | Parks | 59 | 17 | 32 | 26 | 29 |", "C3", "40"),
        ("2 | Parks | 40 | 17 | 32 | 26 | 29 |", "D3", "59"),
        ("2 | Parks | 40 | 59 | 17 | 26 | 29 |", "F3", "32"),
    ],
)
def test_the_total_of_its_column_tells_the_figure_that_a_row_lacks(
    row: str, at: str, lost: str
) -> None:
    audit = audited(TOTALS.format(row=row))
    shift = the_shift(audit)
    assert shift.at.a1 == at
    assert shift.message.values["new"] == lost
    [fix] = shift.fixes
    assert fix.applicability == "unsafe"
    assert [(edit.place.a1, edit.new, edit.kind) for edit in fix.edits] == [(at, lost, "insert")]
    assert found(repaired(audit, shift)) == []


def test_sums_of_the_row_tell_the_figure_where_no_other_row_breaks() -> None:
    audit = audited(SIDES.format(row="4 | East | 9 | 4 | 4.5 | 13 | 12.5 | -0.5 |"))
    shift = the_shift(audit)
    assert shift.at.a1 == "D5"
    assert shift.message.key.endswith("missing-by-sums")
    assert [(fix.applicability, fix.edits[0].new) for fix in shift.fixes] == [("unsafe", "8")]


def test_a_cell_too_many_pushes_the_last_figure_off() -> None:
    audit = audited(TOTALS.format(row="2 | Parks | | 40 | 59 | 17 | 32 | 26"))
    shift = the_shift(audit)
    assert shift.at.a1 == "C3"
    assert shift.message.values["last"] == "H3"
    [fix] = shift.fixes
    assert fix.applicability == "unsafe"
    assert [(edit.place.a1, edit.old, edit.new) for edit in fix.edits] == [
        ("C3", "", "40"),
        ("D3", "40", "59"),
        ("E3", "59", "17"),
        ("F3", "17", "32"),
        ("G3", "32", "26"),
        ("H3", "26", "29"),
    ]
    assert found(repaired(audit, shift)) == []


@pytest.mark.parametrize(
    "row",
    [
        "2 | Parks | 40 | 59 | 17 | 32 | 26 | 29",
        "2 | Parks | 40 | 59 | 17 | 32 | 26 |",
        "2 | Parks |  | 59 | 17 | 32 | 26 | 29",  # its first figure is missing, no other moved
        "2 | Parks | 40 | 59 | 17 | | 26 | 29",
    ],
)
def test_a_row_with_a_blank_is_not_moved(row: str) -> None:
    assert "shifted-row" not in [rule for rule, _ in found(audited(TOTALS.format(row=row)))]


def test_a_row_that_adds_up_with_its_blank_is_not_moved() -> None:
    assert found(audited(SIDES.format(row="4 | East | | 8 | 4.5 | 4.5 | 4.5 | 12.5 | 8"))) == []
