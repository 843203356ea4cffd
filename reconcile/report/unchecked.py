"""What was not checked, column by column."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
from msgspec import Struct

from reconcile.audit import Audit
from reconcile.model import Column, Flags, Row, Table
from reconcile.relations.check.lines import mark_equations, no_cells

FIGURE_ROLES = frozenset(
    ("component", "subtotal", "total", "maximum", "average", "ratio", "rank", "grade")
)
_NO_FIGURES = frozenset(("header", "group", "note"))


class Gap(Struct, frozen=True):
    """`count` figures of a column that no equation could test."""

    table: Table
    column: Column
    count: int


def states_figures(row: Row) -> bool:
    """Whether the cells of a row are figures."""
    return row.role not in _NO_FIGURES


def gaps(audit: Audit) -> Iterator[Gap]:
    """The columns that hold unchecked figures."""
    tested = _tested(audit)
    for table in audit.document.tables:
        rows = np.array([states_figures(row) for row in table.rows], dtype=bool)
        untested = (table.figures.known & ~tested[table.id] & rows[:, None]).sum(axis=0).tolist()
        for column, count in zip(table.columns, untested, strict=True):
            if column.role in FIGURE_ROLES and count:
                yield Gap(table, column, count)


def _tested(audit: Audit) -> dict[str, Flags]:
    found = no_cells(audit.document.tables)
    for one in audit.relations.checked:
        mark_equations(found, one, ~one.are("untested"))
    return found
