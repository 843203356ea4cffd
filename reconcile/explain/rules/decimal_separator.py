"""A decimal comma in a sheet of points, or a point in a sheet of commas.

What it finds: a figure written in the other convention than the rest of its table, such as `8,7`
among `8.5` and `9.0`. Where a total did not count it, the finding explains the total.

Why it matters: a spreadsheet takes such a cell for text. A sum skips it, and the total, the index,
the rank and the grade of that row are wrong although every figure on the page looks right.

Fix safety: safe where the text can be read in one way only; the total that it completes exactly is
put right with it. Unsafe where the text has two readings.
"""

from __future__ import annotations

from collections.abc import Iterator

from reconcile.explain.context import Context
from reconcile.explain.explanation import Explanation, Observation
from reconcile.explain.rules import _doubtful
from reconcile.model import Cell, Equation, Reading, Severity

SEVERITY: Severity = "error"
_POINTS = """
| No | Agency | A   | B    | Total |
|----|--------|-----|------|-------|
| 1  | North  | 1.5 | 2.25 | 3.75  |
| 3  | East   | 4.5 | 1.5  | 6.0   |
| 4  | West   | 2.5 | 7.1  | 9.6   |
"""
_COMMAS = (
    "No\tAgency\tA\tB\tTotal\n1\tNorth\t1,5\t2,25\t3,75\n3\tEast\t4,5\t1,5\t6\n"
    "4\tWest\t2,5\t7,1\t9,6\n"
)
VALID = (
    _POINTS + "| 2 | South | 8.7 | 3.5 | 12.2 |\n",
    _COMMAS + "2\tSouth\t8,7\t3,5\t12,2\n",
)
INVALID = (
    _POINTS + "| 2 | South | 8,7 | 3.5 | 3.5 |\n",
    _COMMAS + "2\tSouth\t8.7\t3,5\t12,2\n",
)


def propose(equation: Equation, context: Context) -> Iterator[Explanation]:
    yield from _doubtful.uncounted("decimal-separator", _concerns, equation, context)


def observe(context: Context) -> Iterator[Observation]:
    yield from _doubtful.observed("decimal-separator", _concerns, context)


def _concerns(reading: Reading, context: Context, cell: Cell) -> bool:
    return reading.convention is not None and reading.convention != context.convention(cell)
