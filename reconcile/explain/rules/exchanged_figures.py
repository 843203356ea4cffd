"""Two figures that stand in each other's places.

What it finds: two neighbours in a row or a column that each print what a sum, or another
calculation, asks of the other.

Why it matters: what adds both of them up does not tell; each is quoted for the other.

Fix safety: for display only. A figure is never moved unasked.
"""

from __future__ import annotations

from collections.abc import Iterator

from reconcile.explain.asked import asked_of
from reconcile.explain.context import Context
from reconcile.explain.edits import broken_equations, restate, values
from reconcile.explain.explanation import POSSIBLE, Explanation
from reconcile.explain.scenario import Scenario
from reconcile.model import ADDITIVE, ARITHMETIC, Cell, Equation, Sentence, Severity

SEVERITY: Severity = "error"
_HEAD = "No\tAgency\tA\tB\tTotal\n1\tNorth\t112\t203\t315\n2\tSouth\t418\t231\t649\n"
_FOOT = (
    "5\tWest\t215\t160\t375\n6\tHills\t326\t495\t821\n"
    "7\tLakes\t541\t278\t819\n8\tMarsh\t183\t367\t550\n\tTotal\t2536\t2585\t5121\n"
)
VALID = (_HEAD + "3\tEast\t604\t711\t1315\n4\tCoast\t137\t140\t277\n" + _FOOT,)
INVALID = (_HEAD + "3\tEast\t137\t711\t1315\n4\tCoast\t604\t140\t277\n" + _FOOT,)


def propose(equation: Equation, context: Context) -> Iterator[Explanation]:
    if equation.kind not in ARITHMETIC or equation.holds != "no":
        return
    for cell in dict.fromkeys((equation.target, *(term.cell for term in equation.terms))):
        for other in _neighbours(context, cell):
            proposal = _exchanged(context, equation, cell, other)
            if proposal is not None:
                yield proposal


def _neighbours(context: Context, cell: Cell) -> Iterator[Cell]:
    """The figures above, below and on both sides of a cell."""
    rows, columns = context.tables[cell.table].figures.units.shape
    for down, right in ((-1, 0), (1, 0), (0, -1), (0, 1)):
        row, column = cell.row + down, cell.column + right
        if 0 <= row < rows and 0 <= column < columns:
            yield Cell(cell.table, row, column)


def _exchanged(context: Context, equation: Equation, cell: Cell, other: Cell) -> Explanation | None:
    """None unless the equation asks of its cell what the other one prints, and another of that one
    what this prints; what counts both of them tells nothing."""
    old, new = context.value(cell), context.value(other)
    if old is None or new is None or other in (equation.target, *equation.factors):
        return None
    asked = asked_of(context, equation, cell)
    if asked is None or not asked.low <= new <= asked.high or asked.width > abs(new - old):
        return None
    changes = {cell: new, other: old}
    scenario = Scenario(context, changes)
    along = [
        one
        for at in changes
        for one in broken_equations(context, at)
        if not _counts_alike(one, cell, other)
    ]
    if not all(map(scenario.holds, along)):
        return None
    if all(cell in (one.target, *one.factors) for one in along):
        return None
    first, second = sorted(changes)
    edits = tuple(restate(context, at, changes[at]) for at in (first, second))
    details = values(
        context,
        first,
        other=context.place(second).a1,
        stated=context.shown(second),
        witnesses=", ".join(dict.fromkeys(context.place(one.target).a1 for one in along)),
    )
    return Explanation(
        cost=POSSIBLE,
        equation=equation,
        at=first,
        message=Sentence("finding.exchanged-figures", details),
        title=Sentence(
            "finding.fix.exchange", {"at": edits[0].place.a1, "other": edits[1].place.a1}
        ),
        edits=edits,
        changes=changes,
        expected=changes[first],
    )


def _counts_alike(equation: Equation, cell: Cell, other: Cell) -> bool:
    """Whether an equation adds up both cells, so that it is the same whichever stands where."""
    factor = equation.factors.get(cell)
    return (
        equation.kind in ADDITIVE and factor is not None and factor == equation.factors.get(other)
    )
