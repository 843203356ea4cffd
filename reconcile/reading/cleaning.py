"""A cell's text, freed of what cannot be seen."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence

_SPACES = re.compile("[\u00a0\u1680\u2000-\u200a\u202f\u205f\u3000]")
_INVISIBLE = re.compile("[\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2064\ufeff]")
_TEXTS_AT_ONCE = 1 << 12  # looked at as one; few enough to stay in the processor's cache
_ODD = re.compile(f"{_SPACES.pattern}|{_INVISIBLE.pattern}")


def normal(content: str) -> str:
    """Text in NFC, every odd space a plain one, invisible characters gone."""
    if content.isascii() or _is_normal(content):
        return content
    return unicodedata.normalize("NFC", _INVISIBLE.sub("", _SPACES.sub(" ", content)))


def _is_normal(content: str) -> bool:
    return unicodedata.is_normalized("NFC", content) and not _ODD.search(content)


def cell(content: str) -> str | None:
    """A cell's text, normal and stripped; None where nothing is left. Line breaks stay."""
    return normal(content).strip() or None


def cells(contents: Sequence[str]) -> list[str | None]:
    """`cell` of each of many texts, of which nearly all are normal."""
    texts: list[str | None] = []
    for at in range(0, len(contents), _TEXTS_AT_ONCE):
        some = contents[at : at + _TEXTS_AT_ONCE]
        different = set(some)
        if _is_normal("\n".join(different)):
            texts += [content.strip() or None for content in some]
        else:
            cleaned = {content: cell(content) for content in different}
            texts += [cleaned[content] for content in some]
    return texts
