"""The parts of a binary workbook (.xlsb), looked over record by record before anyone lays them out.

A record is its kind and its length, both in bytes of seven bits each, then its content.
"""

from __future__ import annotations

import struct
from collections.abc import Iterator
from types import MappingProxyType

from msgspec import Struct

from reconcile.model import LAST_COLUMN, LAST_ROW
from reconcile.ooxml.package import PackageError

# The kinds of records, as [MS-XLSB] 2.3 numbers them.
ROW, BLANK, ERROR, FORMULA_ERROR, SHEET = 0, 1, 3, 11, 156
SHORTEST = (4, 8, 12, 9, 9, 16, 12, 12, 12, 16, 9, 9)  # bytes of a row or a cell, by its kind
TEXTS = (6, 8)  # kinds of cells that hold a text of their own
SHARED_TEXT, SHOWS_SHARED = 19, 7  # kinds: a text among the shared ones, a cell that shows one
ERRORS = MappingProxyType(
    {
        0x00: "#NULL!",
        0x07: "#DIV/0!",
        0x0F: "#VALUE!",
        0x17: "#REF!",
        0x1D: "#NAME?",
        0x24: "#NUM!",
        0x2A: "#N/A",
    }
)

_NUMBER = struct.Struct("<I")
_VALUE_AT = 8  # bytes of column and style before a cell's value


class Extent(Struct, frozen=True):
    """`shape` reaches from A1 to the last cell that is more than a format."""

    shape: tuple[int, int]
    filled: int
    errors: dict[tuple[int, int], str]


def extent(part: bytes) -> Extent:
    """How far a sheet part reaches.

    Raises PackageError where a record is too short for its kind or rows run backwards: native code
    would go on with what the record before it left behind.
    """
    row = height = width = filled = 0
    errors = {}
    for kind, start, length in records(part):
        if kind >= len(SHORTEST):
            continue
        if length < SHORTEST[kind]:
            raise PackageError("broken-workbook")
        number = _NUMBER.unpack_from(part, start)[0]
        if kind == ROW:
            if not row <= number < LAST_ROW:
                raise PackageError("broken-workbook")
            row = number
        elif number >= LAST_COLUMN:
            raise PackageError("broken-workbook")
        elif kind != BLANK:
            filled += 1
            height, width = max(height, row + 1), max(width, number + 1)
            if kind in TEXTS:
                _text(part, start + _VALUE_AT, start + length)
            elif kind in (ERROR, FORMULA_ERROR):
                errors[row, number] = ERRORS.get(part[start + _VALUE_AT], "#VALUE!")
    return Extent((height, width), filled, errors)


def sheet_parts(workbook: bytes) -> dict[str, str]:
    """The name of each sheet, by its relationship."""
    names = {}
    for kind, start, length in records(workbook):
        if kind == SHEET:
            relationship, after = _text(workbook, start + 2 * _NUMBER.size, start + length)
            name, _ = _text(workbook, after, start + length)
            names[relationship] = name
    return names


def shared_sizes(strings: bytes) -> list[int]:
    """How many bytes each of the shared texts takes up. Raises what `require_sound` does."""
    return [length for kind, _, length in records(strings) if kind == SHARED_TEXT]


def shown_texts(part: bytes) -> Iterator[int]:
    """Which of the shared texts the cells of a sheet part show."""
    for kind, start, length in records(part):
        if kind == SHOWS_SHARED and length >= SHORTEST[kind]:
            yield _NUMBER.unpack_from(part, start + _VALUE_AT)[0]


def require_sound(part: bytes) -> None:
    """Raises PackageError where a record claims more than the part holds."""
    for _ in records(part):
        pass


def records(part: bytes) -> Iterator[tuple[int, int, int]]:
    """Each record as (kind, where its content starts, its length)."""
    at, end = 0, len(part)
    try:
        while at < end:
            kind, at = part[at], at + 1
            if kind & 0x80:
                kind, at = (kind & 0x7F) | (part[at] & 0x7F) << 7, at + 1
            length = shift = 0
            more = True
            while more and shift < 28:
                more, length = part[at] > 0x7F, length | (part[at] & 0x7F) << shift
                at, shift = at + 1, shift + 7
            if at + length > end:
                raise PackageError("broken-workbook")
            yield kind, at, length
            at += length
    except IndexError as error:
        raise PackageError("broken-workbook") from error


def _text(part: bytes, at: int, end: int) -> tuple[str, int]:
    """A counted text in UTF-16, and where it ends."""
    if at + _NUMBER.size > end:
        raise PackageError("broken-workbook")
    after = at + _NUMBER.size + 2 * int(_NUMBER.unpack_from(part, at)[0])
    if after > end:
        raise PackageError("broken-workbook")
    return part[at + _NUMBER.size : after].decode("utf-16-le", errors="replace"), after
