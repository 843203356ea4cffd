"""What keeps two tables of one year apart: the part of the year, the stage, the subject.

The report of November and that of December state figures of one year that may differ; so do the
score an office gives itself and the one it is given. One form filled in by two communes may agree
in most of its figures, as full marks do, and the two state nothing of each other.
"""

from __future__ import annotations

import re
from functools import lru_cache
from pathlib import PurePath

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
# Words of titles and file names that say what kind of paper it is, not what it is about.
_KINDS = frozenset(
    word
    for text in ("phụ lục", "báo cáo", "quyết định", "biểu", "bảng", "mẫu", "tổng hợp", "tổng kết",
                 "kèm theo", "bản", "ký", "gửi", "công văn", "tờ trình", "năm", "và", "của", "các",
                 "annex", "report", "decision", "table", "sheet", "final", "signed", "copy", "form",
                 "year", "the", "of", "and", "in", "for", "by")
    for word in fold(text).split()
)  # fmt: skip
_PLAIN_KINDS = frozenset(map(plain, _KINDS))
_NUMBER = re.compile(r"\w?\d+\w?|[ivx]+")

Subject = frozenset[str]


@lru_cache(maxsize=1 << 14)
def periods_and_stages(*texts: str) -> tuple[str, ...]:
    """The periods and stages that a table's title, sheet and path name; the day of the decision
    that a title quotes is none."""
    named: set[str] = set()
    for text in texts:
        words = plain(fold(text))
        named.update(_UNTIL.findall(words), _STAGE.findall(words))
        words = _DATED.sub(" ", _UNTIL.sub(" ", words))
        named.update(re.sub(r"\W", "", mark) for mark in _PERIOD.findall(words))
    return tuple(sorted(named))


@lru_cache(maxsize=1 << 16)
def subject_of_title(title: str) -> Subject:
    """The words of a title that say what the table is about."""
    return _without(fold(title).split(), _KINDS)


@lru_cache(maxsize=1 << 16)
def subjects_of_path(path: str) -> tuple[Subject, Subject]:
    """The same of a file's name and of its folder's, which often have no marks."""
    file = PurePath(path)
    stem, folder = (plain(fold(name)).split() for name in (file.stem, file.parent.name))
    return _without(stem, _PLAIN_KINDS), _without(folder, _PLAIN_KINDS)


def _without(words: list[str], kinds: frozenset[str]) -> Subject:
    return frozenset(word for word in words if word not in kinds and not _NUMBER.fullmatch(word))


def subjects_differ(ours: Subject, theirs: Subject) -> bool:
    """Whether two names have one pattern and fill it differently: alike in half of their words,
    while each has one that the other lacks."""
    shared = len(ours & theirs)
    return bool(ours - theirs and theirs - ours) and 2 * shared >= min(len(ours), len(theirs))


def paths_differ(ours: str, theirs: str) -> bool:
    """The folder counts where the files are called the same."""
    (stem, folder), (other_stem, other_folder) = subjects_of_path(ours), subjects_of_path(theirs)
    return subjects_differ(stem, other_stem) or (
        stem == other_stem and subjects_differ(folder, other_folder)
    )
