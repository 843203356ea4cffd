"""The equations judged again on edited figures, and what follows from an edit."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from fractions import Fraction
from functools import cached_property

from msgspec import Struct

from reconcile import numbers
from reconcile.explain.context import Changes, Context
from reconcile.model import (
    ADDITIVE,
    ARITHMETIC,
    COMPARISONS,
    MULTIPLICATIVE,
    Cell,
    Consequence,
    Equation,
    Kind,
    Line,
    Relation,
)
from reconcile.relations.check.comparisons import grade_of, ranks_of
from reconcile.relations.check.quotients import quotient

# What may be broken by putting right a figure that it was computed from. A sum may not: with its
# parts it was a witness of the figure as printed.
DOWNSTREAM: frozenset[Kind] = MULTIPLICATIVE | COMPARISONS | {"link"}


class Scenario(Struct, frozen=True, eq=False, dict=True):
    """The figures of a document as some edits would leave them, to judge its equations by."""

    context: Context
    changes: Changes

    def value(self, cell: Cell) -> Fraction | None:
        changed = self.changes.get(cell)
        return self.context.value(cell) if changed is None else changed

    def result(self, equation: Equation) -> Fraction | None:
        """What the equation's terms give; None where it is not arithmetic."""
        if equation.kind not in ARITHMETIC:
            return None
        relation = self.context.relation_of(equation)
        is_rounded = equation.kind in MULTIPLICATIVE or relation.is_weighted
        if not is_rounded and equation.result is not None:
            return self._result_as_edited(equation, equation.result)
        terms = [self.value(term.cell) for term in equation.terms]
        known = [term for term in terms if term is not None]
        if len(known) < len(terms):
            return None
        if equation.kind in MULTIPLICATIVE:
            return quotient(equation.kind, known, relation)
        products = (
            term.factor * figure for term, figure in zip(equation.terms, known, strict=True)
        )
        total = sum((*products, *self._added_figures(equation)), Fraction(0))
        return Fraction(numbers.rounded(total, self.context.decimals(equation.target)).value)

    def _result_as_edited(self, equation: Equation, printed: Fraction) -> Fraction:
        """What a sum, average or link gives, by what the edits add to what it gives as printed."""
        is_mean = equation.kind == "average"
        factors = equation.factors
        gained = [
            factors[cell] * (new - (self.context.value(cell) or 0))
            for cell, new in self.changes.items()
            if cell in factors
        ]
        added = self._added_figures(equation)
        total = sum((*gained, *added), printed * len(equation.terms) if is_mean else printed)
        return total / (len(equation.terms) + len(added)) if is_mean else total

    def _added_figures(self, equation: Equation) -> list[Fraction]:
        """The figures that the edits add to the equation's row."""
        if equation.kind not in ADDITIVE:
            return []
        return [
            new
            for cell, new in self.changes.items()
            if self.context.value(cell) is None and is_missing_term(self.context, equation, cell)
        ]

    def holds(self, equation: Equation) -> bool:
        """Whether an equation holds, by rounding included."""
        if equation.kind in COMPARISONS:
            return self._is_as_scored(equation)
        computed, stated = self.result(equation), self.value(equation.target)
        if computed is None or stated is None or computed == stated:
            return True
        if equation.kind in MULTIPLICATIVE:
            digits = printed_digits(self.context, equation)
            return abs(stated - computed) <= Fraction(1, 2 * 10**digits)
        if equation.kind == "average":
            decimals = self.context.decimals(equation.target)
            return abs(stated - computed) <= Fraction(1, 2 * 10**decimals)
        is_rounded = equation.holds != "no" or self.context.relation_of(equation).rounded
        if equation.low is None or equation.high is None or not is_rounded:
            return False
        return abs(stated - computed) < (equation.high - equation.low) / 2

    def comes_out(self, equation: Equation) -> bool:
        """Whether a sum comes out exactly."""
        return self.result(equation) == self.value(equation.target)

    def exceeds_limits(self, cells: Iterable[Cell] = ()) -> bool:
        """Whether an edit states more than the highest mark of its column or row, or leaves one of
        the cells that do."""
        if not self.context.facts.limits:
            return False
        for cell in {*self.changes, *cells}:
            limits = self.context.facts.limits.get(cell.table)
            if limits is None or not limits.limited[cell.row, cell.column]:
                continue
            stated, scale = self.value(cell), self.context.tables[cell.table].figures.scale
            limit = Fraction(int(limits.highest[cell.row, cell.column]), 10**scale)
            if stated is not None and stated > limit:
                return True
        return False

    def _is_as_scored(self, equation: Equation) -> bool:
        """Whether a rank, grade or place is what its score gives."""
        relation = self.context.relation_of(equation)
        if relation.kind == "grade":
            score = self.value(equation.terms[0].cell)
            return score is None or grade_of(score, equation.printed, relation) == equation.printed
        new = self.changes.get(equation.target) if relation.kind == "rank" else None
        stated = equation.printed if new is None else str(new)
        position = relation.target.position(equation.target)
        return Fraction(stated) in self._allowed_places(relation)[position]

    def _allowed_places(self, relation: Relation) -> Mapping[int, frozenset[Fraction]]:
        """The places that each row of a ranking may have; equal scores may share theirs."""
        if relation.id not in self._rankings:
            rows, scores = self.scores(relation)
            tied = Counter(scores) if _has_shared_places(relation) else {}
            self._rankings[relation.id] = {
                row: frozenset(place + further for further in range(tied.get(score, 1)))
                for row, score, place in zip(rows, scores, ranks_of(scores, relation), strict=True)
            }
        return self._rankings[relation.id]

    @cached_property
    def _rankings(self) -> dict[str, Mapping[int, frozenset[Fraction]]]:
        return {}

    def scores(self, relation: Relation) -> tuple[list[int], list[Fraction]]:
        """The positions along a ranking, and the score of each, read in its own table."""
        positions: list[int] = relation.positions[:, 0].tolist()
        cells = map(relation.terms[0].cell, relation.positions[:, 1].tolist())
        scores = list(map(self.value, cells))
        return positions, [Fraction(0) if score is None else score for score in scores]


