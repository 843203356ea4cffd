"""Where the tables of a sheet stand: runs of figures, the header above them, the lines around."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from reconcile import numbers
from reconcile.model import Flags, Objects, Place, Prose, Reading, Sheet
from reconcile.structure import words

BLANK, NUMBER, MARK, WORDS = range(4)

_NUMBERING = re.compile(r"[(\[]?(\d{1,3}|[a-zA-Z])[)\]]?\s*(?:=.*)?\Z", re.DOTALL)

_FOOTNOTE = re.compile(r"\d\d[A-Za-z]\s*\Z")  # `851E`: a mark set against the figure


@dataclass(frozen=True)
class Block:
    """One header and its body in sheet rows, both ends included; `left`, `right` sheet columns.

    `header` is None for a body without one. `repeats` are the rows inside the body that print the
    header again.
    """

    header: tuple[int, int] | None
    body: tuple[int, int]
    left: int
    right: int
    repeats: frozenset[int] = frozenset()


@dataclass(frozen=True, eq=False)
class Grid:
    """A sheet's cells by kind, shape (rows, columns), and counts per row."""

    sheet: Sheet
    kinds: np.ndarray[tuple[int, int], np.dtype[np.int8]]
    filled: np.ndarray[tuple[int], np.dtype[np.int64]]
    numbered: np.ndarray[tuple[int], np.dtype[np.int64]]

    def text(self, row: int, column: int) -> str:
        return numbers.shown(self.sheet.cells[row, column], self.sheet.format_code(row, column))

    def texts(self, row: int) -> list[str]:
        return [self.text(row, int(column)) for column in np.flatnonzero(self.kinds[row])]


def grid(sheet: Sheet) -> Grid:
    rows, columns = sheet.shape
    kinds = np.fromiter(map(_kind, sheet.cells.ravel()), dtype=np.int8, count=rows * columns)
    kinds = kinds.reshape(rows, columns)
    for column in range(columns):
        _count_united(sheet.cells[:, column], kinds[:, column])
    return Grid(sheet, kinds, (kinds != BLANK).sum(axis=1), (kinds == NUMBER).sum(axis=1))


def _kind(cell: object) -> int:
    if cell is None:
        return BLANK
    if isinstance(cell, str):
        if words.is_mark(cell):
            return MARK
        read = numbers.readings(cell)
        marked = bool(read) and bool(_FOOTNOTE.search(cell))
        return NUMBER if marked or any(map(_is_plain, read)) else WORDS
    return NUMBER if isinstance(cell, (int, float)) and not isinstance(cell, bool) else WORDS


def _count_united(cells: Objects, kinds: np.ndarray) -> None:
    """Marks the figures of a column that stand with its one unit behind them: `12,5 ha`."""
    wordy = np.flatnonzero(kinds == WORDS)
    found = {int(row): numbers.readings(cells[row]) for row in wordy if isinstance(cells[row], str)}
    united = {row: readings[0] for row, readings in found.items() if readings}
    unit = numbers.common_unit(united.values())
    if unit is None or 2 * len(united) < len(wordy):
        return
    for row, reading in united.items():
        if reading.overlooked[:1] == (unit,):
            kinds[row] = NUMBER


def _is_plain(reading: Reading) -> bool:
    """No word behind the number: `12%` and `5*` are figures, `6 tháng` is a label."""
    return not any(character.isalpha() for mark in reading.overlooked for character in mark)


def blocks(grid: Grid) -> tuple[Block, ...]:
    """The tables of a sheet from top to bottom."""
    data = _data_rows(grid)
    found: list[Block] = []
    row = 0
    while row < len(data):
        if not data[row]:
            row += 1
            continue
        floor = found[-1].body[1] + 1 if found else 0
        block = _block(grid, data, row, floor)
        found.append(block)
        row = block.body[1] + 1
    return tuple(block for block in found if _is_table(grid, block))


