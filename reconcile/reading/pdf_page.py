"""One page of a PDF: its ruled tables and the lines around them, from top to bottom."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable, Sequence
from statistics import median
from typing import TYPE_CHECKING, Any, NamedTuple

from pdfplumber.utils import extract_text

from reconcile.reading import boxes
from reconcile.reading.boxes import Box, Drawn

if TYPE_CHECKING:
    from pdfplumber.page import Page
    from pdfplumber.table import Table

CLOSE = 3.0  # points; rules nearer than this are one
_GAP = 0.15  # of a character's size; wider ones part words
_SMALL = 0.8  # of the size around it, at most, for a mark above the line
_CUT_NUMBER = re.compile(r"[-+(]?\d[\d\s.,]*[%)]?\Z")
_CUT = re.compile(r"(?<=[.,])\n|\n(?=[.,])")

Character = dict[str, Any]


class Line(NamedTuple):
    """A line of text that stands at `top`, in points from the page's head."""

    text: str
    top: float


class Ruled(NamedTuple):
    """A table as ruled; `tops` are where its rows begin and the last one ends."""

    drawn: Drawn
    tops: tuple[float, ...]

    def below(self, count: int) -> Ruled:
        """The table without its first rows, and without columns that only those had."""
        kept = [box for box in self.drawn.boxes if box.top >= count]
        edges = boxes.columns((edge for box in kept for edge in (box.left, box.right)), 1)
        moved = tuple(
            Box(box.text, box.top - count, edges[box.left], box.bottom - count, edges[box.right])
            for box in kept
        )
        lefts = tuple(self.drawn.edges[int(edge)] for edge in boxes.starts(edges))
        return Ruled(Drawn(moved, lefts), self.tops[count:])


def read_page(page: Page) -> list[Line | Ruled]:
    """The page's tables and lines in reading order."""
    found = [table for table in page.find_tables() if len(table.cells) > 1]
    outside = page.filter(lambda thing: not any(_stands_in(thing, table) for table in found))
    pieces: list[tuple[float, Line | Ruled]] = [
        (table.bbox[1], _ruled(table, page.chars)) for table in found
    ]
    for line in outside.extract_text_lines(return_chars=False, x_tolerance_ratio=_GAP):
        pieces.append((line["top"], Line(boxes.words([line["text"]]), line["top"])))
    return [piece for _, piece in sorted(pieces, key=lambda one: one[0])]


def _stands_in(thing: Character, table: Table) -> bool:
    left, top, right, bottom = table.bbox
    x, y = _centre(thing)
    return bool(left <= x <= right and top <= y <= bottom)


def _centre(thing: Character) -> tuple[float, float]:
    return (thing["x0"] + thing["x1"]) / 2, (thing["top"] + thing["bottom"]) / 2


def _ruled(table: Table, characters: Iterable[Character]) -> Ruled:
    across = boxes.columns((x for cell in table.cells for x in (cell[0], cell[2])), CLOSE)
    down = boxes.columns((y for cell in table.cells for y in (cell[1], cell[3])), CLOSE)
    lefts, tops = boxes.starts(across), boxes.starts(down)
    areas = [
        (down[top], across[left], down[bottom], across[right])
        for left, top, right, bottom in table.cells
    ]
    texts = _texts(areas, lefts, tops, [one for one in characters if _stands_in(one, table)])
    drawn = [
        Box(text, *area)
        for area, text in zip(areas, texts, strict=True)
        if area[0] < area[2] and area[1] < area[3]
    ]
    return Ruled(Drawn(tuple(sorted(drawn, key=lambda box: box[1:3])), lefts), tops)


def _texts(
    areas: Sequence[tuple[int, int, int, int]],
    lefts: tuple[float, ...],
    tops: tuple[float, ...],
    characters: Iterable[Character],
) -> list[str]:
    owner = {
        (row, column): n
        for n, (top, left, bottom, right) in enumerate(areas)
        for row in range(top, bottom)
        for column in range(left, right)
    }
    inside: list[list[Character]] = [[] for _ in areas]
    for character in characters:
        x, y = _centre(character)
        n = owner.get((bisect_right(tops, y) - 1, bisect_right(lefts, x) - 1))
        if n is not None:
            inside[n].append(character)
    return [_text(found) for found in inside]


def _text(characters: list[Character]) -> str:
    """A cell's text on one line; a number that had to be broken over lines is whole again."""
    if not characters:
        return ""
    size = median(one["size"] for one in characters)
    written = [_raised(one, size, characters) for one in characters]
    text = extract_text(written, x_tolerance_ratio=_GAP, y_tolerance=min(CLOSE, size / 2))
    if _CUT_NUMBER.match(text):
        text = _CUT.sub("", text)
    return boxes.words([text])


def _raised(character: Character, size: float, cell: Sequence[Character]) -> Character:
    """A small digit whose foot is above that of the character before it, as a mark."""
    if character["size"] > _SMALL * size or not character["text"].isdecimal():
        return character
    before = [
        one
        for one in cell
        if one["size"] > _SMALL * size
        and one["x0"] < character["x0"]
        and one["top"] - size / 2 < character["top"] < one["bottom"]
    ]
    if not before or before[-1]["bottom"] - character["bottom"] < size / 10:
        return character
    return character | {"text": boxes.raised(character["text"])}
