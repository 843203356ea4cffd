"""Which claims of a field are meant, decided together: a level of an outline is one decision.

Each claim's reading is weighed at every position; a claim inherits what its sisters show. Where six
of seven groups are the sums of their rows, the seventh is meant so, though its own figure is wrong.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from math import log

import numpy as np
from msgspec import Struct

from reconcile.model import Floats, Source
from reconcile.relations.check import rounding
from reconcile.relations.claims.claim import Claim
from reconcile.relations.discovery.field import Field
from reconcile.relations.evidence.likelihood import (
    ADDS,
    DOES_NOT_ADD,
    MOST,
    TELLS,
    TURNS,
    mixed,
    ratios,
)
from reconcile.relations.evidence.support import (
    Candidate,
    Pattern,
    declared_candidate,
    figures_at,
    residuals_of,
)

_STATED = {"outline": 1.5, "label": 3.0}  # log-odds that a claim is meant: 4 and 20 to 1
_STATED_BY_LAYOUT = 0.0  # of an outline without numbers: bold may as well be mere emphasis
_FIRST = 0.5  # the share of the first of several readings; the others have what is left
_LENIENT = 0.5  # log-odds that a position adds up in the first turn, before anything is known of it
_BOUND = 30.0  # log-odds beyond which no probability differs from 0 or 1


class _Reading(Struct, frozen=True, eq=False):
    """A pattern and what its equations say, in nats, at each position of the field; 0 where they
    say nothing."""

    pattern: Pattern
    ratios: Floats


class JudgedClaim(Struct, frozen=True, eq=False):
    """The reading of a claim that its figures bear out best, and the log-odds that it is meant."""

    source: Source
    candidate: Candidate
    odds: float

    @property
    def is_meant(self) -> bool:
        return self.odds > 0

    @property
    def probability(self) -> float:
        return float(_probabilities(self.odds))


def judge_claims(field: Field, claims: Iterable[Claim]) -> tuple[JudgedClaim, ...]:
    """Each claim in its best reading."""
    stated = list(claims)
    if not stated:
        return ()
    options = [[_reading(field, pattern) for pattern in claim.readings] for claim in stated]
    prior = np.array([_stated(field, claim) for claim in stated])
    by_words = np.where(field.exempt, DOES_NOT_ADD, ADDS)
    lines = np.minimum(by_words, _LENIENT)
    best = [readings[0] for readings in options]
    odds = np.zeros(len(options))
    for _ in range(TURNS):
        best, scores = _best(options, lines, best, _probabilities(odds))
        odds = prior + scores + _by_sisters(scores)
        messages = sum(
            (
                np.clip(reading.ratios, -MOST, MOST) * probability
                for reading, probability in zip(best, _probabilities(odds), strict=True)
            ),
            np.zeros(len(by_words)),
        )
        lines = by_words + messages
    return tuple(
        JudgedClaim(
            claim.source, declared_candidate(field, reading.pattern, claim.source), float(own)
        )
        for claim, reading, own in zip(stated, best, odds, strict=True)
    )


def _stated(field: Field, claim: Claim) -> float:
    if claim.source == "outline" and field.table.levels_by == "layout":
        return _STATED_BY_LAYOUT
    return _STATED[claim.source]


def _reading(field: Field, pattern: Pattern) -> _Reading:
    figures = figures_at(field, np.arange(len(field.positions)), pattern)
    residuals, slack = residuals_of(field, figures)
    tested = figures.known[:, 0] & figures.known[:, 1:].any(axis=1)
    hits = rounding.within(residuals, slack) & tested
    units = np.concatenate([figures.stated[:, None], figures.parts], axis=1)
    return _Reading(
        pattern, ratios(units, residuals, slack.allowed, hits, tested & ~hits, pattern.mean)
    )


def _best(
    options: Sequence[Sequence[_Reading]],
    lines: Floats,
    before: Sequence[_Reading],
    probabilities: Floats,
) -> tuple[list[_Reading], Floats]:
    """The reading of each claim that its positions bear out best, and what they say of it; `before`
    are those of the turn before, whose own messages the `lines` have heard."""
    best, scores = [], []
    for readings, earlier, probability in zip(options, before, probabilities, strict=True):
        without = lines - np.clip(earlier.ratios, -MOST, MOST) * probability
        nats = [
            float(mixed(reading.ratios, without).sum()) + _prior(n, len(readings))
            for n, reading in enumerate(readings)
        ]
        n = max(range(len(readings)), key=nats.__getitem__)
        best.append(readings[n])
        scores.append(nats[n])
    return best, np.array(scores)


def _probabilities(odds: Floats | float) -> Floats:
    probabilities: Floats = 1 / (1 + np.exp(-np.clip(odds, -_BOUND, _BOUND)))
    return probabilities


def _prior(n: int, count: int) -> float:
    """The log of the share that a claim's n-th reading has."""
    if count == 1:
        return 0.0
    return log(_FIRST if n == 0 else (1 - _FIRST) / (count - 1))


def _by_sisters(scores: Floats) -> Floats:
    """What the others of an outline say of each: how many of them hold, and how many do not."""
    yes, no = scores > TELLS, scores < -TELLS
    odds: Floats = np.log((yes.sum() - yes + 1) / (no.sum() - no + 1))
    return odds
