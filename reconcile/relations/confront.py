"""Relations confronted with the figures: which equations hold, exactly or by rounding."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from fractions import Fraction

import numpy as np

from reconcile import numbers
from reconcile.model import Cell, Equation, Holds, Kind, Number, Relation, Table, Term
from reconcile.relations import rounding
from reconcile.relations.arithmetic import Measured, Pool, measure
from reconcile.relations.comparisons import compare
from reconcile.structure import words

_MOST_DIGITS = 9  # past that a stored figure is a calculation's, no printed precision
_FAR = 5  # a rate misses its column's sum by more than a fifth


def confront(
    tables: Mapping[str, Table], relation: Relation, pools: Mapping[tuple[str, str], Pool]
) -> Iterator[Equation]:
    """The equations of a relation, each with its verdict; `tables` by their ids."""
    if relation.kind in ("rank", "grade", "order"):
        yield from compare(tables[relation.target.table], relation)
    elif relation.kind in ("ratio", "change", "product") or relation.is_weighted:
        found = list(_ratios(tables[relation.target.table], relation))
        yield from found if relation.kind in ("ratio", "change") else _exactly(found)
    else:
        table, axis = relation.target.table, relation.target.axis
        across = pools.get((table, "row" if axis == "column" else "column"))
        yield from _sums(tables, relation, pools.get((table, axis)), across)


def _cells(relation: Relation, n: int) -> tuple[Cell, tuple[Cell, ...]]:
    positions = relation.positions[n]
    target = relation.target.cell(int(positions[0]))
    terms = zip(relation.terms, positions[1:], strict=True)
    return target, tuple(line.cell(int(position)) for line, position in terms)


def _sums(
    tables: Mapping[str, Table], relation: Relation, pool: Pool | None, across: Pool | None
) -> Iterator[Equation]:
    """Sums, averages and links: measured together, then a view of each. The pools are of the sums
    along the same axis and along the other."""
    measured = measure(tables, relation)
    for n in range(len(measured.residuals)):
        if not measured.known[n, 0] or not measured.known[n, 1:].any():
            continue
        target, terms = _cells(relation, n)
        holds = _verdict(measured, n, relation, pool)
        if holds == "no" and _is_exempt(tables, relation, measured, n, terms):
            holds = "untested"
        if holds == "no" and across is not None and _is_scattered(measured, n, across):
            holds = "rounding"
        yield _equation(tables[target.table], relation, measured, n, holds)


def _equation(
    table: Table, relation: Relation, measured: Measured, n: int, holds: Holds
) -> Equation:
    target, terms = _cells(relation, n)
    unit = int(measured.count[n]) * 10**measured.scale
    result = Fraction(int(measured.units[n, 1:].sum()), unit)
    half = Fraction(int(measured.slack.allowed[n]), 2 * unit)
    known = measured.known[n, 1:]
    return Equation(
        relation=relation.id,
        kind=relation.kind,
        target=target,
        terms=tuple(
            Term(cell, factor)
            for cell, factor, there in zip(terms, relation.factors, known, strict=True)
            if there
        ),
        constant=Fraction(0),
        scale=1,
        holds=holds,
        printed=str(table.text[target.row, target.column]),
        computed=_computed(result, int(measured.decimals[n, 0]), relation.kind == "average"),
        value=Fraction(int(measured.units[n, 0]), 10**measured.scale),
        result=result,
        low=result - half,
        high=result + half,
    )


def _computed(result: Fraction, printed: int, mean: bool) -> str:
    """The exact sum with no fewer decimals than printed; an average to the decimals printed."""
    return str(numbers.rounded(result, printed)) if mean else numbers.plain(result, printed)


def _verdict(measured: Measured, n: int, relation: Relation, pool: Pool | None) -> Holds:
    residual, slack = int(measured.residuals[n]), measured.slack
    if residual == 0:
        return "exact"
    if int(measured.decimals[n].max()) >= _MOST_DIGITS:
        largest = max(abs(int(units)) for units in measured.units[n])
        noise = measured.known.shape[1] * (1 + largest // 10**_MOST_DIGITS)
        return "exact" if abs(residual) <= noise else "no"
    if 2 * abs(residual) >= int(slack.allowed[n]):
        return "no"
    if relation.declared == "formula" and relation.kind == "sum":
        return _as_the_formula_rounds(measured, n, relation.digits)
    if relation.rounded or pool is None or int(slack.terms[n]) < 2:
        return "rounding"
    leaving = pool.starts[relation.id] + n
    rounded = rounding.is_rounded(pool.residuals, pool.slack, leaving)
    return "no" if rounded is False else "rounding"


def _as_the_formula_rounds(measured: Measured, n: int, digits: int | None) -> Holds:
    """A formula adds up what is stored, however little of it is shown, and rounds where it says."""
    if digits is None:
        return "no"
    unit = Fraction(10) ** (measured.scale - digits) * int(measured.count[n])
    return "exact" if 2 * abs(int(measured.residuals[n])) <= unit else "no"


def _is_scattered(measured: Measured, n: int, across: Pool) -> bool:
    """What rounding could explain is rounding where the sums the other way show it too, but for one
    that is off by just as much: there a wrong figure crosses."""
    residual = int(measured.residuals[n])
    if 2 * abs(residual) >= int(measured.slack.allowed[n]):
        return False
    scatter = (across.residuals != 0) & rounding.within(across.residuals, across.slack)
    return bool((scatter & (np.abs(across.residuals) != abs(residual))).any()) or scatter.sum() > 1


def _is_exempt(
    tables: Mapping[str, Table],
    relation: Relation,
    measured: Measured,
    n: int,
    terms: tuple[Cell, ...],
) -> bool:
    """A sum that need not hold here: a part is withheld, or what stands here does not add up."""
    if relation.kind not in ("sum", "average"):
        return False
    cells = [tables[cell.table].text[cell.row, cell.column] for cell in terms]
    known = measured.known[n, 1:]
    absent = [str(cell) for cell, there in zip(cells, known, strict=True) if not there]
    if any(map(words.is_withheld, absent)) or (relation.kind == "average" and any(absent)):
        return True
    if any((cell.row, cell.column) in tables[cell.table].uncomputed for cell in terms):
        return True
    table, position = tables[relation.target.table], int(relation.positions[n, 0])
    down = relation.target.axis == "row"
    label = table.columns[position].name if down else table.rows[position].name
    far = _FAR * abs(int(measured.residuals[n])) > abs(int(measured.units[n, 1:].sum()))
    return far and words.is_rate(label)


def _ratios(table: Table, relation: Relation) -> Iterator[Equation]:
    for n in range(len(relation.positions)):
        target, terms = _cells(relation, n)
        if relation.target.axis == "column" and words.is_rate(table.rows[target.row].name):
            continue
        printed = table.figures.number(target.row, target.column)
        parts = [table.figures.number(cell.row, cell.column) for cell in terms]
        known = [part for part in parts if part is not None]
        if printed is None or len(known) < len(parts):
            continue
        result = quotient(relation.kind, [Fraction(part.value) for part in known], relation)
        if result is None:
            continue
        digits = min(printed.decimals if relation.digits is None else relation.digits, _MOST_DIGITS)
        yield Equation(
            relation=relation.id,
            kind=relation.kind,
            target=target,
            terms=tuple(map(Term, terms, relation.factors)),
            constant=relation.constant,
            scale=relation.scale,
            holds=_ratio_verdict(relation, Fraction(printed.value), result, known, digits),
            printed=str(table.text[target.row, target.column]),
            computed=str(numbers.rounded(result, digits)),
            value=Fraction(printed.value),
            result=_as_printed(result, digits) if relation.is_weighted else result,
        )


def _as_printed(result: Fraction, digits: int) -> Fraction:
    """A weighted total is rounded by itself, as its weights make more digits of it."""
    return Fraction(numbers.rounded(result, digits).value)


def _exactly(found: list[Equation]) -> Iterator[Equation]:
    """Where most products come out, their factors are no rounded figures: none may be off."""
    exact = 2 * sum(equation.holds == "exact" for equation in found) > len(found)
    for equation in found:
        yield replace(equation, holds="no") if exact and equation.holds == "rounding" else equation


def quotient(kind: Kind, terms: list[Fraction], relation: Relation) -> Fraction | None:
    """What a ratio, change, product or weighted total gives on these terms; None over nothing."""
    if kind == "sum":
        weighed = (f * term for f, term in zip(relation.factors, terms, strict=True))
        return sum(weighed, Fraction(0))
    if kind == "product":
        return terms[0] * terms[1] / (relation.constant or 1)
    over = terms[0] if kind == "change" else terms[1] if len(terms) > 1 else relation.constant
    if over == 0:
        return None
    upper = terms[1] - terms[0] if kind == "change" else terms[0]
    return upper * relation.scale / over


def _ratio_verdict(
    relation: Relation, printed: Fraction, result: Fraction, parts: list[Number], digits: int
) -> Holds:
    """Half a unit of the last digit either way; the parts may have been rounded themselves."""
    miss, half = abs(printed - result), Fraction(1, 2 * 10**digits)
    if miss <= half:
        return "exact"
    shares = [
        Fraction(1, 2 * 10**part.decimals) / abs(Fraction(part.value))
        for part in parts
        if part.units
    ]
    whole = relation.scale if relation.kind == "change" else 0
    loose = half + (abs(result) + whole) * sum(shares)
    return "rounding" if len(parts) > 1 and miss <= loose else "no"
