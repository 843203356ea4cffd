"""Ranks, grades and places in an order, each compared with what its score gives."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from fractions import Fraction

from reconcile import numbers
from reconcile.model import Cell, Equation, Relation, Table, Term
from reconcile.relations.discovery.ranks import ranked


def compare(tables: Mapping[str, Table], relation: Relation) -> Iterator[Equation]:
    """The equations of a rank, grade or order, along a column or a row."""
    made = {"rank": _ranks, "grade": _grades, "order": _orders}
    return made[relation.kind](tables, relation)


def _scores(tables: Mapping[str, Table], relation: Relation) -> tuple[list[int], list[Fraction]]:
    """The positions along the line, and the score at each."""
    positions = [int(position) for position in relation.positions[:, 0]]
    cells = [relation.terms[0].cell(position) for position in positions]
    figures = tables[relation.terms[0].table].figures
    units, scale = figures.units, figures.scale
    return positions, [Fraction(int(units[c.row, c.column]), 10**scale) for c in cells]


def _compared(
    relation: Relation, position: int, printed: str, computed: str, holds: bool
) -> Equation:
    """An equation between texts: a rank, a grade, a place in the order."""
    return Equation(
        relation=relation.id,
        kind=relation.kind,
        target=relation.target.cell(position),
        terms=(Term(relation.terms[0].cell(position)),),
        constant=Fraction(0),
        scale=1,
        holds="exact" if holds else "no",
        printed=printed,
        computed=computed,
    )


def _ranks(tables: Mapping[str, Table], relation: Relation) -> Iterator[Equation]:
    assert relation.ordering is not None
    positions, scores = _scores(tables, relation)
    places = ranks_of(scores, relation)
    alike = Counter(scores)
    for position, score, place in zip(positions, scores, places, strict=True):
        printed = _whole(tables[relation.target.table], relation.target.cell(position))
        if not printed:
            continue
        tied = alike[score] if relation.ordering.ties == "unique" else 1
        holds = printed.isdigit() and place <= int(printed) < place + tied
        yield _compared(relation, position, printed, printed if holds else str(place), holds)


def _whole(table: Table, cell: Cell) -> str:
    """A printed rank: `1.0` is 1."""
    number = table.figures.number(cell.row, cell.column)
    return numbers.plain(number.value) if number else ""


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


def _grades(tables: Mapping[str, Table], relation: Relation) -> Iterator[Equation]:
    positions, scores = _scores(tables, relation)
    for position, score in zip(positions, scores, strict=True):
        cell = relation.target.cell(position)
        printed = str(tables[cell.table].text[cell.row, cell.column])
        computed = grade_of(score, printed, relation)
        yield _compared(relation, position, printed, computed, computed == printed)


def _orders(tables: Mapping[str, Table], relation: Relation) -> Iterator[Equation]:
    """A row holds its place when no fewer than the rows before it score better, and vice versa."""
    positions, scores = _scores(tables, relation)
    tied = Counter(scores)
    ordered = zip(positions, ranks_of(scores, relation), strict=True)
    for n, (position, place) in enumerate(ordered, start=1):
        holds = place <= n < place + tied[scores[n - 1]]
        yield _compared(relation, position, str(n), str(n if holds else place), holds)
