"""One figure that several totals contradict in the same way.

What it finds: a cell which, changed to one other number, makes every broken equation it stands in
hold: a figure at the crossing of a row total and a column total, or a total that both its parts and
the index or the summary contradict.

Why it matters: the parts and the totals cannot all be right, and here they name the cell.

Fix safety: safe where two equations that are not computed from each other agree on the new figure.
"""

from __future__ import annotations

from collections.abc import Iterator

from reconcile.explain.context import Context
from reconcile.explain.edits import missing, wanted
from reconcile.explain.explanation import Explanation
from reconcile.explain.figures import wrong_figure
from reconcile.model import BALANCES, Equation, Severity

SEVERITY: Severity = "error"
_HEAD = "No\tAgency\tA\tB\tC\tTotal\n1\tNorth\t12\t23\t30\t65\n2\tSouth\t18\t31\t25\t74\n"
_FOOT = "4\tWest\t17\t26\t15\t58\n\tTotal\t61\t91\t90\t242\n"
VALID = (_HEAD + "3\tEast\t14\t11\t20\t45\n" + _FOOT,)
INVALID = (_HEAD + "3\tEast\t14\t28\t20\t45\n" + _FOOT,)


def propose(equation: Equation, context: Context) -> Iterator[Explanation]:
    """The cells that two or more broken sums ask to state one and the same other number."""
    if equation.kind not in BALANCES or equation.holds != "no":
        return
    for cell in (equation.target, *(term.cell for term in equation.terms)):
        broken = missing(context, cell)
        if len(broken) < 2 or context.is_doubtful(cell):
            continue
        news = {wanted(context, e, cell) for e in broken}
        new = news.pop()
        if new is not None and not news:
            yield wrong_figure(context, equation, cell, new, broken)
