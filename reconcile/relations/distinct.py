"""Which equations say the same: a = b + c and c = a - b are one statement about three figures."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from fractions import Fraction

from msgspec.structs import replace

from reconcile.model import Cell, Equation, Relations, Table, Term
from reconcile.structure.writing import figure_text

_Statement = tuple[Cell, str, str]  # a target, what kind of equation gives it, along which axis


def distinct_equations(tables: Mapping[str, Table], relations: Relations) -> Iterator[Equation]:
    """Every equation, in the order of their relations, no two for one target, kind and axis.

    Of two ways in which a total is made, `a = b + c` and `a = d + e`, the second is stated for a
    part that no other equation gives: `e = a - d`. Where there is no such part, it says nothing
    that is not listed.
    """
    axes = {relation.id: relation.target.axis for relation in relations.relations}

    def statement(equation: Equation) -> _Statement:
        return equation.target, equation.kind, axes[equation.relation]

    alike: dict[_Statement, list[Equation]] = {}
    for equation in relations.equations:
        alike.setdefault(statement(equation), []).append(equation)
    listed = set(alike)
    for equations in alike.values():
        if len(equations) == 1:
            yield equations[0]
            continue
        restatements = [
            next(
                (other for other in _restated(equation, tables) if statement(other) not in listed),
                None,
            )
            for equation in equations
        ]
        # One that can be stated of nothing else stays as it is.
        kept = restatements.index(None) if None in restatements else 0
        for n, (equation, restated) in enumerate(zip(equations, restatements, strict=True)):
            if n == kept:
                yield equation
            elif restated is not None and statement(restated) not in listed:
                listed.add(statement(restated))
                yield restated


def _restated(equation: Equation, tables: Mapping[str, Table]) -> Iterator[Equation]:
    """A sum said of each of its parts, the last one first: `F = C + D` as `D = F - C`."""
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
            computed=figure_text(table, part.cell.row, part.cell.column, result, number.decimals),
            value=value,
            result=result,
        )
