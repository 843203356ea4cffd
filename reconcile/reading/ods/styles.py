"""The styles of an OpenDocument file, as far as they say how numbers print and what is hidden."""

from __future__ import annotations

from lxml import etree

from reconcile.ooxml.package import children, local
from reconcile.reading.ods.formats import GENERAL, attribute, codes

DEEPEST = 32  # styles that each lean on the next

_GROUPS = ("styles", "automatic-styles")


class Styles:
    """Takes the styles of one part after another; a later one of a name stands for an earlier."""

    def __init__(self) -> None:
        self._by_data_style: dict[str, str] = {}
        self._cells: dict[str, tuple[str, str]] = {}
        self._hidden: set[str] = set()
        self._index = {GENERAL: 0}
        self._known: dict[str, int] = {}

    def take(self, part: etree._Element) -> None:
        """The styles under a part's root."""
        for group in part:
            if local(group) not in _GROUPS:
                continue
            self._by_data_style |= codes(group)
            for style in children(group, "style"):
                self._style(style)

    @property
    def codes(self) -> tuple[str, ...]:
        """Every code met so far, by its index, 'General' first."""
        return tuple(self._index)

    def hides(self, table_style: str) -> bool:
        return table_style in self._hidden

    def code_at(self, cell_style: str) -> int:
        """The index of the code that a cell style prints numbers by."""
        if cell_style not in self._known:
            code = self._code(cell_style)
            self._known[cell_style] = self._index.setdefault(code, len(self._index))
        return self._known[cell_style]

    def _style(self, style: etree._Element) -> None:
        name, family = attribute(style, "name"), attribute(style, "family")
        if family == "table-cell":
            self._cells[name] = (
                attribute(style, "data-style-name"),
                attribute(style, "parent-style-name"),
            )
        elif family == "table" and any(
            attribute(one, "display") == "false" for one in children(style, "table-properties")
        ):
            self._hidden.add(name)

    def _code(self, cell_style: str) -> str:
        for _ in range(DEEPEST):
            data, parent = self._cells.get(cell_style, ("", ""))
            if data:
                return self._by_data_style.get(data, GENERAL)
            cell_style = parent
        return GENERAL
