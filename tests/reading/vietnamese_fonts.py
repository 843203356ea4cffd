"""Vietnamese as programs stored it before Unicode: what the reader has to undo."""

from __future__ import annotations

import unicodedata

# Letters in the order of their codes in TCVN 5712 (VN3), each run from its first code on.
TCVN3_RUNS = (
    (0xA1, "ĂÂÊÔƠƯĐăâêôơưđ"),
    (0xB5, "àảãáạ"),
    (0xBB, "ằẳẵắ"),
    (0xC6, "ặầẩẫấậè"),
    (0xCE, "ẻẽéẹềểễếệìỉ"),
    (0xDC, "ĩíịò"),
    (0xE1, "ỏõóọồổỗốộờởỡớợù"),
    (0xF1, "ủũúụừửữứựỳỷỹýỵ"),
)
TCVN3 = {
    letter: chr(first + at) for first, letters in TCVN3_RUNS for at, letter in enumerate(letters)
}

MARKS = dict(zip("\u0301\u0300\u0309\u0303\u0323", "ùøûõï", strict=True))
ROUND = {"": "â"} | dict(zip(MARKS, "áàåãä", strict=True))
BREVE = {"": "ê"} | dict(zip(MARKS, "éèúüë", strict=True))
WHOLE = dict(zip("íìỉĩịỵđơư", "íìæóòîñôö", strict=True))


def in_tcvn3(text: str) -> str:
    """The font has no capital with a tone: one is typed small, in a font of capitals."""
    return "".join(TCVN3.get(one) or TCVN3.get(one.lower(), one) for one in text)


def in_vni(text: str) -> str:
    return "".join(_vni(one) for one in text)


def _vni(letter: str) -> str:
    small = letter.lower()
    found = WHOLE.get(small) or _vni_marked(small)
    return found if letter == small else found.upper()


def _vni_marked(letter: str) -> str:
    apart = unicodedata.normalize("NFD", letter)
    tone = next((mark for mark in apart if mark in MARKS), "")
    bare = unicodedata.normalize("NFC", apart.replace(tone, "") if tone else apart)
    if bare in "âêô":
        return unicodedata.normalize("NFD", bare)[0] + ROUND[tone]
    if bare == "ă":
        return "a" + BREVE[tone]
    return WHOLE.get(bare, bare) + MARKS.get(tone, "")
