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
from decimal import Decimal
from fractions import Fraction
from functools import lru_cache

import numpy as np

from reconcile.model import Convention, Figures, Number, Objects, Reading

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
_MOST_DECIMALS = 15


@lru_cache(maxsize=1 << 16)
def readings(text: str) -> tuple[Reading, ...]:
    """Every number the text could state; none where it states no single number."""
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


def _shown_number(value: float, code: str) -> str:
    places, percent, grouped = _format(code)
    exact = Decimal(format(value, ".15g"))
    if percent:
        exact = exact.scaleb(2)
    if places is None:
        exact = exact.normalize()
        text = format(exact, "f") if abs(exact.adjusted()) < 16 else str(exact)
    else:
        value_shown = rounded(Fraction(exact), places).value
        text = format(value_shown, f"{',' if grouped else ''}.{places}f")
    return text + ("%" if percent else "")


# Which convention a table writes in


def decisive(text: str) -> Convention | None:
    """The convention of a text that can be read in one only."""
    found = {reading.convention for reading in readings(text)}
    return found.pop() if len(found) == 1 else None


def convention_of(texts: Iterable[str]) -> Convention | None:
    """The convention that the decisive texts agree on, or most of them do.

    Where none is decisive, a separator that every time stands before three digits groups
    thousands.
    """
    votes: dict[Convention, int] = {"point": 0, "comma": 0}
    grouped: set[Convention | None] = set()
    for text in texts:
        mark = decisive(text)
        if mark:
            votes[mark] += 1
        else:
            grouped.update(r.convention for r in readings(text) if r.grouped and r.convention)
    if votes["point"] != votes["comma"]:
        return "point" if votes["point"] > votes["comma"] else "comma"
    if votes["point"] == 0 and len(grouped) == 1:
        return grouped.pop()
    return None


def convention_of_cells(cells: Iterable[object]) -> Convention | None:
    """The convention of a table's cells. Typed numbers are kept with a point, whatever the odd
    text among them shows."""
    found = list(cells)
    texts = [cell for cell in found if isinstance(cell, str)]
    typed_cells = sum(isinstance(cell, (int, float)) for cell in found)
    if typed_cells > sum(bool(readings(text)) for text in texts):
        return "point"
    return convention_of(texts)


def read(text: str, convention: Convention | None) -> Reading | None:
    """The reading of a text in a table of that convention, else its only one, else the decimal."""
    found = readings(text)
    if len(found) < 2:
        return found[0] if found else None
    for reading in found:
        if reading.convention == convention:
            return reading
    return next((r for r in found if not r.grouped), found[0])


# Arrays of figures


def figures(
    cells: Objects, codes: Objects | None, convention: Convention, typed_source: bool
) -> Figures:
    """The numbers of a table body, shape (rows, columns).

    A text in a typed source, a text in the other convention, or one with something overlooked is
    doubtful, unless its whole column is written like that.
    """
    rows, columns = cells.shape
    numbers: list[list[Number | None]] = [[None] * columns for _ in range(rows)]
    doubtful: dict[tuple[int, int], Reading] = {}
    for j in range(columns):
        odd = _column(cells[:, j], None if codes is None else codes[:, j], convention, numbers, j)
        plain = sum(numbers[i][j] is not None for i in range(rows)) - len(odd)
        usual = [i for i, reading in odd.items() if not reading.overlooked]
        if 2 * len(odd) <= plain or (len(usual) == 1 and not typed_source):
            doubtful.update({(i, j): reading for i, reading in odd.items()})
        else:
            _drop_unlike(numbers, odd, j)
    return _array(numbers, rows, columns, doubtful)


def _drop_unlike(numbers: list[list[Number | None]], odd: dict[int, Reading], column: int) -> None:
    """In a column of texts, a word behind the number (`2 bộ`) makes it prose, no figure, but for
    the unit of the column."""
    unit = common_unit(odd.values())
    for i, reading in odd.items():
        if (
            reading.overlooked
            and reading.overlooked[0] not in ("%", unit)
            and not _MARKS.match(reading.overlooked[0])
        ):
            numbers[i][column] = None


def common_unit(found: Iterable[Reading]) -> str | None:
    """The unit that stands behind nearly all of some numbers that have one."""
    units = Counter(reading.overlooked[0] for reading in found if reading.overlooked)
    [(unit, count)] = units.most_common(1) or [("", 0)]
    return unit if count >= max(_LEAST_UNITS, _MOST_UNITS * units.total()) else None


def _column(
    cells: Objects,
    codes: Objects | None,
    convention: Convention,
    numbers: list[list[Number | None]],
    column: int,
) -> dict[int, Reading]:
    """Fills one column of `numbers`; returns the cells not written like the rest."""
    odd: dict[int, Reading] = {}
    words = [cell for cell in cells if isinstance(cell, str)]
    typed_cells = sum(isinstance(cell, (int, float)) for cell in cells)
    own = _own_convention(words, convention) if not typed_cells else convention
    whole = 2 * typed_cells > len(cells) and not any(
        isinstance(cell, float) and not cell.is_integer() for cell in cells
    )
    for i, cell in enumerate(cells):
        if isinstance(cell, str):
            reading = _whole(cell) if whole else None
            reading = reading or read(cell, own)
            if reading is not None:
                numbers[i][column] = reading.number
                if typed_cells or reading.overlooked or reading.convention not in (None, own):
                    odd[i] = reading
        elif isinstance(cell, (int, float)) and not isinstance(cell, bool):
            numbers[i][column] = typed(cell, "General" if codes is None else codes[i])
    return odd


def _whole(text: str) -> Reading | None:
    """A text among whole numbers groups its thousands: whichever mark it does that with."""
    found = [
        reading for reading in readings(text) if reading.grouped and not reading.number.decimals
    ]
    return found[0] if len(found) == 1 else None


def _own_convention(words: Sequence[str], convention: Convention) -> Convention:
    """A column written throughout in the other convention keeps its own."""
    marks = [mark for mark in map(decisive, words) if mark]
    if len(marks) >= 3 and all(mark != convention for mark in marks):
        return OTHER[convention]
    return convention


def _array(
    numbers: list[list[Number | None]],
    rows: int,
    columns: int,
    doubtful: dict[tuple[int, int], Reading],
) -> Figures:
    scale = max((n.decimals for row in numbers for n in row if n is not None), default=0)
    counted = [[0 if n is None else n.at(scale) for n in row] for row in numbers]
    most = max((abs(units) for row in counted for units in row), default=0)
    fits = most * max(columns, rows, 1) < 2**62
    return Figures(
        units=np.array(counted, dtype=np.int64 if fits else object).reshape(rows, columns),
        decimals=np.array(
            [[0 if n is None else n.decimals for n in row] for row in numbers], dtype=np.int8
        ).reshape(rows, columns),
        known=np.array([[n is not None for n in row] for row in numbers], dtype=bool).reshape(
            rows, columns
        ),
        scale=scale,
        doubtful=doubtful,
    )


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
