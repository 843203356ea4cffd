"""Tables that stand side by side: one run of rows, parted by an empty column or by labels that
begin again.

    Rank | Town  | Score | Rank | Town | Score
    1    | North | 9     | 6    | East | 5
    2    | South | 8     | 7    | West | 4
"""

from __future__ import annotations

from itertools import pairwise

import numpy as np
from msgspec.structs import replace

from reconcile.labels import vocabulary
from reconcile.labels.texts import fold_case
from reconcile.model import Integers
from reconcile.structure.blocks import Block
from reconcile.structure.grid import BLANK, NUMBER, WORDS, CellGrid
from reconcile.structure.headers import labels

_NAMING = 3  # columns from the left among which a table names its rows
_LEAST = 2  # rows


def split_sides(grid: CellGrid, block: Block) -> tuple[Block, ...]:
    """The tables of a block from left to right; itself where it is one table.

    An empty column may be no more than a gap, and labels come again for another year: they part two
    tables where each side has labels, names of its rows, and figures.
    """
    if block.header is None:
        return (block,)
    sides = _parted(grid, block, _gaps(grid, block))
    return tuple(list for side in sides for list in _parted(grid, side, _restarts(grid, side)))


def _parted(grid: CellGrid, block: Block, sides: list[Block]) -> tuple[Block, ...]:
    if len(sides) < 2 or not all(_is_table(grid, side) for side in sides):
        return (block,)
    return tuple(map(_trimmed, [grid] * len(sides), sides))


def _gaps(grid: CellGrid, block: Block) -> list[Block]:
    """What stands between the empty columns of a block."""
    ends = [block.left - 1, *_empty(grid, block), block.right + 1]
    return [
        replace(block, left=before + 1, right=after - 1)
        for before, after in pairwise(ends)
        if after - before > 1
    ]


def _empty(grid: CellGrid, block: Block) -> list[int]:
    top = (block.header or block.body)[0]
    window = grid.kinds[top : block.body[1] + 1, block.left : block.right + 1]
    empty: list[int] = (np.flatnonzero((window == BLANK).all(axis=0)) + block.left).tolist()
    return empty


def _restarts(grid: CellGrid, block: Block) -> list[Block]:
    """A block parted where its first labels come again behind figures, and other names under
    them.

    `Unit | Plan | Remark | Done` is one table, and so is a wide one that prints its names twice.
    """
    names = _names(grid, block)
    if names is None:
        return [block]
    paths = labels(grid, block).paths
    starts = [0]
    for at in range(names + 2, len(paths) - names - 1):
        if at < starts[-1] + names + 2 or not _begins_again(paths, names, starts, at):
            continue
        if _are_others(grid, block, starts[-1] + names, at + names):
            starts.append(at)
    ends = [*(start + block.left for start in starts), block.right + 1]
    empty = set(_empty(grid, block))
    sides = []
    for left, end in pairwise(ends):
        right = max(column for column in range(left, end) if column not in empty or column == left)
        sides.append(replace(block, left=left, right=right))
    return sides


def _begins_again(
    paths: tuple[tuple[str, ...], ...], names: int, starts: list[int], at: int
) -> bool:
    """Whether the labels from a column on are those from the first on: what stands left of the
    names, or else what names the rows, or all that is behind: `Receipts | Amount | Spendings |
    Amount`."""
    last = [fold_case(path[-1]) if path else "" for path in paths]
    if vocabulary.column_role(last[at + names]) in ("note", "grade"):
        return False
    if names:
        return all(last[:names]) and last[at : at + names] == last[:names]
    width = starts[1] if len(starts) > 1 else at
    return bool(last[0] and last[at] == last[0]) or (
        paths[at + 1 : at + width] == paths[1:width] and all(last[1:width])
    )


def _are_others(grid: CellGrid, block: Block, left: int, right: int) -> bool:
    """Whether two columns of a block name the rows otherwise, in any row."""
    first, last = block.body
    own, other = (
        [grid.text(row, block.left + column) for row in range(first, last + 1)]
        for column in (left, right)
    )
    return any(a and b and a != b for a, b in zip(own, other, strict=True))


def _names(grid: CellGrid, block: Block) -> int | None:
    """Which of the first columns names the rows: words that tell most of them apart."""
    first, last = block.body
    body = grid.kinds[first : last + 1, block.left : block.right + 1]
    least = max(_LEAST, (body != BLANK).any(axis=1).sum() / 2)
    for column in np.flatnonzero((body[:, :_NAMING] == WORDS).sum(axis=0) >= least).tolist():
        rows = np.flatnonzero(body[:, column] == WORDS) + first
        if 2 * len({grid.text(row, block.left + column) for row in rows.tolist()}) > len(rows):
            return int(column)
    return None


def _is_table(grid: CellGrid, side: Block) -> bool:
    """Whether a side has labels, and names with figures behind them."""
    first, last = side.body
    body = grid.kinds[first : last + 1, side.left : side.right + 1]
    least = max(_LEAST, (body != BLANK).any(axis=1).sum() / 2)
    names = _names(grid, side)
    if names is None or side.header is None or _filled(grid, side, side.header[1]) < 2:
        return False
    return bool(((body[:, names:] == NUMBER).sum(axis=0) >= least).any())


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
