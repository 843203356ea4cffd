"""Edits of sheets that are laid out anew: the same words as for a workbook, made on the grid."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from msgspec.structs import replace

from reconcile.formulas.tree import Value
from reconcile.model import Book, Objects, Sheet
from reconcile.ooxml.sheet_edits import CellEdit, RefusedEdit


@dataclass(eq=False)
class GridEdits:
    """The edits of one book, by sheet."""

    book: Book
    _taken: dict[str, tuple[CellEdit, ...]] = field(default_factory=dict)

    def take(self, edits: Mapping[str, tuple[CellEdit, ...]]) -> None:
        """Take a set of edits, all or none. Raises RefusedEdit."""
        together = {
            name: tuple(dict.fromkeys((*self._taken.get(name, ()), *added)))
            for name, added in edits.items()
        }
        for name, wanted in together.items():
            _edited(self.book.sheet(name), wanted)
        self._taken |= together

    def edited(self) -> Book:
        """The book with all edits made."""
        sheets = (_edited(sheet, self._taken.get(sheet.name, ())) for sheet in self.book.sheets)
        return replace(self.book, sheets=tuple(sheets))


def _edited(sheet: Sheet, edits: tuple[CellEdit, ...]) -> Sheet:
    rows: dict[int, list[CellEdit]] = {}
    for edit in edits:
        rows.setdefault(edit.row, []).append(edit)
    cells = sheet.cells.copy()
    for row, wanted in rows.items():
        cells[row] = _row(cells[row], wanted)
    return replace(sheet, cells=cells)


def _row(line: Objects, edits: list[CellEdit]) -> list[Any]:
    replaced: dict[int, Any] = {}
    for edit in edits:
        if edit.kind == "replace":
            if edit.column in replaced:
                raise RefusedEdit("conflict", edit.spot)
            replaced[edit.column] = _stored(edit.value)
    shifts = [edit for edit in edits if edit.kind != "replace"]
    until = max((edit.until for edit in shifts), default=-1)
    cells: list[Any] = []
    for column, value in enumerate(line):
        here = [edit for edit in shifts if edit.column == column]
        cells += [_stored(edit.value) for edit in here if edit.kind == "insert"]
        if not any(edit.kind == "remove" for edit in here):
            cells.append(replaced.get(column, value))
        if column == until:
            cells = _of_width(cells, column + 1, edits)
    return cells


def _of_width(cells: list[Any], width: int, edits: list[CellEdit]) -> list[Any]:
    """The cells cut or filled up to a width; only blank ones may be cut."""
    if any(value is not None for value in cells[width:]):
        raise RefusedEdit("no-room", (edits[0].row, width - 1))
    return cells[:width] + [None] * (width - len(cells))


def _stored(value: Value) -> Any:
    return float(value) if isinstance(value, Decimal) else value