def _has_shared_places(relation: Relation) -> bool:
    return relation.kind == "order" or (
        relation.ordering is not None and relation.ordering.ties == "unique"
    )


def is_missing_term(context: Context, equation: Equation, cell: Cell) -> bool:
    """Whether a missing figure would be a term of the equation."""
    relation = context.relation_of(equation)
    axis = relation.target.axis
    is_beside = (
        cell.row == equation.target.row
        if axis == "column"
        else cell.column == equation.target.column
    )
    index = cell.column if axis == "column" else cell.row
    return is_beside and any(
        line.table == cell.table and line.index == index for line in relation.terms
    )


def printed_digits(context: Context, equation: Equation) -> int:
    """The decimals to which a ratio is printed."""
    digits = context.relation_of(equation).digits
    return context.decimals(equation.target) if digits is None else digits


def consequences(context: Context, changes: Changes) -> tuple[Consequence, ...]:
    """What else would change if the edits were made, through the relations, for every row."""
    current = dict(changes)
    following: dict[Cell, Consequence] = {}
    waiting = list(changes)
    while waiting:
        cell = waiting.pop(0)
        for equation in context.as_term(cell):
            if equation.kind in ARITHMETIC and equation.target not in changes:
                consequence = _recomputed_target(context, current, equation)
                if consequence is not None and equation.target not in following:
                    following[equation.target] = consequence
                    waiting.append(equation.target)
    for relation in _touched_comparisons(context, current):
        for target, consequence in _compared_anew(context, current, relation):
            following.setdefault(target, consequence)
    edited = {cell.row for cell in changes}
    return tuple(
        following[cell] for cell in sorted(following, key=lambda cell: cell.row not in edited)
    )


def _recomputed_target(
    context: Context, current: dict[Cell, Fraction], equation: Equation
) -> Consequence | None:
    """The new target of an equation, where it differs from what is printed."""
    new = Scenario(context, current).result(equation)
    if new is None:
        return None
    if equation.kind in MULTIPLICATIVE:
        new = Fraction(numbers.rounded(new, printed_digits(context, equation)).value)
    elif equation.kind == "average":
        new = Fraction(numbers.rounded(new, context.decimals(equation.target)).value)
    elif equation.holds == "no":
        return None
    if new == context.value(equation.target):
        return None
    current[equation.target] = new
    return _consequence(context, equation.target, context.typed(new, equation.target))


def _consequence(context: Context, cell: Cell, new: str) -> Consequence:
    return Consequence(
        row=context.row_name(cell),
        column=context.path(cell),
        place=context.place(cell),
        old=context.text(cell),
        new=new,
    )


def _touched_comparisons(context: Context, current: Changes) -> list[Relation]:
    """Ranks, grades and orders whose scores change; an order says no more than its rank."""
    touched = [
        relation
        for relation in context.relations.relations
        if relation.kind in COMPARISONS and any(map(relation.terms[0].holds, current))
    ]
    ranked = {relation.target.table for relation in touched if relation.kind == "rank"}
    return [r for r in touched if r.kind != "order" or r.target.table not in ranked]


def _compared_anew(
    context: Context, current: Changes, relation: Relation
) -> Iterator[tuple[Cell, Consequence]]:
    """The ranks, grades or serial numbers that the new scores give, where they are other ones."""
    rows, before = Scenario(context, {}).scores(relation)
    _, after = Scenario(context, current).scores(relation)
    if relation.kind == "grade":
        for row, old, new in zip(rows, before, after, strict=True):
            target = relation.target.cell(row)
            grade = grade_of(new, context.text(target), relation)
            if old != new and grade != context.text(target):
                yield target, _consequence(context, target, grade)
        return
    line = relation.target
    if relation.kind == "order":
        serial = context.tables[line.table].column("serial")
        if serial is None:
            return
        line = Line(line.table, "column", serial)
    places = zip(rows, ranks_of(before, relation), ranks_of(after, relation), strict=True)
    for row, old_place, new_place in places:
        target = line.cell(row)
        stated = context.text(target)
        place = numbers.plain(new_place)
        if old_place != new_place and stated and stated != place:
            yield target, _consequence(context, target, place)
