"""What one cell of an OpenDocument sheet holds."""

from __future__ import annotations

import datetime
import re
from collections.abc import Callable, Iterator

from lxml import etree

from reconcile.ooxml.package import as_count, children, local
from reconcile.ooxml.rich_texts import Run
from reconcile.reading import cell_arrays, marks

OFFICE = "{urn:oasis:names:tc:opendocument:xmlns:office:1.0}"
TABLE = "{urn:oasis:names:tc:opendocument:xmlns:table:1.0}"
TEXT = "{urn:oasis:names:tc:opendocument:xmlns:text:1.0}"
_EXTENDED = "{urn:org:documentfoundation:names:experimental:calc:xmlns:calcext:1.0}"

RunOf = Callable[[str, str], Run]

MOST_SPACES = 64  # that one element may stand for
LONGEST_NUMBER = 400  # characters; the largest double written out has 309

_DURATION = re.compile(r"(-?)PT?(\d{1,9})H(\d{1,9})M(\d{1,9})(?:[.,](\d{1,9}))?\d*S")
_NUMBERS = ("float", "percentage", "currency")

_LANGUAGE = re.compile(r"\A(?:\w+:)?=")
_TOKEN = re.compile(
    r"""(?P<text>"[^"]*")"""
    r"|\[(?P<reference>(?:'[^']*'|[^\[\]'])*)\]"
    r"|(?P<vendor>(?:COM|ORG)\.[A-Z]+\.)(?=[A-Z])"
    r"|(?P<mark>[;~!])"
)
_CORNER = re.compile(r"(?P<sheet>\$?(?:'[^']*')+|[^.:']*)\.(?P<cell>[^.:]*)(?::|\Z)")
_SEPARATORS = {";": ",", "~": ",", "!": " "}
_BROKEN_REFERENCE = "#REF!"


def value(cell: etree._Element, run: RunOf) -> object:
    """The cell's typed value: None, a bool, float, date, datetime, time, timedelta or str.

    `run` says how a text of a style is printed.
    An error is its text, '#DIV/0!'; a value that cannot be what its type says is its shown text.
    """
    kind = cell.get(f"{OFFICE}value-type")
    if cell.get(f"{_EXTENDED}value-type") == "error":
        shown = text(cell, run)
        return shown if shown.startswith("#") else "#VALUE!"
    try:
        if kind in _NUMBERS:
            return float(cell.get(f"{OFFICE}value", "")[:LONGEST_NUMBER])
        if kind == "boolean":
            return cell.get(f"{OFFICE}boolean-value") == "true"
        if kind == "date":
            return _moment(cell.get(f"{OFFICE}date-value", ""))
        if kind == "time":
            return _duration(cell.get(f"{OFFICE}time-value", ""))
    except (ValueError, OverflowError):
        return text(cell, run) or None
    return cell.get(f"{OFFICE}string-value") or text(cell, run) or None


def text(cell: etree._Element, run: RunOf) -> str:
    """The text that the cell shows, a line for each paragraph; its comment is not part of it."""
    paragraphs = (
        cell_arrays.marked_text(_runs(paragraph, run)) for paragraph in children(cell, "p")
    )
    return marks.standing("\n".join(paragraphs))


def _runs(element: etree._Element, run: RunOf, style: str = "") -> Iterator[Run]:
    yield run(element.text or "", style)
    for child in element:
        name = local(child)
        if name == "s":
            yield run(" " * min(as_count(child.get(f"{TEXT}c"), 1), MOST_SPACES), style)
        elif name in ("tab", "line-break"):
            yield run(" " if name == "tab" else "\n", style)
        elif name not in ("annotation", "note", "ruby-text"):
            yield from _runs(child, run, child.get(f"{TEXT}style-name", style))
        yield run(child.tail or "", style)


def _moment(written: str) -> datetime.date:
    if "T" not in written:
        return datetime.date.fromisoformat(written)
    return datetime.datetime.fromisoformat(written)


def _duration(written: str) -> datetime.time | datetime.timedelta:
    """A time of day, or what is longer than a day or less than nothing."""
    duration = _DURATION.fullmatch(written)
    if duration is None:
        raise ValueError(written)
    sign, hours, minutes, seconds, part = duration.groups("")
    thousandths = round(float(f"0.{part or 0}") * 1000)
    length = datetime.timedelta(
        hours=int(hours), minutes=int(minutes), seconds=int(seconds), milliseconds=thousandths
    )
    if sign:
        return -length
    if length < datetime.timedelta(days=1):
        return (datetime.datetime.min + length).time()
    return length


# Formulas, written the way Excel writes them


def excel_formula(written: str) -> str:
    """'of:=SUM([.B3:.C3];2)' as '=SUM(B3:C3,2)'; a reference to another file reads '#REF!'."""
    if written.startswith("msoxl:"):
        return written.removeprefix("msoxl:")
    return "=" + _TOKEN.sub(_translated, _LANGUAGE.sub("", written))


def _translated(token: re.Match[str]) -> str:
    if token["reference"] is not None:
        return _reference(token["reference"])
    if token["mark"]:
        return _SEPARATORS[token["mark"]]
    return token["text"] or ""


def _reference(written: str) -> str:
    corners = list(_CORNER.finditer(written))
    if not corners or "#" in written or "".join(corner[0] for corner in corners) != written:
        return _BROKEN_REFERENCE
    sheet = corners[0]["sheet"].removeprefix("$")
    cells = ":".join(corner["cell"] for corner in corners)
    return f"{sheet}!{cells}" if sheet else cells
