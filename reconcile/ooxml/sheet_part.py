"""The rows and cells of a sheet part by their bytes, and the part with some of them put anew.

Places in the bytes are found on a copy in which comments and raw sections are blanked at their
length, so that they are places in the part itself.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterable, Mapping
from functools import cached_property
from typing import NamedTuple

import numpy as np
from msgspec import Struct

from reconcile.model import LAST_COLUMN, letters, places
from reconcile.ooxml.cells import Body, Cells, cells, position
from reconcile.ooxml.markup import attributes, tag_pattern
from reconcile.ooxml.package import PackageError, as_count
from reconcile.ooxml.sheet import body_of

_COMMENT_OR_RAW = re.compile(rb"<!--.*?-->|<!\[CDATA\[.*?\]\]>", re.DOTALL)
_SPANS = re.compile(rb"""\s+spans\s*=\s*(?:"[^"]*"|'[^']*')""")
_DIMENSION = re.compile(rb"""(<(?:[\w.-]+:)?dimension\s[^<>]*?ref\s*=\s*["'])([^"']*)""")

Spot = tuple[int, int]  # row and column, counted from 0


class Splice(NamedTuple):
    """Bytes `start` up to `end` are to read `new`."""

    start: int
    end: int
    new: bytes


class RowSpan(NamedTuple):
    """A row element: its number, where it opens, where its tag ends, where its cells end."""

    row: int
    start: int
    opened: int
    end: int


def spliced(data: bytes, splices: Iterable[Splice]) -> bytes:
    """The bytes with all splices made; they must not overlap."""
    pieces, at = [], 0
    for start, end, new in sorted(splices, key=lambda splice: splice[:2]):
        pieces += [data[at:start], new]
        at = end
    return b"".join((*pieces, data[at:]))


def masked(data: bytes) -> bytes:
    """The part with comments and raw sections blanked at their length."""
    if b"<!" not in data:
        return data
    return _COMMENT_OR_RAW.sub(lambda match: b" " * len(match[0]), data)


class SheetPart(Struct, frozen=True, dict=True):
    """A sheet part whose rows and cells all carry their address; `addressed_part` makes it one."""

    data: bytes

    @cached_property
    def body(self) -> Body:
        return body_of(masked(self.data))

    @cached_property
    def cells(self) -> Cells:
        return cells(self.body)

    @cached_property
    def rows(self) -> list[RowSpan]:
        body, rows = self.body, []
        closing = b"</" + body.prefix + b"row"
        number = -1
        for tag in tag_pattern(body.prefix, rb"row").finditer(body.data, body.start, body.end):
            reference = attributes(tag[2]).get("r")
            number = number + 1 if reference is None else position(f"A{reference}")[0]
            end = tag.end()
            if not tag[2].endswith(b"/"):
                end = body.data.find(closing, tag.end(), body.end)
                if end < 0:
                    raise PackageError("broken-workbook")
            rows.append(RowSpan(number, tag.start(), tag.end(), end))
        return rows

    @cached_property
    def _index(self) -> dict[Spot, int]:
        return {
            spot: at
            for at, spot in enumerate(
                zip(self.cells.rows.tolist(), self.cells.columns.tolist(), strict=True)
            )
        }

    def __contains__(self, spot: Spot) -> bool:
        return spot in self._index

    def span(self, spot: Spot) -> tuple[int, int] | None:
        """Where a cell's element begins and ends; None for an absent one."""
        at = self._index.get(spot)
        return None if at is None else self._extent(int(self.cells.offsets[at]))

    def element(self, spot: Spot) -> bytes | None:
        span = self.span(spot)
        return None if span is None else self.data[slice(*span)]

    def style(self, spot: Spot) -> int:
        """The style of a cell, or the one an absent cell shows: its row's, else its column's."""
        at = self._index.get(spot)
        if at is not None:
            return int(self.cells.styles[at])
        row = next((row for row in self.rows if row.row == spot[0]), None)
        if row is not None:
            row_attributes = attributes(self.body.data[row.start : row.opened])
            if row_attributes.get("customFormat") in ("1", "true"):
                return as_count(row_attributes.get("s"))
        return self._column_style(spot[1])

    def _column_style(self, column: int) -> int:
        body = self.body
        for tag in tag_pattern(body.prefix, rb"col").finditer(body.data, 0, body.start):
            band = attributes(tag[2])
            if (
                as_count(band.get("min"), LAST_COLUMN + 1)
                <= column + 1
                <= as_count(band.get("max"))
            ):
                return as_count(band.get("style"))
        return 0

    def _extent(self, start: int) -> tuple[int, int]:
        body = self.body
        tag = tag_pattern(body.prefix, rb"c").match(body.data, start)
        if tag is None:
            raise PackageError("broken-workbook")
        if tag[2].endswith(b"/"):
            return start, tag.end()
        closing = re.compile(b"</" + re.escape(body.prefix) + rb"c\s*>")
        end = closing.search(body.data, tag.end(), body.end)
        if end is None:
            raise PackageError("broken-workbook")
        return start, end.end()


