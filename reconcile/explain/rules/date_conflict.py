"""Dates in one note that cannot all be true.

What it finds: work done in a stated period on the strength of a document signed only after the
period had ended; a period that ends before it starts; a day the calendar does not have. The
document that a sheet is issued with is left alone: it is naturally later than what is reported.

Why it matters: the legal basis of the whole sheet rests on these dates, and a slip in a year
makes it void.

Fix safety: no fix is offered; which of the dates is wrong cannot be told from the sheet.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from typing import NamedTuple
from unicodedata import normalize

from reconcile.explain.context import Context
from reconcile.explain.explanation import Observation
from reconcile.model import Prose, Sentence, Severity

SEVERITY: Severity = "warning"

_DAY = r"\d{1,2}\s*/\s*\d{1,2}\s*/\s*\d{4}|\d{1,2}-\d{1,2}-\d{4}|\d{1,2}\.\d{1,2}\.\d{4}"
_SPELT = r"\d{1,2}\s+tháng\s+\d{1,2}\s+năm\s+\d{4}"
_DATE = rf"(?:{_SPELT}|{_DAY})(?![\d/])"
_START = rf"(?:{_SPELT}|{_DAY}|\d{{1,2}}(?:\s*/\s*\d{{1,2}}|\s+tháng\s+\d{{1,2}})?)(?![\d/])"
_SPAN = re.compile(
    rf"\btừ\s+(?:ngày\s+)?(?P<start>{_START})\s*(?:đến|tới|-|–)\s*(?:hết\s+)?(?:ngày\s+)?"
    rf"(?P<end>{_DATE})",
    re.IGNORECASE,
)
_HELD = re.compile(
    rf"(?:\b(?:vào|trong)\s+ngày\s+|(?:^|[.;:]\s*)ngày\s+)(?P<day>{_DATE})"
    r"|\b(?:tiến hành|tổ chức|diễn ra|thực hiện)\s+(?:\w+\s+){0,4}?(?:trong|vào)\s+năm\s+"
    r"(?P<year>\d{4})\b",
    re.IGNORECASE,
)
_DOCUMENT = (
    r"(?:quyết định|kế hoạch|công văn|tờ trình|thông báo|nghị quyết|nghị định|thông tư|chỉ thị"
    r"|hướng dẫn|văn bản)"
)
_BASIS = re.compile(
    rf"\b(?:theo|căn cứ|thực hiện|trên cơ sở)\s*:?\s*(?:vào\s+|tại\s+|nội dung\s+|của\s+)*"
    rf"(?P<document>{_DOCUMENT}(?:(?!\b(?:ngày|{_DOCUMENT})\b)[^;]){{0,60}}?)\s*,?\s*"
    rf"(?:ký\s+|ban hành\s+)?ngày\s+(?P<day>{_DATE})",
    re.IGNORECASE,
)
# What comes after the work may well rest on a later document.
_AFTERWARDS = re.compile(
    r"(?:\bkèm|\bđể|\bchuẩn bị|phê duyệt|ban hành|công bố|công nhận|công khai|thay thế|sửa đổi"
    r"|bổ sung|bãi bỏ|khen thưởng|xếp hạng|xếp loại|điều chỉnh)\W*(?:\w+\W+){0,3}\Z",
    re.IGNORECASE,
)
_ANY = re.compile(
    rf"\bngày\s+(?P<spelt>{_SPELT}|{_DAY})(?![\d/])|(?<![\d/.])(?P<bare>{_DAY})(?![\d/])"
)

_TABLE = "STT\tTên đơn vị\tĐiểm A\tĐiểm B\tTổng điểm\n" + "\n".join(
    ["1\tSở Nội vụ\t10\t5\t15", "2\tSở Y tế\t8\t4\t12", "3\tSở Tư pháp\t7\t6\t13"]
)
VALID = (
    f"KẾT QUẢ NĂM 2021\n(Kèm theo Quyết định số 5/QĐ-UBND ngày 15/8/2022)\n\n{_TABLE}\n",
    f"{_TABLE}\n\nTừ ngày 23/8/2021 đến 21/9/2021 thẩm tra theo Quyết định số 5 ngày 15/8/2021.\n",
    f"{_TABLE}\n\nSố liệu năm 2021 theo Báo cáo số 7/BC-STC ngày 15/3/2022.\n",
)
INVALID = (
    f"{_TABLE}\n\nTừ ngày 23/8/2021 đến 21/9/2021 thẩm tra theo Quyết định số 5 ngày 15/8/2022.\n",
    f"{_TABLE}\n\nThời gian kiểm tra: từ ngày 23/8/2021 đến ngày 21/7/2021.\n",
    f"Số liệu tính đến ngày 31/02/2022\n\n{_TABLE}\n",
)


class _Period(NamedTuple):
    start: date
    end: date
    words: str


def observe(context: Context) -> Iterator[Observation]:
    """One finding for each contradiction in each line outside the tables."""
    for line in context.document.prose:
        yield from (_finding(line, message) for message in _contradictions(line.text))


def _finding(line: Prose, message: Sentence) -> Observation:
    return Observation(
        at=line.place,
        cells=(line.place,),
        message=message,
        printed=line.text,
    )


def _contradictions(text: str) -> Iterator[Sentence]:
    text = normalize("NFC", " ".join(text.split()))
    for printed in dict.fromkeys(_impossible(text)):
        yield Sentence("observed.date-conflict.impossible", {"date": printed})
    periods = list(_periods(text))
    for period in periods:
        if period.end < period.start:
            values = {"start": _shown(period.start), "end": _shown(period.end)}
            yield Sentence("observed.date-conflict.backwards", values)
    sound = [period for period in periods if period.start <= period.end]
    if sound:
        yield from _too_late(text, max(sound, key=lambda period: period.end))


def _too_late(text: str, period: _Period) -> Iterator[Sentence]:
    """Documents the work rests on that are dated after its end."""
    for cited in _BASIS.finditer(text):
        signed = _date(cited["day"])
        if signed and signed > period.end and not _AFTERWARDS.search(text[: cited.start()]):
            values = {
                "period": period.words,
                "document": cited["document"].strip(" ,:"),
                "date": _shown(signed),
            }
            yield Sentence("observed.date-conflict.late", values)


def _periods(text: str) -> Iterator[_Period]:
    """When something was held: from a day to a day, on a day, or in a year."""
    for span in _SPAN.finditer(text):
        end = _date(span["end"])
        start = _date(span["start"], end) if end else None
        if start and end:
            yield _Period(start, end, f"{_shown(start)} – {_shown(end)}")
    for held in _HELD.finditer(text):
        if held["year"]:
            year = int(held["year"])
            yield _Period(date(year, 1, 1), date(year, 12, 31), held["year"])
        elif day := _date(held["day"]):
            yield _Period(day, day, _shown(day))


def _impossible(text: str) -> Iterator[str]:
    """Days the calendar does not have; without `ngày` before them, only such as 31/02/2022."""
    for match in _ANY.finditer(text):
        printed = match["spelt"] or match["bare"]
        day, month, _ = _numbers(printed)
        near = 1 <= day <= 31 and 1 <= month <= 12
        american = 1 <= day <= 12 and 1 <= month <= 31
        if not _date(printed) and (near or (match["spelt"] and not american)):
            yield printed


def _date(printed: str, end: date | None = None) -> date | None:
    """The day; month and year from the end of its period where it leaves them out."""
    numbers = _numbers(printed)
    if end:
        numbers = (*numbers, *(end.day, end.month, end.year)[len(numbers) :])
    day, month, year = numbers
    try:
        return date(year, month, day)
    except ValueError:
        return None


def _numbers(printed: str) -> tuple[int, ...]:
    return tuple(map(int, re.findall(r"\d+", printed)))


def _shown(day: date) -> str:
    return f"{day.day}/{day.month}/{day.year}"
