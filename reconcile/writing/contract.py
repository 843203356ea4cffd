"""The `check` and `inspect` JSON of the contract, as plain dicts and lists."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from reconcile import __version__
from reconcile.messages import say
from reconcile.model import (
    Audit,
    Cell,
    Edit,
    Equation,
    Explained,
    Finding,
    Fix,
    Language,
    Part,
    Place,
    Relation,
    Table,
    letters,
)

Json = dict[str, Any]


@dataclass(frozen=True)
class Unreadable:
    """A file that could not be audited: the error's stable code, and its sentence as said."""

    path: str
    code: str
    message: str


Outcome = Audit | Unreadable


def check_json(outcomes: Iterable[Outcome], language: Language | None = None) -> Json:
    """`reconcile.check/1`; `language` None says each file's messages in its own language."""
    return {
        "schema": "reconcile.check/1",
        "tool": {"name": "reconcile", "version": __version__},
        "files": [
            _unreadable(outcome) if isinstance(outcome, Unreadable) else _checked(outcome, language)
            for outcome in outcomes
        ],
    }


def inspect_json(outcomes: Iterable[Outcome], language: Language | None = None) -> Json:
    """`reconcile.inspect/1`; `language` as in `check_json`."""
    return {
        "schema": "reconcile.inspect/1",
        "files": [
            _unreadable(outcome)
            if isinstance(outcome, Unreadable)
            else _inspected(outcome, language)
            for outcome in outcomes
        ],
    }


def _unreadable(outcome: Unreadable) -> Json:
    return {"path": outcome.path, "error": {"code": outcome.code, "message": outcome.message}}


# check


def _checked(audit: Audit, language: Language | None) -> Json:
    spoken = language or audit.document.language
    coverage = audit.coverage
    return {
        "path": audit.book.path,
        "sha256": audit.book.sha256,
        "format": audit.book.format,
        "language": spoken,
        "summary": {
            "error": audit.count("error"),
            "warning": audit.count("warning"),
            "info": audit.count("info"),
        },
        "coverage": {
            "figures": coverage.figures,
            "verified": coverage.verified,
            "mismatched": coverage.mismatched,
            "unchecked": coverage.unchecked,
        },
        "findings": findings_json(audit, spoken),
    }


def findings_json(audit: Audit, language: Language) -> list[Json]:
    """The findings of one audit as `check_json` lists them."""
    return [_finding(finding, language) for finding in audit.findings]


def _finding(finding: Finding, language: Language) -> Json:
    return {
        "id": finding.id,
        "rule": finding.rule,
        "severity": finding.severity,
        "at": str(finding.at),
        "cells": [str(place) for place in finding.cells],
        "row": finding.row,
        "column": list(finding.column),
        "message": say(finding.message, language),
        "printed": finding.printed,
        "expected": finding.expected,
        "difference": finding.difference,
        "interval": None if finding.interval is None else list(finding.interval),
        "explains": [_explained(explained) for explained in finding.explains],
        "fixes": [_fix(fix, language) for fix in finding.fixes],
        "consequences": [
            {
                "row": consequence.row,
                "column": list(consequence.column),
                "cell": str(consequence.place),
                "old": consequence.old,
                "new": consequence.new,
            }
            for consequence in finding.consequences
        ],
    }


def _explained(explained: Explained) -> Json:
    return {
        "relation": explained.relation,
        "target": str(explained.target),
        "printed": explained.printed,
        "expected": explained.expected,
        "difference": explained.difference,
    }


def _fix(fix: Fix, language: Language) -> Json:
    return {
        "title": say(fix.title, language),
        "applicability": fix.applicability,
        "confidence": fix.confidence,
        "edits": [_edit(edit) for edit in fix.edits],
    }


def _edit(edit: Edit) -> Json:
    cell = str(edit.place)
    if edit.kind == "insert":
        return {"cell": cell, "insert": edit.new}
    if edit.kind == "remove":
        return {"cell": cell, "remove": True}
    found: Json = {"cell": cell, "old": edit.old, "new": edit.new}
    return {**found, "formula": edit.formula} if edit.formula else found


# inspect


def _inspected(audit: Audit, language: Language | None) -> Json:
    tables = {table.id: table for table in audit.document.tables}
    relations = {relation.id: relation for relation in audit.relations.relations}
    spoken = language or audit.document.language
    equations = (
        _equation(equation, relations[equation.relation], tables, spoken)
        for equation in audit.relations.equations
    )
    return {
        "path": audit.book.path,
        "tables": [_table(table) for table in audit.document.tables],
        "equations": [equation for equation in equations if equation is not None],
    }


def _table(table: Table) -> Json:
    return {
        "id": table.id,
        "title": table.title,
        "decimal": table.decimal,
        "parts": [_part(part) for part in table.parts],
        "columns": list(_columns(table)),
        "rows": list(_rows(table)),
    }


def _part(part: Part) -> Json:
    return {
        "sheet": part.sheet,
        "range": part.range.a1,
        "header_rows": [row + 1 for row in part.header_rows],
        "body_rows": [row + 1 for row in part.body_rows],
    }


def _columns(table: Table) -> Iterator[Json]:
    for part in range(len(table.parts)):
        for j, column in enumerate(table.columns):
            at = int(table.column_at[part, j])
            if at >= 0:
                path = list(column.path)
                yield {"part": part, "letter": letters(at), "path": path, "role": column.role}


def _rows(table: Table) -> Iterator[Json]:
    for part in range(len(table.parts)):
        for i, row in enumerate(table.rows):
            at = int(table.row_at[part, i])
            if at >= 0:
                yield {"part": part, "number": at + 1, "role": row.role, "name": row.name}


def _equation(
    equation: Equation, relation: Relation, tables: dict[str, Table], language: Language
) -> Json | None:
    target = _place(equation.target, tables)
    if target is None:
        return None
    found: Json = {
        "kind": equation.kind,
        "target": str(target),
        "terms": [
            {"cell": str(place), "factor": _factor(term.factor)}
            for term in equation.terms
            if (place := _place(term.cell, tables)) is not None
        ],
        "constant": "0" if _divides(equation) else written(equation.constant),
        "holds": equation.holds,
        "printed": equation.printed,
        "computed": equation.computed,
    }
    if _divides(equation):
        found["denominator"] = written(equation.constant)
    if equation.scale != 1:
        found["scale"] = equation.scale
    if relation.basis is not None:
        found["basis"] = say(relation.basis, language)
    return found


def _divides(equation: Equation) -> bool:
    """Whether the equation's constant is a denominator."""
    return (equation.kind == "ratio" and len(equation.terms) == 1) or (
        equation.kind == "product" and equation.constant != 0
    )


def _place(cell: Cell, tables: dict[str, Table]) -> Place | None:
    return tables[cell.table].place(cell.row, cell.column)


def _factor(factor: Fraction) -> int | str:
    return int(factor) if factor.denominator == 1 else written(factor)


def written(number: Fraction) -> str:
    """The number as a plain decimal where it has an end, else as `a/b`."""
    rest, decimals = number.denominator, 0
    for prime in (2, 5):
        while rest % prime == 0:
            rest //= prime
    if rest != 1:
        return f"{number.numerator}/{number.denominator}"
    while (number * 10**decimals).denominator != 1:
        decimals += 1
    digits = str(abs(int(number * 10**decimals))).rjust(decimals + 1, "0")
    sign = "-" if number < 0 else ""
    whole, part = digits[: len(digits) - decimals], digits[len(digits) - decimals :]
    return sign + whole + (f".{part}" if part else "")
