"""OpenDocument spreadsheets (.ods): values, formulas, merges and formats from their XML."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator

from lxml import etree

from reconcile.model import Book, ReconcileError, Sheet
from reconcile.ooxml.package import Package, PackageError, streamed
from reconcile.reading import guard
from reconcile.reading.ods.cells import OFFICE, TABLE
from reconcile.reading.ods.sheet_builder import SheetBuilder
from reconcile.reading.ods.styles import Styles

_CONTENT, _STYLES, _MANIFEST = "content.xml", "styles.xml", "META-INF/manifest.xml"
_SHEET, _ROW, _COLUMN = f"{TABLE}table", f"{TABLE}table-row", f"{TABLE}table-column"
_LOCAL_STYLES = f"{OFFICE}automatic-styles"
_OF_ANOTHER_FILE = "ta_extref"


def read_ods(path: str, content: bytes) -> Book:
    """Every sheet of a spreadsheet, hidden ones too.

    Raises ReconcileError for what is no spreadsheet, is encrypted, broken or out of proportion.
    """
    guard.require_suffix(path, content, ".ods")
    try:
        package = Package(content)
        guard.require_modest(path, package, len(content))
        if _MANIFEST in package and b"encryption-data" in package.part(_MANIFEST):
            raise ReconcileError("encrypted", path=path)
        styles = Styles()
        if _STYLES in package:
            styles.take(package.tree(_STYLES))
        sheets = tuple(_sheets(path, package.part(_CONTENT), styles))
    except PackageError as error:
        raise ReconcileError(error.code, path=path) from error
    except (etree.XMLSyntaxError, ValueError) as error:  # a name of no known namespace is a value
        raise ReconcileError("broken-workbook", path=path) from error
    return Book(path, "ods", hashlib.sha256(content).hexdigest(), sheets)


def _sheets(path: str, content: bytes, styles: Styles) -> Iterator[Sheet]:
    """The sheets as their ends pass by; each row is let go of as soon as it was read."""
    builder: SheetBuilder | None = None
    room = guard.Room(path)
    depth = 0  # a cell may hold a table of its own
    for event, element in streamed(content, (_SHEET, _ROW, _COLUMN, _LOCAL_STYLES)):
        if element.tag == _SHEET:
            depth += 1 if event == "start" else -1
            if event == "start" and depth == 1 and _is_sheet(element):
                builder = SheetBuilder(room, element.get(f"{TABLE}name", ""), styles)
            elif event == "end" and depth == 0 and builder is not None:
                hidden = styles.hides(element.get(f"{TABLE}style-name", ""))
                yield builder.sheet(hidden)
                builder = None
        elif event == "end" and element.tag == _LOCAL_STYLES:
            root = element.getparent()
            if root is not None:
                styles.take(root)
        elif event == "end" and depth == 1 and builder is not None:
            builder.row(element) if element.tag == _ROW else builder.column(element)
            element.clear()


def _is_sheet(element: etree._Element) -> bool:
    """Whether a table is one of the file's own, not what it keeps of another file."""
    parent = element.getparent()
    within = parent is not None and parent.tag == f"{OFFICE}spreadsheet"
    return within and element.get(f"{TABLE}style-name") != _OF_ANOTHER_FILE
