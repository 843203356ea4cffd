"""A summary that states another figure than the table it repeats.

What it finds: a column of one table that repeats a column of another, and a row in which the two
differ.

Why it matters: one document states two values for one thing; the ranking rests on one of them.

Fix safety: for display only. Both readings are listed, the one that more of the sheet agrees with
first.
"""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

from reconcile.explain.context import Context
from reconcile.explain.edits import restate, retitle, values
from reconcile.explain.explanation import FALLBACK, Explanation
from reconcile.explain.scenario import Scenario
from reconcile.model import Cell, Equation, Sentence, Severity

SEVERITY: Severity = "error"
_DETAILS = (
    "\n1. Schools\n\nNo\tAgency\tX\tY\tTotal\n1\tNorth\t4\t5\t9\n2\tSouth\t3\t3\t6\n"
    "3\tEast\t1\t4\t5\n4\tWest\t2\t2\t4\n"
)
_HEAD = (
    "Summary\n\nNo\tAgency\tSchools\tRoads\tTotal\n1\tNorth\t9\t7\t16\n2\tSouth\t6\t8\t14\n"
    "3\tEast\t5\t5\t10\n"
)
VALID = (_HEAD + "4\tWest\t4\t6\t10\n" + _DETAILS,)
INVALID = (_HEAD + "4\tWest\t7\t6\t13\n" + _DETAILS,)


def propose(equation: Equation, context: Context) -> Iterator[Explanation]:
    if equation.kind != "link" or equation.holds != "no":
        return
    copy, source = equation.target, equation.terms[0].cell
    copied, stated = context.value(copy), context.value(source)
    if copied is None or stated is None:
        return
    to_source, to_copy = _completed(context, copy, stated), _completed(context, source, copied)
    first, second = (to_source, to_copy)
    if _disagreements(context, to_copy) < _disagreements(context, to_source):
        first, second = second, first
    wrong = next(iter(first))
    edits = tuple(restate(context, cell, new) for cell, new in first.items())
    details = values(
        context,
        copy,
        source=context.place(source).a1,
        stated=context.shown(source),
        total=edits[-1].place.a1,
        computed=context.new_text(edits[-1]),
    )
    manner = "total" if len(edits) > 1 else "plain"
    yield Explanation(
        cost=FALLBACK,
        equation=equation,
        at=copy,
        message=Sentence(f"finding.link-mismatch.{manner}", details),
        title=_title(context, wrong, first[wrong], len(edits) > 1),
        edits=edits,
        changes=first,
        confidence=0.7,
        cells=(source,),
        expected=stated,
        others=((_title(context, next(iter(second)), second[next(iter(second))], len(second) > 1),
                 tuple(restate(context, cell, new) for cell, new in second.items())),),
    )  # fmt: skip


def _completed(context: Context, cell: Cell, new: Fraction) -> dict[Cell, Fraction]:
    """The change, with the totals that held and count the cell."""
    changes = {cell: new}
    printed = context.value(cell)
    for equation in context.as_term(cell):
        total = context.value(equation.target)
        if (
            equation.kind == "sum"
            and equation.holds == "exact"
            and total is not None
            and printed is not None
        ):
            changes[equation.target] = total + new - printed
    return changes


def _disagreements(context: Context, changes: dict[Cell, Fraction]) -> int:
    """How many equations that held would be broken above or beside the change."""
    scenario = Scenario(context, changes)
    return sum(
        equation.holds == "exact" and equation.target in changes and not scenario.holds(equation)
        for cell in changes
        for equation in context.around(cell)
    )


def _title(context: Context, cell: Cell, new: Fraction, with_total: bool) -> Sentence:
    edit = restate(context, cell, new)
    return retitle(context, edit, "replace-with-total" if with_total else "replace")
