"""Which candidates are believed, and how sure: each competes with those of the same cells, with
those that read its three lines in another direction, and with none of them.

The probability of a candidate is the softmax of its score among these; none scores 0. What a header
or lines of like headers vouch for accuses by that alone; of what nothing vouches for, the figures
have to be many, different and right nearly everywhere.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from math import exp
from typing import NamedTuple

import numpy as np
from msgspec import Struct

from reconcile.relations.discovery.candidates import QuotientCandidate
from reconcile.relations.evidence.quotient_weights import WEIGHTS
from reconcile.relations.evidence.quotients import FEATURES, Described

LEAST = 0.5  # probability from which a relation is believed
_HOPELESS, _MOST = -5.0, 300.0  # scores that are looked at, and that a double can hold
# Different hits, and nats, from which misses are wrong figures where nothing vouches for it.
_TO_ACCUSE, _NATS = 3, 25.0
_MISSED, _VOUCHED = 0.2, 0.4  # share of misses up to which they are; where something vouches for it
_DOUBTED = 0.9  # probability at most where there are more, or where too few hits speak for it


class JudgedQuotient(Struct, frozen=True, eq=False):
    """A candidate and the probability that its misses are wrong figures."""

    candidate: QuotientCandidate
    confidence: float

    @property
    def target(self) -> int:
        return self.candidate.target

    @property
    def is_product(self) -> bool:
        return self.candidate.is_product


class Choice(NamedTuple):
    """The candidates that are believed, and those that a header states of lines for which none
    is."""

    believed: tuple[JudgedQuotient, ...]
    doubted: tuple[JudgedQuotient, ...]


class _Scored(Struct, frozen=True, eq=False):
    described: Described
    score: float
    cells: frozenset[tuple[int, int]]

    @property
    def candidate(self) -> QuotientCandidate:
        return self.described.candidate


Triple = tuple[frozenset[int], int]


def triple(candidate: QuotientCandidate) -> Triple:
    """The lines that a candidate is about, whichever of them it takes for the computed one."""
    return frozenset(candidate.lines), candidate.option.whole


def turned(groups: Sequence[Sequence[Described]]) -> Iterator[list[Described]]:
    """For each group the candidates of other targets that read the same lines in another
    direction: of a rate, what it was divided from and by."""
    every: dict[Triple, list[Described]] = {}
    for group in groups:
        for described in group:
            every.setdefault(triple(described.candidate), []).append(described)
    for group in groups:
        target = group[0].candidate.target
        triples = {triple(described.candidate) for described in group}
        alike = (described for own in triples for described in every[own])
        yield [described for described in alike if described.candidate.target != target]


def chosen(groups: Sequence[Sequence[Described]]) -> Choice:
    """At most one meaning of a cell, and one reading of three lines; the most probable first."""
    weights = np.array([WEIGHTS[name] for name in FEATURES])
    scored = {id(option): _scored(option, weights) for group in groups for option in group}
    ranked = [
        (scored[id(option)], [scored[id(other)] for other in (*group, *others)])
        for group, others in zip(groups, turned(groups), strict=True)
        for option in group
        if scored[id(option)].score > _HOPELESS
    ]
    ranked.sort(key=lambda entry: -entry[0].score)
    believed: list[JudgedQuotient] = []
    doubted: dict[int, JudgedQuotient] = {}
    taken: set[tuple[int, int]] = set()
    triples: set[Triple] = set()
    for contender, rivals in ranked:
        candidate, own = contender.candidate, triple(contender.candidate)
        if own in triples or 2 * len(contender.cells - taken) < len(contender.cells):
            continue
        if _gives_back(candidate, believed):
            continue
        mass = _mass(contender, rivals)
        if mass >= LEAST:
            believed.append(JudgedQuotient(candidate, _confidence(contender, mass)))
            taken |= contender.cells
            triples.add(own)
        elif contender.described.is_named and not candidate.is_product:
            doubted.setdefault(candidate.target, JudgedQuotient(candidate, mass))
    computed = {judged.target for judged in believed}
    others = (judged for target, judged in doubted.items() if target not in computed)
    return Choice(tuple(believed), tuple(others))


def _gives_back(product: QuotientCandidate, believed: Sequence[JudgedQuotient]) -> bool:
    """Whether a product is what one of its factors was divided from: a growth of 2 % times the
    population of last year is what it grew by."""
    if not product.is_product:
        return False
    factors = {product.option.first, product.option.second}
    return any(
        own.target in factors and not factors.isdisjoint(own.candidate.lines[1:])
        for own in believed
    )


def _scored(described: Described, weights: np.ndarray) -> _Scored:
    candidate = described.candidate
    cells = frozenset((candidate.target, at) for at in candidate.at.tolist())
    return _Scored(described, float(described.features @ weights), cells)


def _mass(contender: _Scored, rivals: Sequence[_Scored]) -> float:
    """The probability of the candidate or of one of its line that has the same misses; those that
    read its three lines in another direction are against it."""
    missed = set(contender.candidate.at[~contender.candidate.hits].tolist())
    weight, against = exp(min(contender.score, _MOST)), 1.0
    own = triple(contender.candidate)
    for other in rivals:
        candidate = other.candidate
        if other is contender:
            continue
        if candidate.target != contender.candidate.target:
            against += exp(min(other.score, _MOST)) if triple(candidate) == own else 0.0
        elif other.cells & contender.cells:
            if missed.isdisjoint(candidate.at[candidate.hits].tolist()):
                weight += exp(min(other.score, _MOST))
            else:
                against += exp(min(other.score, _MOST))
    return weight / (weight + against)


def _confidence(contender: _Scored, mass: float) -> float:
    candidate, described = contender.candidate, contender.described
    most = (_VOUCHED if described.is_vouched_for else _MISSED) * len(candidate.at)
    many = candidate.misses > max(1, most)
    few = described.different < _TO_ACCUSE or described.nats < _NATS
    return min(mass, _DOUBTED) if many or (few and not described.is_vouched_for) else mass
