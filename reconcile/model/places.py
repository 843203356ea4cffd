"""Where things stand."""

from __future__ import annotations

import re
from typing import NamedTuple

# Rows and columns of the largest sheet that Excel makes, since 2007; an address beyond is none.
LAST_ROW, LAST_COLUMN = 1_048_576, 16_384


def letters(column: int) -> str:
    """The spreadsheet name of a column: 0 is A, 26 is AA."""
    name = ""
    column += 1
    while column:
        column, rest = divmod(column - 1, 26)
        name = chr(65 + rest) + name
    return name


_ADDRESS = re.compile(r"\$?([A-Za-z]{1,3})\$?([0-9]{1,7})\Z")
_PLAIN_NAME = re.compile(r"[^\W\d]\w*\Z")
_LIKE_AN_ADDRESS = re.compile(r"(?:[A-Za-z]{1,3}\d+|[Rr]\d*(?:[Cc]\d*)?|[Cc]\d*)\Z")


def position(address: str) -> tuple[int, int] | None:
    """Row and column of an address like `AB12` or `$A$1`, counted from 0; None for what is none."""
    match = _ADDRESS.match(address)
    if match is None:
        return None
    column = 0
    for letter in match[1].upper():
        column = column * 26 + ord(letter) - 64
    row = int(match[2])
    return (row - 1, column - 1) if 1 <= row <= LAST_ROW and column <= LAST_COLUMN else None


def quoted(sheet: str) -> str:
    """A sheet's name as an address prints it, in quotes where spreadsheets need them."""
    if _PLAIN_NAME.match(sheet) and not _LIKE_AN_ADDRESS.match(sheet):
        return sheet
    return "'" + sheet.replace("'", "''") + "'"


class Place(NamedTuple):
    """One cell of a book."""

    sheet: str
    row: int
    column: int

    @property
    def a1(self) -> str:
        return f"{letters(self.column)}{self.row + 1}"

    def __str__(self) -> str:
        return f"{quoted(self.sheet)}!{self.a1}"


class Range(NamedTuple):
    """A rectangle of cells, all four ends included."""

    top: int
    left: int
    bottom: int
    right: int

    @property
    def a1(self) -> str:
        return f"{letters(self.left)}{self.top + 1}:{letters(self.right)}{self.bottom + 1}"
