"""A total that differs from its parts by no more than rounding explains.

What it finds: a sum that does not come out exactly although it could, given how its parts are
printed; the other rows do not tell whether this sheet was rounded.

Why it matters: it may be honest rounding of figures kept with more digits, or a slip of one unit.

Fix safety: no fix is offered.
"""

from __future__ import annotations

from collections.abc import Iterator

from reconcile import numbers
from reconcile.explain.context import Context, context
from reconcile.explain.edits import values
from reconcile.explain.explanation import FALLBACK, Explanation
from reconcile.model import Document, Equation, Finding, Relations, Sentence, Severity

SEVERITY: Severity = "warning"
VALID = (
    "No\tAgency\tA\tB\tTotal\n1\tNorth\t1.25\t2.5\t3.75\n2\tSouth\t8.5\t3.25\t11.75\n3\tEast\t4\t1.05\t5.05\n",
)
INVALID = (
    "No\tAgency\tA\tB\tTotal\n1\tNorth\t1.25\t2.5\t3.75\n2\tSouth\t8.5\t3.25\t11.75\n3\tEast\t4\t1.05\t5.05\n"
    "4\tWest\t7.36\t8.91\t16.26\n",
)


def observe(document: Document, relations: Relations) -> Iterator[Finding]:
    """A relation that is rounded throughout is worth one remark."""
    asked = context(document, relations)
    for one in relations.confronted:
        rounded = list(one.holding("rounding")) if one.relation.rounded else []
        if rounded:
            cell = rounded[0].target
            yield Finding(
                id="",
                rule="rounding-difference",
                severity="info",
                at=asked.place(cell),
                cells=tuple(asked.place(equation.target) for equation in rounded),
                message=Sentence(
                    "finding.rounding-difference.throughout", {"count": str(len(rounded))}
                ),
                row=asked.row_name(cell),
                column=asked.path(cell),
                printed=asked.text(cell),
            )


def propose(equation: Equation, asked: Context) -> Iterator[Explanation]:
    if equation.holds != "rounding" or equation.kind != "sum" or equation.result is None:
        return
    if asked.rules[equation.relation].rounded:
        return
    low, high = equation.low or equation.result, equation.high or equation.result
    least = asked.decimals(equation.target)
    yield Explanation(
        rule="rounding-difference",
        cost=FALLBACK,
        equation=equation,
        at=equation.target,
        message=Sentence(
            "finding.rounding-difference.once",
            values(
                asked, equation.target, computed=asked.written(equation.result, equation.target)
            ),
        ),
        title=Sentence("finding.rounding-difference.once", {}),
        edits=(),
        changes={},
        expected=equation.result,
        interval=(numbers.plain(low, least), numbers.plain(high, least)),
        severity="warning",
    )
