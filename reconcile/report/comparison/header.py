"""The header of two versions of a table, its group labels merged over their columns."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from reconcile.messages.harmless import harmless, one_line
from reconcile.report.cell_styles import HEADER, Look, Looks
from reconcile.report.comparison.grid import Grid

if TYPE_CHECKING:
    from xlsxwriter.format import Format
    from xlsxwriter.worksheet import Worksheet

_LINE_HEIGHT, _TALLEST, _LETTERS = 15.0, 200.0, 9


def write_header(worksheet: Worksheet, grid: Grid, looks: Looks, top: int, left: int) -> None:
    """Write it from the row `top` down; `left` is the column of the rows' names."""
    bottom, look = top + grid.depth - 1, looks.format(HEADER)
    entity = grid.table.new.column("entity")
    named = grid.table.new.columns[entity].name if entity is not None else ""
    _write_over(worksheet, (top, left, bottom, left), one_line(named), look)
    first = left + 1
    for tier in range(grid.depth):
        for start, end in _groups(grid, tier):
            label = one_line(grid.columns[start].label.path[tier])
            _write_over(
                worksheet, (top + tier, first + start, top + tier, first + end), label, look
            )
    for n, column in enumerate(grid.columns):
        tier = max(1, len(column.label.path)) - 1
        own = Look(bold=True, wrap=True, centred=True, grid=True, header=True, tint=column.tint)
        area = (top + tier, first + n, bottom, first + n)
        _write_over(worksheet, area, column.names, looks.format(own))
    longest = max((len(column.names) for column in grid.columns), default=1)
    worksheet.set_row(bottom, min(_TALLEST, _LINE_HEIGHT * (1 + longest // _LETTERS)))


def _groups(grid: Grid, tier: int) -> Iterator[tuple[int, int]]:
    """The stretches of columns under one label of that tier which is not their last."""
    start = 0
    while start < len(grid.columns):
        path = grid.columns[start].label.path
        end = start
        if len(path) > tier + 1:
            while end + 1 < len(grid.columns) and _is_under(grid, end + 1, path[: tier + 1]):
                end += 1
            yield start, end
        start = end + 1


def _is_under(grid: Grid, column: int, labels: tuple[str, ...]) -> bool:
    path = grid.columns[column].label.path
    return len(path) > len(labels) and path[: len(labels)] == labels


def _write_over(
    worksheet: Worksheet, area: tuple[int, int, int, int], text: str, look: Format
) -> None:
    top, left, bottom, right = area
    if (top, left) != (bottom, right):
        worksheet.merge_range(*area, "", look)
    worksheet.write_string(top, left, harmless(text), look)
