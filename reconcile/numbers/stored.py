"""Typed values of a workbook: what a number format shows of them, and the number that is meant."""

from __future__ import annotations

import datetime
import re
from decimal import ROUND_HALF_UP, Context, Decimal
from fractions import Fraction
from functools import lru_cache

import numpy as np

from reconcile.model import Flags, Floats, Integers, Number
from reconcile.numbers.durations import DAY, duration_text, is_elapsed
from reconcile.numbers.texts import MOST_DIGITS

_STORED_DIGITS, _KEPT_DIGITS = 15, 12  # of a double, and of one that was calculated
_SHORT_DIGITS = 13  # so few are no accident of the last digits
_PRINTED_DECIMALS = 6  # more are printed by a calculation alone, where the digits are many
_MOST_DECIMALS = 17  # digits that tell any double from its neighbours
_NOISE = 1e-15  # less is left where equal figures of a usual size are taken from each other
_LEAST_AT_ONCE = 1e-3  # what lies below is left to the path of a single value
_ROUNDING = Context(prec=200, rounding=ROUND_HALF_UP)  # of any figure that is read
_VALUES_AT_ONCE = 1 << 14  # few enough for their arrays to stay in the processor's cache
_TENS = np.array([10.0**n for n in range(_STORED_DIGITS + 1)])

_MICROSECOND = datetime.timedelta(microseconds=1)
_LITERALS = re.compile(r'"[^"]*"|\\.|_.|\*.|\[[^\]]*\]')
_DECIMALS = re.compile(r"[0#?]\.([0#?]+)")


@lru_cache(maxsize=4096)
def _format(code: str) -> tuple[int | None, bool, bool]:
    """(decimals shown, per cent?, thousands grouped?) of a number format; None for General."""
    plain = "" if is_elapsed(code) else _LITERALS.sub("", code.split(";")[0])
    if not re.search(r"[0#?]", plain):
        return None, "%" in plain, False
    decimals = _DECIMALS.search(plain)
    shown = min(len(decimals[1]), MOST_DIGITS) if decimals else 0
    if "#" in (decimals[1] if decimals else "") or re.search(r"[eE][-+]|/", plain):
        return None, "%" in plain, False
    return shown, "%" in plain, "," in plain.split(".")[0]


def stored_number(value: float, code: str = "General") -> Number:
    """A stored double as its shortest decimal that gives the same double, with at least the
    decimals its format prints."""
    return _with_decimals(Decimal(repr(float(value))), code)


def meant_number(value: float, code: str = "General") -> Number:
    """`stored_number` without what adding doubles left in the last digits: 0.3 for
    0.30000000000000004, 0 for 2.8e-17."""
    if abs(value) < _NOISE:
        value = 0.0
    exact = Decimal(format(value, f".{_STORED_DIGITS}g")).normalize()
    if len(exact.as_tuple().digits) > _SHORT_DIGITS:
        exact = Decimal(repr(float(value)))
    if int(exact.as_tuple().exponent) < -_MOST_DECIMALS:
        exact = round(exact, _MOST_DECIMALS)
    return _with_decimals(exact, code)


def _with_decimals(exact: Decimal, code: str) -> Number:
    exact = exact.normalize(_ROUNDING)
    decimals = max(0, -int(exact.as_tuple().exponent), decimals_shown(code) or 0)
    return Number(int(exact.scaleb(decimals, context=_ROUNDING)), decimals)


def meant_numbers(values: Floats) -> tuple[Integers, Integers, Flags]:
    """`meant_number` of many values at once: units, decimals, and where these are beyond doubt.

    A decimal of 15 digits is the only one that gives its double, so the fewest decimals that give
    it back are found by trying; the few doubles that need more digits are written out.
    """
    stretches = [
        _stored_at_once(values[at : at + _VALUES_AT_ONCE])
        for at in range(0, len(values) or 1, _VALUES_AT_ONCE)
    ]
    units, decimals, sure = map(np.concatenate, zip(*stretches, strict=True))
    return units, decimals, sure


