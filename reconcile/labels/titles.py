"""What the lines above a document's tables say: its title, and the year it is of."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from reconcile.model import Document, Table

# A year that stands alone, not one inside a date or a range of years.
_YEAR = re.compile(r"(?<![\w/.,–-])(?:19|20)\d\d(?![\w/–-]|[.,]\d)")


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
