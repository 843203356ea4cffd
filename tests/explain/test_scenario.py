"""What follows from an edit: the equations judged again, ranks and grades for everyone."""

from __future__ import annotations

from fractions import Fraction

import pytest

from reconcile.explain.context import Context, context_of
from reconcile.explain.scenario import Scenario, consequences
from reconcile.model import Cell
from tests.drawing import audited

SHEET = """
No | Agency | A  | B  | Total | Index | Rank | Grade
1  | North  | 91 | 52 | 143   | 0.715 | 3    | Good
2  | South  | 88 | 73 | 161   | 0.805 | 1    | Good
3  | East   | 54 | 61 | 115   | 0.575 | 5    | Fair
4  | West   | 77 | 46 | 123   | 0.615 | 4    | Fair
5  | Coast  | 59 | 95 | 154   | 0.770 | 2    | Good
6  | Hills  | 44 | 61 | 105   | 0.525 | 6    | Fair
"""
TIED = SHEET.replace("77 | 46 | 123   | 0.615 | 4", "54 | 61 | 115   | 0.575 | 4").replace(
    "0.575 | 5", "0.575 | 4"
)


def ready(text: str) -> Context:
    audit = audited(text)
    assert audit.findings == ()
    return context_of(audit.document, audit.relations)


def cell(context: Context, at: str) -> Cell:
    column, row = "ABCDEFGH".index(at[0]), int(at[1:]) - 2
    return Cell(next(iter(context.tables)), row, column)


def follows(text: str, **changes: int) -> dict[str, tuple[str, str]]:
    context = ready(text)
    made = {cell(context, at): Fraction(new) for at, new in changes.items()}
    return {c.place.a1: (c.old, c.new) for c in consequences(context, made)}


def test_the_total_the_index_the_rank_and_the_grade() -> None:
    after = follows(SHEET, D4=95)
    assert after["E4"] == ("115", "149")
    assert after["F4"] == ("0.575", "0.745")
    assert after["G4"] == ("5", "3")
    assert after["G2"] == ("3", "4")
    assert after["G5"] == ("4", "5")
    assert after["H4"] == ("Fair", "Good")
    assert set(after) == {"E4", "F4", "G4", "G2", "G5", "H4"}


def test_the_edited_row_comes_first() -> None:
    context = ready(SHEET)
    found = consequences(context, {cell(context, "D4"): Fraction(95)})
    rows = [c.place.row for c in found]
    assert rows[: rows.count(3)] == [3] * rows.count(3)


def test_an_edit_that_keeps_the_order_moves_nobody() -> None:
    after = follows(SHEET, D4=62)
    assert set(after) == {"E4", "F4"}


def test_a_total_edited_with_its_part_is_no_consequence() -> None:
    after = follows(SHEET, D4=62, E4=116)
    assert set(after) == {"F4"}


def test_leaving_a_tie() -> None:
    after = follows(TIED, D4=62)
    assert (after["E4"], after["F4"]) == (("115", "116"), ("0.575", "0.580"))
    assert "G4" not in after  # still fourth, now alone
    assert after["G5"] == ("4", "5")


def test_joining_a_tie() -> None:
    after = follows(SHEET, D4=69)
    assert after["E4"] == ("115", "123")
    assert after["G4"] == ("5", "4")
    assert "G5" not in after


def test_no_change_has_no_consequence() -> None:
    assert follows(SHEET, D4=61) == {}


@pytest.mark.parametrize(("new", "expected"), [(61, True), (99, False)])
def test_a_sum_judged_again(new: int, expected: bool) -> None:
    context = ready(SHEET)
    [equation] = [e for e in context.as_term(cell(context, "D4")) if e.kind == "sum"]
    scenario = Scenario(context, {cell(context, "D4"): Fraction(new)})
    assert scenario.holds(equation) is expected
    assert scenario.result(equation) == 54 + new


def test_a_rank_judged_again() -> None:
    context = ready(SHEET)
    [rank] = [e for e in context.as_target(cell(context, "G4")) if e.kind == "rank"]
    assert Scenario(context, {cell(context, "E4"): Fraction(116)}).holds(rank)
    assert not Scenario(context, {cell(context, "E4"): Fraction(124)}).holds(rank)


def test_edits_leave_the_document_as_it_was() -> None:
    context = ready(SHEET)
    before = {name: table.figures.units.copy() for name, table in context.tables.items()}
    consequences(context, {cell(context, "D4"): Fraction(95)})
    for name, table in context.tables.items():
        assert (table.figures.units == before[name]).all()
