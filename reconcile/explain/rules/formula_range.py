"""A total whose formula does not reach over all of its parts, or counts some twice.

What it finds: a sum or average whose range stops short of the group that it closes, takes in a
subtotal together with the parts of that subtotal, or adds up other cells than the formulas beside
it. What belongs to the group is told by the neighbours' formulas, by the totals that the figures
show, and by rows that are numbered on in the same band.

Why it matters: the total looks computed and is wrong; a row added at the end of a list is the usual
way to it.

Fix safety: unsafe. The formula is made to reach over its group, each part counted once; the row may
have been left out on purpose.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import lru_cache

from reconcile.explain.context import Context, context
from reconcile.explain.edits import outer_totals
from reconcile.explain.explanation import STATED, Explanation
from reconcile.model import (
    Cell,
    Document,
    Edit,
    Equation,
    Finding,
    Fix,
    Place,
    Relations,
    Sentence,
    Severity,
)
from reconcile.ooxml.formula_tree import Reference
from reconcile.ooxml.ranges import ranges
from reconcile.ooxml.relative import relative
from reconcile.relations.forms import Form, form
from reconcile.relations.live import live

SEVERITY: Severity = "error"
_HEAD = "No\tAgency\tA\n1\tNorth\t10\n2\tSouth\t20\n3\tEast\t40\n4\tWest\t5\n"
_BANDS = "No\tAgency\tA\n1\tNorth\t10\n2\tSouth\t20\n\tTotal cities\t30 =SUM(C2:C3)\n"
_MORE = "3\tEast\t40\n4\tWest\t5\n\tTotal districts\t45 =SUM(C5:C6)\n"
VALID = (
    _HEAD + "\tTotal\t75 =SUM(C2:C5)\n",
    _BANDS + _MORE + "\tTotal\t75 =C4+C7\n",
)
INVALID = (
    _HEAD + "\tTotal\t70 =SUM(C2:C4)\n",
    _BANDS + _MORE + "\tTotal\t150 =SUM(C2:C7)\n",
)


_Differing = tuple[tuple[Cell, ...], tuple[Cell, ...]]


@dataclass(frozen=True)
class _Miss:
    """A formula and the cells by which it differs from the relation it belongs to."""

    equation: Equation
    place: Place
    own: Form
    missing: tuple[Cell, ...]
    surplus: tuple[Cell, ...]

    @property
    def value(self) -> Fraction:
        """What the cell comes to over the cells of its relation."""
        if self.equation.kind == "rank":
            return Fraction(self.equation.computed)
        return self.equation.result or Fraction(0)


def propose(equation: Equation, asked: Context) -> Iterator[Explanation]:
    """A broken sum whose formula adds up other cells than its relation, or rank among others."""
    miss = _miss(equation, asked) if equation.holds == "no" else None
    if miss is None:
        return
    alike = _alike(miss, asked)
    if alike[0].equation is not equation:
        return  # it comes with the first of them
    changes = {one.equation.target: one.value for one in alike}
    first = alike[0]
    yield Explanation(
        rule="formula-range",
        cost=STATED,
        equation=first.equation,
        at=first.equation.target,
        message=_message(alike, asked),
        title=_title(alike, asked),
        edits=tuple(_edit(one, asked) for one in alike),
        changes=outer_totals(asked, changes),
        applicability="unsafe",
        confidence=0.9,
        cells=(*first.missing, *first.surplus),
        expected=first.value,
    )


def observe(document: Document, relations: Relations) -> Iterator[Finding]:
    """Such formulas that what they miss does not make wrong, as long as it is zero or blank."""
    asked = context(document, relations)
    seen: set[Place] = set()
    for equation in relations.equations:
        miss = _miss(equation, asked) if equation.holds == "exact" else None
        if miss is None or miss.place in seen:
            continue
        alike = _alike(miss, asked)
        seen.update(one.place for one in alike)
        if all(one.equation.holds == "exact" for one in alike):
            yield _finding(alike, asked)


def _finding(alike: Sequence[_Miss], asked: Context) -> Finding:
    first = alike[0]
    target = first.equation.target
    return Finding(
        id="",
        rule="formula-range",
        severity="warning",
        at=first.place,
        cells=(
            *(one.place for one in alike),
            *(asked.place(cell) for cell in (*first.missing, *first.surplus)),
        ),
        message=_message(alike, asked),
        row=asked.row_name(target),
        column=asked.path(target),
        printed=asked.text(target),
        fixes=(
            Fix(_title(alike, asked), "unsafe", 0.8, tuple(_edit(one, asked) for one in alike)),
        ),
    )


def _miss(equation: Equation, asked: Context) -> _Miss | None:
    """How a cell's own formula differs from its relation; None where it does not, or is of another
    kind."""
    place, formulas = asked.place(equation.target), live(asked.document.book)
    own = form(place, formulas) if formulas.formula(place) else None
    if own is None or own.kind != equation.kind:
        return None
    if equation.kind == "rank":
        return _ranked(equation, place, own, asked)
    if equation.kind not in ("sum", "average") or equation.result is None:
        return None
    if {*own.factors, *(term.factor for term in equation.terms)} != {Fraction(1)}:
        return None
    return _added(equation, place, own, asked)


def _ranked(equation: Equation, place: Place, own: Form, asked: Context) -> _Miss | None:
    if own.among is None:
        return None
    found = _ranked_among(asked, equation.relation, own.among)
    return None if found is None else _Miss(equation, place, own, *found)


@lru_cache(maxsize=64)
def _ranked_among(asked: Context, relation: str, among: Reference) -> _Differing | None:
    ranking = asked.rules[relation]
    rows = [int(row) for row in ranking.positions[:, 0]]
    table = asked.tables[ranking.target.table]
    column = [ranking.terms[0].cell(row) for row in range(len(table.rows))]
    scores = [ranking.terms[0].cell(row) for row in rows]
    return _differing(live(asked.document.book).cells(among), scores, column, asked)


def _added(equation: Equation, place: Place, own: Form, asked: Context) -> _Miss | None:
    terms = [term.cell for term in equation.terms]
    found = _differing(own.terms, terms, _neighbours(equation, asked), asked)
    if found is None or _is_nested(equation, *found, asked):
        return None
    return _Miss(equation, place, own, *found)


def _differing(
    named: Sequence[Place], terms: Sequence[Cell], near: Iterable[Cell], asked: Context
) -> _Differing | None:
    """The terms of a relation that a formula does not name, and the cells `near` them that it names
    beside them; None where it is about something else."""
    formulas = live(asked.document.book)
    theirs = {asked.place(cell): cell for cell in terms}
    names = set(named)
    mine = {one for one in names if formulas.number(one) is not None}
    missing = tuple(cell for one, cell in theirs.items() if one not in names)
    beside = mine - set(theirs)
    if not (missing or beside):
        return None
    known = {asked.place(cell): cell for cell in near} if beside else {}
    surplus = tuple(known[one] for one in sorted(beside) if one in known)
    shared = len(mine & set(theirs))
    if len(surplus) < len(beside) or 2 * shared < min(len(mine), len(theirs)):
        return None
    return missing, surplus


def _neighbours(equation: Equation, asked: Context) -> Iterator[Cell]:
    """The cells of the target's row and column."""
    target = equation.target
    table = asked.tables[target.table]
    yield from (Cell(table.id, row, target.column) for row in range(len(table.rows)))
    yield from (Cell(table.id, target.row, column) for column in range(len(table.columns)))


