"""What an equation would have one of its cells state, the others as printed.

A sum, a link or an average asks for one figure, or for those that rounding leaves open; a ratio, a
share, a change or a product for those that come out as printed: of 20.1 per cent of 139162 the part
is 27902 to 28041.
"""

from __future__ import annotations

from fractions import Fraction
from typing import NamedTuple

from reconcile.explain.context import Context
from reconcile.explain.edits import asked_figure
from reconcile.explain.scenario import printed_digits
from reconcile.model import BALANCES, MULTIPLICATIVE, Cell, Equation


class Asked(NamedTuple):
    """The figures from `low` to `high`, both of them included."""

    low: Fraction
    high: Fraction

    @property
    def width(self) -> Fraction:
        return self.high - self.low


def asked_of(context: Context, equation: Equation, cell: Cell) -> Asked | None:
    """None where nothing would do, or the equation says nothing of the cell by itself."""
    if cell != equation.target and not equation.factors[cell]:
        return None  # it is added and taken off again
    if equation.kind in BALANCES:
        return _of_a_balance(context, equation, cell)
    if equation.kind == "average":
        return _of_an_average(context, equation, cell)
    return _of_a_product(context, equation, cell) if equation.kind in MULTIPLICATIVE else None


def _of_a_balance(context: Context, equation: Equation, cell: Cell) -> Asked | None:
    new = asked_figure(context, equation, cell)
    if new is None:
        return None
    half = _slack(context, equation) / _weight(equation, cell)
    return Asked(new - half, new + half)


def _slack(context: Context, equation: Equation) -> Fraction:
    """By how much the target of a sum may be off: what rounding leaves, of weights half a unit."""
    relation = context.relation_of(equation)
    if relation.is_weighted:
        return Fraction(1, 2 * 10 ** context.decimals(equation.target))
    if not relation.rounded or equation.low is None or equation.high is None:
        return Fraction(0)
    return (equation.high - equation.low) / 2


def _of_an_average(context: Context, equation: Equation, cell: Cell) -> Asked | None:
    printed, difference = context.value(cell), equation.difference
    if printed is None or difference is None:
        return None
    half = Fraction(1, 2 * 10 ** context.decimals(equation.target))
    if cell == equation.target:
        return Asked(printed - difference - half, printed - difference + half)
    each = len(equation.terms) / equation.factors[cell]
    new = printed + difference * each
    return Asked(new - half * abs(each), new + half * abs(each))


def _weight(equation: Equation, cell: Cell) -> Fraction:
    return Fraction(1) if cell == equation.target else abs(equation.factors[cell])


def _of_a_product(context: Context, equation: Equation, cell: Cell) -> Asked | None:
    stated, result = context.value(equation.target), equation.result
    cells = [term.cell for term in equation.terms]
    if stated is None or result is None or [equation.target, *cells].count(cell) != 1:
        return None
    half = Fraction(1, 2 * 10 ** printed_digits(context, equation))
    if cell == equation.target:
        return Asked(result - half, result + half)
    at = cells.index(cell)
    other = context.value(cells[1 - at]) if len(cells) > 1 else None
    bounds = [_term(equation, at, other, target) for target in (stated - half, stated + half)]
    known = sorted(bound for bound in bounds if bound is not None)
    # what may be nothing may have either sign, and of what is divided by it nothing is known
    return Asked(*known) if len(known) == 2 and known[0] * known[1] > 0 else None


def _term(equation: Equation, at: int, other: Fraction | None, target: Fraction) -> Fraction | None:
    """What one of the terms must be, by the other, for the target to come out."""
    if equation.kind == "product":
        return target * (equation.constant or 1) / other if other else None
    share = target / equation.scale
    if equation.kind == "change":
        share += 1
        return None if other is None else other * share if at else _over(other, share)
    if at:
        return _over(other, share)
    return share * (equation.constant if other is None else other)


def _over(upper: Fraction | None, lower: Fraction) -> Fraction | None:
    return upper / lower if upper is not None and lower else None
