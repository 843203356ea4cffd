"""Tables that stand side by side: one run of rows, parted by an empty column."""

from __future__ import annotations

from itertools import pairwise

import numpy as np
from msgspec.structs import replace

from reconcile.model import Integers
from reconcile.structure.blocks import Block
from reconcile.structure.grid import BLANK, NUMBER, WORDS, CellGrid

_NAMING = 3  # columns from the left among which a table names its rows
_LEAST = 2  # rows


def apart(grid: CellGrid, block: Block) -> tuple[Block, ...]:
    """The tables of a block from left to right; itself where it is one table.

    An empty column may be no more than a gap: it parts two tables where each side has labels, names
    of its rows, and figures.
    """
    header = block.header
    if header is None:
        return (block,)
    window = grid.kinds[header[0] : block.body[1] + 1, block.left : block.right + 1]
    empty = np.flatnonzero((window == BLANK).all(axis=0)) + block.left
    ends = [block.left - 1, *empty.tolist(), block.right + 1]
    sides = [
        replace(block, left=before + 1, right=after - 1)
        for before, after in pairwise(ends)
        if after - before > 1
    ]
    if len(sides) < 2 or not all(_is_whole(grid, side) for side in sides):
        return (block,)
    return tuple(map(_trimmed, [grid] * len(sides), sides))


def _is_whole(grid: CellGrid, side: Block) -> bool:
    """Whether a side has labels, and names with figures behind them."""
    first, last = side.body
    body = grid.kinds[first : last + 1, side.left : side.right + 1]
    least = max(_LEAST, (body != BLANK).any(axis=1).sum() / 2)
    naming = np.flatnonzero((body[:, :_NAMING] == WORDS).sum(axis=0) >= least)
    if not len(naming) or side.header is None or _filled(grid, side, side.header[1]) < 2:
        return False
    return bool(((body[:, naming[0] :] == NUMBER).sum(axis=0) >= least).any())


def _trimmed(grid: CellGrid, side: Block) -> Block:
    """The table's own rows: a line above its labels is its title, and it may end earlier."""
    assert side.header is not None
    top, bottom = side.header
    while top < bottom and _filled(grid, side, top) < 2 and not _is_merged(grid, side, top):
        top += 1
    first, last = side.body
    while last > first and not _filled(grid, side, last):
        last -= 1
    return replace(side, header=(top, bottom), body=(first, last))


def _filled(grid: CellGrid, side: Block, row: int) -> int:
    return int((grid.kinds[row, side.left : side.right + 1] != BLANK).sum())


def _is_merged(grid: CellGrid, side: Block, row: int) -> bool:
    """A label that reaches down into the labels below is none of a title."""
    return any(
        row < merge.bottom and merge.left <= side.right and merge.right >= side.left
        for merge in grid.merges(row, row)
    )


def lines(grid: CellGrid, block: Block) -> Integers:
    """The rows of a block's body that hold anything, repeated headers aside."""
    first, last = block.body
    body = grid.kinds[first : last + 1, block.left : block.right + 1]
    held = (body != BLANK).any(axis=1)
    held[[row - first for row in block.repeats]] = False
    return np.flatnonzero(held) + first
