"""A table seen along one axis: lines that may be related, and the positions along them."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence, Set
from functools import cached_property
from typing import Literal, TypeAlias, TypeVar

import numpy as np
from msgspec import Struct

from reconcile.labels import vocabulary
from reconcile.labels.texts import asked_once_per_pattern
from reconcile.model import Column, Figures, Flags, Floats, Integers, Line, Lines, Table
from reconcile.relations.check import rounding

T = TypeVar("T")
A = TypeVar("A", Integers, Flags)
_Indices: TypeAlias = "Sequence[int] | Integers"

# Roles of rows and of columns that take no part in sums, and of lines that are called computed.
_NO_SCORES = ("group", "header", "note", "rank", "grade", "weight")
_NO_FIGURES = ("serial", "entity", "text", "note", "grade", "rank")
_COMPUTED = ("total", "subtotal", "average")
_ENOUGH, _NEARLY_ALL = 3, 0.9  # rows of shares that make a hundred
_NOISE = 1e-9  # of a hundred: what adding up floats may leave
_GLANCE = 20  # figures of a line, which show how all are written
_MANY = 2000  # rows, of which a few tell
_MOST_SHARES = 400  # columns beyond which none are looked for


class Field(Struct, frozen=True, eq=False, dict=True):
    """`units`, `decimals` and `known` have shape (positions, lines); they are 0 where no figure
    stands. `lines` and `positions` count the table's columns and rows (or rows and columns, on the
    other axis); `names` and `roles` are those of the lines. Relations are learned from the `sound`
    positions; at the `exempt` ones a sum need not hold, nor where something other than a figure
    stands (`withheld`). Where the positions are columns, `columns` are their figures."""

    table: Table
    axis: Literal["column", "row"]
    lines: tuple[int, ...]
    positions: tuple[int, ...]
    units: Integers
    decimals: Integers
    known: Flags
    withheld: Flags
    sound: Flags
    exempt: Flags
    names: tuple[str, ...]
    roles: tuple[str, ...]
    columns: tuple[rounding.PrintedSteps, ...] | None = None

    def values(self) -> Floats:
        """The figures as floats, to search with; equations are judged exactly later."""
        values: Floats = self.units.astype(np.float64) / 10.0**self.table.figures.scale
        return values

    @cached_property
    def hidden(self) -> frozenset[int]:
        """The lines that are out of sight."""
        table = self.table
        hidden = table.hidden_columns if self.axis == "column" else table.hidden_rows
        return frozenset(np.flatnonzero(np.isin(self._lines, list(hidden))).tolist())

    def label(self, index: int) -> str:
        """What is said of a line: all labels above a column, the name of a row."""
        if self.axis == "row":
            return self.names[index]
        return " ".join(self.table.columns[self.lines[index]].path)

    def is_rate(self, index: int) -> bool:
        """Whether a line's label, or a per cent sign behind most of its figures, says that it is a
        rate, a share or a change."""
        return vocabulary.is_rate(self.label(index)) or self.shows_per_cent(index)

    def shows_per_cent(self, index: int) -> bool:
        """Whether a per cent sign stands behind most of a line's figures."""
        known = np.flatnonzero(self.known[:, index])[:_GLANCE]
        at, line = np.array(self.positions)[known], self.lines[index]
        return shows_per_cent(self.table.text[(at, line) if self.axis == "column" else (line, at)])

    def is_declared(self, index: int, mean: bool = False) -> bool:
        """Whether a line's label says that it is a total, or an average."""
        return self.roles[index] in (("average",) if mean else ("total", "subtotal"))

    def is_computed(self, index: int) -> bool:
        """Whether a line's label says either."""
        return self.roles[index] in _COMPUTED

    @cached_property
    def computed(self) -> frozenset[int]:
        """The lines of which `is_computed`."""
        return frozenset([n for n, role in enumerate(self.roles) if role in _COMPUTED])

    @cached_property
    def are_wholes(self) -> list[bool]:
        """Whether each position is called a total, or the most that there can be."""
        roles: Sequence[str] = self.table.row_roles
        if self.axis == "row":
            roles = [column.role for column in self.table.columns]
        return [roles[position] in ("total", "maximum") for position in self.positions]

    @cached_property
    def withholds(self) -> bool:
        """Whether something other than a figure stands anywhere in place of one."""
        return bool(self.withheld.any())

    def line(self, index: int) -> Line:
        """A line of the field as one of its table."""
        return Line(self.table.id, self.axis, self.lines[index])

    def some(self, indices: Sequence[int]) -> Lines:
        """Several lines of the field as ones of its table."""
        return Lines(self.table.id, self.axis, self._lines[list(indices)])

    @cached_property
    def _lines(self) -> Integers:
        return np.array(self.lines, dtype=np.int64)


def shows_per_cent(texts: Iterable[object]) -> bool:
    """Whether most of some figures are written with a per cent sign."""
    shown = [str(text).rstrip().endswith("%") for text in texts]
    return 2 * sum(shown) > len(shown)


def once_at(make: Callable[[Integers], T]) -> Callable[[Integers], T]:
    """The function of some positions, called but once for the same ones: most lines of a field are
    known at the same."""
    made: dict[bytes, T] = {}

    def known(positions: Integers) -> T:
        key = positions.tobytes()
        if key not in made:
            made[key] = make(positions)
        return made[key]

    return known


