"""A row with a cell too few or too many, so that the rest stands under the wrong headings.

What it finds: a row in which, from one cell on, every figure fits the column beside its own. Where
the row's total shows it, the missing figure is computed.

Why it matters: the figures are all there, but each is read as another indicator's; sums by column
and comparisons with other rows are wrong.

Fix safety: never safe, because a figure is put in that the sheet does not state.
"""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

from reconcile import numbers
from reconcile.explain.context import Context
from reconcile.explain.edits import values
from reconcile.explain.explanation import CERTAIN, Explanation, Observation
from reconcile.model import (
    Cell,
    Edit,
    Equation,
    Fix,
    Sentence,
    Severity,
    Table,
)

SEVERITY: Severity = "error"
_HEAD = "| No | Agency | A | B | C | D | Total | Grade |\n|---|---|---|---|---|---|---|---|\n"
_ROWS = (
    "| 1 | North | 1 | 20 | 300 | 4 | 325 | Good |\n| 2 | South | 2 | 30 | 200 | 5 | 237 | Good |\n"
    "| 3 | East | 3 | 10 | 100 | 6 | 119 | Fair |\n| 4 | West | 2 | 15 | 150 | 4 | 171 | Fair |\n"
    "| 5 | Coast | 1 | 25 | 250 | 5 | 281 | Good |\n"
)
VALID = (_HEAD + _ROWS + "| 6 | Hills | 3 | 20 | 120 | 6 | 149 | Fair |\n",)
INVALID = (_HEAD + _ROWS + "| 6 | Hills | 3 | 120 | 6 | 149 | Fair |\n",)


def propose(equation: Equation, context: Context) -> Iterator[Explanation]:
    """The missing figure is what the row's total lacks."""
    table = context.tables[equation.target.table]
    shift = table.shifts.get(equation.target.row)
    if equation.kind != "sum" or shift is None or shift.by > 0 or equation.difference is None:
        return
    gap = equation.difference
    if context.is_duration(equation.target) or not _is_likely(table, shift.at, gap):
        return
    cell = _rightmost(table, Cell(table.id, equation.target.row, shift.at), gap)
    new = numbers.written(numbers.plain(gap), table.decimal)
    place = context.column_place(cell)
    shown = context.sheet_text(new, cell)
    details = values(context, cell, at=place.a1, new=shown, total=context.place(equation.target).a1)
    yield Explanation(
        cost=CERTAIN,
        equation=equation,
        at=cell,
        place=place,
        message=Sentence("finding.shifted-row.missing", details),
        title=Sentence("finding.fix.insert", details),
        edits=(Edit(place, "", new, "insert"),),
        changes={Cell(table.id, equation.target.row, shift.at): gap},
        applicability="unsafe",
        confidence=0.9,
        expected_text=numbers.plain(gap),
    )


def _is_likely(table: Table, column: int, gap: Fraction) -> bool:
    """A missing figure is none that its column could not state: below nothing, where none is."""
    figures = table.figures
    return gap >= 0 or bool((figures.units[figures.known[:, column], column] < 0).any())


def _rightmost(table: Table, cell: Cell, gap: Fraction) -> Cell:
    """In a run of equal figures every place is the same repair; it is told once, at the last."""
    figures, column = table.figures, cell.column
    while column + 1 < len(table.columns) and figures.known[cell.row, column + 1]:
        if Fraction(int(figures.units[cell.row, column + 1]), 10**figures.scale) != gap:
            break
        column += 1
    return Cell(cell.table, cell.row, column)


def observe(context: Context) -> Iterator[Observation]:
    """Shifted rows of which no total tells the missing figure, or which have one cell too many."""
    for table in context.document.tables:
        for row, shift in table.shifts.items():
            is_explained = any(
                e.kind == "sum"
                and e.target.table == table.id
                and e.target.row == row
                and _is_likely(table, shift.at, e.difference or Fraction(0))
                for e in context.relations.broken()
            )
            if is_explained and shift.by < 0:
                continue
            cell = Cell(table.id, row, shift.at)
            place = context.column_place(cell)
            details = values(context, cell, at=place.a1)
            key = "unknown" if shift.by < 0 else "doubled"
            edits = () if shift.by < 0 else (Edit(place, context.printed(place), "", "remove"),)
            fixes = tuple(
                Fix(Sentence("finding.fix.remove", details), "unsafe", 0.7, (edit,))
                for edit in edits
            )
            yield Observation(
                at=place,
                cells=(place,),
                message=Sentence(f"finding.shifted-row.{key}", details),
                row=context.row_name(cell),
                column=context.path(cell),
                fixes=fixes,
            )
