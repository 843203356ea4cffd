"""How the numbers of a document are written in a sentence: as its sheets show them, all alike.

A text keeps its marks. A number that a workbook stores has none of its own: it is shown with those
of whoever reads it, 16.500,75 in Vietnam, and with marks between thousands where its format asks
for them.
"""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction

from reconcile import numbers
from reconcile.model import Convention, Document, Language, Place, Table
from reconcile.numbers import Writing

_ENGLISH = str.maketrans({",": "\0", ".": "\1"})  # marks as workbooks keep them, set apart


def readers_convention(tables: Sequence[Table], language: Language) -> Convention:
    """The decimal mark that the readers of a workbook see: a comma for a Vietnamese one, unless it
    holds `8,7` as text, which a computer that marks decimals so would have read as a number."""
    if language != "vi":
        return "point"
    texts = (str(table.text[at]) for table in tables for at in table.figures.doubtful)
    return "point" if "comma" in map(numbers.sole_convention, texts) else "comma"


def figure_text(table: Table, row: int, column: int, value: Fraction, least: int = 0) -> str:
    """A value as a plain decimal with at least so many decimals; where the cell states a duration,
    as its sheet shows one."""
    durations = table.figures.durations
    code = durations.code(row, column) if durations else ""
    if durations and code:
        return numbers.duration_text(value * durations.seconds, code)
    return numbers.plain(value, least)


def writing_at(document: Document, place: Place) -> Writing:
    """How numbers are written where a place stands."""
    table = document.table_at(place)
    typed = document.book.sheet(place.sheet).typed
    decimal = document.shown_with if typed else table.decimal if table else "point"
    mark = table.group_mark if table else ""
    if mark and typed:
        mark = numbers.DECIMAL_MARK[numbers.OTHER_CONVENTION[decimal]]
    return Writing(numbers.DECIMAL_MARK[decimal], mark)


def as_shown(text: str, document: Document, place: Place) -> str:
    """What a cell shows, in a workbook in the English form, as its readers see it."""
    sheet = document.book.sheet(place.sheet)
    rows, columns = sheet.shape
    if not sheet.typed or not (place.row < rows and place.column < columns):
        return text
    stored = sheet.cells[place.row, place.column]
    if isinstance(stored, bool) or not isinstance(stored, int | float):
        return text
    marks = writing_at(document, place)
    return text.translate(_ENGLISH).replace("\0", marks.group).replace("\1", marks.decimal)


def as_written(number: str, document: Document, place: Place) -> str:
    """A decimal without marks between thousands as it is written where a place stands; what is no
    number stays as it is."""
    return writing_at(document, place).regrouped(number)
