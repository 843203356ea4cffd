"""Under which style a cell shows a number as one."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from msgspec import Struct

from reconcile.ooxml.cell_markup import is_empty
from reconcile.ooxml.markup import attributes, tag_pattern
from reconcile.ooxml.sheet_part import SheetPart, Spot
from reconcile.ooxml.style_sheet import StyleSheet

_FARTHEST = 200  # rows to look up and down for a number's format; beyond them stand other tables
_LITERAL = re.compile(r'"[^"]*"|\\.|\[[^\]]*\]')


class NumberStyles(Struct, frozen=True, eq=False):
    """The styles of one sheet's cells; `formats` gives the number format of each style."""

    part: SheetPart
    formats: Sequence[str]
    styles: StyleSheet

    def style(self, spot: Spot) -> int:
        """The cell's own style, or one like it: a number is never shown as text or as a date, and
        what was text is shown as the numbers of its column are."""
        style = self.part.style(spot)
        code = self._format(style)
        misread = code == "@" or _is_date(code)
        if not misread and (code != "General" or self._is_number(spot)):
            return style
        model = next(self._numbers_near(spot), None)
        if model is None and not misread:
            return style
        return self.styles.like_number(style, model)

    def _numbers_near(self, spot: Spot) -> Iterator[int]:
        """The styles of the numbers of a column, the nearest first."""
        row, column = spot
        for distance in range(1, _FARTHEST):
            for near in ((row - distance, column), (row + distance, column)):
                if self._is_number(near):
                    style = self.part.style(near)
                    if not _is_date(self._format(style)) and self._format(style) != "@":
                        yield style

    def _is_number(self, spot: Spot) -> bool:
        element = self.part.element(spot)
        if element is None or is_empty(element):
            return False
        tag = tag_pattern(self.part.body.prefix, rb"c").match(element)
        return tag is not None and attributes(tag[2]).get("t", "n") == "n"

    def _format(self, style: int) -> str:
        return self.formats[style] if style < len(self.formats) else "General"


def _is_date(code: str) -> bool:
    if code == "General":
        return False
    return bool(re.search("[ymdhs]", _LITERAL.sub("", code.split(";")[0]), re.IGNORECASE))
