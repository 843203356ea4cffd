"""A small sheet drawn as text.

    No | Agency | People | < | Total
    ^  | ^      | A      | B | ^
    1  | North  | 4      | 3 | 7

Cells stand between bars, `<` continues a merge from the left and `^` from above; a line without a
bar is one cell, a blank line an empty row. The first drawn line is row 1.
"""

from __future__ import annotations

from collections.abc import Mapping
from textwrap import dedent

import numpy as np
from msgspec.structs import replace

from reconcile import numbers
from reconcile.audited import Audit
from reconcile.model import Book, Document, Edit, Finding, Objects, Range, Sheet, Table
from reconcile.pipeline import audit_book
from reconcile.structure import understand

Spot = tuple[int, int]


def drawn(text: str, name: str = "draft") -> Sheet:
    """The sheet as a text source would hold it, its merges kept."""
    rows = [_cells(line) for line in dedent(text).strip("\n").splitlines()]
    width = max(map(len, rows))
    cells: Objects = np.full((len(rows), width), None, dtype=object)
    owners: dict[Spot, Spot] = {}
    for i, row in enumerate(rows):
        for j, cell in enumerate(row):
            if cell in ("<", "^"):
                owners[i, j] = owners[(i, j - 1) if cell == "<" else (i - 1, j)]
            else:
                owners[i, j] = i, j
                cells[i, j] = cell or None
    return Sheet(name=name, cells=cells, merges=_merges(owners))


def _cells(line: str) -> list[str]:
    return [cell.strip() for cell in line.split("|")] if line.strip() else []


def _merges(owners: Mapping[Spot, Spot]) -> tuple[Range, ...]:
    reach: dict[Spot, list[Spot]] = {}
    for spot, owner in owners.items():
        reach.setdefault(owner, []).append(spot)
    return tuple(
        Range(*owner, max(row for row, _ in spots), max(column for _, column in spots))
        for owner, spots in reach.items()
        if len(spots) > 1
    )


def flattened(sheet: Sheet) -> Sheet:
    """The same sheet as a copy into plain text leaves it: each label in its first cell only."""
    return replace(sheet, merges=())


def stored(sheet: Sheet) -> Sheet:
    """The same sheet as a workbook holds it: what is written with a point is a number there."""
    cells = sheet.cells.copy()
    for at, cell in np.ndenumerate(cells):
        reading = numbers.read(cell, "point") if isinstance(cell, str) else None
        if reading and reading.convention != "comma" and not reading.overlooked:
            value = reading.number.value
            cells[at] = float(value) if reading.number.decimals else int(value)
    return replace(sheet, cells=cells, typed=True)


def hidden(sheet: Sheet) -> Sheet:
    """The sheet with those rows and columns hidden whose first cell says `(hidden)`."""
    cells = sheet.cells.copy()
    marked = [at for at, cell in np.ndenumerate(cells) if str(cell).startswith("(hidden) ")]
    for at in marked:
        cells[at] = cells[at].removeprefix("(hidden) ")
    return replace(
        sheet,
        cells=cells,
        hidden_rows=frozenset(row for row, column in marked if column == 0),
        hidden_columns=frozenset(column for row, column in marked if row == 0),
    )


def computed(sheet: Sheet) -> Sheet:
    """The same sheet as a workbook with live formulas: `33 =SUM(C2:D2)` is a formula and what it
    stores. A sheet that draws none is left as it is."""
    cells, formulas = sheet.cells.copy(), {}
    for at, cell in np.ndenumerate(cells):
        shown, mark, formula = cell.partition("=") if isinstance(cell, str) else ("", "", "")
        if mark and shown.endswith(" "):
            cells[at], formulas[at] = shown.strip(), f"={formula}"
    if not formulas:
        return sheet
    return stored(replace(sheet, cells=cells, formulas=formulas, widths=None))


def book(*sheets: Sheet) -> Book:
    return Book("draft.txt", "text", "0" * 64, sheets)


def document(text: str) -> Document:
    return understand(book(drawn(text)))


def table(text: str) -> Table:
    """The only table of a drawn sheet."""
    [found] = document(text).tables
    return found


def audited(text: str) -> Audit:
    return audit_book(book(drawn(text)))


def found(audit: Audit) -> list[tuple[str, str]]:
    """(rule, address) of every finding."""
    return [(finding.rule, finding.at.a1) for finding in audit.findings]


def edited(sheet: Sheet, edits: tuple[Edit, ...]) -> Sheet:
    """The sheet after a fix: cells replaced, or moved along their row."""
    cells = sheet.cells.copy()
    for edit in edits:
        row, column = edit.place.row, edit.place.column
        if edit.kind == "replace":
            assert (cells[row, column] or "") == edit.old
            cells[row, column] = edit.new
        elif edit.kind == "insert":
            cells[row, column + 1 :] = cells[row, column:-1].copy()
            cells[row, column] = edit.new
        else:
            cells[row, column:-1] = cells[row, column + 1 :].copy()
            cells[row, -1] = None
    return replace(sheet, cells=cells)


def repaired(audit: Audit, finding: Finding) -> Audit:
    """The audit of the sheet with the finding's first fix applied."""
    [sheet] = audit.book.sheets
    return audit_book(book(edited(sheet, finding.fixes[0].edits)))
