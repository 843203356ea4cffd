"""The equations judged again on edited figures, and what follows from an edit."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from fractions import Fraction
from functools import lru_cache

from reconcile import numbers
from reconcile.explain.context import Changes, Context
from reconcile.model import Cell, Consequence, Equation, Line, Relation
from reconcile.relations.check.comparisons import grade_of, ranks_of
from reconcile.relations.check.verdicts import quotient

_ROUNDED = ("ratio", "change", "product")
_ARITHMETIC = ("sum", "average", "link", *_ROUNDED)
DOWNSTREAM = (*_ROUNDED, "rank", "grade", "order", "link")


def value(context: Context, changes: Changes, cell: Cell) -> Fraction | None:
    found = changes.get(cell)
    return context.value(cell) if found is None else found


def result(context: Context, changes: Changes, equation: Equation) -> Fraction | None:
    """What the equation's terms give, on the edited figures; None where it is not arithmetic."""
    if equation.kind not in _ARITHMETIC:
        return None
    relation = context.rules[equation.relation]
    if equation.kind not in _ROUNDED and not relation.is_weighted and equation.result is not None:
        return _changed(context, changes, equation, equation.result)
    terms = [value(context, changes, term.cell) for term in equation.terms]
    known = [term for term in terms if term is not None]
    if len(known) < len(terms):
        return None
    if equation.kind in _ROUNDED:
        return quotient(equation.kind, known, relation)
    weighed = (term.factor * own for term, own in zip(equation.terms, known, strict=True))
    total = sum((*weighed, *_added(context, changes, equation)), Fraction(0))
    return Fraction(numbers.rounded(total, context.decimals(equation.target)).value)


def _changed(context: Context, changes: Changes, equation: Equation, printed: Fraction) -> Fraction:
    """What a sum, average or link gives, by what the edits add to what it gives as printed."""
    mean = equation.kind == "average"
    factors = equation.factors
    more = [
        factors[cell] * (new - (context.value(cell) or 0))
        for cell, new in changes.items()
        if cell in factors
    ]
    added = _added(context, changes, equation)
    total = sum((*more, *added), printed * len(equation.terms) if mean else printed)
    return total / (len(equation.terms) + len(added)) if mean else total


def _added(context: Context, changes: Changes, equation: Equation) -> list[Fraction]:
    """The figures that the edits add to the equation's row."""
    if equation.kind not in ("sum", "average"):
        return []
    return [
        new
        for cell, new in changes.items()
        if context.value(cell) is None and belongs(context, equation, cell)
    ]


def belongs(context: Context, equation: Equation, cell: Cell) -> bool:
    """Whether a missing figure would be a term of the equation."""
    relation = context.rules[equation.relation]
    axis = relation.target.axis
    same_line = (
        cell.row == equation.target.row
        if axis == "column"
        else cell.column == equation.target.column
    )
    index = cell.column if axis == "column" else cell.row
    return same_line and any(
        line.table == cell.table and line.index == index for line in relation.terms
    )


def holds(context: Context, changes: Changes, equation: Equation) -> bool:
    """Whether an equation holds on the edited figures, by rounding included."""
    if equation.kind in ("rank", "grade", "order"):
        return _follows(context, changes, equation)
    found = result(context, changes, equation)
    stated = value(context, changes, equation.target)
    if found is None or stated is None or found == stated:
        return True
    if equation.kind in _ROUNDED:
        return abs(stated - found) <= Fraction(1, 2 * 10 ** _digits(context, equation))
    if equation.kind == "average":
        return abs(stated - found) <= Fraction(1, 2 * 10 ** context.decimals(equation.target))
    if equation.low is None or equation.high is None or equation.holds == "no":
        return False
    return abs(stated - found) < (equation.high - equation.low) / 2


def _digits(context: Context, equation: Equation) -> int:
    """The decimals to which a ratio is printed."""
    digits = context.rules[equation.relation].digits
    return context.decimals(equation.target) if digits is None else digits


def exceeds(context: Context, changes: Changes, cells: Iterable[Cell] = ()) -> bool:
    """Whether an edit states more than the highest mark of its column or row, or leaves one of the
    cells that do."""
    if not context.facts.limits:
        return False
    for cell in {*changes, *cells}:
        limits = context.facts.limits.get(cell.table)
        if limits is None:
            continue
        at, scale = (cell.row, cell.column), context.tables[cell.table].figures.scale
        stated = value(context, changes, cell)
        beyond = stated is not None and stated * 10**scale > int(limits.highest[at])
        if limits.limited[at] and beyond:
            return True
    return False


