"""Values as people read them, and text from a sheet made harmless to show."""

from __future__ import annotations

import re
from typing import Any

from reconcile.audit import Audit
from reconcile.messages import say
from reconcile.model import Column, Document, Finding, Language, Place, Sentence, Table

# Escape sequences, and marks that reorder what stands around them, would let a cell rewrite the
# screen; surrogates and non-characters cannot be stored in XML.
_UNSAFE = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u200e\u200f\u2028-\u202e\u2066-\u2069\ud800-\udfff\ufffe\uffff]"
)
_PLAIN_NUMBER = re.compile(r"[+-]?\d+(\.\d+)?\Z")


def harmless(text: str) -> str:
    """The text with what could act on a terminal or break a workbook replaced by U+FFFD."""
    return _UNSAFE.sub("\ufffd", text.replace("\r\n", "\n"))


def one_line(text: str) -> str:
    """The text harmless and on one line, its stretches of white space one blank each."""
    return harmless(" ".join(text.split()))


def cell_text(value: Any) -> str:
    """A stored cell value as text; a double at its 15 significant digits."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return str(value).upper()
    if isinstance(value, float):
        return format(value, ".15g")
    return str(value)


def label(column: Column | tuple[str, ...]) -> str:
    """A header path on one line, outermost label first."""
    path = column.path if isinstance(column, Column) else column
    return " › ".join(one_line(part) for part in path)


def spoken(sentence: Sentence, language: Language) -> str:
    """The sentence in a language, harmless to show."""
    return one_line(say(sentence, language))


def table_at(document: Document, place: Place) -> Table | None:
    """The table that a place stands in, header and body."""
    for table in document.tables:
        for part in table.parts:
            top, left, bottom, right = part.range
            inside = top <= place.row <= bottom and left <= place.column <= right
            if part.sheet == place.sheet and inside:
                return table
    return None


def as_the_sheet_writes(number: str | None, audit: Audit, finding: Finding) -> str:
    """A plain decimal with the decimal mark of the table the finding stands in; '' for None."""
    if number is None:
        return ""
    table = table_at(audit.document, finding.at)
    if table is not None and table.decimal == "comma" and _PLAIN_NUMBER.match(number):
        return number.replace(".", ",")
    return one_line(number)


def address(place: Place, audit: Audit) -> str:
    """A place as short as the book allows: without its sheet where there is only one."""
    return place.a1 if len(audit.book.sheets) == 1 else one_line(str(place))
