"""Which two lines of a field may give a third as a quotient, a change, a product, or as a share of
one figure of theirs: every two lines nearby at once, on a few positions.

What is met here only twice is looked at again in full; so no bound here is a threshold of belief.
"""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from math import log
from typing import NamedTuple

import numpy as np

from reconcile.model import Flags, Floats, Integers
from reconcile.relations.discovery.printed import Printed
from reconcile.relations.discovery.weighing import Operation

GLANCE = 24  # positions on which every two lines are tried
_KEPT = 20  # pairs looked at again
_SHARE = 0.25  # of the positions that a pair must come near at, two at least
_WHOLES = 3  # figures that may be the whole of which others are shares
_FEW = 0.2  # of the positions that shares must be met at
_WITHIN = 0.8  # of the figures are no larger than the whole of them
_ROUNDED = 1.001  # of a unit: what is cut off lies that far
_NOISE = 1e-9  # relative error of a quotient of two doubles, with much to spare
_SCALES = (1, 100)  # as a number, and in per cent


class Option(NamedTuple):
    """How a line may come about: by `first` and `second`; a share by `first` over its own figure at
    the position `whole`, an index by `first` over a `constant`. `tries` is the log of how many were
    looked at."""

    operation: Operation
    scale: int
    first: int
    second: int
    tries: float
    whole: int = -1
    constant: Fraction = Fraction(0)

    def moved(self, by: int) -> Option:
        """The same of lines that stand so much further on."""
        return self._replace(first=self.first + by, second=self.second + by)

    def restates(self, other: Option) -> bool:
        """Whether it is the same, however many were tried."""
        return self._replace(tries=0) == other._replace(tries=0)


class Glance(NamedTuple):
    """A target line at a few positions, with the lines near it: `figures` has shape (positions,
    lines), NaN where none stands, `half` is half a step of each."""

    rows: Integers
    near: Integers
    target: Floats
    step: Floats
    figures: Floats
    half: Floats


def glance(printed: Printed, target: int, rows: Integers, near: Integers) -> Glance:
    """At no more than GLANCE of the positions, evenly spread."""
    if len(rows) > GLANCE:
        rows = rows[np.linspace(0, len(rows) - 1, GLANCE).astype(np.int64)]
    own = np.array([target])
    figures, half = printed.figures(rows, near), printed.steps(rows, near) / 2
    step = 10.0 ** -printed.field.decimals[rows, target].astype(np.float64)
    return Glance(rows, near, printed.figures(rows, own)[:, 0], step, figures, half)


def pairs(seen: Glance) -> list[Option]:
    """The pairs that come out more often than others, best first."""
    known = np.isfinite(seen.figures).astype(np.int64)
    both = known.T @ known
    near, places = seen.near.tolist(), np.arange(len(seen.near))
    tries = log(max(len(near) * (len(near) - 1) * len(_SCALES), 1))
    ranked: list[tuple[float, int, Option]] = []
    with np.errstate(all="ignore"):
        for operation, scale, met in _matches(seen):
            counts = met.sum(axis=0)
            likely = (counts >= np.minimum(both, np.maximum(2, _SHARE * both))) & (counts > 0)
            np.fill_diagonal(likely, False)
            firsts, seconds = likely.nonzero()
            matched = counts[firsts, seconds]
            fitness = matched / (both[firsts, seconds] + 2) * np.sqrt(matched)
            ahead = places[firsts] + places[seconds]
            for n in np.lexsort((ahead, -fitness))[:_KEPT].tolist():
                first, second = near[int(firsts[n])], near[int(seconds[n])]
                option = Option(operation, scale, first, second, tries)
                ranked.append((-float(fitness[n]), int(ahead[n]), option))
    ranked.sort(key=lambda entry: entry[:2])
    return [option for _, _, option in ranked[:_KEPT]]


def _matches(seen: Glance) -> Iterator[tuple[Operation, int, Flags]]:
    """Where each two lines (the last axes) come within a unit of what is printed."""
    figures = seen.figures
    unsure = seen.half / np.abs(figures) + _NOISE
    quotients = figures[:, :, None] / figures[:, None, :]
    slack = np.abs(quotients) * (unsure[:, :, None] + unsure[:, None, :])
    target, unit = seen.target[:, None, None], _ROUNDED * seen.step[:, None, None]
    tells = (np.abs(quotients - 1) > _NOISE) & (np.abs(figures) != 1)[:, None, :]
    tells &= (figures != 0)[:, :, None]
    stated = target != 0
    for scale in _SCALES:
        yield "ratio", scale, (np.abs(target - scale * quotients) <= unit + scale * slack) & tells
        changed = np.abs(target - scale * (quotients - 1)) <= unit + scale * slack
        yield "change", scale, np.swapaxes(changed & stated, 1, 2)
    products = figures[:, :, None] * figures[:, None, :]
    tells = np.triu((np.abs(figures) != 1)[:, :, None] & (np.abs(figures) != 1)[:, None, :])
    for scale in _SCALES:
        made = products / scale
        met = np.abs(target - made) <= unit + _NOISE * np.abs(made)
        yield "product", scale, met & tells & stated


def shares(printed: Printed, seen: Glance, rows: Integers, target: int) -> Iterator[Option]:
    """The lines of which one figure is the whole, and the target their shares of it: the first, the
    last or the largest, or that beside which 1 or 100 per cent is printed."""
    if len(rows) < 3 or not len(seen.near):
        return
    named = printed.field.are_wholes
    figures = printed.figures(rows, np.array([target]))[:, 0]
    landmarks = np.array([printed.landmarks(line) for line in seen.near.tolist()])
    for scale in _SCALES:
        stated = rows[np.abs(figures - scale) <= _NOISE][:_WHOLES].tolist()
        offered = set()
        for at in (*(np.full(len(seen.near), position) for position in stated), *landmarks.T):
            for line in _shared(printed, seen, at, scale):
                first, whole = int(seen.near[line]), int(at[line])
                if (first, whole) not in offered:
                    offered.add((first, whole))
                    tries = log((2 if named[whole] else 8) * len(seen.near))
                    yield Option("share", scale, first, first, tries, whole)


def _shared(printed: Printed, seen: Glance, at: Integers, scale: int) -> list[int]:
    """Which of the lines give shares of their figure at a position each."""
    whole = printed.at(at, seen.near)
    with np.errstate(all="ignore"):
        made = scale * seen.figures / whole
        met = np.abs(seen.target[:, None] - made) <= _ROUNDED * seen.step[:, None]
    others = np.isfinite(made) & (seen.rows[:, None] != at) & (seen.target != 0)[:, None]
    counts, least = (met & others).sum(axis=0), _FEW * np.isfinite(made).sum(axis=0)
    likely = (counts >= np.maximum(2, least)) & (np.abs(whole) != scale)
    with np.errstate(invalid="ignore"):
        within = (np.abs(seen.figures) <= np.abs(whole)).sum(axis=0)
    likely &= within >= _WITHIN * np.isfinite(seen.figures).sum(axis=0)
    return [int(n) for n in np.flatnonzero(likely)]
