"""Numbers as they are printed."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from typing import NamedTuple

from msgspec import Struct

from reconcile.model.arrays import EMPTY, Flags, Integers
from reconcile.model.words import Convention


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
    be set aside (a unit, a footnote mark, a space).
    """

    number: Number
    convention: Convention | None = None
    grouped: bool = False
    overlooked: tuple[str, ...] = ()


class Figures(Struct, frozen=True, eq=False):
    """The numbers of a table body, all arrays of shape (rows, columns).

    `units` counts 10**-scale; `decimals` is how many each cell prints; `known` says where a number
    stands. `doubtful` keeps the cells that were not written the way the table writes its numbers,
    with the reading taken for them.
    """

    units: Integers
    decimals: Integers
    known: Flags
    scale: int
    doubtful: Mapping[tuple[int, int], Reading] = EMPTY

    def number(self, row: int, column: int) -> Number | None:
        """The figure as printed."""
        if not self.known[row, column]:
            return None
        decimals = int(self.decimals[row, column])
        return Number(int(self.units[row, column]) // 10 ** (self.scale - decimals), decimals)
