"""A score above its maximum.

What it finds: a score higher than the sheet itself states as the most, in a row, a column or a
label (`Maximum`, `Roads (10 points)`), or than the sheet's template allows for its indicator; a
total above its own maximum where none of its parts is. Where many scores are, their scale is
another, and nothing is said of them; nor by a row that only says which figure was the highest, nor
of scores that keep within what a sum asks of the maximum, which is then the wrong figure.

Why it matters: a score that cannot be given makes every total and rank above it wrong.

Fix safety: no fix is offered. What was meant cannot be read from the maximum.
"""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from typing import TYPE_CHECKING

import numpy as np

from reconcile.explain.asked import asked_of
from reconcile.explain.context import Context
from reconcile.explain.edits import values
from reconcile.explain.explanation import Observation
from reconcile.explain.rules._stated import plain, stray_scores
from reconcile.model import SUMMED, Cell, Number, Sentence, Severity

if TYPE_CHECKING:
    from reconcile.template import Scored

SEVERITY: Severity = "error"
TEMPLATE = """\
name = "Example"
[[indicator]]
name = "Plan"
maximum = 10
[[indicator]]
name = "Reports"
maximum = 5
[[total]]
name = "Total"
sums = "all"
maximum = 15
"""
_SHEET = (
    "No\tAgency\tPlan\tReports\tTotal\n1\tNorth\t10\t5\t15\n2\tSouth\t9\t4\t13\n3\tEast\t8\t3\t11\n"
)
VALID = (_SHEET,)
INVALID = (
    _SHEET.replace("9\t4\t13", "9\t6\t15"),
    "No\tAgency\tRoads (10 points)\tParks\n1\tNorth\t9\t15\n2\tSouth\t8\t14\n3\tEast\t11\t12\n"
    "4\tWest\t7\t14\n5\tCoast\t10\t13\n",
)


def observe(context: Context) -> Iterator[Observation]:
    by_template = list(stray_scores("above-maximum", _is_above, _maximum, context))
    yield from by_template
    observed = {observation.at for observation in by_template}
    for table in context.document.tables:
        limits = context.facts.limits.get(table.id)
        if limits is None:
            continue
        above = limits.limited & table.figures.known & (table.figures.units > limits.highest)
        cells = [Cell(table.id, row, column) for row, column in np.argwhere(above).tolist()]
        for cell in cells:
            most = Number(int(limits.highest[cell.row, cell.column]), table.figures.scale)
            if not (
                context.place(cell) in observed
                or _is_above_by_part(cell, set(cells), context)
                or _is_above_a_wrong_one(cell, most, context)
            ):
                yield _observation(cell, most, context)


def _is_above_by_part(cell: Cell, above: set[Cell], context: Context) -> bool:
    """Whether a total is too high for a part of it that is."""
    return any(
        term.cell in above
        for equation in context.as_target(cell)
        if equation.kind in SUMMED and equation.holds != "no"
        for term in equation.terms
    )


def _is_above_a_wrong_one(cell: Cell, most: Number, context: Context) -> bool:
    """Whether a broken sum asks of the maximum to be no less than the score."""
    score = context.value(cell)
    return any(
        asked is not None and score is not None and asked.high >= score
        for mark in _maxima(cell, context)
        if context.value(mark) == Fraction(most.value)
        for equation in context.around(mark, "no")
        for asked in [asked_of(context, equation, mark)]
    )


def _maxima(cell: Cell, context: Context) -> Iterator[Cell]:
    """The cells that may state the maximum of a score: beside it, and above or below it."""
    table = context.tables[cell.table]
    for column, known in enumerate(table.columns):
        if known.role == "maximum":
            yield cell._replace(column=column)
    for row, line in enumerate(table.rows):
        if line.role == "maximum":
            yield cell._replace(row=row)


def _observation(cell: Cell, most: Number, context: Context) -> Observation:
    details = values(context, cell, limit=context.written(Fraction(most.value), cell))
    return Observation(
        at=context.place(cell),
        cells=(context.place(cell),),
        message=Sentence("observed.above-maximum", details),
        row=context.row_name(cell),
        column=context.path(cell),
        printed=context.text(cell),
    )


def _is_above(scored: Scored, score: Number) -> bool:
    return scored.maximum is not None and score.value > scored.maximum


def _maximum(scored: Scored) -> str:
    return plain(scored.maximum) if scored.maximum is not None else ""
