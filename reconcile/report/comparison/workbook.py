"""The workbook of a comparison: a summary in front, then a sheet for each table that differs."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from msgspec import Struct
from msgspec.structs import replace

from reconcile import __version__
from reconcile.comparing import Comparison
from reconcile.messages import say
from reconcile.messages.harmless import harmless
from reconcile.model import Language, Sentence, letters
from reconcile.report.atomic import written_whole
from reconcile.report.cell_styles import HEADER, CellStyle, WorkbookFormats
from reconcile.report.comparison.differences import (
    ComparisonView,
    Difference,
    of_table,
    of_tables,
)
from reconcile.report.comparison.overlay import overlaid
from reconcile.report.comparison.sheet import (
    ComparisonSheet,
    Spots,
    spots,
    write_comparison_sheet,
    write_legend,
)
from reconcile.report.comparison.totals import totals
from reconcile.report.workbooks import (
    LINE_HEIGHT,
    LONGEST_CELL,
    TALLEST_ROW,
    accepted_names,
    lines_of,
    link_to,
    new_workbook,
    own_sheet,
    page_setup,
)

if TYPE_CHECKING:
    from xlsxwriter.workbook import Workbook
    from xlsxwriter.worksheet import Worksheet

_COLUMNS = (
    ("what", 13), ("row", 26), ("column", 34), ("old", 16), ("new", 16), ("difference", 12),
    ("why", 34), ("old_place", 13), ("new_place", 13),
)  # fmt: skip
_NUMBERS = (3, 4, 5)  # the columns of old, new and difference
_TINTED = (0, 4)  # what happened, and the new figure
_MOST_LINKS = 30_000  # a workbook has at most 65,530 links in one sheet


class _Tab(Struct, frozen=True):
    """A sheet for a table that differs: its name, and where the cells of both files stand on it."""

    name: str
    sheet: ComparisonSheet
    differences: Sequence[Difference]
    spots: Spots


def write_comparison(comparison: Comparison, path: str | Path, language: Language) -> None:
    """Write the workbook to `path`, whole or not at all.

    Raises ReconcileError `output-is-source` where `path` is one of the files compared,
    `output-not-writable` where it cannot be written.
    """
    sources = (comparison.old.book.path, comparison.new.book.path)
    with (
        written_whole(Path(path), sources) as temporary,
        new_workbook(temporary, harmless(" → ".join(sources))[-200:]) as workbook,
    ):
        _fill(workbook, ComparisonView(comparison, language))


def _fill(workbook: Workbook, view: ComparisonView) -> None:
    formats = WorkbookFormats(workbook)
    described = [(table, of_table(view, table)) for table in view.comparison.tables]
    differing = [(table, differences) for table, differences in described if differences]
    wanted = (view.say("sheet", id=table.new.id) for table, _ in differing)
    title, *names = accepted_names([view.say("title"), *wanted])
    tabs = []
    for name, (table, differences) in zip(names, differing, strict=True):
        sheet = ComparisonSheet(overlaid(table), view, formats)
        tabs.append(_Tab(name, sheet, differences, spots(sheet)))
    summary = _Summary(own_sheet(workbook, title), view, formats, title)
    worksheets = [own_sheet(workbook, tab.name) for tab in tabs]
    back = _write_summary(summary, tabs)
    for worksheet, tab in zip(worksheets, tabs, strict=True):
        write_comparison_sheet(worksheet, tab.sheet)
        _write_links(worksheet, summary, tab, back[tab.name])


class _Summary(Struct, frozen=True):
    worksheet: Worksheet
    view: ComparisonView
    formats: WorkbookFormats
    name: str


def _write_summary(summary: _Summary, tabs: Sequence[_Tab]) -> dict[str, dict[int, int]]:
    """Fill the sheet in front; by sheet and row of it, the row here that speaks of it first."""
    worksheet, view = summary.worksheet, summary.view
    for index, (_, width) in enumerate(_COLUMNS):
        worksheet.set_column(index, index, width)
    row = _write_preamble(summary, tabs)
    heading = summary.formats.of(HEADER)
    for index, (name, _) in enumerate(_COLUMNS):
        worksheet.write_string(row, index, view.say(f"heading.{name}"), heading)
    worksheet.freeze_panes(row + 1, 0)
    worksheet.repeat_rows(row)
    for difference in of_tables(view):
        row += 1
        _write_difference(summary, row, difference, None)
    back: dict[str, dict[int, int]] = {tab.name: {} for tab in tabs}
    for tab in tabs:
        row += 1
        _write_table_name(summary, row, tab)
        for difference in tab.differences:
            row += 1
            at = _write_difference(summary, row, difference, tab)
            if at is not None:
                back[tab.name].setdefault(at, row)
    worksheet.ignore_errors({"number_stored_as_text": f"A1:I{row + 1}"})
    worksheet.print_area(0, 0, row, len(_COLUMNS) - 1)
    page_setup(worksheet, say(Sentence("report.page"), view.language))
    return back


def _write_preamble(summary: _Summary, tabs: Sequence[_Tab]) -> int:
    """Title, files, what differs in a few sentences, colours; the row for the heading."""
    worksheet, formats = summary.worksheet, summary.formats
    title = formats.of(CellStyle(bold=True, large=True))
    worksheet.write_string(0, 0, summary.view.say("title"), title)
    lines = _preamble(summary.view, tabs)
    wide = sum(width for _, width in _COLUMNS)
    cell_format = formats.of(CellStyle(wrap=True))
    for row, line in enumerate(lines, start=1):
        worksheet.merge_range(row, 0, row, len(_COLUMNS) - 1, "", cell_format)
        worksheet.write_string(row, 0, line[:LONGEST_CELL], cell_format)
        worksheet.set_row(row, min(TALLEST_ROW, LINE_HEIGHT * lines_of(line, wide)))
    write_legend(worksheet, formats, summary.view, len(lines) + 1)
    return len(lines) + 3


def _preamble(view: ComparisonView, tabs: Sequence[_Tab]) -> list[str]:
    old, new = view.comparison.old.book, view.comparison.new.book
    lines = [
        view.say("old-file", path=old.path, sha256=old.sha256),
        view.say("new-file", path=new.path, sha256=new.sha256),
        say(Sentence("report.tool", {"version": __version__}), view.language),
        *totals(view),
    ]
    listed = {tab.sheet.overlay.table.new.id for tab in tabs}
    same = [table for table in view.comparison.tables if table.new.id not in listed]
    if same and tabs:
        names = "; ".join(map(view.table_name, same))
        lines.append(view.say("unchanged", tables=names))
    return lines


def _write_table_name(summary: _Summary, row: int, tab: _Tab) -> None:
    cell_format = summary.formats.of(CellStyle(bold=True, grid=True, header=True, link=True))
    text = summary.view.table_name(tab.sheet.overlay.table)[:LONGEST_CELL]
    summary.worksheet.merge_range(row, 0, row, len(_COLUMNS) - 1, "", cell_format)
    if row < _MOST_LINKS:
        summary.worksheet.write_url(row, 0, link_to(tab.name, "A1"), cell_format, text)
    else:
        summary.worksheet.write_string(row, 0, text, cell_format)


def _write_difference(
    summary: _Summary, row: int, difference: Difference, tab: _Tab | None
) -> int | None:
    """Write it, linked to its cell; the row of that cell on the table's sheet."""
    view, formats = summary.view, summary.formats
    texts = (
        difference.what,
        difference.row,
        difference.column,
        difference.old,
        difference.new,
        difference.difference,
        difference.why,
        view.old_address(difference.old_place),
        view.new_address(difference.new_place),
    )
    for index, text in enumerate(texts):
        right = bool(difference.difference) and index in _NUMBERS
        style = CellStyle(wrap=True, grid=True, right=right)
        if index in _TINTED:
            style = replace(style, tint=difference.tint)
        summary.worksheet.write_string(row, index, text[:LONGEST_CELL], formats.of(style))
    tall = max(lines_of(text, width) for text, (_, width) in zip(texts, _COLUMNS, strict=True))
    summary.worksheet.set_row(row, min(TALLEST_ROW, LINE_HEIGHT * tall))
    at = None if tab is None else _spot(tab, difference)
    if tab is None or at is None:
        return None
    if row < _MOST_LINKS:
        target = link_to(tab.name, f"{letters(at[1])}{at[0] + 1}")
        style = formats.of(CellStyle(wrap=True, grid=True, link=True, tint=difference.tint))
        summary.worksheet.write_url(row, 0, target, style, difference.what)
    return at[0]


def _spot(tab: _Tab, difference: Difference) -> tuple[int, int] | None:
    keys = (("new", difference.new_place), ("old", difference.old_place))
    spots = (tab.spots.get((side, place)) for side, place in keys if place is not None)
    return next((spot for spot in spots if spot is not None), None)


def _write_links(worksheet: Worksheet, summary: _Summary, tab: _Tab, back: dict[int, int]) -> None:
    """Links to the summary, right of the table."""
    cell_format = summary.formats.of(CellStyle(link=True))
    for row, line in sorted(back.items())[:_MOST_LINKS]:
        target = link_to(summary.name, f"A{line + 1}")
        worksheet.write_url(row, tab.sheet.spare, target, cell_format, f"← {line + 1}")
