"""How a source sheet is laid out anew: what merges, how wide, which texts become numbers."""

from __future__ import annotations

import math
import re
from collections.abc import Iterator

from msgspec import Struct

from reconcile.model import Document, Number, Part, Range, Sheet, Table
from reconcile.report.shown import cell_text
from reconcile.report.workbooks import lines_of

_RULER = re.compile(r":?-{2,}:?\Z")
_SAMPLE_ROWS = 300  # from which the widths of the columns are taken
_NARROWEST, _WIDEST, _WIDEST_LABEL = 6.0, 44.0, 16.0  # digits; a label breaks into lines
_TALLEST = 300.0  # points: more would push the figures out of sight
_LINE_HEIGHT, _RULER_HEIGHT = 15.0, 4.0  # points: one line of 11-point type; a line that is drawn
_DIGITS_OF_A_DOUBLE = 15  # that a workbook keeps; a number of more stays a text


class Layout(Struct, frozen=True):
    """Merges, column widths in digits, header row heights in points, texts that are numbers."""

    merges: tuple[Range, ...]
    widths: tuple[float, ...]
    heights: dict[int, float]
    numbers: dict[tuple[int, int], tuple[float, str]]
    parts: tuple[Part, ...]


def layout(sheet: Sheet, document: Document) -> Layout:
    parts = tuple(
        part for table in document.tables for part in table.parts if part.sheet == sheet.name
    )
    merges = tuple(_disjoint(_inside(sheet, _merges(sheet, document))))
    widths = tuple(_width(sheet, parts, column, merges) for column in range(sheet.shape[1]))
    heights = _heights(sheet, parts, widths, merges)
    numbers = {} if sheet.typed else dict(_numbers(sheet, document))
    return Layout(merges, widths, heights, numbers, parts)


def is_ruler(sheet: Sheet, row: int) -> bool:
    """Whether a line only separates header from body, as Markdown draws it."""
    if sheet.typed:
        return False
    texts = [str(cell).strip() for cell in sheet.cells[row] if cell is not None]
    texts = [text for text in texts if text]
    return bool(texts) and all(_RULER.match(text) for text in texts)


# Merges


def _merges(sheet: Sheet, document: Document) -> Iterator[Range]:
    yield from sheet.merges
    if not sheet.typed:
        for table in document.tables:
            for number, part in enumerate(table.parts):
                if part.sheet == sheet.name:
                    yield from _header_merges(sheet, table, number)
        yield from _prose_merges(sheet, document)


def _header_merges(sheet: Sheet, table: Table, number: int) -> Iterator[Range]:
    """The header's labels over their columns, and down over the blanks beneath them."""
    part = table.parts[number]
    first, last = part.header_rows
    spanned = {
        (label.place.row, label.place.column): (
            int(table.column_at[number, label.first]),
            int(table.column_at[number, label.last]),
        )
        for label in table.group_labels
        if label.place.sheet == part.sheet
    }
    rows = [row for row in range(first, last + 1) if not is_ruler(sheet, row)]
    for index, row in enumerate(rows):
        for column in range(part.range.left, part.range.right + 1):
            if not _blank(sheet, row, column):
                left, right = spanned.get((row, column), (column, column))
                right = _reach(sheet, row, column, right) if left == column else column
                bottom = _depth(sheet, (column, right), rows[index + 1 :], last)
                yield Range(row, column, bottom, right)


def _prose_merges(sheet: Sheet, document: Document) -> Iterator[Range]:
    """The lines around the tables, as wide as the widest table."""
    parts = [part for table in document.tables for part in table.parts if part.sheet == sheet.name]
    right = max((part.range.right for part in parts), default=0)
    for line in document.prose:
        row, column = line.place.row, line.place.column
        if line.place.sheet == sheet.name and all(
            at == column or _blank(sheet, row, at) for at in range(sheet.shape[1])
        ):
            yield Range(row, column, row, max(right, column))


def _reach(sheet: Sheet, row: int, column: int, right: int) -> int:
    """The last column of a span before another label stands in its way."""
    end = column
    label = sheet.cells[row, column]
    while end < right and (_blank(sheet, row, end + 1) or sheet.cells[row, end + 1] == label):
        end += 1
    return end


def _depth(sheet: Sheet, columns: tuple[int, int], below: list[int], last: int) -> int:
    """The last header row before the next text under a label; rulers go with what is above."""
    for under in below:
        if not all(_blank(sheet, under, c) for c in range(columns[0], columns[1] + 1)):
            return under - 1
    return last


def _blank(sheet: Sheet, row: int, column: int) -> bool:
    return not cell_text(sheet.cells[row, column]).strip()


