"""Excel workbooks (.xlsx, .xlsm): values by calamine, all else from the package itself."""

from __future__ import annotations

import datetime
import hashlib
import io
import posixpath
import re
from collections.abc import Iterator, Mapping, Sequence
from itertools import chain
from types import MappingProxyType

import numpy as np
from python_calamine import CalamineWorkbook

from reconcile.model import Book, Integers, Objects, ReconcileError, Sheet
from reconcile.ooxml.formula_texts import formulas
from reconcile.ooxml.number_formats import number_formats
from reconcile.ooxml.package import Package, PackageError, SheetEntry
from reconcile.ooxml.rich_texts import Runs, marked_strings
from reconcile.ooxml.sheet import SheetScan, scan
from reconcile.ooxml.text_styles import text_styles
from reconcile.ooxml.workbook_part import added_sheets, names_of_ranges
from reconcile.reading import cell_arrays, guard
from reconcile.reading.excel import shared_texts
from reconcile.reading.excel.calamine_errors import PanicError, refusing_errors
from reconcile.reading.excel.cell_styles import CellStyles
from reconcile.reading.excel.native_content import native_content
from reconcile.reading.fonts import rows_in_unicode

_CLAIMED = re.compile(rb"""uniqueCount\s*=\s*["'][^"'0-9]*([0-9]+)""")
_READ_BESIDE = ("sharedStrings", "styles")
_MAY_BE_DATE = re.compile("[dmyhs]", re.IGNORECASE)  # a number format
_MIDNIGHT = datetime.time()
# What the links from a user's sheet back to its findings read; `report/annotated` writes them.
_LINK_BACK = re.compile(r"← F\d+(?:, F\d+)*\Z")
_ROOM_FREELY = 1_000_000  # strings; room for so many is made in no time
_COUNT_DIGITS = 10  # that a claimed count is read to; Python refuses to read thousands


def read_workbook(path: str, content: bytes) -> Book:
    """Every worksheet of a workbook, hidden ones too; chart sheets are passed over, and so are the
    sheets this program once added.

    Raises ReconcileError for what is no workbook, is encrypted, broken or out of all proportion.
    """
    guard.require_archive(path, content)
    try:
        package = Package(content)
        guard.require_modest(path, package, len(content))
        added = added_sheets(package)
        entries = [
            entry
            for position, entry in enumerate(package.sheets)
            if entry.kind == "worksheet" and position not in added
        ]
        strings = _shared_strings(package)
        scans = list(_scans(guard.Room(path), package, entries, marked_strings(strings)))
        style_sheet = package.style_sheet()
        by_style, texts = number_formats(style_sheet), text_styles(style_sheet)
        names = MappingProxyType(names_of_ranges(package))
        sizes = shared_texts.sizes(strings)
        filled = sum(scanned.filled for scanned in scans)
        parts = (package.part(entry.part) for entry in entries)
        shown = chain.from_iterable(map(shared_texts.shown_texts, parts))
        shared_texts.require_few(path, sizes, filled, shown, len(content))
        native = native_content(content, package)
    except PackageError as error:
        raise ReconcileError(error.code, path=path) from error
    values = _values(path, native, package, by_style, list(zip(entries, scans, strict=True)))
    if added:
        values = [_without_links(rows) for rows in values]
    values = [
        rows_in_unicode(cell_arrays.with_marks(rows, scanned.marked))
        for rows, scanned in zip(values, scans, strict=True)
    ]
    styles = CellStyles(by_style, texts)
    sheets = tuple(
        _sheet(entry, scanned, rows, styles)
        for entry, scanned, rows in zip(entries, scans, values, strict=True)
    )
    return Book(path, "xlsx", hashlib.sha256(content).hexdigest(), sheets, names)


def _scans(
    room: guard.Room,
    package: Package,
    entries: Sequence[SheetEntry],
    marked: Mapping[int, Runs],
) -> Iterator[SheetScan]:
    if len({entry.part for entry in entries}) < len(entries):
        raise PackageError("broken-workbook")  # small parts are not to be many sheets
    for entry in entries:
        scanned = scan(package.part(entry.part), marked)
        room.take(entry.name, scanned.shape, scanned.filled)
        yield scanned


