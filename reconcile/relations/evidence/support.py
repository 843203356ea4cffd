"""What supports a sum: how often it holds where it could have failed, how likely by accident."""

from __future__ import annotations

from collections.abc import Hashable, Sequence
from functools import cached_property
from math import lgamma, log

import numpy as np
from msgspec import Struct
from msgspec.structs import replace

from reconcile.model import Flags, Integers
from reconcile.relations.check import rounding
from reconcile.relations.check.noise import without_noise
from reconcile.relations.discovery.field import Field, Window
from reconcile.relations.discovery.stretches import SAMPLE, where_not_meant
from reconcile.relations.evidence.likelihood import ratios

_SOLID = 0.75  # of the positions tried; fewer hits than that leave a pattern in doubt
_NEGLIGIBLE = 1e-12  # of the largest total: a term that adds up to less is a line of noughts


class Pattern(Struct, frozen=True):
    """A target line and its terms, each counted `factors` times; `mean` for their average."""

    target: int
    terms: tuple[int, ...]
    factors: tuple[int, ...]
    mean: bool = False


class _TargetAndTerms(Struct, frozen=True, eq=False):
    """The figures of a pattern's lines at some positions: `units` has shape (positions, 1 + terms),
    the target first."""

    units: Integers

    @property
    def stated(self) -> Integers:
        return self.units[:, 0]

    @property
    def parts(self) -> Integers:
        """The terms, each counted once."""
        return self.units[:, 1:]


class Witnesses(_TargetAndTerms, frozen=True, eq=False):
    """The positions at which a pattern holds. Of each: how many totals would have been a hit
    (`widths`) among how many that might have stood there (`spread`), both in units. `log_choices`
    is the log of in how many ways the positions could be picked at which it is not meant.

    `145 = 67 + 78` in whole numbers has a width of 1 and a spread of 145.
    """

    widths: Integers
    spread: Integers
    log_choices: float


class Candidate(Struct, frozen=True, eq=False, dict=True):
    """A pattern with what supports it: of `tested` positions `held` hold, `exact` of them without
    rounding; at `not_meant` others it is not meant. `misses_weight` is what the misses say, in
    nats, below 0 where they speak against it; `declared` names what stated it, '' where nothing
    did."""

    pattern: Pattern
    held: int
    exact: int
    tested: int
    not_meant: int
    declared: str
    witnesses: Witnesses
    misses_weight: float = 0.0

    @property
    def share(self) -> float:
        """Of the positions tested, those that hold."""
        return self.held / self.tested if self.tested else 0.0

    @property
    def is_solid(self) -> bool:
        return self.share >= _SOLID

    @property
    def different_totals(self) -> int:
        """How many different totals come out."""
        return len(set(self.witnesses.stated.tolist()))

    @cached_property
    def log_chance(self) -> float:
        """The log of the chance that it is an accident, counting every total once: 145 in ten rows
        is one witness."""
        held = self.witnesses
        totals = held.stated.tolist()
        return held.log_choices + sum(_log_chances(totals, held.widths, held.spread))

    @property
    def log_chance_by_row(self) -> float:
        """The same, counting every row of different parts; but a total that follows one of its
        parts closely may have done so for another reason."""
        return self.witnesses.log_choices + sum(self._log_chances_by_row)

    @property
    def log_chance_without_best(self) -> float:
        """What the rows say together but for the one that says most."""
        return sum(self._log_chances_by_row) - min(self._log_chances_by_row)

    @cached_property
    def _log_chances_by_row(self) -> list[float]:
        held = self.witnesses
        narrow = np.minimum(held.spread, _spread_beside_parts(held.stated, held.parts))
        return _log_chances(_row_keys(held.units), held.widths, narrow)


def plain_sum(target: int, terms: tuple[int, ...]) -> Pattern:
    """The plain sum of some lines."""
    return Pattern(target, terms, (1,) * len(terms))


