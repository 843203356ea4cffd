"""The equations of the `inspect` JSON."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from typing import Any

from reconcile.audited import Audit
from reconcile.messages import say
from reconcile.model import Cell, Equation, Language, Place, Relation, Table
from reconcile.relations.distinct import distinct_equations
from reconcile.report.shown import fraction_text

Json = dict[str, Any]


def equations_json(audit: Audit, language: Language) -> Iterator[Json]:
    """In the order of their relations, each listed once per target, kind and direction."""
    tables = {table.id: table for table in audit.document.tables}
    relations = {relation.id: relation for relation in audit.relations.relations}
    for equation in distinct_equations(tables, audit.relations):
        entry = _equation(equation, relations[equation.relation], tables, language)
        if entry is not None:
            yield entry


def _equation(
    equation: Equation, relation: Relation, tables: dict[str, Table], language: Language
) -> Json | None:
    target = _place(equation.target, tables)
    if target is None:
        return None
    entry: Json = {
        "kind": equation.kind,
        "target": str(target),
        "terms": [
            {"cell": str(place), "factor": _factor(term.factor)}
            for term in equation.terms
            if (place := _place(term.cell, tables)) is not None
        ],
        "constant": "0" if _divides(equation) else fraction_text(equation.constant),
        "holds": equation.holds,
        "printed": equation.printed,
        "computed": equation.computed,
    }
    if _divides(equation):
        entry["denominator"] = fraction_text(equation.constant)
    if equation.scale != 1:
        entry["scale"] = equation.scale
    if relation.basis is not None:
        entry["basis"] = say(relation.basis, language)
    return entry


def _divides(equation: Equation) -> bool:
    """Whether the equation's constant is a denominator."""
    return (equation.kind == "ratio" and len(equation.terms) == 1) or (
        equation.kind == "product" and equation.constant != 0
    )


def _factor(factor: Fraction) -> int | str:
    return int(factor) if factor.denominator == 1 else fraction_text(factor)


def _place(cell: Cell, tables: dict[str, Table]) -> Place | None:
    return tables[cell.table].place(cell.row, cell.column)
