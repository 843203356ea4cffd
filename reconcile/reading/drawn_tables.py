"""A document's tables, drawn from cells that reach over rows and columns, and its lines, as sheets.

Each table is a sheet of its own, `Table 1`, `Table 2`, …; each stretch of lines before, between and
after them is one too, `Text 1`, `Text 2`, …, with a line to a row.
"""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Iterable, Iterator, Sequence
from functools import cached_property
from itertools import groupby
from typing import NamedTuple

import numpy as np
from msgspec import Struct

from reconcile.model import Book, Objects, Range, Sheet
from reconcile.reading import cleaning, marks
from reconcile.reading.guard import Room


class Box(NamedTuple):
    """A cell from row `top` up to row `bottom`, column `left` up to `right`, those excluded."""

    text: str
    top: int
    left: int
    bottom: int
    right: int


class DrawnTable(Struct, frozen=True, eq=False, dict=True):
    """A table as drawn; `edges` are where its columns begin and the last one ends, in the unit of
    its source: points of a PDF, twips of a Word document, columns of a page."""

    boxes: tuple[Box, ...]
    edges: tuple[float, ...]
    hidden_rows: frozenset[int] = frozenset()

    @property
    def rows(self) -> int:
        return max((box.bottom for box in self.boxes), default=0)

    def texts(self, row: int) -> tuple[str, ...]:
        """What stands in the row's own cells, from left to right, blanks left out."""
        return tuple(text for _, text in sorted(self._texts_by_row.get(row, ())))

    @cached_property
    def _texts_by_row(self) -> dict[int, list[tuple[int, str]]]:
        texts: dict[int, list[tuple[int, str]]] = {}
        for box in self.boxes:
            if box.text:
                texts.setdefault(box.top, []).append((box.left, box.text))
        return texts


Piece = str | DrawnTable  # of a document: a line or a table


def one_line(pieces: Iterable[str]) -> str:
    """The pieces of a cell or paragraph on one line, normal, with single spaces."""
    return " ".join(marks.standing(cleaning.normal("".join(pieces))).split())


def edge_indexes(
    edges: Iterable[float], tolerance: float, kept: Collection[tuple[float, float]] = ()
) -> dict[float, int]:
    """The index of each edge from the left, edges closer than `tolerance` counted as one.

    A pair of edges in `kept` stays apart however close: something is written between them.
    """
    indexes: dict[float, int] = {}
    kept_pairs = set(kept)
    first = before = None
    index = 0
    for edge in sorted(set(edges)):
        if first is None or before is None:
            first = edge
        elif edge - first >= tolerance or (before, edge) in kept_pairs:
            first = edge
            index += 1
        indexes[edge] = index
        before = edge
    return indexes


def first_edges(indexes: dict[float, int]) -> tuple[float, ...]:
    """The leftmost edge of each index."""
    leftmost: dict[int, float] = {}
    for edge, index in indexes.items():
        leftmost.setdefault(index, edge)
    return tuple(leftmost.values())


def document_book(path: str, kind: str, content: bytes, pieces: Iterable[Piece]) -> Book:
    """The book of a document, its sheets in the order of its pieces; blank lines are left out.

    Raises ReconcileError for a table that is out of proportion.
    """
    sheets = tuple(_sheets(path, pieces))
    return Book(path, kind, hashlib.sha256(content).hexdigest(), sheets)


def _sheets(path: str, pieces: Iterable[Piece]) -> Iterator[Sheet]:
    tables = texts = 0
    room = Room(path)
    written = (piece for piece in pieces if isinstance(piece, DrawnTable) or piece)
    for is_text, run in groupby(written, key=lambda piece: isinstance(piece, str)):
        if is_text:
            texts += 1
            yield lines_sheet(f"Text {texts}", [piece for piece in run if isinstance(piece, str)])
            continue
        for piece in run:
            if isinstance(piece, DrawnTable) and piece.boxes:
                tables += 1
                yield table_sheet(room, f"Table {tables}", piece)


def table_sheet(room: Room, name: str, table: DrawnTable) -> Sheet:
    """The table as a sheet; where boxes overlap, the first one stands.

    Raises ReconcileError for one that is out of proportion to what it holds.
    """
    shape = table.rows, max((box.right for box in table.boxes), default=0)
    room.take(name, shape, sum(bool(box.text) for box in table.boxes))
    cells: Objects = np.full(shape, None, dtype=object)
    taken = np.zeros(shape, dtype=bool)
    merges = []
    for box in table.boxes:
        area = taken[box.top : box.bottom, box.left : box.right]
        if area.size == 0 or area.any():
            continue
        area[:] = True
        cells[box.top, box.left] = box.text or None
        if area.size > 1:
            merges.append(Range(box.top, box.left, box.bottom - 1, box.right - 1))
    return Sheet(name=name, cells=cells, merges=tuple(merges), hidden_rows=table.hidden_rows)


def lines_sheet(name: str, texts: Sequence[str]) -> Sheet:
    """Lines of prose as a sheet of one column."""
    cells: Objects = np.full((len(texts), 1), None, dtype=object)
    cells[:, 0] = texts
    return Sheet(name=name, cells=cells)
