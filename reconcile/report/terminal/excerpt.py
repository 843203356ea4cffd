"""The stretch of a row around a flagged cell, as the sheet prints it."""

from __future__ import annotations

from msgspec import Struct

from reconcile.audited import Audit
from reconcile.messages.harmless import one_line
from reconcile.model import Place, Sheet, Table, letters
from reconcile.report.shown import cell_text
from reconcile.structure.writing import as_shown


class ExcerptCell(Struct, frozen=True):
    """One cell of an excerpt: its column's letter and label, its text, whether it is the one."""

    letter: str
    label: str
    text: str
    marked: bool = False


class Excerpt(Struct, frozen=True):
    """`number` is the row as the sheet counts it."""

    number: int
    cells: tuple[ExcerptCell, ...]


def excerpt(audit: Audit, place: Place, reach: int) -> Excerpt:
    """The row's name, the cell, and up to `reach` cells on each side of it."""
    sheet = audit.book.sheet(place.sheet)
    table = audit.document.table_at(place)
    texts = _stored(sheet, place.row)
    labels: dict[int, str] = {}
    name = -1
    if table is not None:
        part = _part(table, place)
        texts |= _shown(audit, table, part, place)
        labels = _labels(table, part, place.row)
        entity = table.column("entity")
        name = -1 if entity is None else int(table.column_at[part, entity])
    columns = _around(texts, place.column, reach)
    if 0 <= name < columns[0]:
        columns = [name, *columns]
    cells = (
        ExcerptCell(letters(c), labels.get(c, ""), one_line(texts.get(c, "")), c == place.column)
        for c in columns
    )
    return Excerpt(place.row + 1, tuple(cells))


def _around(texts: dict[int, str], column: int, reach: int) -> list[int]:
    last = max((at for at, text in texts.items() if text.strip()), default=0)
    return list(range(max(0, column - reach), min(max(last, column), column + reach) + 1))


def _stored(sheet: Sheet, row: int) -> dict[int, str]:
    cells = sheet.cells[row] if 0 <= row < sheet.shape[0] else ()
    return {column: cell_text(cell) for column, cell in enumerate(cells)}


def _shown(audit: Audit, table: Table, part: int, place: Place) -> dict[int, str]:
    """The row's texts with the formats of a workbook applied, where the table has them."""
    if not audit.book.sheet(place.sheet).typed:
        return {}
    texts = {}
    for row in (table.row_at[part] == place.row).nonzero()[0]:
        for column in range(len(table.columns)):
            at = table.place(int(row), column)
            if at is not None and at.sheet == place.sheet and at.row == place.row:
                texts[at.column] = as_shown(str(table.text[row, column]), audit.document, at)
    return texts


def _labels(table: Table, part: int, row: int) -> dict[int, str]:
    """The label printed above each sheet column; none for a row of the header itself."""
    if row < table.parts[part].body_rows[0]:
        return {}
    pairs = zip(table.column_at[part], table.columns, strict=True)
    return {int(at): one_line(column.name) for at, column in pairs if at >= 0}


def _part(table: Table, place: Place) -> int:
    return next(number for number, part in enumerate(table.parts) if part.has_row(place))
