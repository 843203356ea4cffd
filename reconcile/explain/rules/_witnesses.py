"""What the rest of a sheet says of a formula or a typed figure that is unlike those beside it.

Which of two formulas is right is not told by how many there are of each: a total of all rows beside
three that begin a row too late is right.
"""

from __future__ import annotations

import re

from reconcile.explain.context import Context
from reconcile.explain.edits import asked_figure
from reconcile.explain.formula_grid import ADDING
from reconcile.explain.odd_cells import OddCell
from reconcile.explain.rules._missed import Miss, miss_of
from reconcile.formulas.references import relative
from reconcile.formulas.tree import Reference
from reconcile.labels import vocabulary
from reconcile.model import Cell

# Roles of rows and columns whose figures are computed from others.
_ADDED_UP = ("total", "subtotal", "average")
_REFERENCE = re.compile(r"R(?:\[?-?\d+\]?)?C(?:\[?-?\d+\]?)?")
_TELLING = 10  # least figure that does not come twice in a row by accident


def is_wanted(miss: Miss, context: Context) -> bool:
    """Whether something beside its own neighbours wants a formula to count other cells: a sum the
    other way that lacks as much, the label of a total where it stops short of its group, or that it
    adds up along the other axis than the formulas of its line."""
    if miss.equation.kind == "rank" or _is_asked_across(miss, context):
        return True
    if _is_along_other_axis(miss, context) or _is_computed_beside(miss, context):
        return True
    if not miss.missing:
        return False
    is_column = context.relation_of(miss.equation).target.axis == "column"
    return is_column or _is_of_totals(miss.equation.target, context)


def _is_asked_across(miss: Miss, context: Context) -> bool:
    target = miss.equation.target
    return any(
        equation.kind == "sum"
        and equation.relation != miss.equation.relation
        and asked_figure(context, equation, target) == miss.value
        for equation in context.around(target, "no")
    )


def _is_along_other_axis(miss: Miss, context: Context) -> bool:
    """`=SUM(L2:L21)` in a column of `=SUM(J2:K2)`."""
    target, relation = miss.equation.target, context.relation_of(miss.equation)
    along = "column" if relation.target.axis == "column" else "row"
    terms = [term.cell for term in miss.equation.terms]
    across = [cell for cell in miss.surplus if getattr(cell, along) == getattr(target, along)]
    return bool(across) and any(getattr(cell, along) != getattr(target, along) for cell in terms)


def _is_computed_beside(miss: Miss, context: Context) -> bool:
    """Whether the other line of the cell has formulas that come to something else there."""
    relation, value = context.relation_of(miss.equation), context.value(miss.equation.target)
    for equation in context.as_target(miss.equation.target):
        other = context.relation_of(equation)
        is_across = other.declared == "formula" and other.target.axis != relation.target.axis
        if is_across and equation.result is not None and equation.result != value:
            return True
    return False


def _is_of_totals(target: Cell, context: Context) -> bool:
    """Whether a row is one of totals: called so, called nothing, or without a typed figure."""
    table = context.tables[target.table]
    name = table.rows[target.row].name
    if not name or _is_called_total(name):
        return True
    known = table.figures.known[target.row]
    return all(
        context.formula(Cell(table.id, target.row, column))
        for column in known.nonzero()[0].tolist()
        if table.columns[column].role not in ("serial", "entity", "text", "note")
    )


def is_borne_out(odd: OddCell, context: Context) -> bool:
    """Whether a cell's formula is what its relation wants, and the one it is held against not."""
    model = context.facts.bindings.cell(odd.model) if odd.own else None
    if model is None:
        return False
    own = {
        equation.relation
        for equation in context.neighbours.as_target(odd.cell, "exact")
        if context.relation_of(equation).declared == "formula"
        and miss_of(equation, context) is None
    }
    return any(
        other.relation in own and miss_of(other, context) is not None
        for other in context.as_target(model)
    )


def is_stated_twice(cell: Cell, context: Context) -> bool:
    """Whether another figure of its row, typed as well, is the same: a price of 1500 over 769 × 1,
    and 1500 paid. Both may be right, and what they are computed from wrong."""
    value, table = context.value(cell), context.tables[cell.table]
    if value is None or abs(value) < _TELLING or context.formula(cell):
        return False
    others = (Cell(table.id, cell.row, column) for column in range(len(table.columns)))
    return any(
        other != cell and context.value(other) == value and not context.formula(other)
        for other in others
    )


def is_mistaken(odd: OddCell, context: Context) -> bool:
    """Whether the formula of a cell is not only another one: its line is a total that the others
    add up, or it differs by what slips in copying: another cell in one place, a number added, a
    sign."""
    is_added = _adds_up(odd, context) and _is_on_line_of_totals(odd.cell, context)
    return is_added or _is_copying_slip(odd)


def _is_on_line_of_totals(cell: Cell, context: Context) -> bool:
    path = context.path(cell)
    is_column = bool(path) and vocabulary.column_role(path[-1]) in _ADDED_UP
    return is_column or _is_called_total(context.row_name(cell))


def _is_called_total(name: str) -> bool:
    """Whether a row's name says so, be it of what: `Total shareholders' equity`."""
    words = (name, name.split(maxsplit=1)[0]) if name else ()
    return any(vocabulary.row_role(word) in _ADDED_UP for word in words)


def _adds_up(odd: OddCell, context: Context) -> bool:
    """Whether the others' formula adds up or repeats what it names."""
    theirs = context.facts.calculator.parse(odd.theirs, odd.place.sheet)
    return isinstance(theirs, Reference) or getattr(theirs, "name", "") in ADDING


def _is_copying_slip(odd: OddCell) -> bool:
    """Whether the two are of one build, or the one names all that the other does; a formula that
    names other cells in another way computes something else."""
    own = relative(odd.own, odd.place.row, odd.place.column)
    theirs = relative(odd.theirs, odd.place.row, odd.place.column)
    names, others = set(_REFERENCE.findall(own)), set(_REFERENCE.findall(theirs))
    is_nested = bool(names & others) and (names <= others or others <= names)
    return is_nested or _build(own) == _build(theirs)


def _build(formula: str) -> str:
    return _REFERENCE.sub("R", formula).upper()


def is_one_of_several(odd: OddCell, context: Context) -> bool:
    """Whether other figures of its line are typed over the same formula, which adds nothing up:
    prices that were agreed differ from it rather than err."""
    if _adds_up(odd, context):
        return False
    build = relative(odd.theirs, odd.place.row, odd.place.column)
    return any(
        other.place != odd.place
        and not other.own
        and relative(other.theirs, other.place.row, other.place.column) == build
        for other in context.facts.odd_cells
    )
