"""One page of a PDF: its ruled tables and the lines around them, from top to bottom."""

from __future__ import annotations

import logging
from bisect import bisect_right
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, NamedTuple

from reconcile.reading import drawn_tables
from reconcile.reading.drawn_tables import Box, DrawnTable
from reconcile.reading.pdf.cell import GAP, PageItem, cell_text
from reconcile.reading.pdf.unruled import unruled_tables

if TYPE_CHECKING:
    from pdfplumber.page import Page
    from pdfplumber.table import Table

CLOSE = 3.0  # points; rules nearer than this are one, as no row of print is so low

for _library in ("pdfminer", "pdfplumber"):
    logging.getLogger(_library).addHandler(logging.NullHandler())  # they warn of every oddity


class TextLine(NamedTuple):
    """A line of text, or a paragraph by its last one; points from the page's left and head."""

    text: str
    left: float
    top: float
    right: float
    bottom: float


class RuledTable(NamedTuple):
    """A table as ruled, or as its columns show; `tops` are where rows begin and the last ends."""

    drawn: DrawnTable
    tops: tuple[float, ...]

    def below(self, count: int) -> RuledTable:
        """The table without its first rows, and without columns that only those had."""
        kept = [box for box in self.drawn.boxes if box.top >= count]
        edges = drawn_tables.edge_indexes(
            (edge for box in kept for edge in (box.left, box.right)), 1
        )
        moved = tuple(
            Box(box.text, box.top - count, edges[box.left], box.bottom - count, edges[box.right])
            for box in kept
        )
        lefts = tuple(self.drawn.edges[int(edge)] for edge in drawn_tables.first_edges(edges))
        return RuledTable(DrawnTable(moved, lefts), self.tops[count:])


class PageContent(NamedTuple):
    """A page's tables and lines in reading order; `doubtful` where there are also rows of figures
    whose columns cannot be told apart."""

    pieces: list[TextLine | RuledTable]
    doubtful: bool


def read_page(page: Page) -> PageContent:
    sides = {"explicit_vertical_lines": _sides(page)}
    tables = [table for table in page.find_tables(sides) if len(table.cells) > 1]
    boxes = [table.bbox for table in tables]
    outside = page.filter(lambda item: not any(_stands_in(item, box) for box in boxes))
    words = outside.extract_words(x_tolerance_ratio=GAP, return_chars=True)
    unruled, doubtful = unruled_tables(words)
    pieces: list[TextLine | RuledTable] = [
        *(_ruled_table(table, _within(table, page)) for table in tables),
        *(RuledTable(table.drawn, table.tops) for table in unruled),
    ]
    if unruled:
        outside = outside.filter(
            lambda item: (
                not any(table.tops[0] <= _centre(item)[1] <= table.tops[-1] for table in unruled)
            )
        )
    pieces += [
        TextLine(
            drawn_tables.one_line([line["text"]]),
            *(line[side] for side in ("x0", "top", "x1", "bottom")),
        )
        for line in outside.extract_text_lines(return_chars=False, x_tolerance_ratio=GAP)
        if line["x0"] > page.bbox[0] - CLOSE  # else it began on the page to the left
    ]
    pieces.sort(key=_top)
    return PageContent(_paragraphs(pieces), doubtful)


def _sides(page: Page) -> list[PageItem]:
    """Rules at the ends of the longest ones across, as tall as those between them: a table may be
    open at its sides, or cut off by the page."""
    across = page.horizontal_edges
    if not across:
        return []
    ends = (min(edge["x0"] for edge in across), max(edge["x1"] for edge in across))
    tall = {(edge["top"], edge["bottom"]): edge for edge in page.vertical_edges}
    return [edge | {"x0": end, "x1": end} for edge in tall.values() for end in ends]


def _top(piece: TextLine | RuledTable) -> float:
    return piece.top if isinstance(piece, TextLine) else piece.tops[0]


def _paragraphs(pieces: list[TextLine | RuledTable]) -> list[TextLine | RuledTable]:
    """The pieces with lines put together that broke only where the next word had no room."""
    margin = max(
        (piece.right if isinstance(piece, TextLine) else piece.drawn.edges[-1] for piece in pieces),
        default=0.0,
    )
    paragraphs: list[TextLine | RuledTable] = []
    for piece in pieces:
        above = paragraphs[-1] if paragraphs else None
        if (
            isinstance(piece, TextLine)
            and isinstance(above, TextLine)
            and _wraps(above, piece, margin)
        ):
            paragraphs[-1] = piece._replace(text=f"{above.text} {piece.text}", top=above.top)
        else:
            paragraphs.append(piece)
    return paragraphs


def _wraps(above: TextLine, below: TextLine, margin: float) -> bool:
    height = below.bottom - below.top
    word = len(below.text.partition(" ")[0]) * (below.right - below.left) / len(below.text)
    return below.top - above.bottom < height and above.right + word + height / 4 > margin


def _stands_in(item: PageItem, box: tuple[float, float, float, float]) -> bool:
    left, top, right, bottom = box
    x, y = _centre(item)
    return bool(left <= x <= right and top <= y <= bottom)


def _within(table: Table, page: Page) -> list[PageItem]:
    """What is written in the table, and what runs on from it beyond the page's right side."""
    left, top, right, bottom = table.bbox
    return [
        character
        for character in page.chars
        if top <= _centre(character)[1] <= bottom
        and (left <= _centre(character)[0] <= right or character["x1"] > page.bbox[2])
    ]


def _centre(item: PageItem) -> tuple[float, float]:
    return (item["x0"] + item["x1"]) / 2, (item["top"] + item["bottom"]) / 2


def _ruled_table(table: Table, characters: Iterable[PageItem]) -> RuledTable:
    across = drawn_tables.edge_indexes(
        (x for cell in table.cells for x in (cell[0], cell[2])), CLOSE
    )
    down = drawn_tables.edge_indexes((y for cell in table.cells for y in (cell[1], cell[3])), CLOSE)
    lefts, tops = drawn_tables.first_edges(across), drawn_tables.first_edges(down)
    areas = [
        (down[top], across[left], down[bottom], across[right])
        for left, top, right, bottom in table.cells
    ]
    texts = _texts(areas, lefts, tops, characters)
    drawn = [
        Box(text, *area)
        for area, text in zip(areas, texts, strict=True)
        if area[0] < area[2] and area[1] < area[3]
    ]
    return RuledTable(DrawnTable(tuple(sorted(drawn, key=lambda box: box[1:3])), lefts), tops)


def _texts(
    areas: Sequence[tuple[int, int, int, int]],
    lefts: tuple[float, ...],
    tops: tuple[float, ...],
    characters: Iterable[PageItem],
) -> list[str]:
    """What is written in each area, given as (top, left, bottom, right) row and column."""
    owner = {
        (row, column): number
        for number, (top, left, bottom, right) in enumerate(areas)
        for row in range(top, bottom)
        for column in range(left, right)
    }
    inside: list[list[PageItem]] = [[] for _ in areas]
    for character in characters:
        x, y = _centre(character)
        column = min(bisect_right(lefts, x), len(lefts) - 1) - 1
        number = owner.get((bisect_right(tops, y) - 1, column))
        if number is not None:
            inside[number].append(character)
    return [
        cell_text(written, lefts[area[3]] - lefts[area[1]])
        for written, area in zip(inside, areas, strict=True)
    ]
