"""Numbers as they are written again, in one of the two ways that a decimal is marked."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction

from reconcile.model import Convention, Number

DECIMAL_MARK: dict[Convention, str] = {"point": ".", "comma": ","}
OTHER_CONVENTION: dict[Convention, Convention] = {"point": "comma", "comma": "point"}
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
