"""A cell's text, freed of what cannot be seen."""

from __future__ import annotations

import re
import unicodedata

_SPACES = re.compile("[\u00a0\u1680\u2000-\u200a\u202f\u205f\u3000]")
_INVISIBLE = re.compile("[\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2064\ufeff]")


def normal(content: str) -> str:
    """Text in NFC, every odd space a plain one, invisible characters gone."""
    if content.isascii():
        return content
    return unicodedata.normalize("NFC", _INVISIBLE.sub("", _SPACES.sub(" ", content)))


def cell(content: str) -> str | None:
    """A cell's text, normal and stripped; None where nothing is left. Line breaks stay."""
    return normal(content).strip() or None
