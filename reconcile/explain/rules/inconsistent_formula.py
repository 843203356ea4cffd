"""A formula unlike those on both sides of it.

What it finds: a cell whose formula is not the one that its neighbours share, told by what they name
and not by how they are written; the last cell of a line too, where it does the same to other cells.
It is an error where the neighbours' formula would give another number there and the cell
stands alone among them, names another row or column than its own, or computes what holds of no
other figure of its column; a warning where it would give the same, where only a number in it
differs, where it is built in another way of other cells, or where several cells in a row differ
alike. A total that counts every part beside totals that stop short of one is right, not odd.
Subtotals, totals and rows with marks for what does not
apply are left in peace.

Why it matters: a formula copied over the wrong cells, or changed in one row and forgotten, gives a
figure that cannot be compared with those around it.

Fix safety: unsafe. The exception may be meant.
"""

from __future__ import annotations

from collections.abc import Iterator

from reconcile.explain.context import Context
from reconcile.explain.explanation import Explanation, Observation
from reconcile.explain.odd_cells import OddCell
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
    for odd in _unlike.standing_out(context):
        if _concerns(odd):
            severity: Severity = "error" if _unlike.is_sure(odd, context) else "warning"
            yield _unlike.observed("inconsistent-formula", odd, context, severity)


def _concerns(odd: OddCell) -> bool:
    return bool(odd.own)
