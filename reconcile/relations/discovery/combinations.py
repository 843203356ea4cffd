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
from reconcile.relations.evidence.support import Candidate, Pattern, added, weighed

_MOST_APART = 6  # the widest step between lines that are added
_LOOK = 24  # positions that a combination is first tried on
_SHARE = 0.75
_NOISE = 1e-6  # what adding up in another order may leave
_MOST_CELLS = 1 << 16  # that are looked at in one go

Hit = tuple[int, int]  # target and total


class _Look(Struct, frozen=True, eq=False, dict=True):
    """A few positions of the lines that may be combined: `units` and `slack` (what rounding of one
    figure explains) have shape (positions, lines) and (positions,). `strays`, shape (lines,
    lines), is how far the first strays from the second in proportion, in units; `positions` is of
    how many they are."""

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
        return 2 * log(len(self.lines)) - evidence < RARE

    def near(self, totals: Integers, counts: Integers, filled: Integers) -> Iterator[Hit]:
        """Where a total of some lines, of shape (positions, totals), is a line's figure nearly
        always, and not by accident; `counts` says of how many figures, `filled` how many are not
        0."""
        allowed = self.slack[:, None] * (counts + 1) // 2
        is_filled = filled >= 2
        allowed, unfilled = np.where(is_filled, allowed, -1), np.where(is_filled, -1, allowed)
        for target, total in self._not_far(totals, np.maximum(allowed, unfilled)):
            stated, there = self.units[:, target], self.known[:, target]
            misses = np.abs(totals[:, total] - stated)
            hits = (misses <= allowed[:, total]) & there
            judged = there.sum(axis=0) - ((misses <= unfilled[:, total]) & there).sum(axis=0)
            often = hits.sum(axis=0) >= np.maximum(1, _SHARE * judged)
            luck = (hits * self.luck(stated)).cumsum(axis=0)[-1]
            rare = often & (luck + 2 * log(len(self.lines)) < RARE)
            yield from zip(target[rare].tolist(), total[rare].tolist(), strict=True)

    def _not_far(self, totals: Integers, allowed: Integers) -> Iterator[tuple[Integers, Integers]]:
        """Targets and totals that are near each other in some of the first positions: who is far
        in more of them than may be is not looked at in the others."""
        most_far = int((1 - _SHARE) * len(self.units))
        some = np.s_[: most_far + 1]
        totals, allowed = totals[some, None], allowed[some, None]
        at_once = max(1, _MOST_CELLS // max(1, totals.size))
        for start in range(0, len(self.telling), at_once):
            targets = self.telling[start : start + at_once]
            units, known = (array[some][:, targets, None] for array in (self.units, self.known))
            far = (np.abs(totals - units) > allowed) & known
            target, total = (far.sum(axis=0) <= most_far).nonzero()
            yield targets[target], total

    @cached_property
    def telling(self) -> Integers:
        """The lines whose figures are large enough to be no accident where all of them are met."""
        luck = (self.known * self.luck(self.units)).sum(axis=0)
        return np.flatnonzero(luck + 2 * log(len(self.lines)) < RARE + _NOISE)

    def luck(self, stated: Integers) -> Floats:
        """The log of the chance to meet each figure by accident, positions first."""
        slack = self.slack[:, None]
        chances = (slack / np.maximum(np.abs(stated), slack)).astype(np.float64)
        luck: Floats = np.log(chances)
        return luck


def find(
    field: Field, lines: Sequence[int], top: Sequence[int], known: Sequence[Candidate]
) -> Iterator[Candidate]:
    """The sums among some lines of a field that are independent of those already known; `top` are
    the lines that are part of none."""
    span = Span(len(field.lines))
    for candidate in known:
        span.add(candidate.pattern)
    look = _look(field, lines)
    orders = [[look.lines.index(line) for line in top], *_orders(field, look)]
    ranks: dict[tuple[int, tuple[int, ...]], int] = {}
    for rank, target, terms in _options(look, orders):
        ranks.setdefault((look.lines[target], tuple(look.lines[n] for n in terms)), rank)
    options = [
        (rank, option.log_chance_by_row, len(terms), option)
        for (target, terms), rank in ranks.items()
        if (option := weighed(field, added(target, terms))) and is_rare(option, 2 * log(len(lines)))
    ]
    found = [candidate.pattern for candidate in known]
    for *_, candidate in sorted(options, key=lambda option: option[:3]):
        if _overlaps(candidate.pattern, found):
            continue
        if span.add(candidate.pattern) or _is_of_one_name(field, candidate.pattern):
            found.append(candidate.pattern)
            yield candidate


def _is_of_one_name(field: Field, pattern: Pattern) -> bool:
    """`Balance` of all goods over the balances of each: stated, though it follows from the rest."""
    lines = (pattern.target, *pattern.terms)
    return len(lines) > 2 and len({fold_case(field.names[line]) for line in lines}) == 1


def _overlaps(pattern: Pattern, found: Sequence[Pattern]) -> bool:
    """Whether the same lines are known to make a total, or most of them the same total: with one
    more or less, too small to tell."""
    made: dict[int, list[tuple[int, ...]]] = {}
    for other in found:
        if not other.mean and other.factors != (1, -1):
            made.setdefault(other.target, []).append(other.terms)
    if any({*pattern.terms} == {*other.terms} for other in found):
        return True  # a line that repeats a total
    parts = frozenset().union(*(_leaves(line, made) for line in pattern.terms))
    known = (
        frozenset().union(*(_leaves(line, made) for line in terms))
        for terms in made.get(pattern.target, ())
    )
    return any(2 * len(parts & other) > min(len(parts), len(other)) for other in known)


def _leaves(line: int, made: Mapping[int, list[tuple[int, ...]]]) -> frozenset[int]:
    """A line with all that it is made of."""
    found, left = {line}, [line]
    while left:
        for terms in made.get(left.pop(), ()):
            left += [term for term in terms if term not in found]
            found.update(terms)
    return frozenset(found)


def _look(field: Field, lines: Sequence[int]) -> _Look:
    adding = field.sound & ~field.exempt
    rows = np.flatnonzero(adding if adding.any() else field.sound)
    richest = rows[np.argsort(-field.known[rows].sum(axis=1), kind="stable")][:_LOOK]
    own = Window(richest, lines)
    known, units = own(field.known), own(field.units)
    scale = field.table.figures.scale
    if field.columns is None:
        steps = [grain(units)] * len(units)
    else:
        steps = [field.columns[int(row)].widest(scale) for row in richest]
    slack = np.array(steps, dtype=units.dtype)
    return _Look(tuple(lines), units, known, slack, _strays(units), min(len(rows), SAMPLE))


def _strays(units: Integers) -> Floats:
    """How far each line strays from each other in proportion: the root of the mean square."""
    largest = max(int(np.abs(units).max(initial=0)), 1)
    figures = (units / largest).astype(np.float64)
    totals, products = figures.sum(axis=0), figures.T @ figures
    with np.errstate(divide="ignore", invalid="ignore"):
        ratios = totals[:, None] / totals[None, :]
        squares = np.diag(products)
        left = squares[:, None] - 2 * ratios * products + ratios**2 * squares[None, :]
        found: Floats = np.sqrt(np.maximum(left, 0) / (len(figures) - 1)) * largest
    return np.where(np.isfinite(found), found, np.inf)


def _options(
    look: _Look, orders: Sequence[Sequence[int]]
) -> Iterator[tuple[int, int, Sequence[int]]]:
    """Targets with terms that come near them, and which of the orders they are a run of: none for
    a pair."""
    pairs = ((len(orders), *hit) for hit in _pairs(look))
    for rank, target, terms in chain(_runs(look, orders), pairs):
        if look.may_be_rare(target, terms):
            yield rank, target, terms


def _orders(field: Field, look: _Look) -> Iterator[list[int]]:
    """The lines of one name, every second, every third, and all as they stand."""
    count = len(look.lines)
    named: dict[str, list[int]] = {}
    for n, line in enumerate(look.lines):
        named.setdefault(fold_case(field.names[line]), []).append(n)
    yield from (alike for name, alike in named.items() if name and len(alike) > 2)
    for step in range(2, min(_MOST_APART, count // 2) + 1):
        for first in range(step):
            yield list(range(first, count, step))
    yield list(range(count))


def _runs(look: _Look, orders: Sequence[Sequence[int]]) -> Iterator[tuple[int, int, Sequence[int]]]:
    """Which of the orders, targets and runs of two or more lines in the order."""
    ends = [_pairs_of(len(order) + 1, 2) for order in orders]
    starts = np.cumsum([0, *(len(firsts) for firsts, _ in ends)])
    known = look.known.astype(np.int64)
    totals, counts, filled = (
        np.concatenate(
            [_between(values[:, order], *of) for order, of in zip(orders, ends, strict=True)],
            axis=1,
        )
        for values in (look.units, known, (look.units != 0).astype(np.int64))
    )
    for target, n in look.near(totals, counts, filled):
        rank = int(np.searchsorted(starts, n, side="right")) - 1
        first, end = (int(one[n - starts[rank]]) for one in ends[rank])
        run = orders[rank][first:end]
        if target not in run:
            yield rank, target, run


def _between(values: Integers, firsts: Integers, ends: Integers) -> Integers:
    """Sums from some lines up to others, shape (positions, sums)."""
    sums = np.concatenate([np.zeros_like(values[:, :1]), np.cumsum(values, axis=1)], axis=1)
    found: Integers = sums[:, ends] - sums[:, firsts]
    return found


@lru_cache(maxsize=64)
def _pairs_of(count: int, apart: int) -> tuple[Integers, Integers]:
    """All pairs of numbers below `count` that stand so far apart, or further."""
    return np.triu_indices(count, apart)


def _pairs(look: _Look) -> Iterator[tuple[int, tuple[int, int]]]:
    firsts, seconds = _pairs_of(len(look.lines), 1)
    totals = look.units[:, firsts] + look.units[:, seconds]
    there = (look.units != 0).astype(np.int64)
    filled = there[:, firsts] + there[:, seconds]
    for target, n in look.near(totals, np.full_like(filled, 2), filled):
        pair = int(firsts[n]), int(seconds[n])
        if target not in pair:
            yield target, pair
