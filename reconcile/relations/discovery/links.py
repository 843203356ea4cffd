"""Links: a column of one table repeats a column of another, row by row over matched names.

In `T3.C = T1.F` North's total of the first table, 145, stands beside North in the third.
"""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Iterator, Mapping, Sequence
from functools import lru_cache
from itertools import chain
from operator import itemgetter

import numpy as np
import numpy.typing as npt
from msgspec import Struct

from reconcile.labels.texts import fold_case
from reconcile.labels.titles import title_core
from reconcile.model import Flags, Integers, Table
from reconcile.relations.check.rounding import rescaled

_LIKE = 0.85  # of the letters of a title and a label: it names it but for a word or a slip
_MOSTLY = 0.5  # of the rows, a first sieve: any link must hold in more
_FEWEST = 3  # rows in which both columns state something
# The share of rows in which a link must hold, and how many different figures: where the title of
# the other table names the column, and where only the same label does.
_TITLED, _UNTITLED = (0.6, 1), (0.75, 3)
_MISS = 4.0  # what a row that differs takes from the log-odds of a link
_SMALL = 0.05  # the chance of a hit far from all other figures, in parts of one among them
_UNNAMED = -3.0  # the log-odds of a link before its rows are looked at, where no title names it
_MOST_CELLS, _MOST_COLUMNS = 1 << 20, 1 << 10  # that are looked at in one go


class Link(Struct, frozen=True, eq=False):
    """Column `target` of one table repeats column `source` of another; `pairs` has shape
    (equations, 2), the rows in each. `is_named` says whether the title of the other table names
    it."""

    table: str
    target: int
    other: str
    source: int
    pairs: npt.NDArray[np.int64]
    held: int
    is_named: bool


class _Side(Struct, frozen=True, eq=False):
    """A table as links see it: its columns of figures, what they and the table are called, the
    figures themselves, shape (rows, columns), and the rows of its entities, by their names too."""

    table: Table
    columns: tuple[int, ...]
    labels: tuple[str, ...]
    title: str
    units: Integers
    known: Flags
    rows: tuple[tuple[int, str], ...]
    entities: Mapping[str, int]

    @property
    def number(self) -> int:
        return int(self.table.id[1:])

    @property
    def scale(self) -> int:
        return self.table.figures.scale


class _Stack(Struct, frozen=True, eq=False):
    """Sides with the same entities in the same rows and figures of one scale, next to each other;
    `owners` has for each column the place of its side among all, and its own place in that."""

    sides: list[_Side]
    entities: Mapping[str, int]
    scale: int
    units: Integers
    known: Flags
    owners: tuple[tuple[int, int], ...]


def find(tables: tuple[Table, ...], computed: frozenset[tuple[str, int]]) -> Iterator[Link]:
    """The links of a document; `computed` are the columns that are totals of others."""
    sides = list(map(_side, tables)) if len(tables) > 1 else []
    stacks = list(_stacks(sides))
    for side in sides:
        options: dict[int, list[Link]] = {}
        others = (stack for stack in stacks if stack.sides != [side])
        agreeing = chain.from_iterable(_agreeing(side, stack) for stack in others)
        for at, t, s, rows in sorted(agreeing, key=itemgetter(0, 1, 2)):
            link = _link(side, t, sides[at], s, rows, computed) if sides[at] is not side else None
            if link is not None:
                options.setdefault(link.target, []).append(link)
        for target in sorted(options):
            yield max(options[target], key=lambda link: (link.is_named, link.held))


def _side(table: Table) -> _Side:
    roles = ("component", "total", "subtotal", "average")
    columns = tuple(j for j, column in enumerate(table.columns) if column.role in roles)
    rows = _entities(table)
    return _Side(
        table=table,
        columns=columns,
        labels=tuple(fold_case(table.columns[j].name) for j in columns),
        title=fold_case(title_core(table.title)),
        units=table.figures.units[:, columns],
        known=table.figures.known[:, columns],
        rows=rows,
        entities={entity: i for i, entity in rows},
    )


def _entities(table: Table) -> tuple[tuple[int, str], ...]:
    return tuple(
        (i, row.entity) for i, row in enumerate(table.rows) if row.role == "entity" and row.entity
    )


