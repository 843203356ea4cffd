"""Word documents: every table a sheet, at whatever depth it is nested; the lines around them too.

What is read is what a reader of the finished document sees: deletions and hidden text are gone,
insertions are there, the marks of notes are left out.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import accumulate
from typing import NamedTuple

from lxml import etree

from reconcile.model import Book, ReconcileError
from reconcile.ooxml.package import Package, PackageError, as_count
from reconcile.reading import continued_tables, drawn_tables, guard, marks
from reconcile.reading.drawn_tables import Box, DrawnTable, Piece

SLIVER = 100  # twips; columns narrower than this come from edges that were meant to be one
WIDEST_SPAN = 1000  # columns; Word itself draws 63
_UNKNOWN_WIDTH = 1000.0  # twips, for a column that the table does not list

_OFF = ("0", "false", "off")
_WRAPPERS = ("sdt", "sdtContent", "ins", "moveTo", "customXml", "smartTag")
_UNSEEN = (
    "del", "moveFrom", "pPr", "rPr", "sdtPr", "drawing", "pict", "object", "AlternateContent",
    "instrText", "delText", "footnoteReference", "endnoteReference", "commentReference",
)  # fmt: skip
_CHARACTERS = {"tab": " ", "ptab": " ", "br": " ", "cr": " ", "noBreakHyphen": "-"}
# Characters of the font Symbol that are not those of ASCII, by their place in it.
_SYMBOLS = {0x2A: "∗", 0x2D: "−", 0xA2: "′", 0xA3: "≤", 0xB0: "°", 0xB1: "±", 0xB2: "″", 0xB3: "≥",
            0xB4: "×", 0xB7: "•", 0xB8: "÷", 0xB9: "≠", 0xBB: "≈", 0xBC: "…"}  # fmt: skip
_LIKE_ASCII = frozenset(map(ord, " !%()+,./0123456789:;<=>?[]_{|}"))
_SYMBOL_PAGE = 0xF0  # the private characters that Word gives to fonts of symbols
_CODE = re.compile(r"[0-9A-Fa-f]{4}")
_LAST_CONTROL = 0x1F  # of the characters that print nothing
_REASONS = {
    "broken-workbook": "broken-document",
    "not-its-kind": "not-a-document",
    "old-workbook": "old-document",
    "encrypted": "encrypted-document",
    "entities": "entities-in-document",
}


class _Cell(NamedTuple):
    """A cell by the grid columns it reaches from and to; `continues` the one above it."""

    text: str
    start: int
    end: int
    continues: bool
    nested: tuple[DrawnTable, ...]


def read_docx(path: str, content: bytes) -> Book:
    """A document's tables and lines.

    Raises ReconcileError for what is no Word document, is encrypted, broken or out of proportion.
    """
    try:
        guard.require_archive(path, content)
        package = Package(content)
        guard.require_modest(path, package, len(content))
        body = _body(package)
    except (PackageError, ReconcileError) as error:
        raise _refusal(error, path) from error
    return drawn_tables.document_book(
        path, "docx", content, continued_tables.rejoined(_pieces(body), SLIVER)
    )


def _refusal(error: PackageError | ReconcileError, path: str) -> ReconcileError:
    """The same refusal in the words that fit a document."""
    values = dict(error.message.values) if isinstance(error, ReconcileError) else {}
    return ReconcileError(_REASONS.get(error.code, error.code), **(values | {"path": path}))


def _body(package: Package) -> etree._Element:
    parts = [
        relationship.target
        for relationship in package.relationships("")
        if relationship.kind == "officeDocument"
    ]
    if not parts:
        raise PackageError("not-its-kind")
    # Without huge_tree a tree is at most 256 deep, so that what walks it need not count.
    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, load_dtd=False, remove_comments=True,
        remove_pis=True,
    )  # fmt: skip
    try:
        root = etree.fromstring(package.part(parts[0]), parser)
    except etree.XMLSyntaxError as error:
        raise PackageError("broken-workbook") from error
    body = _child(root, "body")
    if _name(root) != "document" or body is None:
        raise PackageError("not-its-kind")
    return body


def _pieces(parent: etree._Element) -> Iterator[Piece]:
    for child in parent:
        name = _name(child)
        if name == "p":
            yield drawn_tables.one_line(_inline(child))
            yield from _floating(child)
        elif name == "tbl":
            yield from _table(child)
        elif name in _WRAPPERS:
            yield from _pieces(child)


def _floating(paragraph: etree._Element) -> Iterator[Piece]:
    """What stands in the text boxes that hang on a paragraph; older programs' copies aside."""
    for box in paragraph.iter("{*}txbxContent"):
        inside = next(_inside(box, ("p",)), None)
        if inside is paragraph and next(_inside(box, ("Fallback",)), None) is None:
            yield from _pieces(box)


def _inside(element: etree._Element, names: tuple[str, ...]) -> Iterator[etree._Element]:
    return (ancestor for ancestor in element.iterancestors() if _name(ancestor) in names)


def _inline(parent: etree._Element) -> Iterator[str]:
    for child in parent:
        name = _name(child)
        if name == "t":
            yield child.text or ""
        elif name in _CHARACTERS:
            yield _CHARACTERS[name]
        elif name == "sym":
            yield _symbol(child)
        elif name == "r":
            yield from _run(child)
        elif name not in _UNSEEN:
            yield from _inline(child)


