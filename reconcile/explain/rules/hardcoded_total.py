"""A number typed where its neighbours are computed by a formula.

What it finds: in a column of like formulas (or a row of them) a cell that holds a typed number, and
a number typed where the column beside it, computed alike in its other rows, has a formula. It is a
warning where the number is what the formula would give, and an error where it is not; a warning too
where its row states it twice, or others are typed over the same product. A number that the formula
itself hangs on is an input, and one whose factors are blank was known in another way.

Why it matters: the cell looks like the others and does not follow when a figure is put right; the
next change makes it wrong, if it is not wrong already.

Fix safety: unsafe. The neighbours' formula is put in the cell; the number may have been typed for a
reason.
"""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from reconcile.explain.context import Context
from reconcile.explain.explanation import Explanation, Observation
from reconcile.explain.odd_cells import OddCell
from reconcile.explain.rules import _unlike
from reconcile.model import Equation, Severity

SEVERITY: Severity = "error"
_HEAD = (
    "No\tAgency\tA\tB\tTotal\n1\tNorth\t1\t2\t3 =C2+D2\n2\tSouth\t8\t3\t11 =C3+D3\n"
    "3\tEast\t4\t1\t5 =C4+D4\n"
)
VALID = (
    _HEAD + "4\tWest\t2\t6\t8 =C5+D5\n",
    _HEAD + "4\tWest\t-\t-\t8\n",
)
INVALID = (
    _HEAD + "4\tWest\t2\t6\t9\n5\tCoast\t3\t3\t6 =C6+D6\n",
    _HEAD + "4\tWest\t2\t6\t8\n5\tCoast\t3\t3\t6 =C6+D6\n",
)


def propose(equation: Equation, context: Context) -> Iterator[Explanation]:
    """A broken equation whose target was typed."""
    yield from _unlike.proposed("hardcoded-total", _concerns, equation, context)


def observe(context: Context) -> Iterator[Observation]:
    for odd in _unlike.standing_out(context):
        if _concerns(odd):
            severity: Severity = "error" if _unlike.is_sure(odd, context) else "warning"
            yield _unlike.observed("hardcoded-total", odd, context, severity)


def _concerns(odd: OddCell) -> bool:
    return not odd.own and isinstance(odd.value, Decimal)
