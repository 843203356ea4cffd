"""A block with its labels, columns and rows named: a table before its continuations are joined."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
from msgspec import Struct
from msgspec.structs import replace

from reconcile.labels import vocabulary
from reconcile.labels.outline_numbers import is_outline_number
from reconcile.labels.titles import title_among, unit_among
from reconcile.model import ColumnRole, HeaderShift, Integers, Objects, Prose, RowRole, Shift
from reconcile.structure import alignment, misalignment, roles
from reconcile.structure.blocks import Block
from reconcile.structure.contents import Contents, taken
from reconcile.structure.grid import NUMBER, CellGrid
from reconcile.structure.header_formulas import marks
from reconcile.structure.headers import HeaderLabels, labels
from reconcile.structure.outline import Layout
from reconcile.structure.side_by_side import lines

_CAPITALS = 6  # letters of a name that stands out by them; codes and acronyms have fewer


class TableDraft(Struct, frozen=True, eq=False):
    """`source`, `body` and `text` have shape (rows, columns), rows aligned: the positions of the
    cells in the sheet, flattened, -1 where one is missing; what they hold; what they show. `rows`
    and `columns` are those of the sheet; `marks` are the columns' numbers, with their formulas;
    `unit` is what a line above the table states."""

    grid: CellGrid
    block: Block
    title: Prose | None
    unit: str
    labels: HeaderLabels
    header_shift: HeaderShift | None
    rows: Integers
    columns: Integers
    source: Integers
    body: Contents
    text: Objects
    roles: tuple[ColumnRole, ...]
    row_roles: tuple[RowRole, ...]
    names: tuple[str, ...]
    shifts: Mapping[int, Shift]
    marks: tuple[str, ...]

    @property
    def sheet(self) -> str:
        return self.grid.sheet.name

    @property
    def serials(self) -> list[str]:
        """The rows' numbers as printed, '' where the table has none."""
        return _serials(self.text, self.roles)

    @property
    def layouts(self) -> list[Layout]:
        """How the rows' names stand."""
        named = self.roles.index("entity") if "entity" in self.roles else 0
        worded = [j for j, role in enumerate(self.roles) if role in ("entity", "text")]
        # Names go down in steps, a column for each level, where no row has two of them.
        is_stepped = bool(((self.text[:, worded] != "").sum(axis=1) < 2).all())
        columns = np.full(len(self.names), named)
        for row in np.flatnonzero(self.text[:, named] == "").tolist():
            columns[row] = next((j for j, text in enumerate(self.text[row]) if text), named)
        at = np.maximum(self.source[np.arange(len(columns)), columns], 0)
        sheet, none = self.grid.sheet, np.zeros(len(columns), dtype=np.int64)
        spaces = none if sheet.indents is None else sheet.indents.ravel()[at]
        bold = none if sheet.bold is None else sheet.bold.ravel()[at].astype(np.int64)
        capitals = [name.isupper() and len(name) >= _CAPITALS for name in self.names]
        places = columns if is_stepped else none
        return list(zip(places.tolist(), spaces.tolist(), (-bold - capitals).tolist(), strict=True))


def draft(grid: CellGrid, block: Block, title: Prose | None, unit: str) -> TableDraft:
    rows, columns = lines(grid, block), np.arange(block.left, block.right + 1)
    source = rows[:, None] * grid.kinds.shape[1] + columns
    body, kinds = grid.contents.taken(source), taken(grid.kinds, source)
    numbered = 2 * int((kinds[:, 0] == NUMBER).sum()) > len(rows)
    shifts = alignment.shifts(
        kinds,
        body,
        lambda row: _stands_apart(body.row(row)[:2], numbered=numbered),
        lambda row: any(vocabulary.row_role(cell) == "total" for cell in body.row(row)[:2]),
    )
    if shifts:
        source = _realigned(source, shifts)
        body, kinds = grid.contents.taken(source), taken(grid.kinds, source)
    text = body.text
    printed = labels(grid, block)
    header_shift = misalignment.header_shift(printed, kinds, text)
    settled = misalignment.realigned(printed, header_shift)
    column_roles = roles.column_roles(settled.paths, kinds, text)
    names = _names(text, column_roles)
    return TableDraft(
        grid=grid,
        block=block,
        title=title,
        unit=unit,
        labels=settled,
        header_shift=header_shift,
        rows=rows,
        columns=columns,
        source=source,
        body=body,
        text=text,
        roles=column_roles,
        row_roles=_row_roles(text, kinds, column_roles, names),
        names=names,
        shifts={i: _in_sheet(shift, block.left) for i, shift in shifts.items()},
        marks=marks(grid, block, settled.paths),
    )


def _stands_apart(first: Sequence[str], *, numbered: bool) -> bool:
    """A row of totals or rates, or the head of a band among numbered rows, has gaps of its own."""
    mark = first[0].strip(" .)")
    head = numbered and is_outline_number(mark) and not mark.isdigit()
    return head or any(vocabulary.is_rate(cell) or vocabulary.row_role(cell) for cell in first)


def _realigned(source: Integers, shifts: Mapping[int, Shift]) -> Integers:
    """The positions of the cells with those of shifted rows where they belong."""
    realigned = source.copy()
    for row, shift in shifts.items():
        columns = np.array(shift.columns)
        realigned[row] = np.where(columns >= 0, source[row, columns], -1)
    return realigned


def _in_sheet(shift: Shift, left: int) -> Shift:
    columns = tuple(column + left if column >= 0 else -1 for column in shift.columns)
    return replace(shift, columns=columns)


def _names(text: Objects, column_roles: tuple[ColumnRole, ...]) -> tuple[str, ...]:
    """Each row's name: its cell in the naming column, or the only words of a band."""
    if "entity" in column_roles:
        names: list[str] = text[:, column_roles.index("entity")].tolist()
    else:
        names = [""] * len(text)
    for row in [i for i, name in enumerate(names) if not name]:
        names[row] = next((cell for cell in text[row] if cell), "")
    return tuple(names)


def _row_roles(
    text: Objects,
    kinds: np.ndarray,
    column_roles: tuple[ColumnRole, ...],
    names: tuple[str, ...],
) -> tuple[RowRole, ...]:
    figures = [
        j for j, role in enumerate(column_roles) if role not in ("serial", "entity", "text", "note")
    ]
    numbered = (kinds[:, figures] == NUMBER).sum(axis=1).tolist()
    serials = _serials(text, column_roles)
    return roles.row_roles(names, serials, numbered)


def _serials(text: Objects, column_roles: tuple[ColumnRole, ...]) -> list[str]:
    if "serial" not in column_roles:
        return [""] * len(text)
    serials: list[str] = text[:, column_roles.index("serial")].tolist()
    return serials


def title_of(prose: list[Prose], block: Block, floor: int) -> Prose | None:
    """The nearest line above a block, below the table before it, that can be a title: one right
    above it before one beside that."""
    top = (block.header or block.body)[0]
    above = [line for line in prose if floor <= line.place.row < top]
    own = [line for line in above if line.place.column <= block.right]
    over = [line for line in own if line.place.column >= block.left]
    return title_among(over) or title_among(own) or title_among(above)


def unit_above(prose: list[Prose], block: Block, floor: int) -> str:
    """The unit that a line between a block and the table before it states, '' where none does."""
    top = (block.header or block.body)[0]
    return unit_among([line for line in prose if floor <= line.place.row < top])
