"""Cell elements written and rewritten, as bytes."""

from __future__ import annotations

import re
from decimal import Decimal
from functools import cache

from reconcile.formulas.tree import Value
from reconcile.model import letters
from reconcile.ooxml.markup import attributes, tag_pattern
from reconcile.ooxml.sheet_part import Spot

_REFERENCE = re.compile(rb"""(\sr\s*=\s*["'])[^"']*""")
_TYPE = re.compile(rb"""\s+t\s*=\s*(?:"[^"]*"|'[^']*')""")
# A string of this form would be read as the character it names.
_ESCAPE_LOOKALIKE = re.compile(r"_(?=x[0-9A-Fa-f]{4}_)")
_FORBIDDEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")


def cell(prefix: bytes, spot: Spot, style: int, value: Value) -> bytes:
    """A cell that holds a number, a text (inline, so that no shared string changes) or nothing."""
    tag = prefix.decode()
    opening = f'<{tag}c r="{address(spot)}"' + (f' s="{style}"' if style else "")
    if value is None:
        return f"{opening}/>".encode()
    if isinstance(value, str):
        written = f'<{tag}is><{tag}t xml:space="preserve">{text(value)}</{tag}t></{tag}is>'
        return f'{opening} t="inlineStr">{written}</{tag}c>'.encode()
    kind = ' t="b"' if isinstance(value, bool) else ""
    return f"{opening}{kind}><{tag}v>{number(value)}</{tag}v></{tag}c>".encode()


def formula_cell(prefix: bytes, spot: Spot, style: int, formula: str, value: Value) -> bytes:
    """A cell with a formula in the file's English form, without '=', and its cached value."""
    tag = prefix.decode()
    opening = f'<{tag}c r="{address(spot)}"' + (f' s="{style}"' if style else "")
    written = f"<{tag}f>{text(formula)}</{tag}f>"
    return f"{opening}{_kind(value)}>{written}{_cached(tag, value)}</{tag}c>".encode()


def hyperlink(prefix: bytes, spot: Spot, location: str) -> bytes:
    """A link from a cell to a place in the same workbook."""
    from xml.sax.saxutils import quoteattr  # brings the web's modules; only where one is written

    target = quoteattr(_FORBIDDEN.sub("\ufffd", location))
    return f'<{prefix.decode()}hyperlink ref="{address(spot)}" location={target}/>'.encode()


def with_value(element: bytes, prefix: bytes, value: Value) -> bytes:
    """A formula's cell with another cached value, its formula as it stands."""
    tag = prefix.decode()
    opened = tag_pattern(prefix, rb"c").match(element)
    formula = _formula_pattern(prefix).search(element)
    if opened is None or formula is None:
        return element
    start = _TYPE.sub(b"", opened[0]).removesuffix(b">") + _kind(value).encode() + b">"
    return b"".join((start, formula[0], _cached(tag, value).encode(), b"</", prefix, b"c>"))


def with_formula(element: bytes, prefix: bytes, formula: str) -> bytes:
    """A cell whose shared formula is written out as its own, its cached value as it stands."""
    own = b"".join((b"<", prefix, b"f>", text(formula).encode(), b"</", prefix, b"f>"))
    return _formula_pattern(prefix).sub(lambda _: own, element, count=1)


def moved(element: bytes, spot: Spot) -> bytes:
    """The same cell at another address."""
    return _REFERENCE.sub(lambda match: match[1] + address(spot).encode(), element, count=1)


def restyled(element: bytes, prefix: bytes, style: int) -> bytes:
    """The same cell in another style."""
    opened = tag_pattern(prefix, rb"c").match(element)
    if opened is None:
        return element
    if "s" in attributes(opened[2]):
        head = re.sub(rb"""(\ss\s*=\s*["'])[^"']*""", b"\\g<1>%d" % style, opened[0], count=1)
    else:
        at = len(prefix) + 2
        head = opened[0][:at] + b' s="%d"' % style + opened[0][at:]
    return head + element[opened.end() :]


def is_empty(element: bytes | None) -> bool:
    """Whether a cell holds neither a value nor a formula."""
    return element is None or not re.search(rb"<(?:[\w.-]+:)?(?:v|f|is)[\s/>]", element)


def address(spot: Spot) -> str:
    return f"{letters(spot[1])}{spot[0] + 1}"


def number(value: Decimal | bool) -> str:
    """A number as a cell stores it: the shortest text of the double it becomes."""
    if isinstance(value, bool):
        return str(int(value))
    stored = repr(float(value))
    return stored.removesuffix(".0")


def text(content: str) -> str:
    """Character data of a string, with what XML cannot hold replaced by U+FFFD."""
    kept = _ESCAPE_LOOKALIKE.sub("_x005F_", _FORBIDDEN.sub("\ufffd", content))
    return kept.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def _kind(value: Value) -> str:
    if isinstance(value, bool):
        return ' t="b"'
    return ' t="str"' if isinstance(value, str) else ""


def _cached(tag: str, value: Value) -> str:
    if value is None:
        return ""
    written = text(value) if isinstance(value, str) else number(value)
    return f"<{tag}v>{written}</{tag}v>"


@cache
def _formula_pattern(prefix: bytes) -> re.Pattern[bytes]:
    tag = re.escape(prefix) + b"f"
    return re.compile(rb"<%b(?=[\s/>])(?:[^>]*/>|.*?</%b\s*>)" % (tag, tag), re.DOTALL)
