"""A row with a cell too few or too many, so that the rest stands under the wrong headings.

What it finds: a row in which, from one cell on, every figure fits the column beside its own. Where
the row's total shows it, the missing figure is computed.

Why it matters: the figures are all there, but each is read as another indicator's; sums by column
and comparisons with other rows are wrong.

Fix safety: never safe, because a figure is put in that the sheet does not state.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from fractions import Fraction

from reconcile import numbers
from reconcile.explain.context import Context
from reconcile.explain.edits import values
from reconcile.explain.explanation import CERTAIN, Explanation, Observation
from reconcile.explain.scenario import is_missing_term
from reconcile.model import (
    Cell,
    Edit,
    Equation,
    Fix,
    Sentence,
    Severity,
    Shift,
    Table,
)

SEVERITY: Severity = "error"
_SIDES = {-1: "missing", 1: "pushed"}
_HEAD = "| No | Agency | A | B | C | D | Total | Grade |\n|---|---|---|---|---|---|---|---|\n"
_ROWS = (
    "| 1 | North | 1 | 20 | 300 | 4 | 325 | Good |\n| 2 | South | 2 | 30 | 200 | 5 | 237 | Good |\n"
    "| 3 | East | 3 | 10 | 100 | 6 | 119 | Fair |\n| 4 | West | 2 | 15 | 150 | 4 | 171 | Fair |\n"
    "| 5 | Coast | 1 | 25 | 250 | 5 | 281 | Good |\n"
)
VALID = (_HEAD + _ROWS + "| 6 | Hills | 3 | 20 | 120 | 6 | 149 | Fair |\n",)
INVALID = (_HEAD + _ROWS + "| 6 | Hills | 3 | 120 | 6 | 149 | Fair |\n",)


def propose(equation: Equation, context: Context) -> Iterator[Explanation]:
    """The missing figure is what a total of its row or its column lacks."""
    cell = _lost_cell(context, equation)
    if cell is None or equation.difference is None:
        return
    table, gap = context.tables[cell.table], equation.difference
    shift = table.shifts[cell.row]
    at = _rightmost(table, cell, gap) if shift.by < 0 else Cell(table.id, cell.row, shift.at)
    details = _details(context, at, cell, gap)
    details["total"] = context.place(equation.target).a1
    yield Explanation(
        cost=CERTAIN,
        equation=equation,
        at=at,
        place=context.column_place(at),
        message=Sentence(f"finding.shifted-row.{_SIDES[shift.by]}", details),
        title=_title(shift, details),
        edits=_edits(context, at, cell, gap),
        changes={cell: gap},
        applicability="unsafe",
        confidence=0.9,
        expected_text=numbers.plain(gap),
    )


def _lost_cell(context: Context, equation: Equation) -> Cell | None:
    """The figure that a shifted row does not state, where a broken sum would count it alone."""
    table = context.tables[equation.target.table]
    if equation.kind != "sum" or context.is_duration(equation.target):
        return None
    gaps = (Cell(table.id, row, shift.gap) for row, shift in table.shifts.items())
    counted = [cell for cell in gaps if is_missing_term(context, equation, cell)]
    factors = context.relation_of(equation).different_factors
    gap = equation.difference
    if len(counted) != 1 or factors != {1} or gap is None or not _is_likely(table, counted[0], gap):
        return None
    return counted[0]


def _details(context: Context, at: Cell, lost: Cell, gap: Fraction) -> dict[str, str]:
    new = context.sheet_text(numbers.plain(gap), lost)
    places = {"at": context.column_place(at).a1, "last": context.column_place(lost).a1}
    return {**values(context, at), **places, "new": new}


def _title(shift: Shift, details: Mapping[str, str]) -> Sentence:
    return Sentence("finding.fix.insert" if shift.by < 0 else "finding.fix.move-left", details)


def _edits(context: Context, at: Cell, lost: Cell, gap: Fraction) -> tuple[Edit, ...]:
    """What puts the row right: the cell put in, the rest moving right; or each figure put where it
    belongs, one column to the left, and the missing one last."""
    table = context.tables[lost.table]
    new = numbers.written(numbers.plain(gap), table.decimal)
    if table.shifts[lost.row].by < 0:
        return (Edit(context.column_place(at), "", new, "insert"),)
    cells = [Cell(table.id, lost.row, column) for column in range(at.column, lost.column + 1)]
    places = [context.column_place(cell) for cell in cells]
    moved = [_as_typed(context, cell) for cell in cells[:-1]]
    pairs = zip(places, [*moved, new], strict=True)
    return tuple(Edit(place, context.printed(place), text) for place, text in pairs)


def _as_typed(context: Context, cell: Cell) -> str:
    figure = context.value(cell)
    return context.text(cell) if figure is None else context.typed(figure, cell)


def _is_likely(table: Table, cell: Cell, gap: Fraction) -> bool:
    """A missing figure is none that its column could not state: below nothing, where none is."""
    figures, column = table.figures, cell.column
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
    """Shifted rows of which no broken total tells the missing figure, or none is missing."""
    told = {_lost_cell(context, equation) for equation in context.relations.broken()}
    for table in context.document.tables:
        for row, shift in table.shifts.items():
            if Cell(table.id, row, shift.gap) not in told:
                yield _observed(context, table, row, shift)


def _observed(context: Context, table: Table, row: int, shift: Shift) -> Observation:
    cell, lost = Cell(table.id, row, shift.at), Cell(table.id, row, shift.gap)
    gap = _stated_gap(table, lost, shift)
    if gap is None:
        return _untold(context, cell, shift)
    at = _rightmost(table, lost, gap) if shift.by < 0 else cell
    details = _details(context, at, lost, gap)
    fix = Fix(_title(shift, details), "unsafe", 0.7, _edits(context, at, lost, gap))
    return _observation(context, at, f"{_SIDES[shift.by]}-by-sums", details, (fix,))


def _untold(context: Context, cell: Cell, shift: Shift) -> Observation:
    """Where no figure is missing, or nothing tells it."""
    place = context.column_place(cell)
    details = {**values(context, cell), "at": place.a1}
    if shift.by < 0:
        return _observation(context, cell, "unknown", details)
    edit = Edit(place, context.printed(place), "", "remove")
    fix = Fix(Sentence("finding.fix.remove", details), "unsafe", 0.7, (edit,))
    return _observation(context, cell, "doubled", details, (fix,))


def _observation(
    context: Context, cell: Cell, key: str, details: Mapping[str, str], fixes: tuple[Fix, ...] = ()
) -> Observation:
    place = context.column_place(cell)
    return Observation(
        at=place,
        cells=(place,),
        message=Sentence(f"finding.shifted-row.{key}", details),
        row=context.row_name(cell),
        column=context.path(cell),
        fixes=fixes,
    )


def _stated_gap(table: Table, lost: Cell, shift: Shift) -> Fraction | None:
    """The missing figure that the row's own sums tell, as finely as the table prints."""
    if shift.lost is None:
        return None
    scale = table.figures.scale
    gap = Fraction(round(shift.lost * 10**scale), 10**scale)
    return gap if _is_likely(table, lost, gap) else None
