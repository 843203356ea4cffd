"""A figure that the spreadsheet turned into a date.

What it finds: among figures, a cell that holds a date: `8.7` or `8/7` typed where the locale takes
it for the eighth of July. A text file says `8-Jul` or `2021-07-08` there.

Why it matters: the cell shows something like the figure, and counts as forty-odd thousand days or
not at all.

Fix safety: unsafe where one total tells which figure was meant, safe where two independent ones do;
for display where none does, since day and month could stand either way round.
"""

from __future__ import annotations

from collections.abc import Iterator

from reconcile.explain.context import Context
from reconcile.explain.explanation import Explanation, Observation
from reconcile.explain.rules import _misread
from reconcile.model import Equation, Number, Reading, Severity
from reconcile.numbers import day_and_month

SEVERITY: Severity = "error"
_ROWS = (
    "No\tAgency\tA\tB\tTotal\n1\tNorth\t1.5\t2.2\t3.7\n3\tEast\t4.1\t1.5\t5.6\n"
    "4\tWest\t2.4\t6.1\t8.5\n"
)
VALID = (_ROWS + "2\tSouth\t8.7\t3.1\t11.8\n",)
INVALID = (_ROWS + "2\tSouth\t08/07/2021\t3.1\t11.8\n",)


def propose(equation: Equation, context: Context) -> Iterator[Explanation]:
    yield from _misread.proposed("date-for-number", _meant, equation, context)


def observe(context: Context) -> Iterator[Observation]:
    yield from _misread.observed("date-for-number", _meant, context)


def _meant(text: str) -> tuple[Reading, ...]:
    """`8.7` and `7.8`, and with a leading zero in the second place."""
    date = day_and_month(text)
    if date is None:
        return ()
    day, month = date
    numbers = [
        _joined(units, part, width)
        for units, part in ((day, month), (month, day))
        for width in (1, 2)
    ]
    return tuple(map(Reading, dict.fromkeys(numbers)))


def _joined(units: int, part: int, width: int) -> Number:
    digits = str(part).zfill(width)
    return Number(int(f"{units}{digits}"), len(digits))
