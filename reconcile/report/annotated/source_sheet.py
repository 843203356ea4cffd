"""A sheet of the source, laid out as it stands there, with what was found flagged on it."""

from __future__ import annotations

import math
from datetime import date, datetime, time, timedelta
from typing import TYPE_CHECKING, Any, cast

from msgspec import Struct
from msgspec.structs import replace

from reconcile.audited import Audit
from reconcile.messages import say
from reconcile.messages.harmless import harmless
from reconcile.model import Language, Part, Place, Range, Sentence, Sheet
from reconcile.report.annotated.flagged_cells import FlaggedCells, note_size
from reconcile.report.annotated.layout import Layout, is_ruler, layout
from reconcile.report.cell_styles import BODY, HEADER, PLAIN, CellStyle, WorkbookFormats, with_flags
from reconcile.report.shown import cell_text
from reconcile.report.workbooks import link_to, page_setup

if TYPE_CHECKING:
    from xlsxwriter.format import Format
    from xlsxwriter.worksheet import Worksheet

_LONGEST_CELL = 32_000  # characters; a workbook takes 32,767
_LARGEST_DOUBLE_COUNT = 10**15  # whole numbers below it are exact as doubles, and shown in full
_WRAP_FROM = 30  # characters
# What is frozen leaves no room for the rest of a small screen beyond that: points, and digits.
_TALLEST_FROZEN, _WIDEST_FROZEN = 300.0, 70
_NOTE_WIDTH = 260  # pixels
_LINK_WIDTH = 14  # digits
_MOST_IDS = 6  # of findings in a link back


class SourceSheet(Struct, frozen=True):
    """What one sheet is written from; findings start at `first` of the sheet named `front`."""

    sheet: Sheet
    audit: Audit
    language: Language
    flagged: FlaggedCells
    formats: WorkbookFormats
    front: str
    first: int


def write_source(worksheet: Worksheet, source: SourceSheet) -> None:
    """Fill a worksheet with a source sheet: values, merges, flags, notes and links back."""
    plan = layout(source.sheet, source.audit.document)
    for index, width in enumerate(plan.widths):
        worksheet.set_column(index, index, width)
    for row, height in plan.heights.items():
        worksheet.set_row(row, height)
    styles = _base_styles(source.sheet, plan.parts)
    covered = _write_merges(worksheet, source, plan, styles)
    _write_cells(worksheet, source, plan, styles, covered)
    _write_notes(worksheet, source, plan.merges)
    _write_links(worksheet, source)
    _hide(worksheet, source)
    _freeze(worksheet, source, plan)
    page_setup(worksheet, say(Sentence("report.page"), source.language))


def _base_styles(sheet: Sheet, parts: tuple[Part, ...]) -> dict[int, list[tuple[Range, CellStyle]]]:
    """By row, the stretches of columns that have a style of their own."""
    styles: dict[int, list[tuple[Range, CellStyle]]] = {}
    for part in parts:
        for row in range(part.range.top, part.range.bottom + 1):
            head = part.header_rows[0] <= row <= part.header_rows[1]
            if not head and not part.body_rows[0] <= row <= part.body_rows[1]:
                continue
            if head or any(cell is not None for cell in sheet.cells[row]):
                styles.setdefault(row, []).append((part.range, HEADER if head else BODY))
    return styles


def _style(styles: dict[int, list[tuple[Range, CellStyle]]], row: int, column: int) -> CellStyle:
    for reach, style in styles.get(row, ()):
        if reach.left <= column <= reach.right:
            return style
    return PLAIN


def _flagged(source: SourceSheet, style: CellStyle, cells: Range) -> CellStyle:
    """The style with the flags of a cell, or of any cell a merged one covers."""
    flagged, name = source.flagged, source.sheet.name
    if cells.top == cells.bottom and cells.left == cells.right:
        place = Place(name, cells.top, cells.left)
        return with_flags(style, flagged.filled.get(place), flagged.framed.get(place))
    for row in range(cells.top, cells.bottom + 1):
        for column in range(cells.left, cells.right + 1):
            place = Place(name, row, column)
            if place in flagged.filled or place in flagged.framed:
                return with_flags(style, flagged.filled.get(place), flagged.framed.get(place))
    return style


# Cells


def _write_merges(
    worksheet: Worksheet,
    source: SourceSheet,
    plan: Layout,
    styles: dict[int, list[tuple[Range, CellStyle]]],
) -> set[tuple[int, int]]:
    """Merge and fill the merged cells; all cells they cover."""
    covered: set[tuple[int, int]] = set()
    for cells in plan.merges:
        style = _style(styles, cells.top, cells.left)
        style = _flagged(source, _line_style(source, cells) if style == PLAIN else style, cells)
        value = source.sheet.cells[cells.top, cells.left]
        style, value = _dressed(source.sheet, plan, (cells.top, cells.left), style, value)
        form = source.formats.of(style)
        worksheet.merge_range(cells.top, cells.left, cells.bottom, cells.right, "", form)
        _write_value(worksheet, cells.top, cells.left, value, form)
        covered |= {
            (row, column)
            for row in range(cells.top, cells.bottom + 1)
            for column in range(cells.left, cells.right + 1)
        }
    return covered


def _line_style(source: SourceSheet, cells: Range) -> CellStyle:
    """A merged line outside the tables; workbooks mostly centre theirs."""
    place = Place(source.sheet.name, cells.top, cells.left)
    bold = any(table.title_place == place for table in source.audit.document.tables)
    return CellStyle(wrap=True, bold=bold, centred=source.sheet.typed)


