"""A table seen along one axis: lines that may be related, and the positions along them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

import numpy as np
import numpy.typing as npt

from reconcile.model import Column, Flags, Integers, Line, Table
from reconcile.relations import rounding
from reconcile.structure import words

_NO_FIGURES = ("serial", "entity", "text", "note", "grade", "rank")


@dataclass(frozen=True, eq=False)
class Field:
    """`units`, `decimals` and `known` have shape (positions, lines). `lines` and `positions` count
    the table's columns and rows (or rows and columns, on the other axis); `names` and `roles` are
    those of the lines. Relations are learned from the `sound` positions; at the `exempt` ones a sum
    need not hold. Where the positions are columns, `columns` are their figures."""

    table: Table
    axis: Literal["column", "row"]
    lines: tuple[int, ...]
    positions: tuple[int, ...]
    units: Integers
    decimals: Integers
    known: Flags
    sound: Flags
    exempt: Flags
    names: tuple[str, ...]
    roles: tuple[str, ...]
    columns: tuple[rounding.Column, ...] | None = None

    def values(self) -> npt.NDArray[np.float64]:
        """The figures as floats, to search with; equations are judged exactly later."""
        found: npt.NDArray[np.float64] = (
            self.units.astype(np.float64) / 10.0**self.table.figures.scale
        )
        return found

    def is_declared(self, index: int, mean: bool = False) -> bool:
        """Whether a line's label says that it is a total, or an average."""
        return self.roles[index] in (("average",) if mean else ("total", "subtotal"))

    def is_computed(self, index: int) -> bool:
        """Whether a line's label says either."""
        return self.is_declared(index) or self.is_declared(index, mean=True)

    def line(self, index: int) -> Line:
        return Line(self.table.id, self.axis, self.lines[index])


def across(table: Table) -> Field:
    """Columns as lines: what is computed along each row."""
    columns = [j for j, column in enumerate(table.columns) if column.role not in _NO_FIGURES]
    rows = [
        i
        for i, row in enumerate(table.rows)
        if row.role not in ("group", "header", "note", "average")
    ]
    window = np.ix_(rows, columns)
    figures = table.figures
    return Field(
        table=table,
        axis="column",
        lines=tuple(columns),
        positions=tuple(rows),
        units=figures.units[window],
        decimals=figures.decimals[window].astype(np.int64),
        known=figures.known[window],
        sound=np.array([i not in table.shifts for i in rows], dtype=bool),
        exempt=np.array([words.is_rate(table.rows[i].name) for i in rows], dtype=bool),
        names=tuple(table.columns[j].name for j in columns),
        roles=tuple(table.columns[j].role for j in columns),
    )


def _is_rate(column: Column) -> bool:
    return column.role == "ratio" or any(map(words.is_rate, column.path))


def down(table: Table) -> Field:
    """Rows as lines: what is computed down each column."""
    columns = [j for j, column in enumerate(table.columns) if column.role not in _NO_FIGURES]
    rows = [
        i
        for i, row in enumerate(table.rows)
        if row.role not in ("group", "header", "note", "maximum")
    ]
    window = np.ix_(rows, columns)
    figures = table.figures
    return Field(
        table=table,
        axis="row",
        lines=tuple(rows),
        positions=tuple(columns),
        units=figures.units[window].T,
        decimals=figures.decimals[window].T.astype(np.int64),
        known=figures.known[window].T,
        sound=np.ones(len(columns), dtype=bool),
        exempt=np.array([_is_rate(table.columns[j]) for j in columns], dtype=bool),
        names=tuple(table.rows[i].name for i in rows),
        roles=tuple(table.rows[i].role for i in rows),
        columns=tuple(rounding.columns(figures, columns)),
    )
