"""Cells among figures that state none, though what was meant can be read out of them."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from fractions import Fraction

import numpy as np

from reconcile.explain.context import Context
from reconcile.explain.edits import outer_totals, restate, retype, values
from reconcile.explain.explanation import CERTAIN, Explanation, Observation
from reconcile.explain.scenario import is_missing_term
from reconcile.model import (
    Applicability,
    Cell,
    Convention,
    Equation,
    Fix,
    Number,
    Reading,
    Sentence,
)

Meant = Callable[[str], tuple[Reading, ...]]
_FIGURES = ("component", "subtotal", "total", "maximum", "average", "ratio", "rank")


def proposed(
    rule: str, meant: Meant, equation: Equation, context: Context
) -> Iterator[Explanation]:
    """A sum that comes out once the cell states what its text can be read as."""
    if equation.kind != "sum" or equation.holds != "no" or equation.difference is None:
        return
    for cell, factor in _absent(context, equation):
        for number in (reading.number for reading in meant(context.text(cell))):
            if factor * Fraction(number.value) != equation.difference:
                continue
            edit = retype(context, cell, number)
            totals = _restated(context, cell, number)
            total = context.place(equation.target).a1
            details = values(context, cell, new=context.new_text(edit), total=total)
            yield Explanation(
                cost=CERTAIN,
                equation=equation,
                at=cell,
                message=Sentence(f"finding.{rule}.told", details),
                title=Sentence("finding.fix.retype-only", details),
                edits=(edit, *(restate(context, total, new) for total, new in totals.items())),
                changes={cell: Fraction(number.value), **totals},
                applicability="unsafe",
                confidence=0.95,
                expected_text=str(number),
            )


def _absent(context: Context, equation: Equation) -> Iterator[tuple[Cell, Fraction]]:
    """Cells that the relation would count here, had they stated a figure."""
    relation, target = context.relation_of(equation), equation.target
    for line, factor in zip(relation.terms, relation.factors, strict=True):
        position = target.row if relation.target.axis == "column" else target.column
        cell = line.cell(position)
        if line.table == target.table and context.value(cell) is None and context.text(cell):
            yield cell, factor


def _in_convention(readings: tuple[Reading, ...], decimal: Convention) -> tuple[Number, ...]:
    """The readings in the table's own convention, or all where none is."""
    own = [reading.number for reading in readings if reading.convention in (None, decimal)]
    return tuple(own or (reading.number for reading in readings))


def _restated(context: Context, cell: Cell, number: Number) -> dict[Cell, Fraction]:
    """The totals that came out without the cell, and the totals of those, with it."""
    changed: dict[Cell, Fraction] = {}
    for checked in context.relations.checked:
        if checked.relation.kind != "sum":
            continue
        for n in np.flatnonzero(
            checked.positions[:, 0] == checked.relation.target.position(cell)
        ).tolist():
            equation = checked.equation(n)
            if equation.difference == 0 and is_missing_term(context, equation, cell):
                changed[equation.target] = (equation.result or Fraction(0)) + Fraction(number.value)
    return outer_totals(context, changed)


def observed(rule: str, meant: Meant, context: Context) -> Iterator[Observation]:
    """Such cells that no broken sum tells the figure of."""
    for table in context.document.tables:
        for j, column in enumerate(table.columns):
            if column.role not in _FIGURES or 2 * table.figures.known[:, j].sum() <= len(
                table.rows
            ):
                continue
            for i in np.flatnonzero(~table.figures.known[:, j]).tolist():
                cell = Cell(table.id, i, j)
                if table.rows[i].role in ("group", "header", "note"):
                    continue
                meanings = _in_convention(meant(context.text(cell)), table.decimal)
                if meanings and table.place(i, j) is not None:
                    yield _finding(rule, context, cell, meanings)


def _finding(rule: str, context: Context, cell: Cell, meanings: tuple[Number, ...]) -> Observation:
    fixes = [(retype(context, cell, n), _restated(context, cell, n)) for n in meanings]
    details = values(context, cell, new=fixes[0][0].new)
    applicability: Applicability = "unsafe" if len(meanings) == 1 else "display"
    return Observation(
        at=context.place(cell),
        cells=(context.place(cell),),
        message=Sentence(f"finding.{rule}.untold", details),
        row=context.row_name(cell),
        column=context.path(cell),
        printed=context.text(cell),
        expected=str(meanings[0]) if len(meanings) == 1 else None,
        fixes=tuple(
            Fix(
                Sentence("finding.fix.retype-only", {**details, "new": context.new_text(edit)}),
                applicability,
                round(0.8 / len(meanings), 2),
                (edit, *(restate(context, total, new) for total, new in totals.items())),
            )
            for edit, totals in fixes
        ),
    )
