"""How far each cell style of a workbook sets its text in, and whether it is bold."""

from __future__ import annotations

from collections.abc import Iterator

from lxml import etree
from msgspec import Struct

from reconcile.ooxml.package import as_count, children

MOST_STEPS = 100  # by which a text is set in; Excel itself allows 250, and nobody sees so many
_OFF = ("0", "false")


class TextStyle(Struct, frozen=True):
    """`steps` are those of Excel's indent, about three spaces each."""

    steps: int = 0
    bold: bool = False


def text_styles(styles: etree._Element | None) -> tuple[TextStyle, ...]:
    """That of each cell style of a style sheet, by its index; one plain one where a workbook has
    none."""
    if styles is None:
        return (TextStyle(),)
    fonts = (font for group in children(styles, "fonts") for font in children(group, "font"))
    return tuple(_styles(styles, list(map(_is_bold, fonts)))) or (TextStyle(),)


def _styles(styles: etree._Element, bold: list[bool]) -> Iterator[TextStyle]:
    for group in children(styles, "cellXfs"):
        for style in children(group, "xf"):
            font = as_count(style.get("fontId"))
            steps = [as_count(place.get("indent")) for place in children(style, "alignment")]
            in_bold = font < len(bold) and bold[font]
            yield TextStyle(min(max(steps, default=0), MOST_STEPS), in_bold)


def _is_bold(font: etree._Element) -> bool:
    return any(mark.get("val") not in _OFF for mark in children(font, "b"))
