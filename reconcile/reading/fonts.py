"""Vietnamese typed for fonts of its own (TCVN3 for .VnTime, VNI for VNI-Times), in Unicode.

Such a text is made of Western letters that those fonts draw as Vietnamese ones: 'Së C«ng th−¬ng'
is 'Sở Công thương'. It is believed to be that only where its words become Vietnamese syllables
and are none as they stand.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import islice

from reconcile.reading.font_letters import MINUS, from_tcvn3, from_vni
from reconcile.reading.syllables import is_syllable

Decoder = Callable[[str], str | None]

LOOKED_AT = 100_000  # characters
ROWS_LOOKED_AT = 5_000
FEWEST_WORDS = 5  # different ones that bear a mark
MOST_OF_THEM = 0.8
FEW_OF_THEM = 0.3

_MARKS = "\u00a1-\u00ff" + MINUS
_MARK = re.compile(f"[{_MARKS}]")
_WORD = re.compile(f"[A-Za-z]*[{_MARKS}][A-Za-z{_MARKS}]*")
_FOREIGN = re.compile(f"[^\x00-\u00ff{MINUS}\u2010-\u2027\u20ac\u2122]")
_LETTERS = re.compile(r"[^\W\d_]+")
_CAPITALS = re.compile("[A-ZĂÂÊÔƠƯĐ]")
_SMALL = re.compile("[a-zăâêôơưđ]")


def text_in_unicode(content: str) -> str:
    """A text, its lines in Unicode if the whole was typed for such a font."""
    decoder = _decoder([content[:LOOKED_AT]])
    if decoder is None:
        return content
    return "".join(_converted(line, decoder) for line in content.splitlines(keepends=True))


def rows_in_unicode(rows: Sequence[Sequence[object]]) -> Sequence[Sequence[object]]:
    """The rows of a sheet, their texts in Unicode if the sheet was typed for such a font."""
    decoder = _decoder(_sample(rows))
    if decoder is None:
        return rows
    return [
        [_converted(value, decoder) if isinstance(value, str) else value for value in row]
        for row in rows
    ]


def _sample(rows: Sequence[Sequence[object]]) -> Iterator[str]:
    room = LOOKED_AT
    for row in islice(rows, ROWS_LOOKED_AT):
        for value in row:
            if isinstance(value, str) and not value.isascii():
                yield value[:room]
                room -= len(value)
        if room <= 0:
            return


def _decoder(texts: Iterable[str]) -> Decoder | None:
    """The font that makes Vietnamese of these texts, where it is beyond doubt that one does."""
    words = {word for text in texts if not text.isascii() for word in _WORD.findall(text)}
    words = {word for word in words if len(word) > 1}
    if len(words) < FEWEST_WORDS or _share(words) > FEW_OF_THEM:
        return None
    shares = {font: _share(map(font, words), len(words)) for font in (from_tcvn3, from_vni)}
    best = max(shares, key=lambda font: shares[font])
    return best if shares[best] >= MOST_OF_THEM else None


def _share(words: Iterable[str | None], of: int = 0) -> float:
    held = list(words)
    return sum(word is not None and is_syllable(word) for word in held) / (of or len(held))


def _converted(text: str, decoder: Decoder) -> str:
    """One text in Unicode; as it is where it already has letters that no such font stores."""
    if text.isascii() or _FOREIGN.search(text):
        return text
    if any(decoder(word) is None and is_syllable(word) for word in _WORD.findall(text)):
        return text
    found = _WORD.sub(lambda word: _word(word[0], decoder), text)
    if _is_of_capitals(found):
        return found.upper()
    return _LETTERS.sub(lambda word: _recased(word[0]), found)


def _word(word: str, decoder: Decoder) -> str:
    found = decoder(word)
    if found is None or (MINUS in word and (len(word) == 1 or not is_syllable(found))):
        return word
    return found


def _recased(word: str) -> str:
    return word.upper() if _is_of_capitals(word) else word


def _is_of_capitals(text: str) -> bool:
    """Whether only letters that TCVN3 has no capitals for are small, and not just after a first."""
    words = _LETTERS.findall(text)
    return not _SMALL.search(text) and any(len(_CAPITALS.findall(word)) > 1 for word in words)
