"""Whether two tables name different subjects: one form filled in by two communes.

Such forms may agree in most of their figures, as full marks do, and state nothing of each other.
"""

from __future__ import annotations

import re
from functools import lru_cache
from pathlib import PurePath

from reconcile.labels.spelling import fold, plain

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


@lru_cache(maxsize=1 << 16)
def of_title(title: str) -> Subject:
    """The words of a title that say what the table is about."""
    return _without(fold(title).split(), _KINDS)


@lru_cache(maxsize=1 << 16)
def of_path(path: str) -> tuple[Subject, Subject]:
    """The same of a file's name and of its folder's, which often have no marks."""
    file = PurePath(path)
    stem, folder = (plain(fold(name)).split() for name in (file.stem, file.parent.name))
    return _without(stem, _PLAIN_KINDS), _without(folder, _PLAIN_KINDS)


def _without(words: list[str], kinds: frozenset[str]) -> Subject:
    return frozenset(word for word in words if word not in kinds and not _NUMBER.fullmatch(word))


def differ(one: Subject, other: Subject) -> bool:
    """Whether two names have one pattern and fill it differently: alike in half of their words,
    while each has one that the other lacks."""
    shared = len(one & other)
    return bool(one - other and other - one) and 2 * shared >= min(len(one), len(other))


def differ_by_path(one: str, other: str) -> bool:
    """The folder counts where the files are called the same."""
    (stem, folder), (other_stem, other_folder) = of_path(one), of_path(other)
    return differ(stem, other_stem) or (stem == other_stem and differ(folder, other_folder))
