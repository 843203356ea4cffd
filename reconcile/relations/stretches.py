"""Which stretches of lines could add up to a target: a quick look by prefix sums.

Stretches beside the target, on either side and with a small gap, and all other lines together with
at most one left out. What comes near in too few positions is not worth weighing.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from reconcile.model import Flags, Integers
from reconcile.relations.field import Field
from reconcile.relations.rounding import grain

SAMPLE = 256  # positions looked at while searching
FAR = 5  # off by more than a fifth
SEVERAL, SEVERAL_OF = 2, 3  # two positions, and a third of them all
_GAP = 2  # lines of another sort that may stand between a target and its terms
_NEAR_DECLARED = 0.4  # the share of positions in which a stretch must come near
_NEAR = 0.7


@dataclass(frozen=True, eq=False)
class _View:
    """Prefix sums over the active lines, shape (positions, lines + 1): of the figures, and of how
    many there are; `target` and `slack`, a unit of what is printed, have shape (positions,)."""

    sums: Integers
    counts: Integers
    target: Integers
    slack: Integers
    mean: bool
    share: float

    def near(self, totals: Integers, counts: Integers) -> Flags:
        """Which columns of totals come near the target often enough."""
        stated = self.target[:, None]
        if self.mean:
            stated = stated * np.maximum(counts, 1)
        misses = np.abs(totals - stated)
        hits = (2 * misses <= self.slack[:, None] * (counts + 1)) & (counts > 0)
        judged = self.of_a_sort(misses, np.abs(stated))
        enough: Flags = hits.sum(axis=0) >= np.maximum(1, self.share * judged)
        return enough

    @staticmethod
    def of_a_sort(misses: Integers, stated: Integers) -> Integers:
        """How many positions a total may be meant for: not those it is far from, where they are
        several."""
        far = (FAR * misses > stated).sum(axis=0)
        return np.where(
            (far >= SEVERAL) & (SEVERAL_OF * far >= len(misses)), len(misses) - far, len(misses)
        )


def promising(
    field: Field, active: Sequence[int], target: int, mean: bool
) -> Iterator[tuple[int, ...]]:
    """Sets of lines that come near a target in many positions."""
    view = _view(field, active, target, mean)
    at = active.index(target)
    for gap in range(_GAP + 1):
        yield from _before(view, active, at - gap)
        yield from _after(view, active, at + gap + 1)
    if 0 < at < len(active) - 1 and len(active) >= 4:
        yield from _around(view, active, at)


def _view(field: Field, active: Sequence[int], target: int, mean: bool) -> _View:
    there = field.sound & field.known[:, target]
    adding = there & ~field.exempt
    rows = np.flatnonzero(adding if adding.any() else there)[:SAMPLE]
    window = np.ix_(rows, np.array(active))
    known = field.known[window]
    units = np.where(known, field.units[window], 0)
    nothing = np.zeros((len(rows), 1), dtype=units.dtype)
    coarsest = int(field.decimals[rows, target].max(initial=0))
    finest = np.where(known, field.decimals[window], 0).max(axis=1, initial=0).tolist()
    scale = field.table.figures.scale
    coarse = 10 ** (scale - min(max(finest, default=0), coarsest))
    grains = np.array(_grains(field, rows, units, finest), dtype=units.dtype)
    return _View(
        sums=np.concatenate([nothing, np.cumsum(units, axis=1)], axis=1),
        counts=np.concatenate([nothing, np.cumsum(known, axis=1)], axis=1),
        target=field.units[rows, target],
        slack=np.full(len(rows), 10 ** (scale - coarsest)) if mean else np.maximum(grains, coarse),
        mean=mean,
        share=_NEAR_DECLARED if field.is_declared(target, mean) else _NEAR,
    )


def _grains(field: Field, rows: Integers, units: Integers, finest: list[int]) -> list[int]:
    """The step of the figures at each position."""
    if field.columns is None:
        return [grain(units)] * len(units)
    scale = field.table.figures.scale
    return [
        10 ** (scale - d) * field.columns[int(row)].grain(d, scale)
        for row, d in zip(rows, finest, strict=True)
    ]


def _before(view: _View, active: Sequence[int], end: int) -> Iterator[tuple[int, ...]]:
    if end < 2:
        return
    totals = view.sums[:, end : end + 1] - view.sums[:, : end - 1]
    counts = view.counts[:, end : end + 1] - view.counts[:, : end - 1]
    for first in np.flatnonzero(view.near(totals, counts)):
        yield tuple(active[int(first) : end])


def _after(view: _View, active: Sequence[int], start: int) -> Iterator[tuple[int, ...]]:
    if start + 2 > len(active):
        return
    totals = view.sums[:, start + 2 :] - view.sums[:, start : start + 1]
    counts = view.counts[:, start + 2 :] - view.counts[:, start : start + 1]
    for last in np.flatnonzero(view.near(totals, counts)):
        yield tuple(active[start : start + 2 + int(last)])


def _around(view: _View, active: Sequence[int], at: int) -> Iterator[tuple[int, ...]]:
    """All other lines, and all but one of them."""
    own, one = np.diff(view.sums, axis=1), np.diff(view.counts, axis=1)
    totals = view.sums[:, -1:] - own[:, at : at + 1]
    counts = view.counts[:, -1:] - one[:, at : at + 1]
    others = [n for n in range(len(active)) if n != at]
    if view.near(totals, counts)[0]:
        yield tuple(active[n] for n in others)
    for left_out in np.flatnonzero(view.near(totals - own, counts - one)):
        if left_out != at:
            yield tuple(active[n] for n in others if n != left_out)
