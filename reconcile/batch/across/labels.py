"""The year that a label gives its figures, and what of the label is left without it."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache
from typing import NamedTuple
from unicodedata import normalize

from reconcile.labels.spelling import fold

# A year that stands alone, not one inside a date or a range of years.
_YEAR = re.compile(
    r"(?:\b(?:năm|year)\s*)?(?<![\w/.,–-])((?:19|20)\d\d)(?![\w/–-]|[.,]\d)", re.IGNORECASE
)


def _phrases(texts: Iterable[str]) -> re.Pattern[str]:
    """Any of some phrases as whole words of a fold, the longest first."""
    longest = sorted(map(fold, texts), key=len, reverse=True)
    return re.compile(rf"(?<!\S)(?:{'|'.join(longest)})(?!\S)")


_BEFORE = _phrases(
    ["năm trước", "năm trước liền kề", "năm liền trước", "năm ngoái", "cùng kỳ", "cùng kì",
     "cùng kỳ năm trước", "cùng kì năm trước", "cùng kỳ năm ngoái", "cùng kì năm ngoái",
     "last year", "previous year", "prior year", "same period last year",
     "same period of last year", "same period of the previous year"]
)  # fmt: skip
_NOW = _phrases(["năm nay", "năm báo cáo", "năm hiện tại", "this year", "current year"])
_COMPARED = _phrases(
    ["so", "so với", "so sánh", "tăng", "giảm", "chênh lệch", "tốc độ", "chỉ số phát triển",
     "compared", "comparison", "versus", "vs", "against", "change", "growth", "increase",
     "decrease", "difference", "over"]
)  # fmt: skip
_RATE = _phrases(["%", "tỷ lệ", "tỉ lệ"])


class DatedLabel(NamedTuple):
    """`rest` is the label's fold without what names the year.

    `year` is the year it names; `before` says that it speaks of the year before the sheet's.
    """

    rest: str
    year: int | None = None
    before: bool = False


@lru_cache(maxsize=1 << 16)
def dated_label(label: str) -> DatedLabel | None:
    """What a label says of the year; None where it speaks of more than one, as a comparison does.

    `Thực hiện năm 2023` and `Thực hiện năm trước` both leave `thực hiện`.
    """
    composed = normalize("NFC", label)
    years = {int(year) for year in _YEAR.findall(composed)}
    rest = fold(_YEAR.sub(" ", composed))
    before, now = bool(_BEFORE.search(rest)), bool(_NOW.search(rest))
    if len(years) > 1 or (before and now):
        return None
    if (years or before) and _COMPARED.search(rest):
        return None
    if before and not years and _RATE.search(rest):  # the share of last year's, or last year's
        return None
    rest = " ".join(_NOW.sub(" ", _BEFORE.sub(" ", rest)).split())
    return DatedLabel(rest, years.pop() if years else None, before)
