"""One figure that several totals contradict in the same way.

What it finds: a cell which, changed to one other number, makes every broken equation it stands in
hold: a figure at the crossing of a row total and a column total, a part that a total and a share
contradict, or a total that both its parts and the index or the summary do.

Why it matters: the parts and the totals cannot all be right, and here they name the cell.

Fix safety: safe where two sums or averages that are not computed from each other agree on the new
figure; a suggestion where they are rounded and would take several.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from fractions import Fraction
from math import ceil, floor
from typing import NamedTuple

from msgspec.structs import replace

from reconcile.explain.asked import Asked, asked_of
from reconcile.explain.context import Context
from reconcile.explain.edits import asked_figure, broken_balances, broken_equations
from reconcile.explain.explanation import Explanation
from reconcile.explain.slips import slip
from reconcile.explain.wrong_figures import wrong_figure
from reconcile.model import ARITHMETIC, Cell, Equation, Number, Severity

SEVERITY: Severity = "error"
_SEVERAL = 2  # sums off by more than rounding; one of them names none of its cells for certain
_FEW = 100  # figures that would do, of which the one that is a slip away is looked for
_HEAD = "No\tAgency\tA\tB\tC\tTotal\n1\tNorth\t12\t23\t30\t65\n2\tSouth\t18\t31\t25\t74\n"
_FOOT = "4\tWest\t17\t26\t15\t58\n\tTotal\t61\t91\t90\t242\n"
VALID = (_HEAD + "3\tEast\t14\t11\t20\t45\n" + _FOOT,)
INVALID = (_HEAD + "3\tEast\t14\t28\t20\t45\n" + _FOOT,)


def propose(equation: Equation, context: Context) -> Iterator[Explanation]:
    """The cells that two or more broken equations ask to state one and the same other number,
    rounded ones within what rounding leaves open."""
    if equation.kind not in ARITHMETIC or equation.holds != "no":
        return
    for cell in dict.fromkeys((equation.target, *(term.cell for term in equation.terms))):
        if context.is_doubtful(cell):
            continue
        broken = broken_equations(context, cell)
        agreed = _agreed_by_sums(context, equation, cell) or _crossing(context, cell, broken)
        if agreed is not None:
            proposal = wrong_figure(context, equation, cell, agreed.new, broken)
            if sum(other.holds == "no" for other in broken) < _SEVERAL:
                proposal = replace(proposal, severity="warning")
            yield proposal if agreed.is_sole else replace(proposal, applicability="display")


class _Agreed(NamedTuple):
    """What some sums ask of a cell; `is_sole` where no other figure of its decimals would do."""

    new: Fraction
    is_sole: bool


def _agreed_by_sums(context: Context, equation: Equation, cell: Cell) -> _Agreed | None:
    """What two or more sums and links ask for alike, whatever else is computed from the cell."""
    broken = broken_balances(context, cell)
    if len(broken) < 2 or equation not in broken:
        return None
    return _agreed_within_rounding(context, cell, broken) or _agreed(context, cell, broken)


def _agreed(context: Context, cell: Cell, broken: Sequence[Equation]) -> _Agreed | None:
    """What all of them ask for alike. Where rounding leaves others like them off by a little, they
    may be off as well."""
    news = {asked_figure(context, equation, cell) for equation in broken}
    new = news.pop()
    if new is None or news:
        return None
    return _Agreed(new, not context.are_of_rounded(broken))


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
    low = max(bound.low for bound in bounds if bound)
    high = min(bound.high for bound in bounds if bound)
    unit = Fraction(1, 10**printed.decimals)
    first, last = floor(low / unit) + 1, ceil(high / unit) - 1
    return _likeliest(printed, (low + high) / 2, first, last)


def _crossing(context: Context, cell: Cell, broken: Sequence[Equation]) -> _Agreed | None:
    """What broken equations of different kinds ask for alike, a sum and a share, or two averages:
    a figure of as many decimals that all of them would take. None where each of them leaves it so
    open that they may agree by chance."""
    printed = context.number(cell)
    if printed is None or not _are_two(broken):
        return None
    asked = [asked_of(context, equation, cell) for equation in broken]
    known = [each for each in asked if each is not None]
    if len(known) < len(asked):
        return None
    low, high = max(each.low for each in known), min(each.high for each in known)
    middle = (low + high) / 2
    closest = min(each.width for each in known)
    if low > high or closest > abs(middle - Fraction(printed.value)):
        return None
    if low == high:
        return _Agreed(low, all(equation.kind != "average" for equation in broken))
    unit = Fraction(1, 10**printed.decimals)
    agreed = _likeliest(printed, middle, ceil(low / unit), floor(high / unit))
    return agreed and agreed._replace(is_sole=False)


def _are_two(broken: Sequence[Equation]) -> bool:
    """Whether there are two equations that do not say the same of the same figures."""
    return len({equation.target for equation in broken}) > 1


def _likeliest(printed: Number, middle: Fraction, first: int, last: int) -> _Agreed | None:
    """Of the figures from `first` to `last`, in units of the printed one, that which is a slip
    away, or else nearest to the middle."""
    if first > last:
        return None
    unit = Fraction(1, 10**printed.decimals)
    new = min(max(round(middle / unit), first), last)
    if 0 < last - first < _FEW:
        slips = [n for n in range(first, last + 1) if slip(printed, n * unit) == "digit"]
        new = slips[0] if len(slips) == 1 else new
    return _Agreed(new * unit, first == last)


def _bounds(context: Context, equation: Equation, cell: Cell) -> Asked | None:
    """Between which figures the cell would make a sum of rounded figures hold."""
    is_rounded = context.relation_of(equation).rounded and equation.low is not None
    return asked_of(context, equation, cell) if is_rounded else None
