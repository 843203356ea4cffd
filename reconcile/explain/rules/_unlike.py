"""Cells that stand out of a line of like formulas, explained and observed."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from decimal import Decimal
from fractions import Fraction

from reconcile import numbers
from reconcile.explain.context import Context
from reconcile.explain.edits import outer_totals
from reconcile.explain.explanation import STATED, Explanation, Observation
from reconcile.explain.odd_cells import OddCell
from reconcile.explain.rules._witnesses import (
    is_borne_out,
    is_mistaken,
    is_one_of_several,
    is_stated_twice,
)
from reconcile.formulas.calculator import agree
from reconcile.model import Edit, Equation, Fix, Sentence, Severity

_CONSTANT = re.compile(r"(?<![\w$.\]\[])\d+(?:\.\d+)?(?![\w:!.(])")


def proposed(
    rule: str, concerns: Callable[[OddCell], bool], equation: Equation, context: Context
) -> Iterator[Explanation]:
    """A broken equation whose target stands out, and comes out with what the others' formula gives
    there."""
    if equation.holds not in ("no", "rounding"):
        return
    for odd in standing_out(context):
        if odd.cell != equation.target or not concerns(odd) or not isinstance(odd.value, Decimal):
            continue
        edit = _edit(odd, context)
        yield Explanation(
            cost=STATED,
            equation=equation,
            at=odd.cell,
            message=_message(rule, odd, context),
            title=_title(context, edit),
            edits=(edit,),
            changes=outer_totals(context, {odd.cell: Fraction(odd.value)}),
            applicability="unsafe",
            confidence=0.8,
            expected=Fraction(odd.value),
            severity="error" if is_sure(odd, context) else "warning",
        )


def standing_out(context: Context) -> Iterator[OddCell]:
    """The cells that stand out of a line of like formulas, but for those that are right against
    them: where all other totals of a row stop short of a part, the one that counts it stands
    out."""
    return (odd for odd in context.facts.odd_cells if not is_borne_out(odd, context))


def observed(rule: str, odd: OddCell, context: Context, severity: Severity) -> Observation:
    edit = _edit(odd, context)
    known = odd.value is not None
    return Observation(
        severity=severity,
        at=odd.place,
        cells=(odd.place,),
        message=_message(rule, odd, context),
        row=context.row_name(odd.cell),
        column=context.path(odd.cell),
        printed=context.text(odd.cell),
        expected=_plain(odd) if known else None,
        difference=_difference(odd, context),
        fixes=(Fix(_title(context, edit), "unsafe", 0.7, (edit,)),) if known else (),
    )


def differs(odd: OddCell, context: Context) -> bool:
    """Whether the neighbours' formula would give another figure than the cell prints."""
    stored = context.facts.calculator.content(odd.place)
    if isinstance(odd.value, Decimal):
        printed = context.number(odd.cell)
        if printed is None:
            return True
        if numbers.rounded(Fraction(odd.value), printed.decimals).value == printed.value:
            return False
        return not agree(odd.value, Decimal(printed.value), abs(odd.value))
    return odd.value is not None and odd.value != stored


def is_sure(odd: OddCell, context: Context) -> bool:
    """Whether a cell that stands out is wrong, not only another one."""
    if not odd.is_sure or not differs(odd, context) or is_by_constant(odd):
        return False
    if odd.own:
        return is_mistaken(odd, context)
    return not is_stated_twice(odd.cell, context) and not is_one_of_several(odd, context)


def is_by_constant(odd: OddCell) -> bool:
    """Whether the two formulas differ by a number written in them, and by nothing else."""
    if not odd.own:
        return False
    own, theirs = (
        _CONSTANT.sub("0", formula.replace(" ", "")) for formula in (odd.own, odd.theirs)
    )
    return own.upper() == theirs.upper()


def _edit(odd: OddCell, context: Context) -> Edit:
    return Edit(odd.place, context.text(odd.cell), _plain(odd), formula=odd.theirs)


def _plain(odd: OddCell) -> str:
    if isinstance(odd.value, Decimal):
        return numbers.plain(odd.value)
    return "" if odd.value is None else str(odd.value)


def _title(context: Context, edit: Edit) -> Sentence:
    details = {"at": edit.place.a1, "formula": edit.formula, "new": context.new_text(edit)}
    return Sentence("formula.fix.put", details)


def _message(rule: str, odd: OddCell, context: Context) -> Sentence:
    key = "unknown" if odd.value is None else "differs" if differs(odd, context) else "same"
    details = {
        "at": odd.place.a1,
        "printed": context.shown(odd.cell),
        "own": odd.own,
        "theirs": odd.theirs,
        "model": odd.model.a1,
        "computed": context.sheet_text(_plain(odd), odd.cell),
    }
    return Sentence(f"formula.{rule}.{key}", details)


def _difference(odd: OddCell, context: Context) -> str | None:
    printed = context.number(odd.cell)
    if printed is None or not isinstance(odd.value, Decimal) or not differs(odd, context):
        return None
    return numbers.plain(Decimal(printed.value) - odd.value)
