"""Which candidates are believed, and how sure: each competes with those of the same cells, and with
nothing.

The probability of a candidate is the softmax of its score among the overlapping ones of its target
and none of them, which scores 0.
"""

from __future__ import annotations

from collections.abc import Sequence
from math import exp
from typing import NamedTuple

import numpy as np
from msgspec import Struct

from reconcile.relations.discovery.candidates import QuotientCandidate
from reconcile.relations.evidence.quotient_weights import WEIGHTS
from reconcile.relations.evidence.quotients import FEATURES, Described

LEAST = 0.5  # probability from which a relation is believed
_HOPELESS, _MOST = -5.0, 300.0  # scores that are looked at, and that a double can hold
_TO_ACCUSE = 3  # different hits
_MISSED, _NAMED = 0.1, 0.25  # share of misses that still are wrong figures; where a header says so
_DOUBTED = 0.9  # probability at most where there are more, or where too few hits speak for it


class Judged(Struct, frozen=True, eq=False):
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

    believed: tuple[Judged, ...]
    doubted: tuple[Judged, ...]


class _Scored(Struct, frozen=True, eq=False):
    described: Described
    score: float
    cells: frozenset[tuple[int, int]]

    @property
    def candidate(self) -> QuotientCandidate:
        return self.described.candidate

    @property
    def triple(self) -> tuple[frozenset[int], int]:
        return frozenset(self.candidate.lines), self.candidate.option.whole


def chosen(groups: Sequence[Sequence[Described]]) -> Choice:
    """At most one meaning of a cell, and one reading of three lines; the most probable first."""
    weights = np.array([WEIGHTS[name] for name in FEATURES])
    rivals = [[_scored(one, weights) for one in group] for group in groups]
    ranked = [(one, group) for group in rivals for one in group if one.score > _HOPELESS]
    ranked.sort(key=lambda ranked_one: -ranked_one[0].score)
    found: list[Judged] = []
    doubted: dict[int, Judged] = {}
    taken: set[tuple[int, int]] = set()
    triples: set[tuple[frozenset[int], int]] = set()
    for one, group in ranked:
        if one.triple in triples or 2 * len(one.cells - taken) < len(one.cells):
            continue
        if _gives_back(one.candidate, found):
            continue
        mass = _mass(one, group)
        if mass >= LEAST:
            found.append(Judged(one.candidate, _confidence(one, mass)))
            taken |= one.cells
            triples.add(one.triple)
        elif one.described.is_named and not one.candidate.is_product:
            doubted.setdefault(one.candidate.target, Judged(one.candidate, mass))
    computed = {one.target for one in found}
    return Choice(tuple(found), tuple(one for at, one in doubted.items() if at not in computed))


def _gives_back(one: QuotientCandidate, found: Sequence[Judged]) -> bool:
    """Whether a product is what one of its factors was divided from: a growth of 2 % times the
    population of last year is what it grew by."""
    if not one.is_product:
        return False
    factors = {one.option.first, one.option.second}
    return any(
        own.target in factors and not factors.isdisjoint(own.candidate.lines[1:]) for own in found
    )


def _scored(one: Described, weights: np.ndarray) -> _Scored:
    candidate = one.candidate
    cells = frozenset((candidate.target, at) for at in candidate.at.tolist())
    return _Scored(one, float(one.features @ weights), cells)


def _mass(one: _Scored, group: Sequence[_Scored]) -> float:
    """The probability of the candidate or of one that has the same misses."""
    missed = set(one.candidate.at[~one.candidate.hits].tolist())
    weight, against = exp(min(one.score, _MOST)), 1.0
    for other in group:
        if other is one or not other.cells & one.cells:
            continue
        if missed.isdisjoint(other.candidate.at[other.candidate.hits].tolist()):
            weight += exp(min(other.score, _MOST))
        else:
            against += exp(min(other.score, _MOST))
    return weight / (weight + against)


def _confidence(one: _Scored, mass: float) -> float:
    candidate, told = one.candidate, one.described
    most = (_NAMED if told.is_named else _MISSED) * len(candidate.at)
    many = candidate.misses > max(1, most)
    return min(mass, _DOUBTED) if many or told.different < _TO_ACCUSE else mass
