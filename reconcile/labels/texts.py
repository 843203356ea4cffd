"""Texts evened out, one by one or many at once: case, spaces, and the language they are in."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Sequence
from functools import lru_cache
from typing import TypeVar

T = TypeVar("T")

EDGES = " .:*"  # what may stand around a label without being part of it
# What `str.split` takes for a space, but for the space itself and the line feed.
_ODD_SPACES = (
    "\t\r\v\f\x1c\x1d\x1e\x1f\x85\xa0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008"
    "\u2009\u200a\u2028\u2029\u202f\u205f\u3000"
)
_VIETNAMESE = re.compile(r"[ăâđêôơưĂÂĐÊÔƠƯạảấầẩẫậắằẳẵặẹẻẽếềểễệỉịọỏốồổỗộớờởỡợụủứừửữựỳỵỷỹ]")


@lru_cache(maxsize=1 << 14)
def fold_case(text: str) -> str:
    """Composed, in lower case, single spaces, without a trailing colon or stop."""
    return " ".join(unicodedata.normalize("NFC", text).split()).strip(EDGES).casefold()


def changed_together(texts: Sequence[str], change: Callable[[str], str]) -> list[str]:
    """Many texts changed by one call, to which each is a line.

    `change` must treat every line of a text for itself: one call on a million short texts takes a
    fraction of what a million calls take.
    """
    joined = "\n".join(texts)
    if joined.count("\n") >= len(texts):
        joined = "\n".join(text.replace("\n", " ") for text in texts)
    return change(joined).split("\n")[: len(texts)]


def single_spaced(lines: str) -> str:
    """The lines of a text with single spaces in them, and none around."""
    framed = f"\n{lines}\n"
    if not any(gap in framed for gap in ("  ", " \n", "\n ", *_ODD_SPACES)):
        return lines
    return "\n".join(" ".join(line.split()) for line in lines.split("\n"))


def asked_once_per_pattern(texts: Sequence[str], answer: Callable[[str], T]) -> list[T]:
    """The answer for each of many texts; those that differ by no more than their digits are asked
    about once: `Xã 17` and `Xã 25` as `Xã 00`."""
    joined = "\n".join(texts)
    for digit in "123456789":
        joined = joined.replace(digit, "0")
    lines = joined.split("\n")
    patterns = lines if len(lines) == len(texts) else texts
    answers = {pattern: answer(pattern) for pattern in set(patterns)}
    return [answers[pattern] for pattern in patterns]


def is_vietnamese(text: str) -> bool:
    return bool(_VIETNAMESE.search(unicodedata.normalize("NFC", text)))
