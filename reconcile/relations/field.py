"""A table seen along one axis: lines that may be related, and the positions along them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

import numpy as np

from reconcile.model import Flags, Integers, Line, Table

_NO_FIGURES = ("serial", "entity", "text", "note", "grade", "rank")


@dataclass(frozen=True, eq=False)
class Field:
    """`units`, `decimals` and `known` have shape (positions, lines). `lines` and `positions` count
    the table's columns and rows (or rows and columns, on the other axis); `sound` marks the
    positions from which relations may be learned; `names` and `roles` are those of the lines."""

    table: Table
    axis: Literal["column", "row"]
    lines: tuple[int, ...]
    positions: tuple[int, ...]
    units: Integers
    decimals: Integers
    known: Flags
    sound: Flags
    names: tuple[str, ...]
    roles: tuple[str, ...]

    def is_declared(self, index: int) -> bool:
        """Whether a line's label says that it is computed from others."""
        return self.roles[index] in ("total", "subtotal", "average")

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
        names=tuple(table.columns[j].name for j in columns),
        roles=tuple(table.columns[j].role for j in columns),
    )


def down(table: Table) -> Field:
    """Rows as lines: what is computed down each column."""
    aside = (*_NO_FIGURES, "ratio")
    columns = [j for j, column in enumerate(table.columns) if column.role not in aside]
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
        names=tuple(table.rows[i].name for i in rows),
        roles=tuple(table.rows[i].role for i in rows),
    )
