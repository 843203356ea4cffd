"""A total that counted one of its parts twice.

What it finds: a sum that is too large by exactly one of its terms, and by no other.

Why it matters: a range that overlaps a subtotal, or a part added again by hand, makes the total too
large; everything computed from it follows.

Fix safety: unsafe. One equation vouches for the new total; the part itself could be the mistake.
"""

from __future__ import annotations

from collections.abc import Iterator

from reconcile.explain.context import Context
from reconcile.explain.explanation import Explanation
from reconcile.explain.rules._miscounted import miscounted
from reconcile.model import Equation, Severity

SEVERITY: Severity = "error"
VALID = (
    "No\tAgency\tA\tB\tC\tTotal\n1\tNorth\t1\t2\t30\t33\n2\tSouth\t8\t3\t25\t36\n3\tEast\t4\t1\t20\t25\n",
)
INVALID = (
    "No\tAgency\tA\tB\tC\tTotal\n1\tNorth\t1\t2\t30\t33\n2\tSouth\t8\t3\t25\t36\n3\tEast\t4\t1\t20\t25\n"
    "4\tWest\t7\t6\t15\t35\n5\tCoast\t9\t5\t10\t24\n",
)


def propose(equation: Equation, context: Context) -> Iterator[Explanation]:
    if equation.kind == "sum" and equation.holds == "no" and equation.difference is not None:
        yield from miscounted("doubled-term", equation, context, equation.difference)
