"""How far each cell style of a workbook sets its text in, and whether it is bold."""

from __future__ import annotations

from collections.abc import Iterator

from lxml import etree
from msgspec import Struct

from reconcile.ooxml.package import Package, as_count, children

MOST_STEPS = 100  # by which a text is set in; Excel itself allows 250, and nobody sees so many
_OFF = ("0", "false")


class TextStyle(Struct, frozen=True):
    """`steps` are those of Excel's indent, about three spaces each."""

    steps: int = 0
    bold: bool = False


def text_styles(package: Package) -> tuple[TextStyle, ...]:
    """That of each cell style, by its index; one plain one for a workbook without styles.

    Raises PackageError.
    """
    part = package.related("styles")
    if part is None:
        return (TextStyle(),)
    tree = package.tree(part)
    bold = [_is_bold(font) for fonts in children(tree, "fonts") for font in children(fonts, "font")]
    return tuple(_styles(tree, bold)) or (TextStyle(),)


def _styles(tree: etree._Element, bold: list[bool]) -> Iterator[TextStyle]:
    for group in children(tree, "cellXfs"):
        for style in children(group, "xf"):
            font = as_count(style.get("fontId"))
            steps = [as_count(place.get("indent")) for place in children(style, "alignment")]
            in_bold = font < len(bold) and bold[font]
            yield TextStyle(min(max(steps, default=0), MOST_STEPS), in_bold)


def _is_bold(font: etree._Element) -> bool:
    return any(mark.get("val") not in _OFF for mark in children(font, "b"))
