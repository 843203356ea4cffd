"""Totals that count one of their terms not at all, or twice."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

from reconcile.explain.context import Context
from reconcile.explain.edits import restate, retitle, values
from reconcile.explain.explanation import LIKELY, Explanation
from reconcile.model import Equation, Sentence


def miscounted(
    rule: str, equation: Equation, context: Context, value: Fraction
) -> Iterator[Explanation]:
    """The total put right, where exactly one of its terms has the value that it is off by."""
    if len(equation.terms) < 3 or equation.result is None:
        return
    fitting = [t.cell for t in equation.terms if context.value(t.cell) == value and t.factor == 1]
    if len(fitting) != 1:
        return
    edit = restate(context, equation.target, equation.result)
    details = values(
        context,
        equation.target,
        new=context.new_text(edit),
        term=context.place(fitting[0]).a1,
        value=context.shown(fitting[0]),
    )
    yield Explanation(
        cost=LIKELY,
        equation=equation,
        at=equation.target,
        message=Sentence(f"finding.{rule}", details),
        title=retitle(context, edit),
        edits=(edit,),
        changes={equation.target: equation.result},
        applicability="unsafe",
        confidence=0.85,
        cells=(fitting[0],),
        expected=equation.result,
    )
