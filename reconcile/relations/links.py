"""Links: a column of one table repeats a column of another, row by row over matched names."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from reconcile.model import Table
from reconcile.structure import words

_LIKE = 0.85


@dataclass(frozen=True, eq=False)
class Link:
    """Column `target` of one table repeats column `source` of another; `pairs` has shape
    (equations, 2), the rows in each. `named` says whether the title of the other table names it."""

    table: str
    target: int
    other: str
    source: int
    pairs: npt.NDArray[np.int64]
    held: int
    named: bool


def find(tables: tuple[Table, ...], computed: frozenset[tuple[str, int]]) -> Iterator[Link]:
    """The links of a document; `computed` are the columns that are totals of others."""
    for table in tables:
        for target in _figures(table):
            if (table.id, target) in computed:
                continue
            options = [
                link
                for other in tables
                if other is not table
                for link in _between(table, target, other, computed)
            ]
            if options:
                yield max(options, key=lambda link: (link.named, link.held))


def _figures(table: Table) -> Iterator[int]:
    for j, column in enumerate(table.columns):
        if column.role in ("component", "total", "subtotal", "average"):
            yield j


def _between(
    table: Table, target: int, other: Table, computed: frozenset[tuple[str, int]]
) -> Iterator[Link]:
    rows = _matched(table, other)
    if len(rows) < 3:
        return
    for source in _figures(other):
        is_total = (other.id, source) in computed
        named = _named(table, target, other, source, is_total)
        if not named and not is_total:
            continue
        pairs = rows[
            table.figures.known[rows[:, 0], target] & other.figures.known[rows[:, 1], source]
        ]
        link = _weighed(table, target, other, source, pairs, named and is_total)
        if link is not None and (is_total or _earlier(other, table)):
            yield link


def _earlier(one: Table, other: Table) -> bool:
    return int(one.id[1:]) < int(other.id[1:])


def _matched(table: Table, other: Table) -> npt.NDArray[np.int64]:
    where = {
        row.entity: i for i, row in enumerate(other.rows) if row.role == "entity" and row.entity
    }
    pairs = [
        (i, where[row.entity])
        for i, row in enumerate(table.rows)
        if row.role == "entity" and row.entity in where
    ]
    return np.array(pairs, dtype=np.int64).reshape(-1, 2)


def _named(table: Table, target: int, other: Table, source: int, is_total: bool) -> bool:
    label = words.fold_case(table.columns[target].name)
    if is_total and _alike(label, words.fold_case(words.title_core(other.title))):
        return True
    return not is_total and bool(label) and label == words.fold_case(other.columns[source].name)


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
