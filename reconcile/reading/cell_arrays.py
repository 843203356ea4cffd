"""What every reader of workbooks does with a sheet's cells once it has them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from itertools import chain

import numpy as np

from reconcile.model import FIGURE, TEXT, Integers, Objects, Range, sorts_of
from reconcile.ooxml.rich_texts import Run
from reconcile.ooxml.text_styles import MOST_STEPS
from reconcile.reading import cleaning, marks

LARGEST_FIGURE = 1e100  # so that what is searched for relations can still be squared


def cell_array(
    rows: Sequence[Sequence[object]], shape: tuple[int, int]
) -> tuple[Objects, Integers]:
    """Rows of any length as an array of a shape, and by how many spaces each cell's text is set in;
    what stands beyond the shape is left out."""
    cells = _laid_out(rows, shape)
    flat = cells.ravel()
    sorts = sorts_of(flat)
    texts: list[str] = flat[sorts == TEXT].tolist()
    spaces = np.zeros(flat.shape, dtype=np.int8)
    spaces[sorts == TEXT] = list(map(_leading_spaces, texts))
    flat[sorts == TEXT] = cleaning.cells(texts)
    figures = np.flatnonzero(sorts == FIGURE)
    huge = ~(np.abs(flat[figures].astype(np.float64)) < LARGEST_FIGURE)
    for at in figures[huge].tolist():
        flat[at] = str(flat[at])  # nothing that is counted comes to it, and no arithmetic survives
    return cells, spaces.reshape(shape)


def _leading_spaces(text: str) -> int:
    return min(len(text) - len(text.lstrip()), MOST_STEPS) if text[:1].isspace() else 0


def _laid_out(rows: Sequence[Sequence[object]], shape: tuple[int, int]) -> Objects:
    width = len(rows[0]) if rows else 0
    if (len(rows), width) == shape and all(len(row) == width for row in rows):
        laid_out: Objects = np.fromiter(chain.from_iterable(rows), object, shape[0] * width)
        return laid_out.reshape(shape)
    cells: Objects = np.full(shape, None, dtype=object)
    for at, row in enumerate(rows[: shape[0]]):
        kept = row[: shape[1]]
        cells[at, : len(kept)] = kept
    return cells


def with_marks(
    rows: Sequence[Sequence[object]], marked: Mapping[tuple[int, int], Sequence[Run]]
) -> Sequence[Sequence[object]]:
    """The rows, with the texts of which a part is raised or struck out written so."""
    if not marked:
        return rows
    laid = list(map(list, rows))
    for (row, column), runs in marked.items():
        if row < len(laid) and column < len(laid[row]) and isinstance(laid[row][column], str):
            laid[row][column] = marked_text(runs)
    return laid


def marked_text(runs: Iterable[Run]) -> str:
    """The text of some runs, raised digits written so, what is struck out left out."""
    return marks.standing("".join(map(_marked, runs)))


def _marked(run: Run) -> str:
    written = marks.superscript(run.text) if run.raised else run.text
    return marks.struck(written) if run.struck else written


def index_array(rows: Sequence[Sequence[int]], shape: tuple[int, int]) -> Integers:
    """Rows of format indexes as an array of a shape, 0 where a row is short."""
    indexes = np.zeros(shape, dtype=np.int32)
    for at, row in enumerate(rows[: shape[0]]):
        kept = row[: shape[1]]
        indexes[at, : len(kept)] = kept
    return indexes


def extent(rows: Sequence[Sequence[object]]) -> tuple[tuple[int, int], int]:
    """The shape from A1 to the last cell that holds something, and how many do."""
    height = width = filled = 0
    for at, row in enumerate(rows):
        columns = [column for column, value in enumerate(row) if value is not None and value != ""]
        if columns:
            height, width = at + 1, max(width, columns[-1] + 1)
            filled += len(columns)
    return (height, width), filled


def uncovered(cells: Objects, merges: Sequence[Range]) -> dict[tuple[int, int], object]:
    """Takes the values under merges out of the cells; what was taken, by its row and column.

    Merges do not overlap, so that all of them together are no more than the grid; beyond that they
    are not looked at.
    """
    taken = {}
    left = cells.size
    for area in merges:
        left -= (area.bottom - area.top + 1) * (area.right - area.left + 1)
        if left < 0:
            break
        within = cells[area.top : area.bottom + 1, area.left : area.right + 1]
        for row, column in np.argwhere(within != np.array(None)).tolist():
            if row or column:
                taken[area.top + row, area.left + column] = within[row, column]
                within[row, column] = None
    return taken


def clipped_merges(merges: Iterable[Range], shape: tuple[int, int]) -> tuple[Range, ...]:
    """Merges as far as the grid goes: a title may be merged far beyond the last figure."""
    inside = (
        merge._replace(bottom=min(merge.bottom, shape[0] - 1), right=min(merge.right, shape[1] - 1))
        for merge in merges
        if merge.top < shape[0] and merge.left < shape[1]
    )
    return tuple(area for area in inside if (area.top, area.left) != (area.bottom, area.right))
