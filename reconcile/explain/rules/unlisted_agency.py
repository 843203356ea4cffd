"""A row for an agency that the template does not list.

What it finds: a row whose name is none of the agencies of the sheet's template in that year, nor an
alias or an abbreviation of one. Each is told once, at its first row.

Why it matters: an agency that was merged or renamed, or a name mistyped beyond recognition, drops
out of every comparison.

Fix safety: no fix is offered. Where the sheet is right, the template wants the agency or the alias.
"""

from __future__ import annotations

from collections.abc import Iterator

from reconcile.explain.context import Context
from reconcile.explain.explanation import Observation
from reconcile.explain.rules._agencies import rolls
from reconcile.labels.spelling import fold
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
_SHEET = "No\tAgency\tPlan\tReports\n1\tNorth\t9\t5\n2\tSouth\t8\t4\n3\tEast\t7\t3\n"
VALID = (_SHEET,)
INVALID = (_SHEET + "4\tHarbour\t6\t2\n",)


def observe(context: Context) -> Iterator[Observation]:
    named: set[str] = set()
    for roll in rolls(context):
        table = roll.bound.table
        column = table.column("entity")
        for i in roll.strangers:
            place = table.place(i, column) if column is not None else None
            name = table.rows[i].name
            if column is None or place is None or fold(name) in named:
                continue
            named.add(fold(name))
            yield Observation(
                at=place,
                cells=(place,),
                message=Sentence("template.unlisted-agency", {"at": place.a1, "name": name}),
                row=name,
                column=table.columns[column].path,
                printed=name,
            )
