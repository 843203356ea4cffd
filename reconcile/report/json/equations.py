"""The equations of the `inspect` JSON, each listed once per target, kind and direction."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from typing import Any

from msgspec.structs import replace

from reconcile import numbers
from reconcile.audit import Audit
from reconcile.messages import say
from reconcile.model import Cell, Equation, Language, Place, Relation, Table, Term

Json = dict[str, Any]


def equations_json(audit: Audit, language: Language) -> Iterator[Json]:
    """In the order of their relations. Of two ways in which a total is made one is stated for a
    part that no other equation gives: a = b + c as c = a - b."""
    tables = {table.id: table for table in audit.document.tables}
    relations = {relation.id: relation for relation in audit.relations.relations}
    for equation in _listed_once(audit, tables, relations):
        found = _equation(equation, relations[equation.relation], tables, language)
        if found is not None:
            yield found


def _listed_once(
    audit: Audit, tables: dict[str, Table], relations: dict[str, Relation]
) -> Iterator[Equation]:
    def key(equation: Equation) -> tuple[Cell, str, str]:
        axis = relations[equation.relation].target.axis
        return equation.target, equation.kind, axis

    alike: dict[tuple[Cell, str, str], list[Equation]] = {}
    for equation in audit.relations.equations:
        alike.setdefault(key(equation), []).append(equation)
    listed = set(alike)
    for equations in alike.values():
        if len(equations) == 1:
            yield equations[0]
            continue
        options = [
            next((one for one in _restated(equation, tables) if key(one) not in listed), None)
            for equation in equations
        ]
        kept = options.index(None) if None in options else 0
        for n, (equation, other) in enumerate(zip(equations, options, strict=True)):
            if n == kept:
                yield equation
            elif other is not None and key(other) not in listed:
                listed.add(key(other))
                yield other


def _restated(equation: Equation, tables: dict[str, Table]) -> Iterator[Equation]:
    """A sum said of each of its parts, the last one first."""
    if equation.kind != "sum" or equation.difference is None:
        return
    for part in reversed(equation.terms):
        table = tables[part.cell.table]
        number = table.figures.number(part.cell.row, part.cell.column)
        if number is None:
            continue
        others = (
            Term(term.cell, -term.factor / part.factor) for term in equation.terms if term != part
        )
        value = Fraction(number.value)
        result = value + equation.difference / part.factor
        yield replace(
            equation,
            target=part.cell,
            terms=(Term(equation.target, 1 / part.factor), *others),
            printed=str(table.text[part.cell.row, part.cell.column]),
            computed=numbers.plain(result, number.decimals),
            value=value,
            result=result,
        )


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


def _place(cell: Cell, tables: dict[str, Table]) -> Place | None:
    return tables[cell.table].place(cell.row, cell.column)
