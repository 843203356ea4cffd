"""A row that stands out of the order of the sheet.

What it finds: in a table sorted by its total or index, a row that the order does not put there.

Why it matters: a figure changed after sorting, or a row was pasted in the wrong place; positions
are read as ranks.

Fix safety: no fix is offered; rows are not moved.
"""

from __future__ import annotations

from collections.abc import Iterator

from reconcile.explain.context import Context
from reconcile.explain.edits import values
from reconcile.explain.explanation import FALLBACK, Explanation
from reconcile.model import Equation, Sentence, Severity

SEVERITY: Severity = "warning"
_ROWS = (
    "No\tAgency\tA\tB\tTotal\n1\tNorth\t9\t7\t16\n2\tSouth\t9\t6\t15\n3\tEast\t8\t5\t13\n4\tWest\t7\t5\t12\n"
    "5\tCoast\t6\t5\t11\n6\tHills\t5\t5\t10\n7\tPlain\t5\t4\t9\n8\tIsle\t4\t4\t8\n"
    "9\tDelta\t4\t3\t7\n10\tLake\t3\t3\t6\n"
)
VALID = (_ROWS + "11\tFord\t2\t3\t5\n",)
INVALID = (_ROWS + "11\tFord\t9\t5\t14\n",)


def propose(equation: Equation, context: Context) -> Iterator[Explanation]:
    """One finding for the row that left its place, not for those that moved up because of it."""
    if equation.kind != "order" or equation.holds != "no" or not _has_left(equation, context):
        return
    score = equation.terms[0].cell
    yield Explanation(
        cost=FALLBACK,
        equation=equation,
        at=score,
        message=Sentence(
            "finding.order-mismatch",
            values(context, score, place=equation.printed, ought=equation.computed),
        ),
        title=Sentence("finding.order-mismatch", {}),
        edits=(),
        changes={},
        severity="warning",
        expected_text=None,
    )


def _has_left(equation: Equation, context: Context) -> bool:
    """It is further from its place than one step, or both neighbours contradict it."""
    moved = abs(int(equation.printed) - int(equation.computed))
    others = list(context.relations.of(equation.relation).holding("no"))
    most = max(abs(int(e.printed) - int(e.computed)) for e in others)
    return moved == most and (moved > 1 or others[0] is equation)
