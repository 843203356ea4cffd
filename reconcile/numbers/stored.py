"""Typed values of a workbook: what a number format shows of them, and the number that is meant."""

from __future__ import annotations

import datetime
import re
from decimal import ROUND_HALF_UP, Context, Decimal
from functools import lru_cache

import numpy as np

from reconcile.model import Flags, Floats, Integers, Number
from reconcile.numbers.texts import MOST_DIGITS

# Significant digits that every double keeps, and those kept of one that was calculated.
_STORED_DIGITS, _KEPT_DIGITS = 15, 12
_MOST_DECIMALS = 15  # finer ones are left by a calculation, written by nobody
# Values below the one are left to the exact path, and so is what lies farther than the other, in
# units, from the rounded value: it could be rounded up as well as down.
_LEAST_AT_ONCE, _NEAR_HALF = 1e-3, 0.499
_ROUNDING = Context(prec=200, rounding=ROUND_HALF_UP)  # of any figure that is read
_VALUES_AT_ONCE = 1 << 14  # few enough for their arrays to stay in the processor's cache
_TENS = np.array([10.0**n for n in range(_STORED_DIGITS + 1)])

_LITERALS = re.compile(r'"[^"]*"|\\.|_.|\*.|\[[^\]]*\]')
_DECIMALS = re.compile(r"[0#?]\.([0#?]+)")


@lru_cache(maxsize=4096)
def _format(code: str) -> tuple[int | None, bool, bool]:
    """(decimals shown, per cent?, thousands grouped?) of a number format; None for General."""
    plain = _LITERALS.sub("", code.split(";")[0])
    if not re.search(r"[0#?]", plain):
        return None, "%" in plain, False
    decimals = _DECIMALS.search(plain)
    shown = min(len(decimals[1]), MOST_DIGITS) if decimals else 0
    if "#" in (decimals[1] if decimals else "") or re.search(r"[eE][-+]|/", plain):
        return None, "%" in plain, False
    return shown, "%" in plain, "," in plain.split(".")[0]


def stored_number(value: float, code: str = "General") -> Number:
    """A stored double at 15 significant digits, with at least the decimals its format prints.

    What only a calculation can have left (13 digits and more) is no printed precision: it is kept
    to 12 digits, a third of 100 as 33.3333333333.
    """
    exact = Decimal(format(value, ".15g"))
    digits = len(exact.normalize().as_tuple().digits)
    if digits > _KEPT_DIGITS and exact != exact.to_integral_value():
        exact = Decimal(format(value, ".12g"))
    if int(exact.as_tuple().exponent) < -_MOST_DECIMALS:
        exact = round(exact, _MOST_DECIMALS)
    exact = exact.normalize()
    decimals = max(0, -int(exact.as_tuple().exponent))
    shown, percent, _ = _format(code)
    if shown is not None:
        decimals = max(decimals, shown + (2 if percent else 0))
    return Number(int(exact.scaleb(decimals)), decimals)


def stored_numbers(values: Floats) -> tuple[Integers, Integers, Flags]:
    """`stored_number` of many values at once: units, decimals, and where these are beyond doubt.

    Whole numbers are what they are; others are rounded to 12 digits, which comes to the same as
    `stored_number` but where a half is near, or a number is very large or very small.
    """
    stretches = [
        _stored_at_once(values[at : at + _VALUES_AT_ONCE])
        for at in range(0, len(values) or 1, _VALUES_AT_ONCE)
    ]
    units, decimals, sure = map(np.concatenate, zip(*stretches, strict=True))
    return units, decimals, sure


def _stored_at_once(values: Floats) -> tuple[Integers, Integers, Flags]:
    units, size = np.rint(values), np.abs(values)
    sure = (units == values) & (size < 10.0**_STORED_DIGITS)
    decimals = np.zeros(len(values), dtype=np.int8)
    odd = np.flatnonzero(~sure & (size >= _LEAST_AT_ONCE) & (size < 10.0**_KEPT_DIGITS))
    finer = _KEPT_DIGITS - 1 - np.floor(np.log10(size[odd])).astype(np.int8)
    scaled = values[odd] * _TENS[finer]
    units[odd], decimals[odd] = np.rint(scaled), finer
    digits = np.abs(units[odd])
    sure[odd] = (digits >= _TENS[_KEPT_DIGITS - 1]) & (digits <= _TENS[_KEPT_DIGITS])
    sure[odd] &= np.abs(scaled - units[odd]) < _NEAR_HALF
    units = np.where(sure, units, 0).astype(np.int64)
    for _ in range(_KEPT_DIGITS):
        odd = odd[(units[odd] % 10 == 0) & (decimals[odd] > 0)]
        units[odd] //= 10
        decimals[odd] -= 1
    return units, decimals, sure


def decimals_shown(code: str) -> int | None:
    """How many decimals of a stored value a number format shows; None where it shows all."""
    decimals, percent, _ = _format(code)
    return None if decimals is None else decimals + (2 if percent else 0)


def shown(value: object, code: str = "General") -> str:
    """A cell's value as a person sees it, in the file format's own English form."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    if isinstance(value, (int, float)):
        return _shown_number(value, code)
    if isinstance(value, datetime.datetime) and value.time() != datetime.time():
        return str(value)
    if isinstance(value, datetime.date):
        return value.strftime("%d/%m/%Y")
    return str(value)


def all_shown(values: Floats, code: str) -> list[str]:
    """`shown` of many numbers in one format."""
    decimals, percent, _ = _format(code)
    if decimals is not None or percent:
        return [_shown_number(value, code) for value in values.tolist()]
    whole = (np.rint(values) == values) & (np.abs(values) < 10.0**_STORED_DIGITS)
    whole &= (values != 0) | ~np.signbit(values)
    texts = np.empty(len(values), dtype=object)
    texts[whole] = list(map(str, values[whole].astype(np.int64).tolist()))
    others = values[~whole].tolist()
    texts[~whole] = [
        text if "e" not in text else _shown_number(value, code)
        for text, value in zip(map("{:.15g}".format, others), others, strict=True)
    ]
    listed: list[str] = texts.tolist()
    return listed


def _shown_number(value: float, code: str) -> str:
    decimals, percent, grouped = _format(code)
    exact = Decimal(format(value, ".15g"))
    if percent:
        exact = exact.scaleb(2)
    if decimals is None:
        exact = exact.normalize()
        text = format(exact, "f") if abs(exact.adjusted()) < 16 else str(exact)
    else:
        value_shown = exact.quantize(Decimal(1).scaleb(-decimals), context=_ROUNDING)
        text = format(value_shown or Decimal(0), f"{',' if grouped else ''}.{decimals}f")
    return text + ("%" if percent else "")
