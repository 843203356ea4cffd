"""Lines of a terminal: text folded between words, a row under its header, colours.

Widths are counted in a terminal's cells, of which wide letters take two and combining marks none.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache
from itertools import pairwise
from typing import NamedTuple
from unicodedata import category, east_asian_width

_WORD = re.compile(r"\S+\s*")
_NARROWEST = 40  # cells; on less the rows of figures would be all ellipses
_BETWEEN = 3  # a blank on each side of a cell, and one between two cells
# What terminals call select graphic rendition.
_CODES = {"bold": "1", "dim": "2", "reverse": "7", "red": "31", "yellow": "33", "blue": "34"}


class StyledText(NamedTuple):
    """A stretch of a line; `style` names how it is shown, such as 'bold red'."""

    text: str
    style: str = ""


class HeadedCell(NamedTuple):
    """A cell and the lines that head it. One that does not wrap is cut; `low` ones stand at the
    bottom of a higher row."""

    heading: str
    cell: StyledText
    widest: int
    wraps: bool = True
    low: bool = True


class _Block(NamedTuple):
    """The lines of one cell."""

    lines: list[str]
    width: int
    style: str
    low: bool = True


class Screen:
    """Lines no wider than `width`, from top to bottom; without colour they are plain text."""

    def __init__(self, width: int, color: bool) -> None:
        self._width = max(_NARROWEST, width)
        self._color = color
        self._lines: list[str] = []

    def text(self) -> str:
        return "".join(f"{line}\n" for line in self._lines)

    def rule(self, title: str) -> None:
        """A title, and a line from there to the edge."""
        shown = cut(title, self._width - 2)
        rest = "─" * (self._width - cells(shown) - 1)
        self._lines.append(f"{self._painted(shown, 'bold')} {self._painted(rest, 'dim')}".rstrip())

    def line(self, *texts: StyledText, indent: int = 0) -> None:
        """The texts, one after the other, on as many lines as they need."""
        joined = "".join(stretch.text for stretch in texts)
        for start, end in pairwise((0, *_breaks(joined, self._width - indent), len(joined))):
            end = start + len(joined[start:end].rstrip())
            self._lines.append((" " * indent + self._between(texts, start, end)).rstrip())

    def row(self, columns: Sequence[HeadedCell], indent: int) -> None:
        """Cells side by side under their headings."""
        room = self._width - indent - _BETWEEN * len(columns) + 1
        widths = [_natural(column) for column in columns]
        for yielding in (lambda column: column.wraps, lambda column: True):
            widths = _narrowed(widths, [*map(yielding, columns)], room)
        heads = [
            _Block(_lines(column, column.heading, width), width, "dim")
            for column, width in zip(columns, widths, strict=True)
        ]
        bodies = [
            _Block(_lines(column, shown, width), width, column.cell.style, column.low)
            for column, width in zip(columns, widths, strict=True)
            for shown in [cut(column.cell.text, column.widest)]
        ]
        across = "─" * (sum(widths) + _BETWEEN * len(columns) - 1)
        lines = (*self._side_by_side(heads), across, *self._side_by_side(bodies))
        self._lines += [(" " * indent + line).rstrip() for line in lines]

    def _side_by_side(self, blocks: Sequence[_Block]) -> Iterator[str]:
        height = max(len(block.lines) for block in blocks)
        for number in range(height):
            pieces = []
            for lines, width, style, low in blocks:
                at = number - (height - len(lines) if low else 0)
                text = lines[at] if 0 <= at < len(lines) else ""
                pieces.append(self._painted(text, style) + " " * (width - cells(text)))
            yield " " + "   ".join(pieces)

    def _between(self, texts: Sequence[StyledText], start: int, end: int) -> str:
        """What stands from one character of the joined texts to another."""
        painted, at = [], 0
        for text, style in texts:
            painted.append(self._painted(text[max(0, start - at) : max(0, end - at)], style))
            at += len(text)
        return "".join(painted)

    def _painted(self, text: str, style: str) -> str:
        if not (self._color and style and text):
            return text
        return f"\x1b[{';'.join(_CODES[name] for name in style.split())}m{text}\x1b[0m"


def cells(text: str) -> int:
    """How many cells a text takes."""
    return len(text) if text.isascii() else sum(map(_cells, text))


def cut(text: str, room: int) -> str:
    """The text, or as much of it as leaves room for an ellipsis."""
    if cells(text) <= room:
        return text
    return text[: _fitting(text, room - 1)] + "…"


@lru_cache(maxsize=1 << 12)
def _cells(letter: str) -> int:
    if category(letter) in ("Mn", "Me", "Cf"):
        return 0
    return 2 if east_asian_width(letter) in "WF" else 1


def _fitting(text: str, room: int) -> int:
    """How many of the first characters fit."""
    for at, letter in enumerate(text):
        room -= _cells(letter)
        if room < 0:
            return at
    return len(text)


def _breaks(text: str, room: int, within: bool = True) -> Iterator[int]:
    """Where lines begin anew: between words, and `within` those that no line holds."""
    used = 0
    for word in _WORD.finditer(text):
        at, size = word.start(), cells(word[0].rstrip())
        if used and used + size > room:
            yield at
            used = 0
        while within and size > room:
            step = max(1, _fitting(text[at:], room))
            size -= cells(text[at : at + step])
            at += step
            yield at
        used += cells(text[at : word.end()])


def _lines(column: HeadedCell, text: str, width: int) -> list[str]:
    """The lines of a cell, cut where a word is too long."""
    lines = []
    for line in text.split("\n"):
        breaks = _breaks(line, width, within=False) if column.wraps else ()
        for start, end in pairwise((0, *breaks, len(line))):
            lines.append(cut(line[start:end].rstrip(), width))
    return lines


def _natural(column: HeadedCell) -> int:
    lines = (*column.heading.split("\n"), column.cell.text)
    return min(column.widest, max(map(cells, lines)))


def _narrowed(widths: list[int], yielding: list[bool], room: int) -> list[int]:
    """The widths to fit in a room: of those that yield the widest give way first, all alike."""
    widths = list(widths)
    while (excess := sum(widths) - room) > 0:
        wide, *rest = sorted({w for w, may in zip(widths, yielding, strict=True) if may} | {1})[
            ::-1
        ]
        if not rest:
            break
        level = [at for at, may in enumerate(yielding) if may and widths[at] == wide]
        for number, at in enumerate(level):
            taken = min(wide - rest[0], round(excess / (len(level) - number)))
            widths[at] -= taken
            excess -= taken
    return widths
