"""Tidy rows into a file, by its suffix."""

from __future__ import annotations

import csv
import re
from collections.abc import Callable, Sequence
from decimal import Decimal
from itertools import islice
from pathlib import Path
from typing import Any

from reconcile.messages.harmless import harmless
from reconcile.model import ReconcileError
from reconcile.report.atomic import written_whole
from reconcile.report.tidy.parquet_files import (
    ParquetKind,
    ParquetRows,
    ParquetSchema,
    write_parquet,
)
from reconcile.report.tidy.row import TIDY_TITLE
from reconcile.report.workbooks import new_workbook

_MOST_ROWS = 1_048_576  # of a sheet, Excel's own limit
_LONGEST_CELL = 32_767  # characters, Excel's own limit
_DIGITS_OF_A_DOUBLE = 15  # that a workbook keeps of a number
_KINDS: dict[str, ParquetKind] = {
    "row_number": "whole", "value": "exact", "decimals": "whole", "year": "whole",
}  # fmt: skip
# What a spreadsheet opening a CSV file would compute; a figure or a lone sign is none of it.
_WOULD_COMPUTE = re.compile(r"[=@\t\r]|[+-](?![\d.,\s%]*\Z)")


def write_rows(
    columns: Sequence[str], rows: ParquetRows, path: Path, sources: tuple[str, ...] = ()
) -> None:
    """Write the rows under their column names to a .csv, .xlsx or .parquet file.

    Raises ReconcileError `output-suffix`, `too-many-rows` (xlsx), `parquet-missing`,
    `number-too-long` (parquet), and those of `written_whole`.
    """
    writers: dict[str, Callable[[Sequence[str], ParquetRows, Path], None]] = {
        ".csv": _csv,
        ".xlsx": _xlsx,
        ".parquet": _parquet,
    }
    writer = writers.get(path.suffix.lower())
    if writer is None:
        raise ReconcileError("output-suffix", path=str(path), suffixes=", ".join(writers))
    with written_whole(path, sources) as temporary:
        writer(columns, rows, temporary)


def _csv(columns: Sequence[str], rows: ParquetRows, path: Path) -> None:
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(columns)
        writer.writerows([_field(value) for value in row] for row in rows)


def _field(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, Decimal):
        return format(value, "f")
    text = harmless(str(value)) if isinstance(value, str) else str(value)
    return f"'{text}" if _WOULD_COMPUTE.match(text) else text


def _xlsx(columns: Sequence[str], rows: ParquetRows, path: Path) -> None:
    kept = list(islice(rows, _MOST_ROWS))
    if len(kept) == _MOST_ROWS:
        raise ReconcileError("too-many-rows", rows=f"{_MOST_ROWS - 1:,}")
    with new_workbook(path, TIDY_TITLE) as workbook:
        worksheet = workbook.add_worksheet("tidy")
        header = workbook.add_format({"bold": True, "bg_color": "#EDEDED"})
        for column, name in enumerate(columns):
            worksheet.write_string(0, column, name, header)
        for number, row in enumerate(kept, start=1):
            for column, value in enumerate(row):
                _cell(worksheet, number, column, value)
        worksheet.freeze_panes(1, 0)
        worksheet.autofilter(0, 0, len(kept), len(columns) - 1)
        worksheet.set_column(0, len(columns) - 1, 16)


def _cell(worksheet: Any, row: int, column: int, value: Any) -> None:
    if isinstance(value, Decimal) and len(value.as_tuple().digits) > _DIGITS_OF_A_DOUBLE:
        worksheet.write_string(row, column, format(value, "f"))
    elif isinstance(value, Decimal | int):
        worksheet.write_number(row, column, float(value))
    elif value:
        worksheet.write_string(row, column, harmless(str(value))[:_LONGEST_CELL])


def tidy_schema(columns: Sequence[str]) -> ParquetSchema:
    """The columns of tidy rows as Parquet holds them."""
    kinds: dict[str, ParquetKind] = {name: _KINDS.get(name, "text") for name in columns}
    return ParquetSchema(TIDY_TITLE, kinds)


def _parquet(columns: Sequence[str], rows: ParquetRows, path: Path) -> None:
    write_parquet(tidy_schema(columns), rows, path)
