"""Sums and averages, found from the figures: a line that is the sum of the lines beside it, such as
`F = C + D + E` or `F = (C + D + E) / 3`.

A found total stands for its parts, and the search is repeated, so that totals of totals come out.
What decides is how often a candidate holds where it could have failed; a label that says `total`
lets less be enough.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import islice
from math import log

import numpy as np
from msgspec import Struct

from reconcile.labels.texts import fold_case
from reconcile.model import Integers
from reconcile.relations.discovery import combinations, differences
from reconcile.relations.discovery.field import Field, Window
from reconcile.relations.discovery.stretches import Stretches
from reconcile.relations.evidence.acceptance import is_accepted, is_rare
from reconcile.relations.evidence.support import (
    Candidate,
    Pattern,
    plain_residuals,
    tried,
    weighed,
)

_ALWAYS = 3  # positions in which what a label promises holds without exception
_FEW = 3  # lines that make an average
_MOST_COMBINED = 100  # lines up to which those that do not stand side by side are tried
_MOST_UNDECLARED = 400  # lines up to which totals without a label are looked for
_MOST_TERMS = 1_200_000  # in all the sums weighed for one target
_MOST_COMPLETED = 20  # lines that all lack alike tell nothing apart
_MOST_TRIED = 5_000_000  # labelled lines times lines; a sheet of honest subtotals has a tenth


_Fitness = tuple[int, int, int]


class _Option(Struct, frozen=True):
    """A pattern to be weighed at so many positions, which comes out `exact` in some of them."""

    pattern: Pattern
    positions: int
    exact: int

    @property
    def promise(self) -> _Fitness:
        """What its fitness cannot exceed."""
        return _fit(self.pattern, self.positions + self.exact)


def find(
    field: Field, aside: frozenset[int], claimed: Sequence[Candidate] = ()
) -> tuple[Candidate, ...]:
    """The sums of a field, those that are `claimed` among them; `aside` are lines that take no part
    (ratios of others)."""
    lines = [k for k in np.flatnonzero(field.known.any(axis=0)).tolist() if k not in aside]
    found = [c for c in claimed if not aside.intersection((c.pattern.target, *c.pattern.terms))]
    parts = {term for candidate in found for term in candidate.pattern.terms}
    active = [line for line in lines if line not in parts]
    while True:
        taken = {candidate.pattern.target for candidate in found}
        tried = (t for t in _targets(field, lines) if t not in taken)
        stretches = Stretches(field, active)
        best = _compatible([c for t in tried for c in _best(field, active, stretches, t)])
        if not best:
            break
        found += best
        sums = [candidate.pattern for candidate in best if not candidate.pattern.mean]
        parts = {term for pattern in sums for term in pattern.terms}
        means = {c.pattern.target for c in best if c.pattern.mean}
        active = [k for k in active if k not in parts and k not in means]
    if not 3 <= len(lines) <= _MOST_COMBINED:
        return tuple(found)
    found += differences.find(field, lines, found)
    found += _echoes(field, lines, found)
    found += combinations.find(field, lines, active, found)
    return (*found, *_means(field, lines, found))


def _targets(field: Field, lines: Sequence[int]) -> Sequence[int]:
    """The lines that may be sums: among many only those labelled so, none where even these are too
    many to be tried."""
    if len(field.lines) <= _MOST_UNDECLARED:
        return lines
    declared = sorted(field.computed.intersection(lines))
    return declared if len(declared) * len(field.lines) <= _MOST_TRIED else ()


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
    return candidate.is_solid, -len(candidate.pattern.terms), candidate.held


def _best(
    field: Field, active: Sequence[int], stretches: Stretches, target: int
) -> Iterator[Candidate]:
    """The best accepted candidate for a target, if any."""
    mean = field.roles[target] == "average"
    if target not in active:
        stretches = Stretches(field, sorted([*active, target]))
    plain = [
        Pattern(target, terms, (1,) * len(terms), mean)
        for terms in islice(stretches.promising(target, mean), _MOST_TERMS // (len(active) + 1))
    ]
    options = [option for pattern in plain for option in _options(field, active, pattern)]
    tries = log(max(2, len(options) * len(active)))
    yield from _fittest(field, options, tries)


def _fittest(field: Field, options: Sequence[_Option], tries: float) -> Iterator[Candidate]:
    """The fittest of the options that may be believed, if any; the first of several. What cannot
    be as fit as the best so far is not weighed."""
    best: list[Candidate] = []
    place = len(options)
    for n in sorted(range(len(options)), key=lambda n: options[n].promise, reverse=True):
        if best and options[n].promise < _fitness(best[0]):
            break
        found = weighed(field, options[n].pattern)
        if found is None or not _is_believed(found, tries):
            continue
        if not best or (_fitness(found), -n) > (_fitness(best[0]), -place):
            best, place = [found], n
    yield from best


def _is_believed(candidate: Candidate, tries: float) -> bool:
    if min(candidate.pattern.factors) < 0 and not candidate.declared:
        return is_rare(candidate, tries)
    return is_accepted(candidate, tries)


def _fitness(candidate: Candidate) -> _Fitness:
    return _fit(candidate.pattern, candidate.held + candidate.exact)


def _fit(pattern: Pattern, support: int) -> _Fitness:
    return support, len(pattern.terms), -abs(pattern.terms[0] - pattern.target)


def _options(field: Field, active: Sequence[int], pattern: Pattern) -> Iterator[_Option]:
    """A pattern, and those that it lacks one line of."""
    rows = tried(field, pattern.target)
    residuals = plain_residuals(field, rows, pattern)
    yield _Option(pattern, len(rows), int((residuals == 0).sum()))
    if not pattern.mean:
        for other in islice(_completed(field, active, pattern, residuals), _MOST_COMPLETED):
            yield _Option(other, len(rows), len(rows))


def _completed(
    field: Field, active: Sequence[int], pattern: Pattern, residuals: Integers
) -> Iterator[Pattern]:
    """The pattern with one more line added or taken off, where that line is just what it lacks:
    a penalty that most rows do not have."""
    if not 2 <= (residuals != 0).sum() < len(residuals):
        return
    own = Window(tried(field, pattern.target), active)(field.units)
    lacking = [(own == factor * residuals[:, None]).all(axis=0) for factor in (1, -1)]
    taken = {pattern.target, *pattern.terms}
    for n in np.flatnonzero(lacking[0] | lacking[1]).tolist():
        for factor, fits in zip((1, -1), lacking, strict=True):
            if fits[n] and active[n] not in taken:
                terms, factors = (*pattern.terms, active[n]), (*pattern.factors, factor)
                yield Pattern(pattern.target, terms, factors)


def _echoes(field: Field, lines: Sequence[int], known: Sequence[Candidate]) -> Iterator[Candidate]:
    """A sum of two lines, again under the same label, of lines that stand in the same places."""
    related = {frozenset((c.pattern.target, *c.pattern.terms)) for c in known}
    for pattern in [c.pattern for c in known if len(c.pattern.terms) == 2 and not c.pattern.mean]:
        label = fold_case(field.names[pattern.target])
        for target in lines:
            again = tuple(term + target - pattern.target for term in pattern.terms)
            named = bool(label) and fold_case(field.names[target]) == label
            if not named or not set(again) <= set(lines) or {target, *again} in related:
                continue
            candidate = weighed(field, Pattern(target, again, pattern.factors))
            if candidate and candidate.held == candidate.tested >= _ALWAYS:
                related.add(frozenset((target, *again)))
                yield candidate


def _means(field: Field, lines: Sequence[int], known: Sequence[Candidate]) -> Iterator[Candidate]:
    """Averages that no label names, of three or more columns beside: an average of rows is always
    called one."""
    if field.axis == "row":
        return
    taken = {candidate.pattern.target for candidate in known}
    tries = 2 * log(max(2, len(lines)))
    stretches = Stretches(field, lines)
    for target in lines:
        if target in taken or field.is_declared(target):
            continue
        patterns = (
            Pattern(target, terms, (1,) * len(terms), mean=True)
            for terms in stretches.promising(target, mean=True)
            if len(terms) >= _FEW
        )
        candidates = (weighed(field, pattern) for pattern in patterns)
        options = [found for found in candidates if found and is_rare(found, tries)]
        if options:
            yield max(options, key=_fitness)
