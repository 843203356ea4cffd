"""Every figure is a row, with its address and exact value, in each kind of file."""

from __future__ import annotations

import csv
import sys
from decimal import Decimal
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from msgspec.structs import replace

from reconcile.audited import Audit
from reconcile.model import Prose, ReconcileError
from reconcile.report.tidy.frame import tidy_frame, tidy_rows, write_tidy
from reconcile.report.tidy.row import Tidy
from tests.drawing import audited
from tests.report import example

COLUMNS = [
    "source", "sheet", "table", "table_title", "cell", "row_number", "row_role", "entity",
    "entity_name", "group", "indicator", "path", "role", "text", "value", "decimals", "unit",
    "year",
]  # fmt: skip


def at(cell: str) -> Tidy:
    return next(row for row in tidy_rows(example.audit()) if row.cell == cell)


def retitled(title: str, prose: str = "") -> Audit:
    audit = example.audit()
    table = replace(example.table(), title=title)
    lines = (Prose(example.at("A1"), prose),)
    return replace(audit, document=replace(audit.document, tables=(table,), prose=lines))


def test_the_columns_are_those_of_the_contract() -> None:
    assert list(Tidy._fields) == COLUMNS


def test_a_figure_keeps_its_address_labels_and_exact_value() -> None:
    row = at("F8")
    assert (row.sheet, row.row_number, row.entity_name) == ("draft", 8, "Sở Giao thông - Vận tải")
    assert (row.group, row.indicator) == ("Hạ tầng số", "Trang bị máy tính")
    assert row.path == "Hạ tầng số / Trang bị máy tính"
    assert (row.text, row.value, row.decimals) == ("8,7", Decimal("8.7"), 1)
    assert str(at("G6").value) == "9.50"


def test_names_and_serial_numbers_are_no_figures() -> None:
    assert not {row.role for row in tidy_rows(example.audit())} & {"serial", "entity", "text"}


def test_a_grade_is_text_without_value() -> None:
    assert (at("I6").text, at("I6").value) == ("Tốt", None)


def test_what_stands_after_a_gap_keeps_the_cell_it_is_printed_in() -> None:
    missing = [row for row in tidy_rows(example.audit()) if row.cell is None]
    assert [(row.indicator, row.row_number, row.text, row.value) for row in missing] == [
        ("Trang bị máy tính", 7, None, None)
    ]
    assert (at("F7").indicator, at("G7").role) == ("Mạng LAN, Internet", "total")


def test_a_blank_component_is_a_row_and_another_blank_is_not() -> None:
    cells = {row.cell: row for row in tidy_rows(example.audit())}
    assert (cells["F9"].text, cells["F9"].value) == (None, None)
    assert "I9" not in cells


@pytest.mark.parametrize(
    ("title", "prose", "year"),
    [
        ("Kết quả năm 2021", "Năm 2019", 2021),
        ("Kết quả", "CHUYỂN ĐỔI SỐ NĂM 2021 (kèm theo Quyết định ngày / /2022)", 2021),
        ("Số liệu 2020 và 2021", "", None),
        ("Kế hoạch 2021-2025", "ngày 15/8/2022", None),
        ("Báo cáo năm 2021.", "", 2021),
        ("Mã 12021", "", None),
    ],
)
def test_a_year_is_told_only_where_one_is_named(title: str, prose: str, year: int | None) -> None:
    assert {row.year for row in tidy_rows(retitled(title, prose))} == {year}


def test_a_flat_table_among_others_is_grouped_by_its_title() -> None:
    audit = example.audit()
    flat = tuple(replace(column, path=column.path[-1:]) for column in example.table().columns)
    table = replace(example.table(), columns=flat)
    tables = (table, replace(table, id="T2", title="2. Thể chế số"))
    several = replace(audit, document=replace(audit.document, tables=tables))
    assert {row.group for row in tidy_rows(several) if row.table == "T2"} == {"2. Thể chế số"}


def test_csv_reads_back(tmp_path: Path) -> None:
    path = tmp_path / "out.csv"
    write_tidy([example.audit()], path)
    assert path.read_bytes().startswith(b"\xef\xbb\xbf")
    with path.open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file))
    told = list(tidy_rows(example.audit()))
    assert list(rows[0]) == COLUMNS
    assert [row["cell"] for row in rows] == [row.cell or "" for row in told]
    values = ["" if row.value is None else str(row.value) for row in told]
    assert [row["value"] for row in rows] == values
    assert {row["entity_name"] for row in rows if row["row_number"] == "9"} == {"'=cmd"}


def test_workbook_reads_back(tmp_path: Path) -> None:
    path = tmp_path / "out.xlsx"
    write_tidy([example.audit()], path)
    header, *rows = openpyxl.load_workbook(path).worksheets[0].iter_rows(values_only=True)
    assert list(header) == COLUMNS
    told = list(tidy_rows(example.audit()))
    assert len(rows) == len(told)
    for row, expected in zip(rows, told, strict=True):
        value = row[COLUMNS.index("value")]
        assert (None if value is None else Decimal(str(value))) == expected.value
    assert "=cmd" in {row[COLUMNS.index("entity_name")] for row in rows}


def test_parquet_holds_exact_decimals(tmp_path: Path) -> None:
    parquet = pytest.importorskip("pyarrow.parquet")
    path = tmp_path / "out.parquet"
    write_tidy([example.audit(), example.audit()], path)
    table = parquet.read_table(path)
    assert str(table.schema.field("value").type) == "decimal128(38, 3)"
    told = list(tidy_rows(example.audit()))
    assert table.column("value").to_pylist() == [row.value for row in told] * 2
    assert table.column_names == COLUMNS


def test_parquet_says_what_is_missing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "pyarrow", None)
    with pytest.raises(ReconcileError) as refused:
        write_tidy([example.audit()], tmp_path / "out.parquet")
    assert refused.value.code == "parquet-missing"
    assert list(tmp_path.iterdir()) == []


def test_the_frame_holds_decimals() -> None:
    frame: Any = tidy_frame(example.audit())
    assert list(frame.columns) == COLUMNS
    assert frame.loc[frame["cell"] == "G6", "value"].item() == Decimal("9.50")
    assert frame["cell"].isna().sum() == 1


def test_another_suffix_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ReconcileError) as refused:
        write_tidy([example.audit()], tmp_path / "out.txt")
    assert refused.value.code == "output-suffix"


def test_codes_stay_texts() -> None:
    drawn = "Mã | Đơn vị | Chi\n01 | Đông | 50\n02 | Tây | 41\n04 | Nam | 73\n11 | Bắc | 28"
    told = {row.cell: (row.role, row.text, row.value) for row in tidy_rows(audited(drawn))}
    assert told["A3"] == ("text", "02", None)
    assert told["C3"] == ("component", "41", Decimal(41))
