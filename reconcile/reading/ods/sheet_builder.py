"""One table of an OpenDocument file while its rows pass by."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator
from types import MappingProxyType
from typing import NamedTuple

from lxml import etree

from reconcile.model import Range, Sheet
from reconcile.ooxml.package import as_count
from reconcile.reading import cell_arrays, guard
from reconcile.reading.fonts import rows_in_unicode
from reconcile.reading.ods.cells import TABLE, TEXT, RunOf, excel_formula, value
from reconcile.reading.ods.styles import Styles

MOST_REPEATED = 2**20  # rows or columns; a sheet has no more

_HIDDEN = ("collapse", "filter")
_CELLS_OF_FORMULA = 10  # plain cells that take as much room as one with a formula


class CellRun(NamedTuple):
    """A cell that holds something, and how many columns in a row hold the same; `blank` where its
    formula gave an empty text."""

    column: int
    repeated: int
    value: object
    style: str
    formula: str
    span: tuple[int, int]
    blank: bool

    @property
    def end(self) -> int:
        return self.column + self.repeated


class SheetBuilder:
    """Takes a table's columns, then its rows, in their order; `sheet` is what they came to.

    `row` raises ReconcileError as soon as the cells are more than can be read.
    """

    def __init__(self, room: guard.Room, name: str, styles: Styles) -> None:
        self._room, self._name, self._styles = room, name, styles
        self._values: list[list[object]] = []
        self._formats: list[list[int]] = []
        self._merges: list[Range] = []
        self._formulas: dict[tuple[int, int], str] = {}
        self._blanks: set[tuple[int, int]] = set()
        self._hidden_rows: list[tuple[int, int]] = []
        self._hidden_columns: list[tuple[int, int]] = []
        self._column_ends: list[int] = []
        self._column_styles: list[str] = []
        self._height = self._width = self._filled = self._written = 0

    def column(self, element: etree._Element) -> None:
        first = self._column_ends[-1] if self._column_ends else 0
        end = first + _count(element, "number-columns-repeated")
        self._column_ends.append(end)
        self._column_styles.append(element.get(f"{TABLE}default-cell-style-name", ""))
        if element.get(f"{TABLE}visibility") in _HIDDEN:
            self._hidden_columns.append((first, end))

    def row(self, element: etree._Element) -> None:
        first = self._height
        repeated = _count(element, "number-rows-repeated")
        self._height += repeated
        if element.get(f"{TABLE}visibility") in _HIDDEN:
            self._hidden_rows.append((first, self._height))
        runs = list(_cell_runs(element, self._styles.run))
        if runs:
            self._require_room(runs, repeated)
            default = element.get(f"{TABLE}default-cell-style-name", "")
            self._lay(first, repeated, runs, default)

    def sheet(self, hidden: bool) -> Sheet:
        """Raises ReconcileError where the cells are lost in too wide a grid."""
        shape = len(self._values), self._width
        self._room.take(self._name, shape, self._filled)
        cells, spaces = cell_arrays.cell_array(rows_in_unicode(self._values), shape)
        return Sheet(
            name=self._name,
            cells=cells,
            indents=spaces,
            typed=True,
            merges=cell_arrays.clipped_merges(self._merges, shape),
            formats=cell_arrays.index_array(self._formats, shape),
            format_codes=self._styles.codes,
            formulas=MappingProxyType(self._formulas),
            blanks=frozenset(self._blanks),
            hidden=hidden,
            hidden_rows=_within(self._hidden_rows, shape[0]),
            hidden_columns=_within(self._hidden_columns, shape[1]),
        )

    def _require_room(self, runs: list[CellRun], repeated: int) -> None:
        self._written += len(runs)
        self._filled += repeated * sum(run.repeated for run in runs)
        self._width = max(self._width, runs[-1].end)
        shape = self._height, self._width
        extra = sum(
            (repeated * run.repeated - 1) * (_CELLS_OF_FORMULA if run.formula else 1)
            for run in runs
        )
        self._room.repeat(self._name, shape, extra, self._written)

    def _lay(self, first: int, repeated: int, runs: list[CellRun], default: str) -> None:
        """The cells of a row, from row `first` on, as often as it is repeated."""
        width = runs[-1].end
        values: list[object] = [None] * width
        formats = [0] * width
        for run in runs:
            values[run.column : run.end] = [run.value] * run.repeated
            for column in range(run.column, run.end):
                style = run.style or default or self._style_of(column)
                formats[column] = self._styles.code_at(style)
            if run.span != (1, 1):
                down, across = run.span
                area = Range(first, run.column, first + down - 1, run.column + across - 1)
                self._merges.append(area)
            if run.formula:
                columns = range(run.column, run.end)
                places = [(row, at) for row in range(first, first + repeated) for at in columns]
                self._formulas.update(dict.fromkeys(places, run.formula))
                self._blanks.update(places if run.blank else ())
        gap = first - len(self._values)
        self._values += [[]] * gap + [values] * repeated
        self._formats += [[]] * gap + [formats] * repeated

    def _style_of(self, column: int) -> str:
        at = bisect_right(self._column_ends, column)
        return self._column_styles[at] if at < len(self._column_styles) else ""


def _cell_runs(row: etree._Element, run: RunOf) -> Iterator[CellRun]:
    """The cells of a row that hold a value or a formula; what a merge covers is not shown."""
    column = 0
    for cell in row:
        if cell.tag not in (f"{TABLE}table-cell", f"{TABLE}covered-table-cell"):
            continue
        repeated = _count(cell, "number-columns-repeated")
        if cell.tag == f"{TABLE}table-cell":
            held, formula = value(cell, run), cell.get(f"{TABLE}formula")
            if held is not None or formula:
                yield CellRun(
                    column=column,
                    repeated=repeated,
                    value=held,
                    style=cell.get(f"{TABLE}style-name", ""),
                    formula=excel_formula(formula) if formula else "",
                    span=(
                        _count(cell, "number-rows-spanned"),
                        _count(cell, "number-columns-spanned"),
                    ),
                    blank=held is None and cell.find(f"{TEXT}p") is not None,
                )
        column += repeated


def _count(element: etree._Element, name: str) -> int:
    return max(1, min(as_count(element.get(f"{TABLE}{name}"), 1), MOST_REPEATED))


def _within(pairs: list[tuple[int, int]], length: int) -> frozenset[int]:
    return frozenset(at for first, end in pairs for at in range(first, min(end, length)))
