"""Cell styles appended to a workbook's styles; those it has are never changed."""

from __future__ import annotations

import copy
from collections.abc import Callable
from dataclasses import dataclass, field

from lxml import etree
from msgspec import Struct

from reconcile.ooxml.draft import PackageDraft
from reconcile.ooxml.package import as_count, children, local

# As the schema of a style sheet has its groups (ECMA-376 part 1, 18.8.39).
_ORDER = (
    "numFmts", "fonts", "fills", "borders", "cellStyleXfs", "cellXfs", "cellStyles", "dxfs",
    "tableStyles", "colors", "extLst",
)  # fmt: skip
_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.styles+xml"
_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_EMPTY_SHEET = (
    '<styleSheet xmlns="{main}"><fonts count="1"><font><sz val="11"/><name val="Calibri"/></font>'
    '</fonts><fills count="2"><fill><patternFill patternType="none"/></fill><fill><patternFill '
    'patternType="gray125"/></fill></fills><borders count="1"><border><left/><right/><top/>'
    '<bottom/><diagonal/></border></borders><cellStyleXfs count="1"><xf numFmtId="0" fontId="0" '
    'fillId="0" borderId="0"/></cellStyleXfs><cellXfs count="1"><xf numFmtId="0" fontId="0" '
    'fillId="0" borderId="0" xfId="0"/></cellXfs></styleSheet>'
)
_FIRST_CUSTOM_FORMAT = 164  # below it the numbers belong to the formats every spreadsheet knows


class Mark(Struct, frozen=True):
    """What a flagged cell gets: colours as RRGGBB, `fill` None for a frame alone; `line` is the
    frame's, 'medium' or 'dashed'."""

    fill: str | None
    frame: str
    line: str


