"""A cell that shows an error in place of a figure.

What it finds: `#REF!`, `#DIV/0!`, `#VALUE!`, `#NAME?`, `#N/A` and their like. Where an error was
handed on from cell to cell, the finding stands at the cell it comes from and lists those that show
it because of that one. An error that a formula only gives because a number it adds is text is the
text's finding, not another.

Why it matters: the figure is lost, and so is every total, index and rank computed from it.

Fix safety: no fix is offered. What the cell should have stated is not in the sheet.
"""

from __future__ import annotations

from collections.abc import Iterator

from reconcile.explain.context import Context
from reconcile.explain.errors import Failure
from reconcile.explain.explanation import Observation
from reconcile.model import Sentence, Severity

SEVERITY: Severity = "error"
_MOST_NAMED = 8  # cells in a sentence; of more only the number is told
_HEAD = "No\tAgency\tA\tB\tTotal\n1\tNorth\t1\t2\t3\n2\tSouth\t8\t3\t11\n3\tEast\t4\t1\t5\n"
VALID = (_HEAD + "4\tWest\t-\t6\t6\n",)
INVALID = (
    _HEAD + "4\tWest\t2\t6\t#REF!\n",
    _HEAD.replace("\t3\n", "\t3 =C2+D2\n") + "4\tWest\t2\t6\t#REF! =C5+#REF!\n"
    "\tTotal\t15\t12\t#REF! =SUM(E2:E5)\n",
)


def observe(context: Context) -> Iterator[Observation]:
    for failure in context.facts.failures:
        cell = context.facts.bindings.cell(failure.place)
        yield Observation(
            severity=SEVERITY if failure.formula or not _is_absent(failure) else "warning",
            at=failure.place,
            cells=(failure.place, *failure.followers),
            message=_message(failure),
            row="" if cell is None else context.row_name(cell),
            column=() if cell is None else context.path(cell),
            printed=failure.error,
        )


def _is_absent(failure: Failure) -> bool:
    """`#N/A` may have been typed for what is not known."""
    return failure.error.upper() == "#N/A"


def _message(failure: Failure) -> Sentence:
    named = [place.a1 for place in failure.followers[:_MOST_NAMED]]
    more = len(failure.followers) - len(named)
    details = {
        "at": failure.place.a1,
        "error": failure.error,
        "formula": failure.formula,
        "count": str(len(failure.followers)),
        "followers": ", ".join(named) + (f" … (+{more})" if more else ""),
    }
    kind = "formula" if failure.formula else "typed"
    return Sentence(f"formula.error-value.{kind}{'-spread' if named else ''}", details)
