"""What an outline states: a row is the sum of those one level below it, `I = 1 + 2 + 3`."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from reconcile.labels import vocabulary
from reconcile.relations.claims.claim import Claim
from reconcile.relations.discovery.field import Field
from reconcile.relations.evidence.support import plain_sum


def find(field: Field) -> Iterator[Claim]:
    """A claim of each row of an outline that has others below it, and of the total of its top
    level."""
    if field.axis == "column":
        return
    rows = field.table.rows
    levels = [rows[row].level for row in field.lines]
    if max(levels, default=-1) < 1:
        return
    for n, level in enumerate(levels):
        if (level >= 0 and not field.is_computed(n)) or (level < 0 and field.is_declared(n)):
            readings = tuple(plain_sum(n, terms) for terms in _readings(field, levels, n))
            if readings:
                yield Claim("outline", n, readings)


def _readings(field: Field, levels: Sequence[int], target: int) -> Iterator[tuple[int, ...]]:
    """The children of a row: all of them, or those that are not said to be a part of what stands
    above them. A total has its table's top level."""
    if levels[target] < 0:
        yield from _tops(field, levels, target)
        return
    below: list[int] = []
    for n in range(target + 1, len(levels)):
        if 0 <= levels[n] <= levels[target] or (levels[n] < 0 and field.is_computed(n)):
            break
        below.append(n)
    stated = [n for n in below if levels[n] >= 0]
    if not stated:
        return
    top = min(levels[n] for n in stated)
    children = tuple(n for n in stated if levels[n] == top)
    whole = tuple(n for n in children if not vocabulary.is_part_of(field.names[n]))
    yield from dict.fromkeys(terms for terms in (whole, children) if len(terms) > 1)


def _tops(field: Field, levels: Sequence[int], target: int) -> Iterator[tuple[int, ...]]:
    """The rows of the top level above a total, and those below it."""
    for side in (range(target), range(target + 1, len(levels))):
        stated = [n for n in side if levels[n] >= 0]
        top = min((levels[n] for n in stated), default=0)
        terms = tuple(n for n in stated if levels[n] == top)
        if len(terms) > 1:
            yield terms