@dataclass
class StyleSheet:
    """The styles of one draft; every method returns the index of a cell style."""

    draft: PackageDraft
    root: etree._Element = field(init=False)
    _part: str = field(init=False)
    _made: dict[object, int] = field(default_factory=dict)

    def __post_init__(self) -> None:
        part = self.draft.related("styles")
        if part is None:
            part = self.draft.free_name(self.draft.folder + "styles{}.xml")
            self.draft.add(part, _EMPTY_SHEET.format(main=_MAIN).encode(), _TYPE)
            self.draft.relate(self.draft.workbook, "styles", part)
        self._part, self.root = part, self.draft.tree(part)

    def store(self) -> None:
        """Put the styles into the draft, if any was added."""
        if self._made:
            self.draft.put_tree(self._part, self.root)

    def like_number(self, style: int, model: int | None) -> int:
        """The style with the number format of `model`, of General where there is none."""
        shown = "0" if model is None else self._style(model).get("numFmtId", "0")
        return self._once(("number", style, shown), lambda: self._number(style, shown))

    def marked(self, style: int, mark: Mark) -> int:
        """The style with a fill and a frame."""
        return self._once((style, mark), lambda: self._marked(style, mark))

    def link(self) -> int:
        """The plain style, coloured and underlined as a link."""
        return self._once("link", self._linked)

    def append_styles(self, donor: etree._Element) -> list[int]:
        """All cell styles of the style sheet `donor`, appended; their indices here, in order."""
        fonts, fills, borders = (
            self._append_all(donor, group) for group in ("fonts", "fills", "borders")
        )
        formats = self._append_formats(donor)
        appended = []
        for group in children(donor, "cellXfs"):
            for xf in group:
                style = self._translated(xf)
                style.set("fontId", str(fonts[int(xf.get("fontId", "0"))]))
                style.set("fillId", str(fills[int(xf.get("fillId", "0"))]))
                style.set("borderId", str(borders[int(xf.get("borderId", "0"))]))
                code = xf.get("numFmtId", "0")
                style.set("numFmtId", formats.get(code, code))
                style.set("xfId", "0")
                appended.append(self._append("cellXfs", style))
        self._made["appended"] = len(appended)
        return appended

    def _once(self, key: object, make: Callable[[], int]) -> int:
        if key not in self._made:
            self._made[key] = make()
        return self._made[key]

    def _linked(self) -> int:
        made = self._copy(0)
        font = self._font(as_count(made.get("fontId")))
        for name in ("u", "color"):
            for old in children(font, name):
                font.remove(old)
        at = next((i for i, child in enumerate(font) if local(child) == "sz"), 0)
        font.insert(at + 1, etree.Element(self._tag("color"), rgb="FF0563C1"))
        font.insert(at, etree.Element(self._tag("u")))
        made.set("fontId", str(self._append("fonts", font)))
        made.set("applyFont", "1")
        return self._append("cellXfs", made)

    def _number(self, style: int, number_format: str) -> int:
        made = self._copy(style)
        made.set("numFmtId", number_format)
        made.set("applyNumberFormat", "1")
        made.attrib.pop("quotePrefix", "")
        return self._append("cellXfs", made)

    def _marked(self, style: int, mark: Mark) -> int:
        made = self._copy(style)
        if mark.fill is not None:
            made.set("fillId", str(self._fill(mark.fill)))
            made.set("applyFill", "1")
        made.set("borderId", str(self._border(mark.frame, mark.line)))
        made.set("applyBorder", "1")
        return self._append("cellXfs", made)

    def _fill(self, color: str) -> int:
        def make() -> int:
            fill = self._new("fill")
            pattern = etree.SubElement(fill, self._tag("patternFill"), patternType="solid")
            etree.SubElement(pattern, self._tag("fgColor"), rgb=f"FF{color}")
            etree.SubElement(pattern, self._tag("bgColor"), indexed="64")
            return self._append("fills", fill)

        return self._once(("fill", color), make)

    def _border(self, color: str, line: str) -> int:
        def make() -> int:
            border = self._new("border")
            for side in ("left", "right", "top", "bottom"):
                edge = etree.SubElement(border, self._tag(side), style=line)
                etree.SubElement(edge, self._tag("color"), rgb=f"FF{color}")
            etree.SubElement(border, self._tag("diagonal"))
            return self._append("borders", border)

        return self._once(("border", color, line), make)

    def _copy(self, style: int) -> etree._Element:
        return copy.deepcopy(self._style(style))

    def _style(self, style: int) -> etree._Element:
        """A cell style, the first one for what is not among them; made where there is none."""
        group = self._group("cellXfs")
        styles = children(group, "xf") or [etree.SubElement(group, self._tag("xf"))]
        return styles[style if style < len(styles) else 0]

    def _font(self, font: int) -> etree._Element:
        fonts = children(self._group("fonts"), "font")
        return copy.deepcopy(fonts[font]) if font < len(fonts) else self._new("font")

    def _append_all(self, donor: etree._Element, name: str) -> list[int]:
        return [
            self._append(name, self._translated(element))
            for group in children(donor, name)
            for element in group
        ]

    def _append_formats(self, donor: etree._Element) -> dict[str, str]:
        groups = children(self.root, "numFmts")
        taken = [
            as_count(number_format.get("numFmtId")) for group in groups for number_format in group
        ]
        free = max([_FIRST_CUSTOM_FORMAT - 1, *taken]) + 1
        new_numbers = {}
        for group in children(donor, "numFmts"):
            for element in group:
                number_format = self._translated(element)
                new_numbers[element.get("numFmtId", "0")] = str(free)
                number_format.set("numFmtId", str(free))
                self._append("numFmts", number_format)
                free += 1
        return new_numbers

    def _translated(self, element: etree._Element) -> etree._Element:
        """A copy in the namespace of this style sheet."""
        translated = copy.deepcopy(element)
        for part in translated.iter("*"):
            part.tag = self._tag(etree.QName(part).localname)
        return translated

    def _append(self, name: str, element: etree._Element) -> int:
        """Put an element at the end of the group of that name; its index there."""
        group = self._group(name)
        group.append(element)
        count = len(children(group, etree.QName(element).localname))
        group.set("count", str(count))
        return count - 1

    def _group(self, name: str) -> etree._Element:
        for group in children(self.root, name):
            return group
        made = self._new(name)
        later = _ORDER[_ORDER.index(name) + 1 :]
        at = next(
            (i for i, child in enumerate(self.root) if local(child) in later),
            len(self.root),
        )
        self.root.insert(at, made)
        return made

    def _new(self, name: str) -> etree._Element:
        return etree.Element(self._tag(name))

    def _tag(self, name: str) -> str:
        return f"{{{etree.QName(self.root).namespace}}}{name}"
