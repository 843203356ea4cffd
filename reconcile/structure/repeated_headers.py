"""A header that comes again inside a body, with the same labels or with others.

Unit  | Rice | Maize
North | 12   | 35
Unit  | Rice | Maize     the same, as on each page: no data, and the table goes on
South | 22   | 13
Unit  | Cows | Pigs      others for the same columns: another table begins
South | 41   | 7
"""

from __future__ import annotations

import numpy as np

from reconcile.labels.units import unit_of_line
from reconcile.model import Integers
from reconcile.structure.figure_rows import is_wordy
from reconcile.structure.grid import BLANK, NUMBER, PLACEHOLDER, CellGrid

_LEAST = 3  # labels that make a header by themselves
Rows = tuple[int, int]  # both included


def repeats(grid: CellGrid, header: Rows, top: int, last: int) -> frozenset[int]:
    """The rows of a body that print those of its header again. One of a single label does so only
    next to one of several."""
    alike = _alike(grid, header, top, last)
    again = {row for row in alike if grid.filled[row] >= 2}
    for rows in (alike, alike[::-1]):
        for row in rows:
            if grid.filled[row] and again & {row - 1, row + 1}:
                again.add(row)
    return frozenset(again)


def relabels(grid: CellGrid, header: Rows, row: int, last: int) -> bool:
    """Whether a row below the figures of `last`, which states none itself, labels the columns anew:
    `header` are the rows of the labels so far."""
    if _alike(grid, header, row, row):
        return _is_among_others(grid, header, row)
    if not is_wordy(grid, row):
        return False
    return (
        _is_wide(grid, header, row, last)
        or any(_begins_as(grid, row, tier) for tier in range(header[0], header[1] + 1))
        or _stands_among_figures(grid, row, last)
    )


def _is_among_others(grid: CellGrid, header: Rows, row: int) -> bool:
    """Whether a tier of the header is repeated next to another label than it has there: `Lúa | Ngô`
    below `Năm 2021`, in the header below `Năm 2020`."""
    for tier in _alike(grid, (row, row), *header):
        for beside in (-1, 1):
            own, other = tier + beside, row + beside
            if header[0] <= own <= header[1] and grid.filled[own] and _is_label(grid, other):
                return not _alike(grid, header, other, other)
    return False


def _is_label(grid: CellGrid, row: int) -> bool:
    """A row of a header: no figures, no band that is named at the left, no unit."""
    if row >= len(grid.filled) or grid.numbered[row] or not grid.filled[row]:
        return False
    first = _first(grid, row)
    return bool(grid.filled[row] >= 2 or first > grid.left) and not unit_of_line(
        grid.text(row, first)
    )


def _is_wide(grid: CellGrid, header: Rows, row: int, last: int) -> bool:
    """Whether a row has as many labels as a header, and those tell its columns apart: no row of
    marks, nor `East | not reported | not reported` below figures."""
    filled, wide = grid.filled[row], grid.filled[header[0]]
    over_figures = {grid.text(row, int(j)) for j in np.flatnonzero(grid.kinds[last] == NUMBER)}
    marks = (grid.kinds[row] == PLACEHOLDER).sum() + _repeated_marks(grid, row)
    tells_apart = len(over_figures) > 1 or (grid.kinds[last] == NUMBER).sum() < 2
    return bool(filled >= max(_LEAST, wide / 2) and tells_apart and marks < filled / 2)


def _repeated_marks(grid: CellGrid, row: int) -> int:
    """How many cells of a row hold the same one letter: `F`, too unreliable to be published."""
    texts = [text for text in grid.texts(row) if len(text.strip()) == 1 and text.isalpha()]
    return len(texts) if len(texts) >= 2 and len(set(texts)) == 1 else 0


def _begins_as(grid: CellGrid, row: int, tier: int) -> bool:
    """Whether a row is called what the header calls the names of the rows: `Unit`, `Sector`; or
    holds years where the header does."""
    if grid.numbered[row] and grid.numbered[tier]:
        return bool((grid.kinds[row] == grid.kinds[tier]).all())
    if grid.filled[tier] < 2 or _first(grid, row) != _first(grid, tier):
        return False
    return grid.text(row, _first(grid, row)) == grid.text(tier, _first(grid, tier))


def _stands_among_figures(grid: CellGrid, row: int, last: int) -> bool:
    """Whether a row without a name has words where the rows above and below have figures, in half
    of those columns and all different: `| Đầu năm | Cuối năm |`."""
    below = next((r for r in range(row + 1, len(grid.filled)) if grid.filled[r]), None)
    if below is None:
        return False
    columns = np.flatnonzero(grid.kinds[row] != BLANK)
    figures = (grid.kinds[last] == NUMBER) & (grid.kinds[below] == NUMBER)
    if (grid.kinds[row] == PLACEHOLDER).any() or not figures[columns].all():
        return False
    return bool(2 * len(columns) >= figures.sum() and len(set(grid.texts(row))) == len(columns))


def _first(grid: CellGrid, row: int) -> int:
    return int((grid.kinds[row] != BLANK).argmax())


def _alike(grid: CellGrid, header: Rows, top: int, last: int) -> list[int]:
    """The rows between two that hold the texts of a row of the header, in its order."""
    filled, first = grid.filled[top : last + 1], _first_shown(grid, top, last)
    rows = set()
    for tier in range(header[0], header[1] + 1):
        texts = grid.texts(tier)
        begun = (filled == grid.filled[tier]) & (first == _first_shown(grid, tier, tier)[0])
        rows |= {row for row in (np.flatnonzero(begun) + top).tolist() if grid.texts(row) == texts}
    return sorted(rows)


def _first_shown(grid: CellGrid, top: int, last: int) -> Integers:
    """Which text the first cell that holds something shows, in each row."""
    rows = np.arange(top, last + 1)
    first = (grid.kinds[top : last + 1] != BLANK).argmax(axis=1)
    return np.asarray(grid.contents.shown[rows, first])
