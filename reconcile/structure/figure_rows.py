"""Which rows of a sheet state figures, and which only number the columns or give them years."""

from __future__ import annotations

import numpy as np

from reconcile.model import Flags, Integers
from reconcile.structure.column_numbers import (
    is_numbering,
    is_numbering_again,
    is_year,
    marks_labels,
    maybe_numbering,
)
from reconcile.structure.grid import BLANK, NUMBER, WORDS, CellGrid


def data_rows(grid: CellGrid) -> Flags:
    """Rows that state figures: a number beside something else, and no row of a header."""
    data: Flags = (grid.numbered >= 1) & (grid.filled >= 2)
    if data.any():
        data &= ~_are_mostly_words(grid)
    stated = np.flatnonzero(data)
    maybe = {*maybe_numbering(grid, stated).tolist(), *_maybe_years(grid, stated).tolist()}
    years: list[int] = []
    numberings: set[tuple[str, ...]] = set()
    for row in sorted(maybe):
        if is_numbering(grid, row) or is_numbering_again(grid, row, numberings):
            data[row] = False
            numberings.add(tuple(grid.texts(row)))
            if row and marks_labels(grid, row - 1):
                data[row - 1] = False
        elif _is_years(grid, row, data) or any(
            _are_years_again(grid, row, above) for above in years
        ):
            data[row] = False
            years.append(row)
    return data


def _are_mostly_words(grid: CellGrid) -> Flags:
    """Labels, one or two of which are numbers (`50000`), with nothing at the left."""
    worded = (grid.kinds == WORDS).sum(axis=1)
    named = grid.kinds[:, grid.left] != BLANK
    return np.asarray(~named & (worded >= 3) & (worded >= 2 * grid.numbered))


def _maybe_years(grid: CellGrid, rows: Integers) -> Integers:
    """Those of some rows whose figures are all years."""
    for column in range(grid.kinds.shape[1] - 1, -1, -1):
        stated = grid.kinds[rows, column] == NUMBER
        rows = rows[~stated | (grid.map_texts(is_year, rows, column) != 0)]
    return rows


def _is_years(grid: CellGrid, row: int, data: Flags) -> bool:
    """A header row whose labels are years; the row below it must be of another sort."""

    def years(at: int) -> bool:
        cells = [grid.text(at, int(j)) for j in np.flatnonzero(grid.kinds[at] == NUMBER)]
        return len(cells) >= 2 and all(map(is_year, cells))

    if (row > 0 and data[row - 1]) or not years(row):
        return False
    below = next((r for r in range(row + 1, len(data)) if grid.filled[r]), None)
    return below is not None and not years(below)


def _are_years_again(grid: CellGrid, row: int, header: int) -> bool:
    """Whether a row of years in a body is a header of years that comes again, with others.

    `Sector | 2019 | 2020` and `Sector | 2021 | 2022`; where no word is the same in both, the years
    must go on in the same steps, as no total of two columns does.
    """
    if not (grid.kinds[row] == grid.kinds[header]).all():
        return False
    columns = np.flatnonzero(grid.kinds[row] == NUMBER).tolist()
    words = np.flatnonzero(grid.kinds[row] == WORDS).tolist()
    if words:
        return all(grid.text(row, column) == grid.text(header, column) for column in words)
    own, other = (
        np.diff([int(grid.text(at, column)[:4]) for column in columns]) for at in (row, header)
    )
    return bool((own == other).all())


def header_numbers(grid: CellGrid, row: int) -> bool:
    """A row of a header that numbers its columns, or gives them years."""
    if grid.filled[row] < 2:
        return False
    if is_numbering(grid, row) or marks_labels(grid, row):
        return True
    return _is_years(grid, row, np.zeros(len(grid.filled), dtype=bool))


def is_wordy(grid: CellGrid, row: int) -> bool:
    """Labels side by side without a figure, or what numbers the columns or gives them years."""
    return bool(grid.filled[row] >= 2 and grid.numbered[row] == 0) or header_numbers(grid, row)
