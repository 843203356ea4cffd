"""Header paths: the stacked labels above each column, merged or flattened."""

from __future__ import annotations

from msgspec import Struct

from reconcile.model import GroupLabel, Place
from reconcile.structure.blocks import Block
from reconcile.structure.column_numbers import is_numbering
from reconcile.structure.grid import BLANK, CellGrid

Owner = tuple[int, int]


class HeaderLabels(Struct, frozen=True):
    """Per column of a block, outermost first; the columns of group labels are the block's."""

    paths: tuple[tuple[str, ...], ...]
    places: tuple[tuple[Place, ...], ...]
    group_labels: tuple[GroupLabel, ...]


def labels(grid: CellGrid, block: Block) -> HeaderLabels:
    """The labels of a block's header; empty paths where it has none."""
    width = block.right - block.left + 1
    if block.header is None:
        return HeaderLabels(((),) * width, ((),) * width, ())
    tiers = [
        row
        for row in range(block.header[0], block.header[1] + 1)
        if (grid.filled[row] or _is_covered(grid, row)) and not is_numbering(grid, row)
    ]
    owners = _owners(grid, block, tiers)
    columns = [_stack(owners, j) for j in range(width)]
    return HeaderLabels(
        paths=tuple(tuple(grid.text(*owner) for owner in stack) for stack in columns),
        places=tuple(tuple(Place(grid.sheet.name, *owner) for owner in stack) for stack in columns),
        group_labels=_group_labels(grid, columns),
    )


def _is_covered(grid: CellGrid, row: int) -> bool:
    return any(merge.top < row for merge in grid.merges(row, row))


def _owners(grid: CellGrid, block: Block, tiers: list[int]) -> list[list[Owner | None]]:
    """For each tier and column, the cell whose label stands there."""
    owners: list[list[Owner | None]] = [
        [(row, column) if grid.kinds[row, column] != BLANK else None for column in _range(block)]
        for row in tiers
    ]
    merged = False
    for merge in grid.merges(tiers[0], tiers[-1]) if tiers else []:
        for t, row in enumerate(tiers):
            if merge.top <= row <= merge.bottom and grid.kinds[merge.top, merge.left] != BLANK:
                for column in range(max(merge.left, block.left), min(merge.right, block.right) + 1):
                    owners[t][column - block.left] = (merge.top, merge.left)
                    merged = merged or merge.right > merge.left
    if not merged:
        _unflatten(owners)
    return owners


def _range(block: Block) -> range:
    return range(block.left, block.right + 1)


def _unflatten(owners: list[list[Owner | None]]) -> None:
    """A group label reaches over the blanks to its right that have labels of their own below."""
    for t in range(len(owners) - 1):
        for j in range(1, len(owners[t])):
            left = owners[t][j - 1]
            if owners[t][j] is not None or left is None:
                continue
            same_parent = t == 0 or owners[t - 1][j] == owners[t - 1][j - 1]
            if (
                same_parent
                and _labelled_below(owners, t, j)
                and _labelled_below(owners, t, left[1] - _left(owners))
            ):
                owners[t][j] = left


def _left(owners: list[list[Owner | None]]) -> int:
    """The sheet column of the first column, read off any label's own cell."""
    return next(owner[1] - j for row in owners for j, owner in enumerate(row) if owner is not None)


def _labelled_below(owners: list[list[Owner | None]], tier: int, column: int) -> bool:
    return any(
        row[column] is not None and row[column] != owners[tier][column]
        for row in owners[tier + 1 :]
    )


def _stack(owners: list[list[Owner | None]], column: int) -> list[Owner]:
    stack: list[Owner] = []
    for row in owners:
        owner = row[column]
        if owner is not None and owner not in stack:
            stack.append(owner)
    return stack


def _group_labels(grid: CellGrid, columns: list[list[Owner]]) -> tuple[GroupLabel, ...]:
    reach: dict[Owner, list[int]] = {}
    for j, stack in enumerate(columns):
        for owner in stack[:-1]:
            reach.setdefault(owner, []).append(j)
    return tuple(
        GroupLabel(grid.text(*owner), Place(grid.sheet.name, *owner), under[0], under[-1])
        for owner, under in reach.items()
    )
