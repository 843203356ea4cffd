"""What was not checked, column by column."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from reconcile.model import Audit, Cell, Column, Row, Table

FIGURE_ROLES = frozenset(
    ("component", "subtotal", "total", "maximum", "average", "ratio", "rank", "grade")
)
_NO_FIGURES = frozenset(("header", "group", "note"))


@dataclass(frozen=True)
class Gap:
    """`count` figures of a column that no equation could test."""

    table: Table
    column: Column
    count: int


def states_figures(row: Row) -> bool:
    """Whether the cells of a row are figures."""
    return row.role not in _NO_FIGURES


def gaps(audit: Audit) -> Iterator[Gap]:
    """The columns that hold unchecked figures."""
    tested = set(_tested(audit))
    for table in audit.document.tables:
        rows = [i for i, row in enumerate(table.rows) if states_figures(row)]
        for j, column in enumerate(table.columns):
            if column.role not in FIGURE_ROLES:
                continue
            known = (i for i in rows if table.figures.known[i, j])
            count = sum(Cell(table.id, i, j) not in tested for i in known)
            if count:
                yield Gap(table, column, count)


def _tested(audit: Audit) -> Iterator[Cell]:
    for equation in audit.relations.equations:
        if equation.holds != "untested":
            yield equation.target
            yield from (term.cell for term in equation.terms)
