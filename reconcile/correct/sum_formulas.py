"""Totals as live formulas, in the file format's English form."""

from __future__ import annotations

from fractions import Fraction

from reconcile.audit import Audit
from reconcile.formulas.ranges import ranges
from reconcile.model import Cell, Equation, Place, Table


def live_sums(audit: Audit) -> dict[Place, str]:
    """By place, the SUM that a typed total stands for, without '='.

    Rows that stand off their columns are left out: their cells are about to move.
    """
    tables = {table.id: table for table in audit.document.tables}
    found: dict[Place, str] = {}
    for equation in audit.relations.equations:
        if equation.kind != "sum" or not _is_plain(equation):
            continue
        target = _place(tables, equation.target)
        terms = [_place(tables, term.cell) for term in equation.terms]
        if target is not None and all(terms) and target not in found:
            places = [place for place in terms if place is not None]
            found[target] = f"SUM({','.join(ranges(places, target.sheet))})"
    return found


def _is_plain(equation: Equation) -> bool:
    return equation.constant == 0 and all(term.factor == Fraction(1) for term in equation.terms)


def _place(tables: dict[str, Table], cell: Cell) -> Place | None:
    table = tables[cell.table]
    return None if cell.row in table.shifts else table.place(cell.row, cell.column)
