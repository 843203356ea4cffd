"""All figures of an archive as columns of integers; what is text is kept once, as a code.

An archive has millions of figures, which as Python objects would not fit into memory.
"""

from __future__ import annotations

from array import array
from collections.abc import Hashable, Iterable, Iterator
from dataclasses import dataclass, field
from itertools import groupby
from typing import NamedTuple

from reconcile import numbers
from reconcile.batch.across.findings import StatedFile
from reconcile.batch.across.labels import DatedLabel, dated_label
from reconcile.labels import vocabulary
from reconcile.labels.spelling import fold
from reconcile.model import Number
from reconcile.report.tidy.row import Tidy

_MOST_UNITS = 2**62  # of a figure: it fits a signed integer of 64 bits
_MOST_DECIMALS = 15  # of a figure: more than a double has digits are none that was printed
# One role between the sheets: which of these a figure has depends on what else its sheet holds.
_AMOUNTS = frozenset({"component", "subtotal", "total"})
_TOTAL, _YEAR_ALONE = "Tổng cộng", "Năm"  # what such rows are called in whichever sheet
_TOTALS = frozenset(
    map(fold, ["tổng", "tổng cộng", "tổng số", "cộng", "tổng chung", "total", "grand total", "sum"])
)


class Codes:
    """Values as consecutive integers, in the order they came."""

    def __init__(self) -> None:
        self.values: list[Hashable] = []
        self._codes: dict[Hashable, int] = {}

    def __call__(self, value: Hashable) -> int:
        code = self._codes.setdefault(value, len(self.values))
        if code == len(self.values):
            self.values.append(value)
        return code


class TableHeader(NamedTuple):
    """A table of the archive; `year` is that of the sheet."""

    file: int
    sheet: str
    id: str
    title: str
    year: int


class StatedIndicator(NamedTuple):
    """What a column states, in whichever table: its label without the year, unit and role."""

    label: str
    unit: str
    role: str


class _Column(NamedTuple):
    path: int
    indicator: int
    year: int
    percent: bool


class _Line(NamedTuple):
    """`year` is the one that the row's name tells, 0 where the column does."""

    entity: int
    name: int
    year: int


@dataclass
class Collected:
    """Each array has one entry for a figure, in the order they came.

    `units` counts 10**-`decimals`; `texts` holds what is printed, one text after the other, as
    UTF-8 that ends at `ends`. `tables`, `names` (entity, as printed), `entities` (what the row is
    called without a year), `paths`, `indicators`, `cells` are codes.
    """

    files: list[str] = field(default_factory=list)
    headers: list[TableHeader] = field(default_factory=list)
    copies: int = 0
    of_tables: array[int] = field(default_factory=lambda: array("i"))
    of_entities: array[int] = field(default_factory=lambda: array("i"))
    of_names: array[int] = field(default_factory=lambda: array("i"))
    of_paths: array[int] = field(default_factory=lambda: array("i"))
    of_indicators: array[int] = field(default_factory=lambda: array("i"))
    of_cells: array[int] = field(default_factory=lambda: array("i"))
    of_years: array[int] = field(default_factory=lambda: array("h"))
    percent: array[int] = field(default_factory=lambda: array("b"))
    units: array[int] = field(default_factory=lambda: array("q"))
    decimals: array[int] = field(default_factory=lambda: array("b"))
    ends: array[int] = field(default_factory=lambda: array("q"))
    texts: bytearray = field(default_factory=bytearray)
    entities: Codes = field(default_factory=Codes)
    names: Codes = field(default_factory=Codes)
    paths: Codes = field(default_factory=Codes)
    indicators: Codes = field(default_factory=Codes)
    cells: Codes = field(default_factory=Codes)

    def text(self, figure: int) -> str:
        start = self.ends[figure - 1] if figure else 0
        return self.texts[start : self.ends[figure]].decode("utf-8", "replace")

    def number(self, figure: int) -> Number:
        return Number(self.units[figure], self.decimals[figure])


def collect(files: Iterable[StatedFile]) -> Collected:
    """The figures whose year is known, of files that are no copies of an earlier one."""
    collected = Collected()
    seen: set[str] = set()
    for file in files:
        if file.sha256 in seen:
            collected.copies += 1
            continue
        seen.add(file.sha256)
        collected.files.append(file.path)
        for _, rows in groupby(file.rows, key=lambda row: (row.sheet, row.table)):
            _add_table(collected, list(rows))
    return collected


