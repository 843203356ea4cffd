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
from reconcile.relations.discovery import combinations, differences, signed
from reconcile.relations.discovery.field import Field, Window
from reconcile.relations.discovery.stretches import Stretches
from reconcile.relations.evidence.acceptance import is_accepted, is_rare
from reconcile.relations.evidence.support import (
    Candidate,
    Pattern,
    candidate_of,
    plain_residuals,
    sampled_positions,
)

_ALWAYS = 3  # positions in which what a label promises holds without exception
_FEWEST = 3  # lines that make an average which no label names; of two any third may be one
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
        return _fitness_of(self.pattern, self.positions + self.exact)


def find(
    field: Field, aside: frozenset[int], claimed: Sequence[Candidate] = ()
) -> tuple[Candidate, ...]:
    """The sums of a field, those that are `claimed` among them; `aside` are lines that take no part
    (ratios of others)."""
    lines = [k for k in np.flatnonzero(field.known.any(axis=0)).tolist() if k not in aside]
    sums = [c for c in claimed if not aside.intersection((c.pattern.target, *c.pattern.terms))]
    parts = {term for candidate in sums for term in candidate.pattern.terms}
    active = [line for line in lines if line not in parts]
    while True:
        taken = {candidate.pattern.target for candidate in sums}
        targets = (target for target in _targets(field, lines) if target not in taken)
        stretches = Stretches(field, active)
        best = _compatible([c for t in targets for c in _best_for(field, active, stretches, t)])
        if not best:
            break
        sums += best
        parts = {term for c in best if not c.pattern.mean for term in c.pattern.terms}
        means = {c.pattern.target for c in best if c.pattern.mean}
        active = [line for line in active if line not in parts and line not in means]
    if not 3 <= len(lines) <= _MOST_COMBINED:
        return tuple(sums)
    sums += differences.find(field, lines, sums)
    sums += _repeated_under_label(field, lines, sums)
    sums += combinations.find(field, lines, active, sums)
    added = frozenset(c.pattern.target for c in sums if not c.pattern.mean)
    sums += signed.Signed(field, lines).find(added, sums)
    return (*sums, *_means(field, lines, sums))


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


def _best_for(
    field: Field, active: Sequence[int], stretches: Stretches, target: int
) -> Iterator[Candidate]:
    """The best accepted candidate for a target, if any."""
    mean = field.roles[target] == "average"
    if target not in active:
        stretches = Stretches(field, sorted([*active, target]))
    patterns = [
        Pattern(target, terms, (1,) * len(terms), mean)
        for terms in islice(stretches.promising(target, mean), _MOST_TERMS // (len(active) + 1))
    ]
    options = [option for pattern in patterns for option in _options(field, active, pattern)]
    log_tries = log(max(2, len(options) * len(active)))
    yield from _fittest(field, options, log_tries)


def _fittest(field: Field, options: Sequence[_Option], log_tries: float) -> Iterator[Candidate]:
    """The fittest of the options that may be believed, if any; the first of several. What cannot
    be as fit as the best so far is not weighed."""
    best: list[Candidate] = []
    place = len(options)
    for n in sorted(range(len(options)), key=lambda n: options[n].promise, reverse=True):
        if best and options[n].promise < _fitness(best[0]):
            break
        candidate = candidate_of(field, options[n].pattern)
        if candidate is None or not _is_believed(candidate, log_tries):
            continue
        if not best or (_fitness(candidate), -n) > (_fitness(best[0]), -place):
            best, place = [candidate], n
    yield from best


def _is_believed(candidate: Candidate, log_tries: float) -> bool:
    if min(candidate.pattern.factors) < 0 and not candidate.declared:
        return is_rare(candidate, log_tries)
    return is_accepted(candidate, log_tries)


def _fitness(candidate: Candidate) -> _Fitness:
    return _fitness_of(candidate.pattern, candidate.held + candidate.exact)


def _fitness_of(pattern: Pattern, support: int) -> _Fitness:
    return support, len(pattern.terms), -abs(pattern.terms[0] - pattern.target)


def _options(field: Field, active: Sequence[int], pattern: Pattern) -> Iterator[_Option]:
    """A pattern, and those that it lacks one line of."""
    rows = sampled_positions(field, pattern.target)
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
    units = Window(sampled_positions(field, pattern.target), active)(field.units)
    lacking = [(units == factor * residuals[:, None]).all(axis=0) for factor in (1, -1)]
    taken = {pattern.target, *pattern.terms}
    for n in np.flatnonzero(lacking[0] | lacking[1]).tolist():
        for factor, fits in zip((1, -1), lacking, strict=True):
            if fits[n] and active[n] not in taken:
                terms, factors = (*pattern.terms, active[n]), (*pattern.factors, factor)
                yield Pattern(pattern.target, terms, factors)


def _repeated_under_label(
    field: Field, lines: Sequence[int], known: Sequence[Candidate]
) -> Iterator[Candidate]:
    """A sum of two lines, again under the same label, of lines that stand in the same places."""
    related = {frozenset((c.pattern.target, *c.pattern.terms)) for c in known}
    for pattern in [c.pattern for c in known if len(c.pattern.terms) == 2 and not c.pattern.mean]:
        label = fold_case(field.names[pattern.target])
        for target in lines:
            again = tuple(term + target - pattern.target for term in pattern.terms)
            is_named = bool(label) and fold_case(field.names[target]) == label
            if not is_named or not set(again) <= set(lines) or {target, *again} in related:
                continue
            candidate = candidate_of(field, Pattern(target, again, pattern.factors))
            if candidate and candidate.held == candidate.tested >= _ALWAYS:
                related.add(frozenset((target, *again)))
                yield candidate


def _means(field: Field, lines: Sequence[int], known: Sequence[Candidate]) -> Iterator[Candidate]:
    """Averages that no label names, of three or more columns beside: an average of rows is always
    called one."""
    if field.axis == "row":
        return
    taken = {candidate.pattern.target for candidate in known}
    log_tries = 2 * log(max(2, len(lines)))
    stretches = Stretches(field, lines)
    for target in lines:
        if target in taken or field.is_declared(target):
            continue
        patterns = (
            Pattern(target, terms, (1,) * len(terms), mean=True)
            for terms in stretches.promising(target, mean=True)
            if len(terms) >= _FEWEST
        )
        candidates = (candidate_of(field, pattern) for pattern in patterns)
        options = [option for option in candidates if option and is_rare(option, log_tries)]
        if options:
            yield max(options, key=_fitness)
