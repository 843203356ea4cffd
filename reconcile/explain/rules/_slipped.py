"""Figures written wrong by one slip, found from what a broken equation asks of them."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

from reconcile import numbers
from reconcile.explain.context import Context
from reconcile.explain.edits import demands, missing, restate, retitle, values, wanted
from reconcile.explain.explanation import SLIP, WEAK, Explanation
from reconcile.explain.slips import Slip, slip
from reconcile.model import Cell, Equation, Sentence

_STRANGE = 0.5  # what it costs more to state a figure that the column otherwise never takes


def slipped(rule: str, kind: Slip, equation: Equation, asked: Context) -> Iterator[Explanation]:
    """The cells of a broken equation that one slip of this kind would explain."""
    if equation.kind not in ("sum", "link") or equation.holds != "no":
        return
    for cell, new in demands(asked, equation):
        printed = asked.number(cell)
        if printed is None or (kind != "scale" and asked.is_doubtful(cell)):
            continue
        if slip(printed, new) != kind:
            continue
        edit = restate(asked, cell, new)
        total = asked.place(equation.target).a1
        said = values(asked, cell, new=edit.new, total=total)
        yield Explanation(
            rule=rule,
            cost=_cost(asked, equation, cell, new),
            equation=equation,
            at=cell,
            message=Sentence(f"finding.{rule}", said),
            title=retitle(edit),
            edits=(edit,),
            changes={cell: new},
            applicability="unsafe" if new else "display",
            confidence=0.8,
            expected=new,
        )


def _cost(asked: Context, equation: Equation, cell: Cell, new: Fraction) -> float:
    """One equation alone does not decide for a figure that its column never takes, nor where the
    difference is one plain digit, which so many cells could have lost; but for a figure that is
    itself unlike its column it does."""
    agreeing = [e for e in missing(asked, cell) if wanted(asked, e, cell) == new]
    strange = _is_strange(asked, cell, new)
    plain = _digits(equation.difference or Fraction(0)) < 2
    odd = _is_strange(asked, cell, asked.value(cell) or Fraction(0))
    if len(agreeing) < 2 and (strange or (plain and not odd)):
        return WEAK
    return SLIP + (_STRANGE if strange else 0.0)


def _digits(difference: Fraction) -> int:
    """How many significant digits a difference has."""
    return len(numbers.plain(abs(difference)).replace(".", "").strip("0"))


def _is_strange(asked: Context, cell: Cell, new: Fraction) -> bool:
    """Outside of what the other rows of the column state, or with more decimals."""
    figures = asked.tables[cell.table].figures
    others = figures.known[:, cell.column].copy()
    others[cell.row] = False
    units = figures.units[others, cell.column]
    if len(units) == 0:
        return False
    finest = int(figures.decimals[others, cell.column].max())
    if (new * 10**finest).denominator != 1:
        return True
    return not int(units.min()) <= new * 10**figures.scale <= int(units.max())