def _is_table(grid: Grid, block: Block) -> bool:
    first, last = block.body
    figures = (grid.kinds[first : last + 1] == NUMBER).sum()
    return bool(block.right > block.left and figures >= 2 and (block.header or last - first >= 2))


def _data_rows(grid: Grid) -> Flags:
    """Rows that state figures: a number beside something else, and no row of a header."""
    data = (grid.numbered >= 1) & (grid.filled >= 2)
    for row in map(int, np.flatnonzero(data)):
        if is_numbering(grid, row) or _is_years(grid, row, data) or _is_mostly_words(grid, row):
            data[row] = False
    return data


def _is_mostly_words(grid: Grid, row: int) -> bool:
    """Labels, one or two of which are numbers (`50000`), with nothing at the left."""
    worded = int((grid.kinds[row] == WORDS).sum())
    named = grid.kinds[row, np.flatnonzero(grid.kinds.any(axis=0))[0]] != BLANK
    return bool(not named and worded >= 3 and worded >= 2 * grid.numbered[row])


def is_numbering(grid: Grid, row: int) -> bool:
    """`(1) (2) (3)` or `A B 1 2 3` under a header."""
    texts = grid.texts(row)
    found = [_NUMBERING.match(text) for text in texts]
    if len(texts) < 3 or not all(found):
        return False
    counted = [int(match[1]) for match in found if match and match[1].isdigit()]
    steps = np.diff(counted)
    return len(counted) >= len(texts) - 2 and bool(np.all(steps == 1)) and counted[0] <= 3


def _is_years(grid: Grid, row: int, data: Flags) -> bool:
    """A header row whose labels are years; the row below it must be of another sort."""

    def years(at: int) -> bool:
        cells = [grid.text(at, int(j)) for j in np.flatnonzero(grid.kinds[at] == NUMBER)]
        return len(cells) >= 2 and all(re.fullmatch(r"(19|20)\d\d\W?", text) for text in cells)

    if not years(row) or (row > 0 and data[row - 1]):
        return False
    below = next((r for r in range(row + 1, len(data)) if grid.filled[r]), None)
    return below is not None and not years(below)


def _block(grid: Grid, data: Flags, first: int, floor: int) -> Block:
    top = _body_top(grid, first, floor)
    header = _header(grid, top, floor)
    last = _body_end(grid, data, first, header)
    start = header[0] if header else top
    used = np.flatnonzero((grid.kinds[start : last + 1] != BLANK).any(axis=0))
    repeats = _repeats(grid, header, top, last)
    return Block(header, (top, last), int(used[0]), int(used[-1]), repeats)


def _is_wordy(grid: Grid, row: int) -> bool:
    return bool(grid.filled[row] >= 2 and grid.numbered[row] == 0) or _header_numbers(grid, row)


def _header_numbers(grid: Grid, row: int) -> bool:
    if grid.filled[row] < 2:
        return False
    return is_numbering(grid, row) or _is_years(grid, row, np.zeros(len(grid.filled), dtype=bool))


def _is_band(grid: Grid, row: int) -> bool:
    """A row that names a band of rows: nothing but a name, or a number and a name, at the left."""
    if not 1 <= grid.filled[row] <= 2 or grid.numbered[row] > 1:
        return False
    columns = np.flatnonzero(grid.kinds[row])
    if columns[0] > np.flatnonzero(grid.kinds.any(axis=0))[0] + 1:
        return False
    if len(columns) == 2:
        mark = grid.text(row, int(columns[0])).strip(" .)")
        return bool(columns[1] - columns[0] == 1) and words.is_outline(mark)
    return True


def _body_top(grid: Grid, first: int, floor: int) -> int:
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


def _header(grid: Grid, top: int, floor: int) -> tuple[int, int] | None:
    """The rows of words above a body: a single blank row may part them."""
    last = top - 1
    while last >= floor and grid.filled[last] == 0 and top - last < 3:
        last -= 1
    if last < floor or not _is_wordy(grid, last):
        return None
    first = last
    row = last - 1
    while row >= floor:
        if _is_wordy(grid, row):
            first = row
        elif not _may_part(grid, row, floor):
            break
        row -= 1
    return first, last


