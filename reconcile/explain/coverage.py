"""What was checked: which figures stand in equations that could have failed."""

from __future__ import annotations

import numpy as np

from reconcile.model import ARITHMETIC, CheckedRelation, Coverage, Document, Flags, Relations, Table
from reconcile.relations.check.lines import mark, mark_equations, no_cells
from reconcile.relations.claims.outcomes import unborne

_OF_FIGURES = ARITHMETIC | {"rank"}  # a grade is text, an order is that of rows
_NO_COLUMNS = ("serial", "entity", "text", "note", "grade")
_NO_ROWS = ("group", "header", "note")


def coverage(document: Document, relations: Relations) -> Coverage:
    """Counts of the figures of every table, serial numbers aside, and of the cells that should
    state one."""
    wrong, right = no_cells(document.tables), no_cells(document.tables)
    for checked in relations.checked:
        broken = checked.are("no")
        mark(wrong, [checked.relation.target], checked.positions[:, :1], broken[:, None])
        proven = checked.are("exact", "rounding") & _could_fail(checked)
        mark_equations(right, checked, proven)
    figures = verified = mismatched = 0
    for table in document.tables:
        stated, broken = _figures(table), wrong[table.id]
        figures += int(stated.sum())
        mismatched += int((stated & broken).sum())
        verified += int((stated & right[table.id] & ~broken).sum())
    unread = sum(len(table.unread) for table in document.tables) + len(document.untabled)
    unchecked, not_borne_out = figures - verified - mismatched, len(unborne(relations))
    return Coverage(figures, verified, mismatched, unchecked, unread, not_borne_out)


def _could_fail(checked: CheckedRelation) -> Flags:
    """A sum of nothing but zeros proves nothing."""
    if checked.relation.kind not in _OF_FIGURES:
        return np.zeros(len(checked), dtype=bool)
    return (
        np.ones(len(checked), dtype=bool) if checked.relation.kind == "change" else ~checked.nothing
    )


def _figures(table: Table) -> Flags:
    columns = np.array([column.role not in _NO_COLUMNS for column in table.columns], dtype=bool)
    rows = np.array([role not in _NO_ROWS for role in table.row_roles], dtype=bool)
    stated: Flags = table.figures.known & rows[:, None] & columns
    return stated
