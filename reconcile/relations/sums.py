"""Sums and averages, found from the figures: a line that is the sum of the lines beside it.

A found total stands for its parts, and the search is repeated, so that totals of totals come out.
What decides is how often a candidate holds where it could have failed; a label that says `total`
lets less be enough.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

import numpy as np

from reconcile.model import Flags, Integers
from reconcile.relations import rounding
from reconcile.relations.field import Field
from reconcile.relations.stretches import SAMPLE, promising

_MOST_UNDECLARED = 400  # lines up to which totals without a label are looked for


@dataclass(frozen=True)
class Candidate:
    """A target line and its terms, with what supports it: of `tested` positions `held` hold, with
    `distinct` different totals; `mean` where the target is the average."""

    target: int
    terms: tuple[int, ...]
    mean: bool
    held: int
    tested: int
    distinct: int
    declared: bool


def find(field: Field, aside: frozenset[int]) -> tuple[Candidate, ...]:
    """The sums of a field; `aside` are lines that take no part (ratios of others)."""
    active = [k for k in range(len(field.lines)) if k not in aside and field.known[:, k].any()]
    found: list[Candidate] = []
    while True:
        taken = {candidate.target for candidate in found}
        best = _compatible([c for t in active if t not in taken for c in _best(field, active, t)])
        if not best:
            return tuple(found)
        found += best
        parts = {term for candidate in best if not candidate.mean for term in candidate.terms}
        means = {candidate.target for candidate in best if candidate.mean}
        active = [k for k in active if k not in parts and k not in means]


def _compatible(candidates: list[Candidate]) -> list[Candidate]:
    """The best supported candidates that do not use each other's lines."""
    chosen: list[Candidate] = []
    used: set[int] = set()
    for candidate in sorted(candidates, key=_rank, reverse=True):
        lines = {candidate.target, *candidate.terms}
        if candidate.mean or not lines & used:
            chosen.append(candidate)
            used |= set() if candidate.mean else lines
    return chosen


def _rank(candidate: Candidate) -> tuple[bool, int, int]:
    return candidate.declared, candidate.held, len(candidate.terms)


def _best(field: Field, active: Sequence[int], target: int) -> Iterator[Candidate]:
    """The best accepted candidate for a target, if any."""
    if len(field.lines) > _MOST_UNDECLARED and not field.is_declared(target):
        return
    mean = field.roles[target] == "average"
    options = [
        candidate
        for terms in promising(field, active, target, mean)
        if (candidate := _weighed(field, target, terms, mean)) and _accepted(candidate)
    ]
    if options:
        yield max(options, key=lambda c: (c.held, len(c.terms), -abs(c.terms[0] - target)))


def _weighed(field: Field, target: int, terms: tuple[int, ...], mean: bool) -> Candidate | None:
    """The support of a candidate over the sound positions."""
    rows = np.flatnonzero(field.sound & field.known[:, target])[:SAMPLE]
    window = np.ix_(rows, np.array(terms))
    units, known = field.units[window], field.known[window]
    stated = field.units[rows, target]
    residuals, slack = residual(field, rows, target, terms, mean)
    nonzero = ((units != 0) & known).sum(axis=1)
    holds = rounding.within(residuals, slack)
    exact = residuals == 0
    tested = (nonzero >= 2) | (~holds & ((nonzero >= 1) | (stated != 0)))
    held = holds & (nonzero >= 2)
    if not held.any() or _only_scatter(exact, held, slack):
        return None
    return Candidate(
        target=target,
        terms=terms,
        mean=mean,
        held=int(held.sum()),
        tested=int(tested.sum()),
        distinct=len(set(stated[held].tolist())),
        declared=field.is_declared(target),
    )


def _only_scatter(exact: Flags, held: Flags, slack: rounding.Slack) -> bool:
    """Holding within rounding, but exactly much less often than rounding would, is an accident."""
    chances = [rounding.chance_exact(int(count)) for count in slack.terms[held]]
    return bool((exact & held).sum() < 0.4 * sum(chances))


def residual(
    field: Field, rows: Integers, target: int, terms: Sequence[int], mean: bool
) -> tuple[Integers, rounding.Slack]:
    """Printed less computed at each of the rows, and what rounding could explain of it.

    For an average both are multiplied by the number of terms.
    """
    window = np.ix_(rows, np.array(terms))
    units = np.where(field.known[window], field.units[window], 0)
    decimals = np.where(field.known[window], field.decimals[window], 0)
    count = field.known[window].sum(axis=1) if mean else 1
    stated = field.units[rows, target]
    found = stated * count - units.sum(axis=1)
    slack = rounding.slack(
        decimals, units, field.decimals[rows, target], stated, field.table.figures.scale
    )
    if mean:
        own = np.array(
            [10 ** (field.table.figures.scale - int(d)) for d in field.decimals[rows, target]]
        )
        slack = replace(slack, allowed=own * count + 1)
    return found, slack


def _accepted(candidate: Candidate) -> bool:
    share = candidate.held / candidate.tested if candidate.tested else 0.0
    if candidate.declared:
        enough = candidate.held >= 2 or (candidate.tested == 1 and len(candidate.terms) >= 3)
        return enough and share >= 0.5
    return candidate.held >= 3 and candidate.distinct >= 3 and share >= 0.75
