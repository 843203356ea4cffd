"""A row that stands twice in one table.

What it finds: two rows of one name, in the same group, that state the same figures throughout, in a
table whose other rows all have names of their own.

Why it matters: a row that was pasted twice is counted twice by every sum down the table.

Fix safety: none is offered, since the second row may be meant as another one's.
"""

from __future__ import annotations

from collections.abc import Iterator

from reconcile.explain.context import Context
from reconcile.explain.explanation import Observation
from reconcile.labels.texts import fold_case
from reconcile.model import Cell, Row, Sentence, Severity, Table

SEVERITY: Severity = "warning"
_HEAD = "| No | Office | Roads | Parks | Water |\n|---|---|---|---|---|\n"
_ROWS = (
    "| 1 | North | 9.5 | 4 | 18 |\n| 2 | South | 8 | 5 | 17.5 |\n| 3 | East | 7 | 3 | 15 |\n"
    "| 4 | West | 10 | 3.5 | 19 |\n"
)
VALID = (
    _HEAD + _ROWS + "| 5 | Coast | 7 | 3 | 15 |\n",
    _HEAD + _ROWS + "| 5 | East | 7 | 3 | 14 |\n",
    _HEAD + _ROWS + "| 5 | West | 10 | 3.5 | 19 |\n",
)
INVALID = (
    _HEAD + _ROWS + "| 5 | East | 7 | 3 | 15 |\n",
    _HEAD + _ROWS + "| 3 | East | 7 | 3 | 15 |\n",
)
_MOST_ROWS = 2000  # of a table; longer ones are records, where the same may come about twice
_MOST_PAIRS = 2  # rows that come again; where more do, names do not tell the rows apart
_FIGURES, _DIFFERENT = 3, 2  # that two rows share: the same few zeros and ones prove nothing
_FIGURE_ROLES = ("component", "subtotal", "total", "average", "ratio")


def observe(context: Context) -> Iterator[Observation]:
    for table in context.document.tables:
        if len(table.rows) <= _MOST_ROWS:
            pairs = _pairs(table)
            if len(pairs) <= _MOST_PAIRS and all(_are_alike(table, *pair) for pair in pairs):
                typed = (pair for pair in pairs if not _is_computed(context, table, pair[1]))
                yield from (_finding(context, table, *pair) for pair in typed)


def _pairs(table: Table) -> list[tuple[int, int]]:
    """The rows whose name another has before them in the same group, with that row."""
    first: dict[tuple[str, str, int], int] = {}
    pairs = []
    for i, row in enumerate(table.rows):
        if row.role == "entity" and row.name and not row.name[0].isdigit():
            earlier = first.setdefault(_key(row), i)
            if earlier != i:
                pairs.append((earlier, i))
    return pairs


def _key(row: Row) -> tuple[str, str, int]:
    return fold_case(row.name), row.group, row.level


def _is_computed(context: Context, table: Table, row: int) -> bool:
    """Whether a row states figures by formulas: it repeats the other on purpose."""
    cells = (Cell(table.id, row, column) for column in range(len(table.columns)))
    return any(map(context.formula, cells))


def _are_alike(table: Table, one: int, other: int) -> bool:
    """Whether two rows state the same in every column but the one that numbers them. A row right
    below one of its name, with another number or none, may be the only part of it."""
    serial = table.column("serial")
    numbers = [str(table.text[row, serial]) if serial is not None else "" for row in (one, other)]
    if other == one + 1 and (numbers[0] != numbers[1] or not numbers[0]):
        return False
    columns = [j for j, column in enumerate(table.columns) if column.role not in ("serial", "rank")]
    if any(str(table.text[one, j]) != str(table.text[other, j]) for j in columns):
        return False
    figures = [
        int(table.figures.units[one, j])
        for j in columns
        if table.columns[j].role in _FIGURE_ROLES and table.figures.known[one, j]
    ]
    return len(figures) >= _FIGURES and len(set(figures) - {0}) >= _DIFFERENT


def _finding(context: Context, table: Table, one: int, other: int) -> Observation:
    column = table.column("entity") or 0
    first, again = (context.column_place(Cell(table.id, row, column)) for row in (one, other))
    details = {"row": table.rows[other].name, "first": first.a1, "at": again.a1}
    return Observation(
        at=again,
        cells=(again, first),
        message=Sentence("observed.repeated-row", details),
        row=table.rows[other].name,
    )
