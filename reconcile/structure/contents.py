"""The cells of a sheet as arrays: of what sort each is, which number it holds, which text it shows.

A text is looked at once, however many cells hold it; so is a number that is shown as a text.
"""

from __future__ import annotations

from functools import cached_property
from itertools import filterfalse

import numpy as np
from msgspec import Struct
from msgspec.structs import replace

from reconcile import numbers
from reconcile.model import FIGURE, LOGICAL, TEXT, Flags, Floats, Integers, Objects, sorts_of

_STRETCH = 1 << 16  # cells that are looked at while at hand


class Vocabulary(Struct, frozen=True, eq=False, dict=True):
    """Every distinct text that the cells show, '' first, then those that are held as texts."""

    texts: Objects
    held: int

    @cached_property
    def legible(self) -> Flags:
        """Which of them are held as texts and state a number."""
        found = np.zeros(len(self.texts), dtype=bool)
        found[: self.held] = [bool(numbers.readings(text)) for text in self.texts[: self.held]]
        return found


class Contents(Struct, frozen=True, eq=False):
    """What cells hold, all arrays of shape (rows, columns).

    `values` are the stored numbers, 0 where there is none; `shown` says which text of the
    vocabulary each cell shows, `formats` which of `format_codes` it has.
    """

    sorts: Integers
    values: Floats
    shown: Integers
    formats: Integers | None
    format_codes: tuple[str, ...]
    vocabulary: Vocabulary

    @property
    def text(self) -> Objects:
        """What each cell shows, '' where it is blank."""
        return np.asarray(self.vocabulary.texts[self.shown])

    def row(self, row: int) -> list[str]:
        """What the cells of a row show."""
        return [str(text) for text in self.vocabulary.texts[self.shown[row]]]

    @property
    def stored(self) -> Flags:
        """Which cells hold a number, or a truth value, which counts as 0 or 1."""
        return np.asarray((self.sorts == FIGURE) | (self.sorts == LOGICAL))

    @property
    def legible(self) -> Flags:
        """Which cells hold a text that states a number."""
        return np.asarray((self.sorts == TEXT) & self.vocabulary.legible[self.shown])

    def code(self, row: int, column: int) -> str:
        return "General" if self.formats is None else self.format_codes[self.formats[row, column]]

    def taken(self, source: Integers) -> Contents:
        """The cells at some positions of the flattened arrays, nothing where one is -1."""
        return replace(
            self,
            sorts=taken(self.sorts, source),
            values=taken(self.values, source),
            shown=taken(self.shown, source),
            formats=None if self.formats is None else taken(self.formats, source),
        )


def taken(array: Integers, source: Integers) -> Integers:
    """The elements at some positions of the flattened array, 0 where one is -1."""
    found: Integers = array.ravel()[source]
    found[source < 0] = 0
    return found


def contents(
    cells: Objects, formats: Integers | None = None, codes: tuple[str, ...] = ("General",)
) -> Contents:
    """What the cells of a sheet, or of tables gathered from several, hold and show."""
    flat = cells.ravel()
    sorts = sorts_of(flat)
    index = {"": 0}
    shown = np.zeros(len(flat), dtype=np.int32)
    _index_held(flat, sorts, index, shown)
    held = len(index)
    values = np.zeros(len(flat))
    numeric = (sorts == FIGURE) | (sorts == LOGICAL)
    values[numeric] = flat[numeric].astype(np.float64)
    used = np.zeros(len(flat), dtype=np.int32) if formats is None else formats.ravel()
    for at in range(0, len(flat), _STRETCH):
        here = slice(at, at + _STRETCH)
        _index_shown(values[here], sorts[here], (used[here], codes), index, shown[here])
    for at in np.flatnonzero(sorts >= LOGICAL).tolist():
        shown[at] = index.setdefault(numbers.shown(flat[at], codes[used[at]]), len(index))
    shape = cells.shape
    return Contents(
        sorts=sorts.reshape(shape),
        values=values.reshape(shape),
        shown=shown.reshape(shape),
        formats=formats,
        format_codes=codes,
        vocabulary=Vocabulary(np.array([*index], dtype=object), held),
    )


def _index_held(flat: Objects, sorts: Integers, index: dict[str, int], shown: Integers) -> None:
    """Enters the texts that cells hold."""
    texts = flat[sorts == TEXT].tolist()
    _enter(texts, index)
    shown[sorts == TEXT] = np.fromiter(map(index.__getitem__, texts), np.int32, len(texts))


def _index_shown(
    values: Floats,
    sorts: Integers,
    formats: tuple[Integers, tuple[str, ...]],
    index: dict[str, int],
    shown: Integers,
) -> None:
    """Enters the texts that numbers are shown as, each number once."""
    figures = np.flatnonzero(sorts == FIGURE)
    by_cell, codes = formats
    used = by_cell[figures]
    for format in np.flatnonzero(np.bincount(used)).tolist():
        here = figures[used == format]
        different, which = distinct(values[here])
        texts = numbers.all_shown(different.tolist(), codes[format])
        _enter(texts, index)
        entered = np.fromiter(map(index.__getitem__, texts), np.int32, len(texts))
        shown[here] = entered[which]


def _enter(texts: list[str], index: dict[str, int]) -> None:
    """Numbers the texts that are new, in their order."""
    fresh = dict.fromkeys(filterfalse(index.__contains__, texts))
    index.update(zip(fresh, range(len(index), len(index) + len(fresh)), strict=True))


def distinct(values: Floats) -> tuple[Floats, Integers]:
    """The different ones of some numbers, and which of them each is. 0 is not -0."""
    small = (values >= 0) & (values < len(values)) & ~np.signbit(values)
    whole = values[small].astype(np.int64)
    small[small] = whole == values[small]
    whole = values[small].astype(np.int64)
    counted = np.flatnonzero(np.bincount(whole))
    place = np.zeros(len(values), dtype=np.int64)
    place[counted] = np.arange(len(counted))
    which = np.empty(len(values), dtype=np.int64)
    which[small] = place[whole]
    bits, others = np.unique(values[~small].view(np.int64), return_inverse=True)
    which[~small] = others + len(counted)
    return np.concatenate([counted.astype(np.float64), bits.view(np.float64)]), which
