"""Lines that are computed alike in most of their cells: plan and outturn of one budget, row by row.

Where `C7 = C8+C14`, `D7 = D8+D14` and so on in every subtotal, a figure typed in D8 is held against
the formula of C8.
"""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
from msgspec import Struct

from reconcile.explain.formula_grid import FormulaGrid
from reconcile.model import Cell, Integers, Place

_FARTHEST = 4  # lines on, sisters are looked for
_FEWEST_ALIKE = 2  # cells in which two lines are computed alike before they are sisters
_MOST_UNLIKE = 0.5  # of those: so many in which they may be computed otherwise


class TypedBesideSister(Struct, frozen=True):
    """A typed figure, and the formula of its sister line beside it (`model`).

    `across` is the axis of the line in which the two stand side by side; `formulas` are how many of
    the sisters near it are computed there, all alike, and `typed` the cells of those that are not.
    """

    cell: Cell
    place: Place
    model: Place
    across: str
    formulas: int
    typed: tuple[tuple[Cell, Place], ...]


def typed_beside_sisters(grid: FormulaGrid) -> Iterator[TypedBesideSister]:
    """The figures typed where a sister line has a formula."""
    if not (grid.texts != "").any():
        return
    _, numbers = np.unique(grid.texts.astype(str), return_inverse=True)
    numbered = np.where(grid.texts == "", 0, 1 + numbers.reshape(grid.texts.shape))
    for line, sisters in _sisters(numbered, grid.columns):
        yield from _typed_beside(
            grid, [[(i, j) for j in (line, *sisters)] for i in grid.rows], "row"
        )
    for line, sisters in _sisters(numbered.T, grid.rows):
        yield from _typed_beside(
            grid, [[(i, j) for i in (line, *sisters)] for j in grid.columns], "column"
        )


def _sisters(numbered: Integers, lines: list[int]) -> Iterator[tuple[int, list[int]]]:
    """The lines that have sisters near them, these the nearest first; `numbered` has one number for
    each different formula, 0 for none, the lines along its second axis."""
    sisters: dict[int, list[int]] = {line: [] for line in lines}
    for distance in range(1, _FARTHEST + 1):
        for first, second in zip(lines, lines[distance:], strict=False):
            own, others = numbered[:, first], numbered[:, second]
            alike = int(((own == others) & (own > 0)).sum())
            differ = int(((own != others) & (own > 0) & (others > 0)).sum())
            if alike >= _FEWEST_ALIKE and differ <= _MOST_UNLIKE * alike:
                sisters[first].append(second)
                sisters[second].append(first)
    yield from ((line, near) for line, near in sisters.items() if near)


def _typed_beside(
    grid: FormulaGrid, crossings: list[list[tuple[int, int]]], across: str
) -> Iterator[TypedBesideSister]:
    """The typed figures where all sisters that are computed have one formula; each crossing is a
    cell of a line, and those of its sisters beside it."""
    for spot, *others in crossings:
        computed = [other for other in others if grid.texts[other]]
        if not grid.is_typed[spot] or len({grid.texts[other] for other in computed}) != 1:
            continue
        cell, model = Cell(grid.table.id, *spot), grid.table.place(*computed[0])
        place = grid.place_of_stated(cell)
        if place is None or model is None or grid.formulas.stored_number(place) is None:
            continue
        typed = (
            (Cell(grid.table.id, *other), grid.table.place(*other))
            for other in others
            if grid.is_typed[other]
        )
        yield TypedBesideSister(
            cell,
            place,
            model,
            across,
            len(computed),
            tuple((beside, printed) for beside, printed in typed if printed is not None),
        )
