"""The cell tags of a sheet part, all at once.

Nearly every writer orders a cell's attributes r, s, t; tags of that form are read in step, as
columns of bytes. The others are read one by one.
"""

from __future__ import annotations

import re
from typing import NamedTuple

import numpy as np
import numpy.typing as npt
from msgspec import Struct

from reconcile.model import LAST_COLUMN, LAST_ROW, places
from reconcile.ooxml.markup import attributes, tag_pattern
from reconcile.ooxml.package import PackageError

_PREFIXED_CELL = re.compile(rb"<([\w.-]+:)c[\s/>]")
_PADDING = b"\0" * 64  # bytes, so that looking ahead from the last tag stays inside
_ENDS_NAME = np.isin(np.arange(256), list(b" />\n\r\t"))
_A, _ZERO = np.frombuffer(b"A0", dtype=np.uint8)
# Tags and bytes read at once: few enough for their arrays to stay in the processor's cache.
_TAGS_AT_ONCE, _BYTES_AT_ONCE = 1 << 14, 1 << 18
_MOST_STYLE_DIGITS, _MOST_ROW_DIGITS, _MOST_LETTERS = 6, 7, 3  # of a style, and as in XFD1048576

Integers = npt.NDArray[np.int64]
Flags = npt.NDArray[np.bool_]
Bytes = npt.NDArray[np.uint8]


class Body(NamedTuple):
    """A sheet part and where its cells stand in it, from `start` up to `end`."""

    data: bytes
    prefix: bytes
    start: int
    end: int


class Cells(Struct, frozen=True, eq=False):
    """One entry per cell element: where its tag opens in the part, its address, its style.

    `valued` says which are more than a format, `faulty` which hold an error value.
    """

    offsets: Integers
    rows: Integers
    columns: Integers
    styles: Integers
    valued: Flags
    faulty: Flags


def cells(body: Body) -> Cells:
    """Raises PackageError where the cells cannot all be told apart, or have no possible address."""
    data = np.frombuffer(body.data + _PADDING, dtype=np.uint8)
    offsets = _opened(data, body)
    named = offsets + len(body.prefix) + 2
    stretches = [
        _in_step(data, named[at : at + _TAGS_AT_ONCE])
        for at in range(0, len(named) or 1, _TAGS_AT_ONCE)
    ]
    rows, columns, styles, valued, faulty, read = map(np.concatenate, zip(*stretches, strict=True))
    table = Cells(offsets, rows, columns, styles, valued, faulty)
    _read_singly(table, body, np.flatnonzero(~read))
    if (table.rows < 0).any():
        _number_unaddressed(table, body)
    if ((table.rows >= LAST_ROW) | (table.columns >= LAST_COLUMN) | (table.columns < 0)).any():
        raise PackageError("broken-workbook")
    return table


def position(address: str) -> tuple[int, int]:
    """Row and column of an address in a part. Raises PackageError for what is none."""
    at = places.position(address)
    if at is None:
        raise PackageError("broken-workbook")
    return at


def _opened(data: Bytes, body: Body) -> Integers:
    """Where cell tags open; none may open outside the body or under another prefix."""
    length = len(body.data)
    stretches = [
        _bare(data[at : min(at + _BYTES_AT_ONCE, length) + 2]) + at
        for at in range(body.start, length, _BYTES_AT_ONCE)
    ]
    bare = np.concatenate(stretches) if stretches else np.empty(0, dtype=np.int64)
    prefixed = []
    colon = body.data.find(b":", body.start)  # one byte is looked for much faster than two
    if colon >= 0 and body.data.find(b":c", colon) >= 0:
        prefixed = list(_PREFIXED_CELL.finditer(body.data, body.start))
    own = [match.start() for match in prefixed if match[1] == body.prefix]
    opened = np.array(own, dtype=np.int64) if body.prefix else bare
    if len(bare) + len(prefixed) != len(opened) or (len(opened) and opened[-1] >= body.end):
        raise PackageError("broken-workbook")
    return opened


def _bare(data: Bytes) -> Integers:
    """Where the tag of a cell without a prefix opens, up to two bytes before the end."""
    tags = np.flatnonzero((data[:-2] == ord("<")) & (data[1:-1] == ord("c")))
    return np.asarray(tags[_ENDS_NAME[data[tags + 2]]])


