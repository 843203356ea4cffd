"""A total that its parts do not add up to.

What it finds: a sum whose printed total differs from its parts by more than rounding explains,
where nothing tells which of the cells is the wrong one. Where another sum that comes out counts the
total as it is printed, the finding stands at a part, and names all that may be wrong. It is a
warning where a part is blank and may make up for it, or where the total is computed live as
something else, such as a mean.

Why it matters: the total, or one of its parts, is wrong; whatever is computed from it follows.

Fix safety: for display only. Either the total or a part could be at fault.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from fractions import Fraction

from reconcile.explain.context import Context
from reconcile.explain.edits import is_exception, restate, retitle, values
from reconcile.explain.explanation import FALLBACK, Explanation
from reconcile.explain.suspects import Suspects, suspected_parts
from reconcile.formulas.tree import Unknown
from reconcile.model import Cell, Equation, Sentence, Severity

SEVERITY: Severity = "error"
_MOST_LISTED = 5  # cells that a sentence names one by one
# What adds up nothing alone.
_OTHERWISE = ("/", "*", "AVERAGE", "MEDIAN", "MAX", "MIN", "SUMPRODUCT")
VALID = (
    "No\tAgency\tA\tB\tC\tTotal\n1\tNorth\t1\t2\t30\t33\n2\tSouth\t8\t3\t25\t36\n3\tEast\t4\t1\t20\t25\n",
    "No\tAgency\tA\tB\tC\tTotal\n1\tNorth\t1.24\t2.33\t3.45\t7.02\n2\tSouth\t8.24\t3.14\t2.54\t13.93\n"
    "3\tEast\t4.33\t1.24\t2.11\t7.68\n",
)
INVALID = (
    "No\tAgency\tA\tB\tC\tTotal\n1\tNorth\t1\t2\t30\t33\n2\tSouth\t8\t3\t25\t36\n3\tEast\t4\t1\t20\t25\n"
    "4\tWest\t7\t6\t15\t31\n5\tCoast\t9\t5\t10\t24\n",
)


def propose(equation: Equation, context: Context) -> Iterator[Explanation]:
    if equation.kind != "sum" or equation.holds != "no" or equation.result is None:
        return
    suspects = None if _may_be_right(context, equation) else suspected_parts(context, equation)
    yield _at_a_part(context, equation, suspects) if suspects else _at_the_total(context, equation)


def _at_the_total(context: Context, equation: Equation) -> Explanation:
    new = equation.result or Fraction(0)
    edit = restate(context, equation.target, new)
    agreeing = _agreeing(context, equation)
    details = values(
        context,
        equation.target,
        computed=context.new_text(edit),
        difference=_signed(context, equation),
        count=str(len(equation.terms)),
        witness=agreeing or "",
    )
    return Explanation(
        cost=FALLBACK,
        equation=equation,
        at=equation.target,
        message=Sentence(f"finding.sum-mismatch.{'vouched' if agreeing else 'plain'}", details),
        title=retitle(context, edit),
        edits=(edit,),
        changes={equation.target: new},
        expected=new,
        severity="warning" if _may_be_right(context, equation) else "error",
    )


def _at_a_part(context: Context, equation: Equation, suspects: Suspects) -> Explanation:
    """At the likeliest part; with the figure that it would have to be where it is the only one."""
    at, new = next(iter(suspects.parts.items()))
    is_sole = len(suspects.parts) == 1
    edit, target = restate(context, at, new), equation.target
    details = values(
        context,
        at,
        new=context.new_text(edit),
        parts=_listed(context, suspects.parts),
        total=context.place(target).a1,
        stated=context.shown(target),
        computed=context.written(equation.result or Fraction(0), target),
        difference=_signed(context, equation),
        witness=context.place(suspects.witness).a1,
    )
    return Explanation(
        cost=FALLBACK,
        equation=equation,
        at=at,
        message=Sentence(f"finding.sum-mismatch.{'part' if is_sole else 'parts'}", details),
        title=retitle(context, edit),
        edits=(edit,) if is_sole else (),
        changes={at: new} if is_sole else {},
        cells=tuple(suspects.parts),
        expected=new if is_sole else None,
    )


def _listed(context: Context, cells: Iterable[Cell]) -> str:
    """`C4, C5, C6`, of many the first and the last: `C4 … C19`."""
    names = [context.place(cell).a1 for cell in sorted(cells)]
    return ", ".join(names) if len(names) <= _MOST_LISTED else f"{names[0]} … {names[-1]}"


def _may_be_right(context: Context, equation: Equation) -> bool:
    """Whether the sheet differs from the relation again and again, computes the total otherwise
    than by adding, as a mean of rates in the row of totals, or lacks a part."""
    return (
        is_exception(context, equation)
        or _is_otherwise_computed(context, equation.target)
        or _lacks_a_part(context, equation)
    )


def _lacks_a_part(context: Context, equation: Equation) -> bool:
    """Whether a total states more than its parts, a cell among these is blank, and no other sum of
    any of them fails, as where the row of one has moved."""
    parts = [context.value(term.cell) or 0 for term in equation.terms]
    if min(parts, default=0) < 0 or (equation.difference or 0) <= 0:
        return False
    target, relation = equation.target, context.relation_of(equation)
    position = relation.target.position(target)
    cells = (
        line.cell(position)
        for line in relation.terms
        if (line.table, line.axis) == (relation.target.table, relation.target.axis)
    )
    is_blank = any(context.value(cell) is None and not context.text(cell) for cell in cells)
    return is_blank and not _is_contradicted_too(context, equation)


def _is_contradicted_too(context: Context, equation: Equation) -> bool:
    """Whether a sum the other way counts a cell of an equation and fails as well."""
    axis = context.relation_of(equation).target.axis
    return any(
        other.kind == "sum" and context.relation_of(other).target.axis != axis
        for cell in (equation.target, *(term.cell for term in equation.terms))
        for other in context.around(cell, "no")
    )


def _is_otherwise_computed(context: Context, total: Cell) -> bool:
    place, calculator = context.place(total), context.facts.calculator
    if not calculator.formula(place):
        return False
    try:
        tree = calculator.tree(place)
    except Unknown:
        return False
    return getattr(tree, "name", "") in _OTHERWISE


def _signed(context: Context, equation: Equation) -> str:
    difference = equation.difference or Fraction(0)
    sign = "+" if difference > 0 else "-"
    return sign + context.written(abs(difference), equation.target)


def _agreeing(context: Context, equation: Equation) -> str | None:
    """A cell that was computed from the total as printed."""
    for other in context.as_term(equation.target):
        if other.kind in ("ratio", "link") and other.holds == "exact":
            return context.place(other.target).a1
    return None
