"""Every reading of a written number.

A separator is read, never deleted: a text that could be two numbers has two readings, and a text
that is no number has none.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Iterator
from functools import lru_cache

from reconcile.model import Convention, Number, Reading

_DECIMAL_BY: dict[str, Convention] = {".": "point", ",": "comma"}
_GROUPED_BY: dict[str, Convention] = {".": "comma", ",": "point"}

_WRAPPED = re.compile(
    r"""(?P<open>\()?\s*(?P<sign>[-+−–‒﹣－])?\s*
    (?P<body>\d(?:[\d.,' ]*\d)?|[.,]\d+)
    \s*(?P<close>\))?\s*(?P<rest>\D{0,12}|\(\d\))\Z""",
    re.VERBOSE,
)
# most numbers, told at once; three digits behind a mark may be thousands
_PLAIN = re.compile(r"(-?\d+)(?:([.,])(\d{1,2}|\d{4,}))?\Z", re.ASCII)
_WHOLE = re.compile(r"\d+\Z")
_GROUPED = re.compile(r"([1-9]\d{0,2})(?:([.,' ])\d{3})(?:\2\d{3})*\Z")
_DECIMAL = re.compile(
    r"(?P<whole>\d+|[1-9]\d{0,2}(?P<group>[.,' ])\d{3}(?:(?P=group)\d{3})*|)"
    r"(?P<mark>[.,])(?P<part>\d+)\Z"
)
_MINUS = frozenset("-−–‒﹣－")
_NOTE_MARKS = re.compile(r"[*†‡¹²³⁴⁵⁶⁷⁸⁹]+|\((?:\w|[*†‡]{1,3})\)")
_UNIT = re.compile(r"%|[^\W\d_][^\d,;:]*\.?")
_FRACTION = re.compile(r"[¼½¾⅐-⅞]")
MOST_DIGITS = 30  # of a number; longer rows of digits are codes
_LEAST_UNITS, _MOST_UNITS = 3, 0.8  # cells with the same unit, and their share of those with one
_LOOKALIKES = frozenset("OoQDlIi|SsZzB")  # a letter at a number's end is a digit mistyped


def readings(text: str) -> tuple[Reading, ...]:
    """Every number the text could state; none where it states no single number."""
    return () if text[:1].isalpha() else _readings(text)


@lru_cache(maxsize=1 << 16)
def _readings(text: str) -> tuple[Reading, ...]:
    if len(text) <= MOST_DIGITS and (plain_number := _PLAIN.match(text)):
        whole, mark, part = plain_number.groups("")
        return (Reading(Number(int(whole + part), len(part)), _DECIMAL_BY.get(mark), False, ()),)
    plain = (text if text.isascii() else _composed(text)).strip()
    parts = _WRAPPED.match(plain)
    if not parts or bool(parts["open"]) != bool(parts["close"]) or _FRACTION.search(plain):
        return ()
    overlooked = _overlooked(parts["rest"].strip())
    if overlooked is None or sum(map(str.isdigit, plain)) > MOST_DIGITS:
        return ()
    negative = bool(parts["open"]) or (parts["sign"] or "+") in _MINUS
    return tuple(
        Reading(
            Number(-number.units if negative else number.units, number.decimals),
            convention,
            grouped,
            overlooked,
        )
        for number, convention, grouped in _bodies(parts["body"])
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
    if _NOTE_MARKS.fullmatch(rest) or _UNIT.fullmatch(rest):
        return (rest,)
    return None


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


def is_note_mark(overlooked: str) -> bool:
    """Whether what was set aside behind a number points to a note: ¹, *, (a)."""
    return _NOTE_MARKS.fullmatch(overlooked) is not None


def word_behind(reading: Reading) -> str | None:
    """The word that was overlooked behind a number: no sign for per cent, and no note mark."""
    behind = reading.overlooked[0] if reading.overlooked else "%"
    return None if behind == "%" or _NOTE_MARKS.match(behind) else behind