def _inside(sheet: Sheet, ranges: Iterator[Range]) -> Iterator[Range]:
    rows, columns = sheet.shape
    for top, left, bottom, right in ranges:
        cells = Range(top, left, min(bottom, rows - 1), min(right, columns - 1))
        if cells.top <= cells.bottom and cells.left <= cells.right:
            yield cells


def _disjoint(ranges: Iterator[Range]) -> Iterator[Range]:
    """The ranges of more than one cell that overlap none before them."""
    taken: set[tuple[int, int]] = set()
    for area in ranges:
        cells = {
            (row, column)
            for row in range(area.top, area.bottom + 1)
            for column in range(area.left, area.right + 1)
        }
        if len(cells) > 1 and not cells & taken:
            taken |= cells
            yield area


# Sizes


def _width(sheet: Sheet, parts: tuple[Part, ...], column: int, merges: tuple[Range, ...]) -> float:
    wide = {(m.top, m.left) for m in merges if m.right > m.left}
    longest = _NARROWEST
    for part in parts:
        if not part.range.left <= column <= part.range.right:
            continue
        for row in range(part.header_rows[0], part.header_rows[1] + 1):
            if (row, column) not in wide and not is_ruler(sheet, row):
                text = cell_text(sheet.cells[row, column])
                longest = max(longest, min(_WIDEST_LABEL, len(text) / 4, _longest_word(text) + 3))
        first, last = part.body_rows
        for row in range(first, min(last + 1, first + _SAMPLE_ROWS)):
            longest = max(longest, 1.1 * len(cell_text(sheet.cells[row, column])) + 1)
    return min(longest, _WIDEST)


def _longest_word(text: str) -> float:
    return max((len(word) * 1.3 for word in text.split()), default=0.0)


def _heights(
    sheet: Sheet, parts: tuple[Part, ...], widths: tuple[float, ...], merges: tuple[Range, ...]
) -> dict[int, float]:
    """Heights of the header rows: merged cells do not grow by themselves."""
    starts = {(m.top, m.left): m for m in merges}
    heights: dict[int, float] = {}
    for part in parts:
        first, last = part.header_rows
        for row in range(first, last + 1):
            heights[row] = _RULER_HEIGHT if is_ruler(sheet, row) else _LINE_HEIGHT
        spread: list[tuple[Range, float]] = []
        for row in range(first, last + 1):
            for column in range(part.range.left, part.range.right + 1):
                if heights[row] > _RULER_HEIGHT and not _blank(sheet, row, column):
                    label = starts.get((row, column), Range(row, column, row, column))
                    wide = sum(widths[label.left : label.right + 1])
                    lines = lines_of(cell_text(sheet.cells[row, column]), wide * 0.9)
                    spread.append((label, _LINE_HEIGHT * lines + 3))
        _fit(heights, spread)
    for cells in merges:
        # A workbook's own merged lines were as high as somebody made them.
        if cells.top not in heights and not sheet.typed:
            wide = sum(widths[cells.left : cells.right + 1])
            text = cell_text(sheet.cells[cells.top, cells.left])
            heights[cells.top] = min(_TALLEST, _LINE_HEIGHT * lines_of(text, wide))
    return heights


def _fit(heights: dict[int, float], spread: list[tuple[Range, float]]) -> None:
    """Let each label have the height it needs, one-row labels first, by its last row."""
    for label, need in sorted(spread, key=lambda item: item[0].bottom - item[0].top):
        have = sum(heights.get(row, _LINE_HEIGHT) for row in range(label.top, label.bottom + 1))
        if need > have:
            missing = math.ceil(need - have)
            heights[label.bottom] = min(_TALLEST, heights.get(label.bottom, _LINE_HEIGHT) + missing)


# Numbers


def _numbers(
    sheet: Sheet, document: Document
) -> Iterator[tuple[tuple[int, int], tuple[float, str]]]:
    """The texts that a number with a format shows again exactly as they are written."""
    for table in document.tables:
        rows, columns = table.text.shape
        for row in range(rows):
            for column in range(columns):
                number = table.figures.number(row, column)
                place = table.place(row, column) if number is not None else None
                if number is None or place is None or place.sheet != sheet.name:
                    continue
                text = cell_text(sheet.cells[place.row, place.column]).strip()
                code = number_format(text, number, table)
                if code is not None:
                    yield (place.row, place.column), (float(number.value), code)


def number_format(text: str, number: Number, table: Table) -> str | None:
    """The format that shows the number as the text has it in the table's convention, or None."""
    if len(str(abs(number.units))) > _DIGITS_OF_A_DOUBLE:
        return None
    marks = str.maketrans(",.", ".,") if table.decimal == "comma" else {}
    tail = "." + "0" * number.decimals if number.decimals else ""
    if text == format(number.value, f".{number.decimals}f").translate(marks):
        return "0" + tail
    if text == format(number.value, f",.{number.decimals}f").translate(marks):
        return "#,##0" + tail
    return None
