"""Excel workbooks of the old binary kind (.xls), by xlrd: values as they were last computed."""

from __future__ import annotations

import datetime
import hashlib
import io
from collections.abc import Iterator, Mapping, Sequence
from types import MappingProxyType
from typing import Literal

import xlrd
from xlrd.biffh import XLRDError, error_text_from_code
from xlrd.sheet import Colinfo, Rowinfo
from xlrd.xldate import XLDateError, xldate_as_datetime

from reconcile import numbers
from reconcile.model import Book, Range, ReconcileError, Sheet
from reconcile.ooxml.rich_texts import Run
from reconcile.ooxml.text_styles import MOST_STEPS, TextStyle
from reconcile.reading import cell_arrays, guard
from reconcile.reading.excel.cell_styles import CellStyles
from reconcile.reading.fonts import rows_in_unicode

_MOST_DAYS = 1e6  # of a duration
_SUPERSCRIPT = 1  # the escapement of a font


def read_xls(path: str, content: bytes) -> Book:
    """Every worksheet of a workbook, hidden ones too; charts and macro sheets are passed over.

    Formulas are left out: only their last results are read. Raises ReconcileError for what is no
    such workbook, is encrypted, broken or out of all proportion.
    """
    guard.require_compound(path, content)
    log = io.StringIO()  # xlrd prints what it makes allowance for
    try:
        book = xlrd.open_workbook(
            file_contents=content,
            formatting_info=True,
            on_demand=True,
            ragged_rows=True,
            logfile=log,
        )
        guard.require_few_passes(path, book.nsheets, len(content))
        styles = _styles(book)
        room = guard.Room(path)
        sheets = tuple(_sheet(room, book, at, styles) for at in range(book.nsheets))
    except ReconcileError:
        raise
    except Exception as error:  # xlrd answers damage with whatever it stumbles on
        raise ReconcileError(_reason(error), path=path) from error
    return Book(path, "xls", hashlib.sha256(content).hexdigest(), sheets)


def _reason(error: Exception) -> str:
    if not isinstance(error, XLRDError):
        return "broken-workbook"
    reason = str(error).lower()
    if "encrypted" in reason or "password" in reason:
        return "encrypted"
    return "not-its-kind" if "can't find workbook" in reason else "broken-workbook"


def _styles(book: xlrd.Book) -> CellStyles:
    """Those of the workbook; one plain one where it has none."""
    codes = [_code(book, style.format_key) for style in book.xf_list]
    texts = [_text_style(book, style) for style in book.xf_list]
    return CellStyles(codes or ["General"], texts or [TextStyle()])


def _text_style(book: xlrd.Book, style: xlrd.formatting.XF) -> TextStyle:
    steps = 0 if style.alignment is None else style.alignment.indent_level
    fonts = book.font_list[style.font_index : style.font_index + 1]
    return TextStyle(min(steps, MOST_STEPS), any(font.bold for font in fonts))


def _code(book: xlrd.Book, key: int) -> str:
    known = book.format_map.get(key)
    return known.format_str if known is not None and known.format_str else "General"


def _sheet(room: guard.Room, book: xlrd.Book, at: int, styles: CellStyles) -> Sheet:
    source = book.sheet_by_index(at)
    rows = [source.row(row) for row in range(source.nrows)]
    values = cell_arrays.with_marks(
        [
            [_value(cell, book.datemode, styles.code(cell.xf_index or 0)) for cell in row]
            for row in rows
        ],
        _marked(book, source),
    )
    shape, filled = cell_arrays.extent(values)
    room.take(source.name, shape, filled)
    cells, spaces = cell_arrays.cell_array(rows_in_unicode(values), shape)
    # Where a cell has no style, xlrd names the one that Excel always writes, be it there or not.
    style_at = cell_arrays.index_array(
        [[cell.xf_index or 0 for cell in row] for row in rows], shape
    )
    merges = cell_arrays.clipped_merges(_merges(source), shape)
    covered = cell_arrays.uncovered(cells, merges)
    sheet = Sheet(
        name=source.name,
        cells=cells,
        typed=True,
        merges=merges,
        covered=MappingProxyType(covered),
        formats=styles.formats(style_at),
        format_codes=styles.codes,
        indents=styles.indents(style_at, spaces),
        bold=styles.bold(style_at),
        hidden=source.visibility != 0,
        hidden_rows=_hidden(source.rowinfo_map, shape[0]),
        hidden_columns=_hidden(source.colinfo_map, shape[1]),
    )
    book.unload_sheet(at)
    return sheet


def _value(cell: xlrd.sheet.Cell, datemode: Literal[0, 1], code: str) -> object:
    value = cell.value
    if cell.ctype == xlrd.XL_CELL_BOOLEAN:
        return bool(value)
    if cell.ctype == xlrd.XL_CELL_ERROR:
        return error_text_from_code.get(int(value), "#VALUE!")
    if cell.ctype == xlrd.XL_CELL_DATE:
        return moment(float(value), datemode, code)
    return value if cell.ctype in (xlrd.XL_CELL_TEXT, xlrd.XL_CELL_NUMBER) else None


def _marked(book: xlrd.Book, source: xlrd.sheet.Sheet) -> dict[tuple[int, int], list[Run]]:
    """The texts of which a part is raised or struck out."""
    marked = {}
    for (row, column), changes in source.rich_text_runlist_map.items():
        text = str(source.cell_value(row, column))
        runs = list(_runs(book, text, source.cell_xf_index(row, column), changes))
        if any(run.raised or run.struck for run in runs):
            marked[row, column] = runs
    return marked


def _runs(
    book: xlrd.Book, text: str, style: int, changes: Sequence[tuple[int, int]]
) -> Iterator[Run]:
    """The runs of a text that begins in the font of its cell and goes on in those it changes to."""
    starts = [(0, book.xf_list[style].font_index), *changes]
    for (start, at), (end, _) in zip(starts, [*starts[1:], (len(text), 0)], strict=True):
        font = book.font_list[at]
        yield Run(text[start:end], font.escapement == _SUPERSCRIPT, bool(font.struck_out))


def moment(serial: float, datemode: Literal[0, 1], code: str) -> object:
    """What a number shows in a format of dates or times: how much time has passed, a day, a time of
    day or both; the bare number where no calendar has such a day."""
    if numbers.is_elapsed(code) and abs(serial) < _MOST_DAYS:
        return datetime.timedelta(days=serial)
    if serial < 0:
        return serial
    try:
        moment = xldate_as_datetime(serial, datemode)
    except (XLDateError, OverflowError, ValueError):
        return serial
    if serial < 1:
        return moment.time()
    return moment.date() if moment.time() == datetime.time() else moment


def _merges(source: xlrd.sheet.Sheet) -> list[Range]:
    return [
        Range(top, left, bottom - 1, right - 1)
        for top, bottom, left, right in source.merged_cells
        if top < bottom and left < right
    ]


def _hidden(known: Mapping[int, Rowinfo | Colinfo], length: int) -> frozenset[int]:
    return frozenset(at for at, line in known.items() if at < length and line.hidden)
