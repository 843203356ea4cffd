"""What keeps two tables of one year apart: the part of the year, and the stage of the figures.

The report of November and that of December state figures of one year that may differ; so do the
score an office gives itself and the one it is given.
"""

from __future__ import annotations

import re
from functools import lru_cache

from reconcile.labels.spelling import fold, plain

_UNTIL = re.compile(r"\bden (?:het )?(?:ngay )?\d{1,2}(?: thang)?(?: \d{1,2})?\b")
_DATED = re.compile(r"\bngay (?:\d{1,2} )?(?:thang )?\d{1,2}(?: nam)?\b")
_PERIOD = re.compile(
    r"\b(?:(?:thang|quy|tuan|dot|lan|ky|hoc ky|vong|quarter|month|week|round) ?(?:\d{1,2}|[ivx]+)"
    r"|[tq]\d{1,2}|\d{1,2} ?(?:thang|months?)|(?:dau|cuoi) nam|january|february|march|april|june"
    r"|july|august|september|october|november|december)\b"
)
_STAGE = re.compile(
    r"\b(?:tu cham|tu danh gia|tham dinh|phuc tra|du thao|du kien|uoc|so bo|du toan|quyet toan"
    r"|dieu chinh|bo sung|draft|preliminary|provisional|estimated?|budget|revised)\b"
)


@lru_cache(maxsize=1 << 14)
def marks(*texts: str) -> tuple[str, ...]:
    """The periods and stages that a table's title, sheet and path name; the day of the decision
    that a title quotes is none."""
    found: set[str] = set()
    for text in texts:
        words = plain(fold(text))
        found.update(_UNTIL.findall(words), _STAGE.findall(words))
        words = _DATED.sub(" ", _UNTIL.sub(" ", words))
        found.update(re.sub(r"\W", "", mark) for mark in _PERIOD.findall(words))
    return tuple(sorted(found))
