"""Header labels that stand over another column's figures.

What it finds: labels such as `Total` and `Grade` over columns of another sort, where moving one
label puts every label over its like.

Why it matters: readers and formulas take the figures for those of another indicator.

Fix safety: for display only. Header cells are often merged.
"""

from __future__ import annotations

from collections.abc import Iterator

from reconcile.explain.context import Context
from reconcile.explain.explanation import Observation
from reconcile.model import Place, Sentence, Severity, Table, letters

SEVERITY: Severity = "error"
_ROWS = """|---|-------|---|---|---|----|------|
| 1 | North | 9 | 7 | 5 | 21 | Good |
| 2 | South | 9 | 6 | 4 | 19 | Good |
| 3 | East  | 8 | 5 | 4 | 17 | Good |
| 4 | West  | 5 | 4 | 3 | 12 | Fair |
| 5 | Coast | 4 | 4 | 3 | 11 | Fair |
| 6 | Hills | 3 | 4 | 2 | 9  | Fair |
"""
VALID = ("| No | Agency | A | B | C | Total | Grade |\n" + _ROWS,)
INVALID = ("| No | Agency | A | B | Total | Grade | C |\n" + _ROWS,)


def observe(context: Context) -> Iterator[Observation]:
    for table in context.document.tables:
        if table.header_shift is not None:
            yield _finding(table)


def _finding(table: Table) -> Observation:
    shift = table.header_shift
    assert shift is not None
    known = shift.before >= 0
    now = shift.before if known else shift.moved
    label = table.columns[now].name
    at = table.columns[now].labels[-1] if table.columns[now].labels else _top(table, now)
    after = table.columns[min(shift.before + 1, len(table.columns) - 1)].name if known else ""
    before = letters(int(table.column_at[0, shift.before])) if known else ""
    count = str(shift.moved - shift.before + 1) if known else ""
    details = {"at": at.a1, "label": label, "before": before, "after": after, "count": count}
    return Observation(
        at=at,
        cells=_cells(table, at, now, shift.moved),
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
