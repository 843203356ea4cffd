"""A number that stands in the sheet as text.

What it finds: in a column of numbers, a cell that a spreadsheet holds as text though it states a
number: typed with an apostrophe, a space, a unit or a footnote mark.

Why it matters: sums skip text without a word. The cell looks like its neighbours and counts for
nothing.

Fix safety: safe where the text states one number and the total that it completes comes out exactly.
"""

from __future__ import annotations

from collections.abc import Iterator

from reconcile.explain.context import Context
from reconcile.explain.explanation import Explanation, Observation
from reconcile.explain.rules import _doubtful
from reconcile.model import Cell, Equation, Reading, Severity
from reconcile.structure.column_numbers import is_year

SEVERITY: Severity = "error"
VALID = ("No\tAgency\tA\tB\tTotal\n1\tNorth\t1\t2\t3\n2\tSouth\t8\t3\t11\n3\tEast\t4\t1\t5\n",)
INVALID = (
    "No\tAgency\tA\tB\tTotal\n1\tNorth\t1\t2\t3\n2\tSouth\t8 điểm\t3\t3\n3\tEast\t4\t1\t5\n"
    "4\tWest\t4\t6\t10\n",
)


def propose(equation: Equation, context: Context) -> Iterator[Explanation]:
    yield from _doubtful.uncounted("number-as-text", _concerns, equation, context)


def observe(context: Context) -> Iterator[Observation]:
    for finding in _doubtful.observed("number-as-text", _concerns, context):
        if context.document.book.sheet(finding.at.sheet).typed:
            yield finding


def _concerns(reading: Reading, context: Context, cell: Cell) -> bool:
    return reading.convention in (None, context.convention(cell)) and not _heads_a_column(
        context, cell
    )


def _heads_a_column(context: Context, cell: Cell) -> bool:
    """Whether it is a year on top of a table of which no header was told: `Ward | 2021`."""
    table = context.tables[cell.table]
    first, last = table.parts[0].header_rows
    return cell.row == 0 and last < first and is_year(str(table.text[cell.row, cell.column]))
