"""Text made harmless to show: in a terminal, in a workbook, in a page."""

from __future__ import annotations

import re

from reconcile.messages import say
from reconcile.model import Book, Language, Place, Sentence

# Escape sequences, and marks that reorder what stands around them, would let a cell rewrite the
# screen; surrogates and non-characters cannot be stored in XML.
_UNSAFE = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u200e\u200f\u2028-\u202e\u2066-\u2069\ud800-\udfff\ufffe\uffff]"
)


def harmless(text: str) -> str:
    """The text with what could act on a terminal or break a workbook replaced by U+FFFD."""
    return _UNSAFE.sub("\ufffd", text.replace("\r\n", "\n"))


def one_line(text: str) -> str:
    """The text harmless and on one line, its stretches of white space one blank each."""
    return harmless(" ".join(text.split()))


def say_harmless(sentence: Sentence, language: Language) -> str:
    """The sentence in a language, harmless and on one line."""
    return one_line(say(sentence, language))


def short_address(place: Place, book: Book) -> str:
    """A place as short as the book allows: without its sheet where there is only one."""
    return place.a1 if len(book.sheets) == 1 else one_line(str(place))
