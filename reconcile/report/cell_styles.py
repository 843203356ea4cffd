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
RANK: dict[Severity, int] = {"error": 0, "warning": 1, "info": 2}


class Look(Struct, frozen=True):
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


PLAIN = Look()
BODY = Look(grid=True)
HEADER = Look(bold=True, wrap=True, centred=True, grid=True, header=True)


class Looks:
    """The formats of one workbook, by look."""

    def __init__(self, workbook: Workbook) -> None:
        self._workbook = workbook
        self._made: dict[Look, Format] = {}

    def format(self, look: Look) -> Format:
        if look not in self._made:
            self._made[look] = self._workbook.add_format(_properties(look))
        return self._made[look]


def flagged(look: Look, severity: Severity | None, involved: Severity | None) -> Look:
    return replace(look, flag=severity, involved=involved)


def _properties(look: Look) -> dict[str, object]:
    found: dict[str, object] = {"valign": "vcenter" if look.header else "top"}
    wanted: tuple[tuple[object, dict[str, object]], ...] = (
        (look.number, {"num_format": look.number}),
        (look.bold, {"bold": True}),
        (look.wrap, {"text_wrap": True}),
        (look.right, {"align": "right"}),
        (look.centred, {"align": "center"}),
        (look.large, {"font_size": 14}),
        (look.link, {"font_color": "#0563C1", "underline": 1}),
        (look.header, {"bg_color": "#EDEDED"}),
        (look.grid, {"border": 1, "border_color": "#BFBFBF"}),
    )
    for asked, properties in wanted:
        if asked:
            found |= properties
    return found | _marks(look)


def _marks(look: Look) -> dict[str, object]:
    if look.flag:
        fill, ink = FILLS[look.flag]
        return {"bg_color": fill, "border": 2, "border_color": ink, "font_color": ink}
    if look.involved:
        return {"border": 3, "border_color": FILLS[look.involved][1]}
    if look.tint:
        fill, ink = _COLOURS[look.tint]
        return {"bg_color": fill, "font_color": ink, "font_strikeout": look.tint == "removed"}
    return {}