def _add_table(collected: Collected, rows: list[Tidy]) -> None:
    labels = {(row.path, row.unit, row.role): dated_label(row.path) for row in rows}
    year = _table_year(rows, labels)
    if not year:
        return
    header = TableHeader(
        len(collected.files) - 1, rows[0].sheet, rows[0].table, rows[0].table_title, year
    )
    columns = dict(_columns(collected, labels, year))
    names = dict.fromkeys((row.entity, row.entity_name) for row in rows)
    lines = {name: _line(collected, *name, year) for name in names}
    for row in rows:
        column = columns.get((row.path, row.unit, row.role))
        line = lines[row.entity, row.entity_name]
        if column and line and (not line.year or column.year in (year, line.year)):
            _add(collected, line, column, row)
    collected.headers.append(header)


def _table_year(rows: list[Tidy], labels: dict[_Key, DatedLabel | None]) -> int:
    """The year of a table: of its figures whose column names none, else the last one named; 0 where
    none is."""
    undated = {key for key, label in labels.items() if label is None or label.year is None}
    years = (row.year for row in rows if row.year and (row.path, row.unit, row.role) in undated)
    named = max((label.year or 0 for label in labels.values() if label), default=0)
    return next(years, 0) or named


_Key = tuple[str, str, str]  # path, unit and role: what tells one column from another


def _columns(
    collected: Collected, labels: dict[_Key, DatedLabel | None], year: int
) -> Iterator[tuple[_Key, _Column]]:
    """The columns that state figures of one year; what a form allows at most is none.

    One that is called by a year alone states what the total does, unless each year has its own.
    """
    alone = _total(labels, year)
    for (path, unit, role), label in labels.items():
        if label is not None and role != "maximum":
            amount = "amount" if role in _AMOUNTS else role
            of_unit = "" if unit == "%" else fold(unit)
            indicator = collected.indicators(StatedIndicator(label.rest or alone, of_unit, amount))
            key = (path, unit, role)
            yield key, _Column(collected.paths(path), indicator, _year(label, year), unit == "%")


def _total(labels: dict[_Key, DatedLabel | None], year: int) -> str:
    """What the only total of the sheet's year is called; '' where there are none or several."""
    current = {key: label for key, label in labels.items() if label and _year(label, year) == year}
    named = {label.rest for (path, _, _), label in current.items()
             if vocabulary.column_role(path.rpartition(" / ")[2]) == "total"}  # fmt: skip
    totals = named or {label.rest for (_, _, role), label in current.items() if role == "total"}
    own = any(not label.rest for label in current.values())
    return totals.pop() if len(totals) == 1 and not own else ""


def _line(collected: Collected, entity: str, printed: str, year: int) -> _Line | None:
    """Whom a row speaks of; None where its name is blank or compares years, or where it states
    what a form allows at most."""
    entity = entity or printed
    name = dated_label(entity)
    if name is None or vocabulary.row_role(entity) in ("maximum", "weight"):
        return None
    dated = name.year is not None or name.before
    if not (name.rest or dated):
        return None
    called = _TOTAL if name.rest in _TOTALS else (name.rest or _YEAR_ALONE) if dated else entity
    of_year = _year(name, year) if dated else 0
    return _Line(collected.entities(called), collected.names(printed), of_year)


def _year(label: DatedLabel, sheet: int) -> int:
    return label.year or sheet - label.before


def _add(collected: Collected, line: _Line, column: _Column, row: Tidy) -> None:
    """Figures beyond 64 bits are left out."""
    if row.value is None or row.decimals is None or not row.cell or not row.text:
        return
    printed = Number(int(row.value.scaleb(row.decimals)), row.decimals)
    units, decimals = numbers.without_noise(printed)
    if abs(units) >= _MOST_UNITS or decimals > _MOST_DECIMALS:
        return
    collected.of_tables.append(len(collected.headers))
    collected.of_entities.append(line.entity)
    collected.of_names.append(line.name)
    collected.of_paths.append(column.path)
    collected.of_indicators.append(column.indicator)
    collected.of_cells.append(collected.cells(row.cell))
    collected.of_years.append(line.year or column.year)
    collected.percent.append(column.percent)
    collected.units.append(units)
    collected.decimals.append(decimals)
    collected.texts += row.text.encode("utf-8", "replace")
    collected.ends.append(len(collected.texts))