def comes_out(context: Context, changes: Changes, equation: Equation) -> bool:
    """Whether a sum comes out exactly on the edited figures."""
    return result(context, changes, equation) == value(context, changes, equation.target)


def _follows(context: Context, changes: Changes, equation: Equation) -> bool:
    relation = context.rules[equation.relation]
    if relation.kind == "grade":
        score = value(context, changes, equation.terms[0].cell)
        return score is None or grade_of(score, equation.printed, relation) == equation.printed
    places = _places(context, frozenset(changes.items()), relation)
    own = changes.get(equation.target) if relation.kind == "rank" else None
    stated = equation.printed if own is None else str(own)
    position = relation.target.position(equation.target)
    return stated.isdigit() and int(stated) in places[position]


@lru_cache(maxsize=8)
def _places(
    context: Context, changes: frozenset[tuple[Cell, Fraction]], relation: Relation
) -> Mapping[int, range]:
    """The places that each row may have on the edited figures."""
    rows, scores = _scores(context, dict(changes), relation)
    tied = Counter(scores) if _shares_places(relation) else {}
    return {
        row: range(place, place + tied.get(score, 1))
        for row, score, place in zip(rows, scores, ranks_of(scores, relation), strict=True)
    }


def _shares_places(relation: Relation) -> bool:
    return relation.kind == "order" or (
        relation.ordering is not None and relation.ordering.ties == "unique"
    )


def _scores(
    context: Context, changes: Changes, relation: Relation
) -> tuple[list[int], list[Fraction]]:
    line = relation.terms[0]
    rows = [int(row) for row in relation.positions[:, 0]]
    found = [value(context, changes, line.cell(row)) for row in rows]
    return rows, [Fraction(0) if score is None else score for score in found]


def consequences(context: Context, changes: Changes) -> tuple[Consequence, ...]:
    """What else would change if the edits were made, through the relations, for every row."""
    current = dict(changes)
    found: dict[Cell, Consequence] = {}
    waiting = list(changes)
    while waiting:
        cell = waiting.pop(0)
        for equation in context.as_term(cell):
            if equation.kind in _ARITHMETIC and equation.target not in changes:
                consequence = _recomputed(context, current, equation)
                if consequence is not None and equation.target not in found:
                    found[equation.target] = consequence
                    waiting.append(equation.target)
    for relation in _comparisons(context, current):
        for target, consequence in _compared(context, current, relation):
            found.setdefault(target, consequence)
    edited = {cell.row for cell in changes}
    return tuple(found[cell] for cell in sorted(found, key=lambda cell: cell.row not in edited))


def _recomputed(
    context: Context, current: dict[Cell, Fraction], equation: Equation
) -> Consequence | None:
    """The new target of an equation, where it differs from what is printed."""
    new = result(context, current, equation)
    if new is None:
        return None
    if equation.kind in _ROUNDED:
        new = Fraction(numbers.rounded(new, _digits(context, equation)).value)
    elif equation.kind == "average":
        new = Fraction(numbers.rounded(new, context.decimals(equation.target)).value)
    elif equation.holds == "no":
        return None
    if new == context.value(equation.target):
        return None
    current[equation.target] = new
    return _consequence(context, equation.target, context.written(new, equation.target))


def _consequence(context: Context, cell: Cell, new: str) -> Consequence:
    return Consequence(
        row=context.row_name(cell),
        column=context.path(cell),
        place=context.place(cell),
        old=context.text(cell),
        new=new,
    )


def _comparisons(context: Context, current: Changes) -> list[Relation]:
    """Ranks, grades and orders whose scores change; an order says no more than its rank."""
    touched = [
        relation
        for relation in context.relations.relations
        if relation.kind in ("rank", "grade", "order")
        and any(map(relation.terms[0].holds, current))
    ]
    ranked = {relation.target.table for relation in touched if relation.kind == "rank"}
    return [r for r in touched if r.kind != "order" or r.target.table not in ranked]


def _compared(
    context: Context, current: Changes, relation: Relation
) -> Iterator[tuple[Cell, Consequence]]:
    rows, before = _scores(context, {}, relation)
    _, after = _scores(context, current, relation)
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
        if old_place != new_place and stated and stated != str(new_place):
            yield target, _consequence(context, target, str(new_place))
