"""A total that its parts do not add up to.

What it finds: a sum whose printed total differs from its parts by more than rounding explains,
where nothing tells which of the cells is the wrong one.

Why it matters: the total, or one of its parts, is wrong; whatever is computed from it follows.

Fix safety: for display only. Either the total or a part could be at fault.
"""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

from reconcile.explain.context import Context
from reconcile.explain.edits import is_exception, restate, retitle, values
from reconcile.explain.explanation import FALLBACK, Explanation
from reconcile.model import Equation, Sentence, Severity

SEVERITY: Severity = "error"
VALID = (
    "No\tAgency\tA\tB\tC\tTotal\n1\tNorth\t1\t2\t30\t33\n2\tSouth\t8\t3\t25\t36\n3\tEast\t4\t1\t20\t25\n",
    "No\tAgency\tA\tB\tC\tTotal\n1\tNorth\t1.24\t2.33\t3.45\t7.02\n2\tSouth\t8.24\t3.14\t2.54\t13.93\n"
    "3\tEast\t4.33\t1.24\t2.11\t7.68\n",
)
INVALID = (
    "No\tAgency\tA\tB\tC\tTotal\n1\tNorth\t1\t2\t30\t33\n2\tSouth\t8\t3\t25\t36\n3\tEast\t4\t1\t20\t25\n"
    "4\tWest\t7\t6\t15\t31\n5\tCoast\t9\t5\t10\t24\n",
)


def propose(equation: Equation, context: Context) -> Iterator[Explanation]:
    if equation.kind != "sum" or equation.holds != "no" or equation.result is None:
        return
    edit = restate(context, equation.target, equation.result)
    agreeing = _agreeing(context, equation)
    details = values(
        context,
        equation.target,
        computed=context.new_text(edit),
        difference=_signed(context, equation),
        count=str(len(equation.terms)),
        witness=agreeing or "",
    )
    yield Explanation(
        cost=FALLBACK,
        equation=equation,
        at=equation.target,
        message=Sentence(f"finding.sum-mismatch.{'vouched' if agreeing else 'plain'}", details),
        title=retitle(context, edit),
        edits=(edit,),
        changes={equation.target: equation.result},
        expected=equation.result,
        severity="warning" if is_exception(context, equation) else "error",
    )


def _signed(context: Context, equation: Equation) -> str:
    difference = equation.difference or Fraction(0)
    sign = "+" if difference > 0 else "-"
    return sign + context.written(abs(difference), equation.target)


def _agreeing(context: Context, equation: Equation) -> str | None:
    """A cell that was computed from the total as printed."""
    for other in context.as_term(equation.target):
        if other.kind in ("ratio", "link") and other.holds == "exact":
            return context.place(other.target).a1
    return None
