"""How print tells a figure from what is written beside it: raised digits and struck-out text.

Both are kept in the text itself, so that every reading of a number sees them: `1200.75¹` is no
1200.751, and what is struck out is no number at all.
"""

from __future__ import annotations

import re
import unicodedata

_RAISED = str.maketrans("0123456789", "⁰¹²³⁴⁵⁶⁷⁸⁹")
_STROKE = "\u0336"  # combining, drawn through the character before it
_STRUCK = re.compile(rf"(?:[^\s{_STROKE}]{_STROKE})+")


def superscript(text: str) -> str:
    """Digits printed above the line, written so: they belong to no number beside them."""
    return text.translate(_RAISED)


def struck(text: str) -> str:
    """Text with a line drawn through it, written so."""
    return "".join(
        character if character.isspace() else character + _STROKE
        for character in unicodedata.normalize("NFC", text)
    )


def standing(text: str) -> str:
    """A cell's text without what is struck out in it: the new figure stands beside the old one.

    Where nothing else is left, the cell keeps its struck-out text, which is not to be lost.
    """
    if _STROKE not in text:
        return text
    left = _STRUCK.sub("", text)
    return left if any(map(str.isalnum, left)) else text
