"""Which stretches of lines could add up to a target: a quick look by prefix sums.

Stretches beside the target, on either side and with a small gap, and all other lines together with
at most one left out. What comes near in too few positions is not worth weighing.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import chain, islice

import numpy as np
from msgspec import Struct

from reconcile.model import Flags, Integers
from reconcile.relations.field import Field
from reconcile.relations.rounding import grain

SAMPLE = 256  # positions looked at while searching
_FAR = 5  # off by more than a fifth
_GAP = 2  # lines of another sort that may stand between a target and its terms
_NEAR_DECLARED = 0.4  # the share of positions in which a stretch must come near
_NEAR = 0.7
_AT_ONCE = 1024  # stretches


class _View(Struct, frozen=True, eq=False):
    """Prefix sums over the active lines, shape (positions, lines + 1): of the figures, of how many
    there are, and of how many are not 0; `target`, `slack`, a unit of what is printed, and
    `withheld`, whether something other than a figure stands there, have shape (positions,)."""

    sums: Integers
    counts: Integers
    filled: Integers
    target: Integers
    slack: Integers
    withheld: Flags
    mean: bool
    share: float

    @property
    def prefixes(self) -> tuple[Integers, Integers, Integers]:
        return self.sums, self.counts, self.filled

    def near(self, totals: Integers, counts: Integers, filled: Integers) -> Flags:
        """Which columns of totals come near the target often enough."""
        stated = self.target[:, None]
        if self.mean:
            stated = stated * np.maximum(counts, 1)
        misses = np.abs(totals - stated)
        close = (2 * misses <= self.slack[:, None] * (counts + 1)) & (counts > 0)
        hits = close & (filled >= 2)
        judged = hits | ~(close | self.withheld[:, None])
        judged &= ~of_another_sort(misses, stated, np.ones_like(hits))
        enough: Flags = hits.sum(axis=0) >= np.maximum(1, self.share * judged.sum(axis=0))
        return enough


def of_another_sort(misses: Integers, stated: Integers, tested: Flags) -> Flags:
    """The positions (the first axis) where a sum is not meant: one that is far off is a mistake,
    but where several are, up to half of them, they hold something else."""
    found: Flags = tested & (_FAR * np.abs(misses) > np.abs(stated))
    count, among = found.sum(axis=0), tested.sum(axis=0)
    found &= (count >= 2) & (among <= 3 * count) & (2 * count <= among)
    return found


def promising(
    field: Field, active: Sequence[int], target: int, mean: bool
) -> Iterator[tuple[int, ...]]:
    """Sets of lines that come near a target in many positions."""
    view = _view(field, active, target, mean)
    at = active.index(target)
    beside = chain.from_iterable(_beside(at, gap, len(active)) for gap in range(_GAP + 1))
    while some := tuple(islice(beside, _AT_ONCE)):
        firsts, ends = np.array(some).T
        stretches = (a[:, ends] - a[:, firsts] for a in view.prefixes)
        for n in np.flatnonzero(view.near(*stretches)).tolist():
            yield tuple(active[some[n][0] : some[n][1]])
    if 0 < at < len(active) - 1 and len(active) >= 4:
        yield from _around(view, active, at)


def _view(field: Field, active: Sequence[int], target: int, mean: bool) -> _View:
    there = field.sound & field.known[:, target]
    adding = there & ~field.exempt
    rows = np.flatnonzero(adding if adding.any() else there)[:SAMPLE]
    window = rows[:, None], np.array(active)
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
        filled=np.concatenate([nothing, np.cumsum(units != 0, axis=1)], axis=1),
        target=field.units[rows, target],
        slack=np.full(len(rows), 10 ** (scale - coarsest)) if mean else np.maximum(grains, coarse),
        withheld=field.withheld[window].any(axis=1),
        mean=mean,
        share=_NEAR_DECLARED if field.is_declared(target, mean) else _NEAR,
    )


def _grains(field: Field, rows: Integers, units: Integers, finest: list[int]) -> list[int]:
    """The step of the figures at each position."""
    if field.columns is None:
        return [grain(units)] * len(units)
    scale = field.table.figures.scale
    return [
        10 ** (scale - d) * field.columns[int(row)].grain(d)
        for row, d in zip(rows, finest, strict=True)
    ]


def _beside(at: int, gap: int, size: int) -> Iterator[tuple[int, int]]:
    """Where each stretch of two or more lines that ends or starts so far from a line starts and
    ends."""
    before, after = at - gap, at + gap + 1
    yield from ((first, before) for first in range(before - 1))
    yield from ((after, end) for end in range(after + 2, size + 1))


def _around(view: _View, active: Sequence[int], at: int) -> Iterator[tuple[int, ...]]:
    """All other lines, and all but one of them."""
    others = [n for n in range(len(active)) if n != at]
    own = [np.diff(a, axis=1) for a in view.prefixes]
    rest = [a[:, -1:] - o[:, at : at + 1] for a, o in zip(view.prefixes, own, strict=True)]
    for of_target in own:
        of_target[:, at] = 0  # there none is left out
    near = view.near(*(all_others - o for all_others, o in zip(rest, own, strict=True)))
    for left_out in (at, *others):
        if near[left_out]:
            yield tuple(active[n] for n in others if n != left_out)
