"""A table that pages cut apart: rows over pages, bands of columns side by side, rows in two."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

from msgspec.structs import replace

from reconcile import numbers
from reconcile.reading import continued_tables
from reconcile.reading.drawn_tables import Box, DrawnTable
from reconcile.reading.pdf.cell import joined_lines
from reconcile.reading.pdf.page import CLOSE, RuledTable

_UNFINISHED = ("và", "của", "and", "of", ",", "-", "–", "(", "/", ":")
_FEWEST_ROWS = 3  # by which two bands can be told to be in step; two heights agree by chance


class PagedTable(NamedTuple):
    """A table as far as it was gathered, with the tops of its rows on each page that it runs over,
    in points."""

    drawn: DrawnTable
    tops_by_page: tuple[tuple[float, ...], ...]

    def above(self, piece: RuledTable, heads_page: bool) -> PagedTable:
        """The table with the piece's rows below its own."""
        tops = (*self.tops_by_page, piece.tops)
        mended = with_row_mended(self.drawn, piece.drawn) if heads_page else None
        if mended is not None:
            return PagedTable(continued_tables.appended(mended, piece.below(1).drawn), tops)
        return PagedTable(continued_tables.appended(self.drawn, piece.drawn), tops)

    def keeps_step_with(self, other: PagedTable) -> bool:
        """Whether its rows stand where the other's do, on each of the other's pages."""
        return len(self.tops_by_page) >= len(other.tops_by_page) and all(
            len(mine) == len(its)
            and all(abs(top - its_top) < CLOSE for top, its_top in zip(mine, its, strict=True))
            for mine, its in zip(self.tops_by_page, other.tops_by_page, strict=False)
        )


def bands_joined(pieces: Iterable[str | PagedTable]) -> list[str | PagedTable]:
    """Bands of columns put beside the table that they belong to."""
    joined: list[str | PagedTable] = []
    for piece in pieces:
        left = joined[-1] if joined else ""
        if isinstance(piece, str) or isinstance(left, str):
            joined.append(piece)
            continue
        shared = _shared(left, piece)
        if shared is None:
            joined.append(piece)
        else:
            beside = _beside(left.drawn, piece.drawn, shared)
            joined[-1] = PagedTable(beside, left.tops_by_page)
    return joined


def _shared(left: PagedTable, right: PagedTable) -> int | None:
    """How many first columns a band repeats from the one before it; None where it is no band.

    Another table of the same form has the same row heights too, but then also the label that the
    first column has, over rows of its own.
    """
    if left.drawn.rows < _FEWEST_ROWS or len(left.tops_by_page) != len(right.tops_by_page):
        return None
    if not left.keeps_step_with(right):
        return None
    mine, its = (_columns(band.drawn) for band in (left, right))
    shared = next(
        (at for at, (own, other) in enumerate(zip(mine, its, strict=False)) if own != other),
        min(len(mine), len(its)),
    )
    first = left.drawn.texts(0)[:1]
    if shared == 0 and (first == right.drawn.texts(0)[:1] or _is_serial(its[0])):
        return None
    return shared if shared < len(its) else None


def _columns(drawn: DrawnTable) -> list[tuple[str, ...]]:
    """The texts that begin in each column, from the top."""
    columns: list[list[str]] = [[] for _ in drawn.edges[1:]]
    for box in drawn.boxes:
        if box.text:
            columns[box.left].append(box.text)
    return [tuple(texts) for texts in columns]


def _is_serial(texts: tuple[str, ...]) -> bool:
    """Whether a column counts rows: 1, 2, 3, … somewhere in it."""
    return all(number in texts for number in ("1", "2", "3")) and texts.count("2") == 1


def _beside(left: DrawnTable, right: DrawnTable, shared: int) -> DrawnTable:
    """The right table's columns from `shared` on, behind those of the left one."""
    width = len(left.edges) - 1
    offset = left.edges[-1] - right.edges[shared]
    edges = left.edges + tuple(edge + offset for edge in right.edges[shared + 1 :])
    boxes = {(box.top, box.left): box for box in left.boxes}
    at_edge = {(box.top, box.bottom): box for box in left.boxes if box.right == width}
    for box in right.boxes:
        if box.left < shared:
            continue
        moved = box._replace(left=box.left - shared + width, right=box.right - shared + width)
        head = at_edge.get((box.top, box.bottom))
        if head is not None and moved.left == width and _is_rest(head, box):
            boxes[head.top, head.left] = head._replace(right=moved.right)
        else:
            boxes[moved.top, moved.left] = moved
    return DrawnTable(tuple(boxes[place] for place in sorted(boxes)), edges)


def _is_rest(head: Box, box: Box) -> bool:
    """Whether a box is what the page's edge cut off a label that is merged over columns."""
    wide = head.right - head.left > 1 or box.right - box.left > 1
    return wide and head.text.endswith(box.text) and numbers.read(head.text, None) is None


# Rows that a page's foot cuts in two: their words, and sometimes a number, go on overleaf


def with_row_mended(above: DrawnTable, below: DrawnTable) -> DrawnTable | None:
    """The table above with its last row whole, where the first row below is the rest of it.

    Such a row begins with a blank, has words only under words, and goes on in mid-sentence: so
    does no row that names a band.
    """
    rest = {box.left: box.text for box in below.boxes if box.top == 0 and box.text}
    last = {box.left: box for box in above.boxes if box.bottom == above.rows and box.text}
    if not rest or 0 in rest or not last.keys() >= rest.keys() or len(rest) >= len(last):
        return None
    if any(box.right - box.left > 1 or box.bottom > 1 for box in below.boxes if box.top == 0):
        return None
    if not any(_goes_on(last[at].text, text) for at, text in rest.items()):
        return None
    boxes = (_with(box, rest) if box.bottom == above.rows else box for box in above.boxes)
    return replace(above, boxes=tuple(boxes))


def _goes_on(above: str, below: str) -> bool:
    if _is_number(above) or _is_number(below):
        return False
    return below[0].islower() or above.endswith(_UNFINISHED) or " " not in above


def _with(box: Box, rest: dict[int, str]) -> Box:
    if box.left not in rest:
        return box
    return box._replace(text=joined_lines((box.text, rest[box.left]), is_full=True))


def _is_number(text: str) -> bool:
    return numbers.read(text, None) is not None
