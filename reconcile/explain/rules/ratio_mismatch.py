"""An index or percentage that does not follow from the figures it is computed from.

What it finds: a column that everywhere else is another column over one denominator (or over a third
column), and a row in which it is not.

Why it matters: agencies are compared by the index, and it no longer says what the total says.

Fix safety: unsafe where the new index differs by its last digit only; otherwise for display, since
the index may have been right and the total changed after it.
"""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

from reconcile import numbers
from reconcile.explain.context import Context
from reconcile.explain.edits import restate, retitle, values
from reconcile.explain.explanation import FALLBACK, Explanation
from reconcile.explain.stretch import moved_stretch
from reconcile.model import QUOTIENTS, Applicability, Cell, Edit, Equation, Sentence, Severity

SEVERITY: Severity = "error"
_ROWS = (
    "No\tAgency\tA\tB\tTotal\tIndex\n1\tNorth\t91\t52\t143\t0.715\n2\tSouth\t88\t73\t161\t0.805\n"
    "3\tEast\t54\t61\t115\t0.575\n4\tWest\t77\t46\t123\t0.615\n5\tCoast\t59\t95\t154\t0.770\n"
)
VALID = (_ROWS,)
INVALID = (_ROWS + "6\tHills\t70\t60\t130\t0.690\n",)


def propose(equation: Equation, context: Context) -> Iterator[Explanation]:
    if equation.kind not in QUOTIENTS or equation.holds != "no" or equation.result is None:
        return
    relation = context.relation_of(equation)
    digits = context.decimals(equation.target) if relation.digits is None else relation.digits
    total = equation.terms[0].cell
    later = context.accepted.get(total)
    settled = _index(later, equation, digits) if later is not None else None
    new = Fraction(numbers.rounded(equation.result, digits).value)
    edit = restate(context, equation.target, new if settled is None else settled)
    key, more = _fit(context, equation, digits)
    details = values(
        context,
        equation.target,
        computed=context.written(new, equation.target),
        total=context.place(total).a1,
        stated=context.shown(total),
        over=_denominator(context, equation),
        **more,
    )
    details = {**details, "settled": context.new_text(edit)}
    yield Explanation(
        cost=FALLBACK,
        equation=equation,
        at=equation.target,
        message=Sentence(
            f"finding.ratio-mismatch.{key}{'-settled' if settled is not None else ''}", details
        ),
        title=retitle(context, edit),
        edits=(edit,),
        changes={equation.target: new},
        applicability=_applicability(equation, new, digits, settled),
        confidence=0.6,
        cells=(total,),
        expected=new,
        others=_stretches(context, equation, digits),
    )


def _stretches(
    context: Context, equation: Equation, digits: int
) -> tuple[tuple[Sentence, tuple[Edit, ...]], ...]:
    """The parts of the total may stand off their columns, and the index speak for the true ones."""
    total = equation.terms[0].cell
    additions = [e for e in context.as_target(total) if e.kind == "sum" and e.holds == "exact"]
    if not additions or not equation.constant:
        return ()
    low, high = _bounds(equation, digits)
    stretch = moved_stretch(context, additions[0], low, high)
    if stretch is None:
        return ()
    first, doubled = context.place(stretch.missing), context.place(stretch.doubled)
    edits = (
        Edit(first, "", context.typed(stretch.gap, stretch.missing), "insert"),
        Edit(doubled, context.text(stretch.doubled), "", "remove"),
        restate(context, total, stretch.total),
    )
    details = {
        "first": first.a1,
        "last": context.place(stretch.last).a1,
        "new": context.new_text(edits[0]),
        "old": context.old_text(edits[1]),
        "doubled": doubled.a1,
    }
    totals = {
        "total": edits[2].place.a1,
        "stated": context.old_text(edits[2]),
        "computed": context.new_text(edits[2]),
    }
    return ((Sentence("finding.fix.stretch", {**details, **totals}), edits),)


def _bounds(equation: Equation, digits: int) -> tuple[Fraction, Fraction]:
    """The totals that the printed index fits."""
    printed, half = Fraction(equation.value or 0), Fraction(1, 2 * 10**digits)
    over = equation.constant / equation.scale
    return (printed - half) * over, (printed + half) * over


def _index(total: Fraction, equation: Equation, digits: int) -> Fraction | None:
    if not equation.constant:
        return None
    return Fraction(numbers.rounded(total * equation.scale / equation.constant, digits).value)


def _applicability(
    equation: Equation, new: Fraction, digits: int, settled: Fraction | None
) -> Applicability:
    printed = Fraction(equation.value or 0)
    return (
        "unsafe" if settled is None and abs(printed - new) == Fraction(1, 10**digits) else "display"
    )


def _denominator(context: Context, equation: Equation) -> str:
    if len(equation.terms) > 1:
        return context.place(equation.terms[1].cell).a1
    constant = numbers.plain(equation.constant / equation.scale)
    return context.sheet_text(constant, equation.target)


def _fit(context: Context, equation: Equation, digits: int) -> tuple[str, dict[str, str]]:
    """Which totals, or which denominator, the printed index would fit."""
    total = equation.terms[0].cell
    printed, stated = Fraction(equation.value or 0), context.value(total)
    if not equation.constant or stated is None or printed == 0:
        return "plain", {}
    low, high = _bounds(equation, digits)
    off = _unit_off(stated, low, high)
    if off is not None:
        return "unit", {
            "fits": context.written(stated + off, total),
            "off": context.sheet_text(context.exactly(abs(off), total), total),
        }
    places = context.decimals(total)
    return "range", {
        "low": _rounded(context, low, total, places),
        "high": _rounded(context, high, total, places),
        "denominator": context.sheet_text(str(numbers.rounded(stated / printed, 1)), total),
    }


def _rounded(context: Context, value: Fraction, like: Cell, places: int) -> str:
    rounded = Fraction(numbers.rounded(value, places).value)
    return context.sheet_text(context.exactly(rounded, like, places), like)


def _unit_off(stated: Fraction, low: Fraction, high: Fraction) -> Fraction | None:
    """A change of the total by one unit of one of its digits that the index would fit."""
    for exponent in range(-3, 4):
        unit = Fraction(10) ** exponent
        for off in (-unit, unit):
            if unit > high - low and low <= stated + off <= high:
                return off
    return None
