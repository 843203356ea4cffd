"""The number formats of OpenDocument styles, as the codes that Excel has for them."""

from __future__ import annotations

import re
from collections.abc import Iterator

from lxml import etree

from reconcile.ooxml.package import children, local, whole

GENERAL = "General"
LONGEST_RUN = 30  # digits

_PLAIN = re.compile(r"[\s\-+/.,:()%]*")
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
_STYLES = frozenset(
    f"{kind}-style" for kind in "number percentage currency date time text boolean".split()
)


def codes(styles: etree._Element) -> dict[str, str]:
    """The code of each data style among an element's children, by its name."""
    held = {held_name(one): one for one in styles if local(one) in _STYLES}
    bare = {name: _code(one) for name, one in held.items()}
    return {name: ";".join([*_mapped(one, bare), bare[name]]) for name, one in held.items()}


def held_name(style: etree._Element) -> str:
    return attribute(style, "name")


def attribute(element: etree._Element, name: str) -> str:
    """An attribute by its local name; '' where there is none."""
    return next((str(v) for k, v in element.attrib.items() if str(k).endswith(f"}}{name}")), "")


def _mapped(style: etree._Element, bare: dict[str, str]) -> Iterator[str]:
    """The codes for other signs, which come first: the style itself is for what is left."""
    for one in children(style, "map"):
        applied = attribute(one, "apply-style-name")
        if applied in bare:
            yield bare[applied]


def _code(style: etree._Element) -> str:
    if local(style) == "text-style":
        return "@"
    if local(style) == "boolean-style":
        return GENERAL
    long_hours = attribute(style, "truncate-on-overflow") == "false"
    pieces = [_piece(one, long_hours) for one in style]
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
        return GENERAL if _count(part, "min-integer-digits") <= 1 else _whole(part, grouped)
    most = _count(part, "decimal-places")
    least = _count(part, "min-decimal-places", most)
    if "decimal-replacement" in {etree.QName(str(key)).localname for key in part.attrib}:
        least = 0
    decimals = "0" * min(least, most) + "#" * (most - min(least, most))
    return _whole(part, grouped) + ("." + decimals if decimals else "")


def _whole(part: etree._Element, grouped: bool) -> str:
    zeros = "0" * _count(part, "min-integer-digits") or "#"
    return f"#,{zeros.rjust(3, '#')}" if grouped else zeros


def _count(part: etree._Element, name: str, missing: int = 0) -> int:
    return min(whole(attribute(part, name), missing), LONGEST_RUN)


def _literal(text: str) -> str:
    if _PLAIN.fullmatch(text):
        return text
    quoted = text.replace('"', "")
    return f'"{quoted}"'
