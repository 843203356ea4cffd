"""Web pages, and the workbooks that portals export as one: every table a sheet."""

from __future__ import annotations

import codecs
import re
from collections.abc import Iterator
from typing import NamedTuple

from lxml import etree

from reconcile.model import Book, ReconcileError, letters
from reconcile.ooxml.package import as_count
from reconcile.reading import drawn_tables, guard, marks
from reconcile.reading.drawn_tables import Box, DrawnTable, Piece

DEEPEST = 200  # elements inside each other; they are walked by functions that call themselves
WIDEST_SPAN = 1000  # columns; browsers draw no wider cell either
TALLEST_SPAN = 65534  # rows, likewise

_ENCODING_MARKS = {
    codecs.BOM_UTF8: "utf-8-sig",
    codecs.BOM_UTF16_LE: "utf-16",
    codecs.BOM_UTF16_BE: "utf-16",
}
_DECLARED = re.compile(
    rb"""(?:charset|encoding)\s*=\s*["']?\s*((?:utf|iso|windows|cp|latin)[\w-]*)""", re.IGNORECASE
)
_HIDDEN = re.compile(r"display\s*:\s*none", re.IGNORECASE)
_SUPER = re.compile(r"vertical-align\s*:\s*super", re.IGNORECASE)
_LINE_THROUGH = re.compile(r"text-decoration(?:-line)?\s*:[^;]*line-through", re.IGNORECASE)
_STRUCK = ("s", "strike", "del")
_UNSEEN = frozenset(
    "head script style template noscript iframe object select textarea svg math".split()
)
_LINE_BREAKING = frozenset(
    "address article aside blockquote br caption center dd div dl dt fieldset figcaption figure "
    "footer form h1 h2 h3 h4 h5 h6 header hr li main nav ol p pre section ul tr td th".split()
)


class _VastTableError(Exception):
    """A table of more rows and columns than can be gone through."""

    def __init__(self, rows: int, columns: int, cells: int) -> None:
        self.cell, self.cells = f"{letters(columns - 1)}{rows}", str(cells)
        super().__init__(self.cell)


class _Cell(NamedTuple):
    text: str
    rows: int
    columns: int
    nested: tuple[DrawnTable, ...]


def read_html(path: str, content: bytes) -> Book:
    """A page's tables and lines, hidden ones aside.

    Raises ReconcileError for what is no page, is nested beyond reason or out of proportion.
    """
    if not guard.is_page(content):
        raise ReconcileError("not-a-page", path=path)
    parser = etree.HTMLParser(
        encoding="utf-8", no_network=True, remove_comments=True, remove_pis=True
    )
    try:
        root = etree.fromstring(_decoded(path, content).encode(), parser)
    except (etree.XMLSyntaxError, ValueError) as error:
        raise ReconcileError("not-a-page", path=path) from error
    if root is None or _is_deep(root):
        raise ReconcileError("not-a-page" if root is None else "deep-page", path=path)
    try:
        return drawn_tables.document_book(path, "html", content, _pieces(root))
    except _VastTableError as vast:
        where = {"sheet": "Table", "cell": vast.cell, "filled": vast.cells}
        raise ReconcileError("far-cell", path=path, **where) from vast


def _decoded(path: str, content: bytes) -> str:
    """The page's text, by its mark, as UTF-8, or else by what it declares.

    UTF-8 goes first: nothing else is ever valid UTF-8 by accident, and declarations go stale.
    """
    marked = next((name for mark, name in _ENCODING_MARKS.items() if content.startswith(mark)), "")
    declared = _DECLARED.search(guard.page_start(content))
    named = declared[1].decode("ascii") if declared else "cp1258"
    for encoding in [marked] if marked else ["utf-8", named, "cp1258"]:
        try:
            return content.decode(encoding).replace("\0", "")
        except (UnicodeDecodeError, LookupError):
            continue
    raise ReconcileError("unknown-encoding", path=path)


def _is_deep(root: etree._Element) -> bool:
    depth = 0
    for event, _ in etree.iterwalk(root, events=("start", "end")):
        depth += 1 if event == "start" else -1
        if depth > DEEPEST:
            return True
    return False


def _pieces(parent: etree._Element) -> Iterator[Piece]:
    """The lines and tables under an element, in their order."""
    line: list[str] = []
    for piece in _inline(parent):
        if isinstance(piece, DrawnTable) or piece is None:
            yield drawn_tables.one_line(line)
            line.clear()
        if isinstance(piece, DrawnTable):
            yield piece
        elif piece is not None:
            line.append(piece)
    yield drawn_tables.one_line(line)


