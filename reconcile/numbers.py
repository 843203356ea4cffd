"""Every reading of a written number, and how a number is written again.

A separator is read, never deleted: a text that could be two numbers has two readings, and a text
that is no number has none.
"""

from __future__ import annotations

import datetime
import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from decimal import ROUND_HALF_UP, Context, Decimal
from fractions import Fraction
from functools import lru_cache

import numpy as np
import numpy.typing as npt

from reconcile.model import Convention, Flags, Integers, Number, Reading

Floats = npt.NDArray[np.float64]

MARK: dict[Convention, str] = {"point": ".", "comma": ","}
OTHER: dict[Convention, Convention] = {"point": "comma", "comma": "point"}
_GROUPED_BY: dict[str, Convention] = {".": "comma", ",": "point"}

_WRAPPED = re.compile(
    r"""(?P<open>\()?\s*(?P<sign>[-+−–‒﹣－])?\s*
    (?P<body>\d(?:[\d.,' ]*\d)?|[.,]\d+)
    \s*(?P<close>\))?\s*(?P<rest>\D{0,12}|\(\d\))\Z""",
    re.VERBOSE,
)
_WHOLE = re.compile(r"\d+\Z")
_GROUPED = re.compile(r"([1-9]\d{0,2})(?:([.,' ])\d{3})(?:\2\d{3})*\Z")
_DECIMAL = re.compile(
    r"(?P<whole>\d+|[1-9]\d{0,2}(?:(?P<group>[.,' ])\d{3})+|)(?P<mark>[.,])(?P<part>\d+)\Z"
)
_MINUS = frozenset("-−–‒﹣－")
_MARKS = re.compile(r"[*†‡¹²³⁴⁵⁶⁷⁸⁹]+|\((?:\w|[*†‡]{1,3})\)")
_UNIT = re.compile(r"%|[^\W\d_][^\d,;:]*\.?")
_FRACTION = re.compile(r"[¼½¾⅐-⅞]")
_MOST_DIGITS = 30
_LEAST_UNITS, _MOST_UNITS = 3, 0.8  # cells with the same unit, and their share of those with one
_LOOKALIKES = frozenset("OoQDlIi|SsZzB")  # a letter at a number's end is a digit mistyped
_STORED_DIGITS, _KEPT_DIGITS = 15, 12  # of a double, and of one that was calculated
_MOST_DECIMALS = 15
_LEAST_COUNTED, _NEAR_HALF = 1e-3, 0.499
_ROUNDING = Context(prec=200, rounding=ROUND_HALF_UP)  # of any figure that is read
_STRETCH = 1 << 14  # values that are counted while at hand
_TENS = np.array([10.0**n for n in range(_STORED_DIGITS + 1)])


def readings(text: str) -> tuple[Reading, ...]:
    """Every number the text could state; none where it states no single number."""
    return () if text[:1].isalpha() else _readings(text)


@lru_cache(maxsize=1 << 16)
def _readings(text: str) -> tuple[Reading, ...]:
    plain = (text if text.isascii() else _composed(text)).strip()
    found = _WRAPPED.match(plain)
    if not found or bool(found["open"]) != bool(found["close"]) or _FRACTION.search(plain):
        return ()
    overlooked = _overlooked(found["rest"].strip())
    if overlooked is None or sum(map(str.isdigit, plain)) > _MOST_DIGITS:
        return ()
    negative = bool(found["open"]) or (found["sign"] or "+") in _MINUS
    return tuple(
        Reading(
            Number(-number.units if negative else number.units, number.decimals),
            convention,
            grouped,
            overlooked,
        )
        for number, convention, grouped in _bodies(found["body"])
    )


def _composed(text: str) -> str:
    """NFKC, but for note marks: it would turn those of 5², 50① and 50₁ into another digit."""
    kept = (
        mark if unicodedata.category(mark) == "No" else unicodedata.normalize("NFKC", mark)
        for mark in text
    )
    return unicodedata.normalize("NFC", "".join(kept))


def _overlooked(rest: str) -> tuple[str, ...] | None:
    """What stands behind a number, or None where that makes the text no number."""
    if not rest:
        return ()
    if rest in _LOOKALIKES:
        return None
    if _MARKS.fullmatch(rest) or _UNIT.fullmatch(rest):
        return (rest,)
    return None


