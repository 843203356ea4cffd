"""Binary Excel workbooks (.xlsb), by calamine: values only.

Merges, number formats, formulas and what is hidden in a sheet are not read; dates come as serial
numbers.
"""

from __future__ import annotations

import hashlib
import io
from collections.abc import Mapping
from itertools import chain

from python_calamine import (
    CalamineWorkbook,
    SheetMetadata,
    SheetTypeEnum,
    SheetVisibleEnum,
)

from reconcile.model import Book, ReconcileError, Sheet
from reconcile.ooxml.package import Package, PackageError
from reconcile.reading import cell_arrays, guard
from reconcile.reading.excel import shared_texts
from reconcile.reading.excel.binary_sheet import (
    Extent,
    extent,
    require_sound,
    shared_sizes,
    sheet_parts,
    shown_texts,
)
from reconcile.reading.excel.calamine_errors import PanicError, refusing_errors
from reconcile.reading.fonts import rows_in_unicode

_WORKBOOK = "xl/workbook.bin"
_STRINGS, _STYLES = "xl/sharedStrings.bin", "xl/styles.bin"


def read_xlsb(path: str, content: bytes) -> Book:
    """Every worksheet of a workbook, hidden ones too.

    Raises ReconcileError for what is no such workbook, is encrypted, broken or out of proportion.
    """
    guard.require_suffix(path, content, ".xlsb")
    try:
        package = Package(content)
        guard.require_modest(path, package, len(content))
        extents = _extents(path, package, len(content))
    except PackageError as error:
        raise ReconcileError(error.code, path=path) from error
    sheets = _sheets(path, content, extents)
    return Book(path, "xlsb", hashlib.sha256(content).hexdigest(), sheets)


def _extents(path: str, package: Package, stored: int) -> dict[str, Extent]:
    """How far each sheet reaches, by its name.

    Every part that could be meant by a sheet is looked over: a lone cell far out would make
    calamine give up in native code.
    """
    if _STYLES in package:
        require_sound(package.part(_STYLES))
    sizes = shared_sizes(package.part(_STRINGS)) if _STRINGS in package else []
    names = sheet_parts(package.part(_WORKBOOK))
    listed = [sheet for sheet in package.relationships(_WORKBOOK) if sheet.id in names]
    if len(listed) != len(names) or any(sheet.target not in package for sheet in listed):
        raise PackageError("broken-workbook")
    extents, room = {}, guard.Room(path)
    for sheet in listed:
        name = names[sheet.id]
        extents[name] = extent(package.part(sheet.target))
        room.take(name, extents[name].shape, extents[name].filled)
    filled = sum(reached.filled for reached in extents.values())
    shown = chain.from_iterable(shown_texts(package.part(sheet.target)) for sheet in listed)
    shared_texts.require_few(path, sizes, filled, shown, stored)
    return extents


def _sheets(path: str, content: bytes, extents: Mapping[str, Extent]) -> tuple[Sheet, ...]:
    try:
        with refusing_errors(path):
            book = CalamineWorkbook.from_filelike(io.BytesIO(content))
            return tuple(
                _sheet(book, entry, extents.get(entry.name))
                for entry in book.sheets_metadata
                if entry.typ == SheetTypeEnum.WorkSheet
            )
    except PanicError as error:
        raise ReconcileError("broken-workbook", path=path) from error


def _sheet(book: CalamineWorkbook, entry: SheetMetadata, known: Extent | None) -> Sheet:
    rows = book.get_sheet_by_name(entry.name).to_python(skip_empty_area=False)
    shape = known.shape if known is not None else cell_arrays.extent(rows)[0]
    cells, spaces = cell_arrays.cell_array(rows_in_unicode(rows), shape)
    if known is not None:
        for place, error in known.errors.items():
            cells[place] = error
    return Sheet(
        name=entry.name,
        cells=cells,
        typed=True,
        indents=spaces,
        hidden=entry.visible != SheetVisibleEnum.Visible,
    )
