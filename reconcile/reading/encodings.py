"""Which characters the bytes of a text stand for, found by evidence.

UTF-8 proves itself. What is left are the encodings that Vietnamese offices have used: UTF-16,
Windows-1258, and Western bytes drawn by Vietnamese fonts.
"""

from __future__ import annotations

import re
import unicodedata

from reconcile.reading.fonts import text_in_unicode
from reconcile.reading.syllables import is_syllable

LOOKED_AT = 2**16  # bytes; more change no verdict
COMMON_PAGES = frozenset((0x00, 0x01, 0x03, 0x1E, 0x20, 0x25))  # Unicode rows of Vietnamese text
MOST = 0.95  # of the high halves are common rows; a symbol or two may be of another
LEAST_OF_PLAIN = 0.3  # a table has at least so many ASCII characters
HALF = 0.5  # of the words with marks are syllables, where the encoding is the right one

_MARKED = {
    b"\xff\xfe": "utf-16",
    b"\xfe\xff": "utf-16",
    b"\xef\xbb\xbf": "utf-8-sig",
}
_WORD = re.compile(r"[^\W\d_]+")


def encoding_of(content: bytes) -> str | None:
    """The Unicode encoding that a mark or the lie of the bytes proves; None where none does."""
    marked = next((name for mark, name in _MARKED.items() if content.startswith(mark)), None)
    if marked is not None:
        return marked
    sample = content[:LOOKED_AT]
    even, odd = sample[::2], sample[1::2]
    if _are_pages(odd, even):
        return "utf-16-le"
    return "utf-16-be" if _are_pages(even, odd) else None


def decoded(content: bytes) -> str | None:
    """The text in Unicode; None where no encoding known here fits all its bytes."""
    proven = encoding_of(content)
    text = _as(content, proven or "utf-8")
    if text is None and proven is None:
        return _from_bytes(content)
    return text if text is None else text_in_unicode(text)


def _from_bytes(content: bytes) -> str | None:
    """A text of one byte a character: of Vietnamese fonts, of Windows-1258, else Western."""
    western = _as(content, "cp1252")
    if western is not None:
        unicode = text_in_unicode(western)
        if unicode != western:
            return unicode
    vietnamese = _as(content, "cp1258")
    if vietnamese is None or (western is not None and not _reads_vietnamese(vietnamese)):
        return western
    return vietnamese


def _reads_vietnamese(text: str) -> bool:
    composed = unicodedata.normalize("NFC", text[:LOOKED_AT])
    words = {word for word in _WORD.findall(composed) if not word.isascii()}
    return sum(map(is_syllable, words)) >= HALF * len(words)


def _as(content: bytes, encoding: str) -> str | None:
    try:
        return content.decode(encoding)
    except UnicodeDecodeError:
        return None


def _are_pages(high: bytes, low: bytes) -> bool:
    """Whether bytes are the high halves of UTF-16: few values, many zeros, and none lower."""
    if len(high) < 2 or not low:
        return False
    common = sum(high.count(page) for page in COMMON_PAGES)
    return (
        common >= MOST * len(high)
        and high.count(0) >= LEAST_OF_PLAIN * len(high)
        and low.count(0) <= (1 - MOST) * len(low)
    )
