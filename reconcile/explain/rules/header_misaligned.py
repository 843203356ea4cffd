"""Header labels that stand over another column's figures.

What it finds: labels such as `Total` and `Grade` over columns of another sort, where moving one
label puts every label over its like; a bare `Total` over a part of the sum that the column beside
it states in every row.

Why it matters: readers and formulas take the figures for those of another indicator.

Fix safety: for display only. Header cells are often merged.
"""

from __future__ import annotations

from collections.abc import Iterator

from reconcile.explain.context import Context
from reconcile.explain.explanation import Observation
from reconcile.labels import vocabulary
from reconcile.model import HeaderShift, Line, Place, Relation, Sentence, Severity, Table, letters

SEVERITY: Severity = "error"
_ROWS = """|---|-------|---|---|---|----|------|
| 1 | North | 9 | 7 | 5 | 21 | Good |
| 2 | South | 9 | 6 | 4 | 19 | Good |
| 3 | East  | 8 | 5 | 4 | 17 | Good |
| 4 | West  | 5 | 4 | 3 | 12 | Fair |
| 5 | Coast | 4 | 4 | 3 | 11 | Fair |
| 6 | Hills | 3 | 4 | 2 | 9  | Fair |
"""
_PARTS = """|---|-------|---|---|---|----|
| 1 | North | 9 | 7 | 5 | 21 |
| 2 | South | 9 | 6 | 4 | 19 |
| 3 | East  | 8 | 5 | 4 | 17 |
| 4 | West  | 5 | 4 | 3 | 12 |
| 5 | Coast | 4 | 4 | 3 | 11 |
| 6 | Hills | 3 | 4 | 2 | 9  |
"""
VALID = (
    "| No | Agency | A | B | C | Total | Grade |\n" + _ROWS,
    "| No | Agency | A | B | Total of B | Staff |\n" + _PARTS,
    "| No | Agency | A | B | C | Total |\n" + _PARTS,
    "No,Agency,Opening,Total,Closing\n1,North,9,7,16\n2,South,9,6,15\n3,East,8,5,13\n4,West,5,4,9\n"
    "5,Coast,4,4,8\n6,Hills,3,4,7\n",
)
INVALID = (
    "| No | Agency | A | B | Total | Grade | C |\n" + _ROWS,
    "| No | Agency | A | B | Total | Staff |\n" + _PARTS,
)
_FEWEST_PARTS = 3  # `Opening | Total | Closing` adds what came in
_FEWEST_ROWS = 4


def observe(context: Context) -> Iterator[Observation]:
    for table in context.document.tables:
        shift = table.header_shift
        if shift is not None:
            # the labels of the columns are those that were put right
            yield _finding(table, shift, shift.before if shift.before >= 0 else shift.moved)
    for checked in context.relations.checked:
        relation = checked.relation
        if _is_plain_sum(relation) and len(checked) >= _FEWEST_ROWS and checked.are("exact").all():
            yield from _total_beside(context, relation)


def _is_plain_sum(relation: Relation) -> bool:
    columns = {(line.table, line.axis) for line in (relation.target, *relation.terms)}
    is_sum = relation.kind == "sum" and relation.different_factors == {1}
    return is_sum and len(columns) == 1 and relation.target.axis == "column"


def _total_beside(context: Context, relation: Relation) -> Iterator[Observation]:
    """`A | B | Total | Staff`, where Staff = A + B + Total throughout."""
    table, target = context.tables[relation.target.table], relation.target.index
    beside = target - 1
    parts = {line.index for line in relation.terms}
    added = {r.target for r in context.relations.relations if r.kind == "sum"}
    if len(parts) < _FEWEST_PARTS or beside not in parts or table.header_shift is not None:
        return
    own, other = table.columns[target], table.columns[beside]
    if Line(table.id, "column", beside) in added or not own.labels:
        return
    if vocabulary.column_role(own.name) == "total" or table.columns[beside].role == "total":
        return
    if vocabulary.is_bare_total(other.name) and own.path[:-1] == other.path[:-1]:
        yield _finding(table, HeaderShift(target, beside), target)


def _finding(table: Table, shift: HeaderShift, now: int) -> Observation:
    """`now` is the column that has the label to be moved."""
    known = shift.before >= 0
    label = table.columns[now].name
    at = table.columns[now].labels[-1] if table.columns[now].labels else _top(table, now)
    behind = shift.before if now == shift.moved else shift.before + 1
    after = table.columns[min(behind, len(table.columns) - 1)].name if known else ""
    before = letters(int(table.column_at[0, shift.before])) if known else ""
    count = str(shift.moved - shift.before + 1) if known else ""
    details = {"at": at.a1, "label": label, "before": before, "after": after, "count": count}
    return Observation(
        at=at,
        cells=_cells(table, at, shift.before if known else now, shift.moved),
        message=Sentence(f"finding.header-misaligned.{'rotated' if known else 'unknown'}", details),
        column=table.columns[now].path,
        printed=label,
    )


def _cells(table: Table, at: Place, first: int, last: int) -> tuple[Place, ...]:
    labels = (column.labels[-1] for column in table.columns[first : last + 1] if column.labels)
    return tuple(dict.fromkeys([at, *labels]))


def _top(table: Table, column: int) -> Place:
    part = table.parts[0]
    return Place(part.sheet, part.header_rows[0], int(table.column_at[0, column]))
