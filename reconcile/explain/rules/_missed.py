"""Formulas that add up, or rank among, other cells than the relation their cell belongs to."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from fractions import Fraction

from msgspec import Struct, field

from reconcile.explain.context import Context
from reconcile.formulas.interpretation import meaning_of
from reconcile.formulas.meaning import Meaning
from reconcile.formulas.references import relative
from reconcile.formulas.tree import Reference
from reconcile.model import ADDITIVE, Cell, CheckedRelation, Equation, Place

_Differing = tuple[tuple[Cell, ...], tuple[Cell, ...]]


class Miss(Struct, frozen=True):
    """A formula and the cells by which it differs from the relation it belongs to."""

    equation: Equation
    place: Place
    own: Meaning
    missing: tuple[Cell, ...]
    surplus: tuple[Cell, ...]

    @property
    def value(self) -> Fraction:
        """What the cell comes to over the cells of its relation."""
        if self.equation.kind == "rank":
            return Fraction(self.equation.computed)
        return self.equation.result or Fraction(0)


class _Compared(Struct, frozen=True):
    """The formulas of each relation that were compared with it, once for all their copies: a column
    of ranks names one range again and again."""

    rankings: dict[tuple[str, Reference], _Differing | None] = field(default_factory=dict)
    copies: dict[tuple[str, str], tuple[Miss, ...]] = field(default_factory=dict)


def _compared(context: Context) -> _Compared:
    return _Compared()


def computed(checked: CheckedRelation, context: Context) -> Iterator[Equation]:
    """The equations of a relation whose targets hold a formula."""
    for n, position in enumerate(checked.positions[:, 0].tolist()):
        if context.formula(checked.relation.target.cell(position)):
            yield checked.equation(n)


def miss_of(equation: Equation, context: Context) -> Miss | None:
    """How a cell's own formula differs from its relation; None where it does not, or is of another
    kind."""
    place, formulas = context.place(equation.target), context.facts.calculator
    own = meaning_of(place, formulas) if formulas.formula(place) else None
    if own is None or own.kind != equation.kind:
        return None
    if equation.kind == "rank":
        return _ranked(equation, place, own, context)
    if equation.kind not in ADDITIVE or equation.result is None:
        return None
    if {*own.factors, *(term.factor for term in equation.terms)} != {Fraction(1)}:
        return None
    return _added(equation, place, own, context)


def _ranked(equation: Equation, place: Place, own: Meaning, context: Context) -> Miss | None:
    if own.among is None:
        return None
    compared, key = context.kept(_compared).rankings, (equation.relation, own.among)
    if key not in compared:
        compared[key] = _ranked_among(context, *key)
    differing = compared[key]
    return None if differing is None else Miss(equation, place, own, *differing)


def _ranked_among(context: Context, relation: str, among: Reference) -> _Differing | None:
    ranking = context.relations.relation(relation)
    rows = [int(row) for row in ranking.positions[:, 0]]
    table = context.tables[ranking.target.table]
    column = [ranking.terms[0].cell(row) for row in range(len(table.rows))]
    scores = [ranking.terms[0].cell(row) for row in rows]
    return _differing(context.facts.calculator.cells(among), scores, column, context)


def _added(equation: Equation, place: Place, own: Meaning, context: Context) -> Miss | None:
    terms = [term.cell for term in equation.terms]
    difference = _differing(own.terms, terms, _neighbours(equation, context), context)
    if difference is None or _is_nested(equation, *difference, context):
        return None
    return Miss(equation, place, own, *difference)


def _differing(
    named: Sequence[Place], terms: Sequence[Cell], near: Iterable[Cell], context: Context
) -> _Differing | None:
    """The terms of a relation that a formula does not name, and the cells `near` them that it names
    beside them; None where it is about something else."""
    formulas = context.facts.calculator
    theirs = {context.place(cell): cell for cell in terms}
    names = set(named)
    mine = {place for place in names if formulas.stored_number(place) is not None}
    missing = tuple(cell for place, cell in theirs.items() if place not in names)
    beside = mine - set(theirs)
    if not (missing or beside):
        return None
    known = {context.place(cell): cell for cell in near} if beside else {}
    surplus = tuple(known[place] for place in sorted(beside) if place in known)
    shared = len(mine & set(theirs))
    if len(surplus) < len(beside) or 2 * shared < min(len(mine), len(theirs)):
        return None
    return missing, surplus


def _neighbours(equation: Equation, context: Context) -> Iterator[Cell]:
    """The cells of the target's row and column."""
    target = equation.target
    table = context.tables[target.table]
    yield from (Cell(table.id, row, target.column) for row in range(len(table.rows)))
    yield from (Cell(table.id, target.row, column) for column in range(len(table.columns)))


def _is_nested(
    equation: Equation, missing: tuple[Cell, ...], surplus: tuple[Cell, ...], context: Context
) -> bool:
    """Whether the one adds up the parts where the other adds up their subtotals."""
    return (
        equation.kind == "sum"
        and bool(missing)
        and bool(surplus)
        and taken_apart(missing, context) == taken_apart(surplus, context)
    )


def taken_apart(cells: Sequence[Cell], context: Context) -> frozenset[Cell]:
    """The cells, those that are sums as all that they add up in the end."""
    undivided: set[Cell] = set()
    waiting, known = list(cells), set(cells)
    while waiting:
        cell = waiting.pop()
        parts = [
            [term.cell for term in other.terms]
            for other in context.as_target(cell)
            if other.kind == "sum" and other.holds != "no"
        ]
        inner = [part for part in (parts[0] if parts else []) if part not in known]
        known.update(inner)
        waiting += inner
        if not parts:
            undivided.add(cell)
    return frozenset(undivided)


def copies_of(miss: Miss, context: Context) -> tuple[Miss, ...]:
    """The same formula copied along the relation, those that are wrong first; one mistake."""
    compared = context.kept(_compared).copies
    key = miss.equation.relation, _relative(miss.place, context)
    if key not in compared:
        compared[key] = _copies(context, *key)
    return compared[key]


def _copies(context: Context, relation: str, own: str) -> tuple[Miss, ...]:
    misses = [
        miss
        for equation in computed(context.relations.of(relation), context)
        if (miss := miss_of(equation, context)) is not None
        and _relative(miss.place, context) == own
    ]
    return tuple(sorted(misses, key=lambda miss: miss.equation.holds != "no"))


def _relative(place: Place, context: Context) -> str:
    return relative(context.facts.calculator.formula(place), place.row, place.column)
