"""The few looks of a cell in a workbook we write, each made into a format once."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

from msgspec import Struct
from msgspec.structs import replace

from reconcile.model import Severity

if TYPE_CHECKING:
    from xlsxwriter.format import Format
    from xlsxwriter.workbook import Workbook

# The colours spreadsheets themselves use for Bad and Neutral, and a blue of the same weight.
FILLS: dict[Severity, tuple[str, str]] = {
    "error": ("#FFC7CE", "#9C0006"),
    "warning": ("#FFEB9C", "#9C5700"),
    "info": ("#DDEBF7", "#1F4E78"),
}
# What became of a cell between two versions; Good, Bad and Neutral again for what they mean there.
Tint = Literal["changed", "followed", "broken", "added", "removed", "named"]
TINTS: dict[Tint, tuple[str, str]] = {
    "changed": ("#FFEB9C", "#9C5700"),
    "followed": ("#DDEBF7", "#1F4E78"),
    "broken": ("#FF9999", "#7A0000"),
    "added": ("#C6EFCE", "#006100"),
    "removed": ("#FFC7CE", "#9C0006"),
    "named": ("#FCE4D6", "#833C0B"),
}
_COLOURS: dict[str, tuple[str, str]] = dict([*FILLS.items(), *TINTS.items()])
GRAVITY: dict[Severity, int] = {"error": 0, "warning": 1, "info": 2}


class CellStyle(Struct, frozen=True):
    """How a cell appears: `flag` fills and frames it, `tint` only fills, `involved` only frames."""

    number: str = ""
    bold: bool = False
    wrap: bool = False
    centred: bool = False
    right: bool = False
    grid: bool = False
    header: bool = False
    link: bool = False
    large: bool = False
    flag: Severity | None = None
    involved: Severity | None = None
    tint: Severity | Tint | None = None


PLAIN = CellStyle()
BODY = CellStyle(grid=True)
HEADER = CellStyle(bold=True, wrap=True, centred=True, grid=True, header=True)


class WorkbookFormats:
    """The formats of one workbook, by the style of a cell."""

    def __init__(self, workbook: Workbook) -> None:
        self._workbook = workbook
        self._made: dict[CellStyle, Format] = {}

    def of(self, style: CellStyle) -> Format:
        if style not in self._made:
            self._made[style] = self._workbook.add_format(_properties(style))
        return self._made[style]


def with_flags(style: CellStyle, severity: Severity | None, involved: Severity | None) -> CellStyle:
    return replace(style, flag=severity, involved=involved)


def _properties(style: CellStyle) -> dict[str, object]:
    properties: dict[str, object] = {"valign": "vcenter" if style.header else "top"}
    wanted: tuple[tuple[object, dict[str, object]], ...] = (
        (style.number, {"num_format": style.number}),
        (style.bold, {"bold": True}),
        (style.wrap, {"text_wrap": True}),
        (style.right, {"align": "right"}),
        (style.centred, {"align": "center"}),
        (style.large, {"font_size": 14}),
        (style.link, {"font_color": "#0563C1", "underline": 1}),
        (style.header, {"bg_color": "#EDEDED"}),
        (style.grid, {"border": 1, "border_color": "#BFBFBF"}),
    )
    for given, named in wanted:
        if given:
            properties |= named
    return properties | _emphasis(style)


def _emphasis(style: CellStyle) -> dict[str, object]:
    if style.flag:
        fill, ink = FILLS[style.flag]
        return {"bg_color": fill, "border": 2, "border_color": ink, "font_color": ink}
    if style.involved:
        return {"border": 3, "border_color": FILLS[style.involved][1]}
    if style.tint:
        fill, ink = _COLOURS[style.tint]
        return {"bg_color": fill, "font_color": ink, "font_strikeout": style.tint == "removed"}
    return {}
