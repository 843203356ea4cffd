"""Vietnamese typed for fonts of its own (TCVN3 for .VnTime, VNI for VNI-Times), in Unicode.

Such a text is made of Western letters that those fonts draw as Vietnamese ones: 'Së C«ng th−¬ng'
is 'Sở Công thương'. It is believed to be that only where its words become Vietnamese syllables
and are none as they stand.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import cache
from itertools import islice

from reconcile.reading.syllables import is_syllable

Decoder = Callable[[str], str | None]

LOOKED_AT = 100_000  # characters of a text or sheet; more change no verdict, but take time
ROWS_LOOKED_AT = 5_000  # of a sheet, likewise
FEWEST_WORDS = 5  # different ones that bear a mark; of fewer, all may be syllables by chance
MOST_OF_THEM = 0.8  # are syllables once they are read in the font; names and typing errors are not
FEW_OF_THEM = 0.3  # are syllables as they stand; in real Vietnamese nearly all are

MINUS = "\u2212"  # what some programs make of the soft hyphen, the code of a letter in TCVN3

_TCVN3_RUNS = {
    0xA1: "ĂÂÊÔƠƯĐăâêôơưđ",
    0xB5: "àảãáạ",
    0xBB: "ằẳẵắ",
    0xC6: "ặầẩẫấậè",
    0xCE: "ẻẽéẹềểễếệìỉ",
    0xDC: "ĩíịò",
    0xE1: "ỏõóọồổỗốộờởỡớợù",
    0xF1: "ủũúụừửữứựỳỷỹýỵ",
}
_TCVN3 = {
    first + step: letter
    for first, letters in _TCVN3_RUNS.items()
    for step, letter in enumerate(letters)
} | {ord(MINUS): "ư"}

# A VNI letter is a plain one and, after it, the mark it bears: here by what the mark means.
_TONES = dict(zip("ùøûõï", "\u0301\u0300\u0309\u0303\u0323", strict=True))
_CIRCUMFLEXED = dict(zip("áàåãä", _TONES.values(), strict=True))
_BREVED = dict(zip("éèúüë", _TONES.values(), strict=True))
_SINGLE = dict(zip("íìæóòîñôö", "íìỉĩịỵđơư", strict=True))

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
    left = LOOKED_AT
    for row in islice(rows, ROWS_LOOKED_AT):
        for value in row:
            if isinstance(value, str) and not value.isascii():
                yield value[:left]
                left -= len(value)
        if left <= 0:
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
    """How many of the words are syllables, of all or of so many."""
    listed = list(words)
    return sum(word is not None and is_syllable(word) for word in listed) / (of or len(listed))


def _converted(text: str, decoder: Decoder) -> str:
    """One text in Unicode; as it is where it already has letters that no such font stores."""
    if text.isascii() or _FOREIGN.search(text):
        return text
    if any(decoder(word) is None and is_syllable(word) for word in _WORD.findall(text)):
        return text
    unicode = _WORD.sub(lambda word: _converted_word(word[0], decoder), text)
    if _is_of_capitals(unicode):
        return unicode.upper()
    return _LETTERS.sub(lambda word: _recased(word[0]), unicode)


def _converted_word(word: str, decoder: Decoder) -> str:
    unicode = decoder(word)
    if unicode is None or (MINUS in word and (len(word) == 1 or not is_syllable(unicode))):
        return word  # a minus by itself is one
    return unicode


def _recased(word: str) -> str:
    return word.upper() if _is_of_capitals(word) else word


def _is_of_capitals(text: str) -> bool:
    """Whether only letters that TCVN3 has no capitals for are small, and not just after a first."""
    words = _LETTERS.findall(text)
    return not _SMALL.search(text) and any(len(_CAPITALS.findall(word)) > 1 for word in words)


# The letters of the two families of fonts, by the Western ones they are stored as


def from_tcvn3(word: str) -> str | None:
    """A word of a .VnTime font; None where it has letters that such fonts do not."""
    has_others = any(not letter.isascii() and ord(letter) not in _TCVN3 for letter in word)
    return None if has_others else word.translate(_TCVN3)


def from_vni(word: str) -> str | None:
    """A word of a VNI font; None where it has letters that such fonts do not."""
    letters, pattern = _vni_letters()
    if not pattern.sub("", word).isascii():
        return None
    return pattern.sub(lambda stored: letters[stored[0]], word)


@cache
def _vni_letters() -> tuple[Mapping[str, str], re.Pattern[str]]:
    """The letters by how they are stored, and what finds them."""
    letters = dict(_vni())
    return letters, re.compile("|".join(sorted(map(re.escape, letters), key=len, reverse=True)))


def _vni() -> Iterator[tuple[str, str]]:
    for letter, mark, meaning in _vni_marked():
        for base in (letter, letter.upper()):
            drawn = unicodedata.normalize("NFC", _cased(base) + meaning)
            yield base + mark, drawn
            yield base + mark.upper(), drawn
    for letter, drawn in _SINGLE.items():
        yield letter, drawn
        yield letter.upper(), drawn.upper()


def _vni_marked() -> Iterator[tuple[str, str, str]]:
    for letter in "aeouyôö":
        yield from ((letter, mark, tone) for mark, tone in _TONES.items())
    for letter in "aeo":
        yield letter, "â", "\u0302"
        yield from ((letter, mark, "\u0302" + tone) for mark, tone in _CIRCUMFLEXED.items())
    yield "a", "ê", "\u0306"
    yield from (("a", mark, "\u0306" + tone) for mark, tone in _BREVED.items())


def _cased(base: str) -> str:
    drawn = _SINGLE.get(base.lower(), base.lower())
    return drawn if base.islower() else drawn.upper()
