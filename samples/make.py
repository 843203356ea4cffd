"""Writes each sample's Excel file: the same sheet cell by cell, as an office would hold it.

Run from the checkout: python samples/make.py
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

import xlsxwriter
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from reconcile.model import Range, Sheet
from reconcile.reading.text import text_sheet

HERE = Path(__file__).parent
CREATED = datetime(2022, 9, 1)
FONT: dict[str, object] = {
    "font_name": "Times New Roman",
    "font_size": 11,
    "text_wrap": True,
    "valign": "vcenter",
}
ROW_HEIGHT = 15.0  # points, of one line of text
NAMES, FIGURES, SERIALS = 34.0, 10.0, 6.0  # column widths, in characters


@dataclass(frozen=True)
class Sample:
    """`decimal` is the mark its numbers are written with; the rest are line numbers, from 1."""

    source: str
    sheet: str
    decimal: str
    centred: range
    headers: tuple[range, ...]


SAMPLES = (
    Sample("so-nganh-chuyen-doi-so.md", "Chấm điểm", ".", range(3, 4), (range(5, 8),)),
    Sample(
        "phu-luc-ninh-binh-2021.txt",
        "Phụ lục 01",
        ",",
        range(3, 7),
        tuple(range(at, at + 1) for at in (10, 35, 57, 79, 101, 123, 145, 167)),
    ),
)


def main() -> None:
    for sample in SAMPLES:
        source = HERE / sample.source
        write(sample, text_sheet(sample.sheet, source.read_text(encoding="utf-8")))


def write(sample: Sample, sheet: Sheet) -> None:
    path = HERE / Path(sample.source).with_suffix(".xlsx").name
    book = xlsxwriter.Workbook(str(path))
    book.set_properties({"created": CREATED})
    page = book.add_worksheet(sample.sheet)
    set_page(page, sheet, sample)
    known: dict[str, Format] = {}

    def style(row: int, column: int) -> Format:
        properties = look(sample, sheet, row, column)
        key = repr(properties)
        if key not in known:
            known[key] = book.add_format(properties)
        return known[key]

    merged = merges(sample, sheet)
    for one in merged:
        page.merge_range(*one, "", style(one.top, one.left))
    for row, width in enumerate(widths(sheet)):
        for column in range(width):
            value = number(sheet.cells[row, column], sample.decimal)
            if value is not None:
                page.write(row, column, value, style(row, column))
            elif not inside(merged, row, column):
                page.write_blank(row, column, None, style(row, column))
    book.close()


def look(sample: Sample, sheet: Sheet, row: int, column: int) -> dict[str, object]:
    """The properties of a cell's format."""
    line, text = row + 1, sheet.cells[row, column]
    if any(line in lines for lines in sample.headers):
        return {**FONT, "border": 1, "bold": True, "align": "center"}
    if widths(sheet)[row] == 1:
        centred = line in sample.centred
        return {**FONT, "bold": centred, "align": "center" if centred else "left"}
    if not isinstance(number(text, sample.decimal), float):
        return {**FONT, "border": 1, "align": "left"}
    decimals = len(text.partition(sample.decimal)[2])
    code = f"0.{'0' * decimals}" if decimals else "General"
    return {**FONT, "border": 1, "align": "right", "num_format": code}


def merges(sample: Sample, sheet: Sheet) -> list[Range]:
    headers = (one for lines in sample.headers for one in groups(sheet, lines))
    return [*titles(sheet), *headers]


def inside(ranges: list[Range], row: int, column: int) -> bool:
    return any(r.top <= row <= r.bottom and r.left <= column <= r.right for r in ranges)


def number(text: str | None, decimal: str) -> str | float | None:
    """What a cell holds once typed: a number where the text is one in the sheet's convention."""
    if text is None or not re.fullmatch(rf"\d+(?:{re.escape(decimal)}\d+)?", text):
        return text
    return float(text.replace(decimal, "."))


def widths(sheet: Sheet) -> list[int]:
    assert sheet.widths is not None
    return [int(width) for width in sheet.widths]


def titles(sheet: Sheet) -> Iterator[Range]:
    """Lines that stand outside the tables run over the whole width."""
    for row, width in enumerate(widths(sheet)):
        if width == 1:
            yield Range(row, 0, row, sheet.shape[1] - 1)


def groups(sheet: Sheet, lines: range) -> Iterator[Range]:
    """The merges of a header: a label over the blanks to its right, or over those under it."""
    top, bottom = lines[0] - 1, lines[-1] - 1
    if top == bottom:
        return
    above, below = sheet.cells[top], sheet.cells[bottom]
    for left, label in enumerate(above):
        if label is None:
            continue
        if below[left] is None:
            yield Range(top, left, bottom, left)
            continue
        right = left
        while right + 1 < len(above) and above[right + 1] is None and below[right + 1] is not None:
            right += 1
        if right > left:
            yield Range(top, left, top, right)


def set_page(page: Worksheet, sheet: Sheet, sample: Sample) -> None:
    page.set_landscape()
    page.set_paper(9)  # A4
    page.set_margins(left=0.4, right=0.4, top=0.5, bottom=0.5)
    page.fit_to_pages(1, 0)
    page.repeat_rows(sample.headers[0][0] - 1, sample.headers[0][-1] - 1)
    page.set_column(0, 0, SERIALS)
    page.set_column(1, 1, NAMES)
    page.set_column(2, sheet.shape[1] - 1, FIGURES)
    across = SERIALS + NAMES + FIGURES * (sheet.shape[1] - 2)
    for row, width in enumerate(widths(sheet)):
        if width:
            page.set_row(row, ROW_HEIGHT * lines_needed(sheet, row, across if width == 1 else 0))


def lines_needed(sheet: Sheet, row: int, across: float) -> int:
    """How many lines the longest text of a row takes in its column."""
    room = [across, 0.0] if across else [SERIALS, NAMES]
    return max(
        1 + int(1.2 * len(text) / (room[column] if column < 2 else FIGURES))
        for column, text in enumerate(sheet.cells[row])
        if text is not None
    )


if __name__ == "__main__":
    main()
