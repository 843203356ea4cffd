"""One figure that several totals contradict in the same way.

What it finds: a cell which, changed to one other number, makes every broken equation it stands in
hold: a figure at the crossing of a row total and a column total, or a total that both its parts and
the index or the summary contradict.

Why it matters: the parts and the totals cannot all be right, and here they name the cell.

Fix safety: safe where two equations that are not computed from each other agree on the new figure;
a suggestion where they are rounded and would take several.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from fractions import Fraction
from math import ceil, floor
from typing import NamedTuple

from msgspec.structs import replace

from reconcile.explain.context import Context
from reconcile.explain.edits import asked_figure, broken_balances
from reconcile.explain.explanation import Explanation
from reconcile.explain.slips import slip
from reconcile.explain.wrong_figures import wrong_figure
from reconcile.model import BALANCES, Cell, Equation, Severity

SEVERITY: Severity = "error"
_SEVERAL = 2  # sums off by more than rounding; one of them names none of its cells for certain
_FEW = 100  # figures that would do, of which the one that is a slip away is looked for
_HEAD = "No\tAgency\tA\tB\tC\tTotal\n1\tNorth\t12\t23\t30\t65\n2\tSouth\t18\t31\t25\t74\n"
_FOOT = "4\tWest\t17\t26\t15\t58\n\tTotal\t61\t91\t90\t242\n"
VALID = (_HEAD + "3\tEast\t14\t11\t20\t45\n" + _FOOT,)
INVALID = (_HEAD + "3\tEast\t14\t28\t20\t45\n" + _FOOT,)


def propose(equation: Equation, context: Context) -> Iterator[Explanation]:
    """The cells that two or more broken sums ask to state one and the same other number, in sums of
    rounded figures within what rounding leaves open."""
    if equation.kind not in BALANCES or equation.holds != "no":
        return
    for cell in (equation.target, *(term.cell for term in equation.terms)):
        broken = broken_balances(context, cell)
        if len(broken) < 2 or context.is_doubtful(cell):
            continue
        agreed = _agreed_within_rounding(context, cell, broken) or _agreed(context, cell, broken)
        if agreed is not None:
            proposal = wrong_figure(context, equation, cell, agreed.new, broken)
            if sum(other.holds == "no" for other in broken) < _SEVERAL:
                proposal = replace(proposal, severity="warning")
            yield proposal if agreed.is_sole else replace(proposal, applicability="display")


class _Agreed(NamedTuple):
    """What some sums ask of a cell; `is_sole` where no other figure of its decimals would do."""

    new: Fraction
    is_sole: bool


def _agreed(context: Context, cell: Cell, broken: Sequence[Equation]) -> _Agreed | None:
    """What all of them ask for alike. Where rounding leaves others like them off by a little, they
    may be off as well."""
    news = {asked_figure(context, equation, cell) for equation in broken}
    new = news.pop()
    if new is None or news:
        return None
    relations = {equation.relation for equation in broken}
    is_rounded = any(context.relations.of(id).are("rounding").any() for id in relations)
    return _Agreed(new, not is_rounded)


def _agreed_within_rounding(
    context: Context, cell: Cell, broken: Sequence[Equation]
) -> _Agreed | None:
    """12045.2 and 12045.3 where a row asks for 12045.25 ± 0.075 and a column for 12045.4 ± 0.225;
    of these the one that is a slip away, or else nearest to the middle. None where the sums are not
    rounded, or agree on nothing."""
    bounds = [_bounds(context, equation, cell) for equation in broken]
    printed = context.number(cell)
    if printed is None or not all(bounds):
        return None
    step = Fraction(1, 10**printed.decimals)
    low = max(bound[0] for bound in bounds if bound)
    high = min(bound[1] for bound in bounds if bound)
    first, last = floor(low / step) + 1, ceil(high / step) - 1
    if first > last:
        return None
    new = min(max(round((low + high) / 2 / step), first), last)
    if 0 < last - first < _FEW:
        slips = [n for n in range(first, last + 1) if slip(printed, n * step) == "digit"]
        new = slips[0] if len(slips) == 1 else new
    return _Agreed(new * step, first == last)


def _bounds(context: Context, equation: Equation, cell: Cell) -> tuple[Fraction, Fraction] | None:
    """Between which figures the cell would make a sum of rounded figures hold."""
    new = asked_figure(context, equation, cell)
    is_rounded = context.relation_of(equation).rounded
    if new is None or not is_rounded or equation.low is None or equation.high is None:
        return None
    factor = Fraction(1) if cell == equation.target else equation.factors[cell]
    half = (equation.high - equation.low) / 2 / abs(factor)
    return new - half, new + half
