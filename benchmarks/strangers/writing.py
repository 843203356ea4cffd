"""A sheet as a file: a workbook, a text table or a Word document."""

from __future__ import annotations

import csv
from pathlib import Path
from typing import Any

import docx
import xlsxwriter

from benchmarks.strangers.formulas import formula
from benchmarks.strangers.sheet import Content, Figure, Sheet, Spot, Text

FORMATS = ("xlsx", "xlsx", "xlsx", "csv", "docx")


def write(sheet: Sheet, path: Path) -> Path:
    """The file, at `path` with the suffix of its format."""
    target = path.with_suffix(f".{sheet.manner.format}")
    if sheet.manner.format == "xlsx":
        _workbook(sheet, target)
    elif sheet.manner.format == "csv":
        delimiter = ";" if sheet.manner.tongue.mark == "," else ","
        with target.open("w", encoding="utf-8", newline="") as file:
            csv.writer(file, delimiter=delimiter).writerows(texts(sheet))
    else:
        _document(texts(sheet), target)
    return target


def texts(sheet: Sheet) -> list[list[str]]:
    """The first sheet as it is printed."""
    rows, columns = sheet.size(0)
    return [[_text(sheet, (0, row, column)) for column in range(columns)] for row in range(rows)]


def first_line(sheet: Sheet) -> int:
    """The row with which the table begins; what is above it has one cell in each row."""
    return next(n for n, row in enumerate(texts(sheet)) if sum(map(bool, row)) > 1)


def _text(sheet: Sheet, spot: Spot) -> str:
    cell = sheet.cells.get(spot)
    if cell is None:
        return ""
    if isinstance(cell, Text):
        return "  " * cell.indent + cell.text if sheet.manner.format == "csv" else cell.text
    least = -int(cell.value.normalize().as_tuple().exponent)
    places = max(cell.shown, min(least, 6))  # a slip may have made more of them
    text = sheet.manner.tongue.written(cell.value, places)
    if cell.look == "code":
        return f"{cell.value:.{places}f}"
    return f"({text[1:]})" if cell.look == "brackets" and text.startswith("-") else text


def _document(rows: list[list[str]], path: Path) -> None:
    """Lines above and below the table are paragraphs, the rest is one table with its rules."""
    full = [n for n, row in enumerate(rows) if sum(map(bool, row)) > 1]  # as `first_line`
    page = docx.Document()
    for row in rows[: full[0]]:
        page.add_paragraph(" ".join(filter(None, row)))
    body = rows[full[0] : full[-1] + 1]
    table = page.add_table(len(body), len(body[0]), style="Table Grid")
    for cells, row in zip((line.cells for line in table.rows), body, strict=True):
        for cell, text in zip(cells, row, strict=True):
            cell.text = text
    for row in rows[full[-1] + 1 :]:
        page.add_paragraph(" ".join(filter(None, row)))
    page.save(str(path))


def _workbook(sheet: Sheet, path: Path) -> None:
    book = xlsxwriter.Workbook(str(path))
    pages = [book.add_worksheet(name) for name in sheet.names]
    formats: dict[tuple[tuple[str, Any], ...], Any] = {}
    for spot, cell in sheet.cells.items():
        style = _style(cell)
        key = tuple(sorted(style.items()))
        if style and key not in formats:
            formats[key] = book.add_format(style)
        _cell(pages[spot[0]], sheet, spot, formats.get(key))
    for page, top, left, bottom, right in sheet.merges:
        text = sheet.cells[page, top, left]
        shown = text.text if isinstance(text, Text) else ""
        centred = book.add_format({"bold": True, "align": "center", "text_wrap": True})
        pages[page].merge_range(top, left, bottom, right, shown, centred)
    book.close()


def _style(cell: Content) -> dict[str, Any]:
    if isinstance(cell, Text):
        return {"bold": cell.bold, "indent": cell.indent} if cell.bold or cell.indent else {}
    if cell is None:
        return {}
    code = "0" + (f".{'0' * cell.shown}" if cell.shown else "")
    looks = {"percent": f"{code}%", "code": code, "brackets": f"#,##{code};(#,##{code})"}
    return {"num_format": looks.get(cell.look, f"#,##{code}")}


def _cell(page: Any, sheet: Sheet, spot: Spot, style: Any) -> None:
    cell, at = sheet.cells[spot], spot[1:]
    if isinstance(cell, Text):
        page.write_string(*at, cell.text, style)
    elif isinstance(cell, Figure):
        value = float(cell.value)
        if spot in sheet.formulas:
            page.write_formula(*at, formula(sheet, sheet.formulas[spot]), style, value)
        else:
            page.write_number(*at, value, style)