def _bodies(body: str) -> Iterator[tuple[Number, Convention | None, bool]]:
    if _WHOLE.match(body):
        yield Number(int(body), 0), None, False
        return
    grouped = _GROUPED.match(body)
    if grouped:
        mark = grouped[2]
        yield Number(int(body.replace(mark, "")), 0), _GROUPED_BY.get(mark), True
    decimal = _DECIMAL.match(body)
    if decimal and decimal["group"] != decimal["mark"]:
        whole = decimal["whole"].replace(decimal["group"] or " ", "")
        number = Number(int(whole + decimal["part"]), len(decimal["part"]))
        yield number, "comma" if decimal["mark"] == "," else "point", bool(decimal["group"])


# Typed values of a workbook

_LITERALS = re.compile(r'"[^"]*"|\\.|_.|\*.|\[[^\]]*\]')
_PLACES = re.compile(r"[0#?]\.([0#?]+)")


@lru_cache(maxsize=4096)
def _format(code: str) -> tuple[int | None, bool, bool]:
    """(decimals shown, per cent?, thousands grouped?) of a number format; None for General."""
    plain = _LITERALS.sub("", code.split(";")[0])
    if not re.search(r"[0#?]", plain):
        return None, "%" in plain, False
    places = _PLACES.search(plain)
    shown = min(len(places[1]), _MOST_DIGITS) if places else 0
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


def all_shown(values: Sequence[float], code: str) -> list[str]:
    """`shown` of many numbers in one format."""
    places, percent, _ = _format(code)
    if places is not None or percent:
        return [_shown_number(value, code) for value in values]
    plain = map("{:.15g}".format, values)
    return [
        text if "e" not in text else _shown_number(value, code)
        for text, value in zip(plain, values, strict=True)
    ]


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


# Which convention a table writes in


def decisive(text: str) -> Convention | None:
    """The convention of a text that can be read in one only."""
    found = {reading.convention for reading in readings(text)}
    return found.pop() if len(found) == 1 else None


def convention_of(texts: Iterable[str]) -> Convention | None:
    """The convention that the decisive texts agree on, or most of them do.

    Where none is decisive, a separator that every time stands before three digits groups
    thousands. A Counter says how often each text stands.
    """
    votes: dict[Convention, int] = {"point": 0, "comma": 0}
    grouped: set[Convention | None] = set()
    for text, times in Counter(texts).items():
        mark = decisive(text)
        if mark:
            votes[mark] += times
        else:
            grouped.update(r.convention for r in readings(text) if r.grouped and r.convention)
    if votes["point"] != votes["comma"]:
        return "point" if votes["point"] > votes["comma"] else "comma"
    if votes["point"] == 0 and len(grouped) == 1:
        return grouped.pop()
    return None


def read(text: str, convention: Convention | None) -> Reading | None:
    """The reading of a text in a table of that convention, else its only one, else the decimal."""
    found = readings(text)
    if len(found) < 2:
        return found[0] if found else None
    for reading in found:
        if reading.convention == convention:
            return reading
    return next((r for r in found if not r.grouped), found[0])


def common_unit(found: Iterable[Reading]) -> str | None:
    """The unit that stands behind nearly all of some numbers that have one."""
    units = Counter(reading.overlooked[0] for reading in found if reading.overlooked)
    [(unit, count)] = units.most_common(1) or [("", 0)]
    return unit if count >= max(_LEAST_UNITS, _MOST_UNITS * units.total()) else None


def word_behind(reading: Reading) -> str | None:
    """The word that was overlooked behind a number: no sign for per cent, and no note mark."""
    behind = reading.overlooked[0] if reading.overlooked else "%"
    return None if behind == "%" or _MARKS.match(behind) else behind


# Writing numbers


def rounded(value: Fraction, decimals: int) -> Number:
    """The value to that many decimals, halves away from zero, as people round."""
    scaled = abs(value) * 10**decimals
    units = (2 * scaled.numerator + scaled.denominator) // (2 * scaled.denominator)
    return Number(units if value >= 0 else -units, decimals)


def plain(value: Fraction | Decimal, least: int = 0) -> str:
    """An exact decimal with a point, at least `least` decimals; 12 where it never ends."""
    fraction = Fraction(value)
    decimals = least
    while decimals < 12 and (fraction * 10**decimals).denominator != 1:
        decimals += 1
    return str(rounded(fraction, decimals))


def written(number: str, convention: Convention) -> str:
    """A plain decimal as a sheet of that convention writes it."""
    return number.replace(".", MARK[convention])
