"""Pages put together: heads, feet and page numbers left out, tables in one piece again."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence

from reconcile.reading import continued_tables
from reconcile.reading.drawn_tables import Piece
from reconcile.reading.pdf.page import CLOSE, RuledTable, TextLine
from reconcile.reading.pdf.paged_table import PagedTable, bands_joined, with_row_mended

_PAGE_NUMBER = re.compile(
    r"(?:(?:trang|page)\s*)?[-–—]?\s*\d{1,4}\s*[-–—]?(?:\s*(?:/|of|trên)\s*\d{1,4})?\Z",
    re.IGNORECASE,
)


def joined_pages(pages: Sequence[Sequence[TextLine | RuledTable]]) -> Iterator[Piece]:
    """The document's lines and tables in order.

    A header that is printed again at a page's head is no row of the table; a row that a page's
    foot cuts in two is one row.
    """
    pieces: list[str | PagedTable] = []
    for page in _without_running_heads(pages):
        for at, piece in enumerate(page):
            if isinstance(piece, TextLine):
                pieces.append(piece.text)
            else:
                _add(pieces, _without_repeated_header(pieces, piece) if at == 0 else piece, at == 0)
    for joined in bands_joined(pieces):
        yield joined.drawn if isinstance(joined, PagedTable) else joined


def _without_running_heads(
    pages: Sequence[Sequence[TextLine | RuledTable]],
) -> Iterator[list[TextLine | RuledTable]]:
    """The pages without their numbers, and with what heads or foots several of them left on the
    first only."""
    ends = Counter(key for page in pages for key in {_key(page[at]) for at in (0, -1) if page})
    seen = set()
    for page in pages:
        kept = []
        for at, piece in enumerate(page):
            key = _key(piece)
            outer = at in (0, len(page) - 1)
            if outer and isinstance(piece, TextLine) and _PAGE_NUMBER.match(piece.text):
                continue
            if key is not None and ends[key] > 1 and key in seen:
                continue
            seen.add(key)
            kept.append(piece)
        yield kept


def _key(piece: TextLine | RuledTable) -> tuple[str, int] | None:
    return (piece.text, round(piece.top / CLOSE)) if isinstance(piece, TextLine) else None


def _without_repeated_header(pieces: Sequence[str | PagedTable], piece: RuledTable) -> RuledTable:
    """A table at a page's head without the header that it repeats from an earlier one.

    Programs print the header of a sheet's first table on every page, above whatever follows. A
    table whose rows start over under the same header is another table, and keeps it.
    """
    if continued_tables.starts_with_figures(piece.drawn):
        return piece
    for known in reversed(pieces):
        count = (
            0
            if isinstance(known, str)
            else continued_tables.repeated_header_rows(known.drawn, piece.drawn)
        )
        if isinstance(known, str) or not count:
            continue
        rest = piece.below(count)
        starts_over = known.drawn.texts(count)[:1] == piece.drawn.texts(count)[:1]
        return (
            piece
            if starts_over and continued_tables.same_columns(known.drawn, rest.drawn, CLOSE)
            else rest
        )
    return piece


def _add(pieces: list[str | PagedTable], piece: RuledTable, heads_page: bool) -> None:
    """The piece below the table that it continues, or else as a new one."""
    if not piece.drawn.boxes:
        return
    continued = _continued(pieces, piece, heads_page)
    if continued is None:
        pieces.append(PagedTable(piece.drawn, (piece.tops,)))
    else:
        at, table = continued
        pieces[at] = table.above(piece, heads_page)


def _continued(
    pieces: Sequence[str | PagedTable], piece: RuledTable, heads_page: bool
) -> tuple[int, PagedTable] | None:
    """The table since the last line that the piece goes on with, and where it stands.

    Bands that are printed side by side before the rows below them wait for their turn in order.
    """
    fitting = [
        (at, table)
        for at, table in _since_last_line(pieces)
        if _goes_on(table, piece, heads_page) and (heads_page or at == len(pieces) - 1)
    ]
    if not fitting:
        return None
    last = fitting[0][1]
    waiting = [(at, table) for at, table in fitting if table.keeps_step_with(last)]
    return min(waiting, key=lambda place: (len(place[1].tops_by_page), place[0]))


def _since_last_line(pieces: Sequence[str | PagedTable]) -> Iterator[tuple[int, PagedTable]]:
    for at in range(len(pieces) - 1, -1, -1):
        piece = pieces[at]
        if isinstance(piece, str):
            return
        yield at, piece


def _goes_on(table: PagedTable, piece: RuledTable, heads_page: bool) -> bool:
    """Whether the piece has the table's columns and no header of its own."""
    if not continued_tables.same_columns(table.drawn, piece.drawn, CLOSE):
        return False
    if heads_page and with_row_mended(table.drawn, piece.drawn) is not None:
        return True
    has_header = not continued_tables.starts_with_figures(table.drawn)
    return continued_tables.starts_with_figures(piece.drawn) and (has_header or heads_page)
