"""The styles of an OpenDocument file, as far as they say how numbers print and what is hidden."""

from __future__ import annotations

import re
from collections.abc import Iterator

from lxml import etree

from reconcile.ooxml.package import as_count, children, local
from reconcile.ooxml.rich_texts import Run

_RAISED = re.compile(r"super|[1-9]")  # by a word, or by how far in per cent
DEEPEST = 32  # styles that each lean on the next

GENERAL = "General"
LONGEST_RUN = 30  # digits of a code; no figure shows more

_NEEDS_NO_QUOTES = re.compile(r"[\s\-+/.,:()%]*")
_CALENDAR = {
    "day": ("d", "dd"),
    "day-of-week": ("ddd", "dddd"),
    "month": ("m", "mm"),
    "year": ("yy", "yyyy"),
    "hours": ("h", "hh"),
    "minutes": ("m", "mm"),
    "seconds": ("s", "ss"),
    "am-pm": ("AM/PM", "AM/PM"),
}
_DATA_STYLES = frozenset(
    f"{kind}-style" for kind in "number percentage currency date time text boolean".split()
)
_GROUPS = ("styles", "automatic-styles")


class Styles:
    """Takes the styles of one part after another; a later one of a name stands for an earlier."""

    def __init__(self) -> None:
        self._by_data_style: dict[str, str] = {}
        self._cells: dict[str, tuple[str, str]] = {}
        self._hidden: set[str] = set()
        self._raised: set[str] = set()
        self._struck: set[str] = set()
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

    def run(self, text: str, text_style: str) -> Run:
        """A stretch of a text, by the style that it is printed in."""
        return Run(text, text_style in self._raised, text_style in self._struck)

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
        elif family == "text":
            for properties in children(style, "text-properties"):
                if _RAISED.match(attribute(properties, "text-position")):
                    self._raised.add(name)
                if attribute(properties, "text-line-through-style") not in ("", "none"):
                    self._struck.add(name)
        elif family == "table" and any(
            attribute(properties, "display") == "false"
            for properties in children(style, "table-properties")
        ):
            self._hidden.add(name)

    def _code(self, cell_style: str) -> str:
        for _ in range(DEEPEST):
            data, parent = self._cells.get(cell_style, ("", ""))
            if data:
                return self._by_data_style.get(data, GENERAL)
            cell_style = parent
        return GENERAL


# Number formats, as the codes that Excel has for them


def codes(styles: etree._Element) -> dict[str, str]:
    """The code of each data style among an element's children, by its name."""
    by_name = {attribute(style, "name"): style for style in styles if local(style) in _DATA_STYLES}
    bare = {name: _code(style) for name, style in by_name.items()}
    return {name: ";".join([*_mapped(style, bare), bare[name]]) for name, style in by_name.items()}


def attribute(element: etree._Element, name: str) -> str:
    """An attribute by its local name; '' where there is none."""
    return next((str(v) for k, v in element.attrib.items() if str(k).endswith(f"}}{name}")), "")


def _mapped(style: etree._Element, bare: dict[str, str]) -> Iterator[str]:
    """The codes for other signs, which come first: the style itself is for what is left."""
    for condition in children(style, "map"):
        applied = attribute(condition, "apply-style-name")
        if applied in bare:
            yield bare[applied]


def _code(style: etree._Element) -> str:
    if local(style) == "text-style":
        return "@"
    if local(style) == "boolean-style":
        return GENERAL
    long_hours = attribute(style, "truncate-on-overflow") == "false"
    pieces = [_piece(part, long_hours) for part in style]
    return "".join(pieces) or GENERAL


def _piece(part: etree._Element, long_hours: bool) -> str:
    name = local(part)
    if name == "number":
        return _digits(part)
    if name == "scientific-number":
        return f"{_digits(part)}E+00"
    if name == "fraction":
        return "# ?/?"
    if name in ("text", "currency-symbol"):
        return _literal(part.text or "")
    if name not in _CALENDAR:
        return ""
    code = _CALENDAR[name][attribute(part, "style") == "long"]
    if name == "month" and attribute(part, "textual") == "true":
        return code + "mm"
    return f"[{code}]" if name == "hours" and long_hours else code


def _digits(part: etree._Element) -> str:
    """The digits of a number; General where the style leaves their count open."""
    grouped = attribute(part, "grouping") == "true"
    if not attribute(part, "decimal-places") and not grouped:
        return GENERAL if _count(part, "min-integer-digits") <= 1 else _integer_part(part, grouped)
    most = _count(part, "decimal-places")
    least = _count(part, "min-decimal-places", most)
    if "decimal-replacement" in {etree.QName(str(key)).localname for key in part.attrib}:
        least = 0
    decimals = "0" * min(least, most) + "#" * (most - min(least, most))
    return _integer_part(part, grouped) + ("." + decimals if decimals else "")


def _integer_part(part: etree._Element, grouped: bool) -> str:
    zeros = "0" * _count(part, "min-integer-digits") or "#"
    return f"#,{zeros.rjust(3, '#')}" if grouped else zeros


def _count(part: etree._Element, name: str, missing: int = 0) -> int:
    return min(as_count(attribute(part, name), missing), LONGEST_RUN)


def _literal(text: str) -> str:
    if _NEEDS_NO_QUOTES.fullmatch(text):
        return text
    quoted = text.replace('"', "")
    return f'"{quoted}"'
