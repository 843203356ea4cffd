"""Relations confronted with the figures: which equations hold, exactly or by rounding."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

import numpy as np

from reconcile import numbers
from reconcile.model import Cell, Document, Equation, Holds, Integers, Relation, Table, Term
from reconcile.relations import rounding
from reconcile.relations.ranks import ranked
from reconcile.structure import words

_MOST_DIGITS = 9  # past that a stored ratio is a calculation's, no printed precision


def confront(document: Document, relation: Relation) -> tuple[Equation, ...]:
    """The equations of a relation, each with its verdict."""
    tables = {table.id: table for table in document.tables}
    if relation.kind == "rank":
        return tuple(_ranks(tables[relation.target.table], relation))
    if relation.kind == "grade":
        return tuple(_grades(tables[relation.target.table], relation))
    if relation.kind == "order":
        return tuple(_orders(tables[relation.target.table], relation))
    if relation.kind == "ratio":
        return tuple(_ratios(tables[relation.target.table], relation))
    return tuple(_sums(tables, relation))


def is_rounded(document: Document, relation: Relation) -> bool:
    """Whether the equations of a sum show the scatter of rounding, more than one of them."""
    if relation.kind != "sum":
        return False
    tables = {table.id: table for table in document.tables}
    units, decimals, known, scale = _gathered(tables, relation)
    residuals = units[:, 0] - _counted(relation, units).sum(axis=1)
    slack = _slack(relation, units, decimals, np.ones(len(units), dtype=np.int64), scale)
    scatter = known[:, 0] & (residuals != 0) & rounding.within(residuals, slack)
    return int(scatter.sum()) >= 2 and rounding.is_rounded(residuals, slack) is True


def _counted(relation: Relation, units: Integers) -> Integers:
    """The terms as often as the relation counts them, shape (equations, terms)."""
    counted: Integers = units[:, 1:] * np.array([int(factor) for factor in relation.factors])
    return counted


def _cells(relation: Relation, n: int) -> tuple[Cell, tuple[Cell, ...]]:
    positions = relation.positions[n]
    target = relation.target.cell(int(positions[0]))
    return target, tuple(
        line.cell(int(p)) for line, p in zip(relation.terms, positions[1:], strict=True)
    )


def _gathered(
    tables: dict[str, Table], relation: Relation
) -> tuple[Integers, Integers, Integers, int]:
    """(units, decimals, known), each of shape (equations, 1 + terms), and their scale."""
    lines = (relation.target, *relation.terms)
    scale = max(tables[line.table].figures.scale for line in lines)
    units, decimals, known = [], [], []
    for line, positions in zip(lines, relation.positions.T, strict=True):
        figures = tables[line.table].figures
        at = (positions, line.index) if line.axis == "column" else (line.index, positions)
        units.append(
            np.where(figures.known[at], figures.units[at], 0) * 10 ** (scale - figures.scale)
        )
        decimals.append(np.where(figures.known[at], figures.decimals[at], 0).astype(np.int64))
        known.append(figures.known[at])
    return np.stack(units, axis=1), np.stack(decimals, axis=1), np.stack(known, axis=1), scale


def _sums(tables: dict[str, Table], relation: Relation) -> Iterator[Equation]:
    """Sums, averages and links: one comparison for all equations, then a view of each."""
    units, decimals, known, scale = _gathered(tables, relation)
    mean = relation.kind == "average"
    count = known[:, 1:].sum(axis=1) if mean else np.ones(len(units), dtype=np.int64)
    terms_units = _counted(relation, units)
    residuals = units[:, 0] * count - terms_units.sum(axis=1)
    slack = _slack(relation, units, decimals, count, scale)
    close = rounding.within(residuals, slack)
    for n in range(len(units)):
        if not known[n, 0] or not known[n, 1:].any():
            continue
        target, terms = _cells(relation, n)
        holds = _verdict(int(residuals[n]), bool(close[n]), residuals, slack, n)
        if holds == "no" and close[n] and relation.rounded:
            holds = "rounding"
        if holds == "no" and _is_no_amount(tables, relation, n, units[n]):
            holds = "untested"
        table = tables[target.table]
        result = Fraction(int(terms_units[n].sum()), int(count[n]) * 10**scale)
        half = Fraction(int(slack.allowed[n]), 2 * int(count[n]) * 10**scale)
        yield Equation(
            relation=relation.id,
            kind=relation.kind,
            target=target,
            terms=tuple(
                Term(cell, factor)
                for cell, factor, there in zip(terms, relation.factors, known[n, 1:], strict=True)
                if there
            ),
            constant=Fraction(0),
            scale=1,
            holds=holds,
            printed=str(table.text[target.row, target.column]),
            computed=_computed(result, int(decimals[n, 0]), mean),
            value=Fraction(int(units[n, 0]), 10**scale),
            result=result,
            low=result - half,
            high=result + half,
        )


def _is_no_amount(tables: dict[str, Table], relation: Relation, n: int, units: Integers) -> bool:
    """Rates, shares and means are not added up: a row or column that says it holds such, or whose
    total lies among its parts, is an exception and no mistake."""
    if relation.kind != "sum":
        return False
    table, position = tables[relation.target.table], int(relation.positions[n, 0])
    if relation.target.axis == "column":
        return words.is_rate(table.rows[position].name)
    if words.is_rate(" ".join(table.columns[position].path)):
        return True
    parts = units[1:]
    return bool(
        (parts >= 0).all() and len(parts) >= 3 and units[0] <= parts.max() < parts.sum() / 1.5
    )


def _computed(result: Fraction, printed: int, mean: bool) -> str:
    """The exact sum with no fewer decimals than printed; an average to the decimals printed."""
    return str(numbers.rounded(result, printed)) if mean else numbers.plain(result, printed)


def _slack(
    relation: Relation, units: Integers, decimals: Integers, count: Integers, scale: int
) -> rounding.Slack:
    if relation.kind == "link":
        nothing = np.zeros(len(units), dtype=np.int64)
        return rounding.Slack(nothing, nothing)
    if relation.kind == "average":
        return rounding.mean_slack(decimals[:, 0], count, scale)
    return rounding.slack(decimals[:, 1:], units[:, 1:], decimals[:, 0], units[:, 0], scale)


def _verdict(
    residual: int, close: bool, residuals: Integers, slack: rounding.Slack, n: int
) -> Holds:
    if residual == 0:
        return "exact"
    if not close:
        return "no"
    if int(slack.terms[n]) >= 2 and rounding.is_rounded(residuals, slack, leaving=n) is False:
        return "no"
    return "rounding"


def _ratios(table: Table, relation: Relation) -> Iterator[Equation]:
    figures = table.figures
    for n in range(len(relation.positions)):
        target, terms = _cells(relation, n)
        if words.is_rate(table.rows[target.row].name):
            continue
        printed = figures.number(target.row, target.column)
        parts = [figures.number(cell.row, cell.column) for cell in terms]
        if printed is None or any(part is None for part in parts):
            continue
        values = [Fraction(part.value) for part in parts if part is not None]
        over = values[1] if len(values) > 1 else relation.constant
        if over == 0:
            continue
        digits = min(relation.digits or 0, _MOST_DIGITS)
        result = values[0] * relation.scale / over
        close = abs(Fraction(printed.value) - result) <= Fraction(1, 2 * 10**digits)
        yield Equation(
            relation=relation.id,
            kind="ratio",
            target=target,
            terms=tuple(map(Term, terms)),
            constant=relation.constant,
            scale=relation.scale,
            holds="exact" if close else "no",
            printed=str(table.text[target.row, target.column]),
            computed=str(numbers.rounded(result, digits)),
            value=Fraction(printed.value),
            result=result,
        )


def _scores(table: Table, relation: Relation) -> tuple[list[int], list[Fraction]]:
    rows = [int(row) for row in relation.positions[:, 0]]
    column = relation.terms[0].index
    units, scale = table.figures.units, table.figures.scale
    return rows, [Fraction(int(units[i, column]), 10**scale) for i in rows]


def _compared(
    table: Table, relation: Relation, row: int, printed: str, computed: str, holds: bool
) -> Equation:
    """An equation between texts: a rank, a grade, a place in the order."""
    return Equation(
        relation=relation.id,
        kind=relation.kind,
        target=Cell(table.id, row, relation.target.index),
        terms=(Term(Cell(table.id, row, relation.terms[0].index)),),
        constant=Fraction(0),
        scale=1,
        holds="exact" if holds else "no",
        printed=printed,
        computed=computed,
    )


def _ranks(table: Table, relation: Relation) -> Iterator[Equation]:
    assert relation.ordering is not None
    rows, scores = _scores(table, relation)
    places = ranks_of(scores, relation)
    for row, score, place in zip(rows, scores, places, strict=True):
        printed = str(table.figures.number(row, relation.target.index))
        tied = scores.count(score) if relation.ordering.ties == "unique" else 1
        holds = printed.isdigit() and place <= int(printed) < place + tied
        yield _compared(table, relation, row, printed, printed if holds else str(place), holds)


def ranks_of(scores: list[Fraction], relation: Relation) -> list[int]:
    """The rank that a relation gives each score; equal scores get the first place among them."""
    assert relation.ordering is not None
    places = sorted(set(scores), reverse=relation.ordering.descending)
    units = {score: -n if relation.ordering.descending else n for n, score in enumerate(places)}
    return ranked(
        [units[score] for score in scores], relation.ordering.descending, relation.ordering.ties
    )


def grade_of(score: Fraction, printed: str, relation: Relation) -> str:
    """The grade a score earns; between two cuts the printed one stands if it borders on it."""
    assert relation.ordering is not None
    cuts = relation.ordering.grades
    for grade, low, high in cuts:
        if low <= score <= high:
            return grade
    above = [grade for grade, low, _ in cuts if low > score][-1:]
    below = [grade for grade, _, high in cuts if high < score][:1]
    near = above + below
    return printed if printed in near else (near[0] if len(near) == 1 else printed)


def _grades(table: Table, relation: Relation) -> Iterator[Equation]:
    rows, scores = _scores(table, relation)
    for row, score in zip(rows, scores, strict=True):
        printed = str(table.text[row, relation.target.index])
        computed = grade_of(score, printed, relation)
        yield _compared(table, relation, row, printed, computed, computed == printed)


def _orders(table: Table, relation: Relation) -> Iterator[Equation]:
    """A row holds its place when no fewer than the rows before it score better, and vice versa."""
    assert relation.ordering is not None
    rows, scores = _scores(table, relation)
    for n, (row, place) in enumerate(zip(rows, ranks_of(scores, relation), strict=True), start=1):
        holds = place <= n < place + scores.count(scores[n - 1])
        yield _compared(table, relation, row, str(n), str(n if holds else place), holds)
