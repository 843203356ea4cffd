"""Which figure of which table stands at a place: what a formula names as `E7` may be the figure of
the fourth row and third column of a table."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cached_property
from typing import NamedTuple

from reconcile.model import Cell, Place, Table


class _Binding(NamedTuple):
    """A part of a table: its rows and columns by those of the sheet, rows off their columns left
    out."""

    table: str
    rows: dict[int, int]
    columns: dict[int, int]


class Bindings:
    """The cells of some tables by where they are printed."""

    def __init__(self, tables: Iterable[Table]) -> None:
        self._tables = tuple(tables)

    @cached_property
    def _by_sheet(self) -> dict[str, list[_Binding]]:
        by_sheet: dict[str, list[_Binding]] = {}
        for table in self._tables:
            for n, part in enumerate(table.parts):
                rows = {
                    row: i
                    for i, row in enumerate(table.row_at[n].tolist())
                    if row >= 0 and i not in table.shifts
                }
                columns = {at: j for j, at in enumerate(table.column_at[n].tolist()) if at >= 0}
                by_sheet.setdefault(part.sheet, []).append(_Binding(table.id, rows, columns))
        return by_sheet

    def cell(self, place: Place) -> Cell | None:
        for binding in self._by_sheet.get(place.sheet, ()):
            row, column = binding.rows.get(place.row), binding.columns.get(place.column)
            if row is not None and column is not None:
                return Cell(binding.table, row, column)
        return None
