"""A stored result that its formula no longer gives.

What it finds: a cell whose formula, computed from the figures as they are stored, comes to another
number than the one stored beside it: the workbook was changed and not computed again. Cells that
only hang on such a one are not listed, they follow. Formulas that are not computed here are left
in peace.

Why it matters: the sheet is read, printed and signed with the old result, and shows another one as
soon as somebody opens and computes it.

Fix safety: safe. Nothing is typed: the formula stays, and its own result is stored, as the
spreadsheet does when it computes the sheet.
"""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from fractions import Fraction

from reconcile import numbers
from reconcile.explain.context import Context
from reconcile.explain.edits import outer_totals
from reconcile.explain.explanation import STATED, Explanation, Observation
from reconcile.explain.outdated import Cause, Outdated
from reconcile.formulas.tree import Value
from reconcile.model import (
    COMPARISONS,
    MULTIPLICATIVE,
    SUMMED,
    Cell,
    Edit,
    Equation,
    Fix,
    Place,
    Sentence,
    Severity,
)
from reconcile.structure.writing import as_shown, as_written

SEVERITY: Severity = "error"
_HEAD = "No\tAgency\tA\tB\tTotal\n1\tNorth\t1\t2\t3 =C2+D2\n2\tSouth\t8\t3\t11 =C3+D3\n"
VALID = (
    _HEAD + "3\tEast\t4\t1\t5 =C4+D4\n",
    _HEAD + "3\tEast\t4\t1\t9 =VLOOKUP(B4,G1:H9,2,0)\n",
    _HEAD + "3\tEast\t4\t1,5\t5.5 =SUM(C4:D4)\n",
)
INVALID = (_HEAD + "3\tEast\t4\t1\t6 =C4+D4\n",)


def propose(equation: Equation, context: Context) -> Iterator[Explanation]:
    """The first of the equations that such cells break speaks for them all."""
    if equation.holds == "no" and context.facts.outdated:
        first, cause = context.kept(_first)
        if first is equation and cause is not None:
            yield _explanation(equation, context, cause)


def _first(context: Context) -> tuple[Equation | None, Cause | None]:
    """The first broken equation with such a cell, sums before what hangs on them, and its cause."""
    causes = {cell.place: cause for cause in context.facts.outdated for cell in cause.cells}
    for kinds in (SUMMED, MULTIPLICATIVE | COMPARISONS):
        for equation in context.relations.broken():
            if equation.kind in kinds:
                for cell in (equation.target, *(term.cell for term in equation.terms)):
                    if context.place(cell) in causes:
                        return equation, causes[context.place(cell)]
    return None, None


def observe(context: Context) -> Iterator[Observation]:
    """Such cells that no broken equation speaks of."""
    bindings = context.facts.bindings
    for cause in context.facts.outdated:
        first = cause.cells[0]
        cell = bindings.cell(first.place)
        yield Observation(
            at=first.place,
            cells=_places(cause),
            message=_message(context, cause),
            row="" if cell is None else context.row_name(cell),
            column=() if cell is None else context.path(cell),
            printed=context.printed(first.place) or None,
            expected=_plain(first.value),
            difference=_difference(first),
            fixes=(Fix(_title(context, cause), "safe", 0.99, _edits(context, cause)),),
        )


def _explanation(equation: Equation, context: Context, cause: Cause) -> Explanation:
    """All such cells are put right at once, each in a finding of its own: they may share sums."""
    bindings = context.facts.bindings
    changes: dict[Cell, Fraction] = {}
    for result in (result for known in context.facts.outdated for result in known.cells):
        cell = bindings.cell(result.place)
        if cell is not None and isinstance(result.value, Decimal):
            changes[cell] = Fraction(result.value)
    first = cause.cells[0]
    own = bindings.cell(first.place) or equation.target
    return Explanation(
        cost=STATED,
        equation=equation,
        at=own,
        place=None if bindings.cell(first.place) else first.place,
        message=_message(context, cause),
        title=_title(context, cause),
        edits=_edits(context, cause),
        changes=outer_totals(context, changes),
        applicability="safe",
        confidence=0.99,
        cells=tuple(
            cell for result in cause.cells if (cell := bindings.cell(result.place)) is not None
        ),
        expected_text=_plain(first.value),
    )


def _places(cause: Cause) -> tuple[Place, ...]:
    return tuple(cell.place for cell in cause.cells)


def _edits(context: Context, cause: Cause) -> tuple[Edit, ...]:
    formulas = context.facts.calculator
    return tuple(
        Edit(
            cell.place,
            context.printed(cell.place),
            _plain(cell.value),
            formula=formulas.formula(cell.place),
        )
        for cell in cause.cells
    )


def _message(context: Context, cause: Cause) -> Sentence:
    first, *others = cause.cells
    details = {
        "at": first.place.a1,
        "printed": as_shown(context.printed(first.place), context.document, first.place),
        "formula": context.facts.calculator.formula(first.place),
        "computed": _result_text(context, first),
        "others": ", ".join(cell.place.a1 for cell in others),
        "changed": cause.changed.a1 if cause.changed else "",
    }
    return Sentence(f"formula.stale-formula.{'several' if others else 'one'}", details)


def _title(context: Context, cause: Cause) -> Sentence:
    names = ", ".join(cell.place.a1 for cell in cause.cells)
    return Sentence(
        "formula.fix.compute", {"at": names, "new": _result_text(context, cause.cells[0])}
    )


def _result_text(context: Context, result: Outdated) -> str:
    return as_written(_plain(result.value), context.document, result.place)


def _plain(value: Value) -> str:
    if isinstance(value, Decimal):
        return numbers.plain(value)
    return str(value).upper() if isinstance(value, bool) else str(value or "")


def _difference(result: Outdated) -> str | None:
    if not isinstance(result.value, Decimal) or not isinstance(result.stored, Decimal):
        return None
    return numbers.plain(result.stored - result.value)
