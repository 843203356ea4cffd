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
from reconcile.relations.discovery.stretches import SAMPLE, of_another_sort
from reconcile.relations.evidence.likelihood import ratios

_SOLID = 0.75
_BEYOND_DOUBT = log(1e-20)
_ACCIDENT = log(1e-6)  # some hundred stretches are tried for every target
_ACCIDENT_EXACT = log(1e-3)
_SOME = log(0.05)  # what is left of it where all lines are in proportion is nothing
_NEARLY_ALWAYS = 0.9
_DIFFERENT = 3  # totals that come out; fewer are met by chance among hundreds of stretches
_MEANT = 5.0  # nats by which the hits must exceed the misses and the log of how many were tried
RARE = log(1e-6)
_NEGLIGIBLE = 1e-12


class Pattern(Struct, frozen=True):
    """A target line and its terms, each counted `factors` times; `mean` for their average."""

    target: int
    terms: tuple[int, ...]
    factors: tuple[int, ...]
    mean: bool = False


class _Lines(Struct, frozen=True, eq=False):
    """The lines of a pattern at some positions: `units` has shape (positions, 1 + terms), the
    target first."""

    units: Integers

    @property
    def stated(self) -> Integers:
        return self.units[:, 0]

    @property
    def parts(self) -> Integers:
        """The terms, each counted once."""
        return self.units[:, 1:]


class Witnesses(_Lines, frozen=True, eq=False):
    """The positions at which a pattern holds: how wide a hit is (`widths`), and among how many
    totals (`spread`). `chosen` is the log of in how many ways those were picked at which it is not
    meant."""

    widths: Integers
    spread: Integers
    chosen: float


class Candidate(Struct, frozen=True, eq=False, dict=True):
    """A pattern with what supports it: of `tested` positions `held` hold, `exact` of them without
    rounding; at `foreign` others it is not meant. `against` is what the misses say, in nats;
    `declared` names what stated it, '' where nothing did."""

    pattern: Pattern
    held: int
    exact: int
    tested: int
    foreign: int
    declared: str
    witnesses: Witnesses
    against: float = 0.0

    @property
    def share(self) -> float:
        return self.held / self.tested if self.tested else 0.0

    @property
    def is_solid(self) -> bool:
        return self.share >= _SOLID

    @property
    def distinct(self) -> int:
        """How many different totals."""
        return len(set(self.witnesses.stated.tolist()))

    @cached_property
    def luck(self) -> float:
        """The log of the chance that it is an accident, counting every total once."""
        seen = self.witnesses
        return seen.chosen + sum(_chances(seen.stated.tolist(), seen.widths, seen.spread))

    @property
    def rarity(self) -> float:
        """The same, counting every row of different parts; but a total that follows one of its
        parts closely may have done so for another reason."""
        return self.witnesses.chosen + sum(self._by_row)

    @property
    def spare(self) -> float:
        """What is left of the rarity without its best witness."""
        return sum(self._by_row) - min(self._by_row)

    @cached_property
    def _by_row(self) -> list[float]:
        seen = self.witnesses
        narrow = np.minimum(seen.spread, _spread(seen.stated, seen.parts))
        return _chances(_rows(seen.units), seen.widths, narrow)


def added(target: int, terms: tuple[int, ...]) -> Pattern:
    """The plain sum of some lines."""
    return Pattern(target, terms, (1,) * len(terms))


class Seen(_Lines, frozen=True, eq=False):
    """A pattern at some positions. `decimals` and `known` have the shape of `units`; they are 0
    where no figure stands."""

    pattern: Pattern
    rows: Integers
    decimals: Integers
    known: Flags


def seen(field: Field, rows: Integers, pattern: Pattern) -> Seen:
    own = Window(rows, [pattern.target, *pattern.terms])
    return Seen(own(field.units), pattern, rows, own(field.decimals), own(field.known))


def counted(units: Integers, pattern: Pattern) -> Integers:
    """The units of a target and its terms, each term's as often as it counts."""
    if set(pattern.factors) == {1}:
        return units
    found: Integers = units * np.array([1, *pattern.factors])
    return found


