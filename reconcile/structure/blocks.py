"""Where the tables of a sheet stand: runs of figures, the header above them, the lines around."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
from msgspec import Struct

from reconcile.labels import vocabulary
from reconcile.labels.outline_numbers import is_outline_number
from reconcile.model import Flags, Place, Prose
from reconcile.structure.column_numbers import is_year
from reconcile.structure.figure_rows import data_rows, is_wordy
from reconcile.structure.grid import BLANK, NUMBER, WORDS, CellGrid
from reconcile.structure.repeated_headers import relabels, repeats


class Block(Struct, frozen=True):
    """One header and its body in sheet rows, both ends included; `left`, `right` sheet columns.

    `header` is None for a body without one. `repeats` are the rows inside the body that print the
    header again.
    """

    header: tuple[int, int] | None
    body: tuple[int, int]
    left: int
    right: int
    repeats: frozenset[int] = frozenset()


def blocks(grid: CellGrid) -> tuple[Block, ...]:
    """The tables of a sheet from top to bottom."""
    data = data_rows(grid)
    candidates: list[Block] = []
    row = 0
    while row < len(data):
        if not data[row]:
            row += 1
            continue
        floor = candidates[-1].body[1] + 1 if candidates else 0
        block = _block(grid, data, row, floor)
        candidates.append(block)
        row = block.body[1] + 1
    return tuple(block for block in candidates if _is_table(grid, block))


def _is_table(grid: CellGrid, block: Block) -> bool:
    first, last = block.body
    figures = (grid.kinds[first : last + 1] == NUMBER).sum()
    return bool(block.right > block.left and figures >= 2 and (block.header or last - first >= 2))


def _block(grid: CellGrid, data: Flags, first: int, floor: int) -> Block:
    top = _body_top(grid, first, floor)
    header = _header(grid, top, floor)
    last = _body_end(grid, data, first, header)
    start = header[0] if header else top
    used = np.flatnonzero((grid.kinds[start : last + 1] != BLANK).any(axis=0))
    again = repeats(grid, header, top, last) if header else frozenset()
    return Block(header, (top, last), int(used[0]), int(used[-1]), again)


def _is_band(grid: CellGrid, row: int) -> bool:
    """A row that names a band of rows: nothing but a name, or a number and a name, at the left."""
    if not 1 <= grid.filled[row] <= 2 or grid.numbered[row] > 1:
        return False
    columns = np.flatnonzero(grid.kinds[row])
    if columns[0] > grid.left + 1:
        return False
    if len(columns) == 2:
        mark = grid.text(row, int(columns[0])).strip(" .)")
        return bool(columns[1] - columns[0] == 1) and is_outline_number(mark)
    return True


def _body_top(grid: CellGrid, first: int, floor: int) -> int:
    """The body starts at the bands directly above its first figures, if a header stands above."""
    top = first
    while top - 1 >= floor and _is_band(grid, top - 1) and first - top < 3:
        top -= 1
    above = top - 1
    while above >= floor and grid.filled[above] == 0 and top - above <= 1:
        above -= 1
    header = _header(grid, top, floor) if top < first and above >= floor else None
    if header and (grid.filled[header[0] : header[1] + 1] >= 3).any():
        return top
    return first


def _header(grid: CellGrid, top: int, floor: int) -> tuple[int, int] | None:
    """The rows of words above a body: a single blank row may part them."""
    last = top - 1
    while last >= floor and grid.filled[last] == 0 and top - last < 3:
        last -= 1
    if last < floor or not (is_wordy(grid, last) or _is_second_line(grid, last, floor)):
        return None
    first = last
    row = last - 1
    while row >= floor:
        if is_wordy(grid, row):
            first = row
        elif not _may_part(grid, row, floor):
            break
        row -= 1
    return first, last


def _is_second_line(grid: CellGrid, row: int, floor: int) -> bool:
    """The lower line of a header whose other labels reach down into it, or have but one: `năm 2014`
    below `Dự toán`, beside `STT` and `Chỉ tiêu`."""
    filled = int(grid.filled[row])
    if row - 1 < floor or filled == 0 or not is_wordy(grid, row - 1):
        return False
    columns = np.flatnonzero(grid.kinds[row] != BLANK).tolist()
    numbers = [column for column in columns if grid.kinds[row, column] == NUMBER]
    if not all(is_year(grid.text(row, column)) for column in numbers):
        return False
    reaching = sum(merge.top < row for merge in grid.merges(row, row))
    if reaching + filled >= max(2, int(grid.filled[row - 1])):
        return True
    return all(_stands_between(grid, row, column) for column in columns)


def _stands_between(grid: CellGrid, row: int, column: int) -> bool:
    """Whether a cell stands right below a label and above figures."""
    below = grid.kinds[row + 1 :, column]
    first = below[(below != BLANK).argmax()] if len(below) else BLANK
    return bool(grid.kinds[row - 1, column] == WORDS and first == NUMBER)


def _may_part(grid: CellGrid, row: int, floor: int) -> bool:
    """A row that does not end a header: empty, or one label, between two rows of labels."""
    above = row - 1
    while above >= floor and (_is_alone(grid, above) or _is_gap(grid, above)):
        above -= 1
    if above < floor or not is_wordy(grid, above):
        return False
    if grid.filled[row] == 0:
        return bool(grid.filled[above] >= 3)
    return _is_alone(grid, row)


def _is_alone(grid: CellGrid, row: int) -> bool:
    """A row of one label that is not at the left: a tier of a header that has but one group."""
    return bool(grid.filled[row] == 1 and grid.kinds[row, 0] == BLANK)


def _is_gap(grid: CellGrid, row: int) -> bool:
    """One empty row, as Markdown's rule is."""
    return bool(grid.filled[row] == 0 and row > 0 and grid.filled[row - 1])


def _body_end(grid: CellGrid, data: Flags, first: int, header: tuple[int, int] | None) -> int:
    """The last row of figures before another header or a stretch of text."""
    last = first
    for row, stated in enumerate(data[first + 1 :].tolist(), start=first + 1):
        if stated:
            if row > last + 1 and _parted(grid, last, row):
                break
            last = row
        elif _is_graded(grid, row) and row == last + 1:
            last = row
        elif grid.filled[row] and relabels(grid, header or (first, first - 1), row, last):
            break
    return last


def _is_graded(grid: CellGrid, row: int) -> bool:
    """A row that grades the columns: words under figures."""
    texts = grid.texts(row)
    return len(texts) >= 3 and any(vocabulary.row_role(text) == "grade" for text in texts[:2])


def _parted(grid: CellGrid, last: int, row: int) -> bool:
    """Two runs of figures belong to two tables when more than a page break or bands part them."""
    between = range(last + 1, row)
    empty = sum(grid.filled[r] == 0 for r in between)
    lines = sum(grid.filled[r] == 1 for r in between)
    return bool(empty >= 3 or (lines >= 1 and empty >= 2) or lines >= 4)


def prose(grid: CellGrid, tables: tuple[Block, ...]) -> Iterator[Prose]:
    """Every line outside the tables, each cell of it."""
    inside = np.zeros(grid.kinds.shape, dtype=bool)
    for block in tables:
        top = (block.header or block.body)[0]
        inside[top : block.body[1] + 1, block.left : block.right + 1] = True
    for row, column in np.argwhere((grid.kinds == WORDS) & ~inside).tolist():
        place = Place(grid.sheet.name, row, column)
        yield Prose(place, grid.text(row, column))
