"""What became of the rows and columns of one table."""

from __future__ import annotations

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterator, Sequence

from msgspec import Struct

from reconcile.audited import Audit
from reconcile.comparing.comparison import Axis, Label, LineChange, MatchedLines, UnclearLines
from reconcile.comparing.names import Look, by_name, figures_of, key, twins, unclear
from reconcile.comparing.renamed import renamed
from reconcile.comparing.sides import column_labels, row_labels, shown
from reconcile.model import Table

NAMING = ("serial", "entity")
LinePairs = dict[int, int]  # positions in the old table with those in the new


def lines_of(
    old: Table, new: Table, sides: tuple[Audit, Audit]
) -> tuple[MatchedLines, MatchedLines]:
    """Rows with rows and columns with columns: by name, then by figures where names leave doubt."""
    above = column_labels(old), column_labels(new)
    beside = row_labels(old), row_labels(new)
    columns = _naming(old, new)
    columns |= {
        i: j for i, j in by_name(*above).items() if i not in columns and j not in columns.values()
    }
    rows = by_name(*beside)
    ours, theirs = _View(old, sides[0]), _View(new, sides[1])
    looks = ours.down(list(rows)), theirs.down(list(rows.values()))
    columns |= twins(*above, columns, looks)
    rows |= twins(*beside, rows, _across(ours, theirs, columns))
    doubtful = unclear("column", *above, columns), unclear("row", *beside, rows)
    free = _free(above, columns, doubtful[0])
    looks = ours.down(list(rows)), theirs.down(list(rows.values()))
    columns |= renamed(figures_of(free[0], looks[0]), figures_of(free[1], looks[1]))
    free = _free(beside, rows, doubtful[1])
    looks = _across(ours, theirs, columns)
    rows |= renamed(figures_of(free[0], looks[0]), figures_of(free[1], looks[1]))
    rows |= _bands(old, new, free, rows)
    return _matched_lines("row", beside, rows, doubtful[1]), _matched_lines(
        "column", above, columns, doubtful[0]
    )


class _View(Struct, frozen=True):
    """A table as it looks along its rows and columns."""

    table: Table
    side: Audit

    def down(self, rows: Sequence[int]) -> Look:
        return lambda column: tuple(shown(self.table, i, column, self.side) for i in rows)

    def across(self, columns: Sequence[int]) -> Look:
        return lambda row: tuple(shown(self.table, row, j, self.side) for j in columns)


def _across(ours: _View, theirs: _View, columns: LinePairs) -> tuple[Look, Look]:
    """The rows of both tables, as they look in the columns that both have; names aside."""
    pairs = [(i, j) for i, j in columns.items() if ours.table.columns[i].role not in NAMING]
    return ours.across([i for i, _ in pairs]), theirs.across([j for _, j in pairs])


def _naming(old: Table, new: Table) -> LinePairs:
    """The columns that name the rows are the same, whatever stands above them."""
    ours, theirs = old.column("entity"), new.column("entity")
    return {} if ours is None or theirs is None else {ours: theirs}


Sides = tuple[tuple[Label, ...], tuple[Label, ...]]


def _free(
    labels: Sides, pairs: LinePairs, doubtful: Sequence[UnclearLines]
) -> tuple[list[int], list[int]]:
    """The lines of either side that are neither matched nor in doubt."""
    ours = {label.index for lines in doubtful for label in lines.old} | set(pairs)
    theirs = {label.index for lines in doubtful for label in lines.new} | set(pairs.values())
    return (
        [label.index for label in labels[0] if label.index not in ours],
        [label.index for label in labels[1] if label.index not in theirs],
    )


def _bands(old: Table, new: Table, free: tuple[list[int], list[int]], rows: LinePairs) -> LinePairs:
    """Heads of bands under another name: the rows under them are the same ones."""
    ours, theirs = _members(old, free[0]), _members(new, free[1])
    heads = {members: head for head, members in theirs.items()}
    return {
        head: heads[moved]
        for head, members in ours.items()
        if len(members) > 1
        and (moved := frozenset(rows.get(row, -1) for row in members)) in heads
        and head not in rows
    }


def _members(table: Table, heads: Sequence[int]) -> dict[int, frozenset[int]]:
    """The rows under each head of a band; none under one whose name is not its own."""
    under: dict[str, set[int]] = defaultdict(set)
    for i, row in enumerate(table.rows):
        under[row.group].add(i)
    named = [table.rows[head].name for head in heads]
    return {
        head: frozenset(under[name])
        for head, name in zip(heads, named, strict=True)
        if name and name in under and named.count(name) == 1
    }


def _matched_lines(
    axis: Axis, labels: Sides, matched: LinePairs, doubtful: tuple[UnclearLines, ...]
) -> MatchedLines:
    old, new = ({label.index: label for label in side} for side in labels)
    pairs = tuple(sorted(matched.items(), key=lambda pair: pair[1]))
    gone, come = _free(labels, matched, doubtful)
    changes = [
        *(LineChange("removed", axis, old[i], None) for i in gone),
        *(LineChange("added", axis, None, new[j]) for j in come),
        *_named_anew(axis, [(old[i], new[j]) for i, j in pairs]),
        *_moved(axis, [(old[i], new[j]) for i, j in pairs]),
    ]
    return MatchedLines(axis, *labels, pairs, tuple(changes), doubtful)


def _named_anew(axis: Axis, pairs: Sequence[tuple[Label, Label]]) -> Iterator[LineChange]:
    """Lines called otherwise: the same name in another spelling, or another name."""
    for old, new in pairs:
        if key(old)[-1:] != key(new)[-1:]:
            respelled = bool(by_name([old], [new]))
            yield LineChange("respelled" if respelled else "renamed", axis, old, new)


def _moved(axis: Axis, pairs: Sequence[tuple[Label, Label]]) -> Iterator[LineChange]:
    stay = staying([old.index for old, _ in pairs])
    before: Label | None = None
    for old, new in pairs:
        if old.index not in stay:
            yield LineChange("moved", axis, old, new, before)
        before = new


def staying(order: Sequence[int]) -> frozenset[int]:
    """The values of a longest increasing subsequence of distinct values; all others moved."""
    ends: list[int] = []  # the least last value of an increasing run, by its length
    before: dict[int, int | None] = {}
    for value in order:
        length = bisect_left(ends, value)
        before[value] = ends[length - 1] if length else None
        ends[length : length + 1] = [value]
    kept: set[int] = set()
    value_kept = ends[-1] if ends else None
    while value_kept is not None:
        kept.add(value_kept)
        value_kept = before[value_kept]
    return frozenset(kept)
