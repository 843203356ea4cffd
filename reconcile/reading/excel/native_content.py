"""A workbook as native code can read it: it gives up on what Excel puts up with.

Such are a stated dimension that is none (`1:10`), part names with backslashes, parts in another
encoding than UTF-8, and sheets of a kind that it has not heard of, as those of Excel 4 macros.
"""

from __future__ import annotations

import posixpath
import re
import zipfile

from lxml import etree

from reconcile.model import places
from reconcile.ooxml.archive import rewritten
from reconcile.ooxml.package import Package, PackageError, children, is_utf8, part_name

_KNOWN_KINDS = ("worksheet", "chartsheet", "dialogsheet")
_READ_BESIDE = ("sharedStrings.xml", "styles.xml", "_rels/workbook.xml.rels")
_DIMENSION = re.compile(rb"<(?:[\w.-]+:)?dimension(?=[\s/>])[^<>]*>")
_STATED = re.compile(rb"""\sref\s*=\s*["']([^"']{0,40})["']""")


def native_content(content: bytes, package: Package) -> bytes:
    """The file as it is, or, where native code would give up, one that says the same. Raises
    PackageError."""
    folder = posixpath.dirname(package.workbook)
    sheets = [sheet.part for sheet in package.sheets if sheet.kind == "worksheet"]
    beside = (posixpath.join(folder, name) for name in _READ_BESIDE)
    parts = {
        name: _without_dimension(package.part(name))
        for name in (package.workbook, *beside, *sheets)
        if name in package and not _is_native(package.start(name))
    }
    if any(sheet.kind not in _KNOWN_KINDS for sheet in package.sheets):
        parts[package.workbook] = _known_sheets_only(package)
    turned = any(part_name(entry) != entry.filename for entry in package.entries)
    if not parts and not turned:
        return content
    stored = {part_name(entry).lower(): entry.filename for entry in package.entries}
    try:
        return rewritten(content, {stored[name.lower()]: part for name, part in parts.items()})
    except zipfile.BadZipFile as error:
        raise PackageError("broken-workbook") from error


def _is_native(start: bytes) -> bool:
    if not is_utf8(start):
        return False
    dimension = _DIMENSION.search(start)
    stated = _STATED.search(dimension[0]) if dimension else None
    return stated is None or _is_area(stated[1].decode("ascii", "replace"))


def _is_area(reference: str) -> bool:
    """Whether a dimension is a cell, or two of which the first is above and left of the other."""
    corners = [places.position(corner) for corner in reference.split(":")]
    if len(corners) > 2 or "$" in reference:
        return False
    first, last = corners[0], corners[-1]
    if first is None or last is None:
        return False
    return first[0] <= last[0] and first[1] <= last[1]


def _without_dimension(part: bytes) -> bytes:
    """The part with its stated dimension blanked: it is a hint that no program needs."""
    return _DIMENSION.sub(lambda stated: b" " * len(stated[0]), part, count=1)


def _known_sheets_only(package: Package) -> bytes:
    root = package.tree(package.workbook)
    kinds = [sheet.kind for sheet in package.sheets]
    listed = [sheet for group in children(root, "sheets") for sheet in children(group, "sheet")]
    for sheet, kind in zip(listed, kinds, strict=True):
        parent = sheet.getparent()
        if kind not in _KNOWN_KINDS and parent is not None:
            parent.remove(sheet)
    return etree.tostring(root, encoding="UTF-8", xml_declaration=True)
