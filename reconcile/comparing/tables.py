"""The tables of one document with those of the other."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from itertools import groupby

from msgspec import Struct

from reconcile.comparing.comparison import UnclearTables
from reconcile.comparing.names import key
from reconcile.comparing.sides import column_labels, row_labels
from reconcile.labels.titles import title_core
from reconcile.model import Table
from reconcile.structure.entities import fold

# What two versions of a table have in common, each a share of 1: rows, columns, figures, the
# words of their titles. Half of the rows or of the columns, whatever else is the same; a quarter
# of both, unless half the figures or the whole title are; and 1.5 of the four together, so that no
# share alone is enough.
_LEAST_OF_ONE, _LEAST_OF_OTHER, _LEAST_OF_ALL = 0.5, 0.25, 1.5


class PairedTables(Struct, frozen=True):
    pairs: tuple[tuple[Table, Table], ...]
    removed: tuple[Table, ...]
    added: tuple[Table, ...]
    unclear: tuple[UnclearTables, ...]


class _Looks(Struct, frozen=True):
    """What a table is known by."""

    title: str
    sheet: str
    columns: frozenset[object]
    rows: frozenset[object]
    figures: Counter[str]


def paired(old: Sequence[Table], new: Sequence[Table]) -> PairedTables:
    """The likest first; where two are as like as each other, and not the same, none is taken."""
    ours, theirs = [_looks(table) for table in old], [_looks(table) for table in new]
    likeness = {
        (i, j): like
        for i, looks in enumerate(ours)
        for j, other in enumerate(theirs)
        if (like := _likeness(looks, other)) is not None
    }
    pairs: dict[int, int] = {}
    doubtful: list[tuple[set[int], set[int]]] = []
    gone: tuple[set[int], set[int]] = set(), set()
    ordered = sorted(likeness, key=lambda pair: -likeness[pair])
    for _, run in groupby(ordered, key=lambda pair: likeness[pair]):
        waiting = list(run)
        while waiting := [(i, j) for i, j in waiting if i not in gone[0] and j not in gone[1]]:
            i, j = waiting[0]
            rivals = [pair for pair in waiting if pair[0] == i or pair[1] == j]
            taken = {i}, {j}
            if all(_twins(ours, theirs, pair, (i, j)) for pair in rivals):
                pairs[i] = j
            else:
                taken = {i for i, _ in rivals}, {j for _, j in rivals}
                doubtful.append(taken)
            gone = gone[0] | taken[0], gone[1] | taken[1]
    return _settled(old, new, pairs, doubtful)


def _settled(
    old: Sequence[Table],
    new: Sequence[Table],
    pairs: dict[int, int],
    doubtful: list[tuple[set[int], set[int]]],
) -> PairedTables:
    ours = set(pairs).union(*(left for left, _ in doubtful))
    theirs = set(pairs.values()).union(*(right for _, right in doubtful))
    return PairedTables(
        tuple((old[i], new[j]) for i, j in sorted(pairs.items(), key=lambda pair: pair[1])),
        tuple(table for i, table in enumerate(old) if i not in ours),
        tuple(table for j, table in enumerate(new) if j not in theirs),
        tuple(
            UnclearTables(tuple(old[i] for i in sorted(left)), tuple(new[j] for j in sorted(right)))
            for left, right in doubtful
        ),
    )


def _looks(table: Table) -> _Looks:
    entity = table.column("entity")
    figures: Counter[str] = Counter()
    for i in range(len(table.rows)):
        for j in range(len(table.columns)):
            number = table.figures.number(i, j)
            if number is not None and number.units:
                figures[str(number.value.normalize())] += 1
    return _Looks(
        fold(title_core(table.title)),
        table.parts[0].sheet,
        frozenset(key(label) for label in column_labels(table) if label.index != entity),
        frozenset(key(label)[-1:] for label in row_labels(table)),
        figures,
    )


def _likeness(old: _Looks, new: _Looks) -> float | None:
    """None for two that have too little in common to be one table."""
    columns, rows = _shared(old.columns, new.columns), _shared(old.rows, new.rows)
    if max(columns, rows) < _LEAST_OF_ONE:
        return None
    words_shared = _shared(frozenset(old.title.split()), frozenset(new.title.split()))
    all_figures = old.figures.total() + new.figures.total()
    figures = 2 * (old.figures & new.figures).total() / max(1, all_figures)
    likeness = columns + rows + figures + words_shared
    unlike = min(columns, rows) < _LEAST_OF_OTHER and figures < _LEAST_OF_ONE and words_shared < 1
    if unlike or likeness < _LEAST_OF_ALL:
        return None
    return likeness + (old.sheet == new.sheet) / 4


def _shared(old: frozenset[object], new: frozenset[object]) -> float:
    return 2 * len(old & new) / max(1, len(old) + len(new))


def _twins(
    ours: Sequence[_Looks], theirs: Sequence[_Looks], pair: tuple[int, int], rival: tuple[int, int]
) -> bool:
    """Whether it is all the same which of two pairs is taken."""
    return ours[pair[0]] == ours[rival[0]] and theirs[pair[1]] == theirs[rival[1]]
