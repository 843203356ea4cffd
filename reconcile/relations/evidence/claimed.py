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
from reconcile.relations.evidence.likelihood import mixed, ratios
from reconcile.relations.evidence.support import (
    Candidate,
    Pattern,
    figures_at,
    residuals_of,
    weighed_as_declared,
)

_STATED = {"outline": 1.5, "label": 3.0}  # log-odds that a claim is meant, by its source
_FIRST = 0.5  # the share of the first of several readings; the others have what is left
_ADDS, _DOES_NOT_ADD = 4.0, -2.5  # log-odds that a position adds up, by its words
_LENIENT = 0.5  # ... in the first turn, before anything is known of it
_TURNS = 3
_TELLS = 1.0  # nats from which a claim speaks for or against its sisters
_MOST = 20.0  # nats that one equation may say of its position


class _Reading(Struct, frozen=True, eq=False):
    """A pattern and what it says at each position of the field, 0 where nothing."""

    pattern: Pattern
    ratios: Floats


class Weighed(Struct, frozen=True, eq=False):
    """The reading of a claim that its figures bear out best, and the log-odds that it is meant."""

    source: Source
    candidate: Candidate
    odds: float

    @property
    def is_meant(self) -> bool:
        return self.odds > 0

    @property
    def probability(self) -> float:
        return float(_shares(self.odds))


def weighed(field: Field, claims: Iterable[Claim]) -> tuple[Weighed, ...]:
    """Each claim in its best reading."""
    stated = list(claims)
    if not stated:
        return ()
    options = [[_reading(field, pattern) for pattern in claim.readings] for claim in stated]
    prior = np.array([_STATED[claim.source] for claim in stated])
    first = np.where(field.exempt, _DOES_NOT_ADD, _ADDS)
    lines = np.minimum(first, _LENIENT)
    best = [readings[0] for readings in options]
    odds = np.zeros(len(options))
    for _ in range(_TURNS):
        shares = _shares(odds)
        best, scores = _best(options, lines, best, shares)
        odds = prior + scores + _sisters(scores)
        shares = _shares(odds)
        pushed = sum(
            (
                np.clip(reading.ratios, -_MOST, _MOST) * share
                for reading, share in zip(best, shares, strict=True)
            ),
            np.zeros(len(first)),
        )
        lines = first + pushed
    return tuple(
        Weighed(claim.source, weighed_as_declared(field, reading.pattern, claim.source), float(own))
        for claim, reading, own in zip(stated, best, odds, strict=True)
    )


def _reading(field: Field, pattern: Pattern) -> _Reading:
    figures = figures_at(field, np.arange(len(field.positions)), pattern)
    residuals, slack = residuals_of(field, figures)
    asked = figures.known[:, 0] & figures.known[:, 1:].any(axis=1)
    hits = rounding.within(residuals, slack) & asked
    units = np.concatenate([figures.stated[:, None], figures.parts], axis=1)
    return _Reading(
        pattern, ratios(units, residuals, slack.allowed, hits, asked & ~hits, pattern.mean)
    )


def _best(
    options: Sequence[Sequence[_Reading]],
    lines: Floats,
    before: Sequence[_Reading],
    shares: Floats,
) -> tuple[list[_Reading], Floats]:
    """The reading of each claim that its positions bear out best, and what they say of it."""
    best, scores = [], []
    for readings, own, share in zip(options, before, shares, strict=True):
        without = lines - np.clip(own.ratios, -_MOST, _MOST) * share
        said = [
            float(mixed(reading.ratios, without).sum()) + _prior(n, len(readings))
            for n, reading in enumerate(readings)
        ]
        n = max(range(len(readings)), key=said.__getitem__)
        best.append(readings[n])
        scores.append(said[n])
    return best, np.array(scores)


def _shares(odds: Floats | float) -> Floats:
    found: Floats = 1 / (1 + np.exp(-np.clip(odds, -30, 30)))
    return found


def _prior(n: int, count: int) -> float:
    """The log of the share that a claim's n-th reading has."""
    if count == 1:
        return 0.0
    return log(_FIRST if n == 0 else (1 - _FIRST) / (count - 1))


def _sisters(scores: Floats) -> Floats:
    """What the others of an outline say of each: how many of them hold, and how many do not."""
    yes, no = scores > _TELLS, scores < -_TELLS
    found: Floats = np.log((yes.sum() - yes + 1) / (no.sum() - no + 1))
    return found
