"""A rank that does not follow from the score.

What it finds: a rank which differs from the one its score earns, ties handled as the sheet handles
them.

Why it matters: the rank is what is published.

Fix safety: for display only. The score may have changed after the ranks were given.
"""

from __future__ import annotations

from collections.abc import Iterator

from reconcile.explain.context import Context
from reconcile.explain.explanation import Explanation
from reconcile.explain.rules._compared import compared
from reconcile.model import Equation, Severity

SEVERITY: Severity = "error"
_ROWS = (
    "No\tAgency\tA\tB\tTotal\tRank\n1\tNorth\t9\t7\t16\t1\n2\tSouth\t5\t4\t9\t4\n"
    "3\tEast\t8\t6\t14\t2\n"
)
VALID = (_ROWS + "4\tWest\t6\t6\t12\t3\n5\tCoast\t3\t2\t5\t5\n",)
INVALID = (_ROWS + "4\tWest\t6\t6\t12\t3\n5\tCoast\t3\t2\t5\t6\n",)


def propose(equation: Equation, context: Context) -> Iterator[Explanation]:
    if equation.kind == "rank":
        yield from compared("rank-mismatch", equation, context)