def _inline(parent: etree._Element) -> Iterator[Piece | None]:
    """Text as it stands, tables, and None where a line begins or ends."""
    yield parent.text or ""
    for child in parent:
        name = _name(child)
        if name == "table" and not _is_hidden(child):
            yield from _table(child)
        elif name not in _UNSEEN and not _is_hidden(child):
            breaks_line = name in _LINE_BREAKING
            if breaks_line:
                yield None
            yield from _marked(child)
            if breaks_line:
                yield None
        yield child.tail or ""


def _marked(element: etree._Element) -> Iterator[Piece | None]:
    """What stands in an element, its text marked where it is raised or struck out."""
    name, style = _name(element), element.get("style", "")
    is_raised = name == "sup" or bool(_SUPER.search(style))
    is_struck = name in _STRUCK or bool(_LINE_THROUGH.search(style))
    for piece in _inline(element):
        text = piece
        if is_raised and isinstance(text, str):
            text = marks.superscript(text)
        yield marks.struck(text) if is_struck and isinstance(text, str) else text


def _table(table: etree._Element) -> Iterator[Piece | None]:
    for caption in table:
        if _name(caption) == "caption":
            yield None
            yield from _inline(caption)
            yield None
    rows = list(_rows(table))
    cells = [list(_cells(row)) for row in rows]
    hidden = frozenset(at for at, row in enumerate(rows) if _is_hidden(row))
    yield _drawn_table(cells, hidden)
    for row in cells:
        for cell in row:
            yield from cell.nested


def _rows(table: etree._Element) -> Iterator[etree._Element]:
    """The table's rows as a page shows them: the head first, the foot last."""
    groups: dict[str, list[etree._Element]] = {"thead": [], "tbody": [], "tfoot": []}
    for child in table:
        name = _name(child)
        if name == "tr":
            groups["tbody"].append(child)
        elif name in groups:
            groups[name] += (row for row in child if _name(row) == "tr")
    for rows in groups.values():
        yield from rows


def _cells(row: etree._Element) -> Iterator[_Cell]:
    for cell in row:
        if _name(cell) in ("td", "th") and not _is_hidden(cell):
            pieces = list(_pieces(cell))
            yield _Cell(
                text=drawn_tables.one_line(
                    f"{piece} " for piece in pieces if isinstance(piece, str) and piece
                ),
                rows=_span(cell, "rowspan", TALLEST_SPAN),
                columns=_span(cell, "colspan", WIDEST_SPAN),
                nested=tuple(piece for piece in pieces if isinstance(piece, DrawnTable)),
            )


def _drawn_table(rows: list[list[_Cell]], hidden: frozenset[int]) -> DrawnTable:
    """The cells laid out: each at the first column that no cell from above reaches into. Raises
    _VastTableError where they would never come to an end.

    Columns in which no cell begins or ends of its own are none.
    """
    drawn: list[Box] = []
    reach: dict[int, int] = {}
    widest = guard.LARGEST_GRID // (len(rows) or 1)
    for top, row in enumerate(rows):
        column = 0
        for cell in row:
            while reach.get(column, 0) > top:
                column += 1
            right, bottom = column + cell.columns, min(top + cell.rows, len(rows))
            if right > widest:
                raise _VastTableError(len(rows), right, sum(map(len, rows)))
            drawn.append(Box(cell.text, top, column, bottom, right))
            if bottom > top + 1:
                reach.update(dict.fromkeys(range(column, right), bottom))
            column = right
    indexes = drawn_tables.edge_indexes(
        (edge for box in drawn for edge in (box.left, box.right)), 1
    )
    placed = (box._replace(left=indexes[box.left], right=indexes[box.right]) for box in drawn)
    return DrawnTable(tuple(placed), drawn_tables.first_edges(indexes), hidden)


def _span(cell: etree._Element, name: str, most: int) -> int:
    count = as_count(cell.get(name, "").strip(), 1)
    return most if name == "rowspan" and count == 0 else min(max(count, 1), most)


def _is_hidden(element: etree._Element) -> bool:
    return element.get("hidden") is not None or bool(_HIDDEN.search(element.get("style", "")))


def _name(element: etree._Element) -> str:
    return str(element.tag).rpartition(":")[2].lower()
