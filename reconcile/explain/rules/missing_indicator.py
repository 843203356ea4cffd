"""An indicator of the template that the sheet lacks.

What it finds: a column that the sheet's template states and the sheet does not have. One that has
only got another name is told by `unknown-indicator`.

Why it matters: a column was deleted or never filled in, and the totals lack it.

Fix safety: no fix is offered.
"""

from __future__ import annotations

from collections.abc import Iterator

from reconcile.explain.context import Context
from reconcile.explain.explanation import Observation
from reconcile.explain.rules._columns import absent
from reconcile.explain.rules._stated import bound_tables
from reconcile.model import Sentence, Severity

SEVERITY: Severity = "warning"
TEMPLATE = """\
name = "Example"
[[indicator]]
name = "Plan"
[[indicator]]
name = "Reports"
[[indicator]]
name = "Files"
[[indicator]]
name = "Staff"
"""
VALID = (
    "No\tAgency\tPlan\tReports\tFiles\tStaff\n"
    "1\tNorth\t9\t5\t4\t2\n2\tSouth\t9\t4\t3\t2\n3\tEast\t8\t3\t2\t1\n",
)
INVALID = (
    "No\tAgency\tPlan\tReports\tStaff\n1\tNorth\t9\t5\t2\n2\tSouth\t9\t4\t2\n3\tEast\t8\t3\t1\n",
)


def observe(context: Context) -> Iterator[Observation]:
    for bound in bound_tables(context):
        if not bound.is_alike:
            continue
        for gap in absent(bound):
            if gap.instead is None:
                at = bound.place(gap.beside)
                details = {
                    "name": gap.name,
                    "at": at.a1,
                    "beside": bound.table.columns[gap.beside].name,
                }
                yield Observation(
                    at=at,
                    cells=(at,),
                    message=Sentence(f"template.missing-indicator.{gap.side}", details),
                    column=bound.table.columns[gap.beside].path,
                )
