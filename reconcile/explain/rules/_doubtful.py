"""Cells not written the way their table writes numbers, and totals that did not count them."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from fractions import Fraction

from reconcile import numbers
from reconcile.explain.context import Context
from reconcile.explain.edits import outer_totals, restate, retype, values
from reconcile.explain.explanation import CERTAIN, Explanation, Observation
from reconcile.labels.vocabulary import is_zero_led
from reconcile.model import ADDITIVE, Applicability, Cell, Equation, Fix, Reading, Sentence

Concerns = Callable[[Reading, Context, Cell], bool]


def uncounted(
    rule: str, concerns: Concerns, equation: Equation, context: Context
) -> Iterator[Explanation]:
    """A sum or average that comes out once a doubtful term is counted as it was meant."""
    if equation.kind not in ADDITIVE or equation.holds != "no":
        return
    for term in equation.terms:
        reading = _reading(context, term.cell)
        if reading is None or not concerns(reading, context, term.cell):
            continue
        if _passed_over(context, equation, term.factor * Fraction(reading.number.value)):
            yield _explanation(rule, equation, context, term.cell, reading)


def _passed_over(context: Context, equation: Equation, figure: Fraction) -> bool:
    """Whether an equation comes out as printed without one of its figures."""
    if equation.result is None or equation.value is None:
        return False
    if equation.kind == "sum":
        return equation.value == equation.result - figure
    count = len(equation.terms)
    if count < 2:
        return False
    others = (equation.result * count - figure) / (count - 1)
    return abs(others - equation.value) <= Fraction(1, 2 * 10 ** context.decimals(equation.target))


def _reading(context: Context, cell: Cell) -> Reading | None:
    return context.tables[cell.table].figures.doubtful.get((cell.row, cell.column))


def _explanation(
    rule: str, equation: Equation, context: Context, cell: Cell, reading: Reading
) -> Explanation:
    number = Fraction(reading.number.value)
    typing = retype(context, cell, reading.number)
    changes = {cell: number, **_restated(context, cell, number)}
    totals = [restate(context, total, new) for total, new in changes.items() if total != cell]
    total = next(edit for edit in totals if edit.place == context.place(equation.target))
    details = values(
        context,
        cell,
        new=context.new_text(typing),
        total=total.place.a1,
        stated=context.old_text(total),
        computed=context.new_text(total),
        formula=context.formula(equation.target),
    )
    return Explanation(
        cost=CERTAIN,
        equation=equation,
        at=cell,
        message=Sentence(f"finding.{rule}.{_manner(context, equation)}", details),
        title=Sentence("finding.fix.retype", details),
        edits=(typing, *totals),
        changes=changes,
        applicability=_applicability(context, cell, reading),
        confidence=0.99,
        expected_text=str(reading.number),
    )


def _manner(context: Context, equation: Equation) -> str:
    if context.formula(equation.target):
        return "uncounted-formula"
    return "uncounted" if equation.kind == "sum" else "uncounted-average"


def _restated(context: Context, cell: Cell, number: Fraction) -> dict[Cell, Fraction]:
    """The totals that did not count the cell, and the totals of those in turn."""
    changed: dict[Cell, Fraction] = {}
    for equation in context.as_term(cell):
        if equation.holds != "no" or equation.result is None:
            continue
        if equation.kind == "sum":
            changed[equation.target] = equation.result
        elif equation.kind == "average" and _passed_over(context, equation, number):
            places = context.decimals(equation.target)
            changed[equation.target] = Fraction(numbers.rounded(equation.result, places).value)
    return outer_totals(context, changed)


def _applicability(context: Context, cell: Cell, reading: Reading) -> Applicability:
    """Pure re-typing is safe: one possible reading, and nothing of the text given up. A figure in
    brackets may be a loss or a remark, `01` a code."""
    text = context.text(cell).strip()
    all_read = not (reading.overlooked or reading.currency)
    plain = all_read and not text.startswith("(") and not is_zero_led(text)
    return "safe" if plain and len(numbers.readings(text)) == 1 else "unsafe"


def _alone(context: Context, cell: Cell, reading: Reading) -> Applicability:
    """The same where no sum explains the cell; one that fails all the same contradicts it."""
    if _is_marked(reading):
        return "display"
    broken = any(equation.kind == "sum" for equation in context.around(cell, "no"))
    return "unsafe" if broken else _applicability(context, cell, reading)


def _is_marked(reading: Reading) -> bool:
    """Whether the mark of a note stands behind the figure, `4,077⁶`."""
    return any(map(numbers.is_note_mark, reading.overlooked))


def _is_marked_alone(context: Context, cell: Cell, reading: Reading) -> bool:
    """Whether a figure with the mark of a note behind it is read as it is meant: nothing asks for
    the mark to be given up where no sum around it fails."""
    return _is_marked(reading) and not context.around(cell, "no")


def observed(rule: str, concerns: Concerns, context: Context) -> Iterator[Observation]:
    """Doubtful cells that no broken total speaks of."""
    for table in context.document.tables:
        for (i, j), reading in table.figures.doubtful.items():
            cell = Cell(table.id, i, j)
            if (
                reading.number.units == 0
                or table.columns[j].role in ("serial", "entity", "text", "note")
                or not concerns(reading, context, cell)
                or _is_marked_alone(context, cell, reading)
            ):
                continue
            typing = retype(context, cell, reading.number)
            details = values(context, cell, new=context.new_text(typing))
            yield Observation(
                severity="warning",
                at=context.place(cell),
                cells=(context.place(cell),),
                message=Sentence(f"finding.{rule}.counted", details),
                row=context.row_name(cell),
                column=context.path(cell),
                printed=context.text(cell),
                expected=str(reading.number),
                fixes=(
                    Fix(
                        Sentence("finding.fix.retype-only", details),
                        _alone(context, cell, reading),
                        0.9,
                        (typing,),
                    ),
                ),
            )
