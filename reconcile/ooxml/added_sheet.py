"""A sheet made elsewhere, put into a workbook with its texts, styles and print set-up."""

from __future__ import annotations

import re

from lxml import etree

from reconcile.ooxml.draft import PackageDraft
from reconcile.ooxml.package import Package, children
from reconcile.ooxml.style_sheet import StyleSheet
from reconcile.ooxml.workbook_part import defined_names, with_names, with_sheet

_SELECTED = re.compile(rb"""\s+tabSelected\s*=\s*(?:"[^"]*"|'[^']*')""")


def add_sheet(draft: PackageDraft, styles: StyleSheet, donor: bytes, *, front: bool) -> None:
    """Put the only sheet of the workbook `donor` first or last.

    Its name must be free. Strings become inline ones, so that the shared strings stay untouched.
    """
    source = PackageDraft(donor)
    sheet = source.sheets[0]
    root = source.tree(sheet.part)
    texts = _shared_texts(source)
    style_part = source.related("styles")
    new_style = styles.append_styles(source.tree(style_part)) if style_part else [0]
    for cell in root.iter(_tag(root, "c")):
        cell.set("s", str(new_style[int(cell.get("s", "0"))]))
        if cell.get("t") == "s":
            _inline(cell, texts)
    for column in root.iter(_tag(root, "col")):
        if "style" in column.attrib:
            column.set("style", str(new_style[int(column.get("style", "0"))]))
    part = etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True)
    target = etree.QName(styles.root).namespace or ""
    part = part.replace((etree.QName(root).namespace or "").encode(), target.encode())
    if front:
        _unselect_others(draft)
    else:
        part = _SELECTED.sub(b"", part)
    with_sheet(draft, sheet.name, part, front=front)
    with_names(draft, defined_names(source), front=front)


def _unselect_others(draft: PackageDraft) -> None:
    """Two selected tabs would be edited together."""
    for sheet in draft.sheets:
        part = draft.part(sheet.part)
        head, views, rest = part.partition(b"</" + _views_end(part))
        if views and _SELECTED.search(head):
            draft.put(sheet.part, _SELECTED.sub(b"", head) + views + rest)


def _views_end(part: bytes) -> bytes:
    closing = re.search(rb"</((?:[\w.-]+:)?sheetViews)", part)
    return closing[1] if closing else b"\0"  # which stands in no part


def _shared_texts(package: Package) -> list[etree._Element]:
    part = package.related("sharedStrings")
    return [] if part is None else children(package.tree(part), "si")


def _inline(cell: etree._Element, texts: list[etree._Element]) -> None:
    value = children(cell, "v")[0]
    inline = etree.SubElement(cell, _tag(cell, "is"))
    inline.extend(list(etree.fromstring(etree.tostring(texts[int(value.text or "0")]))))
    cell.remove(value)
    cell.set("t", "inlineStr")


def _tag(element: etree._Element, name: str) -> str:
    return f"{{{etree.QName(element).namespace}}}{name}"
