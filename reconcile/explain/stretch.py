"""A stretch of a row between a missing cell and a doubled one, standing one column to the left.

Nothing of such a row need be broken but its index: the total was added from the row as it stands.
What tells is that several figures are unlike their columns, and that moved by one they are not,
with a missing figure that the index asks for.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import combinations

import numpy as np

from reconcile.explain.context import Context
from reconcile.model import Cell, Equation
from reconcile.structure.alignment import Profile, profile
from reconcile.structure.blocks import NUMBER

_CLEAR = 10.0  # nats by which the moved stretch must fit its columns better
_APART = 2.0  # and by which it must beat every other stretch
_MOST_COLUMNS = 64


@dataclass(frozen=True)
class Stretch:
    """The figures from cell `missing` to `last` belong one column to the right, where the cell
    `doubled` is one too many; `gap` is missing, and `total` is what the row then adds up to. In a
    run of equal figures it is told at the rightmost."""

    missing: Cell
    last: Cell
    doubled: Cell
    gap: Fraction
    total: Fraction


def moved_stretch(
    asked: Context, addition: Equation, low: Fraction, high: Fraction
) -> Stretch | None:
    """The only stretch that, moved, puts every figure among its like and brings the total between
    `low` and `high`."""
    cells = [term.cell for term in addition.terms]
    if not 4 <= len(cells) <= _MOST_COLUMNS or any(
        cell.row != addition.target.row for cell in cells
    ):
        return None
    row = _Row.of(asked, cells)
    found = [row.option(p, q, low, high) for p, q in combinations(range(len(cells)), 2)]
    options = sorted(
        (o for o in found if o is not None), key=lambda option: option[:3], reverse=True
    )
    if not options or options[0][0] < row.printed + _CLEAR:
        return None
    score, p, q, gap = options[0]
    rivals = [
        o
        for o in options[1:]
        if o[0] > score - _APART and row.moved(o[1], o[2], o[3]) != row.moved(p, q, gap)
    ]
    if rivals:
        return None
    total = sum(row.moved(p, q, gap), Fraction(0))
    return Stretch(cells[p], cells[q - 1], cells[q], gap, total)


@dataclass(frozen=True, eq=False)
class _Row:
    """The figures of a row, what their columns hold, and how likely the row is as printed."""

    values: list[Fraction]
    profiles: list[Profile]
    printed: float

    @staticmethod
    def of(asked: Context, cells: Sequence[Cell]) -> _Row:
        values = [asked.value(cell) or Fraction(0) for cell in cells]
        profiles = [_profile_of(asked, cell) for cell in cells]
        printed = sum(map(_likelihood, profiles, values))
        return _Row(values, profiles, printed)

    def moved(self, p: int, q: int, gap: Fraction) -> list[Fraction]:
        return [*self.values[:p], gap, *self.values[p:q], *self.values[q + 1 :]]

    def option(
        self, p: int, q: int, low: Fraction, high: Fraction
    ) -> tuple[float, int, int, Fraction] | None:
        """Log likelihood with the stretch from p to q moved, and the figure then missing."""
        rest = sum(self.moved(p, q, Fraction(0)), Fraction(0))
        seen = [
            Fraction(str(value)) for value in self.profiles[p].shares if isinstance(value, float)
        ]
        fitting = [gap for gap in seen if low <= rest + gap <= high]
        if not fitting:
            return None
        gap = max(fitting, key=lambda value: _likelihood(self.profiles[p], value))
        score = sum(map(_likelihood, self.profiles, self.moved(p, q, gap)))
        return round(score, 6), p, q, gap


def _likelihood(column: Profile, value: Fraction) -> float:
    return column.likelihood(NUMBER, "", float(value))


def _profile_of(asked: Context, cell: Cell) -> Profile:
    """What the other rows hold in the cell's column."""
    table = asked.tables[cell.table]
    rows = [
        i
        for i, row in enumerate(table.rows)
        if row.role == "entity"
        and i != cell.row
        and i not in table.shifts
        and table.figures.known[i, cell.column]
    ]
    values = [float(table.figures.units[i, cell.column]) / 10**table.figures.scale for i in rows]
    texts = table.text[np.array(rows, dtype=np.int64), cell.column]
    return profile(NUMBER, texts, values, False)
