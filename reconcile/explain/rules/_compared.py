"""Ranks and grades that do not follow from their scores."""

from __future__ import annotations

from collections.abc import Iterator

from reconcile.explain.context import Context
from reconcile.explain.edits import retitle, values
from reconcile.explain.explanation import FALLBACK, Explanation
from reconcile.model import Edit, Equation, Sentence


def compared(rule: str, equation: Equation, asked: Context) -> Iterator[Explanation]:
    """The printed rank or grade against the one the score gives."""
    if equation.holds != "no":
        return
    score = equation.terms[0].cell
    edit = Edit(asked.place(equation.target), equation.printed, equation.computed)
    said = values(
        asked,
        equation.target,
        computed=equation.computed,
        score=asked.place(score).a1,
        stated=asked.text(score),
    )
    yield Explanation(
        rule=rule,
        cost=FALLBACK,
        equation=equation,
        at=equation.target,
        message=Sentence(f"finding.{rule}", said),
        title=retitle(edit),
        edits=(edit,),
        changes={},
        cells=(score,),
        expected_text=equation.computed,
    )
