"""Figures that their equations name as wrong: where several agree, or a set that together does."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from fractions import Fraction

from reconcile.explain.context import Context
from reconcile.explain.edits import restate, retitle, values
from reconcile.explain.explanation import POSSIBLE, Explanation
from reconcile.explain.localise import Localised
from reconcile.model import Cell, Equation, Sentence


def wrong_figure(
    context: Context, equation: Equation, cell: Cell, new: Fraction, broken: Sequence[Equation]
) -> Explanation:
    """The cell made to state what the broken equations ask of it."""
    edit = restate(context, cell, new)
    witnesses = ", ".join(
        dict.fromkeys(context.place(e.target).a1 for e in broken if e.target != cell)
    )
    details = values(
        context, cell, new=context.new_text(edit), witnesses=witnesses or edit.place.a1
    )
    return Explanation(
        rule="wrong-figure",
        severity="error",
        cost=POSSIBLE,
        equation=equation,
        at=cell,
        message=Sentence("finding.wrong-figure", details),
        title=retitle(context, edit),
        edits=(edit,),
        changes={cell: new},
        applicability="unsafe" if new else "display",  # totals may have left the cell out
        confidence=0.95,
        expected=new,
    )


def joint_mistakes(context: Context, system: Localised) -> Iterator[Explanation]:
    """The figures of the only set of edits that makes a connected system hold, one by one."""
    for cell, new in sorted(system.solutions[0]):
        broken = [e for e in system.equations if cell in (e.target, *(t.cell for t in e.terms))]
        if broken:
            yield wrong_figure(context, broken[0], cell, new, broken)
