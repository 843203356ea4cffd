"""A document's flow of lines and tables, as the sheets of a book.

Each table is a sheet of its own, `Table 1`, `Table 2`, …; each stretch of lines before, between and
after them is one too, `Text 1`, `Text 2`, …, with a line to a row.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Iterator
from itertools import groupby

from msgspec.structs import replace

from reconcile import numbers
from reconcile.model import Book, Sheet
from reconcile.reading import boxes
from reconcile.reading.boxes import Drawn
from reconcile.reading.guard import Room

Piece = str | Drawn

_COUNTED = re.compile(r"[(\[]?(\d{1,3})[)\]]?(?:\s*=.*)?\Z")


def book(path: str, kind: str, content: bytes, pieces: Iterable[Piece]) -> Book:
    """The book of a document, its sheets in the order of its pieces; blank lines are left out.

    Raises ReconcileError for a table that is out of proportion.
    """
    sheets = tuple(_sheets(path, pieces))
    return Book(path, kind, hashlib.sha256(content).hexdigest(), sheets)


def _sheets(path: str, pieces: Iterable[Piece]) -> Iterator[Sheet]:
    tables = texts = 0
    room = Room(path)
    told = (piece for piece in pieces if isinstance(piece, Drawn) or piece)
    for is_text, run in groupby(told, key=lambda piece: isinstance(piece, str)):
        if is_text:
            texts += 1
            yield boxes.lines(f"Text {texts}", [piece for piece in run if isinstance(piece, str)])
            continue
        for piece in run:
            if isinstance(piece, Drawn) and piece.boxes:
                tables += 1
                yield boxes.sheet(room, f"Table {tables}", piece)


def joined(pieces: Iterable[Piece], tolerance: float) -> Iterator[Piece]:
    """The pieces with tables that a page break cut in two put together again.

    Only blank lines may stand between the halves, and their columns must be the same within
    `tolerance`.
    """
    held: Drawn | None = None
    for piece in pieces:
        if isinstance(piece, Drawn):
            if held is not None and continues(held, piece, tolerance):
                piece = appended(held, piece)
            elif held is not None:
                yield held
            held = piece
        elif piece or held is None:
            if held is not None:
                yield held
            held = None
            yield piece
    if held is not None:
        yield held


def appended(first: Drawn, second: Drawn) -> Drawn:
    """The second table's rows below the first's."""
    at = first.rows
    below = tuple(box._replace(top=box.top + at, bottom=box.bottom + at) for box in second.boxes)
    hidden = first.hidden_rows | {row + at for row in second.hidden_rows}
    return replace(first, boxes=first.boxes + below, hidden_rows=hidden)


def continues(first: Drawn, second: Drawn, tolerance: float) -> bool:
    """Whether the second table is the rest of the first: the same columns, and either the same
    header with rows that do not start over, or no header at all."""
    if not alike(first, second, tolerance):
        return False
    header = repeated(first, second)
    if header:
        return first.texts(header)[:1] != second.texts(header)[:1]
    return not starts_with_figures(first) and starts_with_figures(second)


def repeated(first: Drawn, second: Drawn) -> int:
    """How many rows of the first table's header the second one repeats at its top."""
    count = 0
    for row in range(min(first.rows, second.rows)):
        texts = first.texts(row)
        if texts != second.texts(row) or (_states_figures(texts) and not _is_numbering(texts)):
            break
        count += 1
    return count


def alike(first: Drawn, second: Drawn, tolerance: float) -> bool:
    """Whether two tables have the same columns, edges within `tolerance`."""
    return len(first.edges) == len(second.edges) and all(
        abs(one - two) < tolerance for one, two in zip(first.edges, second.edges, strict=True)
    )


def starts_with_figures(drawn: Drawn) -> bool:
    """Whether the first row wide enough to be a header states figures instead, by the half of it.

    The names of bands above it are too narrow to be one.
    """
    enough = min(3, len(drawn.edges) - 1)
    rows = (drawn.texts(row) for row in range(drawn.rows))
    return _states_figures(next((row for row in rows if len(row) >= enough), ()))


def _states_figures(texts: tuple[str, ...]) -> bool:
    return bool(texts) and 2 * sum(map(_is_number, texts)) >= len(texts)


def _is_numbering(texts: tuple[str, ...]) -> bool:
    """Whether a row numbers the columns, as headers do: 1, 2, 3 or A, B, (1), (2)."""
    counted = [int(match[1]) for match in map(_COUNTED.match, texts) if match]
    return len(counted) > 1 and counted == list(range(counted[0], counted[0] + len(counted)))


def _is_number(text: str) -> bool:
    return numbers.read(text, None) is not None