def _may_part(grid: Grid, row: int, floor: int) -> bool:
    """A row that does not end a header: empty, or one label, between two rows of labels."""
    above = row - 1
    while above >= floor and (_is_alone(grid, above) or _is_gap(grid, above)):
        above -= 1
    if above < floor or not _is_wordy(grid, above):
        return False
    if grid.filled[row] == 0:
        return bool(grid.filled[above] >= 3)
    return _is_alone(grid, row)


def _is_alone(grid: Grid, row: int) -> bool:
    """A row of one label that is not at the left: a tier of a header that has but one group."""
    return bool(grid.filled[row] == 1 and grid.kinds[row, 0] == BLANK)


def _is_gap(grid: Grid, row: int) -> bool:
    """One empty row, as Markdown's rule is."""
    return bool(grid.filled[row] == 0 and row > 0 and grid.filled[row - 1])


def _body_end(grid: Grid, data: Flags, first: int, header: tuple[int, int] | None) -> int:
    """The last row of figures before another header or a stretch of text."""
    last = first
    wide = grid.filled[header[0]] if header else grid.filled[first]
    for row in range(first + 1, len(data)):
        if data[row]:
            if _parted(grid, last, row):
                break
            last = row
        elif _is_graded(grid, row) and row == last + 1:
            last = row
        elif _is_wordy(grid, row) and not _repeats_header(grid, header, row):
            marks = (grid.kinds[row] == MARK).sum() + _repeated_marks(grid, row)
            if grid.filled[row] >= max(3, wide / 2) and marks < grid.filled[row] / 2:
                break
    return last


def _is_graded(grid: Grid, row: int) -> bool:
    """A row that grades the columns: words under figures."""
    texts = grid.texts(row)
    return len(texts) >= 3 and any(words.row_role(text) == "grade" for text in texts[:2])


def _repeated_marks(grid: Grid, row: int) -> int:
    """How many cells of a row hold the same one letter: `F`, too unreliable to be published."""
    texts = [text for text in grid.texts(row) if len(text.strip()) == 1 and text.isalpha()]
    return len(texts) if len(texts) >= 2 and len(set(texts)) == 1 else 0


def _parted(grid: Grid, last: int, row: int) -> bool:
    """Two runs of figures belong to two tables when more than a page break or bands part them."""
    between = range(last + 1, row)
    empty = sum(grid.filled[r] == 0 for r in between)
    lines = sum(grid.filled[r] == 1 for r in between)
    return bool(empty >= 3 or (lines >= 1 and empty >= 2) or lines >= 4)


def _repeats_header(grid: Grid, header: tuple[int, int] | None, row: int) -> bool:
    if header is None:
        return False
    texts = grid.texts(row)
    return any(texts == grid.texts(r) for r in range(header[0], header[1] + 1))


def _repeats(grid: Grid, header: tuple[int, int] | None, top: int, last: int) -> frozenset[int]:
    """A row of one label repeats the header only next to one of several."""
    alike = [row for row in range(top, last + 1) if _repeats_header(grid, header, row)]
    found = {row for row in alike if grid.filled[row] >= 2}
    for rows in (alike, alike[::-1]):
        for row in rows:
            if grid.filled[row] and found & {row - 1, row + 1}:
                found.add(row)
    return frozenset(found)


def prose(grid: Grid, found: tuple[Block, ...]) -> Iterator[Prose]:
    """Every line outside the tables, each cell of it."""
    inside = np.zeros(grid.kinds.shape, dtype=bool)
    for block in found:
        top = (block.header or block.body)[0]
        inside[top : block.body[1] + 1, block.left : block.right + 1] = True
    for row, column in np.argwhere((grid.kinds == WORDS) & ~inside).tolist():
        place = Place(grid.sheet.name, row, column)
        yield Prose(place, grid.text(row, column))
