"""A stretch of a row between a missing cell and a doubled one, standing one column to the left.

Nothing of such a row need be broken but its index: the total was added from the row as it stands.
What tells is that several figures are unlike their columns, and that moved by one they are not,
with a missing figure that the index asks for.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from fractions import Fraction
from itertools import accumulate, chain, combinations
from math import ceil, floor, lcm

import numpy as np
from msgspec import Struct

from reconcile.explain.context import Context
from reconcile.model import Cell, Equation
from reconcile.structure.grid import NUMBER
from reconcile.structure.profiles import Profile, profile

_CLEAR = 10.0  # nats by which the moved stretch must fit its columns better: 1 in 22,000
_APART = 2.0  # nats by which it must beat every other stretch: 1 in 7
_MOST_COLUMNS = 64  # cells of a row; every pair of them is tried as the ends of the stretch


class Stretch(Struct, frozen=True):
    """The figures from cell `missing` to `last` belong one column to the right, where the cell
    `doubled` is one too many; `gap` is missing, and `total` is what the row then adds up to. In a
    run of equal figures it is told at the rightmost."""

    missing: Cell
    last: Cell
    doubled: Cell
    gap: Fraction
    total: Fraction


def moved_stretch(
    context: Context, addition: Equation, low: Fraction, high: Fraction
) -> Stretch | None:
    """The only stretch that, moved, puts every figure among its like and brings the total between
    `low` and `high`."""
    cells = [term.cell for term in addition.terms]
    if not 4 <= len(cells) <= _MOST_COLUMNS or any(
        cell.row != addition.target.row for cell in cells
    ):
        return None
    row = _Row.of(context, cells)
    least, most = ceil(low * row.unit), floor(high * row.unit)
    scored = [row.option(p, q, least, most) for p, q in combinations(range(len(cells)), 2)]
    options = sorted(
        (o for o in scored if o is not None), key=lambda option: option[:3], reverse=True
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
    total = Fraction(sum(row.moved(p, q, gap)), row.unit)
    return Stretch(cells[p], cells[q - 1], cells[q], Fraction(gap, row.unit), total)


class _Row(Struct, frozen=True, eq=False):
    """The figures of a row and what their columns hold. `staying` and `moving` are running sums of
    the log likelihood of the figures in their own columns, and each in the next; `usual` are
    the figures that each column takes, and `sum` is the row's sum. Figures count 1/`unit`."""

    unit: int
    values: list[int]
    profiles: list[Profile]
    staying: list[float]
    moving: list[float]
    usual: list[list[int]]
    sum: int

    @staticmethod
    def of(context: Context, cells: Sequence[Cell]) -> _Row:
        values = [context.value(cell) or Fraction(0) for cell in cells]
        profiles = [_profile_of(context, cell) for cell in cells]
        staying = map(_likelihood, profiles, values)
        moving = map(_likelihood, profiles[1:], values)
        usual = [
            [Fraction(str(value)) for value in column.shares if isinstance(value, float)]
            for column in profiles
        ]
        unit = lcm(*(figure.denominator for figure in chain(values, *usual)))
        counts = [int(value * unit) for value in values]
        usual_counts = [[int(figure * unit) for figure in column] for column in usual]
        return _Row(
            unit,
            counts,
            profiles,
            _running(staying),
            _running(moving),
            usual_counts,
            sum(counts),
        )

    @property
    def printed(self) -> float:
        """The log likelihood of the row as it is printed."""
        return self.staying[-1]

    def moved(self, p: int, q: int, gap: int) -> list[int]:
        """The figures with those from p on moved to the right, up to q, which falls out."""
        return [*self.values[:p], gap, *self.values[p:q], *self.values[q + 1 :]]

    def option(self, p: int, q: int, least: int, most: int) -> tuple[float, int, int, int] | None:
        """Log likelihood with the stretch from p to q moved, and the figure then missing."""
        others = self.sum - self.values[q]
        fitting = [gap for gap in self.usual[p] if least <= others + gap <= most]
        if not fitting:
            return None
        likely = {gap: _likelihood(self.profiles[p], Fraction(gap, self.unit)) for gap in fitting}
        gap = max(fitting, key=likely.__getitem__)
        score = self.staying[p] + self.moving[q] - self.moving[p]
        score += self.staying[-1] - self.staying[q + 1] + likely[gap]
        return round(score, 6), p, q, gap


def _running(likelihoods: Iterable[float]) -> list[float]:
    return list(accumulate(likelihoods, initial=0.0))


def _likelihood(column: Profile, value: Fraction) -> float:
    return column.likelihood(NUMBER, "", float(value))


def _profile_of(context: Context, cell: Cell) -> Profile:
    """What the other rows hold in the cell's column."""
    table = context.tables[cell.table]
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
