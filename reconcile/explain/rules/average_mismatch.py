"""An average that is not the mean of its figures.

What it finds: a row or column of averages in which one differs from the mean by more than rounding.

Why it matters: averages are quoted and compared; a stale one misleads.

Fix safety: for display only. The average or one of its figures could be at fault.
"""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

from reconcile import numbers
from reconcile.explain.context import Context
from reconcile.explain.edits import restate, retitle, values
from reconcile.explain.explanation import FALLBACK, Explanation
from reconcile.model import Equation, Sentence, Severity

SEVERITY: Severity = "error"
_ROWS = "No\tAgency\tA\tB\tC\n1\tNorth\t1\t2\t30\n2\tSouth\t8\t3\t25\n3\tEast\t3\t1\t20\n"
VALID = (_ROWS + "\tAverage\t4\t2\t25\n",)
INVALID = (
    "No\tAgency\tA\tB\tC\tD\n1\tNorth\t1\t2\t30\t6\n2\tSouth\t8\t3\t25\t7\n"
    "3\tEast\t3\t1\t20\t5\n\tAverage\t4\t2\t27\t6\n",
)


def propose(equation: Equation, context: Context) -> Iterator[Explanation]:
    if equation.kind != "average" or equation.holds != "no" or equation.result is None:
        return
    new = Fraction(numbers.rounded(equation.result, context.decimals(equation.target)).value)
    edit = restate(context, equation.target, new)
    yield Explanation(
        cost=FALLBACK,
        equation=equation,
        at=equation.target,
        message=Sentence(
            "finding.average-mismatch",
            values(context, equation.target, computed=context.new_text(edit)),
        ),
        title=retitle(context, edit),
        edits=(edit,),
        changes={equation.target: new},
        expected=new,
    )
