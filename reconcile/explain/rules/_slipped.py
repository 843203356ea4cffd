"""Figures written wrong by one slip, found from what a broken equation asks of them."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

from reconcile import numbers
from reconcile.explain.asked import asked_of
from reconcile.explain.context import Context
from reconcile.explain.edits import (
    asked_figures,
    broken_equations,
    restate,
    retitle,
    values,
)
from reconcile.explain.explanation import SLIP, WEAK, Explanation
from reconcile.explain.slips import Slip, slip
from reconcile.model import BALANCES, Cell, Equation, Number, Sentence

_MOST_NAMED = 4  # cells of a sum that a sentence names
_STRANGE = 0.5  # what it costs more to state a figure that the column otherwise never takes


def slipped(rule: str, kind: Slip, equation: Equation, context: Context) -> Iterator[Explanation]:
    """The cells of a broken equation that one slip of this kind would explain."""
    if equation.kind not in BALANCES or equation.holds != "no":
        return
    for cell, new in asked_figures(context, equation):
        printed = context.number(cell)
        if printed is not None and kind == "scale":
            new = _moved(context, equation, printed, new)
        if printed is None or (kind != "scale" and context.is_doubtful(cell)):
            continue
        if _slip(context, cell, printed, new) != kind:
            continue
        edit = restate(context, cell, new)
        is_one_of_many = _is_plain(equation) and _is_alone(context, cell, new)
        total, own = context.place(equation.target).a1, cell == equation.target
        parts = _computation(context, equation)
        details = values(context, cell, new=context.new_text(edit), total=total, parts=parts)
        yield Explanation(
            cost=_cost(context, equation, cell, new),
            equation=equation,
            at=cell,
            message=Sentence(f"finding.{rule}{'-own' if own else ''}", details),
            title=retitle(context, edit),
            edits=(edit,),
            changes={cell: new},
            applicability="unsafe" if new and not is_one_of_many else "display",
            confidence=0.8,
            expected=new,
        )


def _slip(context: Context, cell: Cell, printed: Number, new: Fraction) -> Slip | None:
    """The slip that would have made one of the other; of durations one of their written digits."""
    if not context.is_duration(cell):
        return slip(printed, new)
    old, ought = context.text(cell), context.plain(new, cell)
    if old.count(":") != ought.count(":"):
        return None
    digits = [int(text.replace(":", "").replace(".", "")) for text in (old, ought)]
    slipped = slip(Number(digits[0], 0), Fraction(digits[1]))
    return None if slipped == "scale" else slipped


def _moved(context: Context, equation: Equation, printed: Number, new: Fraction) -> Fraction:
    """What is asked for but for rounding, where the sums are rounded, if moving the mark gives it:
    4.12 where 4.13 would come out."""
    low, high = equation.low, equation.high
    if not context.relation_of(equation).rounded or low is None or high is None:
        return new
    moved = (Fraction(printed.value) * Fraction(10) ** k for k in (-3, -2, -1, 1, 2, 3))
    return next((value for value in moved if value and 2 * abs(value - new) < high - low), new)


def _computation(context: Context, equation: Equation) -> str:
    """The cells that a sum adds, by their addresses: `D19 − C19`, `B2 + … + B9`."""
    added = [(term.factor < 0, context.place(term.cell).a1) for term in equation.terms]
    if len(added) > _MOST_NAMED:
        return f"{added[0][1]} + … + {added[-1][1]}"
    written = " ".join(f"{'−' if taken_off else '+'} {name}" for taken_off, name in added)
    return written.removeprefix("+ ")


def _cost(context: Context, equation: Equation, cell: Cell, new: Fraction) -> float:
    """One equation alone does not decide for a figure that its column never takes, nor where the
    difference is one plain digit, which so many cells could have lost; but for a figure that is
    itself unlike its column it does."""
    is_strange = _is_strange(context, cell, new)
    was_strange = _is_strange(context, cell, context.value(cell) or Fraction(0))
    if _is_alone(context, cell, new) and (is_strange or (_is_plain(equation) and not was_strange)):
        return WEAK
    return SLIP + (_STRANGE if is_strange else 0.0)


def _is_alone(context: Context, cell: Cell, new: Fraction) -> bool:
    """Whether one equation alone asks for a figure."""
    asked = (asked_of(context, equation, cell) for equation in broken_equations(context, cell))
    return sum(each is not None and each.low <= new <= each.high for each in asked) < 2


def _is_plain(equation: Equation) -> bool:
    """Whether what an equation lacks is one digit: 10, as any 14 for 24 leaves."""
    return _digits(equation.difference or Fraction(0)) < 2


def _digits(difference: Fraction) -> int:
    """How many significant digits a difference has."""
    return len(numbers.plain(abs(difference)).replace(".", "").strip("0"))


def _is_strange(context: Context, cell: Cell, new: Fraction) -> bool:
    """Outside of what the other rows of the column state, or with more decimals."""
    figures, column = context.tables[cell.table].figures, context.facts.column(cell)
    units, decimals = column.extreme_units, column.extreme_decimals
    if figures.known[cell.row, cell.column]:
        units = _without(units, int(figures.units[cell.row, cell.column]))
        decimals = _without(decimals, int(figures.decimals[cell.row, cell.column]))
    if not units:
        return False
    if (new * 10 ** decimals[-1]).denominator != 1:
        return True
    return not units[0] <= new * 10**figures.scale <= units[-1]


def _without(ordered: list[int], left_out: int) -> list[int]:
    """The others; what is not among the ends is none of them."""
    at = ordered.index(left_out) if left_out in ordered else -1
    return ordered if at < 0 else ordered[:at] + ordered[at + 1 :]
