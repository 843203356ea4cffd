"""The pattern by which the titles of some sheets are known again."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from difflib import SequenceMatcher
from functools import reduce

from reconcile.audited import Audit
from reconcile.labels.spelling import fold
from reconcile.labels.titles import title_lines

_YEAR = re.compile(r"\b(?:19|20)\d\d\b")
_OPEN = re.compile(r"(?:\bnăm |\byear )?\*", re.IGNORECASE)
_FEWEST = 4  # words that titles share; with fewer a template would take any sheet of the office


def title_of(audit: Audit) -> str:
    """The only table's title, or the longest stretch of like lines above the first; '' for none."""
    tables = audit.document.tables
    if len(tables) == 1 and tables[0].title:
        return " ".join(tables[0].title.strip(" *").split())
    return max(_stretches(audit), key=lambda text: len(text.split()), default="")


def _stretches(audit: Audit) -> Iterator[str]:
    """Lines above the first table that follow on each other in capitals, or each alone."""
    above = set(title_lines(audit.document))
    lines: list[str] = []
    last = -1
    for line in audit.document.prose:
        text = " ".join(line.text.strip(" *").split())
        if line.text not in above or text.startswith("(") or text.endswith(":"):
            continue
        if lines and not (text.isupper() and lines[-1].isupper() and line.place.row == last + 1):
            yield " ".join(lines)
            lines = []
        lines.append(text)
        last = line.place.row
    yield " ".join(lines)


def pattern(audits: Sequence[Audit]) -> str:
    """What the titles have in common, `*` for years and for what differs; '' for too little."""
    common = reduce(_common, [_starred(title_of(audit).split()) for audit in audits])
    if sum(word != "*" for word in common) < _FEWEST:
        return ""
    title = " ".join(common)
    return title.capitalize() if title.isupper() else title


def name_of(pattern: str) -> str:
    """A pattern without what it leaves open."""
    return " ".join(_OPEN.sub(" ", pattern).split())


def _starred(words: list[str]) -> list[str]:
    return ["*" if _YEAR.search(word) else word for word in words]


def _common(left: list[str], right: list[str]) -> list[str]:
    ours, theirs = ([fold(word) or word for word in words] for words in (left, right))
    shared: list[str] = []
    end = 0
    for block in SequenceMatcher(None, ours, theirs, autojunk=False).get_matching_blocks():
        skipped = block.a > end or (not shared and block.b > 0)
        if skipped and shared and shared[-1] != "*":
            shared.append("*")
        shared += left[block.a : block.a + block.size]
        end = block.a + block.size
    return shared
