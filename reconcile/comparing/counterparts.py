"""The cells of one document with those of the other."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

from reconcile.comparing.comparison import ComparedTable
from reconcile.model import Cell


class Counterparts:
    """For a cell of a compared table the one of the same row and column in the other file."""

    def __init__(self, tables: Iterable[ComparedTable]) -> None:
        self._to_new: dict[str, _Map] = {}
        self._to_old: dict[str, _Map] = {}
        for table in tables:
            rows, columns = dict(table.rows.pairs), dict(table.columns.pairs)
            self._to_new[table.old.id] = _Map(table.new.id, rows, columns)
            self._to_old[table.new.id] = _Map(table.old.id, _turned(rows), _turned(columns))

    def new(self, cell: Cell) -> Cell | None:
        """The cell of the new document; None for one in a table, row or column that is gone."""
        return _sent(self._to_new, cell)

    def old(self, cell: Cell) -> Cell | None:
        """The cell of the old document; None for one in a table, row or column that is new."""
        return _sent(self._to_old, cell)


class _Map(NamedTuple):
    table: str
    rows: dict[int, int]
    columns: dict[int, int]


def _turned(pairs: dict[int, int]) -> dict[int, int]:
    return {new: old for old, new in pairs.items()}


def _sent(maps: dict[str, _Map], cell: Cell) -> Cell | None:
    found = maps.get(cell.table)
    if found is None or cell.row not in found.rows or cell.column not in found.columns:
        return None
    return Cell(found.table, found.rows[cell.row], found.columns[cell.column])
