"""Numbers as they are written again, in one of the two ways that a decimal is marked."""

from __future__ import annotations

import re
from decimal import Decimal
from fractions import Fraction

from msgspec import Struct

from reconcile.model import Convention, Number

DECIMAL_MARK: dict[Convention, str] = {"point": ".", "comma": ","}
OTHER_CONVENTION: dict[Convention, Convention] = {"point": "comma", "comma": "point"}
_UNGROUPED = re.compile(r"(?P<sign>[+−-]?)(?P<whole>\d+)(?:[.,](?P<part>\d+))?(?P<rest>%?)\Z")
_MOST_DECIMALS = 12  # written of a value that never ends, such as a third


def rounded(value: Fraction, decimals: int) -> Number:
    """The value to that many decimals, halves away from zero, as people round."""
    scaled = abs(value) * 10**decimals
    units = (2 * scaled.numerator + scaled.denominator) // (2 * scaled.denominator)
    return Number(units if value >= 0 else -units, decimals)


def plain(value: Fraction | Decimal, least: int = 0) -> str:
    """An exact decimal with a point, at least `least` decimals; 12 where it never ends."""
    fraction = Fraction(value)
    decimals = least
    while decimals < _MOST_DECIMALS and (fraction * 10**decimals).denominator != 1:
        decimals += 1
    return str(rounded(fraction, decimals))


def written(number: str, convention: Convention) -> str:
    """A plain decimal as a sheet of that convention writes it."""
    return number.replace(".", DECIMAL_MARK[convention])


class Writing(Struct, frozen=True):
    """The marks that numbers are written with: `,` and `.` in 16.500,75, and no second one in
    16500,75."""

    decimal: str
    group: str = ""

    def regrouped(self, number: str) -> str:
        """A number that no mark groups, written with these; any other text as it is."""
        parts = _UNGROUPED.match(number)
        if parts is None:
            return number
        whole, part = parts["whole"], parts["part"]
        if self.group and not whole.startswith("0"):
            whole = f"{int(whole):,}".replace(",", self.group)
        return parts["sign"] + whole + (f"{self.decimal}{part}" if part else "") + parts["rest"]