def addressed_part(data: bytes) -> SheetPart:
    """The part, an address written into every row and cell that has none.

    Raises PackageError where its cells cannot all be told apart.
    """
    part = SheetPart(data)
    body, splices = part.body, []
    if body.start == len(body.data):
        raise PackageError("broken-workbook")
    if body.start == body.end and body.data.endswith(b"/>", 0, body.end):
        opened = b"></" + body.prefix + b"sheetData>"
        splices.append(Splice(body.data.rindex(b"/", 0, body.end), body.end, opened))
    for row in part.rows:
        tag = part.body.data[row.start : row.opened]
        if "r" not in attributes(tag):
            splices.append(_with_address(part, row.start, b"row", f"{row.row + 1}"))
    if len(part.rows) and len(part.cells.offsets):
        bare = _without_address(part)
        for at in bare:
            address = f"{letters(int(part.cells.columns[at]))}{int(part.cells.rows[at]) + 1}"
            splices.append(_with_address(part, int(part.cells.offsets[at]), b"c", address))
    return SheetPart(spliced(data, splices)) if splices else part


def _without_address(part: SheetPart) -> list[int]:
    body, offsets = part.body, part.cells.offsets
    data = np.frombuffer(body.data, dtype=np.uint8)
    start = offsets + len(body.prefix) + 2
    usual = np.ones(len(offsets), dtype=bool)
    for ahead, byte in enumerate(b' r="'):
        usual &= data[np.minimum(start + ahead, len(data) - 1)] == byte
    pattern = tag_pattern(body.prefix, rb"c")
    odd = []
    for at in np.flatnonzero(~usual).tolist():
        tag = pattern.match(body.data, int(offsets[at]))
        if tag is not None and "r" not in attributes(tag[2]):
            odd.append(at)
    return odd


def _with_address(part: SheetPart, start: int, name: bytes, address: str) -> Splice:
    at = start + 1 + len(part.body.prefix) + len(name)
    return Splice(at, at, f' r="{address}"'.encode())


def with_cells(part: SheetPart, wanted: Mapping[Spot, bytes | None]) -> bytes:
    """The part with cell elements put in place, absent ones made; None takes an element out."""
    by_row: dict[int, dict[int, bytes | None]] = defaultdict(dict)
    for (row, column), element in wanted.items():
        by_row[row][column] = element
    present = {row.row: row for row in part.rows}
    splices: list[Splice] = []
    for row, columns in sorted(by_row.items()):
        if row in present:
            splices += _row_splices(part, present[row], columns)
        else:
            splices += _new_row(part, row, columns)
    added = [spot for spot, element in wanted.items() if element is not None]
    return spliced(part.data, [*_joined(splices), *_dimension(part, added)])


def _joined(splices: list[Splice]) -> list[Splice]:
    """Insertions at one place made one, in the order they were asked for."""
    kept: list[Splice] = []
    for splice in splices:
        last = kept[-1] if kept else None
        if last is not None and last.start == last.end == splice.start == splice.end:
            kept[-1] = Splice(last.start, last.end, last.new + splice.new)
        else:
            kept.append(splice)
    return kept


def _row_splices(
    part: SheetPart, row: RowSpan, columns: Mapping[int, bytes | None]
) -> list[Splice]:
    prefix = part.body.prefix
    here = np.flatnonzero(part.cells.rows == row.row)
    order = sorted((int(part.cells.columns[at]), int(part.cells.offsets[at])) for at in here)
    standing = [column for column, _ in order]
    closed = part.body.data[row.opened - 2 : row.opened] == b"/>"
    inserted: dict[int, bytes] = defaultdict(bytes)
    splices = []
    for column, element in sorted(columns.items()):
        span = part.span((row.row, column))
        if span is not None:
            splices.append(Splice(*span, element or b""))
        elif element is not None:
            after = bisect_left(standing, column)
            at = order[after][1] if after < len(order) else row.end
            inserted[at] += element
    if closed and inserted:
        content = b"".join(inserted.values())
        slash = part.body.data.rindex(b"/", row.start, row.opened)
        closing = b">" + content + b"</" + prefix + b"row>"
        return [Splice(slash, row.opened, closing), *_unspanned(part, row)]
    splices += [Splice(at, at, content) for at, content in inserted.items()]
    return [*splices, *(_unspanned(part, row) if inserted else ())]


def _unspanned(part: SheetPart, row: RowSpan) -> list[Splice]:
    """The row without its `spans`, a hint that would now be false."""
    hint = _SPANS.search(part.body.data, row.start, row.opened)
    return [Splice(hint.start(), hint.end(), b"")] if hint else []


def _new_row(part: SheetPart, row: int, columns: Mapping[int, bytes | None]) -> list[Splice]:
    content = b"".join(element for _, element in sorted(columns.items()) if element is not None)
    if not content:
        return []
    body = part.body
    name = body.prefix + b"row"
    element = b"<" + name + f' r="{row + 1}">'.encode() + content + b"</" + name + b">"
    after = [below for below in part.rows if below.row > row]
    if after:
        return [Splice(after[0].start, after[0].start, element)]
    return [Splice(body.end, body.end, element)]


def _dimension(part: SheetPart, spots: list[Spot]) -> list[Splice]:
    match = _DIMENSION.search(part.body.data, 0, part.body.start)
    if match is None or not spots:
        return []
    first, _, last = match[2].decode("ascii", "replace").partition(":")
    stated = [places.position(first), places.position(last or first)]
    if None in stated:
        return []  # a dimension that is none, which every program overlooks
    corners = [*filter(None, stated), *spots]
    rows, columns = [row for row, _ in corners], [column for _, column in corners]
    top, left = f"{letters(min(columns))}{min(rows) + 1}", f"{letters(max(columns))}{max(rows) + 1}"
    return [Splice(match.start(2), match.end(2), f"{top}:{left}".encode())]
