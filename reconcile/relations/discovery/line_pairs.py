"""Each two lines of a field as one over the other, or as the change from one to the other, beside
what is printed in a third.

Lines times lines times positions are many: who is off too often in the first positions is not
looked at in the others.
"""

from __future__ import annotations

from collections.abc import Iterator
from math import log
from typing import Literal, NamedTuple

import numpy as np
from msgspec import Struct

from reconcile.model import Flags, Floats, Integers
from reconcile.relations.check.rounding import grain
from reconcile.relations.discovery.field import Field, once_at
from reconcile.relations.evidence.support import tried

# what a quotient must show: least positions, share of them, log of the chance of an accident
Demands = tuple[int, float, float]

_NO_EVIDENCE = log(0.1)
_AHEAD = 4  # positions beyond those at which a quotient may be off, to see that it is
_NOISE = 1e-9


class Quotient(Struct, frozen=True):
    """`target` is `scale` × `first` ÷ `second`, or for a change `scale` × (`second` − `first`) ÷
    `first`; of `tested` positions `held` agree with what is printed."""

    kind: Literal["ratio", "change"]
    target: int
    scale: int
    first: int
    second: int
    held: int
    tested: int
    luck: float


class _Form(NamedTuple):
    """The figures of each two lines (the last axes) as one over the other, or as the change from
    one to the other; `sure` where both are known."""

    kind: Literal["ratio", "change"]
    given: Floats
    sure: Flags


class Pairs:
    """Each two lines of a field, at some positions: their quotients, and how far off these may be
    as the figures are printed."""

    def __init__(self, field: Field) -> None:
        self.figures = field.values()
        self._field = field
        self._steps = _steps(field) / 10.0**field.table.figures.scale
        self.forms, self.doubts = once_at(self._forms), once_at(self._doubts)

    def _forms(self, rows: Integers) -> tuple[_Form, _Form]:
        ratios = self._ratios(rows)
        changes = np.swapaxes(ratios, 1, 2) - 1
        return (
            _Form("ratio", ratios, np.isfinite(ratios)),
            _Form("change", changes, np.isfinite(changes)),
        )

    def _doubts(self, rows: Integers) -> tuple[Floats, Floats]:
        """Of both forms."""
        with np.errstate(divide="ignore", invalid="ignore"):
            unsure = np.abs(self._steps[rows] / 2 / self._known(rows))
            doubt = np.abs(self._ratios(rows)) * (unsure[:, :, None] + unsure[:, None, :])
        return doubt, np.swapaxes(doubt, 1, 2)

    def _ratios(self, rows: Integers) -> Floats:
        figures = self._known(rows)
        with np.errstate(divide="ignore", invalid="ignore"):
            found: Floats = figures[:, :, None] / figures[:, None, :]
        return found

    def _known(self, rows: Integers) -> Floats:
        return np.where(self._field.known[rows], self.figures[rows], np.nan)

    def agreeing(self, target: int, demands: Demands, *, loose: bool) -> Iterator[Quotient]:
        """Those whose quotient is nearly always what is printed in a target line; `loose` where
        they may have been rounded after it was taken, so that less is asked of each."""
        rows = tried(self._field, target)
        if len(rows) < 2:
            return
        printed = self.figures[rows, target]
        half = 0.5 / 10.0 ** self._field.decimals[rows, target]
        doubts: tuple[Floats | None, ...] = self.doubts(rows) if loose else (None, None)
        for form, doubt in zip(self.forms(rows), doubts, strict=True):
            for scale in (100, 1):
                stated = _Stated(printed, half, scale)
                likely = _likely(form, doubt, stated, demands[1])
                likely[target] = likely[:, target] = False
                two = likely.nonzero()
                compared = _compared(form, doubt, stated, (slice(None), *two))
                held = compared.near & _follows(compared, printed) if loose else compared.near
                for n, held_in, tested, luck in _agreeing(compared, held, printed, demands):
                    first, second = int(two[0][n]), int(two[1][n])
                    yield Quotient(form.kind, target, scale, first, second, held_in, tested, luck)


