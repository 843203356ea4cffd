"""The boxes that notes are shown in, as the old drawing language has them.

Such drawings are often no well-formed XML, so they are only ever added to.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping

from reconcile.ooxml.markup import attributes, tag_pattern
from reconcile.ooxml.package import PackageError, as_count
from reconcile.ooxml.sheet import body_of
from reconcile.ooxml.sheet_part import Spot, masked

EMPTY = (
    b'<xml xmlns:v="urn:schemas-microsoft-com:vml"'
    b' xmlns:o="urn:schemas-microsoft-com:office:office"'
    b' xmlns:x="urn:schemas-microsoft-com:office:excel"><o:shapelayout v:ext="edit">'
    b'<o:idmap v:ext="edit" data=""/></o:shapelayout></xml>'
)
_SHAPE_TYPE = (
    b'<v:shapetype id="_x0000_t202" coordsize="21600,21600" o:spt="202" '
    b'path="m,l,21600r21600,l21600,xe"><v:stroke joinstyle="miter"/>'
    b'<v:path gradientshapeok="t" o:connecttype="rect"/></v:shapetype>'
)
_IDS = re.compile(rb"""(<o:idmap\b[^<>]*?\bdata\s*=\s*["'])([\d,]*)""")
_SPACES = (
    (b"v", b"urn:schemas-microsoft-com:vml"),
    (b"o", b"urn:schemas-microsoft-com:office:office"),
    (b"x", b"urn:schemas-microsoft-com:office:excel"),
)
_NOTE_DATA = re.compile(rb"<x:ClientData\b.*?</x:ClientData>", re.DOTALL)
_ROW, _COLUMN = (re.compile(rb"<x:%b>\s*(\d+)" % name) for name in (b"Row", b"Column"))
_ANCHOR = re.compile(rb"(<x:Anchor>(?:[^<,]*,){6}\s*)(\d+)([^<]*)")
_WIDTH = 260  # pixels; a sentence of a finding takes three or four lines in it
_GAP = 15  # pixels between a cell and its box, as Excel leaves them
_DEFAULT_WIDTH, _DEFAULT_HEIGHT = 64, 20  # pixels; a column and a row of an untouched sheet
_DIGIT_WIDTH, _CELL_PADDING = 7, 5  # pixels; a column's width is told in digits of the usual font
_DEFAULT_DIGITS = 8.43  # the width of an untouched column
_NARROWEST = 8  # pixels; a hidden or folded line counts as one, so that boxes come to an end
_SHAPES_TO_A_BLOCK = 1024  # numbers that a drawing takes for its shapes at a time
_POINTS_TO_A_PIXEL = 0.75  # at 96 pixels to an inch


def free_block(drawings: Iterable[bytes]) -> int:
    """A number for a block of 1,024 shape ids that no drawing uses."""
    used = [0]
    for drawing in drawings:
        for listed in _IDS.finditer(drawing):
            used += [int(block) for block in listed[2].split(b",") if block]
    return max(used) + 1


def with_shapes(drawing: bytes, shapes: Iterable[bytes], block: int) -> bytes:
    """The drawing with shapes whose ids lie in `block` at its end."""

    def listed(ids: re.Match[bytes]) -> bytes:
        return ids[1] + b",".join(filter(None, (ids[2], b"%d" % block)))

    drawing = _IDS.sub(listed, drawing, count=1)
    kind = b"" if b'"_x0000_t202"' in drawing.split(b"<v:shape ")[0] else _SHAPE_TYPE
    root = re.search(rb"<xml\b[^<>]*", drawing)
    head = root[0] if root else b""
    missing = b"".join(
        b' xmlns:%b="%b"' % (name, space) for name, space in _SPACES if b"xmlns:" + name not in head
    )
    if root and missing:
        drawing = drawing[: root.end()] + missing + drawing[root.end() :]
    at = drawing.rfind(b"</xml")
    if at < 0:
        raise PackageError("broken-workbook")
    return b"".join((drawing[:at], kind, *shapes, drawing[at:]))


def grown(drawing: bytes, heights: Mapping[Spot, int]) -> bytes:
    """The drawing with the boxes of some cells so many pixels higher."""

    def higher(note_data: re.Match[bytes]) -> bytes:
        box = note_data[0]
        row, column = _ROW.search(box), _COLUMN.search(box)
        height = heights.get((int(row[1]), int(column[1]))) if row and column else None
        if height is None:
            return box
        more = -(-height // _DEFAULT_HEIGHT)
        return _ANCHOR.sub(lambda at: b"%b%d%b" % (at[1], int(at[2]) + more, at[3]), box)

    return _NOTE_DATA.sub(higher, drawing) if heights else drawing


def note_boxes(sheet: bytes, heights: Mapping[Spot, int], block: int) -> Iterator[bytes]:
    """A hidden box beside each cell, as high as asked, in pixels."""
    width_of, height_of = _sizes(sheet)
    for number, ((row, column), height) in enumerate(sorted(heights.items()), start=1):
        right = _reach(column + 1, _GAP + _WIDTH, width_of)
        top = max(row - 1, 0)
        bottom = _reach(top, 10 + height, height_of)
        anchor = (column + 1, _GAP, top, 10 if row else 2, *right, *bottom)
        yield _shape(block * _SHAPES_TO_A_BLOCK + number, (row, column), anchor, height)


def _shape(number: int, spot: Spot, anchor: tuple[int, ...], height: int) -> bytes:
    wide, high = _WIDTH * _POINTS_TO_A_PIXEL, height * _POINTS_TO_A_PIXEL
    size = f"width:{wide:g}pt;height:{high:g}pt"
    layer = number % _SHAPES_TO_A_BLOCK
    place = ", ".join(map(str, anchor))
    return (
        f'<v:shape id="_x0000_s{number}" type="#_x0000_t202" style="position:absolute;'
        f'margin-left:60pt;margin-top:2pt;{size};z-index:{layer};visibility:hidden" '
        'fillcolor="#ffffe1" o:insetmode="auto"><v:fill color2="#ffffe1"/>'
        '<v:shadow on="t" color="black" obscured="t"/><v:path o:connecttype="none"/>'
        '<v:textbox style="mso-direction-alt:auto"><div style="text-align:left"></div></v:textbox>'
        '<x:ClientData ObjectType="Note"><x:MoveWithCells/><x:SizeWithCells/>'
        f"<x:Anchor>{place}</x:Anchor><x:AutoFill>False</x:AutoFill>"
        f"<x:Row>{spot[0]}</x:Row><x:Column>{spot[1]}</x:Column></x:ClientData></v:shape>"
    ).encode()


def _reach(start: int, distance: int, size_of: Callable[[int], int]) -> tuple[int, int]:
    """The line that stands so far from where `start` begins, and how far into it."""
    while distance > size_of(start):
        distance -= size_of(start)
        start += 1
    return start, distance


def _sizes(sheet: bytes) -> tuple[Callable[[int], int], Callable[[int], int]]:
    """How wide each column and how high each row is, in pixels; what is hidden counts as usual."""
    body = body_of(masked(sheet))
    spans, heights = [], {}
    for tag in tag_pattern(body.prefix, rb"col").finditer(body.data, 0, body.start):
        band = attributes(tag[2])
        width = int(_decimal(band.get("width", "")) * _DIGIT_WIDTH) + _CELL_PADDING
        spans.append((as_count(band.get("min")), as_count(band.get("max")), width))
    for tag in tag_pattern(body.prefix, rb"row").finditer(body.data, body.start, body.end):
        row = attributes(tag[2])
        if "ht" in row and "r" in row:
            heights[as_count(row["r"]) - 1] = int(_decimal(row["ht"]) / _POINTS_TO_A_PIXEL)

    def width_of(column: int) -> int:
        for first, last, width in spans:
            if first <= column + 1 <= last:
                return max(width, _NARROWEST)
        return _DEFAULT_WIDTH

    return width_of, lambda row: max(heights.get(row, _DEFAULT_HEIGHT), _NARROWEST)


def _decimal(text: str) -> float:
    return float(text) if re.fullmatch(r"\d{1,5}(\.\d+)?", text) else _DEFAULT_DIGITS
