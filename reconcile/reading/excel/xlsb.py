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
    shown,
)
from reconcile.reading.excel.calamine_errors import PanicError, refusing
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
    meant = [one for one in package.relationships(_WORKBOOK) if one.id in names]
    if len(meant) != len(names) or any(one.target not in package for one in meant):
        raise PackageError("broken-workbook")
    found, room = {}, guard.Room(path)
    for one in meant:
        name = names[one.id]
        found[name] = extent(package.part(one.target))
        room.take(name, found[name].shape, found[name].filled)
    filled = sum(one.filled for one in found.values())
    parts = (package.part(one.target) for one in meant)
    shared_texts.require_few(path, sizes, filled, chain.from_iterable(map(shown, parts)), stored)
    return found


def _sheets(path: str, content: bytes, extents: Mapping[str, Extent]) -> tuple[Sheet, ...]:
    try:
        with refusing(path):
            book = CalamineWorkbook.from_filelike(io.BytesIO(content))
            kept = [one for one in book.sheets_metadata if one.typ == SheetTypeEnum.WorkSheet]
            return tuple(_sheet(book, one, extents.get(one.name)) for one in kept)
    except PanicError as error:
        raise ReconcileError("broken-workbook", path=path) from error


def _sheet(book: CalamineWorkbook, told: SheetMetadata, found: Extent | None) -> Sheet:
    rows = book.get_sheet_by_name(told.name).to_python(skip_empty_area=False)
    shape = found.shape if found is not None else cell_arrays.extent(rows)[0]
    cells = cell_arrays.grid(rows_in_unicode(rows), shape)
    if found is not None:
        for place, error in found.errors.items():
            cells[place] = error
    return Sheet(
        name=told.name,
        cells=cells,
        typed=True,
        hidden=told.visible != SheetVisibleEnum.Visible,
    )
