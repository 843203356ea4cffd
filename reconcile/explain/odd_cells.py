"""Cells that stand out of lines of like formulas: typed among them, or computed otherwise."""

from __future__ import annotations

import re
from collections.abc import Iterator

from msgspec import Struct
from msgspec.structs import replace

from reconcile.explain.formula_grid import FormulaGrid
from reconcile.explain.habits import Habit, habits, is_of_a_kind
from reconcile.explain.sister_lines import TypedBesideSister, typed_beside_sisters
from reconcile.formulas.calculator import Calculator, agree, is_error
from reconcile.formulas.references import moved
from reconcile.formulas.tree import Node, Value, references_of
from reconcile.labels import vocabulary
from reconcile.model import Cell, Document, Place

_FEW_TYPED = 0.2  # of the like formulas: typed figures among them up to here are no second habit
_LONGEST_RUN = 0.5  # of the like formulas: as many of another one in a row are no second habit
_FEWEST_TESTED = (
    2  # other places where a formula must fail before it is said to be none of its line
)
# The part of a reference by distances, `R[1]C[-2]`, that changes along a line of that axis.
_ALONG = {
    "column": re.compile(r"R(?:\[-?\d+\]|\d+)(?=C)"),
    "row": re.compile(r"C(?:\[-?\d+\]|\d+)"),
}


class OddCell(Struct, frozen=True):
    """A cell that stands out of a line of like formulas: `own` is its formula, '' where a number is
    typed; `theirs` what the others' would read there, `model` the cell it was taken from, `value`
    what it comes to, None where that is not known. `is_sure` is false where the others are the
    habit of its line and nothing else speaks against the cell.

    In E2:E9, where `=C2+D2` is filled down, E5 with `=C5` (`own`) against `=C5+D5` (`theirs`).
    """

    cell: Cell
    place: Place
    own: str
    theirs: str
    model: Place
    value: Value
    is_sure: bool = True


def odd_cells(document: Document, formulas: Calculator) -> tuple[OddCell, ...]:
    """Every cell that stands out, once."""
    if not any(sheet.formulas for sheet in document.book.sheets):
        return ()
    by_place: dict[Place, OddCell] = {}
    usual: set[Place] = set()
    for table in document.tables:
        grid = FormulaGrid(table, formulas)
        for habit in habits(grid):
            usual.update(p for p, like in zip(habit.places, habit.is_like, strict=True) if like)
            typed = () if habit.is_mixed else _typed_among(grid, habit)
            for odd in (*typed, *_unlike_among(grid, habit)):
                by_place.setdefault(odd.place, odd)
        for sister in typed_beside_sisters(grid):
            if sister.place not in by_place:
                by_place.update((odd.place, odd) for odd in _typed_beside(grid, sister))
    return tuple(odd for place, odd in by_place.items() if place not in usual)


def _typed_among(grid: FormulaGrid, habit: Habit) -> Iterator[OddCell]:
    """Numbers typed among formulas, where they are few."""
    typed = [
        n
        for n, place in enumerate(habit.places)
        if not habit.texts[n] and grid.formulas.stored_number(place) is not None
    ]
    odd_at = [(n, odd) for n in typed if (odd := _typed_at(grid, habit, n)) is not None]
    differing = [n for n, odd in odd_at if not _is_what_stands(grid, odd)]
    few = max(1, _FEW_TYPED * sum(habit.is_like))
    if len(differing) <= few:
        yield from (odd for n, odd in odd_at if len(typed) <= few or n in differing)


def _typed_at(grid: FormulaGrid, habit: Habit, n: int) -> OddCell | None:
    """What stands out at a typed number beside a formula of the habit; at the end of a line only
    what names its own row (or column) can be told from a first line."""
    beside = [habit.has_like_beside(n, step) for step in (-1, 1)]
    odd = _odd_at(grid, habit, n) if any(beside) else None
    if odd is None:
        return None
    tree = grid.parsed(odd.theirs, odd.place.sheet)
    if tree is None or not grid.has_its_inputs(tree) or grid.depends_on(tree, odd.place):
        return None
    is_inner, is_additive = all(beside), grid.is_additive(tree)
    if _is_typed_throughout(grid, habit, n) and not (is_inner and is_additive):
        return None
    if is_inner:
        return odd
    if not _is_within_line(tree, odd.place, habit.line.axis):
        return None
    # `14.7` over `=C40*E40` may be what was weighed; the last `9` under `=C4+D4` is no such figure
    return replace(odd, is_sure=is_additive)


def _is_typed_throughout(grid: FormulaGrid, habit: Habit, n: int) -> bool:
    """Whether a figure of a row stands in a column without any formula: one of keys, of what was
    measured, or of another year that was typed."""
    column = habit.cells[n].column
    return habit.line.axis == "row" and not any(grid.texts[:, column])


def _is_what_stands(grid: FormulaGrid, odd: OddCell) -> bool:
    """Whether the others' formula comes to what is printed in the cell."""
    number = grid.table.figures.number(odd.cell.row, odd.cell.column)
    return number is not None and agree(odd.value, number.value)


def _unlike_among(grid: FormulaGrid, habit: Habit) -> Iterator[OddCell]:
    """A formula between two of another kind, or after them, where it has no like."""
    n = 0
    while n < len(habit.cells):
        last = n
        while last + 1 < len(habit.cells) and habit.texts[last + 1] == habit.texts[n]:
            last += 1
        if habit.texts[n] and not habit.is_like[n]:
            yield from _unlike_run(grid, habit, n, last)
        n = last + 1


