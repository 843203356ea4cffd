"""A letter typed for a digit.

What it finds: among figures, a cell such as `1O`, `l2` or `3S` that is text because a letter stands
where a digit was meant. Where no total counts it, nor came out without it, it is a warning.

Why it matters: sums skip the cell without a word, or the total was added by hand and cannot be
checked against it.

Fix safety: unsafe where one total agrees with the figure that the letters stand for, safe where two
independent ones do.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from msgspec.structs import replace

from reconcile import numbers
from reconcile.explain.context import Context
from reconcile.explain.explanation import Explanation, Observation
from reconcile.explain.rules import _misread
from reconcile.labels import vocabulary
from reconcile.model import Equation, Reading, Severity

SEVERITY: Severity = "error"
_LOOKALIKES = str.maketrans("OoQDlIi|SsZzB", "0000111155228")
_LETTER = re.compile("[A-Za-z|]")
_ALONE = frozenset("OolI|")
_MIXED = re.compile(r"-?[\dOoQDlIi|SsZzB]+(?:[.,][\dOoQDlIi|SsZzB]+)?\Z")
_ROWS = "No\tAgency\tA\tB\tTotal\n1\tNorth\t11\t22\t33\n3\tEast\t41\t15\t56\n4\tWest\t24\t61\t85\n"
VALID = (_ROWS + "2\tSouth\t10\t31\t41\n",)
INVALID = (_ROWS + "2\tSouth\t1O\t31\t41\n",)


def propose(equation: Equation, context: Context) -> Iterator[Explanation]:
    yield from _misread.proposed("letter-for-digit", _meant, equation, context)


def observe(context: Context) -> Iterator[Observation]:
    """A cell that totals went by is an error; what no total speaks of may be a name of its own
    kind, and is asked about. A letter alone is a mark."""
    for finding in _misread.observed("letter-for-digit", _meant, context):
        passed_over = any(len(fix.edits) > 1 for fix in finding.fixes)
        if finding.printed not in _ALONE:
            yield finding if passed_over else replace(finding, severity="warning")


def _meant(text: str) -> tuple[Reading, ...]:
    if not _MIXED.match(text) or not (any(map(str.isdigit, text)) or text in _ALONE):
        return ()
    if not _LETTER.search(text) or vocabulary.is_zero_led(text):
        return ()
    return numbers.readings(text.translate(_LOOKALIKES))
