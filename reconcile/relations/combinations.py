"""Sums of lines that do not stand side by side: every third line, a run somewhere else, the lines
of one name in every block, one line less another.

There are far more of these than of stretches beside a total, so far more must speak for each. One
that only restates what is known already adds nothing.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from math import log

import numpy as np

from reconcile.model import Flags, Integers
from reconcile.relations.field import Field
from reconcile.relations.independence import Span
from reconcile.relations.rounding import grain
from reconcile.relations.support import Candidate, Pattern, added, is_rare, weighed
from reconcile.structure import words

_MOST_LINES = 100
_MOST_APART = 6  # the widest step between lines that are added
_LOOK = 24  # positions that a combination is first tried on
_SHARE = 0.75


@dataclass(frozen=True, eq=False)
class _Look:
    """A few positions of the lines that may be combined: `units` and `slack` (what rounding of one
    figure explains) have shape (positions, lines) and (positions,)."""

    lines: tuple[int, ...]
    units: Integers
    known: Flags
    slack: Integers

    def near(self, target: int, totals: Integers, count: Integers | int) -> Flags:
        """Which of the totals, of shape (positions, …), are the target's figure, nearly always."""
        there = self.known[:, target]
        shape = (-1,) + (1,) * (totals.ndim - 1)
        stated, slack = (a[there].reshape(shape) for a in (self.units[:, target], self.slack))
        hits = 2 * np.abs(totals[there] - stated) <= slack * (count + 1)
        enough: Flags = hits.mean(axis=0) >= _SHARE
        return enough


def find(
    field: Field, lines: Sequence[int], top: Sequence[int], known: Sequence[Candidate]
) -> Iterator[Candidate]:
    """The sums among some lines of a field that are independent of those already known; `top` are
    the lines that are part of none."""
    if not 3 <= len(lines) <= _MOST_LINES:
        return
    span = Span(len(field.lines))
    for candidate in known:
        span.add(candidate.pattern)
    look = _look(field, lines)
    orders = [[look.lines.index(line) for line in top], *_orders(field, look)]
    options = [
        (rank, option.rarity, len(terms), option)
        for target in range(len(lines))
        for rank, terms in _options(look, orders, target)
        if (option := weighed(field, added(lines[target], terms)))
        and is_rare(option, 2 * log(len(lines)))
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
    """Whether most of the same lines are known to make the same total: with one more or less, too
    small to tell."""
    made: dict[int, list[tuple[int, ...]]] = {}
    for other in found:
        if not other.mean:
            made.setdefault(other.target, []).append(other.terms)
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
    steps = [grain(units)] * len(units) if field.columns is None else map(field.step, richest)
    return _Look(tuple(lines), units, known, np.array(list(steps), dtype=units.dtype))


def _options(
    look: _Look, orders: Sequence[Sequence[int]], target: int
) -> Iterator[tuple[int, tuple[int, ...]]]:
    """Terms that come near a target, and which of the orders they are a run of: none for a pair."""
    if not look.known[:, target].any():
        return
    for rank, order in enumerate(orders):
        for terms in _runs(look, target, [n for n in order if n != target]):
            yield rank, tuple(look.lines[n] for n in terms)
    for pair in _pairs(look, target):
        yield len(orders), tuple(look.lines[n] for n in pair)


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


def _runs(look: _Look, target: int, order: Sequence[int]) -> Iterator[list[int]]:
    """Runs of two or more lines in an order."""
    units, known = look.units[:, order], look.known[:, order]
    nothing = np.zeros((len(units), 1), dtype=units.dtype)
    sums = np.concatenate([nothing, np.cumsum(units, axis=1)], axis=1)
    counts = np.concatenate([nothing, np.cumsum(known, axis=1)], axis=1).max(axis=0)
    totals = sums[:, None, :] - sums[:, :, None]
    lengths = counts[None, :] - counts[:, None]
    near = look.near(target, totals, lengths)
    for first, last in np.argwhere(near):
        if last - first >= 2:
            yield list(order[int(first) : int(last)])


def _pairs(look: _Look, target: int) -> Iterator[tuple[int, int]]:
    totals = look.units[:, :, None] + look.units[:, None, :]
    for one, other in np.argwhere(np.triu(look.near(target, totals, 2), 1)):
        if target not in (one, other):
            yield int(one), int(other)
