"""A product that its two figures do not give.

What it finds: a column that is the product of two others, a score by its weight or a number by its
price, and a row in which it is not.

Why it matters: the product is what is added up and paid.

Fix safety: for display only. The product or one of its figures could be at fault.
"""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

from reconcile import numbers
from reconcile.explain.context import Context
from reconcile.explain.edits import restate, retitle, values
from reconcile.explain.explanation import FALLBACK, Explanation
from reconcile.explain.rules._witnesses import is_stated_twice
from reconcile.model import Equation, Sentence, Severity

SEVERITY: Severity = "error"
_ROWS = (
    "No\tItem\tCount\tUnit price\tCost\n1\tDesk\t12\t45\t540\n2\tChair\t36\t18\t648\n"
    "3\tLamp\t25\t7\t175\n"
)
VALID = (_ROWS + "4\tShelf\t8\t32\t256\n",)
INVALID = (_ROWS + "4\tShelf\t8\t32\t286\n5\tBoard\t4\t29\t116\n",)


def propose(equation: Equation, context: Context) -> Iterator[Explanation]:
    if equation.kind != "product" or equation.holds != "no" or equation.result is None:
        return
    new = Fraction(numbers.rounded(equation.result, context.decimals(equation.target)).value)
    edit = restate(context, equation.target, new)
    first, second = (term.cell for term in equation.terms)
    details = values(
        context,
        equation.target,
        computed=context.new_text(edit),
        first=context.place(first).a1,
        one=context.shown(first),
        second=context.place(second).a1,
        other=context.shown(second),
    )
    yield Explanation(
        cost=FALLBACK,
        equation=equation,
        at=equation.target,
        message=Sentence("finding.product-mismatch", details),
        title=retitle(context, edit),
        edits=(edit,),
        changes={equation.target: new},
        cells=(first, second),
        expected=new,
        severity="warning" if is_stated_twice(equation.target, context) else "error",
    )