def _is_nested(
    equation: Equation, missing: tuple[Cell, ...], surplus: tuple[Cell, ...], asked: Context
) -> bool:
    """Whether the one adds up the parts where the other adds up their subtotals."""
    return (
        equation.kind == "sum"
        and bool(missing)
        and bool(surplus)
        and _taken_apart(missing, asked) == _taken_apart(surplus, asked)
    )


def _taken_apart(cells: Sequence[Cell], asked: Context) -> frozenset[Cell]:
    found: set[Cell] = set()
    waiting, seen = list(cells), set(cells)
    while waiting:
        cell = waiting.pop()
        parts = [
            [term.cell for term in other.terms]
            for other in asked.as_target.get(cell, ())
            if other.kind == "sum" and other.holds != "no"
        ]
        inner = [part for part in (parts[0] if parts else []) if part not in seen]
        seen.update(inner)
        waiting += inner
        if not parts:
            found.add(cell)
    return frozenset(found)


def _alike(miss: _Miss, asked: Context) -> tuple[_Miss, ...]:
    """The same formula copied along the relation, those that are wrong first; one mistake."""
    return _copies(asked, miss.equation.relation, _relative(miss.place, asked))


@lru_cache(maxsize=64)
def _copies(asked: Context, relation: str, own: str) -> tuple[_Miss, ...]:
    found = [
        miss
        for equation in asked.relations.equations
        if equation.relation == relation
        and (miss := _miss(equation, asked)) is not None
        and _relative(miss.place, asked) == own
    ]
    return tuple(sorted(found, key=lambda miss: miss.equation.holds != "no"))


