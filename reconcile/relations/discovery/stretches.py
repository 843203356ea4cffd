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
_FAR = 5  # off by more than a fifth
_GAP = 2  # lines of another sort that may stand between a target and its terms
_NEAR_DECLARED = 0.4  # the share of positions in which a stretch must come near
_NEAR = 0.5
_AT_ONCE = 1024  # stretches


class _Window(Struct, frozen=True, eq=False, dict=True):
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
    def prefixes(self) -> tuple[Integers, Integers, Integers]:
        return self.sums, self.counts, self.filled

    @cached_property
    def singly(self) -> tuple[Integers, ...]:
        """The same of each line for itself, shape (positions, lines)."""
        return tuple(np.diff(a, axis=1) for a in self.prefixes)


class _View(Struct, frozen=True, eq=False):
    """A target before its window: `target` and `slack`, a unit of what is printed, have shape
    (positions,)."""

    window: _Window
    target: Integers
    slack: Integers
    mean: bool
    share: float

    def may_be_near(self, totals: Integers, most: Integers | int) -> Integers:
        """Which columns of totals, of at most so many figures each, come near the target anywhere;
        all of them where it is an average, as that depends on how many they are."""
        if self.mean:
            return np.arange(totals.shape[1])
        allowed = self.slack[:, None] * (most + 1)
        return np.flatnonzero((2 * np.abs(totals - self.target[:, None]) <= allowed).any(axis=0))

    def near(self, totals: Integers, counts: Integers, filled: Integers) -> Flags:
        """Which columns of totals come near the target often enough."""
        stated = self.target[:, None]
        if self.mean:
            stated = stated * np.maximum(counts, 1)
        misses = np.abs(totals - stated)
        allowed = self.slack[:, None] * (counts if self.mean else counts + 1) - self.mean
        close = (2 * misses <= allowed) & (counts > 0)
        hits = close & (filled >= 2)
        judged = hits | ~(close | self.window.withheld[:, None])
        judged &= ~where_not_meant(misses, stated, np.ones_like(hits))
        enough: Flags = hits.sum(axis=0) >= np.maximum(1, self.share * judged.sum(axis=0))
        return enough


def where_not_meant(misses: Integers, stated: Integers, tested: Flags) -> Flags:
    """The positions (the first axis) where a sum is not meant: one that is far off is a mistake,
    but where several are, up to half of them, they hold something else."""
    found: Flags = tested & (_FAR * np.abs(misses) > np.abs(stated))
    if not found.any():
        return found
    count, among = found.sum(axis=0), tested.sum(axis=0)
    found &= (count >= 2) & (among <= 3 * count) & (2 * count <= among)
    return found


class Stretches:
    """The stretches of some lines of a field."""

    def __init__(self, field: Field, lines: Sequence[int]) -> None:
        self._field, self._lines = field, lines
        self._windows = once_at(lambda rows: _window(field, rows, lines))

    def promising(self, target: int, mean: bool) -> Iterator[tuple[int, ...]]:
        """Sets of lines that come near a target, itself one of the lines, in many positions."""
        lines, view = self._lines, self._view(target, mean)
        at, sums = lines.index(target), view.window.sums
        beside = _beside(at, len(lines))
        for start in range(0, beside.shape[1], _AT_ONCE):
            firsts, ends = beside[:, start : start + _AT_ONCE]
            some = view.may_be_near(sums[:, ends] - sums[:, firsts], ends - firsts)
            if len(some):
                firsts, ends = firsts[some], ends[some]
                stretches = (a[:, ends] - a[:, firsts] for a in view.window.prefixes)
                for n in np.flatnonzero(view.near(*stretches)).tolist():
                    yield tuple(lines[firsts[n] : ends[n]])
        if 0 < at < len(lines) - 1 and len(lines) >= 4:
            yield from _around(view, lines, at)

    def _view(self, target: int, mean: bool) -> _View:
        field, window = self._field, self._window(target)
        decimals, scale = field.decimals[window.rows, target], field.table.figures.scale
        coarse = 10 ** (scale - min(window.finest, int(decimals.max(initial=0))))
        own = powers(scale - decimals, field.units)
        return _View(
            window=window,
            target=field.units[window.rows, target],
            slack=own if mean else np.maximum(window.grains, coarse),
            mean=mean,
            share=_NEAR_DECLARED if field.is_declared(target, mean) else _NEAR,
        )

    def _window(self, target: int) -> _Window:
        field = self._field
        there = field.sound & field.known[:, target]
        adding = there & ~field.exempt
        return self._windows(np.flatnonzero(adding if adding.any() else there)[:SAMPLE])


def _window(field: Field, rows: Integers, lines: Sequence[int]) -> _Window:
    own = Window(rows, lines)
    known, units = own(field.known), own(field.units)
    nothing = np.zeros((len(rows), 1), dtype=units.dtype)
    finest = own(field.decimals).max(axis=1, initial=0).tolist()
    return _Window(
        rows=rows,
        sums=np.concatenate([nothing, np.cumsum(units, axis=1)], axis=1),
        counts=np.concatenate([nothing, np.cumsum(known, axis=1)], axis=1),
        filled=np.concatenate([nothing, np.cumsum(units != 0, axis=1)], axis=1),
        grains=np.array(_grains(field, rows, units, finest), dtype=units.dtype),
        withheld=np.asarray(own(field.withheld).any(axis=1)),
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
    found = []
    for gap in range(_GAP + 1):
        before, after = at - gap, at + gap + 1
        firsts, ends = np.arange(max(before - 1, 0)), np.arange(after + 2, size + 1)
        found += [(firsts, np.full_like(firsts, before)), (np.full_like(ends, after), ends)]
    return np.concatenate(found, axis=1)


def _around(view: _View, lines: Sequence[int], at: int) -> Iterator[tuple[int, ...]]:
    """All other lines, and all but one of them."""
    left = []
    for prefix, own in zip(view.window.prefixes, view.window.singly, strict=True):
        others = prefix[:, -1:] - own[:, at : at + 1]
        left.append(others - own)
        left[-1][:, [at]] = others  # there none is left out
    some = view.may_be_near(left[0], len(lines) - 1)
    near = some[view.near(*(one[:, some] for one in left))]
    for left_out in sorted(near.tolist(), key=lambda n: (n != at, n)):
        yield tuple(line for n, line in enumerate(lines) if n not in (at, left_out))
