"""Figures written wrong by one slip, found from what a broken equation asks of them."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

from reconcile.explain.context import Context
from reconcile.explain.edits import restate, retitle, values, wanted
from reconcile.explain.explanation import SLIP, Explanation
from reconcile.explain.slips import Slip, slip
from reconcile.model import Cell, Equation, Sentence

_STRANGE = 0.5  # what it costs more to state a figure that the column otherwise never takes


def slipped(rule: str, kind: Slip, equation: Equation, asked: Context) -> Iterator[Explanation]:
    """The cells of a broken equation that one slip of this kind would explain."""
    if equation.kind not in ("sum", "link") or equation.holds != "no":
        return
    for cell in (equation.target, *(term.cell for term in equation.terms)):
        new = wanted(asked, equation, cell)
        printed = asked.number(cell)
        if new is None or printed is None or slip(printed, new) != kind:
            continue
        edit = restate(asked, cell, new)
        total = asked.place(equation.target).a1
        said = values(asked, cell, new=edit.new, total=total)
        yield Explanation(
            rule=rule,
            cost=SLIP + (_STRANGE if _is_strange(asked, cell, new) else 0.0),
            equation=equation,
            at=cell,
            message=Sentence(f"finding.{rule}", said),
            title=retitle(edit),
            edits=(edit,),
            changes={cell: new},
            applicability="unsafe",
            confidence=0.8,
            expected=new,
        )


def _is_strange(asked: Context, cell: Cell, new: Fraction) -> bool:
    """Outside of what the other rows of the column state."""
    figures = asked.tables[cell.table].figures
    others = figures.known[:, cell.column].copy()
    others[cell.row] = False
    units = figures.units[others, cell.column]
    if len(units) == 0:
        return False
    return not int(units.min()) <= new * 10**figures.scale <= int(units.max())
