"""Sums and averages, found from the figures: a line that is the sum of the lines beside it.

A found total stands for its parts, and the search is repeated, so that totals of totals come out.
What decides is how often a candidate holds where it could have failed; a label that says `total`
lets less be enough.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import permutations
from math import log

import numpy as np

from reconcile.model import Flags, Integers
from reconcile.relations import rounding
from reconcile.relations.field import Field
from reconcile.relations.stretches import SAMPLE, promising
from reconcile.structure import words

_SOLID = 0.75
_MOST_BLOCKS = 100
_BEYOND_DOUBT = log(1e-20)
_ACCIDENT = log(1e-6)  # some hundred stretches are tried for every target
_ACCIDENT_EXACT = log(1e-3)
_MOST_UNDECLARED = 400  # lines up to which totals without a label are looked for


@dataclass(frozen=True)
class Pattern:
    """A target line and its terms, each counted `factors` times; `mean` for their average."""

    target: int
    terms: tuple[int, ...]
    factors: tuple[int, ...]
    mean: bool = False


@dataclass(frozen=True)
class Candidate:
    """A pattern with what supports it: of `tested` positions `held` hold, `exact` of them without
    rounding, with `distinct` different totals; `luck` is the log of the chance that it is an
    accident."""

    pattern: Pattern
    held: int
    exact: int
    tested: int
    distinct: int
    luck: float
    declared: bool


def find(field: Field, aside: frozenset[int]) -> tuple[Candidate, ...]:
    """The sums of a field; `aside` are lines that take no part (ratios of others)."""
    active = [k for k in range(len(field.lines)) if k not in aside and field.known[:, k].any()]
    found: list[Candidate] = []
    while True:
        taken = {candidate.pattern.target for candidate in found}
        best = _compatible([c for t in active if t not in taken for c in _best(field, active, t)])
        if not best:
            return (*found, *_over_blocks(field, aside, taken))
        found += best
        sums = [candidate.pattern for candidate in best if not candidate.pattern.mean]
        parts = {term for pattern in sums for term in pattern.terms}
        means = {c.pattern.target for c in best if c.pattern.mean}
        active = [k for k in active if k not in parts and k not in means]


def _over_blocks(field: Field, aside: frozenset[int], taken: set[int]) -> Iterator[Candidate]:
    """A line that adds up the lines of its own name in other blocks: `Number` of all provinces, and
    of each."""
    named: dict[str, list[int]] = {}
    for line, name in enumerate(field.names):
        if name and line not in aside and field.known[:, line].any():
            named.setdefault(words.fold_case(name), []).append(line)
    for alike in named.values():
        first, *others = alike
        if len(others) < 2 or len(alike) > _MOST_BLOCKS:
            continue
        for target, terms in ((first, others), (others[-1], alike[:-1])):
            candidate = _weighed(field, Pattern(target, tuple(terms), (1,) * len(terms)))
            if target not in taken and candidate is not None and _accepted(candidate):
                yield candidate
                break


def fallen(field: Field, found: Sequence[Candidate]) -> Iterator[tuple[int, Candidate | None]]:
    """The lines labelled as totals for which no sum was accepted, each with the sum that held in
    the most positions."""
    taken = {candidate.pattern.target for candidate in found}
    active = [k for k in range(len(field.lines)) if field.known[:, k].any()]
    for target in active:
        if field.is_declared(target) and target not in taken:
            mean = field.roles[target] == "average"
            patterns = (
                Pattern(target, terms, (1,) * len(terms), mean)
                for terms in promising(field, active, target, mean)
            )
            weighed = [c for pattern in patterns if (c := _weighed(field, pattern)) is not None]
            yield target, max(weighed, key=lambda c: c.held, default=None)


def _compatible(candidates: list[Candidate]) -> list[Candidate]:
    """The best supported candidates that do not use each other's lines."""
    chosen: list[Candidate] = []
    used: set[int] = set()
    for candidate in sorted(candidates, key=_rank, reverse=True):
        lines = {candidate.pattern.target, *candidate.pattern.terms}
        if candidate.pattern.mean or not lines & used:
            chosen.append(candidate)
            used |= set() if candidate.pattern.mean else lines
    return chosen


def _rank(candidate: Candidate) -> tuple[bool, int, int]:
    """Inner totals before the totals of totals; then what is supported best."""
    share = candidate.held / max(candidate.tested, 1)
    return share >= _SOLID, -len(candidate.pattern.terms), candidate.held


def _best(field: Field, active: Sequence[int], target: int) -> Iterator[Candidate]:
    """The best accepted candidate for a target, if any."""
    if len(field.lines) > _MOST_UNDECLARED and not field.is_declared(target):
        return
    mean = field.roles[target] == "average"
    patterns = [
        pattern
        for terms in promising(field, active, target, mean)
        for plain in [Pattern(target, terms, (1,) * len(terms), mean)]
        for pattern in (plain, *_completed(field, active, plain))
    ]
    if words.is_difference(field.names[target]):
        patterns += _differences(field, active, target)
    weighed = (_weighed(field, pattern) for pattern in patterns)
    options = [candidate for candidate in weighed if candidate and _accepted(candidate)]
    if options:
        yield max(options, key=_fitness)


