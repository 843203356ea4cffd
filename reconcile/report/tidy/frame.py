"""The tidy long frame of audits, in memory or in a file."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from reconcile import numbers
from reconcile.audited import Audit
from reconcile.labels.titles import year_of, year_of_column
from reconcile.model import Column, Document, Number, Place, Table
from reconcile.report.tidy.files import write_rows
from reconcile.report.tidy.row import Tidy
from reconcile.report.unchecked import FIGURE_ROLES, states_figures

if TYPE_CHECKING:
    import pandas as pd


def tidy_rows(audit: Audit) -> Iterator[Tidy]:
    """The rows of one audit, table by table in the order of the sheet."""
    for table in audit.document.tables:
        shared = _Shared(year_of(table, audit.document), _title_as_group(table, audit.document))
        columns = [j for j in range(len(table.columns)) if _has_rows(table, j)]
        for i, row in enumerate(table.rows):
            if states_figures(row):
                for j in columns:
                    tidy = _tidy(audit, table, (i, j), shared)
                    if tidy is not None:
                        yield tidy


def tidy_frame(audit: Audit) -> pd.DataFrame:
    """The frame in memory; `value` holds Decimals, `row_number`, `decimals`, `year` integers."""
    import pandas as pd

    frame = pd.DataFrame(list(tidy_rows(audit)), columns=list(Tidy._fields), dtype=object)
    dtypes = {"row_number": "Int64", "decimals": "Int64", "year": "Int64"}
    return frame.astype(dtypes)


def write_tidy(audits: Iterable[Audit], path: str | Path) -> None:
    """Write the rows of all audits to a .csv, .xlsx or .parquet file, whole or not at all.

    Raises ReconcileError where the file cannot be written, is one of the sources, does not hold so
    many rows, or needs a package that is not installed.
    """
    audits = list(audits)
    rows = (row for audit in audits for row in tidy_rows(audit))
    write_rows(Tidy._fields, rows, Path(path), tuple(audit.book.path for audit in audits))


class _Shared(NamedTuple):
    """What all figures of a table have: their year, and the title where it tells tables apart."""

    year: int | None
    title: str


def _has_rows(table: Table, column: int) -> bool:
    """Whether a column has rows of the frame: figures, grades, and codes, which stay texts."""
    role = table.columns[column].role
    held = table.text[:, column] != ""
    codes = role == "text" and 2 * int(table.figures.known[:, column].sum()) > int(held.sum())
    return role in FIGURE_ROLES or codes


def _tidy(audit: Audit, table: Table, at: tuple[int, int], shared: _Shared) -> Tidy | None:
    i, j = at
    row, column = table.rows[i], table.columns[j]
    template = audit.template.taken
    place = table.place(i, j)
    text = None if place is None else str(table.text[i, j])
    if place is not None and not text and column.role != "component":
        return None
    if place is not None and (place.row, place.column) in audit.book.sheet(place.sheet).covered:
        return None
    worded = column.role in ("grade", "text")
    number = None if worded or place is None else _number(audit, table, at, place)
    sheet, row_number = _standing(table, i, j, place)
    return Tidy(
        source=audit.book.path,
        sheet=sheet,
        table=table.id,
        table_title=table.title,
        cell=None if place is None else place.a1,
        row_number=row_number,
        row_role=row.role,
        entity=row.entity,
        entity_name=row.name,
        group=(template.group(table.id, j) if template else "")
        or _group(column, shared.title or row.group),
        indicator=column.name,
        path=" / ".join(column.path),
        role=column.role,
        text=text or None,
        value=None if number is None else number.value,
        decimals=None if number is None else number.decimals,
        unit=_unit(table, at, text),
        year=year_of_column(column.path) or shared.year,
    )


def _number(audit: Audit, table: Table, at: tuple[int, int], place: Place) -> Number | None:
    """The figure as printed, with every digit that is stored: 95.3 where a workbook stores 0.953
    and shows 95.3%."""
    number, durations = table.figures.number(*at), table.figures.durations
    if number is not None and durations is not None and table.figures.is_duration(*at):
        return Number(number.units * durations.seconds, number.decimals)
    sheet = audit.book.sheet(place.sheet)
    stored = sheet.cells[place.row, place.column]
    if number is not None and isinstance(stored, float) and float(number.value) != stored:
        number = numbers.stored_number(stored, sheet.format_code(place.row, place.column))
    if number is None or isinstance(stored, str) or not str(table.text[at]).endswith("%"):
        return number
    return Number(number.units * 10 ** max(0, 2 - number.decimals), max(0, number.decimals - 2))


def _unit(table: Table, at: tuple[int, int], text: str | None) -> str:
    """Durations count seconds, whatever unit their column speaks of."""
    if table.figures.is_duration(*at):
        return "s"
    return table.columns[at[1]].unit or ("%" if text and text.endswith("%") else table.unit)


def _standing(table: Table, row: int, column: int, place: Place | None) -> tuple[str, int | None]:
    """The sheet and the row number of a figure, printed or missing."""
    if place is not None:
        return place.sheet, place.row + 1
    having = [p for p in range(len(table.parts)) if table.row_at[p, row] >= 0]
    part = next((p for p in having if table.column_at[p, column] >= 0), having[0] if having else 0)
    where = int(table.row_at[part, row])
    return table.parts[part].sheet, where + 1 if where >= 0 else None


def _title_as_group(table: Table, document: Document) -> str:
    flat = all(len(column.path) <= 1 for column in table.columns)
    return table.title if flat and len(document.tables) > 1 else ""


def _group(column: Column, otherwise: str) -> str:
    return " / ".join(column.path[:-1]) if len(column.path) > 1 else otherwise
