"""One sheet for a table that differs: both versions in one, what changed coloured."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from itertools import islice
from typing import TYPE_CHECKING

from msgspec import Struct
from msgspec.structs import replace

from reconcile.comparing.sides import cell_value
from reconcile.messages import say
from reconcile.messages.harmless import one_line
from reconcile.model import Place, Sentence, Table
from reconcile.report.annotated.flagged_cells import MOST_NOTES, note_size
from reconcile.report.annotated.layout import number_format
from reconcile.report.cell_styles import TINTS, CellStyle, Tint, WorkbookFormats
from reconcile.report.comparison.differences import (
    ComparisonView,
    change_texts,
    why_changed,
    why_left,
)
from reconcile.report.comparison.header import write_header
from reconcile.report.comparison.overlay import OverlaidLine, OverlaidTable
from reconcile.report.workbooks import LINE_HEIGHT, LONGEST_CELL, lines_of, page_setup

if TYPE_CHECKING:
    from xlsxwriter.worksheet import Worksheet

TOP = 4  # title, files, colours, a blank row
_NAMES, _FIRST = 0, 1  # the column of names, the first of figures
_NAME_WIDTH, _NARROWEST, _WIDEST = 30.0, 9.0, 24.0  # digits
_TALLEST = 200.0  # points: more would push the other rows out of sight
_SAMPLE_ROWS = 300  # from which the widths of the columns are taken
_NOTE_WIDTH = 260  # pixels

At = tuple[int, int]
Spots = Mapping[tuple[str, Place], At]  # by ('old' or 'new', a cell of that file)


class ComparisonSheet(Struct, frozen=True):
    overlay: OverlaidTable
    view: ComparisonView
    formats: WorkbookFormats

    @property
    def body(self) -> int:
        """The sheet row of the first row of the table."""
        return TOP + self.overlay.depth

    @property
    def spare(self) -> int:
        """The first column right of the table."""
        return _FIRST + len(self.overlay.columns)


def spots(sheet: ComparisonSheet) -> Spots:
    """Where the names, headings and differing cells of both files stand on the sheet."""
    return dict(_spots(sheet))


def _spots(sheet: ComparisonSheet) -> Iterator[tuple[tuple[str, Place], At]]:
    overlay = sheet.overlay
    for n, row in enumerate(overlay.rows):
        yield from _named(row, (sheet.body + n, _NAMES))
    for n, column in enumerate(overlay.columns):
        yield from _named(column, (TOP + max(1, len(column.label.path)) - 1, _FIRST + n))
    rows, columns = _rows_and_columns(sheet)
    for (row_at, column_at), change in overlay.changes.items():
        for side, cell in (("old", change.old), ("new", change.new)):
            if cell.place is not None:
                yield (side, cell.place), (rows[row_at], columns[column_at])
    for (row_at, column_at), left in overlay.left.items():
        if left.value.place is not None:
            yield ("new", left.value.place), (rows[row_at], columns[column_at])


def _rows_and_columns(sheet: ComparisonSheet) -> tuple[dict[int, int], dict[int, int]]:
    """Where the rows and columns of the new table stand on the sheet."""
    rows = {row.new.index: sheet.body + n for n, row in enumerate(sheet.overlay.rows) if row.new}
    columns = {
        column.new.index: _FIRST + n for n, column in enumerate(sheet.overlay.columns) if column.new
    }
    return rows, columns


def _named(both: OverlaidLine, at: At) -> Iterator[tuple[tuple[str, Place], At]]:
    for side, label in (("old", both.old), ("new", both.new)):
        if label is not None and label.place is not None:
            yield (side, label.place), at


def write_comparison_sheet(worksheet: Worksheet, sheet: ComparisonSheet) -> None:
    """Fill the sheet: title, colours, the header of both files, then every row."""
    _write_top(worksheet, sheet)
    write_header(worksheet, sheet.overlay, sheet.formats, TOP, _NAMES)
    widths = [_NAME_WIDTH] + [_NARROWEST] * len(sheet.overlay.columns)
    for n, row in enumerate(sheet.overlay.rows):
        texts = [_write_name(worksheet, sheet, sheet.body + n, row)]
        for m, column in enumerate(sheet.overlay.columns):
            at = sheet.body + n, _FIRST + m
            texts.append(_write_cell(worksheet, sheet, at, (row, column)))
        if n < _SAMPLE_ROWS:
            widths = [
                max(wide, min(_WIDEST, len(text) * 1.1 + 1))
                for wide, text in zip(widths, texts, strict=True)
            ]
        tall = max(map(lines_of, texts, widths))
        if tall > 1:
            worksheet.set_row(sheet.body + n, min(_TALLEST, LINE_HEIGHT * tall))
    for index, width in enumerate(widths):
        worksheet.set_column(index, index, width)
    for at, note in _notes(sheet):
        text, height = note_size(note)
        size = {"width": _NOTE_WIDTH, "height": height, "author": "reconcile"}
        worksheet.write_comment(*at, text, size)
    _print(worksheet, sheet)


def _write_top(worksheet: Worksheet, sheet: ComparisonSheet) -> None:
    view, table = sheet.view, sheet.overlay.table
    title = view.table_name(table)
    worksheet.write_string(0, 0, title, sheet.formats.of(CellStyle(bold=True, large=True)))
    parts = [
        f"{one_line(audit.book.path)}, {part.sheet}!{part.range.a1}"
        for audit, part in (
            (view.comparison.old, table.old.parts[0]),
            (view.comparison.new, table.new.parts[0]),
        )
    ]
    line = view.say("versions", old=parts[0], new=parts[1])
    if sheet.overlay.only_differing:
        line = f"{line}. {view.say('only-rows')}"
    worksheet.write_string(1, 0, line, sheet.formats.of(CellStyle()))
    write_legend(worksheet, sheet.formats, view, 2)


def write_legend(
    worksheet: Worksheet, formats: WorkbookFormats, view: ComparisonView, row: int
) -> None:
    """What each colour means, one cell each."""
    worksheet.write_string(row, 0, view.say("colours"), formats.of(CellStyle(right=True)))
    for n, tint in enumerate(TINTS, start=1):
        style = CellStyle(grid=True, wrap=True, centred=True, tint=tint)
        worksheet.write_string(row, n, view.say(f"legend.{tint}"), formats.of(style))
    worksheet.set_row(row, 4 * LINE_HEIGHT)


def _write_name(worksheet: Worksheet, sheet: ComparisonSheet, row: int, both: OverlaidLine) -> str:
    cell_format = sheet.formats.of(CellStyle(wrap=True, grid=True, tint=both.tint))
    text = both.names
    worksheet.write_string(row, _NAMES, text[:LONGEST_CELL], cell_format)
    return text


def _write_cell(
    worksheet: Worksheet, sheet: ComparisonSheet, at: At, both: tuple[OverlaidLine, OverlaidLine]
) -> str:
    """What both files say there, the new one's figure where they say the same."""
    row, column = both
    tint = sheet.overlay.tint(row, column)
    table = sheet.overlay.table
    if row.new and column.new:
        spot = row.new.index, column.new.index
        if spot in sheet.overlay.changes:
            old, new = change_texts(sheet.view, sheet.overlay.changes[spot])
            return _write_text(
                worksheet, sheet, at, f"{old} → {new}", CellStyle(right=True, tint=tint)
            )
        return _write_value(worksheet, sheet, at, (table.new, spot), tint)
    if row.old and column.old:
        spot = row.old.index, column.old.index
        return _write_value(worksheet, sheet, at, (table.old, spot), tint)
    return _write_text(worksheet, sheet, at, "", CellStyle(tint=tint))


