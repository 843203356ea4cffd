"""How far a total may lie from its parts, and whether a relation is rounded at all.

The interval follows XBRL Calculations 1.1: what is printed at the finest precision may have been
rounded by half a unit. Whether it was is read from the other rows: m rounded terms come out exactly
with the probability that m uniform errors sum to less than half a unit (Irwin–Hall).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cache, lru_cache
from math import comb, erf, factorial, gcd, sqrt

import numpy as np
from msgspec import Struct

from reconcile.model import Figures, Flags, Floats, Integers

_CERTAIN = 0.05  # the chance of an accident up to which it is taken for none
_MOST_PRINTED = 9  # decimals; more are a calculation's
_STEPS = (1000, 500, 100, 50, 10, 5)  # units of the last digit in which figures may be printed
_MANY, _NEARLY_ALL = 10, 0.8  # figures that show such a step, and the share that must keep to it
_GLANCE = 1024  # figures of many, which tell nearly always
_LARGEST = 2**62  # units, half of what int64 holds; larger ones are counted without bounds
_ONE_DIGIT = 0.1  # of ten last digits one is 0
_TELLING = 2  # figures that all end in 5 by accident once in 81
_ENOUGH = 6  # different figures that show in what steps they are printed


class Slack(Struct, frozen=True, eq=False):
    """Per equation: `allowed` is twice the residual that rounding could explain, exclusive, in
    units of the scale; `terms` counts the rounded ones."""

    allowed: Integers
    terms: Integers

    @property
    def inner(self) -> Slack:
        """The same without its ends."""
        return Slack(self.allowed - 1, self.terms)


class PrintedSteps(Struct, frozen=True):
    """In what steps the figures of one column of a table are printed, by their decimals, counted in
    their last digit; but for the odd one, such as an average that came out whole."""

    grains: Mapping[int, int]

    def grain(self, decimals: int) -> int:
        return self.grains.get(decimals, 1)

    def finest(self, scale: int) -> int:
        """The unit of the last digit that any of them prints, in units of 10**-scale."""
        return int(10 ** (scale - max(self.grains, default=scale)))

    def widest(self, scale: int) -> int:
        """The widest of the steps, in units of 10**-scale."""
        steps = (int(10 ** (scale - d)) * grain for d, grain in self.grains.items())
        return max(steps, default=1)


def printed_steps(figures: Figures, which: Sequence[int]) -> list[PrintedSteps]:
    """Columns of a table's body."""
    return [_column(figures, j) for j in which]


@lru_cache(maxsize=64)
def varied_columns(figures: Figures) -> tuple[int, ...]:
    """The columns whose figures, those of 0 aside, are printed in different numbers of decimals."""
    stated = figures.known & (figures.units != 0)
    most = np.where(stated, figures.decimals, 0).max(axis=0, initial=0)
    fewer = (stated & (figures.decimals < most)).any(axis=0)
    return tuple(np.flatnonzero(fewer).tolist())


@lru_cache(maxsize=64)
def precision(figures: Figures) -> Integers:
    """In how many decimals each figure is printed, which its column tells: 6.4 beside 6.43 is 6.40,
    in a typed text as in a number that has no format."""
    decimals = figures.decimals.copy()
    stated = figures.known & (figures.units != 0)
    for j in varied_columns(figures):
        rows = np.flatnonzero(stated[:, j])
        some = rows[:_GLANCE]
        usual = _usual_decimals(figures.units[some, j], decimals[some, j])
        decimals[rows, j] = np.maximum(decimals[rows, j], usual)
    return decimals


def _usual_decimals(units: Integers, decimals: Integers) -> int:
    """The most decimals of which so many figures may end in 0: one in ten does, by accident, and
    one in two where all go by halves, `12.5`, `7`, `5.5`. The same figure again, such as a full
    score, tells nothing new."""
    different, first = np.unique(units, return_index=True)
    printed = decimals[first]
    counts = np.bincount(printed)
    for finest in range(min(len(counts) - 1, _MOST_PRINTED), 0, -1):
        fewer, among = int(counts[:finest].sum()), int(counts.sum())
        chance = _share_of_zeros(different[printed == finest])
        if fewer < among and _chance_of_zeros(fewer, among, chance) >= _CERTAIN:
            return finest
    return 0


