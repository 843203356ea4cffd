"""Ranks, grades and places in an order, each compared with what its score gives."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from fractions import Fraction
from typing import NamedTuple

from reconcile import numbers
from reconcile.model import Cell, Equation, Relation, Table, Term
from reconcile.relations.score_ranks import ranks_of_scores


def compare(tables: Mapping[str, Table], relation: Relation) -> Iterator[Equation]:
    """The equations of a rank, grade or order, along a column or a row."""
    made = {"rank": _ranks, "grade": _grades, "order": _orders}
    return made[relation.kind](tables, relation)


class _Compared(NamedTuple):
    """A rank, grade or place, and the score it is for, each in its own table."""

    target: Cell
    source: Cell
    score: Fraction


def _compared(tables: Mapping[str, Table], relation: Relation) -> list[_Compared]:
    score = relation.terms[0]
    figures = tables[score.table].figures
    cells = [
        (relation.target.cell(position), score.cell(own))
        for position, own in relation.positions.tolist()
    ]
    return [
        _Compared(
            target,
            source,
            Fraction(int(figures.units[source.row, source.column]), 10**figures.scale),
        )
        for target, source in cells
    ]


def _equation(
    relation: Relation, compared: _Compared, printed: str, computed: str, holds: bool
) -> Equation:
    """An equation between texts: a rank, a grade, a place in the order."""
    return Equation(
        relation=relation.id,
        kind=relation.kind,
        target=compared.target,
        terms=(Term(compared.source),),
        constant=Fraction(0),
        scale=1,
        holds="exact" if holds else "no",
        printed=printed,
        computed=computed,
    )


def _ranks(tables: Mapping[str, Table], relation: Relation) -> Iterator[Equation]:
    assert relation.ordering is not None
    rows = _compared(tables, relation)
    scores = [row.score for row in rows]
    alike = Counter(scores)
    for row, place in zip(rows, ranks_of(scores, relation), strict=True):
        printed = _printed_rank(tables[row.target.table], row.target)
        if not printed:
            continue
        tied = alike[row.score] if relation.ordering.ties == "unique" else 1
        holds = Fraction(printed) - place in range(tied)
        computed = printed if holds else numbers.plain(place)
        yield _equation(relation, row, printed, computed, holds)


def _printed_rank(table: Table, cell: Cell) -> str:
    """A printed rank: `1.0` is 1."""
    number = table.figures.number(cell.row, cell.column)
    return numbers.plain(number.value) if number else ""


def ranks_of(scores: list[Fraction], relation: Relation) -> list[Fraction]:
    """The rank that a relation gives each score; equal scores get the first place among them."""
    assert relation.ordering is not None
    places = sorted(set(scores), reverse=relation.ordering.descending)
    units = {score: -n if relation.ordering.descending else n for n, score in enumerate(places)}
    return ranks_of_scores(
        [units[score] for score in scores], relation.ordering.descending, relation.ordering.ties
    )


def grade_of(score: Fraction, printed: str, relation: Relation) -> str:
    """The grade a score earns; between two cuts the printed one stands if it borders on it, and
    where it does not, both that do are given: `Good / Fair`."""
    assert relation.ordering is not None
    cuts = relation.ordering.grades
    for grade, low, high in cuts:
        if low <= score <= high:
            return grade
    above = [grade for grade, low, _ in cuts if low > score][-1:]
    below = [grade for grade, _, high in cuts if high < score][:1]
    near = above + below
    return printed if printed in near else " / ".join(near) or printed


def _grades(tables: Mapping[str, Table], relation: Relation) -> Iterator[Equation]:
    for row in _compared(tables, relation):
        cell = row.target
        printed = str(tables[cell.table].text[cell.row, cell.column])
        computed = grade_of(row.score, printed, relation)
        yield _equation(relation, row, printed, computed, computed == printed)


def _orders(tables: Mapping[str, Table], relation: Relation) -> Iterator[Equation]:
    """A row holds its place when no fewer than the rows before it score better, and vice versa."""
    rows = _compared(tables, relation)
    scores = [row.score for row in rows]
    tied = Counter(scores)
    for n, (row, place) in enumerate(zip(rows, ranks_of(scores, relation), strict=True), start=1):
        holds = place <= n < place + tied[row.score]
        yield _equation(relation, row, str(n), str(n) if holds else numbers.plain(place), holds)
