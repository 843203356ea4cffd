"""The titles of tables and of the document: their core, and the year they are of."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence

from reconcile.labels.outline_numbers import without_outline_number
from reconcile.labels.texts import is_vietnamese
from reconcile.labels.units import unit_of_line
from reconcile.model import Document, Prose, Table

# A year that stands alone, not one inside a date or a range of years.
_YEAR = re.compile(r"(?<![\w/.,–-])(?:19|20)\d\d(?![\w/–-]|[.,]\d)")
_CONTINUED = re.compile(
    r"[\s(\[–-]*\b(?:tiếp theo|tiếp|continued|cont(?:inued)?\.?)\s*[)\].:]*\s*$", re.IGNORECASE
)
_MOST_LINES = 4  # of a remark in brackets that goes on over several


def title_among(lines: Sequence[Prose]) -> Prose | None:
    """The last of some lines, from top to bottom, that can be a title: no remark in brackets and no
    line of one that goes on, no unit.

    Of `DỰ TOÁN NĂM 2014`, `(Kèm theo Quyết định số 3016`, `của Bộ Tài chính)`, `ĐVT: Ha` it is the
    first.
    """
    remarks = _remarks(lines)
    for n in range(len(lines) - 1, -1, -1):
        if n not in remarks and not unit_of_line(lines[n].text):
            return lines[n - 1] if n and _is_translated(lines[n - 1], lines[n]) else lines[n]
    return None


def _is_translated(line: Prose, below: Prose) -> bool:
    """Whether a line of Vietnamese has its translation right below: `Diện tích gieo trồng lúa`,
    `Planted area of paddy`."""
    adjoining = below.place == line.place._replace(row=line.place.row + 1)
    return adjoining and is_vietnamese(line.text) and not is_vietnamese(below.text)


def _remarks(lines: Sequence[Prose]) -> set[int]:
    """Which lines are remarks in brackets, to the line that closes the bracket."""
    remarks: set[int] = set()
    for n, line in enumerate(lines):
        if line.text.strip().startswith("("):
            going_on = range(n, min(n + _MOST_LINES, len(lines)))
            last = next((m for m in going_on if ")" in lines[m].text), n)
            remarks.update(range(n, last + 1))
    return remarks


def unit_among(lines: Sequence[Prose]) -> str:
    """The unit that the last of some lines to state one does, '' where none does."""
    units = (unit_of_line(line.text) for line in reversed(lines))
    return next(filter(None, units), "")


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


def year_of_column(path: Sequence[str]) -> int | None:
    """The year that a column's labels name, the innermost first; None where none names just one.

    `Chỉ số phát triển (năm trước = 100)` over `2021` gives 2021.
    """
    years = (_only_year([label]) for label in reversed(path))
    return next((year for year in years if year is not None), None)


def _only_year(texts: Iterable[str]) -> int | None:
    years = {int(year) for text in texts for year in _YEAR.findall(text)}
    return years.pop() if len(years) == 1 else None
