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

_NEAR = 4  # lines on, sisters are looked for
_LEAST = 2  # cells in which two lines are computed alike before they are sisters
_FEW = 0.5  # of those: so many in which they may be computed otherwise


class Sister(Struct, frozen=True):
    """A typed figure, and the formula of its sister line beside it.

    `across` is the axis of the line in which the two stand side by side; `formulas` are how many of
    the sisters near it are computed there, all alike, and `typed` the cells of those that are not.
    """

    cell: Cell
    place: Place
    model: Place
    across: str
    formulas: int
    typed: tuple[tuple[Cell, Place], ...]


def typed_beside_sisters(grid: FormulaGrid) -> Iterator[Sister]:
    """The figures typed where a sister line has a formula."""
    if not (grid.texts != "").any():
        return
    _, numbers = np.unique(grid.texts.astype(str), return_inverse=True)
    numbered = np.where(grid.texts == "", 0, 1 + numbers.reshape(grid.texts.shape))
    for line, sisters in _sisters(numbered, grid.columns):
        yield from _found(grid, [[(i, j) for j in (line, *sisters)] for i in grid.rows], "row")
    for line, sisters in _sisters(numbered.T, grid.rows):
        yield from _found(
            grid, [[(i, j) for i in (line, *sisters)] for j in grid.columns], "column"
        )


def _sisters(numbered: Integers, lines: list[int]) -> Iterator[tuple[int, list[int]]]:
    """The lines that have sisters near them, the nearest first."""
    sisters: dict[int, list[int]] = {line: [] for line in lines}
    for apart in range(1, _NEAR + 1):
        for first, second in zip(lines, lines[apart:], strict=False):
            one, other = numbered[:, first], numbered[:, second]
            alike = int(((one == other) & (one > 0)).sum())
            differ = int(((one != other) & (one > 0) & (other > 0)).sum())
            if alike >= _LEAST and differ <= _FEW * alike:
                sisters[first].append(second)
                sisters[second].append(first)
    yield from ((line, near) for line, near in sisters.items() if near)


def _found(
    grid: FormulaGrid, crossings: list[list[tuple[int, int]]], across: str
) -> Iterator[Sister]:
    for spot, *others in crossings:
        computed = [other for other in others if grid.texts[other]]
        if not grid.typed[spot] or len({grid.texts[other] for other in computed}) != 1:
            continue
        cell, model = Cell(grid.table.id, *spot), grid.table.place(*computed[0])
        place = grid.stated(cell)
        if place is None or model is None or grid.formulas.stored_number(place) is None:
            continue
        typed = (
            (Cell(grid.table.id, *other), grid.table.place(*other))
            for other in others
            if grid.typed[other]
        )
        yield Sister(
            cell,
            place,
            model,
            across,
            len(computed),
            tuple((own, at) for own, at in typed if at is not None),
        )
