"""Sums of lines that do not stand side by side: every third line, a run somewhere else, the lines
of one name in every block, one line less another.

There are far more of these than of stretches beside a total, so far more must speak for each. One
that only restates what is known already adds nothing.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from math import log

import numpy as np
from msgspec import Struct

from reconcile.model import Flags, Integers
from reconcile.relations.field import Field
from reconcile.relations.independence import Span
from reconcile.relations.rounding import grain
from reconcile.relations.support import RARE, Candidate, Pattern, added, is_rare, weighed
from reconcile.structure import words

_MOST_APART = 6  # the widest step between lines that are added
_LOOK = 24  # positions that a combination is first tried on
_SHARE = 0.75


_MOST_CELLS = 1 << 20  # that are looked at in one go

Hit = tuple[int, int, int]  # target, first, second


class _Look(Struct, frozen=True, eq=False):
    """A few positions of the lines that may be combined: `units` and `slack` (what rounding of one
    figure explains) have shape (positions, lines) and (positions,)."""

    lines: tuple[int, ...]
    units: Integers
    known: Flags
    slack: Integers

    def near(self, totals: Integers, counts: Integers, filled: Integers) -> Iterator[Hit]:
        """Where a total, of shape (positions, first, second), is a line's figure nearly always, and
        not by accident; `filled` of its parts are not 0."""
        at_once = max(1, _MOST_CELLS // totals.size)
        for start in range(0, len(self.lines), at_once):
            some = np.s_[:, start : start + at_once, None, None]
            stated, there, slack = (
                self.units[some],
                self.known[some],
                self.slack[:, None, None, None],
            )
            misses = np.abs(totals[:, None] - stated)
            close = (2 * misses <= slack * (counts[:, None] + 1)) & there
            hits = close & (filled[:, None] >= 2)
            judged = (hits | ~close) & there
            often = hits.sum(axis=0) >= np.maximum(1, _SHARE * judged.sum(axis=0))
            target, first, last = often.nonzero()
            chances = (slack / np.maximum(np.abs(stated), slack)).astype(np.float64)[
                :, target, 0, 0
            ]
            luck = (hits[:, target, first, last] * np.log(chances)).cumsum(axis=0)[-1]
            rare = luck + 2 * log(len(self.lines)) < RARE
            for hit in np.column_stack((target + start, first, last))[rare].tolist():
                yield hit[0], hit[1], hit[2]


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
    options = [
        (rank, option.rarity, len(terms), option)
        for rank, target, terms in _options(look, orders)
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
    return len(lines) > 2 and len({words.fold_case(field.names[line]) for line in lines}) == 1


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
    window = np.ix_(richest, np.array(lines))
    known = field.known[window]
    units = np.where(known, field.units[window], 0)
    scale = field.table.figures.scale
    if field.columns is None:
        steps = [grain(units)] * len(units)
    else:
        steps = [field.columns[int(row)].widest(scale) for row in richest]
    return _Look(tuple(lines), units, known, np.array(steps, dtype=units.dtype))


def _options(
    look: _Look, orders: Sequence[Sequence[int]]
) -> Iterator[tuple[int, int, tuple[int, ...]]]:
    """Targets with terms that come near them, and which of the orders they are a run of: none for
    a pair."""
    for rank, order in enumerate(orders):
        for target, terms in _runs(look, order):
            yield rank, look.lines[target], tuple(look.lines[n] for n in terms)
    for target, pair in _pairs(look):
        yield len(orders), look.lines[target], tuple(look.lines[n] for n in pair)


def _orders(field: Field, look: _Look) -> Iterator[list[int]]:
    """The lines of one name, every second, every third, and all as they stand."""
    count = len(look.lines)
    named: dict[str, list[int]] = {}
    for n, line in enumerate(look.lines):
        named.setdefault(words.fold_case(field.names[line]), []).append(n)
    yield from (alike for name, alike in named.items() if name and len(alike) > 2)
    for step in range(2, min(_MOST_APART, count // 2) + 1):
        for first in range(step):
            yield list(range(first, count, step))
    yield list(range(count))


def _runs(look: _Look, order: Sequence[int]) -> Iterator[tuple[int, Sequence[int]]]:
    """Targets with runs of two or more lines in an order."""
    units, known = look.units[:, order], look.known[:, order]
    totals, counts, filled = map(_between, (units, known, units != 0))
    for target, first, last in look.near(totals, counts, filled):
        if last - first >= 2 and target not in order[first:last]:
            yield target, order[first:last]


def _between(values: Integers) -> Integers:
    """Sums from every line up to every other, shape (positions, lines + 1, lines + 1)."""
    nothing = np.zeros((len(values), 1), dtype=np.result_type(values, np.int64))
    sums = np.concatenate([nothing, np.cumsum(values, axis=1)], axis=1)
    found: Integers = sums[:, None, :] - sums[:, :, None]
    return found


def _pairs(look: _Look) -> Iterator[tuple[int, tuple[int, int]]]:
    totals = look.units[:, :, None] + look.units[:, None, :]
    there = (look.units != 0).astype(np.int64)
    filled = there[:, :, None] + there[:, None, :]
    for target, one, other in look.near(totals, np.full_like(filled, 2), filled):
        if one < other and target not in (one, other):
            yield target, (one, other)
