"""The header of two versions of a table, its group labels merged over their columns."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from msgspec.structs import replace

from reconcile.messages.harmless import harmless, one_line
from reconcile.report.cell_styles import HEADER, WorkbookFormats
from reconcile.report.comparison.overlay import OverlaidTable
from reconcile.report.workbooks import LINE_HEIGHT

if TYPE_CHECKING:
    from xlsxwriter.format import Format
    from xlsxwriter.worksheet import Worksheet

_TALLEST_HEADER = 200.0  # points: more would push the figures out of sight
_LETTERS_A_LINE = 9  # of a heading in the narrowest column


def write_header(
    worksheet: Worksheet, overlay: OverlaidTable, formats: WorkbookFormats, top: int, left: int
) -> None:
    """Write it from the row `top` down; `left` is the column of the rows' names."""
    bottom, cell_format = top + overlay.depth - 1, formats.of(HEADER)
    entity = overlay.table.new.column("entity")
    named = overlay.table.new.columns[entity].name if entity is not None else ""
    _write_over(worksheet, (top, left, bottom, left), one_line(named), cell_format)
    first = left + 1
    for tier in range(overlay.depth):
        for start, end in _groups(overlay, tier):
            label = one_line(overlay.columns[start].label.path[tier])
            _write_over(
                worksheet, (top + tier, first + start, top + tier, first + end), label, cell_format
            )
    for n, column in enumerate(overlay.columns):
        tier = max(1, len(column.label.path)) - 1
        own = replace(HEADER, tint=column.tint)
        area = (top + tier, first + n, bottom, first + n)
        _write_over(worksheet, area, column.names, formats.of(own))
    longest = max((len(column.names) for column in overlay.columns), default=1)
    worksheet.set_row(bottom, min(_TALLEST_HEADER, LINE_HEIGHT * (1 + longest // _LETTERS_A_LINE)))


def _groups(overlay: OverlaidTable, tier: int) -> Iterator[tuple[int, int]]:
    """The stretches of columns under one label of that tier which is not their last."""
    start = 0
    while start < len(overlay.columns):
        path = overlay.columns[start].label.path
        end = start
        if len(path) > tier + 1:
            while end + 1 < len(overlay.columns) and _is_under(overlay, end + 1, path[: tier + 1]):
                end += 1
            yield start, end
        start = end + 1


def _is_under(overlay: OverlaidTable, column: int, labels: tuple[str, ...]) -> bool:
    path = overlay.columns[column].label.path
    return len(path) > len(labels) and path[: len(labels)] == labels


def _write_over(
    worksheet: Worksheet, area: tuple[int, int, int, int], text: str, cell_format: Format
) -> None:
    top, left, bottom, right = area
    if (top, left) != (bottom, right):
        worksheet.merge_range(*area, "", cell_format)
    worksheet.write_string(top, left, harmless(text), cell_format)
