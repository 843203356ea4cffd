"""Which stretches of lines could add up to a target, C to E to F: a quick look by prefix sums.

Stretches beside the target, on either side and with a small gap, and all other lines together with
at most one left out. What comes near in too few positions is not worth weighing.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import cached_property

import numpy as np
from msgspec import Struct

from reconcile.model import Flags, Integers
from reconcile.relations.check.rounding import grain, powers
from reconcile.relations.discovery.field import Field, Window, once_at

SAMPLE = 256  # positions looked at while searching
_FAR = 5  # a sum is far off that misses by more than a fifth of what is stated
_GAP = 2  # lines of another sort that may stand between a target and its terms
# The share of positions in which a stretch must come near, less where a label says `total`.
_NEAR_DECLARED, _NEAR = 0.4, 0.5
_AT_ONCE = 1024  # stretches that are looked at in one go


class _Prefixes(Struct, frozen=True, eq=False, dict=True):
    """Prefix sums over some lines at some positions, shape (positions, lines + 1): of the figures,
    of how many there are, and of how many are not 0; the step of the figures, and whether something
    other than a figure stands there, shape (positions,); how many decimals they have at most."""

    rows: Integers
    sums: Integers
    counts: Integers
    filled: Integers
    grains: Integers
    withheld: Flags
    finest: int

    @property
    def running(self) -> tuple[Integers, Integers, Integers]:
        """All three, from the first line on."""
        return self.sums, self.counts, self.filled

    @cached_property
    def singly(self) -> tuple[Integers, ...]:
        """The same of each line for itself, shape (positions, lines)."""
        return tuple(np.diff(a, axis=1) for a in self.running)


class _Target(Struct, frozen=True, eq=False):
    """A target and the prefix sums of the lines that may make it: `stated` and `slack`, a unit of
    what is printed, have shape (positions,); in such a `share` of them a sum must come near."""

    prefixes: _Prefixes
    stated: Integers
    slack: Integers
    mean: bool
    share: float

    def near_anywhere(self, totals: Integers, most: Integers | int) -> Integers:
        """Which columns of totals, of at most so many figures each, come near the target anywhere;
        all of them where it is an average, as that depends on how many they are."""
        if self.mean:
            return np.arange(totals.shape[1])
        allowed = self.slack[:, None] * (most + 1)
        return np.flatnonzero((2 * np.abs(totals - self.stated[:, None]) <= allowed).any(axis=0))

    def near(self, totals: Integers, counts: Integers, filled: Integers) -> Flags:
        """Which columns of totals come near the target often enough."""
        stated = self.stated[:, None]
        if self.mean:
            stated = stated * np.maximum(counts, 1)
        misses = np.abs(totals - stated)
        allowed = self.slack[:, None] * (counts if self.mean else counts + 1) - self.mean
        is_close = (2 * misses <= allowed) & (counts > 0)
        hits = is_close & (filled >= 2)
        tested = hits | ~(is_close | self.prefixes.withheld[:, None])
        tested &= ~where_not_meant(misses, stated, np.ones_like(hits))
        enough: Flags = hits.sum(axis=0) >= np.maximum(1, self.share * tested.sum(axis=0))
        return enough


def where_not_meant(misses: Integers, stated: Integers, tested: Flags) -> Flags:
    """The positions (the first axis) where a sum is not meant: one that is far off is a mistake,
    but where several are, up to half of them, they hold something else."""
    is_far: Flags = tested & (_FAR * np.abs(misses) > np.abs(stated))
    if not is_far.any():
        return is_far
    count, among = is_far.sum(axis=0), tested.sum(axis=0)
    is_far &= (count >= 2) & (among <= 3 * count) & (2 * count <= among)
    return is_far


class Stretches:
    """The stretches of some lines of a field."""

    def __init__(self, field: Field, lines: Sequence[int]) -> None:
        self._field, self._lines = field, lines
        self._prefixes_at = once_at(lambda rows: _prefixes(field, rows, lines))

    def promising(self, target: int, mean: bool) -> Iterator[tuple[int, ...]]:
        """Sets of lines that come near a target, itself one of the lines, in many positions."""
        lines, aim = self._lines, self._target(target, mean)
        at, sums = lines.index(target), aim.prefixes.sums
        beside = _beside(at, len(lines))
        for start in range(0, beside.shape[1], _AT_ONCE):
            firsts, ends = beside[:, start : start + _AT_ONCE]
            near = aim.near_anywhere(sums[:, ends] - sums[:, firsts], ends - firsts)
            if len(near):
                firsts, ends = firsts[near], ends[near]
                stretches = (a[:, ends] - a[:, firsts] for a in aim.prefixes.running)
                for n in np.flatnonzero(aim.near(*stretches)).tolist():
                    yield tuple(lines[firsts[n] : ends[n]])
        if 0 < at < len(lines) - 1 and len(lines) >= 4:
            yield from _around(aim, lines, at)

    def _target(self, target: int, mean: bool) -> _Target:
        field, prefixes = self._field, self._prefixes(target)
        decimals, scale = field.decimals[prefixes.rows, target], field.table.figures.scale
        coarse = 10 ** (scale - min(prefixes.finest, int(decimals.max(initial=0))))
        printed = powers(scale - decimals, field.units)
        return _Target(
            prefixes=prefixes,
            stated=field.units[prefixes.rows, target],
            slack=printed if mean else np.maximum(prefixes.grains, coarse),
            mean=mean,
            share=_NEAR_DECLARED if field.is_declared(target, mean) else _NEAR,
        )

    def _prefixes(self, target: int) -> _Prefixes:
        field = self._field
        known = field.sound & field.known[:, target]
        adding = known & ~field.exempt
        return self._prefixes_at(np.flatnonzero(adding if adding.any() else known)[:SAMPLE])


def _prefixes(field: Field, rows: Integers, lines: Sequence[int]) -> _Prefixes:
    window = Window(rows, lines)
    known, units = window(field.known), window(field.units)
    nothing = np.zeros((len(rows), 1), dtype=units.dtype)
    finest = window(field.decimals).max(axis=1, initial=0).tolist()
    return _Prefixes(
        rows=rows,
        sums=np.concatenate([nothing, np.cumsum(units, axis=1)], axis=1),
        counts=np.concatenate([nothing, np.cumsum(known, axis=1)], axis=1),
        filled=np.concatenate([nothing, np.cumsum(units != 0, axis=1)], axis=1),
        grains=np.array(_grains(field, rows, units, finest), dtype=units.dtype),
        withheld=np.asarray(window(field.withheld).any(axis=1)),
        finest=max(finest, default=0),
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


def _beside(at: int, size: int) -> Integers:
    """Where each stretch of two or more lines that ends or starts near a line starts and ends,
    shape (2, stretches)."""
    bounds = []
    for gap in range(_GAP + 1):
        before, after = at - gap, at + gap + 1
        firsts, ends = np.arange(max(before - 1, 0)), np.arange(after + 2, size + 1)
        bounds += [(firsts, np.full_like(firsts, before)), (np.full_like(ends, after), ends)]
    return np.concatenate(bounds, axis=1)


def _around(aim: _Target, lines: Sequence[int], at: int) -> Iterator[tuple[int, ...]]:
    """All other lines, and all but one of them."""
    remaining = []
    for running, singly in zip(aim.prefixes.running, aim.prefixes.singly, strict=True):
        others = running[:, -1:] - singly[:, at : at + 1]
        remaining.append(others - singly)
        remaining[-1][:, [at]] = others  # in the place of the target none is left out
    near = aim.near_anywhere(remaining[0], len(lines) - 1)
    near = near[aim.near(*(sums[:, near] for sums in remaining))]
    for left_out in sorted(near.tolist(), key=lambda n: (n != at, n)):
        yield tuple(line for n, line in enumerate(lines) if n not in (at, left_out))
