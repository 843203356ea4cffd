"""What was not checked, column by column."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
from msgspec import Struct

from reconcile.audited import Audit
from reconcile.model import Column, Flags, Row, Table
from reconcile.relations.check.lines import mark_equations, no_cells

FIGURE_ROLES = frozenset(
    ("component", "subtotal", "total", "maximum", "average", "ratio", "rank", "grade")
)
_NO_FIGURES = frozenset(("header", "group", "note"))


class UncheckedColumn(Struct, frozen=True):
    """A column, and how many of its figures no equation could test."""

    table: Table
    column: Column
    figures: int


def states_figures(row: Row) -> bool:
    """Whether the cells of a row are figures."""
    return row.role not in _NO_FIGURES


def unchecked_columns(audit: Audit) -> Iterator[UncheckedColumn]:
    """The columns that hold unchecked figures."""
    tested = _tested(audit)
    for table in audit.document.tables:
        rows = np.array([states_figures(row) for row in table.rows], dtype=bool)
        untested = (table.figures.known & ~tested[table.id] & rows[:, None]).sum(axis=0).tolist()
        for column, count in zip(table.columns, untested, strict=True):
            if column.role in FIGURE_ROLES and count:
                yield UncheckedColumn(table, column, count)


def _tested(audit: Audit) -> dict[str, Flags]:
    """By table, the cells that stand in an equation which could be tested."""
    tested = no_cells(audit.document.tables)
    for checked in audit.relations.checked:
        mark_equations(tested, checked, ~checked.are("untested"))
    return tested
