"""Durations: `7:30`, `161:00`, `1:05:20`. They are counted in seconds, and shown as the formats of
a workbook show what has passed: `[h]:mm`, `[m]:ss`, `[h]:mm:ss`.
"""

from __future__ import annotations

import re
from fractions import Fraction
from typing import NamedTuple

MINUTE, HOUR, DAY = 60, 3600, 86400  # seconds
_FINEST = 3  # decimals of a second that programs keep
_TEXT = re.compile(r"(?P<sign>-?)(?P<first>\d{1,5}):(?P<second>[0-5]\d)(?P<third>:[0-5]\d)?\Z")
_QUOTED = re.compile(r'"[^"]*"|\\.|_.|\*.|\[\$[^\]]*\]')
_ELAPSED = re.compile(r"\[(h+|m+|s+)\]", re.IGNORECASE)
_CLOCK = re.compile(r"(?:h{1,2}:mm?(?::ss?)?|mm?:ss?|h{1,2})(?:\.0{1,3})?", re.IGNORECASE)


class TypedDuration(NamedTuple):
    """A duration as a text writes it: `12:30` has two parts, `1:05:20` three. Whether two are hours
    and minutes, or minutes and seconds, its neighbours tell."""

    negative: bool
    parts: tuple[int, ...]
    padded: bool

    @property
    def code(self) -> str:
        """The format that shows it, where its parts are hours, minutes and seconds."""
        return ("[hh]" if self.padded else "[h]") + ":mm" + ":ss" * (len(self.parts) == 3)

    @property
    def minutes_code(self) -> str:
        """The format that shows two parts, where they are minutes and seconds."""
        return "[mm]:ss" if self.padded else "[m]:ss"

    def seconds(self, code: str) -> int:
        """How long it is, as a format shows it."""
        minutes = len(self.parts) == 2 and code[:2].lower() == "[m"
        unit = MINUTE if minutes else HOUR
        total = sum(part * unit // int(60**n) for n, part in enumerate(self.parts))
        return -total if self.negative else total


def typed_duration(text: str) -> TypedDuration | None:
    """The duration, or the time of day, that a text writes; None where it writes none."""
    found = _TEXT.match(text)
    if found is None:
        return None
    first, second, third = found["first"], found["second"], found["third"]
    parts = (int(first), int(second), *([int(third[1:])] if third else []))
    return TypedDuration(bool(found["sign"]), parts, len(first) > 1 and first[0] == "0")


def is_elapsed(code: str) -> bool:
    """Whether a number format shows how much time has passed, as `[h]:mm` does."""
    return bool(_ELAPSED.search(code))


def elapsed_code(code: str) -> str:
    """The format that shows as a duration what `h:mm` shows as a time of day: `[h]:mm`; '' for a
    format of dates, and for one that says AM or PM."""
    if is_elapsed(code):
        return code
    plain = _QUOTED.sub("", code.split(";")[0]).strip()
    if not _CLOCK.fullmatch(plain):
        return ""
    unit = "h" if plain[0] in "hH" else "m"
    width = len(plain) - len(plain.lstrip(f"{unit}{unit.upper()}"))
    return f"[{unit * width}]" + plain[width:]


def duration_text(seconds: Fraction, code: str) -> str:
    """What a format of durations shows; seconds also where it has none, if there are any."""
    unit = _ELAPSED.search(code)
    width = len(unit[1]) if unit else 1
    count = round(abs(seconds) * 10**_FINEST)
    whole, rest = divmod(count, 10**_FINEST)
    tail = f".{rest:0{_FINEST}}".rstrip("0") if rest else ""
    sign = "-" if seconds < 0 and count else ""
    if unit and unit[1][0] in "sS":
        return f"{sign}{whole}{tail}"
    minutes, second = divmod(whole, MINUTE)
    if unit and unit[1][0] in "mM":
        return f"{sign}{minutes:0{width}}:{second:02}{tail}"
    hours, minute = divmod(minutes, 60)
    with_seconds = second or rest or ":ss" in code.lower()
    return f"{sign}{hours:0{width}}:{minute:02}" + (f":{second:02}{tail}" if with_seconds else "")