def _run(run: etree._Element) -> Iterator[str]:
    properties = _child(run, "rPr")
    if _is_on(properties, "vanish"):
        return
    written = _inline(run)
    if _is_on(properties, "strike") or _is_on(properties, "dstrike"):
        written = map(marks.struck, written)
    position = _child(properties, "vertAlign")
    if position is not None and _value(position) == "superscript":
        written = map(marks.superscript, written)
    yield from written


def _symbol(element: etree._Element) -> str:
    """A character put in by its place in a font; '' for a drawing of a font of drawings."""
    written = _value(element, "char")
    code = int(written, 16) if _CODE.fullmatch(written) else 0
    if code >> 8 == _SYMBOL_PAGE:
        code &= 0xFF
        if _value(element, "font") != "Symbol":
            return ""
        return _SYMBOLS.get(code) or (chr(code) if code in _LIKE_ASCII else "")
    return chr(code) if code > _LAST_CONTROL else ""


def _table(table: etree._Element) -> Iterator[Piece]:
    placed = [list(_placed(_offset(row), _cells(row))) for row in _rows(table)]
    yield _drawn_table(placed, _grid(table))
    for row in placed:
        for cell in row:
            yield from cell.nested


def _rows(parent: etree._Element) -> Iterator[etree._Element]:
    for child in parent:
        if _name(child) == "tr":
            if _child(_child(child, "trPr"), "del") is None:
                yield child
        elif _name(child) in _WRAPPERS:
            yield from _rows(child)


def _cells(parent: etree._Element) -> Iterator[etree._Element]:
    for child in parent:
        if _name(child) == "tc":
            yield child
        elif _name(child) in _WRAPPERS:
            yield from _cells(child)


def _offset(row: etree._Element) -> int:
    """How many columns of the grid stand empty before the row's first cell."""
    before = _child(_child(row, "trPr"), "gridBefore")
    return 0 if before is None else _count(before, least=0)


def _placed(start: int, cells: Iterator[etree._Element]) -> Iterator[_Cell]:
    for cell in cells:
        properties = _child(cell, "tcPr")
        span = _child(properties, "gridSpan")
        end = start + (1 if span is None else _count(span, least=1))
        pieces = list(_pieces(cell))
        merge = _child(properties, "vMerge")
        yield _Cell(
            text=drawn_tables.one_line(
                f"{piece} " for piece in pieces if isinstance(piece, str) and piece
            ),
            start=start,
            end=end,
            continues=merge is not None and _value(merge) != "restart",
            nested=tuple(piece for piece in pieces if isinstance(piece, DrawnTable)),
        )
        start = end


def _drawn_table(rows: list[list[_Cell]], grid: list[float]) -> DrawnTable:
    """The boxes of the cells, each with those below that continue it, and the columns' edges."""
    used = {end for row in rows for cell in row for end in (cell.start, cell.end)}
    at = {edge: _position(edge, grid) for edge in used}
    kept = {(at[cell.start], at[cell.end]) for row in rows for cell in row if cell.text}
    index = drawn_tables.edge_indexes(at.values(), SLIVER, kept)
    drawn: list[Box] = []
    above: dict[int, int] = {}
    for top, row in enumerate(rows):
        here: dict[int, int] = {}
        for cell in row:
            left, right = index[at[cell.start]], index[at[cell.end]]
            if cell.continues and left in above:
                here[left] = above[left]
                drawn[here[left]] = drawn[here[left]]._replace(bottom=top + 1)
            elif left < right:
                here[left] = len(drawn)
                drawn.append(Box(cell.text, top, left, top + 1, right))
        above = here
    return DrawnTable(tuple(drawn), drawn_tables.first_edges(index))


def _grid(table: etree._Element) -> list[float]:
    """Where each column of the table's grid begins, and where the last ends, in twips."""
    listed = _child(table, "tblGrid")
    columns = [] if listed is None else [column for column in listed if _name(column) == "gridCol"]
    widths = [_width(column) for column in columns]
    if not all(widths):
        widths = [_UNKNOWN_WIDTH for _ in widths]
    return list(accumulate(widths, initial=0.0))


def _position(edge: int, grid: list[float]) -> float:
    beyond = edge - len(grid) + 1
    return grid[edge] if beyond <= 0 else grid[-1] + beyond * _UNKNOWN_WIDTH


def _width(column: etree._Element) -> float:
    try:
        return max(float(_value(column, "w")), 0.0)
    except ValueError:
        return 0.0


def _count(element: etree._Element, least: int) -> int:
    return min(max(as_count(_value(element)), least), WIDEST_SPAN)


def _is_on(properties: etree._Element | None, name: str) -> bool:
    setting = _child(properties, name)
    return setting is not None and _value(setting) not in _OFF


def _child(parent: etree._Element | None, name: str) -> etree._Element | None:
    if parent is None:
        return None
    return next((child for child in parent if _name(child) == name), None)


def _name(element: etree._Element) -> str:
    return str(element.tag).rpartition("}")[2]


def _value(element: etree._Element, attribute: str = "val") -> str:
    """A setting's value, '' where it has none; its namespace is the element's own."""
    return element.get(f"{str(element.tag).rpartition('}')[0]}}}{attribute}", "")