def _share_of_zeros(units: Integers) -> float:
    """How many of the figures that go by the same steps as some end in 0 where these end: counted
    in the last digit of any of them, 125 and 55 go by fives, of which every other does."""
    if len(units) < _TELLING:
        return _ONE_DIGIT
    last = [int(unit) for unit in units]
    while all(unit % 10 == 0 for unit in last):
        last = [unit // 10 for unit in last]
    return gcd(10, *last) * _ONE_DIGIT


@cache
def _chance_of_zeros(least: int, among: int, each: float) -> float:
    """That at least so many of some figures end in 0, where each does with some chance."""
    return 1 - sum(comb(among, k) * each**k * (1 - each) ** (among - k) for k in range(least))


@lru_cache(maxsize=64)
def _column(figures: Figures, j: int) -> PrintedSteps:
    known = figures.known[:, j]
    return steps_of(figures.units[:, j][known], figures.decimals[:, j][known], figures.scale)


def steps_of(units: Integers, decimals: Integers, scale: int) -> PrintedSteps:
    """In what steps some figures are printed."""
    grains = {}
    for d in np.flatnonzero(np.bincount(decimals)).tolist():
        alike = units[decimals == d] // 10 ** (scale - d)
        step = grain(alike)
        grains[d] = step if step > 1 else _usual_step(alike)
    return PrintedSteps(grains)


@cache
def chance_exact(terms: int) -> float:
    """That `terms` rounding errors, and the rounding of their sum, cancel out."""
    if terms <= 1:
        return 1.0
    if terms > 12:
        return erf(0.5 / sqrt(terms / 12) / sqrt(2))
    return _irwin_hall(terms, terms / 2 + 0.5) - _irwin_hall(terms, terms / 2 - 0.5)


def _irwin_hall(n: int, x: float) -> float:
    """Distribution function of the sum of n uniform variables on [0, 1]."""
    terms = ((-1) ** k * comb(n, k) * (x - k) ** n for k in range(int(x) + 1))
    return float(sum(terms)) / factorial(n)


def slack(
    decimals: Integers, units: Integers, scale: int, columns: Sequence[PrintedSteps] | None = None
) -> Slack:
    """The slack of each equation.

    `decimals` and `units` have shape (equations, 1 + terms), the target first: what is printed.
    Equations whose `columns` are given (a total row's, which hold different things) are judged by
    their own precision and the steps of their column, others by that of them all.
    """
    if columns is None:
        finest = np.full(len(units), decimals.max(initial=0))
        coarsest = np.full(len(units), decimals[:, 0].max(initial=0))
    else:
        finest, coarsest = decimals.max(axis=1), decimals[:, 0]
    steps = powers(scale - finest, units)
    if columns is None:
        unit = steps * grain(units if (steps == 1).all() else units // steps[:, None])
    else:
        grains = [column.grain(int(d)) for column, d in zip(columns, finest, strict=True)]
        unit = steps * np.array(grains, dtype=units.dtype)
    rounded = ((decimals[:, 1:] == finest[:, None]) & (units[:, 1:] != 0)).sum(axis=1)
    printed_so = (decimals[:, 0] == finest) & (rounded > 0)
    coarse = powers(scale - coarsest, units)
    own = np.where(coarsest < finest, coarse, np.where(printed_so, unit, 0))
    return Slack(rounded * unit + own, rounded)


def display_alike(units: Integers, count: Integers, decimals: Integers, scale: int) -> Flags:
    """Where a stored figure shows what its parts come to, or what they show.

    `units` has the target first, `count` is how often it is taken, as in `Measured`; `decimals`
    shows how many are shown of each.
    """
    coarse = np.minimum(decimals, scale)
    steps = powers(scale - coarse, units)
    target, step = units[:, 0] * count, steps[:, 0] * count
    shown = _halves_up(target, step)
    parts = _halves_up(units[:, 1:], steps[:, 1:]) * steps[:, 1:]
    cut = (coarse < scale).any(axis=1)
    alike: Flags = cut & (
        ((shown == _halves_up(units[:, 1:].sum(axis=1), step)) & (coarse[:, 0] < scale))
        | (shown == _halves_up(parts.sum(axis=1), step))
    )
    return alike


def _halves_up(units: Integers, step: Integers) -> Integers:
    """So many units in steps, halves away from zero."""
    steps: Integers = np.sign(units) * ((2 * np.abs(units) + step) // (2 * step))
    return steps


def rescaled(units: Integers, finer: int, added: int = 1) -> Integers:
    """The same figures counted at a scale so much finer, as wide as so many together ask."""
    if not finer:
        return units
    most = int(np.abs(units).max(initial=0)) * 10**finer * added
    wide = units.astype(object) if most >= _LARGEST else units
    finer_units: Integers = wide * 10**finer
    return finer_units


def powers(exponents: Integers, like: Integers) -> Integers:
    """Ten to so much, in integers as wide as others."""
    tens = [10**n for n in range(int(exponents.max(initial=0)) + 1)]
    powers_of_ten: Integers = np.array(tens, dtype=like.dtype)[exponents]
    return powers_of_ten


def mean_slack(printed: Integers, count: Integers, scale: int) -> Slack:
    """The slack of averages, multiplied by the number of their terms: half a unit each way, ends
    included."""
    own = powers(scale - printed, np.empty(0, dtype=object if scale > 15 else np.int64))
    return Slack(own * count + 1, np.zeros(len(printed), dtype=np.int64))


def grain(units: Integers) -> int:
    """The step in which figures are printed: 5 where all are multiples of 5. A few figures show
    none."""
    few = np.abs(units.flat[:_GLANCE])
    many = len(set(few[few != 0].tolist())) >= _ENOUGH
    if many and np.gcd.reduce(few) == 1:
        return 1
    some = np.abs(units[units != 0])
    if not many and len(set(some.tolist())) < _ENOUGH:
        return 1
    return int(np.gcd.reduce(some))


def _usual_step(units: Integers) -> int:
    """The widest of the usual steps that nearly all of many figures keep to."""
    some = _different(np.abs(units[units != 0]))
    if len(some) < _MANY:
        return 1
    kept = (step for step in _STEPS if (some % step == 0).mean() >= _NEARLY_ALL)
    return next(kept, 1)


def _different(values: Integers) -> Integers:
    """The different ones among figures that are not below 0, in order."""
    few = values < len(values)
    ordered = np.sort(values[~few])
    first = np.append(True, ordered[1:] != ordered[:-1])[: len(ordered)]
    counted = np.flatnonzero(np.bincount(values[few].astype(np.int64)))
    return np.concatenate([counted, ordered[first]])


def is_rounded(residuals: Integers, slack: Slack, leaving: int = -1) -> bool | None:
    """Whether the equations are rounded, judged without number `leaving`; None where they cannot
    tell. Scatter is a residual within the slack; what lies beyond is no witness.

    Eleven sums of two rounded terms come out exactly by accident in 4 of 100 tables: where all do,
    they are not rounded. Of ten it is 6 of 100, which tells nothing.
    """
    terms = slack.terms.copy()
    if leaving >= 0:
        terms[leaving] = 0
    witnesses = (terms >= 2) & explained(residuals, slack)
    scatter = int((witnesses & (residuals != 0)).sum())
    if scatter == 0:
        chance = np.prod(_chances_exact(terms[witnesses]))
        return False if chance <= _CERTAIN else None
    expected = (1 - _chances_exact(terms[witnesses])).cumsum()[-1]
    return True if scatter >= expected / 4 else None


def _chances_exact(terms: Integers) -> Floats:
    """How often each sum of so many rounded terms comes out exactly."""
    counts, places = np.unique(terms, return_inverse=True)
    return np.array([chance_exact(int(count)) for count in counts], dtype=np.float64)[places]


def within(residuals: Integers, slack: Slack) -> Flags:
    """Where the equations come out, exactly or within rounding."""
    inside: Flags = explained(residuals, slack) | (residuals == 0)
    return inside


def explained(residuals: Integers, slack: Slack) -> Flags:
    """Where rounding could leave so much."""
    inside: Flags = np.abs(residuals) <= (slack.allowed - 1) // 2
    return inside
