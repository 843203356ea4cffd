"""The letters of two families of Vietnamese fonts, by the Western letters they are stored as."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Mapping
from functools import cache

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
_ROUNDS = dict(zip("áàåãä", _TONES.values(), strict=True))
_BREVES = dict(zip("éèúüë", _TONES.values(), strict=True))
_ALONE = dict(zip("íìæóòîñôö", "íìỉĩịỵđơư", strict=True))


def from_tcvn3(word: str) -> str | None:
    """A word of a .VnTime font; None where it has letters that such fonts do not."""
    found = word.translate(_TCVN3)
    untold = any(not one.isascii() and ord(one) not in _TCVN3 for one in word)
    return None if untold else found


def from_vni(word: str) -> str | None:
    """A word of a VNI font; None where it has letters that such fonts do not."""
    letters, pattern = _vni_letters()
    found = pattern.sub(lambda one: letters[one[0]], word)
    rest = pattern.sub("", word)
    return found if rest.isascii() else None


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
    for letter, drawn in _ALONE.items():
        yield letter, drawn
        yield letter.upper(), drawn.upper()


def _vni_marked() -> Iterator[tuple[str, str, str]]:
    for letter in "aeouyôö":
        yield from ((letter, mark, tone) for mark, tone in _TONES.items())
    for letter in "aeo":
        yield letter, "â", "\u0302"
        yield from ((letter, mark, "\u0302" + tone) for mark, tone in _ROUNDS.items())
    yield "a", "ê", "\u0306"
    yield from (("a", mark, "\u0306" + tone) for mark, tone in _BREVES.items())


def _cased(base: str) -> str:
    drawn = _ALONE.get(base.lower(), base.lower())
    return drawn if base.islower() else drawn.upper()
