"""What a label such as `Total`, `Cộng` or `ĐTB` states: its line is the sum, or the average, of
others beside it.

Which others it leaves open: those of its group, the block up to the total before, all that are no
totals, the totals alone.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from reconcile.relations.claims.claim import Claim
from reconcile.relations.discovery.field import Field
from reconcile.relations.evidence.support import Pattern


def find(field: Field, targets: Sequence[int], lines: Sequence[int]) -> Iterator[Claim]:
    """A claim of each of some labelled lines over some of the `lines` that hold figures."""
    for target in targets:
        mean = field.roles[target] == "average"
        scopes = dict.fromkeys(terms for terms in _scopes(field, lines, target) if len(terms) > 1)
        readings = tuple(Pattern(target, terms, (1,) * len(terms), mean) for terms in scopes)
        if readings:
            yield Claim("label", target, readings)


def _scopes(field: Field, lines: Sequence[int], target: int) -> Iterator[tuple[int, ...]]:
    """The lines that a total may be of, the likeliest first."""
    before = [line for line in lines if line < target]
    behind = [line for line in lines if line > target]
    if field.axis == "column":
        group = field.table.columns[field.lines[target]].path[:-1]
        yield tuple(
            line
            for line in before + behind
            if group and field.table.columns[field.lines[line]].path[:-1] == group
        )
    for side in (before[::-1], behind):
        plain = [line for line in side if line not in field.computed]
        totals = [line for line in side if field.is_declared(line)]
        ends = next((n for n, line in enumerate(side) if line in field.computed), len(side))
        yield tuple(sorted(side[:ends]))
        yield tuple(sorted(plain))
        yield tuple(sorted(totals))
