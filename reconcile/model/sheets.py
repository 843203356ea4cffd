"""What was read: a book of sheets, each a grid of cells."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import cached_property
from typing import Any, TypeVar

import numpy as np
from msgspec import Struct

from reconcile.model.arrays import EMPTY, Flags, Integers, Objects
from reconcile.model.places import Range

T = TypeVar("T")

NOTHING, TEXT, FIGURE, LOGICAL, OTHER = range(5)  # sorts of cells


def sorts_of(cells: Objects) -> Integers:
    """Of what sort each cell is, in the shape of `cells`."""
    flat = cells.ravel()
    sorts = np.fromiter(map(_Sorts().__getitem__, map(type, flat)), np.int8, len(flat))
    return sorts.reshape(cells.shape)


class _Sorts(dict[type, int]):
    """The sort of each kind of value met so far."""

    def __missing__(self, kind: type) -> int:
        self[kind] = sort = _sort(kind)
        return sort


def _sort(kind: type) -> int:
    if issubclass(kind, str):
        return TEXT
    if issubclass(kind, bool):
        return LOGICAL
    if issubclass(kind, (int, float)):
        return FIGURE
    return NOTHING if kind is type(None) else OTHER


class Sheet(Struct, frozen=True, eq=False):
    """A grid of cells, as the source holds it.

    `cells` has shape (rows, columns). A cell is None where nothing stands, a str as written, or in
    a typed source (a workbook) a bool, int, float, date, datetime, time or timedelta. `formats`,
    where the source has number formats, gives each cell's index into `format_codes`. `widths`, for
    text sources, counts the fields each line really has. `blanks` are the cells whose formula gave
    an empty text: they show nothing, and are computed. `covered` are values under a merge, which
    nobody sees and every formula counts. `indents`, of the same shape, counts the spaces that a
    cell's text is set in by, `bold` says which are bold; None where the source does not tell.
    """

    name: str
    cells: Objects
    typed: bool = False
    merges: tuple[Range, ...] = ()
    formats: Integers | None = None
    format_codes: tuple[str, ...] = ("General",)
    formulas: Mapping[tuple[int, int], str] = EMPTY
    blanks: frozenset[tuple[int, int]] = frozenset()
    covered: Mapping[tuple[int, int], object] = EMPTY
    widths: Integers | None = None
    indents: Integers | None = None
    bold: Flags | None = None
    hidden: bool = False
    hidden_rows: frozenset[int] = frozenset()
    hidden_columns: frozenset[int] = frozenset()

    @property
    def shape(self) -> tuple[int, int]:
        rows, columns = self.cells.shape
        return rows, columns

    def format_code(self, row: int, column: int) -> str:
        return "General" if self.formats is None else self.format_codes[self.formats[row, column]]


class Book(Struct, frozen=True, eq=False, dict=True):
    """A file, read: `format` is the contract's word for its kind, `sha256` that of its bytes.

    `names` says what each defined name of a workbook stands for, names in lower case.
    """

    path: str
    format: str
    sha256: str
    sheets: tuple[Sheet, ...]
    names: Mapping[str, str] = EMPTY

    def sheet(self, name: str) -> Sheet:
        return next(sheet for sheet in self.sheets if sheet.name == name)

    @cached_property
    def _kept(self) -> dict[Any, Any]:
        return {}

    def kept(self, make: Callable[[Book], T]) -> T:
        """What `make` makes of the book, made when first asked for and gone with the book.

        It should not refer to the book itself, only to its sheets: a circle would keep their cells
        in memory until the garbage collector comes by.
        """
        if make not in self._kept:
            self._kept[make] = make(self)
        made: T = self._kept[make]
        return made
