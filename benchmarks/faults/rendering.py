"""A grid written as a file in one format and convention, with the line each row stands on."""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import xlsxwriter

from benchmarks.faults.board import Content, Grid, Odd
from tests.layouts.drawing import Figure

FORMATS = ("md", "tsv", "csv", "xlsx")


@dataclass(frozen=True)
class Manner:
    """How a sheet is written; `comma` is its decimal mark, which a workbook does not store."""

    format: str
    comma: bool

    def text(self, cell: Content) -> str:
        if cell is None:
            return ""
        return cell.text(self.comma) if isinstance(cell, Figure) else str(cell)


@dataclass(frozen=True)
class Written:
    """`line_of[row]` is the 0-based line of the file that a row of the grid stands on."""

    path: Path
    line_of: Sequence[int]


def write(
    rows: Grid, merges: Sequence[tuple[int, int, int, int]], manner: Manner, path: Path
) -> Written:
    """The grid as a file at `path`, whose suffix is put right."""
    target = path.with_suffix(f".{manner.format}")
    if manner.format == "xlsx":
        _workbook(rows, merges, target)
        return Written(target, range(len(rows)))
    texts = [[manner.text(cell) for cell in row] for row in rows]
    if manner.format == "md":
        lines, line_of = _markdown(texts)
    else:
        lines, line_of = _delimited(texts, "\t" if manner.format == "tsv" else ",")
    target.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return Written(target, line_of)


def _markdown(texts: Sequence[Sequence[str]]) -> tuple[list[str], list[int]]:
    """Lines of one cell stand outside the table; a rule follows each table's first row."""
    lines: list[str] = []
    line_of: list[int] = []
    inside = False
    for row in texts:
        line_of.append(len(lines))
        if sum(map(bool, row)) <= 1:
            lines.append("".join(row))
            inside = False
            continue
        lines.append("| " + " | ".join(row) + " |")
        if not inside:
            lines.append("|" + "---|" * len(row))
        inside = True
    return lines, line_of


def _delimited(texts: Sequence[Sequence[str]], delimiter: str) -> tuple[list[str], list[int]]:
    lines = []
    for row in texts:
        out = io.StringIO()
        kept = _without_tail(row) if delimiter == "\t" else row
        csv.writer(out, delimiter=delimiter, lineterminator="").writerow(kept)
        lines.append(out.getvalue())
    return lines, list(range(len(lines)))


def _without_tail(row: Sequence[str]) -> list[str]:
    filled = [n for n, text in enumerate(row) if text]
    return list(row[: filled[-1] + 1]) if filled else []


def _workbook(rows: Grid, merges: Sequence[tuple[int, int, int, int]], path: Path) -> None:
    book = xlsxwriter.Workbook(str(path))
    page = book.add_worksheet("Sheet1")
    codes: dict[str, xlsxwriter.format.Format] = {}
    for i, row in enumerate(rows):
        for j, cell in enumerate(row):
            _cell(page, (i, j), cell, _format(book, codes, cell))
    for top, left, bottom, right in merges:
        page.merge_range(top, left, bottom, right, rows[top][left])
    book.close()


def _format(
    book: xlsxwriter.Workbook, codes: dict[str, xlsxwriter.format.Format], cell: Content
) -> xlsxwriter.format.Format | None:
    code = _code(cell)
    if code and code not in codes:
        codes[code] = book.add_format({"num_format": code})
    return codes.get(code)


def _code(cell: Content) -> str:
    if isinstance(cell, date):
        return "d-mmm"
    return cell.code() if isinstance(cell, Figure) and not isinstance(cell, Odd) else ""


def _cell(
    page: xlsxwriter.worksheet.Worksheet,
    at: tuple[int, int],
    cell: Content,
    code: xlsxwriter.format.Format | None,
) -> None:
    if isinstance(cell, Odd):
        page.write_string(*at, cell.written)
    elif isinstance(cell, Figure):
        page.write_number(*at, cell.stored(), code)
    elif isinstance(cell, date):
        page.write_datetime(*at, cell, code)
    elif isinstance(cell, int):
        page.write_number(*at, cell)
    elif cell is not None:
        page.write_string(*at, cell)
