"""A score above its maximum.

What it finds: a score higher than the sheet itself states as the most, in a row, a column or a
label (`Maximum`, `Roads (10 points)`), or than the sheet's template allows for its indicator; a
total above its own maximum where none of its parts is. Where many scores are, their scale is
another, and nothing is said of them; nor by a row that only says which figure was the highest.

Why it matters: a score that cannot be given makes every total and rank above it wrong.

Fix safety: no fix is offered. What was meant cannot be read from the maximum.
"""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from typing import TYPE_CHECKING

import numpy as np

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
            if context.place(cell) not in observed and not _is_above_by_part(
                cell, set(cells), context
            ):
                most = Number(int(limits.highest[cell.row, cell.column]), table.figures.scale)
                yield _observation(cell, most, context)


def _is_above_by_part(cell: Cell, above: set[Cell], context: Context) -> bool:
    """Whether a total is too high for a part of it that is."""
    return any(
        term.cell in above
        for equation in context.as_target(cell)
        if equation.kind in SUMMED and equation.holds != "no"
        for term in equation.terms
    )


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
