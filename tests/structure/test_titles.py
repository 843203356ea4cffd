"""Titles, units and years of official sheets, from the drawn sheet to the tidy rows."""

from __future__ import annotations

from pathlib import Path

import openpyxl
import pytest

from reconcile.pipeline import audit
from reconcile.report.tidy.frame import tidy_rows
from reconcile.report.tidy.row import Tidy

APPENDIX = [
    ["SỞ TÀI CHÍNH", None, None, "Biểu số 02"],
    [],
    ["DỰ TOÁN CHI CÁC XÃ NĂM 2019"],
    ["(Kèm theo Quyết định số 77/QĐ-STC ngày 03/02/2018"],
    ["của Giám đốc Sở Tài chính)"],
    [None, None, None, "ĐVT: triệu đồng"],
    ["STT", "Xã", "Tổng chi", "Chi thường xuyên"],
    [1, "An Bình", 70, 41],
    [2, "Bình Minh", 55, 38],
    [3, "Cẩm Sơn", 62, 47],
]
YEARBOOK = [
    ["12. Sản lượng chè theo xã"],
    ["Production of tea by commune"],
    [None, None, None, None, "Đơn vị: Tấn"],
    [None, "Sản lượng", None, None, "Chỉ số (năm trước = 100) - %"],
    [None, 2018, 2019, 2020, 2020],
    ["Tổng số", 320, 345, 371, 107.5],
    ["An Bình", 120, 131, 142, 108.4],
    ["Bình Minh", 200, 214, 229, 107.0],
]


def tidied(path: Path, rows: list[list[object]], merges: tuple[str, ...] = ()) -> dict[str, Tidy]:
    """The tidy rows of a workbook with these rows, by their cells."""
    workbook = openpyxl.Workbook()
    sheet = workbook.active
    for row in rows:
        sheet.append(row)
    for merge in merges:
        sheet.merge_cells(merge)
    workbook.save(path)
    return {str(row.cell): row for row in tidy_rows(audit(str(path)))}


@pytest.fixture
def book(tmp_path: Path) -> Path:
    return tmp_path / "bieu.xlsx"


def test_a_remark_over_two_lines_and_a_unit_are_no_title(book: Path) -> None:
    figure = tidied(book, APPENDIX)["C8"]
    assert figure.table_title == "DỰ TOÁN CHI CÁC XÃ NĂM 2019"
    assert (figure.unit, figure.year, figure.row_role) == ("triệu đồng", 2019, "entity")


def test_years_and_units_are_those_of_the_column(book: Path) -> None:
    figures = tidied(book, YEARBOOK, ("B4:D4", "A4:A5"))
    assert figures["B6"].table_title == "12. Sản lượng chè theo xã"
    assert [(figures[cell].year, figures[cell].unit) for cell in ("B7", "C7", "E7")] == [
        (2018, "Tấn"), (2019, "Tấn"), (2020, "%"),
    ]  # fmt: skip
    assert [figures[cell].row_role for cell in ("B6", "B7")] == ["total", "entity"]


def test_the_lower_line_of_a_merged_header_belongs_to_it(book: Path) -> None:
    rows: list[list[object]] = [
        ["THU NGÂN SÁCH"],
        [],
        ["STT", "Khoản thu", "Ước thực hiện"],
        [None, None, "năm 2017"],
        [1, "Thuế đất", 410],
        [2, "Lệ phí", 96],
        [3, "Thu khác", 35],
    ]
    figure = tidied(book, rows, ("A3:A4", "B3:B4"))["C5"]
    assert figure.path == "Ước thực hiện / năm 2017"
    assert (figure.table_title, figure.year) == ("THU NGÂN SÁCH", 2017)
