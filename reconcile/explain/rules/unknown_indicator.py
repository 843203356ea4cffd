"""A column of scores that the template does not know.

What it finds: a column that stands among the indicators of the sheet's template and is none of
them, or stands under another name where one of them belongs.

Why it matters: a criterion was added or renamed, or the sheet is not the one it is taken for.

Fix safety: no fix is offered. Where the sheet is right, the template wants an alias, or the
indicator.
"""

from __future__ import annotations

from collections.abc import Iterator

from reconcile.explain.context import Context
from reconcile.explain.explanation import Observation
from reconcile.explain.rules._columns import absent, unknown
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
[[total]]
name = "Total"
sums = "all"
"""
_ROWS = "1\tNorth\t9\t5\t4\t{}18\n2\tSouth\t9\t4\t3\t{}16\n3\tEast\t8\t3\t2\t{}13\n"
_SHEET = "No\tAgency\tPlan\tReports\tFiles\t{}Total\n"
VALID = (_SHEET.format("") + _ROWS.format("", "", ""),)
INVALID = (
    _SHEET.format("Staff\t") + _ROWS.format("2\t", "2\t", "1\t"),
    (_SHEET.format("") + _ROWS.format("", "", "")).replace("Reports", "Complaints answered"),
)


def observe(context: Context) -> Iterator[Observation]:
    for bound in bound_tables(context):
        if not bound.is_alike:
            continue
        expected = {gap.instead: gap.name for gap in absent(bound) if gap.instead is not None}
        for j in unknown(bound):
            at, column = bound.place(j), bound.table.columns[j]
            key = "instead" if j in expected else "plain"
            details = {"at": at.a1, "label": column.name, "name": expected.get(j, "")}
            yield Observation(
                at=at,
                cells=(at,),
                message=Sentence(f"template.unknown-indicator.{key}", details),
                column=column.path,
                printed=column.name,
            )
