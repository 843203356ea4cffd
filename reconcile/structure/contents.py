"""The cells of a sheet as arrays: of what sort each is, which number it holds, which text it shows.

A text is looked at once, however many cells hold it.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from functools import cached_property
from itertools import count

import numpy as np
from msgspec import Struct
from msgspec.structs import replace

from reconcile import numbers
from reconcile.labels.texts import asked_once_per_pattern
from reconcile.model import (
    FIGURE,
    LOGICAL,
    TEXT,
    Flags,
    Floats,
    Integers,
    Number,
    Objects,
    sorts_of,
)

_STRETCH = 1 << 18  # cells that are looked at while at hand


class TextPool(Struct, frozen=True, eq=False, dict=True):
    """The texts that the cells show: '' first, then each that is held as a text, then the others,
    of which those of figures may come again."""

    texts: Objects
    held: int

    @cached_property
    def legible(self) -> Flags:
        """Which of them are held as texts and state a number."""
        legible = np.zeros(len(self.texts), dtype=bool)
        held: list[str] = self.texts[: self.held].tolist()
        likely = asked_once_per_pattern(held, numbers.may_state_one)
        legible[: self.held] = [
            may and bool(numbers.readings(text)) for may, text in zip(likely, held, strict=True)
        ]
        return legible

    @cached_property
    def fractions(self) -> Mapping[int, Number]:
        """Those that may be a fraction, such as `1/2`, and what each comes to then."""
        held = enumerate(self.texts[: self.held].tolist())
        fractions = (
            (n, numbers.lone_fraction(text)) for n, text in held if "/" in text or "⁄" in text
        )
        return {n: number for n, number in fractions if number is not None}


class Contents(Struct, frozen=True, eq=False):
    """What cells hold, all arrays of shape (rows, columns).

    `values` are the stored numbers, 0 where there is none; `shown` says which text of the
    pool each cell shows, `formats` which of `format_codes` it has.
    """

    sorts: Integers
    values: Floats
    shown: Integers
    formats: Integers | None
    format_codes: tuple[str, ...]
    pool: TextPool

    @property
    def text(self) -> Objects:
        """What each cell shows, '' where it is blank."""
        return np.asarray(self.pool.texts[self.shown])

    def at(self, row: int, column: int) -> str:
        """What a cell shows."""
        return str(self.pool.texts[self.shown[row, column]])

    def row(self, row: int) -> list[str]:
        """What the cells of a row show."""
        return [str(text) for text in self.pool.texts[self.shown[row]]]

    @property
    def stored(self) -> Flags:
        """Which cells hold a number, or a truth value, which counts as 0 or 1."""
        return np.asarray((self.sorts == FIGURE) | (self.sorts == LOGICAL))

    @property
    def legible(self) -> Flags:
        """Which cells hold a text that states a number."""
        return np.asarray((self.sorts == TEXT) & self.pool.legible[self.shown])

    @property
    def elapsed(self) -> Flags:
        """Which cells hold a duration: a number in a format that shows what has passed."""
        elapsed = [numbers.is_elapsed(code) for code in self.format_codes]
        if self.formats is None or not any(elapsed):
            return np.zeros(self.sorts.shape, dtype=bool)
        return np.asarray((self.sorts == FIGURE) & np.array(elapsed)[self.formats])

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
    elements: Integers = array.ravel()[source]
    elements[source < 0] = 0
    return elements


def contents(
    cells: Objects, formats: Integers | None = None, codes: tuple[str, ...] = ("General",)
) -> Contents:
    """What the cells of a sheet, or of tables gathered from several, hold and show."""
    flat = cells.ravel()
    sorts = sorts_of(flat)
    used = np.zeros(len(flat), dtype=np.int32) if formats is None else formats.ravel()
    shown = np.zeros(len(flat), dtype=np.int32)
    index = defaultdict[str, int](count(1).__next__, {"": 0})
    texts = flat[sorts == TEXT].tolist()
    shown[sorts == TEXT] = np.fromiter(map(index.__getitem__, texts), np.int32, len(texts))
    held = len(index)
    for at in np.flatnonzero(sorts >= LOGICAL).tolist():
        shown[at] = index[numbers.shown(flat[at], codes[used[at]])]
    numeric = (sorts == FIGURE) | (sorts == LOGICAL)
    values = np.zeros(len(flat))
    values[numeric] = flat[numeric].astype(np.float64)
    texts = [*index]
    for at in range(0, len(flat), _STRETCH):
        here = slice(at, at + _STRETCH)
        _show((values[here], sorts[here], used[here]), codes, texts, shown[here])
    shape = cells.shape
    return Contents(
        sorts=sorts.reshape(shape),
        values=values.reshape(shape),
        shown=shown.reshape(shape),
        formats=formats,
        format_codes=codes,
        pool=TextPool(np.array(texts, dtype=object), held),
    )


def _show(
    figures: tuple[Floats, Integers, Integers],
    codes: tuple[str, ...],
    texts: list[str],
    shown: Integers,
) -> None:
    """Adds the texts that the figures of some cells, given by values, sorts and formats, are shown
    as, and says which of all texts each cell shows."""
    values, sorts, formats = figures
    stored = np.flatnonzero(sorts == FIGURE)
    used = formats[stored]
    for format in np.flatnonzero(np.bincount(used)).tolist():
        here = stored[used == format]
        different, indices = distinct(values[here])
        shown[here] = len(texts) + indices
        texts += numbers.all_shown(different, codes[format])


def distinct(values: Floats) -> tuple[Floats, Integers]:
    """The different ones of some numbers, and which of them each is. 0 is not -0."""
    small = (values >= 0) & (values < len(values)) & ~np.signbit(values)
    integers = values[small].astype(np.int64)
    small[small] = integers == values[small]
    integers = values[small].astype(np.int64)
    counted = np.flatnonzero(np.bincount(integers))
    place = np.zeros(len(values), dtype=np.int64)
    place[counted] = np.arange(len(counted))
    indices = np.empty(len(values), dtype=np.int64)
    indices[small] = place[integers]
    bits, others = np.unique(values[~small].view(np.int64), return_inverse=True)
    indices[~small] = others + len(counted)
    return np.concatenate([counted.astype(np.float64), bits.view(np.float64)]), indices