def _relative(place: Place, asked: Context) -> str:
    return relative(live(asked.document.book).formula(place), place.row, place.column)


def _edit(miss: _Miss, asked: Context) -> Edit:
    target = miss.equation.target
    new = asked.written(miss.value, target)
    return Edit(miss.place, asked.text(target), new, formula=_formula(miss, asked))


def _formula(miss: _Miss, asked: Context) -> str:
    """The formula over all terms of the relation, rounded as the cell's own is."""
    relation = asked.rules[miss.equation.relation]
    if miss.equation.kind == "rank":
        rows = [asked.place(relation.terms[0].cell(int(at))) for at in relation.positions[:, 0]]
        among = ",".join(_fixed(one) for one in ranges(sorted(rows), miss.place.sheet))
        order = "" if miss.own.descending else ",1"
        among = f"({among})" if "," in among else among
        return f"=RANK({miss.own.terms[0].a1},{among}{order})"
    position = (
        miss.equation.target.row
        if relation.target.axis == "column"
        else miss.equation.target.column
    )
    places = [asked.place(line.cell(position)) for line in relation.terms]
    name = "SUM" if miss.equation.kind == "sum" else "AVERAGE"
    added = f"{name}({','.join(ranges(sorted(places), miss.place.sheet))})"
    return f"=ROUND({added},{miss.own.digits})" if miss.own.digits is not None else f"={added}"


def _fixed(written: str) -> str:
    """A range that stays where it is when its formula is copied."""
    return re.sub(r"([A-Z]+)(\d+)", r"$\1$\2", written)


def _title(alike: Sequence[_Miss], asked: Context) -> Sentence:
    edit = _edit(alike[0], asked)
    places = ", ".join(one.place.a1 for one in alike)
    return Sentence("formula.fix.put", {"at": places, "formula": edit.formula, "new": edit.new})


def _message(alike: Sequence[_Miss], asked: Context) -> Sentence:
    first, *others = alike
    target = first.equation.target
    cells = first.missing or first.surplus
    said = {
        "at": first.place.a1,
        "own": live(asked.document.book).formula(first.place),
        "printed": asked.text(target),
        "computed": asked.written(first.value, target),
        "cells": ", ".join(ranges(sorted(map(asked.place, cells)), first.place.sheet)),
        "others": ", ".join(one.place.a1 for one in others),
    }
    same = all(one.equation.holds == "exact" for one in alike)
    ending = "-same" if same else "-several" if others else ""
    return Sentence(f"formula.formula-range.{_kind(first, asked)}{ending}", said)


def _kind(miss: _Miss, asked: Context) -> str:
    if miss.missing:
        return "other" if miss.surplus else "short"
    terms = [term.cell for term in miss.equation.terms]
    if miss.equation.kind != "sum":
        return "beyond"
    return "twice" if set(miss.surplus) <= _taken_apart(terms, asked) else "beyond"
