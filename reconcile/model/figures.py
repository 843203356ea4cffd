"""Numbers as they are printed."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from typing import NamedTuple

import numpy as np
from msgspec import Struct

from reconcile.model.arrays import EMPTY, Flags, Integers
from reconcile.model.words import Convention

SHOWS_ALL = 127  # decimals: a format that shows whatever there is


class Number(NamedTuple):
    """A printed number: an integer count of its last digit's unit."""

    units: int
    decimals: int

    @property
    def value(self) -> Decimal:
        return Decimal(self.units).scaleb(-self.decimals)

    def at(self, scale: int) -> int:
        """The same number counted in units of 10**-scale; `scale` must not be coarser than it."""
        return self.units * int(10 ** (scale - self.decimals))

    def __str__(self) -> str:
        return format(self.value, "f")


class Reading(Struct, frozen=True):
    """How one cell's text became a number.

    `convention` is None where the text would read the same in both; `overlooked` names what had to
    be set aside (a unit, a footnote mark, a space). `currency` is the sign or word for money that
    stands beside the digits, which leaves the figure what it is.
    """

    number: Number
    convention: Convention | None = None
    grouped: bool = False
    overlooked: tuple[str, ...] = ()
    currency: str = ""


class Durations(Struct, frozen=True, eq=False):
    """Which figures are durations: they count units of so many seconds, and are shown by one of
    `codes`, which `shown_by` tells for each cell, -1 where no duration stands."""

    seconds: int
    codes: tuple[str, ...]
    shown_by: Integers

    def code(self, row: int, column: int) -> str:
        """The number format that shows a cell's duration, '' where none stands."""
        which = int(self.shown_by[row, column])
        return "" if which < 0 else self.codes[which]

    @property
    def known(self) -> Flags:
        """Where one stands."""
        return np.asarray(self.shown_by >= 0)


class Figures(Struct, frozen=True, eq=False):
    """The numbers of a table body, all arrays of shape (rows, columns).

    `units` counts 10**-scale; `decimals` is how many each cell prints, but 12 digits of what only a
    calculation can have left, which is no printed precision; `known` says where a number stands.
    `doubtful` keeps the cells that were not written the way the table writes its numbers, with the
    reading taken for them. `shown` is how many decimals each cell's number format shows, None where
    none shows fewer than are stored. `calculated` says whether some are doubles of more than 15
    digits, whose last are what calculating left. `durations` tells which are durations, None where
    none are. `scientific` says which are written with an exponent, `1.02E+04`, and so with no more
    digits than they are known to; None where none is.
    """

    units: Integers
    decimals: Integers
    known: Flags
    scale: int
    doubtful: Mapping[tuple[int, int], Reading] = EMPTY
    shown: Integers | None = None
    calculated: bool = False
    durations: Durations | None = None
    scientific: Flags | None = None

    def is_duration(self, row: int, column: int) -> bool:
        """Whether a cell states how long something took."""
        return self.durations is not None and bool(self.durations.code(row, column))

    def number(self, row: int, column: int) -> Number | None:
        """The figure as printed, and with every digit that a calculation left."""
        if not self.known[row, column]:
            return None
        units, decimals = int(self.units[row, column]), int(self.decimals[row, column])
        coarser, cut = divmod(units, 10 ** (self.scale - decimals))
        if not cut:
            return Number(coarser, decimals)
        decimals = self.scale
        while units % 10 == 0:
            units, decimals = units // 10, decimals - 1
        return Number(units, decimals)
