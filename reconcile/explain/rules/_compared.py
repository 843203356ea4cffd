"""Ranks and grades that do not follow from their scores."""

from __future__ import annotations

from collections.abc import Iterator

from reconcile.explain.context import Context
from reconcile.explain.edits import retitle, values
from reconcile.explain.explanation import FALLBACK, Explanation
from reconcile.model import Edit, Equation, Sentence


def compared(rule: str, equation: Equation, context: Context) -> Iterator[Explanation]:
    """The printed rank or grade against the one the score gives."""
    if equation.holds != "no":
        return
    score = equation.terms[0].cell
    along = _swapped(context, equation)
    edits = tuple(
        Edit(context.place(ranked.target), ranked.printed, ranked.computed)
        for ranked in (equation, *along)
    )
    details = values(
        context,
        equation.target,
        computed=equation.computed,
        score=context.place(score).a1,
        stated=context.shown(score),
    )
    yield Explanation(
        cost=FALLBACK,
        equation=equation,
        at=equation.target,
        message=Sentence(f"finding.{rule}", details),
        title=retitle(context, edits[0]),
        edits=() if _is_open(context, equation) else edits,
        along=along,
        changes={},
        cells=(score,),
        expected_text=equation.computed,
    )


def _is_open(context: Context, equation: Equation) -> bool:
    """Whether a score lies between two grades, neither of which is the printed one."""
    ordering = context.relation_of(equation).ordering
    grades = ordering.grades if ordering and equation.kind == "grade" else ()
    return bool(grades) and equation.computed not in [grade for grade, _, _ in grades]


def _swapped(context: Context, equation: Equation) -> tuple[Equation, ...]:
    """The row that has this one's rank while this one has its: one mistake."""
    others = [
        other
        for other in context.relations.of(equation.relation).holding("no")
        if other.printed == equation.computed and other.computed == equation.printed
    ]
    return tuple(others) if equation.kind == "rank" and len(others) == 1 else ()
