"""Which cells of one broken sum may be the wrong one, by the other sums that they stand in."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction

from msgspec import Struct

from reconcile.explain.asked import asked_of
from reconcile.explain.context import Context
from reconcile.explain.edits import asked_figures
from reconcile.explain.slips import slip
from reconcile.model import SUMMED, Cell, Equation


class Suspects(Struct, frozen=True):
    """The parts of a sum that may be wrong, the likeliest first, with what each would have to be;
    `witness` is the total of another sum, which counts theirs as it is printed."""

    parts: Mapping[Cell, Fraction]
    witness: Cell


def suspected_parts(context: Context, equation: Equation) -> Suspects | None:
    """None where nothing vouches for the total as printed, or something does for every part."""
    asked = dict(asked_figures(context, equation))
    new = asked.pop(equation.target, None)
    if new is None or context.formula(equation.target):
        return None
    witness = _witness(context, equation.target, new)
    parts = {
        cell: figure
        for cell, figure in asked.items()
        if not context.formula(cell) and _witness(context, cell, figure) is None
    }
    if witness is None or not parts:
        return None
    ordered = sorted(parts, key=lambda cell: (_unlikeness(context, cell, parts[cell]), cell))
    return Suspects({cell: parts[cell] for cell in ordered}, witness.target)


def _witness(context: Context, cell: Cell, new: Fraction) -> Equation | None:
    """A sum that comes out with a cell as printed, and would not with another figure there; no live
    one, which follows whatever stands there."""
    for equation in context.around(cell, "exact", "rounding"):
        if equation.kind not in SUMMED or context.formula(equation.target):
            continue
        fitting = asked_of(context, equation, cell)
        if fitting is not None and not fitting.low <= new <= fitting.high:
            return equation
    return None


def _unlikeness(context: Context, cell: Cell, new: Fraction) -> int:
    """0 where one slip would have made the figure of the other, 2 where the sign would change."""
    printed, stated = context.number(cell), context.value(cell) or Fraction(0)
    if printed is not None and slip(printed, new) is not None:
        return 0
    return 2 if new * stated < 0 else 1
