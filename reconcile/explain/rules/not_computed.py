"""Formulas whose results are not stored, or not computed here.

What it finds: cells that hold a formula and no result, as files written by other programs often do
until a spreadsheet has computed them; and formulas that a text file shows in place of figures. A
note says which formulas with a result are beyond sums, averages, ratios, products, ranks, rounding
and choices: their figures are taken as they stand.

Why it matters: nothing is computed here in place of the spreadsheet, so what those cells should
state is not checked.

Fix safety: no fix is offered. Open the file in a spreadsheet, save it, and check it again.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

import numpy as np

from reconcile.explain.context import Context
from reconcile.explain.explanation import Observation
from reconcile.formulas.tree import Unknown
from reconcile.model import Place, Sentence, Severity, Sheet

SEVERITY: Severity = "warning"
_MOST_CELLS = 50  # of one finding: whole columns would fill the report
_FORMULA = re.compile(r"=[A-Z$(+-]")
_ROWS = "No\tAgency\tA\tB\tTotal\n1\tNorth\t1\t2\t3\n2\tSouth\t8\t3\t11\n3\tEast\t4\t1\t5\n"
VALID = (_ROWS + "4\tWest\t2\t6\t8\n",)
INVALID = (_ROWS + "4\tWest\t2\t6\t=C5+D5\n",)


def observe(context: Context) -> Iterator[Observation]:
    """One finding for each sheet, at the first such cell."""
    yield from map(_beyond, _unknown(context))
    for sheet in context.document.book.sheets:
        places = sorted(_uncomputed(sheet))
        if places:
            details = {"at": places[0].a1, "count": str(len(places))}
            yield Observation(
                at=places[0],
                cells=tuple(places[:_MOST_CELLS]),
                message=Sentence("finding.not-computed", details),
            )


def _uncomputed(sheet: Sheet) -> Iterator[Place]:
    rows, columns = sheet.shape
    if not sheet.typed:
        for (row, column), cell in np.ndenumerate(sheet.cells):
            if isinstance(cell, str) and _FORMULA.match(cell):
                yield Place(sheet.name, row, column)
    for row, column in sheet.formulas.keys() - sheet.blanks:
        if row >= rows or column >= columns or sheet.cells[row, column] is None:
            yield Place(sheet.name, row, column)


def _unknown(context: Context) -> Iterator[list[Place]]:
    """The figures of each sheet whose formulas are not computed here."""
    formulas, bindings = context.facts.calculator, context.facts.bindings
    unknown: dict[str, list[Place]] = {}
    odd = {cell.place for cell in context.facts.odd_cells}
    for place in formulas.formula_places():
        cell = bindings.cell(place)
        if (
            cell is None
            or place in odd
            or not context.tables[cell.table].figures.known[cell.row, cell.column]
        ):
            continue
        try:
            formulas.compute(formulas.tree(place))
        except Unknown:
            unknown.setdefault(place.sheet, []).append(place)
    yield from unknown.values()


def _beyond(places: list[Place]) -> Observation:
    first = places[0]
    return Observation(
        severity="info",
        at=first,
        cells=tuple(places[:_MOST_CELLS]),
        message=Sentence("finding.not-computed-here", {"at": first.a1, "count": str(len(places))}),
    )
