"""The titles of tables and of the document: their core, and the year they are of."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence

from reconcile.labels.outline_numbers import without_outline_number
from reconcile.model import Document, Prose, Table

# A year that stands alone, not one inside a date or a range of years.
_YEAR = re.compile(r"(?<![\w/.,–-])(?:19|20)\d\d(?![\w/–-]|[.,]\d)")
_CONTINUED = re.compile(
    r"[\s(\[–-]*\b(?:tiếp theo|tiếp|continued|cont(?:inued)?\.?)\s*[)\].:]*\s*$", re.IGNORECASE
)
_UNIT_OF_MEASURE = "đơn vị tính"  # a line above a table that says in what its figures are


def title_among(lines: Sequence[Prose]) -> Prose | None:
    """The last of some lines that can be a title: no remark in brackets, no unit of measure."""
    for line in reversed(lines):
        if not line.text.strip().startswith("(") and _UNIT_OF_MEASURE not in line.text.casefold():
            return line
    return None


def title_core(title: str) -> str:
    """A title without its number, its closing stop and a mark of continuation."""
    return _CONTINUED.sub("", without_outline_number(title)).strip(" .:")


def is_continued(title: str) -> bool:
    """`Table 3 (continued)`: whether a title is that of a continuation."""
    return bool(_CONTINUED.search(title))


def year_of(table: Table, document: Document) -> int | None:
    """The one year the table's title names, or else the one the document's title names."""
    return _only_year([table.title]) or _only_year(title_lines(document))


def title_lines(document: Document) -> Iterator[str]:
    """The lines above the first table."""
    if document.tables and document.tables[0].parts:
        first = document.tables[0].parts[0]
        for line in document.prose:
            if line.place.sheet == first.sheet and line.place.row < first.range.top:
                yield line.text


def _only_year(texts: Iterable[str]) -> int | None:
    years = {int(year) for text in texts for year in _YEAR.findall(text)}
    return years.pop() if len(years) == 1 else None