class Window:
    """Takes some rows and columns of arrays; it copies nothing where they follow each other."""

    def __init__(self, rows: _Indices, columns: _Indices) -> None:
        self._rows, self._columns = _span(rows), _span(columns)

    def __call__(self, array: A) -> A:
        rows: A = array[self._rows]
        if isinstance(self._columns, slice) or len(rows) > len(self._columns):
            return rows[:, self._columns]  # columns end to end in memory: many rows add up faster
        return rows.take(self._columns, axis=1)


def _span(indices: _Indices) -> slice | Integers:
    """The indices, as a slice where they follow each other."""
    array = np.asarray(indices, dtype=np.int64)
    if len(array) and array[-1] - array[0] + 1 == len(array) and (np.diff(array) == 1).all():
        return slice(int(array[0]), int(array[-1]) + 1)
    return array


def across(table: Table) -> Field:
    """Columns as lines: what is computed along each row."""
    columns = [j for j, column in enumerate(table.columns) if column.role not in _NO_FIGURES]
    rows = _rows_but(table, {*_NO_SCORES, "average"})
    figures, own = table.figures, Window(rows, columns)
    known = own(figures.known)
    return Field(
        table=table,
        axis="column",
        lines=tuple(columns),
        positions=tuple(rows.tolist()),
        units=np.where(known, own(figures.units), 0),
        decimals=np.where(known, own(rounding.precision(figures)), 0).astype(np.int64),
        known=known,
        withheld=_withheld(table, own),
        sound=~np.isin(rows, list(table.shifts)),
        exempt=np.array(
            asked_once_per_pattern([table.row_names[i] for i in rows.tolist()], vocabulary.is_rate),
            dtype=bool,
        ),
        names=tuple(table.columns[j].name for j in columns),
        roles=tuple(table.columns[j].role for j in columns),
    )


def _rows_but(table: Table, others: Set[str]) -> Integers:
    """The rows whose role is none of some."""
    return np.flatnonzero([role not in others for role in table.row_roles])


def _withheld(table: Table, own: Window) -> Flags:
    """Where something like `F` or `too few` stands in place of a figure, in a window of a table."""
    withheld, text = ~own(table.figures.known), own(table.text)
    for i, j in np.argwhere(withheld).tolist():
        withheld[i, j] = vocabulary.is_withheld(str(text[i, j]))
    return withheld


def _is_rate(column: Column) -> bool:
    return column.role == "ratio" or any(map(vocabulary.is_rate, column.path))


def _are_shares(figures: Figures, rows: Integers, columns: list[int]) -> Flags:
    """The columns, side by side, that make a hundred in nearly every row."""
    are_shares = np.zeros(len(columns), dtype=bool)
    if len(rows) < _ENOUGH or not 2 <= len(columns) <= _MOST_SHARES:
        return are_shares
    glance = rows[: len(rows) // 5] if len(rows) > _MANY else rows
    others = len(rows) - len(glance)
    least = (_NEARLY_ALL * len(rows) - others - 1) / len(glance)
    if others and not any(hits.any() for _, _, hits in _shares(figures, glance, columns, least)):
        return are_shares
    for first, widths, hits in _shares(figures, rows, columns, _NEARLY_ALL):
        if hits.any():
            are_shares[first : first + int(widths[hits].max())] = True
    return are_shares


def _shares(
    figures: Figures, rows: Integers, columns: list[int], least: float
) -> Iterator[tuple[int, Integers, Flags]]:
    """For each column the widths of the stretches from there on, and which of them make a hundred
    in so many of the rows."""
    own = Window(rows, columns)
    values = np.where(own(figures.known), own(figures.units), 0) / 10.0**figures.scale
    units = 10.0 ** -own(figures.decimals).astype(np.float64).max(axis=1)
    sums = np.concatenate([np.zeros((len(rows), 1)), values.cumsum(axis=1)], axis=1)
    for first in range(len(columns) - 1):
        widths = np.arange(2, len(columns) - first + 1)
        misses = np.abs(sums[:, first + 2 :] - sums[:, [first]] - 100)
        yield first, widths, (misses <= units[:, None] * widths / 2 + _NOISE).mean(axis=0) >= least


def down(table: Table) -> Field:
    """Rows as lines: what is computed down each column."""
    columns = [j for j, column in enumerate(table.columns) if column.role not in _NO_FIGURES]
    rows = _rows_but(table, {*_NO_SCORES, "maximum"})
    figures, own = table.figures, Window(rows, columns)
    known = np.ascontiguousarray(own(figures.known).T)
    return Field(
        table=table,
        axis="row",
        lines=tuple(rows.tolist()),
        positions=tuple(columns),
        units=np.where(known, own(figures.units).T, 0),
        decimals=np.where(known, own(rounding.precision(figures)).T, 0).astype(np.int64),
        known=known,
        withheld=_withheld(table, own).T,
        sound=np.ones(len(columns), dtype=bool),
        exempt=np.array([_is_rate(table.columns[j]) for j in columns], dtype=bool)
        | _are_shares(figures, rows, columns),
        names=tuple([table.row_names[i] for i in rows.tolist()]),
        roles=tuple([table.row_roles[i] for i in rows.tolist()]),
        columns=tuple(rounding.printed_steps(figures, columns)),
    )


def median(values: Floats) -> float:
    """The middle of at least one value; numpy's own brings masked arrays and takes its time."""
    low, high = (len(values) - 1) // 2, len(values) // 2
    ordered = np.partition(values, (low, high))
    return float((ordered[low] + ordered[high]) / 2)
