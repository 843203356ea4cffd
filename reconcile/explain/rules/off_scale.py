"""A score that its scale does not have.

What it finds: a score which is none of those that the sheet's template lists for its indicator, or
no multiple of its step: 2.7 where only 0, 2.5 and 5 can be given. Where many scores of a column are
like that, its scale is another than the template's, and nothing is said of them.

Why it matters: nobody can have given that score, so it was mistyped, or put in the wrong column.

Fix safety: no fix is offered. What was meant cannot be read from the scale.
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
values = [0, 2.5, 5]
[[indicator]]
name = "Reports"
step = 0.5
[[total]]
name = "Total"
sums = "all"
"""
_SHEET = (
    "No\tAgency\tPlan\tReports\tTotal\n"
    "1\tNorth\t2.5\t1.5\t4.0\n2\tSouth\t5\t2\t7\n3\tEast\t0\t0.5\t0.5\n"
)
VALID = (_SHEET,)
INVALID = (
    _SHEET.replace("5\t2\t7", "2.7\t2\t4.7"),
    _SHEET.replace("5\t2\t7", "5\t2.2\t7.2"),
)


def observe(context: Context) -> Iterator[Observation]:
    yield from stray_scores("off-scale", _is_off, _scale, context)


def _is_off(scored: Scored, score: Number) -> bool:
    """A score above the maximum is told as such."""
    above = scored.maximum is not None and score.value > scored.maximum
    return not above and not scored.allows(score.value)


def _scale(scored: Scored) -> str:
    if scored.values:
        return "; ".join(map(plain, scored.values))
    return f"× {plain(scored.step)}" if scored.step is not None else ""
