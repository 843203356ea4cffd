"""Tables that a page break cut in two, put together again."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from msgspec.structs import replace

from reconcile import numbers
from reconcile.reading.drawn_tables import DrawnTable, Piece

# A label by which a header numbers its columns: 3, (3), [3], or "3 = 1 + 2".
_COUNTED = re.compile(r"[(\[]?(\d{1,3})[)\]]?(?:\s*=.*)?\Z")

_HEADER_CELLS = 3  # that a row has at least to be a header, in a table as wide as that


def rejoined(pieces: Iterable[Piece], tolerance: float) -> Iterator[Piece]:
    """The pieces with tables that a page break cut in two put together again.

    Only blank lines may stand between the halves, and their columns must be the same within
    `tolerance`.
    """
    above: DrawnTable | None = None  # the last table, as long as only blank lines came after it
    for piece in pieces:
        if isinstance(piece, DrawnTable):
            if above is not None and _continues(above, piece, tolerance):
                piece = appended(above, piece)
            elif above is not None:
                yield above
            above = piece
        elif piece or above is None:
            if above is not None:
                yield above
            above = None
            yield piece
    if above is not None:
        yield above


def appended(first: DrawnTable, second: DrawnTable) -> DrawnTable:
    """The second table's rows below the first's."""
    at = first.rows
    below = tuple(box._replace(top=box.top + at, bottom=box.bottom + at) for box in second.boxes)
    hidden = first.hidden_rows | {row + at for row in second.hidden_rows}
    return replace(first, boxes=first.boxes + below, hidden_rows=hidden)


def _continues(first: DrawnTable, second: DrawnTable, tolerance: float) -> bool:
    """Whether the second table is the rest of the first: the same columns, and either the same
    header with rows that do not start over, or no header at all."""
    if not same_columns(first, second, tolerance):
        return False
    header = repeated_header_rows(first, second)
    if header:
        return first.texts(header)[:1] != second.texts(header)[:1]
    return not starts_with_figures(first) and starts_with_figures(second)


def repeated_header_rows(first: DrawnTable, second: DrawnTable) -> int:
    """How many rows of the first table's header the second one repeats at its top."""
    count = 0
    for row in range(min(first.rows, second.rows)):
        texts = first.texts(row)
        if texts != second.texts(row) or (_states_figures(texts) and not _is_numbering(texts)):
            break
        count += 1
    return count


def same_columns(first: DrawnTable, second: DrawnTable, tolerance: float) -> bool:
    """Whether two tables have the same columns, edges within `tolerance`."""
    return len(first.edges) == len(second.edges) and all(
        abs(edge - other) < tolerance for edge, other in zip(first.edges, second.edges, strict=True)
    )


def starts_with_figures(table: DrawnTable) -> bool:
    """Whether the first row wide enough to be a header states figures instead, by the half of it:
    `2 | Bắc Giang | 35,2 | 36,1` does, `TT | Đơn vị | Kế hoạch | Thực hiện` does not.

    The names of bands above it are too narrow to be one.
    """
    enough = min(_HEADER_CELLS, len(table.edges) - 1)
    rows = (table.texts(row) for row in range(table.rows))
    return _states_figures(next((row for row in rows if len(row) >= enough), ()))


def _states_figures(texts: tuple[str, ...]) -> bool:
    return bool(texts) and 2 * sum(map(_is_number, texts)) >= len(texts)


def _is_numbering(texts: tuple[str, ...]) -> bool:
    """Whether a row numbers the columns, as headers do: 1, 2, 3 or A, B, (1), (2)."""
    counted = [int(match[1]) for match in map(_COUNTED.match, texts) if match]
    return len(counted) > 1 and counted == list(range(counted[0], counted[0] + len(counted)))


def _is_number(text: str) -> bool:
    return numbers.read(text, None) is not None
