"""Text that a narrow column broke over lines, or a page's foot over pages, whole again."""

from __future__ import annotations

import re
from collections.abc import Sequence

from reconcile.reading.syllables import is_syllable

_FRAGMENT = re.compile(r"[\d.,]+\Z")
_NUMBER = re.compile(r"(?:\d+|\d{1,3}(?:[.,]\d{3})+)[.,]\d+\Z")


def whole(lines: Sequence[str], is_full: bool) -> str:
    """The lines of a cell as one.

    A number is put together where the lines fill the cell (`is_full`), as they do when it had to
    be broken; a word where its halves are no syllables but it is one.
    """
    number = "".join(lines)
    if is_full and _NUMBER.match(number) and all(map(_FRAGMENT.match, lines)):
        return number
    text = lines[0] if lines else ""
    for line in lines[1:]:
        text += line if _is_broken(text, line) else f" {line}"
    return text


def _is_broken(above: str, below: str) -> bool:
    head, tail = above.rpartition(" ")[2], below.partition(" ")[0]
    if not (head.isalpha() and tail.isalpha()) or (is_syllable(head) and is_syllable(tail)):
        return False
    return is_syllable(head + tail)
