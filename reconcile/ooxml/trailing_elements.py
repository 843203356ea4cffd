"""What follows the cells in a sheet part: elements put there in the order the format asks for."""

from __future__ import annotations

import re
from collections.abc import Iterator

from reconcile.ooxml.sheet import body_of
from reconcile.ooxml.sheet_part import Splice, masked, spliced

# As the schema of a worksheet has them (ECMA-376 part 1, 18.3.1.99).
_ORDER = (
    "sheetCalcPr", "sheetProtection", "protectedRanges", "scenarios", "autoFilter", "sortState",
    "dataConsolidate", "customSheetViews", "mergeCells", "phoneticPr", "conditionalFormatting",
    "dataValidations", "hyperlinks", "printOptions", "pageMargins", "pageSetup", "headerFooter",
    "rowBreaks", "colBreaks", "customProperties", "cellWatches", "ignoredErrors", "smartTags",
    "drawing", "legacyDrawing", "legacyDrawingHF", "drawingHF", "picture", "oleObjects",
    "AlternateContent", "controls", "webPublishItems", "tableParts", "extLst",
)  # fmt: skip
_TAG = re.compile(rb"<(/?)((?:[\w.-]+:)?)([\w.-]+)((?:[^<>\"']|\"[^<\"]*\"|'[^<']*')*)>")


def trailing_element(part: bytes, name: str) -> bytes | None:
    """The opening tag of an element that follows the cells, or None."""
    for present, start, opened, _ in _elements(part):
        if present == name:
            return part[start:opened]
    return None


def with_content(part: bytes, name: str, content: bytes) -> bytes:
    """The part with `content` at the end of an element, which is made where it is missing."""
    prefix = body_of(masked(part)).prefix
    for present, _, opened, end in _elements(part):
        if present == name:
            closed = part[opened - 2 : opened] == b"/>"
            if closed:
                filled = b">" + content + b"</" + prefix + name.encode() + b">"
                return spliced(part, [Splice(opened - 2, opened, filled)])
            at = part.rindex(b"</", opened, end)
            return spliced(part, [Splice(at, at, content)])
    tag = prefix + name.encode()
    return with_element(part, name, b"<" + tag + b">" + content + b"</" + tag + b">")


def with_element(part: bytes, name: str, element: bytes) -> bytes:
    """The part with a whole element put in its place."""
    later = _ORDER[_ORDER.index(name) + 1 :]
    for present, start, _, _ in _elements(part):
        if present in later:
            return spliced(part, [Splice(start, start, element)])
    at = masked(part).rindex(b"</")
    return spliced(part, [Splice(at, at, element)])


def _elements(part: bytes) -> Iterator[tuple[str, int, int, int]]:
    """Name, start, end of the opening tag and end of every element beside the cells."""
    data, depth, opened = masked(part), 0, ("", 0, 0)
    for tag in _TAG.finditer(data, data.find(b">", body_of(data).end) + 1):
        closing, closed = bool(tag[1]), tag[4].endswith(b"/")
        if closing:
            depth -= 1
            if depth == 0:
                yield (*opened, tag.end())
            elif depth < 0:
                return
        elif depth == 0:
            opened = tag[3].decode("utf-8", "replace"), tag.start(), tag.end()
            if closed:
                yield (*opened, tag.end())
        depth += not closing and not closed
