"""Tidy rows into a file, by its suffix."""

from __future__ import annotations

import csv
import re
from collections.abc import Callable, Iterable, Sequence
from decimal import Decimal
from importlib import import_module
from itertools import islice
from pathlib import Path
from typing import Any

from reconcile.model import ReconcileError
from reconcile.writing.atomic import written_whole
from reconcile.writing.shown import harmless
from reconcile.writing.workbooks import new_workbook

Rows = Iterable[Sequence[Any]]

_MOST_ROWS = 1_048_576
_LONGEST_CELL = 32_767
_DIGITS_OF_A_DOUBLE = 15
_DIGITS_OF_DECIMAL128 = 38
# What a spreadsheet opening a CSV file would compute; a figure or a lone sign is none of it.
_WOULD_COMPUTE = re.compile(r"[=@\t\r]|[+-](?![\d.,\s%]*\Z)")


def write_rows(
    columns: Sequence[str], rows: Rows, path: Path, sources: tuple[str, ...] = ()
) -> None:
    """Write the rows under their column names to a .csv, .xlsx or .parquet file.

    Raises ReconcileError `output-suffix`, `too-many-rows` (xlsx), `parquet-missing`,
    `number-too-long` (parquet), and those of `written_whole`.
    """
    writers: dict[str, Callable[[Sequence[str], Rows, Path], None]] = {
        ".csv": _csv,
        ".xlsx": _xlsx,
        ".parquet": _parquet,
    }
    writer = writers.get(path.suffix.lower())
    if writer is None:
        raise ReconcileError("output-suffix", path=str(path), suffixes=", ".join(writers))
    with written_whole(path, sources) as temporary:
        writer(columns, rows, temporary)


def _csv(columns: Sequence[str], rows: Rows, path: Path) -> None:
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


def _xlsx(columns: Sequence[str], rows: Rows, path: Path) -> None:
    kept = list(islice(rows, _MOST_ROWS))
    if len(kept) == _MOST_ROWS:
        raise ReconcileError("too-many-rows", rows=f"{_MOST_ROWS - 1:,}")
    with new_workbook(path, "tidy") as workbook:
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


def _parquet(columns: Sequence[str], rows: Rows, path: Path) -> None:
    try:
        pa: Any = import_module("pyarrow")
        parquet: Any = import_module("pyarrow.parquet")
    except ImportError as missing:
        raise ReconcileError("parquet-missing") from missing
    kept = list(rows)
    whole = {"row_number": pa.int64(), "decimals": pa.int64(), "year": pa.int64()}
    arrays = []
    for column, name in enumerate(columns):
        values = [row[column] for row in kept]
        kind = _decimal128(pa, values) if name == "value" else whole.get(name, pa.string())
        arrays.append(pa.array([_storable(value) for value in values], type=kind))
    parquet.write_table(pa.table(dict(zip(columns, arrays, strict=True))), str(path))


def _storable(value: Any) -> Any:
    # Parquet's strings are UTF-8, which has no lone surrogates.
    return value.encode("utf-8", "replace").decode("utf-8") if isinstance(value, str) else value


def _decimal128(pa: Any, values: Sequence[Decimal | None]) -> Any:
    """The widest decimal type, at the scale of the value with most decimals."""
    known = [value for value in values if value is not None]
    scale = max((-int(value.as_tuple().exponent) for value in known), default=0)
    whole = max((value.adjusted() + 1 for value in known), default=0)
    if whole + scale > _DIGITS_OF_DECIMAL128:
        raise ReconcileError("number-too-long", digits=str(_DIGITS_OF_DECIMAL128))
    return pa.decimal128(_DIGITS_OF_DECIMAL128, max(0, scale))
