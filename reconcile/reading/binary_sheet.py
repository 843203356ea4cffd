"""The parts of a binary workbook (.xlsb), looked over record by record before anyone lays them out.

A record is its kind and its length, both in bytes of seven bits each, then its content.
"""

from __future__ import annotations

import struct
from collections.abc import Iterator
from dataclasses import dataclass
from types import MappingProxyType

from reconcile.ooxml.package import PackageError

ROW, BLANK, ERROR, FORMULA_ERROR, LAST_OF_CELLS, SHEET = 0, 1, 3, 11, 11, 156
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
_ERROR_AT = 8  # bytes of column and style before a cell's value


@dataclass(frozen=True)
class Extent:
    """`shape` reaches from A1 to the last cell that is more than a format."""

    shape: tuple[int, int]
    filled: int
    errors: dict[tuple[int, int], str]


def extent(part: bytes) -> Extent:
    """How far a sheet part reaches. Raises PackageError where its records do not add up."""
    row = height = width = filled = 0
    errors = {}
    for kind, start, length in records(part):
        if kind > LAST_OF_CELLS or length < _NUMBER.size:
            continue
        number = _NUMBER.unpack_from(part, start)[0]
        if kind == ROW:
            row = number
        elif kind != BLANK:
            filled += 1
            height, width = max(height, row + 1), max(width, number + 1)
            if kind in (ERROR, FORMULA_ERROR) and length > _ERROR_AT:
                errors[row, number] = ERRORS.get(part[start + _ERROR_AT], "#VALUE!")
    return Extent((height, width), filled, errors)


def sheet_parts(workbook: bytes) -> dict[str, str]:
    """The relationship of each sheet, by the sheet's name."""
    found = {}
    for kind, start, length in records(workbook):
        if kind == SHEET:
            relationship, after = _text(workbook, start + 2 * _NUMBER.size, start + length)
            name, _ = _text(workbook, after, start + length)
            found[name] = relationship
    return found


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
