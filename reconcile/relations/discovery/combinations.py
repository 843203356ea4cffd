"""Sums of lines that do not stand side by side: every third line, a run somewhere else, the lines
of one name in every block, one line less another: `L = C + F + I`, `H = C + E`, `G = F - C`.

There are far more of these than of stretches beside a total, so far more must speak for each. One
that only restates what is known already adds nothing.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from functools import cached_property, lru_cache
from itertools import chain
from math import log

import numpy as np
from msgspec import Struct

from reconcile.labels.texts import fold_case
from reconcile.model import Flags, Floats, Integers
from reconcile.relations.check.rounding import grain
from reconcile.relations.discovery.field import Field, Window
from reconcile.relations.discovery.stretches import SAMPLE
from reconcile.relations.evidence.acceptance import RARE, is_rare
from reconcile.relations.evidence.independence import Span
from reconcile.relations.evidence.support import Candidate, Pattern, candidate_of, plain_sum

_MOST_APART = 6  # the widest step between lines that are added
_GLANCE = 24  # positions that a combination is first tried on
_SHARE = 0.75  # of the positions looked at, in which a combination must come out
_NOISE = 1e-6  # nats that adding up in another order may leave
_MOST_CELLS = 1 << 16  # that are looked at in one go

Hit = tuple[int, int]  # target and total


class _Glance(Struct, frozen=True, eq=False, dict=True):
    """The figures of the lines that may be combined at a few of their `positions`: `units` and
    `known` have shape (positions, lines), `slack` (what rounding of one figure explains) has shape
    (positions,). `strays`, shape (lines, lines), is how far the first strays from the second in
    proportion, in units: nothing where one is twice the other everywhere."""

    lines: tuple[int, ...]
    units: Integers
    known: Flags
    slack: Integers
    strays: Floats
    positions: int

    def may_be_rare(self, target: int, terms: Sequence[int]) -> bool:
        """Whether a sum of these lines that held in all positions might be no accident: a total
        that follows one of its parts closely says nothing after the first."""
        among = np.abs(self.units[:, target])
        among[1:] = np.minimum(among[1:], 2 * self.strays[target, terms].min())
        each: Floats = np.log(np.maximum(among / self.slack, 1).astype(np.float64))
        evidence = float(each[0] + each[1:].sum() * self.positions / len(each))
        return self._log_pairs - evidence < RARE

    @property
    def _log_pairs(self) -> float:
        """The log of how many combinations are tried for a line, those of two at the least."""
        return 2 * log(len(self.lines))

    def hits(self, totals: Integers, counts: Integers, filled: Integers) -> Iterator[Hit]:
        """Where a total of some lines, of shape (positions, totals), is a line's figure nearly
        always, and not by accident; `counts` says of how many figures, `filled` how many are not
        0."""
        allowed = self.slack[:, None] * (counts + 1) // 2
        is_filled = filled >= 2
        allowed, unfilled = np.where(is_filled, allowed, -1), np.where(is_filled, -1, allowed)
        for target, total in self._near_at_first(totals, np.maximum(allowed, unfilled)):
            stated, known = self.units[:, target], self.known[:, target]
            misses = np.abs(totals[:, total] - stated)
            hits = (misses <= allowed[:, total]) & known
            tested = known.sum(axis=0) - ((misses <= unfilled[:, total]) & known).sum(axis=0)
            is_often = hits.sum(axis=0) >= np.maximum(1, _SHARE * tested)
            log_chance = (hits * self.log_chances(stated)).cumsum(axis=0)[-1]
            is_rare = is_often & (log_chance + self._log_pairs < RARE)
            yield from zip(target[is_rare].tolist(), total[is_rare].tolist(), strict=True)

    def _near_at_first(
        self, totals: Integers, allowed: Integers
    ) -> Iterator[tuple[Integers, Integers]]:
        """Targets and totals that are near each other in some of the first positions: who is far
        in more of them than may be is not looked at in the others."""
        most_far = int((1 - _SHARE) * len(self.units))
        first = np.s_[: most_far + 1]
        totals, allowed = totals[first, None], allowed[first, None]
        at_once = max(1, _MOST_CELLS // max(1, totals.size))
        for start in range(0, len(self.large_enough), at_once):
            targets = self.large_enough[start : start + at_once]
            units, known = (array[first][:, targets, None] for array in (self.units, self.known))
            is_far = (np.abs(totals - units) > allowed) & known
            target, total = (is_far.sum(axis=0) <= most_far).nonzero()
            yield targets[target], total

    @cached_property
    def large_enough(self) -> Integers:
        """The lines whose figures are large enough to be no accident where all of them are met."""
        log_chance = (self.known * self.log_chances(self.units)).sum(axis=0)
        return np.flatnonzero(log_chance + self._log_pairs < RARE + _NOISE)

    def log_chances(self, stated: Integers) -> Floats:
        """The log of the chance to meet each figure by accident, positions first."""
        slack = self.slack[:, None]
        chances = (slack / np.maximum(np.abs(stated), slack)).astype(np.float64)
        log_chances: Floats = np.log(chances)
        return log_chances


def find(
    field: Field, lines: Sequence[int], unused: Sequence[int], known: Sequence[Candidate]
) -> Iterator[Candidate]:
    """The sums among some lines of a field that are independent of those already known; `unused`
    are the lines that are part of none."""
    span = Span(len(field.lines))
    for candidate in known:
        span.add(candidate.pattern)
    glance = _glance_at(field, lines)
    orders = [[glance.lines.index(line) for line in unused], *_orders(field, glance)]
    ranks: dict[tuple[int, tuple[int, ...]], int] = {}
    for rank, target, terms in _options(glance, orders):
        ranks.setdefault((glance.lines[target], tuple(glance.lines[n] for n in terms)), rank)
    options = [
        (rank, option.log_chance_by_row, len(terms), option)
        for (target, terms), rank in ranks.items()
        if (option := candidate_of(field, plain_sum(target, terms)))
        and is_rare(option, 2 * log(len(lines)))
    ]
    patterns = [candidate.pattern for candidate in known]
    for *_, candidate in sorted(options, key=lambda option: option[:3]):
        if _is_known(candidate.pattern, patterns):
            continue
        if span.add(candidate.pattern) or _is_of_one_name(field, candidate.pattern):
            patterns.append(candidate.pattern)
            yield candidate


def _is_of_one_name(field: Field, pattern: Pattern) -> bool:
    """`Balance` of all goods over the balances of each: stated, though it follows from the rest."""
    lines = (pattern.target, *pattern.terms)
    return len(lines) > 2 and len({fold_case(field.names[line]) for line in lines}) == 1


def _is_known(pattern: Pattern, known: Sequence[Pattern]) -> bool:
    """Whether the same lines are known to make a total, or most of them the same total: with one
    more or less, too small to tell."""
    terms_of: dict[int, list[tuple[int, ...]]] = {}
    for other in known:
        if not other.mean and other.factors != (1, -1):
            terms_of.setdefault(other.target, []).append(other.terms)
    if any({*pattern.terms} == {*other.terms} for other in known):
        return True  # a line that repeats a total
    parts = frozenset().union(*(_leaves(line, terms_of) for line in pattern.terms))
    parts_of_others = (
        frozenset().union(*(_leaves(line, terms_of) for line in terms))
        for terms in terms_of.get(pattern.target, ())
    )
    return any(2 * len(parts & other) > min(len(parts), len(other)) for other in parts_of_others)


def _leaves(line: int, terms_of: Mapping[int, list[tuple[int, ...]]]) -> frozenset[int]:
    """A line with all that it is made of."""
    leaves, waiting = {line}, [line]
    while waiting:
        for terms in terms_of.get(waiting.pop(), ()):
            waiting += [term for term in terms if term not in leaves]
            leaves.update(terms)
    return frozenset(leaves)


def _glance_at(field: Field, lines: Sequence[int]) -> _Glance:
    adding = field.sound & ~field.exempt
    rows = np.flatnonzero(adding if adding.any() else field.sound)
    fullest = rows[np.argsort(-field.known[rows].sum(axis=1), kind="stable")][:_GLANCE]
    window = Window(fullest, lines)
    known, units = window(field.known), window(field.units)
    scale = field.table.figures.scale
    if field.columns is None:
        steps = [grain(units)] * len(units)
    else:
        steps = [field.columns[int(row)].widest(scale) for row in fullest]
    slack = np.array(steps, dtype=units.dtype)
    return _Glance(tuple(lines), units, known, slack, _strays(units), min(len(rows), SAMPLE))


def _strays(units: Integers) -> Floats:
    """How far each line strays from each other in proportion: the root of the mean square."""
    largest = max(int(np.abs(units).max(initial=0)), 1)
    figures = (units / largest).astype(np.float64)
    totals, products = figures.sum(axis=0), figures.T @ figures
    with np.errstate(divide="ignore", invalid="ignore"):
        ratios = totals[:, None] / totals[None, :]
        squares = np.diag(products)
        left = squares[:, None] - 2 * ratios * products + ratios**2 * squares[None, :]
        strays: Floats = np.sqrt(np.maximum(left, 0) / (len(figures) - 1)) * largest
    return np.where(np.isfinite(strays), strays, np.inf)


def _options(
    glance: _Glance, orders: Sequence[Sequence[int]]
) -> Iterator[tuple[int, int, Sequence[int]]]:
    """Targets with terms that come near them, and which of the orders they are a run of: none for
    a pair."""
    pairs = ((len(orders), *hit) for hit in _pairs(glance))
    for rank, target, terms in chain(_runs(glance, orders), pairs):
        if glance.may_be_rare(target, terms):
            yield rank, target, terms


def _orders(field: Field, glance: _Glance) -> Iterator[list[int]]:
    """The lines of one name, every second, every third, and all as they stand."""
    count = len(glance.lines)
    named: dict[str, list[int]] = {}
    for n, line in enumerate(glance.lines):
        named.setdefault(fold_case(field.names[line]), []).append(n)
    yield from (alike for name, alike in named.items() if name and len(alike) > 2)
    for step in range(2, min(_MOST_APART, count // 2) + 1):
        for first in range(step):
            yield list(range(first, count, step))
    yield list(range(count))


def _runs(
    glance: _Glance, orders: Sequence[Sequence[int]]
) -> Iterator[tuple[int, int, Sequence[int]]]:
    """Which of the orders, targets and runs of two or more lines in the order."""
    ends = [_pairs_of(len(order) + 1, 2) for order in orders]
    starts = np.cumsum([0, *(len(firsts) for firsts, _ in ends)])
    known = glance.known.astype(np.int64)
    totals, counts, filled = (
        np.concatenate(
            [_between(values[:, order], *of) for order, of in zip(orders, ends, strict=True)],
            axis=1,
        )
        for values in (glance.units, known, (glance.units != 0).astype(np.int64))
    )
    for target, n in glance.hits(totals, counts, filled):
        rank = int(np.searchsorted(starts, n, side="right")) - 1
        first, end = (int(bounds[n - starts[rank]]) for bounds in ends[rank])
        run = orders[rank][first:end]
        if target not in run:
            yield rank, target, run


def _between(values: Integers, firsts: Integers, ends: Integers) -> Integers:
    """Sums from some lines up to others, shape (positions, sums)."""
    sums = np.concatenate([np.zeros_like(values[:, :1]), np.cumsum(values, axis=1)], axis=1)
    between: Integers = sums[:, ends] - sums[:, firsts]
    return between


@lru_cache(maxsize=64)
def _pairs_of(count: int, least: int) -> tuple[Integers, Integers]:
    """All pairs of numbers below `count` of which the second is larger by `least` or more."""
    return np.triu_indices(count, least)


def _pairs(glance: _Glance) -> Iterator[tuple[int, tuple[int, int]]]:
    """Targets and the two lines that come near them."""
    firsts, seconds = _pairs_of(len(glance.lines), 1)
    totals = glance.units[:, firsts] + glance.units[:, seconds]
    is_filled = (glance.units != 0).astype(np.int64)
    filled = is_filled[:, firsts] + is_filled[:, seconds]
    for target, n in glance.hits(totals, np.full_like(filled, 2), filled):
        pair = int(firsts[n]), int(seconds[n])
        if target not in pair:
            yield target, pair
