"""A grade that contradicts the score.

What it finds: a grade given to a score that lies among the scores of another grade, or beyond the
threshold of its own where the sheet's template states it. Where no label calls the words grades it
is a warning, and asks for three grades or more.

Why it matters: grades decide on commendation, and are published.

Fix safety: for display only. The grade or the score could be at fault.
"""

from __future__ import annotations

from collections.abc import Iterator

from msgspec.structs import replace

from reconcile.explain.context import Context
from reconcile.explain.explanation import Explanation
from reconcile.explain.rules._compared import compared
from reconcile.labels import vocabulary
from reconcile.model import Equation, Sentence, Severity

SEVERITY: Severity = "error"
_ROWS = (
    "No\tAgency\tA\tB\tTotal\tGrade\n1\tNorth\t9\t7\t16\tGood\n2\tSouth\t9\t6\t15\tGood\n"
    "3\tEast\t8\t5\t13\tGood\n4\tWest\t5\t4\t9\tFair\n5\tCoast\t4\t4\t8\tFair\n6\tHills\t3\t4\t7\tFair\n"
)
VALID = (_ROWS + "7\tPlain\t7\t5\t12\tGood\n",)
INVALID = (_ROWS + "7\tPlain\t8\t6\t14\tFair\n8\tIsle\t2\t2\t4\tFair\n",)


def propose(equation: Equation, context: Context) -> Iterator[Explanation]:
    if equation.kind != "grade":
        return
    for explanation in compared("grade-mismatch", equation, context):
        by_template = context.relation_of(equation).declared == "template"
        if by_template:
            message = Sentence("template.grade-mismatch", explanation.message.values)
            yield replace(explanation, message=message)
        else:
            severity: Severity = "error" if _is_called_grade(equation, context) else "warning"
            yield replace(explanation, severity=severity)


def _is_called_grade(equation: Equation, context: Context) -> bool:
    """Whether the label of the words says that they grade."""
    is_column = context.relation_of(equation).target.axis == "column"
    path = context.path(equation.target)
    label = (path[-1] if path else "") if is_column else context.row_name(equation.target)
    return vocabulary.is_grade(label)
