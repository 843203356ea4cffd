"""A formula unlike those on both sides of it.

What it finds: a cell whose formula is not the one that its neighbours share, told by what they name
and not by how they are written. It is an error where the neighbours' formula would give another
number there, and a warning where it would give the same, or where only a number in it differs.
Subtotals, totals and rows with marks for what does not apply are left in peace, and so is whatever
stands there more than once.

Why it matters: a formula copied over the wrong cells, or changed in one row and forgotten, gives a
figure that cannot be compared with those around it.

Fix safety: unsafe. The exception may be meant.
"""

from __future__ import annotations

from collections.abc import Iterator

from reconcile.explain.context import Context
from reconcile.explain.explanation import Explanation, Observation
from reconcile.explain.habits import Odd
from reconcile.explain.rules import _unlike
from reconcile.model import Equation, Severity

SEVERITY: Severity = "error"
_HEAD = "No\tAgency\tA\tB\tC\tNet\n1\tNorth\t9\t2\t1\t7 =C2-D2\n2\tSouth\t8\t3\t4\t5 =C3-D3\n"
_FOOT = "4\tWest\t7\t6\t3\t1 =C5-D5\n5\tCoast\t9\t1\t2\t8 =C6-D6\n"
VALID = (
    _HEAD + "3\tEast\t4\t1\t2\t3 =SUM(C4,-D4)\n" + _FOOT,
    _HEAD + "3\tEast\t4\t1\t2\t2 =C4-E4\n" + _FOOT + "6\tHills\t5\t1\t2\t3 =C7-E7\n",
)
INVALID = (_HEAD + "3\tEast\t4\t1\t2\t2 =C4-E4\n" + _FOOT,)


def propose(equation: Equation, context: Context) -> Iterator[Explanation]:
    """A broken equation whose target is computed otherwise than its neighbours are."""
    yield from _unlike.proposed("inconsistent-formula", _concerns, equation, context)


def observe(context: Context) -> Iterator[Observation]:
    for odd in context.facts.odd_cells:
        if _concerns(odd):
            sure = _unlike.differs(odd, context) and not _unlike.by_constant(odd)
            yield _unlike.observed(
                "inconsistent-formula", odd, context, "error" if sure else "warning"
            )


def _concerns(odd: Odd) -> bool:
    return bool(odd.own)