def _shared_strings(package: Package) -> bytes:
    """Unpack what calamine is going to read besides the sheets, so that it is known to be sound.

    It takes them from beside the workbook, whatever the relationships say, and makes room for as
    many strings as these claim to be.
    """
    folder = posixpath.dirname(package.workbook)
    strings, styles = (posixpath.join(folder, f"{name}.xml") for name in _READ_BESIDE)
    parts = {}
    for name in {strings, styles, package.related("sharedStrings")}:
        if name is not None and name in package:
            parts[name] = part = package.part(name)
            claims = (int(count[1][:_COUNT_DIGITS]) for count in _CLAIMED.finditer(part))
            claimed = max(claims, default=0)
            if claimed > max(len(part), _ROOM_FREELY):
                raise PackageError("broken-workbook")
    return parts.get(strings, b"")


def _values(
    path: str,
    content: bytes,
    package: Package,
    by_style: Sequence[str],
    sheets: Sequence[tuple[SheetEntry, SheetScan]],
) -> list[Sequence[Sequence[object]]]:
    """The rows of each sheet. Where the figure in a date format is no day, calamine gives up or
    makes midnight of it: then the rows are read without formats, and dates made of them here."""
    names = [entry.name for entry, _ in sheets]
    try:
        values = _read(path, content, names)
        if not any(map(_MAY_BE_DATE.search, by_style)) or not any(map(_holds_midnight, values)):
            return values
    except PanicError:
        pass
    from reconcile.reading.excel.date_serials import dated, without_date_formats

    try:
        values = _read(path, without_date_formats(content, package), names)
        return [
            dated(rows, scanned, by_style, package)
            for rows, (_, scanned) in zip(values, sheets, strict=True)
        ]
    except (PanicError, PackageError) as error:
        raise ReconcileError("broken-workbook", path=path) from error


def _holds_midnight(rows: Sequence[Sequence[object]]) -> bool:
    sorts = set(map(type, chain.from_iterable(rows)))
    return datetime.time in sorts and any(_MIDNIGHT in row for row in rows)


def _read(path: str, content: bytes, names: Sequence[str]) -> list[Sequence[Sequence[object]]]:
    with refusing_errors(path):
        workbook = CalamineWorkbook.from_filelike(io.BytesIO(content))
        return [workbook.get_sheet_by_name(name).to_python(skip_empty_area=False) for name in names]


def _without_links(rows: Sequence[Sequence[object]]) -> Sequence[Sequence[object]]:
    """The rows without the links that an annotated copy leads back to its findings by."""
    return [
        ["" if isinstance(value, str) and _LINK_BACK.match(value) else value for value in row]
        for row in rows
    ]


def _sheet(
    entry: SheetEntry,
    scanned: SheetScan,
    rows: Sequence[Sequence[object]],
    styles: CellStyles,
) -> Sheet:
    shape = scanned.shape
    cells, spaces = cell_arrays.cell_array(rows, shape)
    style_at = _style_at(scanned, shape)
    for place, error in scanned.errors.items():
        cells[place] = error
    merges = cell_arrays.clipped_merges(scanned.merges, shape)
    covered = cell_arrays.uncovered(cells, merges)
    return Sheet(
        name=entry.name,
        cells=cells,
        typed=True,
        merges=merges,
        formats=styles.formats(style_at),
        format_codes=styles.codes,
        indents=styles.indents(style_at, spaces),
        bold=styles.bold(style_at),
        formulas=MappingProxyType(formulas(scanned)),
        blanks=frozenset(
            (formula.row, formula.column)
            for formula in scanned.formulas
            if formula.textual and _is_blank(cells, formula.row, formula.column)
        ),
        covered=MappingProxyType(covered),
        hidden=entry.hidden,
        hidden_rows=frozenset(row for row in scanned.hidden_rows if row < shape[0]),
        hidden_columns=frozenset(
            column
            for first, last in scanned.hidden_columns
            for column in range(first, min(last + 1, shape[1]))
        ),
    )


def _is_blank(cells: Objects, row: int, column: int) -> bool:
    inside = row < cells.shape[0] and column < cells.shape[1]
    return inside and cells[row, column] is None


def _style_at(scanned: SheetScan, shape: tuple[int, int]) -> Integers:
    cells = scanned.cells
    style_at = np.zeros(shape, dtype=np.int32)
    inside = (cells.rows < shape[0]) & (cells.columns < shape[1])
    style_at[cells.rows[inside], cells.columns[inside]] = cells.styles[inside]
    return style_at