def _stored_at_once(values: Floats) -> tuple[Integers, Integers, Flags]:
    units, size = np.rint(values), np.abs(values)
    sure = (units == values) & (size < _TENS[_STORED_DIGITS])
    places = np.zeros(len(values), dtype=np.int8)
    odd = np.flatnonzero(~sure & (size >= _LEAST_AT_ONCE) & (size < _TENS[_STORED_DIGITS]))
    left = odd
    for finer in range(1, _STORED_DIGITS + 1):
        left = left[size[left] * _TENS[finer] < _TENS[_STORED_DIGITS]]
        if not len(left):
            break
        tried = np.rint(values[left] * _TENS[finer])
        same = tried / _TENS[finer] == values[left]
        units[left[same]], places[left[same]], sure[left[same]] = tried[same], finer, True
        left = left[~same]
    counted = np.where(sure, units, 0).astype(np.int64)
    long = odd[~sure[odd]]
    _count_long(values, long, counted, places)
    sure[long] = True
    return counted, places, sure


def _count_long(values: Floats, at: Integers, units: Integers, places: Integers) -> None:
    """Doubles of more than 15 digits: without the noise of adding where 13 digits and fewer are
    left of them, else written out."""
    finer = _STORED_DIGITS - 1 - np.floor(np.log10(np.abs(values[at]))).astype(np.int8)
    units[at] = np.rint(values[at] * 10.0 ** np.maximum(finer, 0)).astype(np.int64)
    places[at] = finer
    for place in at[units[at] % 10 ** (_STORED_DIGITS - _SHORT_DIGITS) != 0].tolist():
        units[place], places[place] = _written_out(float(values[place]))
    for _ in range(_STORED_DIGITS):
        at = at[(units[at] % 10 == 0) & (places[at] > 0)]
        units[at] //= 10
        places[at] -= 1


def _written_out(value: float) -> tuple[int, int]:
    """Units and decimals of a double that is written without an exponent."""
    whole, _, fraction = repr(value).partition(".")
    if len(fraction) > _MOST_DECIMALS or "e" in fraction:
        return meant_number(value)
    return int(whole + fraction), len(fraction)


def without_noise(number: Number) -> Number:
    """A number of more digits than are printed, most of them decimals, to the 15 that a calculation
    with doubles vouches for."""
    if abs(number.units) < 10**_STORED_DIGITS or number.decimals <= _PRINTED_DECIMALS:
        return number
    kept = Context(prec=_STORED_DIGITS).plus(number.value).normalize()
    decimals = max(0, -int(kept.as_tuple().exponent))
    return Number(int(kept.scaleb(decimals)), decimals)


def counted_decimals(units: Integers, places: Integers) -> Integers:
    """How many decimals count of numbers of so many units and decimals. What only a calculation
    can have left, 13 digits and more with more than 6 of them decimals, is no printed precision:
    12 digits of it count."""
    counted = places.copy()
    at = np.nonzero((places > _PRINTED_DECIMALS) & (np.abs(units) >= 10**_KEPT_DIGITS))
    digits = np.floor(np.log10(np.abs(units[at]).astype(np.float64))).astype(np.int8) + 1
    counted[at] = np.maximum(places[at] - (digits - _KEPT_DIGITS), 0)
    return counted


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
    if isinstance(value, datetime.timedelta):
        return duration_text(Fraction(value / _MICROSECOND) / 10**6, code)
    if isinstance(value, datetime.datetime) and value.time() != datetime.time():
        return str(value)
    if isinstance(value, datetime.date):
        return value.strftime("%d/%m/%Y")
    return str(value)


def all_shown(values: Floats, code: str) -> list[str]:
    """`shown` of many numbers in one format."""
    decimals, percent, _ = _format(code)
    if decimals is not None or percent or is_elapsed(code):
        return [_shown_number(value, code) for value in values.tolist()]
    integral = (np.rint(values) == values) & (np.abs(values) < 10.0**_STORED_DIGITS)
    integral &= (values != 0) | ~np.signbit(values)
    texts = np.empty(len(values), dtype=object)
    texts[integral] = list(map(str, values[integral].astype(np.int64).tolist()))
    others = values[~integral].tolist()
    texts[~integral] = [
        text if "e" not in text else _shown_number(value, code)
        for text, value in zip(map("{:.15g}".format, others), others, strict=True)
    ]
    listed: list[str] = texts.tolist()
    return listed


def _shown_number(value: float, code: str) -> str:
    if is_elapsed(code):
        return duration_text(Fraction(value) * DAY, code)
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
