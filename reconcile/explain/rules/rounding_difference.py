"""A total that differs from its parts by no more than rounding explains.

What it finds: a sum that does not come out exactly although it could, given how its parts are
printed; the other rows do not tell whether this sheet was rounded.

Why it matters: it may be honest rounding of figures kept with more digits, or a slip of one unit.

Fix safety: no fix is offered.
"""

from __future__ import annotations

from collections.abc import Iterator

from reconcile.explain.context import Context
from reconcile.explain.edits import values
from reconcile.explain.explanation import FALLBACK, Explanation, Observation
from reconcile.model import Equation, Sentence, Severity

SEVERITY: Severity = "warning"
VALID = (
    "No\tAgency\tA\tB\tTotal\n1\tNorth\t1.25\t2.5\t3.75\n2\tSouth\t8.5\t3.25\t11.75\n3\tEast\t4\t1.05\t5.05\n",
)
INVALID = (
    "No\tAgency\tA\tB\tTotal\n1\tNorth\t1.25\t2.5\t3.75\n2\tSouth\t8.5\t3.25\t11.75\n3\tEast\t4\t1.05\t5.05\n"
    "4\tWest\t7.36\t8.91\t16.26\n",
)


def observe(context: Context) -> Iterator[Observation]:
    """A relation that is rounded throughout is worth one remark."""
    for checked in context.relations.checked:
        rounded = list(checked.holding("rounding")) if checked.relation.rounded else []
        if rounded:
            cell = rounded[0].target
            yield Observation(
                severity="info",
                at=context.place(cell),
                cells=tuple(context.place(equation.target) for equation in rounded),
                message=Sentence(
                    "finding.rounding-difference.throughout", {"count": str(len(rounded))}
                ),
                row=context.row_name(cell),
                column=context.path(cell),
                printed=context.text(cell),
            )


def propose(equation: Equation, context: Context) -> Iterator[Explanation]:
    if equation.holds != "rounding" or equation.kind != "sum" or equation.result is None:
        return
    if context.relation_of(equation).rounded:
        return
    low, high = equation.low or equation.result, equation.high or equation.result
    least = context.decimals(equation.target)
    yield Explanation(
        cost=FALLBACK,
        equation=equation,
        at=equation.target,
        message=Sentence(
            "finding.rounding-difference.once",
            values(
                context, equation.target, computed=context.written(equation.result, equation.target)
            ),
        ),
        title=Sentence("finding.rounding-difference.once", {}),
        edits=(),
        changes={},
        expected=equation.result,
        interval=(
            context.exactly(low, equation.target, least),
            context.exactly(high, equation.target, least),
        ),
        severity="warning",
    )
