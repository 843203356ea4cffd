"""How a number comes to be written wrong: the slips of hands and keyboards.

The error models are those of the correction literature (Scholtus 2009, *Automatic correction of
simple typing errors in numerical data with balance edits*): sign errors, a digit added, omitted,
replaced, or two neighbouring digits interchanged; and the shift of the decimal mark.
"""

from __future__ import annotations

from fractions import Fraction
from typing import Literal

from reconcile.model import Number

Slip = Literal["scale", "sign", "digit"]


def slip(printed: Number, meant: Fraction) -> Slip | None:
    """The single slip that would have made `printed` out of `meant`, None where it takes more."""
    if meant == printed.value:
        return None
    if meant == -Fraction(printed.value):
        return "sign"
    if _is_scaled(Fraction(printed.value), meant):
        return "scale"
    return "digit" if _is_one_digit_off(printed, meant) else None


def _is_scaled(printed: Fraction, meant: Fraction) -> bool:
    return any(meant in (printed * 10**k, printed / 10**k) for k in (1, 2, 3))


def _is_one_digit_off(printed: Number, meant: Fraction) -> bool:
    """One digit replaced, dropped or added, or two neighbours interchanged, the sign kept."""
    old = str(abs(printed.units))
    if (meant < 0) != (printed.units < 0):
        return False
    return any(
        _one_edit(old, str(abs(int(meant * 10**decimals))))
        for decimals in range(max(0, printed.decimals - 1), printed.decimals + 2)
        if (meant * 10**decimals).denominator == 1 and _keeps_mark(printed, meant, decimals)
    )


def _keeps_mark(printed: Number, meant: Fraction, decimals: int) -> bool:
    """A digit dropped or added behind the mark changes the decimals, not the whole part."""
    return decimals == printed.decimals or int(abs(meant)) == int(abs(printed.value))


def _one_edit(old: str, new: str) -> bool:
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
