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
            name: tuple(dict.fromkeys((*self._taken.get(name, ()), *asked)))
            for name, asked in edits.items()
        }
        for name, asked in together.items():
            _edited(self.book.sheet(name), asked)
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
    for row, asked in rows.items():
        cells[row] = _row(cells[row], asked)
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
    found: list[Any] = []
    for column, value in enumerate(line):
        here = [edit for edit in shifts if edit.column == column]
        found += [_stored(edit.value) for edit in here if edit.kind == "insert"]
        if not any(edit.kind == "remove" for edit in here):
            found.append(replaced.get(column, value))
        if column == until:
            found = _fitted(found, column + 1, edits)
    return found


def _fitted(found: list[Any], width: int, edits: list[CellEdit]) -> list[Any]:
    if any(value is not None for value in found[width:]):
        raise RefusedEdit("no-room", (edits[0].row, width - 1))
    return found[:width] + [None] * (width - len(found))


def _stored(value: Value) -> Any:
    return float(value) if isinstance(value, Decimal) else value