def _write_value(
    worksheet: Worksheet,
    sheet: ComparisonSheet,
    at: At,
    cell: tuple[Table, At],
    tint: Tint | None,
) -> str:
    """A figure as a number where a number format shows it as it is written."""
    table, spot = cell
    shown = cell_value(table, *spot)
    code = number_format(shown.text, shown.number, table) if shown.number else None
    if code is None or shown.number is None:
        style = CellStyle(right=shown.number is not None, tint=tint)
        return _write_text(worksheet, sheet, at, one_line(shown.text), style)
    style = CellStyle(grid=True, right=True, number=code, tint=tint)
    worksheet.write_number(*at, float(shown.number.value), sheet.formats.of(style))
    return shown.text


def _write_text(
    worksheet: Worksheet, sheet: ComparisonSheet, at: At, text: str, style: CellStyle
) -> str:
    form = sheet.formats.of(replace(style, wrap=True, grid=True))
    worksheet.write_string(*at, text[:LONGEST_CELL], form)
    return text


def _notes(sheet: ComparisonSheet) -> Iterator[tuple[At, str]]:
    """Why the cells that differ do, as far as there is something to say."""
    overlay, view = sheet.overlay, sheet.view
    reasons = {spot: why_changed(view, change) for spot, change in overlay.changes.items()}
    reasons |= {spot: why_left(view, left) for spot, left in overlay.left.items()}
    rows, columns = _rows_and_columns(sheet)
    notes = (
        ((rows[row], columns[column]), reason)
        for (row, column), reason in reasons.items()
        if reason
    )
    yield from islice(notes, MOST_NOTES)


def _print(worksheet: Worksheet, sheet: ComparisonSheet) -> None:
    last = max(sheet.body, sheet.body + len(sheet.overlay.rows) - 1)
    worksheet.ignore_errors({"number_stored_as_text": f"A1:XFD{last + 1}"})
    worksheet.freeze_panes(sheet.body, _FIRST)
    worksheet.print_area(0, 0, last, max(sheet.spare - 1, len(TINTS)))
    worksheet.repeat_rows(TOP, sheet.body - 1)
    page_setup(worksheet, say(Sentence("report.page"), sheet.view.language))