def _fitness(candidate: Candidate) -> tuple[int, int, int]:
    pattern = candidate.pattern
    support = candidate.held + candidate.exact
    return support, len(pattern.terms), -abs(pattern.terms[0] - pattern.target)


def _completed(field: Field, active: Sequence[int], pattern: Pattern) -> Iterator[Pattern]:
    """The pattern with one more line added or taken off, where that line is just what it lacks:
    a penalty that most rows do not have."""
    if pattern.mean:
        return
    rows = np.flatnonzero(field.sound & field.known[:, pattern.target])[:SAMPLE]
    residuals, _ = residual(field, rows, pattern)
    if not 2 <= (residuals != 0).sum() < len(residuals):
        return
    for line in active:
        if line == pattern.target or line in pattern.terms:
            continue
        own = np.where(field.known[rows, line], field.units[rows, line], 0)
        for factor in (1, -1):
            if (residuals == factor * own).all():
                yield Pattern(pattern.target, (*pattern.terms, line), (*pattern.factors, factor))


def _differences(field: Field, active: Sequence[int], target: int) -> Iterator[Pattern]:
    """One line less another, for a line whose label says so."""
    others = [line for line in active if line != target]
    for minuend, subtrahend in permutations(others, 2):
        yield Pattern(target, (minuend, subtrahend), (1, -1))


def _weighed(field: Field, pattern: Pattern) -> Candidate | None:
    """The support of a pattern over the sound positions."""
    rows = np.flatnonzero(field.sound & field.known[:, pattern.target])[:SAMPLE]
    window = np.ix_(rows, np.array(pattern.terms))
    nonzero = ((field.units[window] != 0) & field.known[window]).sum(axis=1)
    stated = field.units[rows, pattern.target]
    residuals, slack = residual(field, rows, pattern)
    # an average that is everywhere just half a unit off is another one's
    holds = rounding.within(residuals, slack.inner if pattern.mean else slack)
    tested = (nonzero >= 2) | (~holds & ((nonzero >= 1) | (stated != 0)))
    tested &= holds | ~_exempt(field, rows, pattern)
    held = holds & (nonzero >= 2)
    if not held.any():
        return None
    exact = held & (residuals == 0)
    return Candidate(
        pattern=pattern,
        held=int(held.sum()),
        exact=int(exact.sum()),
        tested=int(tested.sum()),
        distinct=len(set(stated[held].tolist())),
        luck=_luck(stated[held].tolist(), np.where(exact, 1, slack.allowed)[held].tolist()),
        declared=field.is_declared(pattern.target),
    )


def _luck(stated: list[int], widths: list[int]) -> float:
    """Log of the chance that so many different totals are met within their width by accident."""
    widest: dict[int, int] = {}
    for total, width in zip(stated, widths, strict=True):
        widest[total] = max(width, widest.get(total, 0))
    return sum(min(0.0, log(width / max(abs(total), 1))) for total, width in widest.items())


def _exempt(field: Field, rows: Integers, pattern: Pattern) -> Flags:
    """Positions where the pattern need not hold: rates, and columns whose would-be total is less
    than one of its parts."""
    found: Flags = field.exempt[rows]
    if field.axis == "row" and min(pattern.factors) > 0:
        window = np.ix_(rows, np.array(pattern.terms))
        parts = np.where(field.known[window], field.units[window], 0)
        smaller = field.units[rows, pattern.target] < parts.max(axis=1)
        found = found | (smaller & (parts >= 0).all(axis=1))
    return found


def residual(field: Field, rows: Integers, pattern: Pattern) -> tuple[Integers, rounding.Slack]:
    """Printed less computed at each of the rows, and what rounding could explain of it.

    For an average both are multiplied by the number of terms.
    """
    window = np.ix_(rows, np.array(pattern.terms))
    known = field.known[window]
    units = np.where(known, field.units[window], 0) * np.array(pattern.factors)
    decimals = np.where(known, field.decimals[window], 0)
    stated, printed = field.units[rows, pattern.target], field.decimals[rows, pattern.target]
    scale = field.table.figures.scale
    if pattern.mean:
        count = known.sum(axis=1)
        return stated * count - units.sum(axis=1), rounding.mean_slack(printed, count, scale)
    slack = rounding.slack(
        np.column_stack([printed, decimals]),
        np.column_stack([stated, units]),
        scale,
        apart=field.axis == "row",
    )
    return stated - units.sum(axis=1), slack


def _accepted(candidate: Candidate) -> bool:
    share = candidate.held / candidate.tested if candidate.tested else 0.0
    if candidate.declared:
        alone = candidate.tested == 1 and len(candidate.pattern.terms) >= 3
        enough = candidate.held >= 2 or alone or candidate.luck < _ACCIDENT_EXACT
        return enough and share >= 0.5
    enough = share >= (_SOLID if candidate.luck > _BEYOND_DOUBT else 0.5)
    accident = _ACCIDENT if candidate.exact < candidate.held else _ACCIDENT_EXACT
    return candidate.distinct >= 3 and enough and candidate.luck < accident
