"""Edits and their titles, as several rules write them."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from fractions import Fraction
from itertools import chain

from reconcile import numbers
from reconcile.explain.context import Context
from reconcile.model import ARITHMETIC, BALANCES, Cell, Edit, Equation, Number, Sentence

_MOST_TOTALS = 10_000  # steps from total to total; where they run in a circle, it ends
# Failures of one relation that are no longer slips, and the share of its rows below which it then
# holds: an indicator that does not apply to a fifth of the agencies is no mistake in five rows.
_AGAIN, _USUALLY = 4, 0.8


def restate(context: Context, cell: Cell, new: Fraction) -> Edit:
    """The cell made to state another number, with the decimal mark of its table."""
    return Edit(context.place(cell), context.text(cell), context.typed(new, cell))


def retype(context: Context, cell: Cell, number: Number) -> Edit:
    """The cell's number typed in its sheet's convention, with the decimals it was read with."""
    new = numbers.written(str(number), context.convention(cell))
    return Edit(context.place(cell), context.text(cell), new)


def retitle(context: Context, edit: Edit, key: str = "replace") -> Sentence:
    """`Put 45,4 in K186 (now 45)`."""
    texts = {"at": edit.place.a1, "old": context.old_text(edit), "new": context.new_text(edit)}
    return Sentence(f"finding.fix.{key}", texts)


def values(context: Context, cell: Cell, **more: str) -> Mapping[str, str]:
    """What nearly every sentence about a cell says: where it is and what it prints."""
    return {
        "at": context.place(cell).a1,
        "row": context.row_name(cell),
        "printed": context.shown(cell),
        **more,
    }


def broken_balances(context: Context, cell: Cell) -> list[Equation]:
    """The sums and links around a cell that do not come out, be it by no more than rounding."""
    return [
        equation for equation in context.around(cell, "no", "rounding") if equation.kind in BALANCES
    ]


def broken_equations(context: Context, cell: Cell) -> list[Equation]:
    """All that is computed from a cell, or it from others, and does not come out; but for what a
    live formula computes from it, which follows of itself. A sum of rounded figures counts that is
    off by no more than rounding, as it may be for this cell."""
    return [
        equation
        for equation in context.around(cell, "no", "rounding")
        if equation.kind in BALANCES
        or (
            equation.kind in ARITHMETIC
            and equation.holds == "no"
            and not context.formula(equation.target)
        )
    ]


def asked_figure(context: Context, equation: Equation, cell: Cell) -> Fraction | None:
    """What a broken sum or link asks one of its cells to state."""
    printed = context.value(cell)
    if equation.difference is None or printed is None:
        return None
    if cell == equation.target:
        return printed - equation.difference
    return printed + equation.difference / equation.factors[cell]


def asked_figures(context: Context, equation: Equation) -> Iterator[tuple[Cell, Fraction]]:
    """What a broken sum or link asks each of its cells to state, were it the one that is wrong."""
    difference = equation.difference
    if difference is None:
        return
    terms = ((term.cell, difference / term.factor) for term in equation.terms)
    for cell, change in chain([(equation.target, -difference)], terms):
        printed = context.value(cell)
        if printed is not None:
            yield cell, printed + change


def is_exception(context: Context, equation: Equation) -> bool:
    """Where a relation fails again and again, the sheet differs from it rather than being wrong."""
    relation = context.relation_of(equation)
    return relation.tested - relation.held >= _AGAIN and relation.held < _USUALLY * relation.tested


def outer_totals(context: Context, changed: dict[Cell, Fraction]) -> dict[Cell, Fraction]:
    """Totals put right, with those that held on them as printed and must follow."""
    return _with_totals(context, changed, lambda equation: True)


def live_totals(context: Context, changed: Mapping[Cell, Fraction]) -> dict[Cell, Fraction]:
    """Figures put right, with the live totals of them, which follow by themselves."""
    return _with_totals(context, changed, lambda equation: bool(context.formula(equation.target)))


def _with_totals(
    context: Context, changed: Mapping[Cell, Fraction], follows: Callable[[Equation], bool]
) -> dict[Cell, Fraction]:
    """The changes with those of the totals that follow them, and of theirs in turn."""
    changes = dict(changed)
    waiting = list(changed)
    for _ in range(_MOST_TOTALS):
        if not waiting:
            break
        for equation in context.as_term(waiting.pop()):
            outer, stated = equation.target, context.value(equation.target)
            is_sound = equation.kind == "sum" and equation.holds in ("exact", "rounding")
            if not is_sound or outer in changed or not stated or not follows(equation):
                continue
            new = stated + _change_of_terms(context, equation, changes)
            if changes.get(outer) != new:
                changes[outer] = new
                waiting.append(outer)
    return changes


def _change_of_terms(
    context: Context, equation: Equation, changed: dict[Cell, Fraction]
) -> Fraction:
    """By how much the terms of a sum change."""
    return sum(
        (
            term.factor * (changed[term.cell] - (context.value(term.cell) or Fraction(0)))
            for term in equation.terms
            if term.cell in changed
        ),
        Fraction(0),
    )
