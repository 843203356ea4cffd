"""A total over rows or columns that are hidden, or one that leaves them out.

What it finds: totals whose parts stand in hidden rows or columns, and totals that count the rows
and columns in sight only, with figures hidden between them.

Why it matters: what is printed and signed shows the total without those parts, or the parts that it
should have counted were put out of sight; either way the reader cannot tell.

Fix safety: no fix is offered; the total may be meant so.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from reconcile.explain.context import Context
from reconcile.explain.explanation import Observation
from reconcile.model import ADDITIVE, Cell, Line, Relation, Sentence, Severity, Table

SEVERITY: Severity = "info"
_HEAD = "No\tAgency\tA\tB\tTotal\n1\tNorth\t12\t21\t33\n2\tSouth\t8\t35\t43\n"
_FOOT = "4\tWest\t24\t16\t40\n"
VALID = (_HEAD + "3\tEast\t4\t11\t15\n" + _FOOT + "\tTotal\t48\t83\t131\n",)
INVALID = (
    _HEAD + "(hidden) 3\tEast\t4\t11\t15\n" + _FOOT + "\tTotal\t48\t83\t131\n",
    _HEAD + "(hidden) 3\tEast\t4\t11\t15\n" + _FOOT + "\tTotal\t44\t72\t116\n",
)


def observe(context: Context) -> Iterator[Observation]:
    """One finding for each total with a part out of sight, at its first figure."""
    sums = [r for r in context.relations.relations if r.kind in ADDITIVE]
    for table in context.document.tables:
        if not (table.hidden_rows or table.hidden_columns):
            continue
        own = [relation for relation in sums if relation.target.table == table.id]
        parts = _parts(own)
        for relation in own:
            unseen = _unseen(table, relation.target)
            counted = [line for line in relation.terms if line.index in unseen]
            if relation.target.index in unseen:
                continue
            observation = _observation(context, relation, counted, "counted") if counted else None
            observation = observation or _observation(
                context, relation, _left_out(table, relation, parts), "left-out"
            )
            if observation is not None:
                yield observation


def _unseen(table: Table, line: Line) -> frozenset[int]:
    return table.hidden_columns if line.axis == "column" else table.hidden_rows


def _parts(own: list[Relation]) -> Mapping[Line, set[Line]]:
    """What each total is computed from."""
    parts: dict[Line, set[Line]] = {}
    for relation in own:
        parts.setdefault(relation.target, set()).update(relation.terms)
    return parts


def _left_out(table: Table, relation: Relation, parts: Mapping[Line, set[Line]]) -> list[Line]:
    """The hidden lines between the parts that no part is computed from."""
    reached = {relation.target, *relation.terms}
    waiting = list(relation.terms)
    while waiting:
        line = waiting.pop()
        inner = parts.get(line, set()) - reached
        reached |= inner
        waiting += inner
    places = [line.index for line in relation.terms]
    axis = relation.target.axis
    unseen = _unseen(table, relation.target)
    between = (
        Line(table.id, axis, index) for index in range(min(places), max(places)) if index in unseen
    )
    return [line for line in between if line not in reached and line not in parts]


def _observation(
    context: Context, relation: Relation, lines: list[Line], key: str
) -> Observation | None:
    """The finding at the first total that a figure out of sight changes."""
    table = context.tables[relation.target.table]
    for position in relation.positions[:, 0].tolist():
        target = relation.target.cell(int(position))
        cells = [line.cell(int(position)) for line in lines]
        stating = [cell for cell in cells if _states(table, cell)]
        places = [place for cell in stating if (place := table.place(cell.row, cell.column))]
        at = table.place(target.row, target.column)
        if not places or at is None or not _states(table, target):
            continue
        details = {
            "at": at.a1,
            "count": str(len(places)),
            "first": places[0].a1,
            "printed": context.shown(target),
        }
        return Observation(
            at=at,
            cells=(at, *places),
            message=Sentence(f"finding.hidden-part.{key}", details),
            row=table.rows[target.row].name,
            column=table.columns[target.column].path,
            printed=context.text(target),
        )
    return None


def _states(table: Table, cell: Cell) -> bool:
    known, units = table.figures.known, table.figures.units
    return bool(known[cell.row, cell.column] and units[cell.row, cell.column])