def weighed(field: Field, pattern: Pattern) -> Candidate | None:
    """The support of a pattern over the sound positions; None where it holds nowhere."""
    looked = seen(field, tried(field, pattern.target), pattern)
    stated = looked.stated
    nonzero = (looked.parts != 0).sum(axis=1)
    residuals, slack = residual(field, looked)
    # an average that is everywhere just half a unit off is another one's
    holds = rounding.within(residuals, slack.inner if pattern.mean else slack)
    tested = (nonzero >= 2) | (~holds & ((nonzero >= 1) | (stated != 0)))
    held = holds & (nonzero >= 2)
    if not held.any():
        return None
    if not holds.all():
        tested &= holds | ~_exempt(field, looked)
    foreign = of_another_sort(residuals, stated, tested)
    among, apart = int(tested.sum()), int(foreign.sum())
    chosen = lgamma(among + 1) - lgamma(apart + 1) - lgamma(among - apart + 1)
    tested &= ~foreign
    exact = held & (residuals == 0)
    widths = slack.allowed.copy()
    widths[exact] = _exact_widths(field, looked)[exact]
    parts = looked.parts[held]
    spread = parts.max(axis=1) - parts.min(axis=1) if pattern.mean else np.abs(stated[held])
    weighted = counted(looked.units, pattern)
    missed = tested & ~holds
    said = ratios(weighted, residuals, slack.allowed, held, missed, pattern.mean)
    return Candidate(
        pattern=pattern,
        held=int(held.sum()),
        exact=int(exact.sum()),
        tested=among - apart,
        foreign=apart,
        declared="label" if field.is_declared(pattern.target, pattern.mean) else "",
        witnesses=Witnesses(looked.units[held], widths[held], spread, chosen),
        against=float(said[missed].sum()),
    )


def supported(field: Field, pattern: Pattern, declared: str) -> Candidate:
    """The support of a pattern that something `declared`, wherever it holds."""
    found = weighed(field, pattern)
    if found is not None:
        return replace(found, declared=declared)
    tested = int(field.known[:, pattern.target].sum())
    nothing = np.empty((0, 1 + len(pattern.terms)), dtype=field.units.dtype)
    none = nothing[:, 0]
    return Candidate(pattern, 0, 0, tested, 0, declared, Witnesses(nothing, none, none, 0.0))


def _exact_widths(field: Field, looked: Seen) -> Integers:
    """How wide a hit is that comes out exactly, by position: fives add up to fives, and whole
    numbers to whole ones in a column of such, whatever decimals its neighbours have."""
    units = looked.units
    found = np.full(len(units), int(np.gcd.reduce(units, axis=None)), dtype=units.dtype)
    if field.columns is None:
        return found
    scale = field.table.figures.scale
    steps = [field.columns[int(row)].finest(scale) for row in looked.rows]
    widest: Integers = np.maximum(found, np.array(steps, dtype=units.dtype))
    return widest


def tried(field: Field, target: int) -> Integers:
    """The positions at which a target's patterns are weighed."""
    return np.flatnonzero(field.sound & field.known[:, target])[:SAMPLE]


def _spread(stated: Integers, parts: Integers) -> Integers:
    """How far from its parts the total might have come by accident: anywhere in the first position;
    where it follows one of the parts closely, only that little in the others."""
    found = np.abs(stated)
    if len(found) < 2:
        return found
    largest = max(int(found.max()), 1)
    totals, shares = (stated / largest).astype(float), (parts / largest).astype(float)
    shares = shares[:, np.abs(shares.sum(axis=0)) > _NEGLIGIBLE]
    strays = totals[:, None] - shares * (totals.sum() / shares.sum(axis=0))
    nearest = np.sqrt((strays**2).sum(axis=0).min(initial=1.0) / (len(found) - 1))
    found[1:] = np.minimum(found[1:], int(2 * nearest * largest))
    return found


def _rows(units: Integers) -> list[Hashable]:
    """Something that is the same for the same figures."""
    if units.dtype == object:
        return list(map(tuple, units.tolist()))
    return [row.tobytes() for row in units]


