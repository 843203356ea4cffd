"""Every reading of a written number.

A separator is read, never deleted: a text that could be two numbers has two readings, and a text
that is no number has none.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from functools import lru_cache

from reconcile.model import Convention, Number, Reading
from reconcile.numbers.notation import (
    SIDES,
    NumberParts,
    decimals_of,
    leaves_a_figure,
    may_state_one,
    parts_of,
)

_DECIMAL_BY: dict[str, Convention] = {".": "point", ",": "comma", "٫": "point"}
_GROUPED_BY: dict[str, Convention] = {".": "comma", ",": "point"}

# most numbers, told at once; three digits behind a mark may be thousands
_PLAIN = re.compile(r"(-?\d+)(?:([.,])(\d{1,2}|\d{4,}))?\Z", re.ASCII)
_WHOLE = re.compile(r"\d+\Z")
_GROUPED = re.compile(r"([1-9]\d{0,2})(?:([.,' ])\d{3})(?:\2\d{3})*\Z")
_LAKHS = r"[1-9]\d?(?:,\d\d)+,\d{3}"  # as India groups: 12,34,567
_DECIMAL = re.compile(
    r"(?P<whole>\d+|[1-9]\d{0,2}(?P<group>[.,' ])\d{3}(?:(?P=group)\d{3})*|)"
    r"(?P<mark>[.,٫])(?P<part>\d+)\Z"
)
_LONE_FRACTION = re.compile(r"([-−]?)(\d{1,2})[/⁄](\d{1,3})\Z")
_IN_LAKHS = re.compile(rf"({_LAKHS})(?:\.(\d+))?\Z")
MOST_DIGITS = 30  # of a number; longer rows of digits are codes
_LEAST_UNITS, _MOST_UNITS = 3, 0.8  # cells with the same unit, and their share of those with one


def readings(text: str) -> tuple[Reading, ...]:
    """Every number the text could state; none where it states no single number."""
    return _readings(text) if may_state_one(text) else ()


@lru_cache(maxsize=1 << 16)
def _readings(text: str) -> tuple[Reading, ...]:
    if len(text) <= MOST_DIGITS and (plain_number := _PLAIN.match(text)):
        whole, mark, part = plain_number.groups("")
        return (Reading(Number(int(whole + part), len(part)), _DECIMAL_BY.get(mark), False, ()),)
    parts = parts_of(text)
    if parts is None or sum(map(str.isdigit, parts.digits)) > MOST_DIGITS:
        return ()
    bodies = _bodies(parts.digits)
    return tuple(
        Reading(
            _number(number, parts), convention, grouped, parts.overlooked, currency=parts.currency
        )
        for number, convention, grouped in bodies
        if not grouped or parts.exponent is None
    )


def _number(digits: Number, parts: NumberParts) -> Number:
    """The number that digits state with their sign, fraction and exponent."""
    units, decimals = digits
    if parts.part:
        units, decimals = int(f"{units}{parts.part}"), len(parts.part)
    if parts.exponent is not None:
        decimals -= parts.exponent
        units, decimals = units * 10 ** max(0, -decimals), max(0, decimals)
    return Number(-units if parts.negative else units, decimals)


def _bodies(body: str) -> Iterator[tuple[Number, Convention | None, bool]]:
    """Each reading of the digits, its convention and whether a mark groups thousands: `1.234` is
    1234 with a decimal comma, and 1.234 with a point."""
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
        yield number, _DECIMAL_BY[decimal["mark"]], bool(decimal["group"])
    lakhs = _IN_LAKHS.match(body)
    if lakhs:
        part = lakhs[2] or ""
        yield Number(int(lakhs[1].replace(",", "") + part), len(part)), "point", True


def sole_convention(text: str) -> Convention | None:
    """The convention of a text that can be read in one only: comma for `8,75`, none for `8,750`."""
    conventions = {reading.convention for reading in readings(text)}
    return conventions.pop() if len(conventions) == 1 else None


def convention_of(texts: Iterable[str]) -> Convention | None:
    """The convention that the texts with a sole one agree on, or most of them do.

    Where no text has, a separator that every time stands before three digits groups
    thousands. A Counter says how often each text stands.
    """
    votes: dict[Convention, int] = {"point": 0, "comma": 0}
    grouped: set[Convention | None] = set()
    for text, times in Counter(texts).items():
        convention = sole_convention(text)
        if convention:
            votes[convention] += times
        else:
            grouped.update(r.convention for r in readings(text) if r.grouped and r.convention)
    if votes["point"] != votes["comma"]:
        return "point" if votes["point"] > votes["comma"] else "comma"
    if votes["point"] == 0 and len(grouped) == 1:
        return grouped.pop()
    return None


def read(text: str, convention: Convention | None) -> Reading | None:
    """The reading of a text in a table of that convention, else its only one, else the decimal."""
    possible = readings(text)
    if len(possible) < 2:
        return possible[0] if possible else None
    for reading in possible:
        if reading.convention == convention:
            return reading
    return next((reading for reading in possible if not reading.grouped), possible[0])


def common_unit(numbers: Iterable[Reading]) -> str | None:
    """The unit that stands behind nearly all of some numbers that have one."""
    units = Counter(reading.overlooked[0] for reading in numbers if reading.overlooked)
    [(unit, count)] = units.most_common(1) or [("", 0)]
    return unit if count >= max(_LEAST_UNITS, _MOST_UNITS * units.total()) else None


def word_behind(reading: Reading) -> str | None:
    """The word that was overlooked behind a number: no sign for per cent, and no note mark."""
    behind = reading.overlooked[0] if reading.overlooked else "%"
    return None if leaves_a_figure(behind) else behind


def lone_fraction(text: str) -> Number | None:
    """What `1/2` comes to; None for another text. It may be a date or a score as well."""
    written = _LONE_FRACTION.match(text)
    decimals = decimals_of(int(written[2]), int(written[3])) if written else ""
    if written is None or not decimals:
        return None
    return Number(-int(decimals) if written[1] else int(decimals), len(decimals))


def is_slashed(text: str) -> bool:
    """`1/2`, and `5/4`, which is no part of a whole."""
    return bool(_LONE_FRACTION.match(text))


def stands_alone(reading: Reading) -> bool:
    """Whether the text is a figure by itself: `12%`, `5*`, `$5` are, `6 months` is a label, `1,000
    đồng` a unit, and `5 CR` what its line makes of it."""
    if reading.currency and re.fullmatch("1000+", str(reading.number.units)):
        return False
    return all(leaves_a_figure(mark) and mark != SIDES for mark in reading.overlooked)


def has_side(reading: Reading) -> bool:
    """Whether CR or DR stands for the number's sign."""
    return SIDES in reading.overlooked


def both_sides(texts: Iterable[str]) -> bool:
    """Whether some of the texts are marked CR, others DR: `12 Cr` alone may be crores."""
    sides = {text.rstrip(" .")[-2:].upper() for text in texts if any(map(has_side, readings(text)))}
    return sides == {"CR", "DR"}
