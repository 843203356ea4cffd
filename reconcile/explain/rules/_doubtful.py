"""Cells not written the way their table writes numbers, and totals that did not count them."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from fractions import Fraction

from reconcile import numbers
from reconcile.explain.context import Context, context
from reconcile.explain.edits import outer_totals, restate, retype, values
from reconcile.explain.explanation import CERTAIN, Explanation
from reconcile.model import (
    Applicability,
    Cell,
    Document,
    Equation,
    Finding,
    Fix,
    Reading,
    Relations,
    Sentence,
)

Concerns = Callable[[Reading, Context, Cell], bool]


def uncounted(
    rule: str, concerns: Concerns, equation: Equation, asked: Context
) -> Iterator[Explanation]:
    """A sum or average that comes out once a doubtful term is counted as it was meant."""
    if equation.kind not in ("sum", "average") or equation.holds != "no":
        return
    for term in equation.terms:
        reading = _reading(asked, term.cell)
        if reading is None or not concerns(reading, asked, term.cell):
            continue
        if _passed_over(asked, equation, term.factor * Fraction(reading.number.value)):
            yield _explanation(rule, equation, asked, term.cell, reading)


def _passed_over(asked: Context, equation: Equation, figure: Fraction) -> bool:
    """Whether an equation comes out as printed without one of its figures."""
    if equation.result is None or equation.value is None:
        return False
    if equation.kind == "sum":
        return equation.value == equation.result - figure
    count = len(equation.terms)
    if count < 2:
        return False
    others = (equation.result * count - figure) / (count - 1)
    return abs(others - equation.value) <= Fraction(1, 2 * 10 ** asked.decimals(equation.target))


def _reading(asked: Context, cell: Cell) -> Reading | None:
    return asked.tables[cell.table].figures.doubtful.get((cell.row, cell.column))


def _explanation(
    rule: str, equation: Equation, asked: Context, cell: Cell, reading: Reading
) -> Explanation:
    number = Fraction(reading.number.value)
    typing = retype(asked, cell, reading.number)
    changes = {cell: number, **_restated(asked, cell, number)}
    totals = [restate(asked, total, new) for total, new in changes.items() if total != cell]
    total = next(edit for edit in totals if edit.place == asked.place(equation.target))
    said = values(
        asked,
        cell,
        new=typing.new,
        total=total.place.a1,
        stated=total.old,
        computed=total.new,
        formula=asked.formula(equation.target),
    )
    return Explanation(
        rule=rule,
        cost=CERTAIN,
        equation=equation,
        at=cell,
        message=Sentence(f"finding.{rule}.{_manner(asked, equation)}", said),
        title=Sentence("finding.fix.retype", said),
        edits=(typing, *totals),
        changes=changes,
        applicability=_applicability(asked, cell, reading),
        confidence=0.99,
        expected_text=str(reading.number),
    )


def _manner(asked: Context, equation: Equation) -> str:
    if asked.formula(equation.target):
        return "uncounted-formula"
    return "uncounted" if equation.kind == "sum" else "uncounted-average"


def _restated(asked: Context, cell: Cell, number: Fraction) -> dict[Cell, Fraction]:
    """The totals that did not count the cell, and the totals of those in turn."""
    changed: dict[Cell, Fraction] = {}
    for equation in asked.as_term(cell):
        if equation.holds != "no" or equation.result is None:
            continue
        if equation.kind == "sum":
            changed[equation.target] = equation.result
        elif equation.kind == "average" and _passed_over(asked, equation, number):
            places = asked.decimals(equation.target)
            changed[equation.target] = Fraction(numbers.rounded(equation.result, places).value)
    return outer_totals(asked, changed)


def _applicability(asked: Context, cell: Cell, reading: Reading) -> Applicability:
    """Pure re-typing is safe: one possible reading, and nothing of the text given up. A figure in
    brackets may be a loss or a remark."""
    text = asked.text(cell)
    plain = not reading.overlooked and not text.lstrip().startswith("(")
    return "safe" if plain and len(numbers.readings(text)) == 1 else "unsafe"


def _alone(asked: Context, cell: Cell, reading: Reading) -> Applicability:
    """The same where no sum explains the cell; one that fails all the same contradicts it."""
    broken = any(equation.kind == "sum" for equation in asked.around(cell, "no"))
    return "unsafe" if broken else _applicability(asked, cell, reading)


def observed(
    rule: str, concerns: Concerns, document: Document, relations: Relations
) -> Iterator[Finding]:
    """Doubtful cells that no broken total speaks of."""
    asked = context(document, relations)
    for table in document.tables:
        for (i, j), reading in table.figures.doubtful.items():
            cell = Cell(table.id, i, j)
            if (
                reading.number.units == 0
                or table.columns[j].role in ("serial", "entity", "text", "note")
                or not concerns(reading, asked, cell)
            ):
                continue
            typing = retype(asked, cell, reading.number)
            said = values(asked, cell, new=typing.new)
            yield Finding(
                id="",
                rule=rule,
                severity="warning",
                at=asked.place(cell),
                cells=(asked.place(cell),),
                message=Sentence(f"finding.{rule}.counted", said),
                row=asked.row_name(cell),
                column=asked.path(cell),
                printed=asked.text(cell),
                expected=str(reading.number),
                fixes=(
                    Fix(
                        Sentence("finding.fix.retype-only", said),
                        _alone(asked, cell, reading),
                        0.9,
                        (typing,),
                    ),
                ),
            )
