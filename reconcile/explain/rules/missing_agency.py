"""An agency of the template without a row.

What it finds: an agency that the sheet's template lists for that year and the table has no row for.
Each is told once, at the first table that lacks it.

Why it matters: an agency left out is not ranked, and totals over all agencies lack it.

Fix safety: no fix is offered.
"""

from __future__ import annotations

from collections.abc import Iterator

from reconcile.explain.context import Context
from reconcile.explain.explanation import Observation
from reconcile.explain.rules._agencies import rolls
from reconcile.model import Sentence, Severity

SEVERITY: Severity = "warning"
TEMPLATE = """\
name = "Example"
[[indicator]]
name = "Plan"
[[indicator]]
name = "Reports"
[[agency]]
name = "North"
[[agency]]
name = "South"
[[agency]]
name = "East"
"""
_SHEET = "No\tAgency\tPlan\tReports\n1\tNorth\t9\t5\n2\tSouth\t8\t4\n"
VALID = (_SHEET + "3\tEast\t7\t3\n",)
INVALID = (_SHEET,)


def observe(context: Context) -> Iterator[Observation]:
    named: set[str] = set()
    for roll in rolls(context):
        column = roll.bound.table.column("entity")
        for name in roll.missing:
            if column is None or name in named:
                continue
            named.add(name)
            at = roll.bound.place(column)
            yield Observation(
                at=at,
                cells=(at,),
                message=Sentence("template.missing-agency", {"at": at.a1, "name": name}),
                row=name,
                column=roll.bound.table.columns[column].path,
            )