class PatternFigures(_TargetAndTerms, frozen=True, eq=False):
    """The figures of a pattern at some positions, `rows` of its field. `decimals` and `known` have
    the shape of `units`; they are 0 where no figure stands."""

    pattern: Pattern
    rows: Integers
    decimals: Integers
    known: Flags


def figures_at(field: Field, rows: Integers, pattern: Pattern) -> PatternFigures:
    window = Window(rows, [pattern.target, *pattern.terms])
    return PatternFigures(
        window(field.units), pattern, rows, window(field.decimals), window(field.known)
    )


def _times_factors(figures: PatternFigures) -> Integers:
    """The units of a target and its terms, each term's as often as it counts: of `G = F - C` those
    of C turned."""
    if set(figures.pattern.factors) == {1}:
        return figures.units
    multiplied: Integers = figures.units * np.array([1, *figures.pattern.factors])
    return multiplied


def candidate_of(field: Field, pattern: Pattern) -> Candidate | None:
    """The support of a pattern over the sound positions; None where it holds nowhere."""
    figures = figures_at(field, sampled_positions(field, pattern.target), pattern)
    stated = figures.stated
    nonzero_terms = (figures.parts != 0).sum(axis=1)
    residuals, slack = residuals_of(field, figures)
    # an average that is everywhere just half a unit off is another one's
    holds = rounding.within(residuals, slack.inner if pattern.mean else slack)
    tested = (nonzero_terms >= 2) | (~holds & ((nonzero_terms >= 1) | (stated != 0)))
    held = holds & (nonzero_terms >= 2)
    if not held.any():
        return None
    if not holds.all():
        tested &= holds | ~_exempt_positions(field, figures)
    not_meant = where_not_meant(residuals, stated, tested)
    among, excluded = int(tested.sum()), int(not_meant.sum())
    tested &= ~not_meant
    exact = held & (residuals == 0)
    widths = slack.allowed.copy()
    widths[exact] = _exact_widths(field, figures)[exact]
    parts = figures.parts[held]
    spread = parts.max(axis=1) - parts.min(axis=1) if pattern.mean else np.abs(stated[held])
    missed = tested & ~holds
    weights = ratios(_times_factors(figures), residuals, slack.allowed, held, missed, pattern.mean)
    return Candidate(
        pattern=pattern,
        held=int(held.sum()),
        exact=int(exact.sum()),
        tested=among - excluded,
        not_meant=excluded,
        declared="label" if field.is_declared(pattern.target, pattern.mean) else "",
        witnesses=Witnesses(
            figures.units[held], widths[held], spread, _log_choices(among, excluded)
        ),
        misses_weight=float(weights[missed].sum()),
    )


def _log_choices(among: int, excluded: int) -> float:
    """The log of the ways in which so many of the positions may be picked, n over k."""
    return lgamma(among + 1) - lgamma(excluded + 1) - lgamma(among - excluded + 1)


def declared_candidate(field: Field, pattern: Pattern, declared: str) -> Candidate:
    """The support of a pattern that something `declared`, even where it holds nowhere."""
    candidate = candidate_of(field, pattern)
    if candidate is not None:
        return replace(candidate, declared=declared)
    tested = int(field.known[:, pattern.target].sum())
    no_units = np.empty((0, 1 + len(pattern.terms)), dtype=field.units.dtype)
    no_positions = no_units[:, 0]
    witnesses = Witnesses(no_units, no_positions, no_positions, 0.0)
    return Candidate(pattern, 0, 0, tested, 0, declared, witnesses)


def _exact_widths(field: Field, figures: PatternFigures) -> Integers:
    """How wide a hit is that comes out exactly, by position: fives add up to fives, and whole
    numbers to whole ones in a column of such, whatever decimals its neighbours have."""
    units = figures.units
    common = np.full(len(units), int(np.gcd.reduce(units, axis=None)), dtype=units.dtype)
    if field.columns is None:
        return common
    scale = field.table.figures.scale
    steps = [field.columns[int(row)].finest(scale) for row in figures.rows]
    widest: Integers = np.maximum(common, np.array(steps, dtype=units.dtype))
    return widest


