"""One line less another, `G = F - C`, for a line whose label says that it is a difference.

The label does not say of which two lines, so every ordered pair of them is looked at in a few
positions, all pairs at once; what cannot hold often enough there is not weighed.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from math import log

import numpy as np

from reconcile.labels import vocabulary
from reconcile.model import Integers
from reconcile.relations.check.rounding import powers
from reconcile.relations.discovery.field import Field, Window
from reconcile.relations.evidence.acceptance import is_accepted
from reconcile.relations.evidence.support import Candidate, Pattern, candidate_of, sampled_positions

_ALWAYS = 3  # positions in which what a label promises holds without exception
_LIKELY = log(0.05)  # the chance of an accident, of all pairs tried, that a label lets be enough
_GLANCE = 32  # positions that a pair is first tried on, those with the most figures


def find(field: Field, lines: Sequence[int], known: Sequence[Candidate]) -> Iterator[Candidate]:
    """The differences among some lines of a field; a line has none where a sum of lines that is
    known already says the same."""
    related = [frozenset((c.pattern.target, *c.pattern.terms)) for c in known]
    triples = [three for three in related if len(three) == 3 and three <= {*lines}]
    in_triples = {line for three in triples for line in three}
    taken = {candidate.pattern.target for candidate in known}
    log_tries = 2 * log(max(2, len(lines)))
    for target in lines:
        if target in taken | in_triples or not vocabulary.is_difference(field.names[target]):
            continue
        others = [line for line in lines if line != target]
        patterns = (Pattern(target, pair, (1, -1)) for pair in promising(field, target, others))
        candidates = (candidate_of(field, pattern) for pattern in patterns)
        options = [option for option in candidates if option and _is_difference(option, log_tries)]
        if options:
            yield max(options, key=_fitness)


def promising(field: Field, target: int, others: Sequence[int]) -> Iterator[tuple[int, int]]:
    """The pairs that may hold often enough to be believed: in half of the positions that are
    counted, or in three quarters of them but for a half that is not meant; so in three of eight."""
    rows = sampled_positions(field, target)
    filled = (Window(rows, others)(field.units) != 0).sum(axis=1)
    rows = rows[np.argsort(-filled, kind="stable")[:_GLANCE]]
    window = Window(rows, others)
    units, withheld = window(field.units), window(field.withheld)
    stated, filled = field.units[rows, target], units != 0
    misses = np.abs(stated[:, None, None] - units[:, :, None] + units[:, None, :])
    near = 2 * misses <= _allowed(field, rows, target, others)
    tells = filled[:, :, None] | filled[:, None, :] | (stated != 0)[:, None, None]
    excused = withheld[:, :, None] | withheld[:, None, :] | field.exempt[rows][:, None, None]
    hits = (near & filled[:, :, None] & filled[:, None, :]).sum(axis=0)
    missed = (~near & tells & ~excused).sum(axis=0)
    likely = (hits > 0) & (5 * hits >= 3 * missed)
    np.fill_diagonal(likely, False)
    firsts, seconds = (np.array(others)[indices].tolist() for indices in likely.nonzero())
    yield from zip(firsts, seconds, strict=True)


def _allowed(field: Field, rows: Integers, target: int, others: Sequence[int]) -> Integers:
    """Twice the most that rounding could explain of each pair, at each position: both of its terms
    and the difference itself, in the step in which they are printed."""
    scale, lines = field.table.figures.scale, [target, *others]
    printed = powers(scale - field.decimals[rows, target], field.units)
    if field.columns is None:
        own, *each = np.gcd.reduce(
            Window(sampled_positions(field, target), lines)(field.units), axis=0
        )
        terms = np.array(each, dtype=printed.dtype)
        steps = np.gcd(own, np.gcd(terms[:, None], terms))[None]
        printed = printed.max(initial=1, keepdims=True)
    else:
        widest = [field.columns[int(row)].widest(scale) for row in rows]
        steps = np.array(widest, dtype=printed.dtype)[:, None, None]
    allowed: Integers = 3 * np.maximum(printed[:, None, None], steps)
    return allowed


def _is_difference(candidate: Candidate, log_tries: float) -> bool:
    """A label that says so lets less be enough, but for one that does not hold everywhere."""
    is_everywhere = candidate.held == candidate.tested >= _ALWAYS
    return (is_everywhere and candidate.log_chance + log_tries < _LIKELY) or is_accepted(
        candidate, log_tries
    )


def _fitness(candidate: Candidate) -> tuple[int, int]:
    """What holds most often, exactly above all; then what begins next to the difference."""
    first = candidate.pattern.terms[0]
    return candidate.held + candidate.exact, -abs(first - candidate.pattern.target)
