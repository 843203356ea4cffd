"""A score above its maximum.

What it finds: a score higher than the sheet's template allows for its indicator, or a total above
its own maximum. Where many scores of a column are, its scale is another than the template's, and
nothing is said of them.

Why it matters: a score that cannot be given makes every total and rank above it wrong.

Fix safety: no fix is offered. What was meant cannot be read from the maximum.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from reconcile.explain.context import Context
from reconcile.explain.explanation import Observation
from reconcile.explain.rules._stated import plain, stray_scores
from reconcile.model import Number, Severity

if TYPE_CHECKING:
    from reconcile.template import Scored

SEVERITY: Severity = "error"
TEMPLATE = """\
name = "Example"
[[indicator]]
name = "Plan"
maximum = 10
[[indicator]]
name = "Reports"
maximum = 5
[[total]]
name = "Total"
sums = "all"
maximum = 15
"""
_SHEET = (
    "No\tAgency\tPlan\tReports\tTotal\n1\tNorth\t10\t5\t15\n2\tSouth\t9\t4\t13\n3\tEast\t8\t3\t11\n"
)
VALID = (_SHEET,)
INVALID = (_SHEET.replace("9\t4\t13", "9\t6\t15"),)


def observe(context: Context) -> Iterator[Observation]:
    yield from stray_scores("above-maximum", _is_above, _maximum, context)


def _is_above(scored: Scored, score: Number) -> bool:
    return scored.maximum is not None and score.value > scored.maximum


def _maximum(scored: Scored) -> str:
    return plain(scored.maximum) if scored.maximum is not None else ""