def sampled_positions(field: Field, target: int) -> Integers:
    """The positions at which a target's patterns are weighed."""
    return np.flatnonzero(field.sound & field.known[:, target])[:SAMPLE]


def _spread_beside_parts(stated: Integers, parts: Integers) -> Integers:
    """How far from its parts the total might have come by accident: anywhere in the first position;
    where it follows one of the parts closely, only that little in the others."""
    spread = np.abs(stated)
    if len(spread) < 2:
        return spread
    largest = max(int(spread.max()), 1)
    totals, shares = (stated / largest).astype(float), (parts / largest).astype(float)
    shares = shares[:, np.abs(shares.sum(axis=0)) > _NEGLIGIBLE]
    strays = totals[:, None] - shares * (totals.sum() / shares.sum(axis=0))
    nearest = np.sqrt((strays**2).sum(axis=0).min(initial=1.0) / (len(spread) - 1))
    spread[1:] = np.minimum(spread[1:], int(2 * nearest * largest))
    return spread


def _row_keys(units: Integers) -> list[Hashable]:
    """Something that is the same for the same figures."""
    if units.dtype == object:
        return list(map(tuple, units.tolist()))
    return [row.tobytes() for row in units]


def _log_chances(witnesses: Sequence[Hashable], widths: Integers, spread: Integers) -> list[float]:
    """Logs of the chances that different witnesses come within their width by accident."""
    chances: dict[Hashable, float] = {}
    for witness, width, among in zip(witnesses, widths.tolist(), spread.tolist(), strict=True):
        chance = min(0.0, log(max(width, 1) / max(among, 1)))
        chances[witness] = max(chance, chances.get(witness, chance))
    return list(chances.values())


def _exempt_positions(field: Field, figures: PatternFigures) -> Flags:
    """Positions where the pattern need not hold: rates, columns whose would-be total is less than
    one of its parts, and where a part is withheld."""
    pattern, parts = figures.pattern, figures.parts
    exempt: Flags = field.exempt[figures.rows]
    if field.withholds:
        window = Window(figures.rows, pattern.terms)
        exempt = exempt | window(field.withheld).any(axis=1)
    if field.axis == "row" and min(pattern.factors) > 0:
        is_smaller = figures.stated < parts.max(axis=1)
        exempt = exempt | (is_smaller & (parts >= 0).all(axis=1))
    return exempt


def plain_residuals(field: Field, rows: Integers, pattern: Pattern) -> Integers:
    """The residuals alone, of a pattern that counts each of its terms once, in their order."""
    first, last = pattern.terms[0], pattern.terms[-1]
    is_run = last - first + 1 == len(pattern.terms)
    at = np.s_[rows, first : last + 1] if is_run else np.ix_(rows, np.array(pattern.terms))
    stated = field.units[rows, pattern.target]
    if pattern.mean:
        stated = stated * field.known[at].sum(axis=1)
    residuals: Integers = stated - field.units[at].sum(axis=1)
    return residuals


def residuals_of(field: Field, figures: PatternFigures) -> tuple[Integers, rounding.Slack]:
    """Printed less computed at each of the positions, and what rounding could explain of it.

    For an average both are multiplied by the number of terms.
    """
    units, scale = _times_factors(figures), field.table.figures.scale
    computed = units[:, 1:].sum(axis=1)
    if figures.pattern.mean:
        count = figures.known[:, 1:].sum(axis=1)
        slack = rounding.mean_slack(figures.decimals[:, 0], count, scale)
        residuals = figures.stated * count - computed
    else:
        steps = None if field.columns is None else [field.columns[int(row)] for row in figures.rows]
        slack = rounding.slack(figures.decimals, units, scale, steps)
        residuals = figures.stated - computed
    return without_noise(residuals, units, [field.table.figures]), slack
