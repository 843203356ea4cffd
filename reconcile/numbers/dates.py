"""Dates that a spreadsheet made of figures: `8.7` became `08/07/2021`, or `8-Jul` in a text."""

from __future__ import annotations

import re

# The twelve months as spreadsheets write them short, in the languages people send us.
_MONTHS = (
    "jan|janv|ene|gen", "feb|fév|févr", "mar|mrz|mär|mars", "apr|avr|abr", "may|mai|mag|mayo",
    "jun|juin|giu", "jul|juil|lug", "aug|août|ago", "sep|sept|set", "oct|okt|ott", "nov",
    "dec|dez|déc|dic|dez",
)  # fmt: skip
_MONTH_OF = {name: n for n, names in enumerate(_MONTHS, start=1) for name in names.split("|")}
_NAMED = rf"(?P<name>{'|'.join(_MONTH_OF)})|(?:thg|tháng)\s?(?P<number>\d{{1,2}})"
_WRITTEN = (
    re.compile(r"(?P<day>\d{1,2})/(?P<number>\d{1,2})/\d{4}"),
    re.compile(r"\d{4}-(?P<number>\d{2})-(?P<day>\d{2})(?: 00:00(?::00)?)?"),
    re.compile(rf"(?P<day>\d{{1,2}})[-/. ]{{1,2}}(?:{_NAMED})\.?(?:[-/. ]{{1,2}}\d{{2,4}})?", re.I),
    re.compile(rf"(?:{_NAMED})\.?[-/. ](?P<day>\d{{1,2}})", re.I),
)
_DAYS, _LAST_MONTH = 31, 12


def day_and_month(text: str) -> tuple[int, int] | None:
    """The day and the month of a date: of `08/07/2021`, `2021-07-08`, `8-Jul`, `08-Thg7` and
    `Jul-08` 8 and 7. None for another text."""
    for pattern in _WRITTEN:
        if date := pattern.fullmatch(text.strip()):
            held = date.groupdict()
            month = _MONTH_OF.get((held.get("name") or "").casefold()) or int(held["number"] or 0)
            day = int(held["day"])
            return (day, month) if day <= _DAYS and 1 <= month <= _LAST_MONTH else None
    return None
