"""What was checked: which figures stand in equations that could have failed."""

from __future__ import annotations

from collections.abc import Iterator

from reconcile.model import Cell, Coverage, Document, Equation, Relations

_ARITHMETIC = ("sum", "average", "ratio", "change", "product", "link", "rank")


def coverage(document: Document, relations: Relations) -> Coverage:
    """Counts of the figures of every table, serial numbers aside."""
    figures = set(_figures(document))
    mismatched = {equation.target for equation in relations.equations if equation.holds == "no"}
    verified: set[Cell] = set()
    for equation in relations.equations:
        if equation.holds in ("exact", "rounding") and _could_fail(equation):
            verified.update(_cells(equation))
    wrong = figures & mismatched
    right = (figures & verified) - wrong
    return Coverage(len(figures), len(right), len(wrong), len(figures) - len(right) - len(wrong))


def _could_fail(equation: Equation) -> bool:
    """A sum of nothing but zeros proves nothing."""
    return equation.kind in _ARITHMETIC and (equation.kind == "change" or equation.result != 0)


def _cells(equation: Equation) -> set[Cell]:
    return {equation.target, *(term.cell for term in equation.terms)}


def _figures(document: Document) -> Iterator[Cell]:
    for table in document.tables:
        for j, column in enumerate(table.columns):
            if column.role in ("serial", "entity", "text", "note", "grade"):
                continue
            for i, row in enumerate(table.rows):
                if row.role not in ("group", "header", "note") and table.figures.known[i, j]:
                    yield Cell(table.id, i, j)
