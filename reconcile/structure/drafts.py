"""A block with its labels, columns and rows named: a table before its continuations are joined."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from reconcile import numbers
from reconcile.model import ColumnRole, HeaderShift, Number, Objects, Prose, RowRole, Shift
from reconcile.structure import alignment, misalignment, roles, words
from reconcile.structure.blocks import NUMBER, Block, Grid
from reconcile.structure.declared import marks
from reconcile.structure.headers import Labels, labels
from reconcile.structure.sides import lines


@dataclass(frozen=True, eq=False)
class Draft:
    """`cells`, `codes` and `text` have shape (rows, columns), rows aligned; `rows` and `columns`
    are those of the sheet; `marks` are the columns' numbers, with their formulas."""

    grid: Grid
    block: Block
    title: Prose | None
    labels: Labels
    header_shift: HeaderShift | None
    rows: tuple[int, ...]
    columns: tuple[int, ...]
    cells: Objects
    codes: Objects
    text: Objects
    roles: tuple[ColumnRole, ...]
    row_roles: tuple[RowRole, ...]
    names: tuple[str, ...]
    shifts: Mapping[int, Shift]
    marks: tuple[str, ...]

    @property
    def sheet(self) -> str:
        return self.grid.sheet.name

    def serial(self, row: int) -> str:
        """The row's number as printed, '' where the table has none."""
        return str(self.text[row, self.roles.index("serial")]) if "serial" in self.roles else ""


def draft(grid: Grid, block: Block, title: Prose | None) -> Draft:
    rows = list(lines(grid, block))
    columns = range(block.left, block.right + 1)
    window = np.ix_(rows, list(columns))
    sheet = grid.sheet
    cells, kinds = sheet.cells[window], grid.kinds[window]
    codes = _codes(grid, window)
    text = _texts(cells, codes)
    shifts = {
        row: shift
        for row, shift in alignment.shifts(kinds, text, _values(cells, codes)).items()
        if not _stands_apart(text[row], kinds[:, 0])
    }
    for row, shift in shifts.items():
        _realign(cells, codes, text, kinds, row, shift)
    printed = labels(grid, block)
    header_shift = misalignment.header_shift(printed, kinds, text)
    settled = misalignment.realigned(printed, header_shift)
    found = roles.column_roles(settled.paths, kinds.T.tolist(), text.T.tolist())
    names = _names(text, found)
    return Draft(
        grid=grid,
        block=block,
        title=title,
        labels=settled,
        header_shift=header_shift,
        rows=tuple(rows),
        columns=tuple(columns),
        cells=cells,
        codes=codes,
        text=text,
        roles=found,
        row_roles=_row_roles(text, kinds, found, names),
        names=names,
        shifts={i: _in_sheet(shift, block.left) for i, shift in shifts.items()},
        marks=marks(grid, block, settled.paths),
    )


def _stands_apart(cells: Objects, first: np.ndarray) -> bool:
    """A row of totals or rates, or the head of a band among numbered rows, has gaps of its own."""
    numbered = 2 * (first == NUMBER).sum() > len(first)
    head = (
        numbered and words.is_outline(cells[0].strip(" .)")) and not cells[0].strip(" .)").isdigit()
    )
    return head or any(words.is_rate(cell) or words.row_role(cell) for cell in cells[:2])


def _codes(grid: Grid, window: tuple[np.ndarray, ...]) -> Objects:
    sheet = grid.sheet
    if sheet.formats is None:
        return np.full(sheet.cells[window].shape, "General", dtype=object)
    codes: Objects = np.array(sheet.format_codes, dtype=object)[sheet.formats[window]]
    return codes


def _texts(cells: Objects, codes: Objects) -> Objects:
    texts = np.empty(cells.shape, dtype=object)
    for at, cell in np.ndenumerate(cells):
        texts[at] = cell if isinstance(cell, str) else numbers.shown(cell, str(codes[at]))
    return texts


def _values(cells: Objects, codes: Objects) -> Objects:
    values = np.empty(cells.shape, dtype=object)
    for at, cell in np.ndenumerate(cells):
        number = _number(cell, str(codes[at]))
        values[at] = None if number is None else float(number.value)
    return values


def _number(cell: object, code: str) -> Number | None:
    if isinstance(cell, str):
        reading = numbers.read(cell, None)
        return reading.number if reading else None
    return numbers.typed(cell, code) if isinstance(cell, (int, float)) else None


def _realign(
    cells: Objects, codes: Objects, text: Objects, kinds: np.ndarray, row: int, shift: Shift
) -> None:
    """Moves the cells of our own copies to the columns where they belong."""
    sources = list(shift.columns)
    for array, nothing in ((cells, None), (codes, "General"), (text, ""), (kinds, 0)):
        moved = [nothing if source < 0 else array[row, source] for source in sources]
        for j, value in enumerate(moved):
            array[row, j] = value


def _in_sheet(shift: Shift, left: int) -> Shift:
    columns = tuple(column + left if column >= 0 else -1 for column in shift.columns)
    return Shift(shift.at, shift.by, columns)


def _names(text: Objects, found: tuple[ColumnRole, ...]) -> tuple[str, ...]:
    """Each row's name: its cell in the naming column, or the only words of a band."""
    column = found.index("entity") if "entity" in found else None
    names = []
    for cells in text:
        name = cells[column] if column is not None else ""
        names.append(name or next((cell for cell in cells if cell), ""))
    return tuple(names)


def _row_roles(
    text: Objects,
    kinds: np.ndarray,
    found: tuple[ColumnRole, ...],
    names: tuple[str, ...],
) -> tuple[RowRole, ...]:
    figures = [
        j for j, role in enumerate(found) if role not in ("serial", "entity", "text", "note")
    ]
    serial = found.index("serial") if "serial" in found else None
    return tuple(
        roles.row_role(
            name,
            text[i, serial] if serial is not None else "",
            int((kinds[i, figures] == NUMBER).sum()),
        )
        for i, name in enumerate(names)
    )


def title_of(prose: list[Prose], block: Block, floor: int) -> Prose | None:
    """The nearest line above a block, below the table before it, that can be a title: one right
    above it before one beside that."""
    top = (block.header or block.body)[0]
    above = [line for line in prose if floor <= line.place.row < top]
    own = [line for line in above if line.place.column <= block.right]
    return title_among([line for line in own if line.place.column >= block.left] or own or above)


def title_among(lines: list[Prose]) -> Prose | None:
    """The last of some lines that can be a title: no remark in brackets, no unit of measure."""
    for line in reversed(lines):
        if not line.text.strip().startswith("(") and "đơn vị tính" not in line.text.casefold():
            return line
    return None