def _in_step(data: Bytes, named: Integers) -> tuple[Integers | Flags, ...]:
    """Rows, columns, styles, which are valued, which faulty and which could be read of some tags,
    from the ends of their names on."""
    cursor = _Cursor(data, named)
    columns, rows, addressed = cursor.address()
    styles = cursor.style()
    faulty = cursor.type_is_error()
    valued, ended = cursor.end()
    return rows, columns, styles, valued, faulty, addressed & ended


class _Cursor:
    """Reads all tags in step: `at` is how far each has been read."""

    def __init__(self, data: Bytes, at: Integers) -> None:
        self.data, self.at = data, at

    def address(self) -> tuple[Integers, Integers, Flags]:
        begun = self._literal(b' r="')
        column, row = np.zeros_like(self.at), np.zeros_like(self.at)
        for _ in range(_MOST_LETTERS):
            letter = self.data[self.at] - _A  # a byte, which wraps around below it
            taken = begun & (letter < 26)
            if not taken.any():
                break
            column = np.where(taken, column * 26 + letter + 1, column)
            self.at = self.at + taken
        row = self._digits(_MOST_ROW_DIGITS)
        complete = begun & self._literal(b'"') & (column > 0) & (row > 0)
        return np.where(complete, column, 0) - 1, np.where(complete, row, 0) - 1, complete

    def style(self) -> Integers:
        begun = self._literal(b' s="')
        if not begun.any():
            return np.zeros_like(self.at)
        style = self._digits(_MOST_STYLE_DIGITS)
        self._literal(b'"')
        return np.where(begun, style, 0)

    def type_is_error(self) -> Flags:
        begun = self._literal(b' t="')
        if not begun.any():
            return begun
        error = begun & (self.data[self.at] == ord("e")) & (self.data[self.at + 1] == ord('"'))
        for _ in range(len("inlineStr")):
            within = begun & (self.data[self.at] != ord('"'))
            if not within.any():
                break
            self.at = self.at + within
        self._literal(b'"')
        return np.asarray(error)

    def end(self) -> tuple[Flags, Flags]:
        valued = self._literal(b">")
        return valued, valued | self._literal(b"/>")

    def _literal(self, text: bytes) -> Flags:
        same = np.ones(len(self.at), dtype=bool)
        for ahead, byte in enumerate(text):
            same &= self.data[self.at + ahead] == byte
        self.at = self.at + len(text) * same
        return same

    def _digits(self, most: int) -> Integers:
        number, running = np.zeros_like(self.at), np.ones(len(self.at), dtype=bool)
        for _ in range(most):
            if not running.any():
                break
            digit = self.data[self.at] - _ZERO
            running &= digit < 10
            number = np.where(running, number * 10 + digit, number)
            self.at = self.at + running
        return number


def _read_singly(table: Cells, body: Body, odd: Integers) -> None:
    pattern = tag_pattern(body.prefix, rb"c")
    for at in odd.tolist():
        match = pattern.match(body.data, int(table.offsets[at]))
        if match is None:
            raise PackageError("broken-workbook")
        tag = attributes(match[2])
        row, column = position(tag["r"]) if "r" in tag else (-1, -1)
        style = tag.get("s", "0")
        table.rows[at], table.columns[at] = row, column
        table.styles[at] = (
            int(style) if style.isdecimal() and len(style) <= _MOST_STYLE_DIGITS else 0
        )
        table.valued[at] = not match[2].endswith(b"/")
        table.faulty[at] = tag.get("t") == "e"


def _number_unaddressed(table: Cells, body: Body) -> None:
    """Give addresses to the cells that have none: each stands right of the one before it."""
    row, column, at = -1, -1, 0
    for tag in tag_pattern(body.prefix, rb"row|c").finditer(body.data, body.start, body.end):
        if tag[1] == b"row":
            reference = attributes(tag[2]).get("r")
            row, column = (position(f"A{reference}")[0] if reference else row + 1), -1
            continue
        if table.rows[at] < 0:
            table.rows[at], table.columns[at] = max(row, 0), column + 1
        column = int(table.columns[at])
        at += 1
