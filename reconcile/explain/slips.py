"""How a number comes to be written wrong: the slips of hands and keyboards.

The error models are those of the correction literature (Scholtus 2009, *Automatic correction of
simple typing errors in numerical data with balance edits*): sign errors, a digit added, omitted,
replaced, or two neighbouring digits interchanged; and the shift of the decimal mark.
"""

from __future__ import annotations

from fractions import Fraction
from functools import lru_cache
from typing import Literal

from reconcile.model import Number

Slip = Literal["scale", "sign", "digit"]
_FINER = 3  # decimals behind the printed ones in which what was meant is counted
_MOST_PLACES = 3  # by which a decimal mark slips: 1234 for 1.234


@lru_cache(maxsize=4096)
def slip(printed: Number, meant: Fraction) -> Slip | None:
    """The single slip that would have made `printed` out of `meant`, None where it takes more."""
    unit = 10 ** (printed.decimals + _FINER)
    if (unit * meant.numerator) % meant.denominator:
        return None
    ought, stated = unit * meant.numerator // meant.denominator, printed.units * 10**_FINER
    if ought == stated:
        return None
    if ought == -stated:
        return "sign"
    if any(ought == stated * 10**k or ought * 10**k == stated for k in range(1, _MOST_PLACES + 1)):
        return "scale"
    return "digit" if _is_one_digit_off(printed, ought, stated) else None


def _is_one_digit_off(printed: Number, ought: int, stated: int) -> bool:
    """One digit replaced, dropped or added, or two neighbours interchanged, the sign kept.

    A digit dropped or added behind the mark changes the decimals, not the whole part.
    """
    if (ought < 0) != (stated < 0):
        return False
    old, unit = str(abs(printed.units)), 10 ** (printed.decimals + _FINER)
    for more_decimals in (-1, 0, 1):
        step = 10 ** (_FINER - more_decimals)
        if printed.decimals + more_decimals < 0 or ought % step:
            continue
        if more_decimals and abs(ought) // unit != abs(stated) // unit:
            continue
        if _is_one_edit(old, str(abs(ought // step))):
            return True
    return False


def _is_one_edit(old: str, new: str) -> bool:
    """Whether one digit of a text was replaced, dropped, added or swapped with the next."""
    if len(old) == len(new):
        off = [n for n, (a, b) in enumerate(zip(old, new, strict=True)) if a != b]
        if len(off) == 1:
            return True
        return (
            len(off) == 2
            and off[1] == off[0] + 1
            and old[off[0]] == new[off[1]]
            and old[off[1]] == new[off[0]]
        )
    longer, shorter = (old, new) if len(old) > len(new) else (new, old)
    if len(longer) != len(shorter) + 1:
        return False
    return any(longer[:n] + longer[n + 1 :] == shorter for n in range(len(longer)))