class _Stated(NamedTuple):
    """What is printed at some positions, in which half a step either way is rounding, and how many
    times the quotient it is."""

    figures: Floats
    half: Floats
    scale: int


class _Compared(NamedTuple):
    """Quotients beside what is printed, positions first: how far off, how far they may be, and
    whether they count."""

    misses: Floats
    allowed: Floats
    judged: Flags

    @property
    def near(self) -> Flags:
        near: Flags = self.judged & (self.misses <= self.allowed)
        return near


def _likely(form: _Form, doubt: Floats | None, stated: _Stated, share: float) -> Flags:
    """The pairs that may agree in such a share of the positions: who is off in more of the first
    than may be of all is not looked at in the others."""
    off = int((1 - share) * len(stated.figures) + _NOISE)
    compared = _compared(form, doubt, stated, (slice(off + _AHEAD),))
    likely: Flags = (compared.judged & ~compared.near).sum(axis=0) <= off
    np.fill_diagonal(likely, False)
    return likely


def _compared(
    form: _Form, doubt: Floats | None, stated: _Stated, at: tuple[slice | Integers, ...]
) -> _Compared:
    """Some of the quotients, from some of the first positions on."""
    given, sure = form.given[at], form.sure[at]
    printed, half = (
        one[at[0]].reshape(-1, *[1] * (given.ndim - 1)) for one in (stated.figures, stated.half)
    )
    allowed = half * 1.000001
    if doubt is not None:
        allowed = allowed + doubt[at] * stated.scale
    return _Compared(np.abs(given * stated.scale - printed), allowed, sure & (printed != 0))


def _follows(compared: _Compared, printed: Floats) -> Flags:
    """The pairs whose quotient goes with what is printed, up and down: a tenth of its variance is
    left at most."""
    left = np.where(compared.judged, compared.misses, 0) ** 2
    varied = np.where(compared.judged, (printed - printed.mean())[:, None], 0) ** 2
    found: Flags = left.sum(axis=0) <= varied.sum(axis=0) / 10
    return found


def _agreeing(
    compared: _Compared, held: Flags, printed: Floats, demands: Demands
) -> Iterator[tuple[int, int, int, float]]:
    """Which pairs agree often enough: at how many positions, of how many, and how likely that is by
    accident."""
    least, share, _ = demands
    counts, tested = held.sum(axis=0), compared.judged.sum(axis=0)
    often = np.flatnonzero((counts >= least) & (counts >= share * tested))
    if not len(often):
        return
    chances = _chances(printed, np.broadcast_to(compared.allowed, held.shape)[:, often])
    lucks = (held[:, often] * np.log(chances)).cumsum(axis=0)[-1]
    for n, luck in zip(often.tolist(), lucks.tolist(), strict=True):
        if luck < _NO_EVIDENCE:
            yield n, int(counts[n]), int(tested[n]), luck


def _chances(printed: Floats, allowed: Floats) -> Floats:
    """The chance that a figure of such a size falls so near the printed one; the same figure again
    is no new evidence."""
    spread = max(float(np.abs(printed).max()), 1.0)
    first = {value: n for n, value in reversed(list(enumerate(printed.tolist())))}
    repeated = np.array([first[value] != n for n, value in enumerate(printed.tolist())])
    chances = np.minimum(1.0, 2 * np.where(np.isfinite(allowed), allowed, np.inf) / spread)
    found: Floats = np.where(repeated[:, None], 1.0, chances)
    return found


def _steps(field: Field) -> Floats:
    """The step in which each figure is printed, in units."""
    own = 10.0 ** (field.table.figures.scale - field.decimals)
    if field.columns is None:
        grains = [grain(field.units[field.known[:, k], k]) for k in range(len(field.lines))]
        found: Floats = np.maximum(own, np.array(grains, dtype=np.float64)[None, :])
        return found
    grains = [grain(units[known]) for units, known in zip(field.units, field.known, strict=True)]
    found = np.maximum(own, np.array(grains, dtype=np.float64)[:, None])
    return found
