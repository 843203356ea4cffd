"""Workbooks in XML as Excel 2003 wrote them, and as portals still do under the name .xls."""

from __future__ import annotations

import datetime
import hashlib
from collections.abc import Iterator

from lxml import etree

from reconcile.model import LAST_COLUMN, LAST_ROW, Book, Range, ReconcileError, Sheet
from reconcile.ooxml.package import PackageError, as_count, in_utf8, local, streamed
from reconcile.ooxml.rich_texts import Run
from reconcile.reading import cell_arrays, guard
from reconcile.reading.fonts import rows_in_unicode

_SPREADSHEET = "{urn:schemas-microsoft-com:office:spreadsheet}"
_STYLE, _COLUMN, _ROW, _SHEET = (
    _SPREADSHEET + name for name in ("Style", "Column", "Row", "Worksheet")
)
# Formats that have a name instead of a code.
_CODES = {
    "General": "General", "General Number": "General", "General Date": "d/m/yyyy h:mm",
    "Long Date": "d mmmm yyyy", "Medium Date": "d-mmm-yy", "Short Date": "d/m/yyyy",
    "Long Time": "h:mm:ss", "Medium Time": "h:mm", "Short Time": "h:mm", "Currency": "#,##0.00",
    "Euro Currency": "#,##0.00", "Fixed": "0.00", "Standard": "#,##0.00", "Percent": "0.00%",
    "Scientific": "0.00E+00",
}  # fmt: skip
_RAISING, _STRIKING = ("sup",), ("s", "strike", "del")
_LONGEST_NUMBER = 400  # characters; the largest double written out has 309


def read_spreadsheet_xml(path: str, content: bytes) -> Book:
    """Every sheet of a workbook, hidden ones too; formulas are left out.

    Raises ReconcileError for what is broken, declares entities or is out of all proportion.
    """
    try:
        sheets = tuple(_sheets(path, in_utf8(content)))
    except PackageError as error:
        raise ReconcileError(error.code, path=path) from error
    except (etree.XMLSyntaxError, ValueError) as error:
        raise ReconcileError("broken-workbook", path=path) from error
    return Book(path, "xls", hashlib.sha256(content).hexdigest(), sheets)


def _sheets(path: str, content: bytes) -> Iterator[Sheet]:
    """The sheets as their ends pass by; each row is let go of as soon as it was read."""
    codes, room = {"Default": "General"}, guard.Room(path)
    builder = _SheetBuilder(room, codes)
    for event, element in streamed(content, (_STYLE, _COLUMN, _ROW, _SHEET)):
        if event == "start":
            if element.tag == _SHEET:
                builder = _SheetBuilder(room, codes)
        elif element.tag == _STYLE:
            codes[_attribute(element, "ID")] = _code(element)
        elif element.tag == _COLUMN:
            builder.column(element)
        elif element.tag == _ROW:
            builder.row(element)
            element.clear()
        else:
            yield builder.sheet(element)


