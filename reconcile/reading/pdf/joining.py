"""Pages put together: what runs along every page left out, tables whole again."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence

from reconcile.reading import continued_tables
from reconcile.reading.drawn_tables import Piece
from reconcile.reading.pdf.page import CLOSE, Line, Ruled
from reconcile.reading.pdf.paged_table import Stretch, glued, mended

_PAGE_NUMBER = re.compile(
    r"(?:(?:trang|page)\s*)?[-–—]?\s*\d{1,4}\s*[-–—]?(?:\s*(?:/|of|trên)\s*\d{1,4})?\Z",
    re.IGNORECASE,
)


def joined(pages: Sequence[Sequence[Line | Ruled]]) -> Iterator[Piece]:
    """The document's lines and tables in order.

    A header that is printed again at a page's head is no row of the table; a row that a page's
    foot cuts in two is one row.
    """
    told: list[str | Stretch] = []
    for page in _without_running(pages):
        for at, piece in enumerate(page):
            if isinstance(piece, Line):
                told.append(piece.text)
            else:
                _add(told, _without_titles(told, piece) if at == 0 else piece, at == 0)
    for done in glued(told):
        yield done.drawn if isinstance(done, Stretch) else done


def _without_running(pages: Sequence[Sequence[Line | Ruled]]) -> Iterator[list[Line | Ruled]]:
    """The pages without their numbers, and with what heads or foots several of them left on the
    first only."""
    ends = Counter(key for page in pages for key in {_key(page[at]) for at in (0, -1) if page})
    seen = set()
    for page in pages:
        kept = []
        for at, piece in enumerate(page):
            key = _key(piece)
            outer = at in (0, len(page) - 1)
            if outer and isinstance(piece, Line) and _PAGE_NUMBER.match(piece.text):
                continue
            if key is not None and ends[key] > 1 and key in seen:
                continue
            seen.add(key)
            kept.append(piece)
        yield kept


def _key(piece: Line | Ruled) -> tuple[str, int] | None:
    return (piece.text, round(piece.top / CLOSE)) if isinstance(piece, Line) else None


def _without_titles(told: Sequence[str | Stretch], piece: Ruled) -> Ruled:
    """A table at a page's head without the header that it repeats from an earlier one.

    Programs print the header of a sheet's first table on every page, above whatever follows. A
    table whose rows start over under the same header is another table, and keeps it.
    """
    if continued_tables.starts_with_figures(piece.drawn):
        return piece
    for known in reversed(told):
        count = 0 if isinstance(known, str) else continued_tables.repeated(known.drawn, piece.drawn)
        if isinstance(known, str) or not count:
            continue
        rest = piece.below(count)
        starts_over = known.drawn.texts(count)[:1] == piece.drawn.texts(count)[:1]
        return (
            piece
            if starts_over and continued_tables.alike(known.drawn, rest.drawn, CLOSE)
            else rest
        )
    return piece


def _add(told: list[str | Stretch], piece: Ruled, heads_page: bool) -> None:
    """The piece below the stretch that it continues, or else as a new one."""
    if not piece.drawn.boxes:
        return
    found = _continued(told, piece, heads_page)
    if found is None:
        told.append(Stretch(piece.drawn, (piece.tops,)))
    else:
        at, stretch = found
        told[at] = stretch.above(piece, heads_page)


def _continued(
    told: Sequence[str | Stretch], piece: Ruled, heads_page: bool
) -> tuple[int, Stretch] | None:
    """The stretch since the last line that the piece goes on with.

    Bands that are printed side by side before the rows below them wait for their turn in order.
    """
    fitting = [
        (at, one)
        for at, one in _since_last_line(told)
        if _goes_on(one, piece, heads_page) and (heads_page or at == len(told) - 1)
    ]
    if not fitting:
        return None
    last = fitting[0][1]
    waiting = [(at, one) for at, one in fitting if one.keeps_step_with(last)]
    return min(waiting, key=lambda found: (len(found[1].cuts), found[0]))


def _since_last_line(told: Sequence[str | Stretch]) -> Iterator[tuple[int, Stretch]]:
    for at in range(len(told) - 1, -1, -1):
        one = told[at]
        if isinstance(one, str):
            return
        yield at, one


def _goes_on(stretch: Stretch, piece: Ruled, heads_page: bool) -> bool:
    """Whether the piece has the stretch's columns and no header of its own."""
    if not continued_tables.alike(stretch.drawn, piece.drawn, CLOSE):
        return False
    if heads_page and mended(stretch.drawn, piece.drawn) is not None:
        return True
    has_header = not continued_tables.starts_with_figures(stretch.drawn)
    return continued_tables.starts_with_figures(piece.drawn) and (has_header or heads_page)
