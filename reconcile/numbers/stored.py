"""Typed values of a workbook: what a number format shows of them, and the number that is meant."""

from __future__ import annotations

import datetime
import re
from decimal import ROUND_HALF_UP, Context, Decimal
from functools import lru_cache

import numpy as np

from reconcile.model import Flags, Floats, Integers, Number
from reconcile.numbers.texts import MOST_DIGITS

_STORED_DIGITS, _KEPT_DIGITS = 15, 12  # of a double, and of one that was calculated
_MOST_DECIMALS = 15
_LEAST_COUNTED, _NEAR_HALF = 1e-3, 0.499
_ROUNDING = Context(prec=200, rounding=ROUND_HALF_UP)  # of any figure that is read
_STRETCH = 1 << 14  # values that are counted while at hand
_TENS = np.array([10.0**n for n in range(_STORED_DIGITS + 1)])

_LITERALS = re.compile(r'"[^"]*"|\\.|_.|\*.|\[[^\]]*\]')
_PLACES = re.compile(r"[0#?]\.([0#?]+)")


@lru_cache(maxsize=4096)
def _format(code: str) -> tuple[int | None, bool, bool]:
    """(decimals shown, per cent?, thousands grouped?) of a number format; None for General."""
    plain = _LITERALS.sub("", code.split(";")[0])
    if not re.search(r"[0#?]", plain):
        return None, "%" in plain, False
    places = _PLACES.search(plain)
    shown = min(len(places[1]), MOST_DIGITS) if places else 0
    if "#" in (places[1] if places else "") or re.search(r"[eE][-+]|/", plain):
        return None, "%" in plain, False
    return shown, "%" in plain, "," in plain.split(".")[0]


def typed(value: float, code: str = "General") -> Number:
    """A stored double at 15 significant digits, with at least the decimals its format prints.

    What only a calculation can have left (13 digits and more) is no printed precision: it is kept
    to 12 digits.
    """
    exact = Decimal(format(value, ".15g"))
    if len(exact.normalize().as_tuple().digits) >= 13 and exact != exact.to_integral_value():
        exact = Decimal(format(value, ".12g"))
    if int(exact.as_tuple().exponent) < -_MOST_DECIMALS:
        exact = round(exact, _MOST_DECIMALS)
    exact = exact.normalize()
    decimals = max(0, -int(exact.as_tuple().exponent))
    places, percent, _ = _format(code)
    if places is not None:
        decimals = max(decimals, places + (2 if percent else 0))
    return Number(int(exact.scaleb(decimals)), decimals)


def counted(values: Floats) -> tuple[Integers, Integers, Flags]:
    """`typed` of many values at once: units, decimals, and where these are beyond doubt.

    Whole numbers are what they are; others are rounded to 12 digits, which comes to the same as
    `typed` but where a half is near, or a number is very large or very small.
    """
    stretches = [
        _counted(values[at : at + _STRETCH]) for at in range(0, len(values) or 1, _STRETCH)
    ]
    units, places, sure = map(np.concatenate, zip(*stretches, strict=True))
    return units, places, sure


def _counted(values: Floats) -> tuple[Integers, Integers, Flags]:
    units, size = np.rint(values), np.abs(values)
    sure = (units == values) & (size < 10.0**_STORED_DIGITS)
    places = np.zeros(len(values), dtype=np.int8)
    odd = np.flatnonzero(~sure & (size >= _LEAST_COUNTED) & (size < 10.0**_KEPT_DIGITS))
    finer = _KEPT_DIGITS - 1 - np.floor(np.log10(size[odd])).astype(np.int8)
    scaled = values[odd] * _TENS[finer]
    units[odd], places[odd] = np.rint(scaled), finer
    digits = np.abs(units[odd])
    sure[odd] = (digits >= _TENS[_KEPT_DIGITS - 1]) & (digits <= _TENS[_KEPT_DIGITS])
    sure[odd] &= np.abs(scaled - units[odd]) < _NEAR_HALF
    units = np.where(sure, units, 0).astype(np.int64)
    for _ in range(_KEPT_DIGITS):
        odd = odd[(units[odd] % 10 == 0) & (places[odd] > 0)]
        units[odd] //= 10
        places[odd] -= 1
    return units, places, sure


def places_shown(code: str) -> int | None:
    """How many decimals of a stored value a number format shows; None where it shows all."""
    places, percent, _ = _format(code)
    return None if places is None else places + (2 if percent else 0)


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
    places, percent, _ = _format(code)
    if places is not None or percent:
        return [_shown_number(value, code) for value in values.tolist()]
    whole = (np.rint(values) == values) & (np.abs(values) < 10.0**_STORED_DIGITS)
    whole &= (values != 0) | ~np.signbit(values)
    found = np.empty(len(values), dtype=object)
    found[whole] = list(map(str, values[whole].astype(np.int64).tolist()))
    others = values[~whole].tolist()
    found[~whole] = [
        text if "e" not in text else _shown_number(value, code)
        for text, value in zip(map("{:.15g}".format, others), others, strict=True)
    ]
    texts: list[str] = found.tolist()
    return texts


def _shown_number(value: float, code: str) -> str:
    places, percent, grouped = _format(code)
    exact = Decimal(format(value, ".15g"))
    if percent:
        exact = exact.scaleb(2)
    if places is None:
        exact = exact.normalize()
        text = format(exact, "f") if abs(exact.adjusted()) < 16 else str(exact)
    else:
        value_shown = exact.quantize(Decimal(1).scaleb(-places), context=_ROUNDING)
        text = format(value_shown or Decimal(0), f"{',' if grouped else ''}.{places}f")
    return text + ("%" if percent else "")