class _SheetBuilder:
    """Takes a sheet's columns, then its rows, in their order; `sheet` is what they came to."""

    def __init__(self, room: guard.Room, codes: dict[str, str]) -> None:
        self._room, self._codes = room, codes
        self._values: dict[tuple[int, int], object] = {}
        self._styles: dict[tuple[int, int], str] = {}
        self._merges: list[Range] = []
        self._hidden_rows: set[int] = set()
        self._hidden_columns: set[int] = set()
        self._row = self._column = 0  # the next one, where it does not say which it is

    def column(self, element: etree._Element) -> None:
        first = _place(element, self._column, LAST_COLUMN)
        self._column = min(first + 1 + as_count(_attribute(element, "Span")), LAST_COLUMN)
        if _attribute(element, "Hidden") == "1":
            self._hidden_columns.update(range(first, self._column))

    def row(self, element: etree._Element) -> None:
        row = _place(element, self._row, LAST_ROW)
        self._row = min(row + 1 + as_count(_attribute(element, "Span")), LAST_ROW)
        if _attribute(element, "Hidden") == "1":
            self._hidden_rows.update(range(row, self._row))
        column = 0
        for cell in element:
            if local(cell) == "Cell":
                column = self._cell(cell, row, _place(cell, column, LAST_COLUMN))

    def _cell(self, cell: etree._Element, row: int, column: int) -> int:
        """The column that follows a cell, once it was taken."""
        data = next((child for child in cell if local(child) == "Data"), None)
        if data is not None:
            self._values[row, column] = _value(data)
            self._styles[row, column] = _attribute(cell, "StyleID")
        across = as_count(_attribute(cell, "MergeAcross"))
        down = as_count(_attribute(cell, "MergeDown"))
        if across or down:
            self._merges.append(Range(row, column, row + down, column + across))
        return column + 1 + across

    def sheet(self, element: etree._Element) -> Sheet:
        """Raises ReconcileError where the cells are lost in too wide a grid."""
        name = _attribute(element, "Name")
        shape = (
            1 + max((row for row, _ in self._values), default=-1),
            1 + max((column for _, column in self._values), default=-1),
        )
        self._room.take(name, shape, len(self._values))
        used = ("General", *(self._codes.get(style, "General") for style in self._styles.values()))
        index = {code: at for at, code in enumerate(dict.fromkeys(used))}
        values: list[list[object]] = [[None] * shape[1] for _ in range(shape[0])]
        formats = [[0] * shape[1] for _ in range(shape[0])]
        for (row, column), value in self._values.items():
            values[row][column] = value
            code = self._codes.get(self._styles[row, column], "General")
            formats[row][column] = index[code]
        cells, spaces = cell_arrays.cell_array(rows_in_unicode(values), shape)
        return Sheet(
            name=name,
            cells=cells,
            indents=spaces,
            typed=True,
            merges=cell_arrays.clipped_merges(self._merges, shape),
            formats=cell_arrays.index_array(formats, shape),
            format_codes=tuple(index),
            hidden=any(
                local(option) == "Visible" and (option.text or "").startswith("SheetHidden")
                for options in element
                for option in options
            ),
            hidden_rows=frozenset(row for row in self._hidden_rows if row < shape[0]),
            hidden_columns=frozenset(at for at in self._hidden_columns if at < shape[1]),
        )


def _place(element: etree._Element, following: int, last: int) -> int:
    """The row or column of an element, counted from 0: the one it names, else the following.

    They run forward, so that what each is repeated comes to no more than a sheet has.
    """
    place = as_count(_attribute(element, "Index"), following + 1) - 1
    if not following <= place < last:
        raise PackageError("broken-workbook")
    return place


def _value(data: etree._Element) -> object:
    """The cell's typed value: None, a bool, float, date, datetime, time or str."""
    kind = _attribute(data, "Type")
    text = cell_arrays.marked_text(_runs(data))
    try:
        if kind == "Number":
            return float(text[:_LONGEST_NUMBER])
        if kind == "DateTime":
            moment = datetime.datetime.fromisoformat(text)
            return moment.date() if moment.time() == datetime.time() else moment
    except ValueError:
        return text or None
    return text.strip() == "1" if kind == "Boolean" else text or None


def _runs(element: etree._Element, raised: bool = False, struck: bool = False) -> Iterator[Run]:
    yield Run(element.text or "", raised, struck)
    for child in element:
        name = local(child).lower()
        yield from _runs(child, raised or name in _RAISING, struck or name in _STRIKING)
        yield Run(child.tail or "", raised, struck)


def _code(style: etree._Element) -> str:
    formats = (_attribute(child, "Format") for child in style if local(child) == "NumberFormat")
    code = next(formats, "") or "General"
    return _CODES.get(code, code)


def _attribute(element: etree._Element, name: str) -> str:
    return str(element.get(_SPREADSHEET + name, ""))
