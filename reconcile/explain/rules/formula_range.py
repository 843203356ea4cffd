"""A total whose formula does not reach over all of its parts, or counts some twice.

What it finds: a sum or average whose range stops short of the group that it closes, takes in a
subtotal together with the parts of that subtotal, or adds up other cells than the formulas beside
it. What belongs to the group is told by the neighbours' formulas, by the totals that the figures
show, and by rows that are numbered on in the same band. It is a warning where nothing else wants
the other cells: no sum the other way, no label of a total over a group that it stops short of.

Why it matters: the total looks computed and is wrong; a row added at the end of a list is the usual
way to it.

Fix safety: unsafe. The formula is made to reach over its group, each part counted once; the row may
have been left out on purpose.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from reconcile.explain.context import Context
from reconcile.explain.edits import outer_totals
from reconcile.explain.explanation import STATED, Explanation, Observation
from reconcile.explain.rules._missed import Miss, computed, copies_of, miss_of, taken_apart
from reconcile.explain.rules._witnesses import is_wanted
from reconcile.formulas.references import ranges
from reconcile.model import (
    Edit,
    Equation,
    Fix,
    Place,
    Sentence,
    Severity,
)

SEVERITY: Severity = "error"
_AGAIN = 4  # rows with one formula of their own that are no longer slips
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


def propose(equation: Equation, context: Context) -> Iterator[Explanation]:
    """A broken sum whose formula adds up other cells than its relation, or rank among others."""
    miss = miss_of(equation, context) if equation.holds == "no" else None
    if miss is None:
        return
    alike = copies_of(miss, context)
    if alike[0].equation is not equation:
        return  # it comes with the first of them
    changes = {miss.equation.target: miss.value for miss in alike}
    first = alike[0]
    yield Explanation(
        cost=STATED,
        equation=first.equation,
        at=first.equation.target,
        message=_message(alike, context),
        title=_title(alike, context),
        edits=tuple(_edit(miss, context) for miss in alike),
        changes=outer_totals(context, changes),
        applicability="unsafe",
        confidence=0.9,
        cells=(*first.missing, *first.surplus),
        expected=first.value,
        severity=_severity(alike, context),
    )


def _severity(alike: Sequence[Miss], context: Context) -> Severity:
    """An error where the figures show the mistake, or another claim wants the other cells."""
    if _is_habit(alike, context):
        return "warning"
    kinds = {_kind(miss, context) for miss in alike}
    is_shown = bool(kinds & {"twice", "covered"})
    is_sure = is_shown or any(is_wanted(miss, context) for miss in alike)
    return SEVERITY if is_sure else "warning"


def _is_habit(alike: Sequence[Miss], context: Context) -> bool:
    """Rows that again and again add up other cells than the rest differ rather than err."""
    relation = context.relation_of(alike[0].equation)
    return relation.kind != "rank" and relation.target.axis == "column" and len(alike) >= _AGAIN


def observe(context: Context) -> Iterator[Observation]:
    """Such formulas that what they miss does not make wrong, as long as it is zero or blank."""
    seen: set[Place] = set()
    if not any(sheet.formulas for sheet in context.document.book.sheets):
        return
    for equation in (
        e for checked in context.relations.checked for e in computed(checked, context)
    ):
        miss = miss_of(equation, context) if equation.holds == "exact" else None
        if miss is None or miss.place in seen:
            continue
        alike = copies_of(miss, context)
        seen.update(miss.place for miss in alike)
        if all(miss.equation.holds == "exact" for miss in alike):
            yield _finding(alike, context)


def _finding(alike: Sequence[Miss], context: Context) -> Observation:
    first = alike[0]
    target = first.equation.target
    return Observation(
        severity="warning",
        at=first.place,
        cells=(
            *(miss.place for miss in alike),
            *(context.place(cell) for cell in (*first.missing, *first.surplus)),
        ),
        message=_message(alike, context),
        row=context.row_name(target),
        column=context.path(target),
        printed=context.text(target),
        fixes=(
            Fix(
                _title(alike, context), "unsafe", 0.8, tuple(_edit(miss, context) for miss in alike)
            ),
        ),
    )


def _edit(miss: Miss, context: Context) -> Edit:
    target = miss.equation.target
    new = context.typed(miss.value, target)
    return Edit(miss.place, context.text(target), new, formula=_formula(miss, context))


def _formula(miss: Miss, context: Context) -> str:
    """The formula over all terms of the relation, rounded as the cell's own is."""
    relation = context.relation_of(miss.equation)
    if miss.equation.kind == "rank":
        rows = [context.place(relation.terms[0].cell(int(at))) for at in relation.positions[:, 0]]
        among = ",".join(_fixed(written) for written in ranges(sorted(rows), miss.place.sheet))
        order = "" if miss.own.descending else ",1"
        among = f"({among})" if "," in among else among
        return f"=RANK({miss.own.terms[0].a1},{among}{order})"
    position = (
        miss.equation.target.row
        if relation.target.axis == "column"
        else miss.equation.target.column
    )
    places = [context.place(line.cell(position)) for line in relation.terms]
    # Where every part is out of sight under merges, the parts that are seen give no formula.
    places = [place for place in places if not _is_covered(place, context)] or places
    name = "SUM" if miss.equation.kind == "sum" else "AVERAGE"
    added = f"{name}({','.join(ranges(sorted(places), miss.place.sheet))})"
    return f"=ROUND({added},{miss.own.digits})" if miss.own.digits is not None else f"={added}"


def _fixed(written: str) -> str:
    """A range that stays where it is when its formula is copied."""
    return re.sub(r"([A-Z]+)(\d+)", r"$\1$\2", written)


def _title(alike: Sequence[Miss], context: Context) -> Sentence:
    edit = _edit(alike[0], context)
    places = ", ".join(miss.place.a1 for miss in alike)
    return Sentence(
        "formula.fix.put", {"at": places, "formula": edit.formula, "new": context.new_text(edit)}
    )


def _message(alike: Sequence[Miss], context: Context) -> Sentence:
    first, *others = alike
    target = first.equation.target
    cells = first.missing or first.surplus
    details = {
        "at": first.place.a1,
        "own": context.facts.calculator.formula(first.place),
        "printed": context.shown(target),
        "computed": context.written(first.value, target),
        "cells": ", ".join(ranges(sorted(map(context.place, cells)), first.place.sheet)),
        "others": ", ".join(miss.place.a1 for miss in others),
    }
    same = all(miss.equation.holds == "exact" for miss in alike)
    variant = "-same" if same else "-several" if others else ""
    return Sentence(f"formula.formula-range.{_kind(first, context)}{variant}", details)


def _is_covered(place: Place, context: Context) -> bool:
    """Whether a value lies under a merge there, which nobody sees and every formula counts."""
    return (place.row, place.column) in context.document.book.sheet(place.sheet).covered


def _kind(miss: Miss, context: Context) -> str:
    if miss.surplus and all(_is_covered(context.place(cell), context) for cell in miss.surplus):
        return "covered"
    if miss.missing:
        return "other" if miss.surplus else "short"
    terms = [term.cell for term in miss.equation.terms]
    if miss.equation.kind != "sum":
        return "beyond"
    return "twice" if set(miss.surplus) <= taken_apart(terms, context) else "beyond"