def _write_cells(
    worksheet: Worksheet,
    source: SourceSheet,
    plan: Layout,
    styles: dict[int, list[tuple[Range, CellStyle]]],
    covered: set[tuple[int, int]],
) -> None:
    rows, columns = source.sheet.shape
    for row in range(rows):
        ruler = row in plan.heights and is_ruler(source.sheet, row)
        for column in range(columns):
            if (row, column) in covered:
                continue
            value = None if ruler else source.sheet.cells[row, column]
            style = _flagged(source, _style(styles, row, column), Range(row, column, row, column))
            style, value = _dressed(source.sheet, plan, (row, column), style, value)
            if value is not None or style != PLAIN:
                _write_value(worksheet, row, column, value, source.formats.of(style))


def _dressed(
    sheet: Sheet, plan: Layout, at: tuple[int, int], style: CellStyle, value: Any
) -> tuple[CellStyle, Any]:
    """The value as it is stored, and its style with the number format that shows it."""
    if at in plan.numbers:
        number, code = plan.numbers[at]
        return replace(style, number=code), number
    if isinstance(value, str):
        wrap = style.grid and len(value) > _WRAP_FROM
        return replace(style, wrap=style.wrap or wrap), value
    code = sheet.format_code(*at)
    if code == "General" and isinstance(value, datetime | date):
        code = "yyyy-mm-dd"
    return replace(style, number="" if code == "General" else code), value


def _write_value(worksheet: Worksheet, row: int, column: int, value: Any, form: Format) -> None:
    """Write a value by its type; text is always written as text, so that nothing is computed."""
    if value is None or value == "":
        worksheet.write_blank(row, column, None, form)
    elif isinstance(value, bool):
        worksheet.write_boolean(row, column, value, form)
    elif isinstance(value, int | float) and _fits_a_double(value):
        worksheet.write_number(row, column, value, form)
    elif isinstance(value, datetime | date | time | timedelta) and _in_the_calendar(value):
        # Its annotation names the datetime alone; it takes the others as well.
        worksheet.write_datetime(row, column, cast(datetime, value), form)
    else:
        worksheet.write_string(row, column, harmless(cell_text(value))[:_LONGEST_CELL], form)


def _fits_a_double(value: float) -> bool:
    return abs(value) < _LARGEST_DOUBLE_COUNT if isinstance(value, int) else math.isfinite(value)


def _in_the_calendar(value: datetime | date | time | timedelta) -> bool:
    if isinstance(value, timedelta):
        return value >= timedelta(0)
    if isinstance(value, datetime) and value.tzinfo is not None:
        return False
    return isinstance(value, time) or value.year >= 1900


# Flags


def _write_notes(worksheet: Worksheet, source: SourceSheet, merges: tuple[Range, ...]) -> None:
    notes_of_cells: dict[tuple[int, int], list[str]] = {}
    for place, note in source.flagged.notes.items():
        if place.sheet == source.sheet.name:
            notes_of_cells.setdefault(_anchor(place, merges), []).append(note)
    for (row, column), notes in notes_of_cells.items():
        text, height = note_size("\n\n".join(notes))
        size = {"width": _NOTE_WIDTH, "height": height, "visible": False, "author": "reconcile"}
        worksheet.write_comment(row, column, text, size)


def _anchor(place: Place, merges: tuple[Range, ...]) -> tuple[int, int]:
    """The cell that shows what is written at a place: the first of a merged range."""
    for cells in merges:
        if cells.top <= place.row <= cells.bottom and cells.left <= place.column <= cells.right:
            return cells.top, cells.left
    return place.row, place.column


def _write_links(worksheet: Worksheet, source: SourceSheet) -> None:
    """Links back to the findings, in the first column right of the sheet."""
    spare = source.sheet.shape[1]
    form = source.formats.of(CellStyle(link=True))
    for (sheet, row), numbers in source.flagged.findings_of_rows.items():
        if sheet != source.sheet.name:
            continue
        ids = ", ".join(source.audit.findings[number].id for number in numbers[:_MOST_IDS])
        text = say(Sentence("report.back", {"ids": ids}), source.language)
        target = link_to(source.front, f"A{source.first + numbers[0] + 1}")
        worksheet.write_url(row, spare, target, form, text)
    worksheet.set_column(spare, spare, _LINK_WIDTH)


def _hide(worksheet: Worksheet, source: SourceSheet) -> None:
    """Hide what the source hides, unless something was found there."""
    places = {place for place in source.flagged.filled if place.sheet == source.sheet.name}
    for row in source.sheet.hidden_rows - {place.row for place in places}:
        worksheet.set_row(row, None, None, {"hidden": True})
    for column in source.sheet.hidden_columns - {place.column for place in places}:
        worksheet.set_column(column, column, None, None, {"hidden": True})
    if source.sheet.hidden and not places:
        worksheet.hide()


def _freeze(worksheet: Worksheet, source: SourceSheet, plan: Layout) -> None:
    """Freeze header and names where one table has the sheet to itself."""
    if len(plan.parts) != 1:
        return
    part = plan.parts[0]
    table = next(other for other in source.audit.document.tables if part in other.parts)
    entity = table.column("entity")
    at = -1 if entity is None else int(table.column_at[table.parts.index(part), entity])
    below = part.header_rows[1] + 1
    tall = sum(plan.heights.get(row, 15.0) for row in range(below))
    wide = sum(plan.widths[: at + 1])
    worksheet.freeze_panes(
        below if tall <= _TALLEST_FROZEN else 0, at + 1 if wide < _WIDEST_FROZEN else 0
    )
