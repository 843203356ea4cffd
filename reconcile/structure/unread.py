"""The cells of a table that should state a figure and could not be read.

Account | Opening    | Closing
Cash    | 1,234 CR   | 4,120        B2 is unread: its column has a figure that is not marked
Bank    | 310        | 95
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

import numpy as np

from reconcile import numbers
from reconcile.labels import vocabulary
from reconcile.model import LOGICAL, NOTHING, Column, Figures, Flags, Integers, Place, Prose
from reconcile.structure.column_numbers import is_year
from reconcile.structure.contents import Contents
from reconcile.structure.grid import BLANK, NUMBER, WORDS, CellGrid

_NO_FIGURES = ("serial", "entity", "note")  # roles of columns that state none
_WORDS = ("text", "grade")  # roles of columns that hold words, as a rule
_LEAST = 2  # cells drawn as figures that make a column of words one of figures


def unread(
    body: Contents, figures: Figures, columns: Sequence[Column]
) -> frozenset[tuple[int, int]]:
    """The rows and columns of such cells.

    In a column of figures all that begins like one was meant to be one. A column of words is one of
    figures where most of it was read or is drawn as figures.
    """
    cells: set[tuple[int, int]] = set()
    held, read = (body.sorts != NOTHING).sum(axis=0), figures.known.sum(axis=0)
    strange = (body.sorts != NOTHING) & (body.sorts != LOGICAL) & ~figures.known
    for j in np.flatnonzero(strange.any(axis=0)).tolist():
        if columns[j].role in _NO_FIGURES or vocabulary.is_code(columns[j].name):
            continue
        rows = np.flatnonzero(strange[:, j])
        worded = columns[j].role in _WORDS
        is_meant = numbers.is_drawn_as_figure if worded else numbers.begins_as_figure
        meant = _are(body, rows, j, is_meant)
        if not worded or (meant.sum() >= _LEAST and 2 * (read[j] + meant.sum()) >= held[j]):
            cells.update((i, j) for i in rows[meant].tolist())
    return frozenset(cells)


def figures_outside(grid: CellGrid) -> list[Prose]:
    """The figures of a sheet that has no table: numbers that have a cell for themselves. Years, and
    what numbers a line of words at its left, are none; nor is the only number of a sheet where no
    word stands in its row: it numbers a page or a part."""
    figures: list[Prose] = []
    is_worded = False
    for row in np.flatnonzero(grid.numbered).tolist():
        filled = np.flatnonzero(grid.kinds[row] != BLANK).tolist()
        words = next((j for j in filled if grid.kinds[row, j] == WORDS), -1)
        for column in filled:
            if grid.kinds[row, column] == NUMBER and column > words:
                text = grid.text(row, column)
                if not is_year(text):
                    figures.append(Prose(Place(grid.sheet.name, row, column), text))
                    is_worded |= words >= 0
    return figures if is_worded or len(figures) > 1 else []


def _are(body: Contents, rows: Integers, column: int, is_so: Callable[[str], bool]) -> Flags:
    """Of which cells a thing is true by their texts; of each text it is asked once."""
    different, indices = np.unique(body.shown[rows, column], return_inverse=True)
    answers = [is_so(str(text)) for text in body.pool.texts[different]]
    return np.array(answers, dtype=bool)[indices]