def _chances(witnesses: Sequence[Hashable], widths: Integers, spread: Integers) -> list[float]:
    """Logs of the chances that different witnesses come within their width by accident."""
    chances: dict[Hashable, float] = {}
    for witness, width, among in zip(witnesses, widths.tolist(), spread.tolist(), strict=True):
        chance = min(0.0, log(max(width, 1) / max(among, 1)))
        chances[witness] = max(chance, chances.get(witness, chance))
    return list(chances.values())


def _exempt(field: Field, looked: Seen) -> Flags:
    """Positions where the pattern need not hold: rates, columns whose would-be total is less than
    one of its parts, and where a part is withheld."""
    pattern, parts = looked.pattern, looked.parts
    found: Flags = field.exempt[looked.rows]
    if field.withholds:
        own = Window(looked.rows, pattern.terms)
        found = found | own(field.withheld).any(axis=1)
    if field.axis == "row" and min(pattern.factors) > 0:
        smaller = looked.stated < parts.max(axis=1)
        found = found | (smaller & (parts >= 0).all(axis=1))
    return found


def missing(field: Field, rows: Integers, pattern: Pattern) -> Integers:
    """The residual alone, of a pattern that counts each of its terms once, in their order."""
    first, last = pattern.terms[0], pattern.terms[-1]
    beside = last - first + 1 == len(pattern.terms)
    at = np.s_[rows, first : last + 1] if beside else np.ix_(rows, np.array(pattern.terms))
    stated = field.units[rows, pattern.target]
    if pattern.mean:
        stated = stated * field.known[at].sum(axis=1)
    found: Integers = stated - field.units[at].sum(axis=1)
    return found


def residual(field: Field, looked: Seen) -> tuple[Integers, rounding.Slack]:
    """Printed less computed at each of the positions, and what rounding could explain of it.

    For an average both are multiplied by the number of terms.
    """
    units, scale = counted(looked.units, looked.pattern), field.table.figures.scale
    computed = units[:, 1:].sum(axis=1)
    if looked.pattern.mean:
        count = looked.known[:, 1:].sum(axis=1)
        slack = rounding.mean_slack(looked.decimals[:, 0], count, scale)
        found = looked.stated * count - computed
    else:
        apart = None if field.columns is None else [field.columns[int(row)] for row in looked.rows]
        slack = rounding.slack(looked.decimals, units, scale, apart)
        found = looked.stated - computed
    return without_noise(found, units, [field.table.figures]), slack


def is_accepted(candidate: Candidate, tries: float) -> bool:
    """Whether a sum found among so many (a logarithm) may be believed."""
    if candidate.foreign:
        return is_rare(candidate, tries)
    if candidate.declared:
        alone = candidate.tested == 1 and len(candidate.pattern.terms) >= 3
        enough = candidate.held >= 2 or alone or candidate.luck < _ACCIDENT_EXACT
        return enough and candidate.share >= 0.5
    accident = _ACCIDENT if candidate.exact < candidate.held else _ACCIDENT_EXACT
    usual = candidate.distinct >= 3 and candidate.luck < accident and candidate.spare < _SOME
    enough = candidate.is_solid or (candidate.luck < _BEYOND_DOUBT and candidate.share >= 0.5)
    believed = enough and (usual or candidate.rarity + tries < accident)
    return believed or _outweighs_its_misses(candidate, tries)


def _outweighs_its_misses(candidate: Candidate, tries: float) -> bool:
    """Two hits among large figures outweigh three misses: no share of nearly all is asked for."""
    various = candidate.distinct >= _DIFFERENT and candidate.spare < _SOME
    evidence = candidate.against - candidate.rarity
    return various and candidate.share >= 0.5 and evidence > tries + _MEANT


def is_rare(candidate: Candidate, tries: float) -> bool:
    """Whether a sum of lines that nothing brings together may be believed."""
    enough = RARE if candidate.share >= _NEARLY_ALWAYS else _BEYOND_DOUBT
    return candidate.is_solid and candidate.rarity + tries < enough