def _stacks(sides: Sequence[_Side]) -> Iterator[_Stack]:
    """All sides, in as few stacks as can be looked at in one go."""
    alike: dict[Hashable, list[tuple[int, _Side]]] = {}
    for n, side in enumerate(sides):
        key = side.scale, side.units.dtype, len(side.units), side.rows
        alike.setdefault(key, []).append((n, side))
    for members in alike.values():
        rows, widest = len(members[0][1].units), max(len(side.columns) for _, side in members)
        at_once = max(1, min(_MOST_COLUMNS, _MOST_CELLS // max(rows, 1)) // max(widest, 1))
        for start in range(0, len(members), at_once):
            group = members[start : start + at_once]
            yield _Stack(
                sides=[side for _, side in group],
                entities=group[0][1].entities,
                scale=group[0][1].scale,
                units=np.hstack([side.units for _, side in group]),
                known=np.hstack([side.known for _, side in group]),
                owners=tuple((n, s) for n, side in group for s in range(len(side.columns))),
            )


def _agreeing(side: _Side, stack: _Stack) -> Iterator[tuple[int, int, int, npt.NDArray[np.int64]]]:
    """The columns that state the same in most of the rows that a table has in common with others:
    the place of the other table, those of both columns among its table's, and those rows."""
    rows = _matched(side.rows, stack.entities)
    if len(rows) < _FEWEST:
        return
    scale = max(side.scale, stack.scale)
    left = rescaled(side.units[rows[:, 0]], scale - side.scale)
    right = rescaled(stack.units[rows[:, 1]], scale - stack.scale)
    known, known_other = side.known[rows[:, 0]], stack.known[rows[:, 1]]
    at_once = max(1, _MOST_CELLS // max(right.size, 1))
    for start in range(0, len(side.columns), at_once):
        targets = np.s_[:, start : start + at_once, None]
        both = known[targets] & known_other[:, None]
        held = (both & (left[targets] == right[:, None])).sum(axis=0)
        for t, n in np.argwhere((held > 0) & (held >= _MOSTLY * both.sum(axis=0))).tolist():
            at, s = stack.owners[n]
            yield at, t + start, s, rows


def _link(
    side: _Side,
    t: int,
    other: _Side,
    s: int,
    rows: npt.NDArray[np.int64],
    computed: frozenset[tuple[str, int]],
) -> Link | None:
    """What the agreement of a column with one of another table means, if anything."""
    table, target, source = side.table, side.columns[t], other.columns[s]
    is_total = (other.table.id, source) in computed
    is_titled = is_total and _is_like(side.labels[t], other.title)
    is_named = is_titled or (
        not is_total and bool(side.labels[t]) and side.labels[t] == other.labels[s]
    )
    if (table.id, target) in computed or not (is_named or is_total):
        return None
    if not is_total and other.number >= side.number:
        return None
    known = side.known[rows[:, 0], t] & other.known[rows[:, 1], s]
    return _tested_link(table, target, other.table, source, rows[known], is_titled)


def matched(table: Table, other: Table) -> npt.NDArray[np.int64]:
    """The rows of one entity in both tables, of shape (pairs, 2)."""
    return _matched(_entities(table), {entity: i for i, entity in _entities(other)})


def _matched(rows: Iterable[tuple[int, str]], entities: Mapping[str, int]) -> npt.NDArray[np.int64]:
    pairs = [(i, entities[entity]) for i, entity in rows if entity in entities]
    return np.array(pairs, dtype=np.int64).reshape(-1, 2)


@lru_cache(maxsize=1 << 12)
def _is_like(label: str, title: str) -> bool:
    """Whether a label reads like a title; neither does where it is empty."""
    if not label or not title:
        return False
    if label == title:
        return True
    from difflib import SequenceMatcher

    pair = SequenceMatcher(None, label, title, autojunk=False)
    return pair.real_quick_ratio() >= _LIKE <= pair.quick_ratio() and pair.ratio() >= _LIKE


def _tested_link(
    table: Table,
    target: int,
    other: Table,
    source: int,
    pairs: npt.NDArray[np.int64],
    is_titled: bool,
) -> Link | None:
    """A link that holds in most rows, and in enough different ones where no title names it."""
    if len(pairs) < _FEWEST:
        return None
    scale = max(table.figures.scale, other.figures.scale)
    left = rescaled(table.figures.units[pairs[:, 0], target], scale - table.figures.scale)
    right = rescaled(other.figures.units[pairs[:, 1], source], scale - other.figures.scale)
    equal = left == right
    distinct = len(set(left[equal].tolist()))
    least, different = _TITLED if is_titled else _UNTITLED
    if equal.mean() < least or distinct < different:
        return None
    if _evidence(left, right) + (0 if is_titled else _UNNAMED) <= 0:
        return None
    return Link(table.id, target, other.id, source, pairs, int(equal.sum()), is_titled)


def _evidence(left: Integers, right: Integers) -> float:
    """The log-odds that one column repeats another. A hit counts by how few figures would have been
    one: `1` among fifteen counts of 0 to 2 hardly at all, `2300` far from every other a good deal.
    """
    values, counts = np.unique(right, return_counts=True)
    step = max(1, int(np.gcd.reduce(right)))
    gaps = np.diff(values, prepend=values[0] - step, append=values[-1] + step) // step
    nearest = np.minimum(gaps[:-1], gaps[1:]).astype(float)
    of_single = _SMALL + (1 - _SMALL) / np.maximum(nearest, 1)
    chance_of_hit = np.where(counts > 1, counts, of_single) / (len(right) + 1)
    hits = left == right
    chances = chance_of_hit[np.searchsorted(values, right[hits])]
    return float(-np.log(chances).sum() - _MISS * (~hits).sum())