def _unlike_run(grid: FormulaGrid, habit: Habit, first: int, last: int) -> Iterator[OddCell]:
    """Cells with one other formula, one after the other; several may be meant, and so may the last
    of a line."""
    is_after_like = habit.has_like_beside(first, -1)
    is_inner = is_after_like and habit.has_like_beside(last, 1)
    alike = sum(text == habit.texts[first] for text in habit.texts)
    count = last - first + 1
    if not is_after_like or alike > count or count > max(1, _LONGEST_RUN * sum(habit.is_like)):
        return
    for n in range(first, last + 1):
        odd = _unlike_at(grid, habit, n, is_inner and count == 1 and not habit.is_mixed)
        if odd is not None:
            yield odd


def _unlike_at(grid: FormulaGrid, habit: Habit, n: int, is_alone: bool) -> OddCell | None:
    """What stands out at a formula unlike its line's; `is_alone` where both neighbours have that of
    the line, so that no more needs to speak against it."""
    if is_error(grid.formulas.content(habit.places[n])) or _is_excused(grid, habit, n):
        return None
    odd = _odd_at(grid, habit, n)
    if odd is None:
        return None
    if len(grid.named_by(odd.place) & set(habit.places)) > 1 and not _is_astray(
        grid, habit, n, odd
    ):
        # a total of its line, unless no other figure of its column is one
        if not _is_unlike_across(grid, habit, n) or not is_of_a_kind(grid, odd.place, odd.model):
            return None
        return odd
    if is_alone:
        return odd
    if not is_of_a_kind(grid, odd.place, odd.model):
        return None
    is_sure = _is_astray(grid, habit, n, odd) or _is_unlike_across(grid, habit, n)
    return replace(odd, is_sure=is_sure)


def _odd_at(grid: FormulaGrid, habit: Habit, n: int) -> OddCell | None:
    """A cell held against the nearest formula of its line's habit."""
    near = min(
        (m for m, like in enumerate(habit.is_like) if like and habit.texts[m]),
        key=lambda m: abs(m - n),
    )
    return _held_against(grid, habit.cells[n], habit.places[n], habit.places[near])


def _held_against(grid: FormulaGrid, cell: Cell, place: Place, model: Place) -> OddCell | None:
    """A cell held against the formula of another."""
    formulas = grid.formulas
    theirs = moved(formulas.formula(model), (model.row, model.column), (place.row, place.column))
    if theirs is None or model.sheet != place.sheet:
        return None
    tree = grid.parsed(theirs, place.sheet)
    value = None if tree is None else grid.comes_to(tree)
    return OddCell(cell, place, formulas.formula(place), theirs, model, value)


def _typed_beside(grid: FormulaGrid, sister: TypedBesideSister) -> Iterator[OddCell]:
    """A typed figure held against its sister's formula, where the other typed ones beside it come
    to what that gives for them, or are fewer than the formulas."""
    odd = _held_against(grid, sister.cell, sister.place, sister.model)
    tree = None if odd is None else grid.parsed(odd.theirs, odd.place.sheet)
    if odd is None or tree is None or grid.depends_on(tree, odd.place):
        return
    if not grid.has_its_inputs(tree) or not _is_within_line(tree, odd.place, sister.across):
        return
    others = [_held_against(grid, cell, place, sister.model) for cell, place in sister.typed]
    unlike = sum(other is None or not _is_what_stands(grid, other) for other in others)
    if unlike < sister.formulas:
        yield odd


def _is_within_line(tree: Node, place: Place, axis: str) -> bool:
    """Whether a formula along a line names nothing beside its own row (of a column), or its own
    column (of a row)."""
    if axis == "column":
        return all(
            reference.range.top == reference.range.bottom == place.row
            for reference in references_of(tree)
        )
    return all(
        reference.range.left == reference.range.right == place.column
        for reference in references_of(tree)
    )


def _is_astray(grid: FormulaGrid, habit: Habit, n: int, odd: OddCell) -> bool:
    """Whether a formula names the columns that its line's do, in another row (or the rows, in
    another column), where each of theirs keeps to its own."""
    tree = grid.parsed(odd.theirs, odd.place.sheet)
    if tree is None or not _is_within_line(tree, odd.place, habit.line.axis):
        return False
    along = _ALONG[habit.line.axis]
    model = grid.texts[_spot(habit, odd.model)]
    return along.sub("", habit.texts[n]) == along.sub("", model)


def _spot(habit: Habit, place: Place) -> tuple[int, int]:
    """The row and column in its table of a cell of the line."""
    cell = habit.cells[habit.places.index(place)]
    return cell.row, cell.column


def _is_unlike_across(grid: FormulaGrid, habit: Habit, n: int) -> bool:
    """Whether a formula holds of no other figure of its other line: `E7 = C7 + D7` of a column
    whose other rows do not add up so."""
    cell, place = habit.cells[n], habit.places[n]
    formula = grid.formulas.formula(place)
    is_row = habit.line.axis == "row"
    others = grid.rows if is_row else grid.columns
    held = tested = 0
    for other in others:
        spot = (other, cell.column) if is_row else (cell.row, other)
        beside = grid.table.place(*spot)
        number = grid.table.figures.number(*spot)
        if spot == (cell.row, cell.column) or beside is None or number is None:
            continue
        theirs = moved(formula, (place.row, place.column), (beside.row, beside.column))
        tree = None if theirs is None else grid.parsed(theirs, beside.sheet)
        if tree is None or not grid.has_its_inputs(tree) or grid.depends_on(tree, beside):
            continue
        tested += 1
        held += agree(grid.comes_to(tree), number.value)
    return tested >= _FEWEST_TESTED and not held


def _is_excused(grid: FormulaGrid, habit: Habit, n: int) -> bool:
    """A row with marks for what does not apply is counted by a rule of its own."""
    shown = [str(text) for text in grid.table.text[habit.cells[n].row]]
    return habit.line.axis == "column" and any(map(vocabulary.is_placeholder, filter(None, shown)))
