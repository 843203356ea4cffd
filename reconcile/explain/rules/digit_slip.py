"""One digit wrong, dropped, doubled or swapped with its neighbour.

What it finds: a figure which, with one digit put right, makes a broken sum come out, where no other
figure of the sum could have been mistyped so.

Why it matters: such slips of the keyboard leave a figure that looks plausible.

Fix safety: unsafe where one equation vouches for it, safe where two independent ones agree; where
other cells could be at fault in the same way, the sum itself is reported with all of them, or, for
display only, the one that is unlike its column.
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
VALID = (_HEAD + "3\tEast\t504\t711\t120\t1335\n",)
INVALID = (_HEAD + "3\tEast\t504\t711\t120\t1353\n",)


def propose(equation: Equation, context: Context) -> Iterator[Explanation]:
    yield from slipped("digit-slip", "digit", equation, context)
