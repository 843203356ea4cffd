"""A total that left one of its parts out.

What it finds: a sum that is short by exactly one of its terms, and by no other.

Why it matters: a formula's range that stops one cell early, or a part added to the sheet after the
total was typed, makes the total too small; everything computed from it follows.

Fix safety: unsafe. One equation vouches for the new total; the part itself could be the mistake.
"""

from __future__ import annotations

from collections.abc import Iterator

from reconcile.explain.context import Context
from reconcile.explain.edits import restate, values
from reconcile.explain.explanation import LIKELY, Explanation
from reconcile.model import Equation, Sentence, Severity

SEVERITY: Severity = "error"
VALID = (
    "No\tAgency\tA\tB\tC\tTotal\n1\tNorth\t1\t2\t30\t33\n2\tSouth\t8\t3\t25\t36\n3\tEast\t4\t1\t20\t25\n",
)
INVALID = (
    "No\tAgency\tA\tB\tC\tTotal\n1\tNorth\t1\t2\t30\t33\n2\tSouth\t8\t3\t25\t36\n3\tEast\t4\t1\t20\t25\n"
    "4\tWest\t7\t6\t15\t21\n5\tCoast\t9\t5\t10\t24\n",
)


def propose(equation: Equation, asked: Context) -> Iterator[Explanation]:
    if equation.kind != "sum" or equation.holds != "no" or equation.difference is None:
        return
    if len(equation.terms) < 3 or equation.result is None:
        return
    fitting = [term for term in equation.terms if asked.value(term.cell) == -equation.difference]
    if len(fitting) != 1:
        return
    left_out = fitting[0].cell
    edit = restate(asked, equation.target, equation.result)
    said = values(
        asked,
        equation.target,
        new=edit.new,
        term=asked.place(left_out).a1,
        value=asked.text(left_out),
    )
    yield Explanation(
        rule="omitted-term",
        cost=LIKELY,
        equation=equation,
        at=equation.target,
        message=Sentence("finding.omitted-term", said),
        title=Sentence("finding.fix.replace", {**said, "old": edit.old}),
        edits=(edit,),
        changes={equation.target: equation.result},
        applicability="unsafe",
        confidence=0.85,
        cells=(left_out,),
        expected=equation.result,
    )
