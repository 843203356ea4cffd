"""One side of a comparison: what the cells of its tables say."""

from __future__ import annotations

import re
import unicodedata

from reconcile import numbers
from reconcile.audited import Audit
from reconcile.comparing.comparison import CellValue, Label
from reconcile.labels import vocabulary
from reconcile.model import Number, Place, Table
from reconcile.structure.entities import fold

Shown = Number | str  # what a cell shows, the same for all that show the same


def row_labels(table: Table) -> tuple[Label, ...]:
    """The rows; `path` is the band one stands under, if any, and its name."""
    entity = table.column("entity")
    return tuple(
        Label(i, (row.group, row.name) if row.group else (row.name,), _name_at(table, i, entity))
        for i, row in enumerate(table.rows)
    )


def _name_at(table: Table, row: int, entity: int | None) -> Place | None:
    if entity is not None and table.text[row, entity]:
        return table.place(row, entity)
    filled = (j for j in range(len(table.columns)) if table.text[row, j])
    return table.place(row, next(filled, 0)) if table.columns else None


def column_labels(table: Table) -> tuple[Label, ...]:
    """The columns, those of serial numbers aside."""
    return tuple(
        Label(j, column.path, column.labels[-1] if column.labels else _top(table, j))
        for j, column in enumerate(table.columns)
        if column.role != "serial"
    )


def _top(table: Table, column: int) -> Place | None:
    return table.place(0, column) if table.rows else None


def cell_value(table: Table, row: int, column: int) -> CellValue:
    """Of a duration its text alone: each document counts them in a unit of its own."""
    is_duration = table.figures.is_duration(row, column)
    return CellValue(
        table.place(row, column),
        " ".join(str(table.text[row, column]).split()),
        None if is_duration else table.figures.number(row, column),
    )


def equal(old: CellValue, new: CellValue, sides: tuple[Audit, Audit]) -> bool:
    """Whether two cells say the same.

    Numbers are the same by value; one stored with more digits than it shows is also what it
    shows, where that is what the other side prints.
    """
    ours, theirs = _as_shown(old, sides[0]), _as_shown(new, sides[1])
    if ours is None and theirs is None and _bare(old.text) == _bare(new.text):
        return True
    if old.number is None or new.number is None:
        return old.number is new.number and _same_text(old.text, new.text)
    if _equal(old.number, new.number):
        return True
    return (ours is not None and _equal(ours, new.number)) or (
        theirs is not None and _equal(old.number, theirs)
    )


def _equal(old: Number, new: Number) -> bool:
    return plain(old) == plain(new)


def plain(number: Number) -> Number:
    """The number without the zeros that end its decimals."""
    units, decimals = number
    while decimals and units % 10 == 0:
        units, decimals = units // 10, decimals - 1
    return Number(units, decimals)


def shown(table: Table, row: int, column: int, side: Audit) -> Shown:
    """The number that a cell shows, or its words."""
    cell = cell_value(table, row, column)
    if cell.number is None:
        return _bare(cell.text).casefold()
    return plain(_as_shown(cell, side) or cell.number)


def difference(old: CellValue, new: CellValue, sides: tuple[Audit, Audit]) -> Number | None:
    """New less old, exactly; of per cents as they are shown where a workbook stores shares."""
    if old.number is None or new.number is None:
        return None
    before, after = old.number, new.number
    if old.text.endswith("%") or new.text.endswith("%"):
        before, after = _as_shown(old, sides[0]) or before, _as_shown(new, sides[1]) or after
    scale = max(before.decimals, after.decimals)
    return Number(after.at(scale) - before.at(scale), scale)


def _as_shown(cell: CellValue, side: Audit) -> Number | None:
    """What a stored number shows, where that is another number; None for what is text."""
    if cell.place is None or cell.number is None:
        return None
    stored = side.book.sheet(cell.place.sheet).cells[cell.place.row, cell.place.column]
    if isinstance(stored, str):
        return None
    reading = numbers.read(cell.text, "point")
    if reading is None or _equal(reading.number, cell.number):
        return None
    return reading.number


_DIGIT = re.compile(r"\d")


def _same_text(old: str, new: str) -> bool:
    """The same words; typography is evened out where no digit could be lost by it."""
    ours, theirs = _bare(old), _bare(new)
    if ours == theirs:
        return True
    return not _DIGIT.search(ours + theirs) and bool(fold(old)) and fold(old) == fold(new)


def _bare(text: str) -> str:
    return (
        "" if text in vocabulary.NO_FIGURE else "".join(unicodedata.normalize("NFC", text).split())
    )
