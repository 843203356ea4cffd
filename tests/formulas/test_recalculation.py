"""What formulas come to once others, or the figures they read, are no longer as stored."""

from __future__ import annotations

from decimal import Decimal

from reconcile.formulas.calculator import Calculator
from reconcile.formulas.recalculation import (
    Dependencies,
    EditRecalculation,
    FullRecalculation,
)
from reconcile.formulas.tree import Value
from reconcile.model import Place, Sheet
from tests.drawing import computed, drawn

A1, B1, C1, D1, E1 = (Place("S", 0, column) for column in range(5))


def edited(*sheets: Sheet, edits: dict[Place, Value]) -> EditRecalculation:
    return EditRecalculation(Calculator(sheets, {}), Dependencies(sheets, {}), edits)


def sheet(text: str, name: str = "S") -> Sheet:
    return computed(drawn(text, name))


def test_a_circle_is_not_computed() -> None:
    circle = sheet("1 | 1 =A1+C1 | 1 =B1")
    recalculation = edited(circle, edits={A1: Decimal(5)})
    assert recalculation.stale == {B1, C1}
    assert recalculation.refreshed() == {}
    assert recalculation.circular == {B1, C1}


def test_in_a_full_recalculation_a_circle_keeps_what_it_stores() -> None:
    full = FullRecalculation(Calculator((sheet("1 | 7 =A1+C1 | 4 =B1 | 9 =A1*2"),), {}))
    assert full.value(B1) == 8  # C1 is as B1 stores it
    assert full.circular == {B1, C1}
    assert full.value(D1) == 2


def test_a_full_recalculation_goes_through_formulas_that_are_out_of_date() -> None:
    full = FullRecalculation(Calculator((sheet("2 | 5 =A1*2 | 9 =B1+1 | 3 =Other+1 | 1 =D1"),), {}))
    assert [full.value(place) for place in (A1, B1, C1, D1, E1)] == [2, 4, 5, 3, 3]


def test_what_hangs_on_an_uncomputable_formula_is_left_alone() -> None:
    first = sheet("1 | 1 =Other+1 | 1 =B1*2 | 1 =A1*2")
    values = edited(first, sheet("1 =s!D1+1", "T"), edits={A1: Decimal(5)}).refreshed()
    assert values == {D1: Decimal(10), Place("T", 0, 0): Decimal(11)}


def test_what_hangs_on_no_edit_is_taken_as_stored() -> None:
    recalculation = edited(sheet("1 | 9 =A1*2 | 2 | 9 =B1+C1"), edits={C1: Decimal(5)})
    assert recalculation.refreshed() == {D1: Decimal(14)}


def test_a_subtotal_is_computed_from_cells_that_are_none() -> None:
    column = sheet("1\n2\n3 =SUBTOTAL(9,A1:A2)\n4\n7 =SUBTOTAL(9,A1:A4)")
    values = edited(column, edits={A1: Decimal(5)}).refreshed()
    assert values == {Place("S", 2, 0): Decimal(7), Place("S", 4, 0): Decimal(11)}


def test_a_written_formula_that_cannot_be_computed_is_what_it_was_said_to_be() -> None:
    sheets = (sheet("1 | 2 =Other+1 | 3 =B1*2"),)
    recalculation = EditRecalculation(
        Calculator(sheets, {}), Dependencies(sheets, {}), edited={}, written={B1: Decimal(4)}
    )
    assert recalculation.refreshed() == {B1: Decimal(4), C1: Decimal(8)}
