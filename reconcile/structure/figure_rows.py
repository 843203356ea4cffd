"""Which rows of a sheet state figures, and which only number the columns or give them years."""

from __future__ import annotations

import re

import numpy as np

from reconcile.model import Flags, Integers
from reconcile.structure.grid import BLANK, NUMBER, WORDS, CellGrid

_NUMBERING = re.compile(r"[(\[]?(\d{1,3}|[a-zA-Z])[)\]]?\s*(?:=.*)?\Z", re.DOTALL)
_NO_NUMBERING, _A_LETTER = -2, -1  # below every number that a column may have
_YEAR = re.compile(r"(19|20)\d\d(?:\W|\s?[(\[]\w{1,5}\.?[)\]]|\^\w)?")  # 2024, 2024*, 2024 (p)


def data_rows(grid: CellGrid) -> Flags:
    """Rows that state figures: a number beside something else, and no row of a header."""
    data: Flags = (grid.numbered >= 1) & (grid.filled >= 2)
    if data.any():
        data &= ~_are_mostly_words(grid)
    stated = np.flatnonzero(data)
    maybe = {*_maybe_numbering(grid, stated).tolist(), *_maybe_years(grid, stated).tolist()}
    years: list[int] = []
    for row in sorted(maybe):
        if is_numbering(grid, row):
            data[row] = False
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


def _maybe_numbering(grid: CellGrid, rows: Integers) -> Integers:
    """Those of some rows that hold nothing but what may number a column, where neighbours count up
    by one. Columns are asked from the right, where few different texts stand."""
    later = np.full(len(rows), _NO_NUMBERING)
    for column in range(grid.kinds.shape[1] - 1, -1, -1):
        held = grid.kinds[rows, column] != BLANK
        counted = grid.map_texts(_numbering, rows, column)
        steps = later - counted
        leaps = (counted >= 0) & (later >= 0) & (steps != 0) & (steps != 1)
        kept = ~held | ((counted != _NO_NUMBERING) & ~leaps)
        rows, later = rows[kept], np.where(held, counted, _NO_NUMBERING)[kept]
    return rows


def _numbering(text: str) -> int:
    """The number of a column, if it may be one."""
    printed = _NUMBERING.match(text)
    if printed is None:
        return _NO_NUMBERING
    return int(printed[1]) if printed[1].isdigit() else _A_LETTER


def _maybe_years(grid: CellGrid, rows: Integers) -> Integers:
    """Those of some rows whose figures are all years."""
    for column in range(grid.kinds.shape[1] - 1, -1, -1):
        stated = grid.kinds[rows, column] == NUMBER
        rows = rows[~stated | (grid.map_texts(is_year, rows, column) != 0)]
    return rows


def is_year(text: str) -> bool:
    """`2024`, `2024*`, `2024 (p)`: what heads a column as a year."""
    return bool(_YEAR.fullmatch(text))


def is_numbering(grid: CellGrid, row: int) -> bool:
    """`(1) (2) (3)` or `A B 1 2 3` under a header. Behind letters a number may come twice:
    `A B 1 2 3 3 4`."""
    texts = grid.texts(row)
    printed = [_NUMBERING.match(text) for text in texts]
    if len(texts) < 3 or not all(printed):
        return False
    counted = [int(match[1]) for match in printed if match and match[1].isdigit()]
    if len(counted) < len(texts) - 2 or counted[0] > 3:
        return False
    steps = np.diff(counted)
    twice = int((steps == 0).sum())
    lettered = texts[0].strip("()[] ") in ("A", "a") and 2 * twice < len(steps)
    return bool(np.all((steps == 1) | ((steps == 0) & lettered)))


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
    return is_numbering(grid, row) or _is_years(grid, row, np.zeros(len(grid.filled), dtype=bool))


def is_wordy(grid: CellGrid, row: int) -> bool:
    """Labels side by side without a figure, or what numbers the columns or gives them years."""
    return bool(grid.filled[row] >= 2 and grid.numbered[row] == 0) or header_numbers(grid, row)
