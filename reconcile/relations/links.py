"""Links: a column of one table repeats a column of another, row by row over matched names."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import lru_cache

import numpy as np
import numpy.typing as npt
from msgspec import Struct

from reconcile.model import Flags, Integers, Table
from reconcile.relations.field import Window
from reconcile.structure import words

_LIKE = 0.85
_MOSTLY = 0.5  # less than any link must hold
_MOST_CELLS = 1 << 20  # that are looked at in one go


class Link(Struct, frozen=True, eq=False):
    """Column `target` of one table repeats column `source` of another; `pairs` has shape
    (equations, 2), the rows in each. `named` says whether the title of the other table names it."""

    table: str
    target: int
    other: str
    source: int
    pairs: npt.NDArray[np.int64]
    held: int
    named: bool


class _Side(Struct, frozen=True, eq=False):
    """A table as links see it: its columns of figures, what they and the table are called, and the
    rows of its entities."""

    table: Table
    columns: tuple[int, ...]
    labels: tuple[str, ...]
    title: str
    entities: Mapping[str, int]

    @property
    def number(self) -> int:
        return int(self.table.id[1:])


def find(tables: tuple[Table, ...], computed: frozenset[tuple[str, int]]) -> Iterator[Link]:
    """The links of a document; `computed` are the columns that are totals of others."""
    sides = [_side(table) for table in tables] if len(tables) > 1 else []
    for side in sides:
        options: dict[int, list[Link]] = {}
        for other in sides:
            if other is not side:
                for link in _between(side, other, computed):
                    options.setdefault(link.target, []).append(link)
        for target in sorted(options):
            yield max(options[target], key=lambda link: (link.named, link.held))


def _side(table: Table) -> _Side:
    roles = ("component", "total", "subtotal", "average")
    columns = tuple(j for j, column in enumerate(table.columns) if column.role in roles)
    return _Side(
        table=table,
        columns=columns,
        labels=tuple(words.fold_case(table.columns[j].name) for j in columns),
        title=words.fold_case(words.title_core(table.title)),
        entities={
            row.entity: i for i, row in enumerate(table.rows) if row.role == "entity" and row.entity
        },
    )


def _between(side: _Side, other: _Side, computed: frozenset[tuple[str, int]]) -> Iterator[Link]:
    rows = _matched(side, other)
    if len(rows) < 3:
        return
    table = side.table
    for t, s in _agreeing(side, other, rows):
        target, source = side.columns[t], other.columns[s]
        is_total = (other.table.id, source) in computed
        titled = is_total and _alike(side.labels[t], other.title)
        named = titled or (
            not is_total and bool(side.labels[t]) and side.labels[t] == other.labels[s]
        )
        if (table.id, target) in computed or not (named or is_total):
            continue
        known = table.figures.known[rows[:, 0], target]
        pairs = rows[known & other.table.figures.known[rows[:, 1], source]]
        link = _weighed(table, target, other.table, source, pairs, titled)
        if link is not None and (is_total or other.number < side.number):
            yield link


def matched(table: Table, other: Table) -> npt.NDArray[np.int64]:
    """The rows of one entity in both tables, of shape (pairs, 2)."""
    return _matched(_side(table), _side(other))


def _matched(side: _Side, other: _Side) -> npt.NDArray[np.int64]:
    pairs = [
        (i, other.entities[row.entity])
        for i, row in enumerate(side.table.rows)
        if row.role == "entity" and row.entity in other.entities
    ]
    return np.array(pairs, dtype=np.int64).reshape(-1, 2)


def _agreeing(side: _Side, other: _Side, rows: npt.NDArray[np.int64]) -> Iterator[tuple[int, int]]:
    """The columns of two tables, by their places among those of figures, that state the same in
    most of the rows."""
    scale = max(side.table.figures.scale, other.table.figures.scale)
    left, known = _figures(side, rows[:, 0], scale)
    right, there = _figures(other, rows[:, 1], scale)
    at_once = max(1, _MOST_CELLS // max(right.size, 1))
    for start in range(0, len(side.columns), at_once):
        some = np.s_[:, start : start + at_once, None]
        both = known[some] & there[:, None]
        held = (both & (left[some] == right[:, None])).sum(axis=0)
        for t, s in np.argwhere((held > 0) & (held >= _MOSTLY * both.sum(axis=0))).tolist():
            yield t + start, s


def _figures(side: _Side, rows: npt.NDArray[np.int64], scale: int) -> tuple[Integers, Flags]:
    own, figures = Window(rows, side.columns), side.table.figures
    units: Integers = own(figures.units) * 10 ** (scale - figures.scale)
    return units, own(figures.known)


@lru_cache(maxsize=1 << 12)
def _alike(one: str, other: str) -> bool:
    if not one or not other:
        return False
    if one == other:
        return True
    from difflib import SequenceMatcher

    pair = SequenceMatcher(None, one, other, autojunk=False)
    return pair.real_quick_ratio() >= _LIKE <= pair.quick_ratio() and pair.ratio() >= _LIKE


def _weighed(
    table: Table,
    target: int,
    other: Table,
    source: int,
    pairs: npt.NDArray[np.int64],
    titled: bool,
) -> Link | None:
    """A link that holds in most rows, and in enough different ones where no title names it."""
    if len(pairs) < 3:
        return None
    scale = max(table.figures.scale, other.figures.scale)
    left = table.figures.units[pairs[:, 0], target] * 10 ** (scale - table.figures.scale)
    right = other.figures.units[pairs[:, 1], source] * 10 ** (scale - other.figures.scale)
    equal = left == right
    distinct = len(set(left[equal].tolist()))
    least, different = (0.6, 1) if titled else (0.75, 3)
    if equal.mean() < least or distinct < different:
        return None
    return Link(table.id, target, other.id, source, pairs, int(equal.sum()), titled)
