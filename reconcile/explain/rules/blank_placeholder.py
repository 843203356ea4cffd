"""A decision number or a date that was never filled in.

What it finds: a line outside the tables that cites or dates a document but leaves its number or
its day open, as in `Quyết định số: /QĐ-UBND ngày / /2022` or `ngày … tháng … năm 2024`.

Why it matters: a sheet signed with an open number or date refers to a document nobody can find.

Fix safety: no fix is offered; only the office knows the number and the date.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from unicodedata import normalize

from reconcile.explain.context import Context
from reconcile.explain.explanation import Observation
from reconcile.model import Sentence, Severity

SEVERITY: Severity = "warning"

_BLANK = r"[\s.…_]*"
_DOTS = r"(?:\.{2,}|_{2,}|…)[\s.…_]*"
_DOCUMENT = (
    r"(?:quyết\s+định|kế\s+hoạch|công\s+văn|tờ\s+trình|báo\s+cáo|thông\s+báo|nghị\s+quyết"
    r"|nghị\s+định|thông\s+tư|chỉ\s+thị|hướng\s+dẫn|biên\s+bản|văn\s+bản)"
)
_NUMBER = re.compile(
    rf"""
    (?i:\bsố)\s*(?:[:\s.…_]){_BLANK}/\s*(?:\d{{4}}\s*/\s*)?    # số: /2022/
    [A-ZĐ]\w*\s*[-–]\s*[A-ZĐ]                                  # QĐ-UBND
    | (?i:\b{_DOCUMENT}\s+số)\s*:?\s*{_DOTS}
    | (?i:\b{_DOCUMENT})\s+(?:\.{{4,}}|_{{3,}}|…{{2,}})
    """,
    re.VERBOSE,
)
_SLASHED = re.compile(
    rf"\bngày\s*:?(?P<day>{_BLANK}\d{{0,2}}{_BLANK})/(?P<month>{_BLANK}\d{{0,2}}{_BLANK})"
    rf"/(?P<year>\s*\d{{0,4}})(?P<rest>(?:\.{{2,}}|_{{2,}}|…)?)",
    re.IGNORECASE,
)
_SPELT = re.compile(
    rf"\bngày(?P<day>{_BLANK}\d{{0,2}}{_BLANK})tháng(?P<month>{_BLANK}\d{{0,2}}{_BLANK})"
    rf"năm(?P<year>\s*\d{{0,4}})(?P<rest>(?:\.{{2,}}|_{{2,}}|…)?)",
    re.IGNORECASE,
)
_WIDE = re.compile(r"[.…_]|\s{2}")

_TABLE = "STT\tTên đơn vị\tĐiểm A\tĐiểm B\tTổng điểm\n" + "\n".join(
    ["1\tSở Nội vụ\t10\t5\t15", "2\tSở Y tế\t8\t4\t12", "3\tSở Tư pháp\t7\t6\t13"]
)
VALID = (
    f"(Kèm theo Quyết định số 12/QĐ-UBND ngày 15/8/2022 của UBND tỉnh)\n\n{_TABLE}\n",
    f"Ninh Bình, ngày 5 tháng 8 năm 2022\n\n{_TABLE}\n\nNgười lập biểu: ........\n",
    f"Số liệu tính theo ngày, tháng, năm báo cáo, gồm thu, chi...\n\n{_TABLE}\n",
)
INVALID = (
    f"(Kèm theo Quyết định số: /QĐ-UBND ngày / /2022 của UBND tỉnh)\n\n{_TABLE}\n",
    f"{_TABLE}\n\nNinh Bình, ngày … tháng … năm 2024\n",
    f"(Kèm theo Báo cáo số       /BC-STTTT của Sở Thông tin và Truyền thông)\n\n{_TABLE}\n",
)


def observe(context: Context) -> Iterator[Observation]:
    """One finding for each line that leaves a number, a date or both open."""
    observed = set()
    for line in context.document.prose:
        what = _open(line.text)
        where = (line.place.sheet, line.place.row)
        if what and where not in observed:
            observed.add(where)
            yield Observation(
                at=line.place,
                cells=(line.place,),
                message=Sentence(
                    f"observed.blank-placeholder.{what}", {"text": " ".join(line.text.split())}
                ),
                printed=line.text,
            )


def _open(text: str) -> str:
    """Which is left open: 'number', 'date', 'both', or '' for neither."""
    text = normalize("NFC", text)
    number = bool(_NUMBER.search(text))
    date = any(map(_slashed_open, _SLASHED.finditer(text))) or any(
        map(_spelt_open, _SPELT.finditer(text))
    )
    return ("both" if date else "number") if number else ("date" if date else "")


def _slashed_open(date: re.Match[str]) -> bool:
    return _empty(date["day"]) or _empty(date["month"]) or _unfinished(date)


def _spelt_open(date: re.Match[str]) -> bool:
    """Whether it is a form's date, not the phrase `ngày tháng năm` or `tháng năm`, May."""
    wide = any(_WIDE.search(date[part]) and _empty(date[part]) for part in ("day", "month"))
    dated = _empty(date["day"]) and (not _empty(date["month"]) or not _empty(date["year"]))
    return wide or dated or (not _empty(date["day"]) and _unfinished(date))


def _unfinished(date: re.Match[str]) -> bool:
    """Whether the year ends in dots: `năm 20…`."""
    return len(date["year"].strip()) < 4 and bool(date["rest"])


def _empty(part: str) -> bool:
    return not any(map(str.isdigit, part))
