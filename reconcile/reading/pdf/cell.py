"""The text of one cell of a PDF, from the characters that stand in it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from statistics import median
from typing import Any

from pdfplumber.utils.text import extract_text

from reconcile.reading import drawn_tables, marks
from reconcile.reading.syllables import is_syllable

GAP = 0.15  # of a character's size; wider ones part words
_PADDING = 12.0  # points; what programs leave blank at both sides of a cell, at most
_SMALL = 0.85  # of the size around it, at most, for a mark above the line
_LINE_HEIGHT = 3.0  # points; feet of characters nearer than this stand on one line
_FRAGMENT = re.compile(r"[-−]?[\d.,'’]*\Z")
_NUMBER = re.compile(r"[-−]?(?:\d+|\d{1,3}(?:[.,'’]\d{3})+)[.,]\d+\Z")

PageItem = dict[str, Any]  # a character, rule or line as pdfplumber describes it


def cell_text(characters: list[PageItem], width: float) -> str:
    """What is written in a cell `width` points wide, on one line."""
    if not characters:
        return ""
    size = median(character["size"] for character in characters)
    turned = [_upright(character) for character in characters]
    marked = [_raised(character, size, turned) for character in turned]
    text = extract_text(marked, x_tolerance_ratio=GAP, y_tolerance=min(_LINE_HEIGHT, size / 2))
    lines = [drawn_tables.one_line([line]) for line in text.splitlines()]
    lefts, rights = ([character[side] for character in characters] for side in ("x0", "x1"))
    written = max(rights) - min(lefts)
    return joined_lines(lines, is_full=written + size / 2 > width - _PADDING)


def _upright(character: PageItem) -> PageItem:
    """A character of a line that runs up or down the page, turned to run across."""
    if character["upright"]:
        return character
    left, top, right, bottom = (character[side] for side in ("x0", "top", "x1", "bottom"))
    if character["matrix"][1] > 0:
        turned = {"x0": -bottom, "x1": -top, "top": left, "bottom": right}
    else:
        turned = {"x0": top, "x1": bottom, "top": -right, "bottom": -left}
    return character | turned | {"upright": True, "doctop": turned["top"]}


def _raised(character: PageItem, size: float, cell: Sequence[PageItem]) -> PageItem:
    """A small digit whose foot is above that of the character before it, as a mark on its line."""
    if character["size"] > _SMALL * size or not character["text"].isdecimal():
        return character
    before = [
        other
        for other in cell
        if other["size"] > _SMALL * size
        and other["x0"] < character["x0"]
        and other["top"] - size / 2 < character["top"] < other["bottom"]
    ]
    if not before or before[-1]["bottom"] - character["bottom"] < size / 10:
        return character
    line = {side: before[-1][side] for side in ("top", "bottom", "doctop")}
    return character | line | {"text": marks.superscript(character["text"])}


def joined_lines(lines: Sequence[str], is_full: bool) -> str:
    """The lines of a cell as one.

    A number is put together where the lines fill the cell (`is_full`), as they do when it had to
    be broken: `1.234.` above `567,8` is `1.234.567,8`. A word is where its halves are no syllables
    but it is one: `ngh` above `iệp` is `nghiệp`.
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
