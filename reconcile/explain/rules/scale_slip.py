"""A decimal mark in the wrong place.

What it finds: a figure ten, a hundred or a thousand times too large or too small for its sum to
come out.

Why it matters: one such figure outweighs the rest of its row.

Fix safety: unsafe where one equation vouches for it, safe where two independent ones agree; where
other cells could be at fault in the same way, the sum itself is reported with all of them.
"""

from __future__ import annotations

from collections.abc import Iterator

from reconcile.explain.context import Context
from reconcile.explain.explanation import Explanation
from reconcile.explain.rules._slipped import slipped
from reconcile.model import Equation, Severity

SEVERITY: Severity = "error"
_HEAD = (
    "No\tAgency\tA\tB\tC\tTotal\n1\tNorth\t112\t203\t309\t624\n2\tSouth\t418\t231\t825\t1474\n"
    "4\tWest\t215\t160\t777\t1152\n"
)
VALID = (_HEAD + "3\tEast\t304\t181\t520\t1005\n",)
INVALID = (_HEAD + "3\tEast\t304\t1810\t520\t1005\n",)


def propose(equation: Equation, context: Context) -> Iterator[Explanation]:
    yield from slipped("scale-slip", "scale", equation, context)
