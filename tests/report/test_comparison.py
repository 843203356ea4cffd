"""A comparison told as text, as JSON and as a workbook."""

from __future__ import annotations

from pathlib import Path
from zipfile import ZipFile

import openpyxl
import pdfplumber
import pytest
from openpyxl.worksheet.worksheet import Worksheet

from reconcile.comparing import Comparison, compare
from reconcile.model import ReconcileError
from reconcile.pipeline import audit, audit_book
from reconcile.report.cell_styles import TINTS
from reconcile.report.comparison.contract import comparison_json
from reconcile.report.comparison.text import comparison_text
from reconcile.report.comparison.workbook import write_comparison
from tests.comparing.example import OTHER, SHEET, compared, several
from tests.drawing import book, drawn
from tests.reading.documents import converted, needs_office

# Sở Tư pháp rises over Sở Xây dựng; Sở Y tế's total stays behind; a row each renamed, added, gone.
CHANGED = """\
STT | Cơ quan            | Thể chế | Thủ tục | Bộ máy | Tổng điểm | Xếp hạng
1   | Văn phòng UBND     | 18.25   | 12.75   | 14.50  | 45.50     | 4
3   | Sở Tài chính       | 19.5    | 15.25   | 17.75  | 52.50     | 1
4   | Sở Tư pháp         | 11.75   | 20.25   | 12.50  | 44.50     | 5
5   | Sở Y tế            | 16.50   | 14.75   | 18.00  | 49.75     | 2
6   | Ban Quản lý đô thị | 13.25   | 11.50   | 15.75  | 40.50     | 6
7   | Sở Du lịch         | 17.00   | 13.00   | 16.00  | 46.00     | 3
"""


@pytest.fixture(scope="module")
def found() -> Comparison:
    return compared(SHEET, CHANGED)


def sections(text: str) -> dict[str, list[str]]:
    """The lines of each section, by its title without the count."""
    told: dict[str, list[str]] = {}
    for line in text.splitlines()[1:]:
        if line.endswith(")") and not line.startswith(" "):
            told[line.partition(" (")[0]] = []
        elif told and line.startswith("   "):
            told[list(told)[-1]].append(" ".join(line.split()))
    return told


def test_the_text_says_what_was_typed_before_what_follows(found: Comparison) -> None:
    told = sections(comparison_text(found, "en", 140, False))
    assert list(told) == [
        "Changed by hand", "Did not follow though their parts changed", "What follows", "Ranks",
        "Rows", "Columns",
    ]  # fmt: skip
    assert told["Changed by hand"][1:] == [
        "Sở Tư pháp Thủ tục 10.25 20.25 +10.00 D5 → D4",
        "Sở Y tế Bộ máy 18.50 18.00 -0.50 E6 → E5",
    ]
    assert told["Did not follow though their parts changed"][1:] == [
        "Sở Y tế Tổng điểm 49.75 F5 the sum should now be 49.25"
    ]
    assert told["What follows"][1:] == [
        "Sở Tư pháp Tổng điểm 34.50 44.50 +10.00 F5 → F4 sum; changed: D4"
    ]
    assert told["Ranks"][1:] == [
        "rose Sở Tư pháp Xếp hạng 6 5 -1 G5 → G4 rank; changed: F4",
        "fell Ban Quản lý đô thị Xếp hạng 5 6 +1 G7 → G6 rank; changed: F4, F7, F3 (old file)",
    ]
    assert told["Rows"][1:] == [
        "removed Sở Nội vụ B3 →",
        "added Sở Du lịch B7",
        "renamed Sở Xây dựng Ban Quản lý đô thị B7 → B6 known by its figures",
    ]
    assert told["Columns"][1:] == ["renamed Đơn vị Cơ quan B1"]


def test_the_text_in_vietnamese_fits_its_width(found: Comparison) -> None:
    text = comparison_text(found, "vi", 80, False)
    assert "Kết quả: sửa tay 2 chỗ; đổi theo 1 chỗ; chưa đổi theo 1 số; đổi thứ hạng 2 nơi" in text
    assert "1 số liệu ghi khác cách nhưng bằng nhau" in text
    assert max(map(len, text.splitlines())) <= 80
    assert "Không có gì khác" in comparison_text(compared(SHEET, SHEET), "vi", 80, False)


def test_the_text_says_which_tables_came_and_which_are_in_doubt() -> None:
    comparison = compare(several(SHEET), several(SHEET, OTHER))
    told = sections(comparison_text(comparison, "en", 100, False))
    assert told["Tables"][1:] == ["added (untitled) 'S2'!A1"]
    twice = SHEET.replace("Sở Xây dựng", "Sở Y tế    ")
    comparison = compared(
        twice,
        twice.replace("11.50   | 15.75", "12.50   | 16.75").replace(
            "14.75   | 18.50", "13.75   | 17.50"
        ),
    )
    told = sections(comparison_text(comparison, "en", 100, False))
    [line] = told["Not compared: more than one could be meant"][1:]
    assert line == "unclear Sở Y tế Sở Y tế B6 2 of this name in the old file, 2 in the new"


def test_nothing_in_a_sheet_can_act_on_a_terminal() -> None:
    hostile = SHEET.replace("Sở Tư pháp", "Sở \x1b[2JTư pháp").replace("10.25", "20.25")
    assert "\x1b" not in comparison_text(compared(SHEET, hostile), "en", 80, False)


def test_the_json_has_every_figure_as_text(found: Comparison) -> None:
    told = comparison_json(found, "en")
    assert (told["schema"], told["differs"]) == ("reconcile.compare/1", True)
    assert (told["old"]["path"], told["summary"]["own"]) == ("draft.txt", 2)
    assert told["summary"]["rows"] == {
        "added": 1, "removed": 1, "renamed": 1, "moved": 0, "respelled": 0,
    }  # fmt: skip
    [table] = told["tables"]
    assert table["changes"][0] == {
        "kind": "figure", "row": "Sở Tư pháp", "column": ["Thủ tục"],
        "old": {"cell": "draft!D5", "text": "10.25", "value": "10.25"},
        "new": {"cell": "draft!D4", "text": "20.25", "value": "20.25"},
        "difference": "10.00", "cause": "own", "relation": None, "follows": [], "gone": [],
        "agreement": None,
    }  # fmt: skip
    followed = table["changes"][1]
    assert (followed["cause"], followed["relation"]) == ("follows", "sum")
    assert followed["follows"] == ["draft!D4"]
    assert table["left_behind"] == [
        {"row": "Sở Y tế", "column": ["Tổng điểm"], "cell": "draft!F5", "text": "49.75",
         "expected": "49.25", "relation": "sum"}
    ]  # fmt: skip
    assert table["rows"][0] == {
        "what": "removed", "old": {"cell": "draft!B3", "path": ["Sở Nội vụ"]}, "new": None,
    }  # fmt: skip


def fill(page: Worksheet, cell: str) -> str:
    return "#" + page[cell].fill.start_color.rgb[2:]


def test_the_workbook_colours_what_differs(found: Comparison, tmp_path: Path) -> None:
    path = tmp_path / "out.xlsx"
    write_comparison(found, path, "en")
    front, page = openpyxl.load_workbook(path).worksheets
    assert (front.title, page.title) == ("Comparison", "T1 compared")
    assert [page.cell(5, n).value for n in range(1, 7)] == [
        "Cơ quan", "Thể chế", "Thủ tục", "Bộ máy", "Tổng điểm", "Xếp hạng",
    ]  # fmt: skip
    names = [page.cell(row, 1).value for row in range(6, 13)]
    assert names == [
        "Văn phòng UBND", "Sở Nội vụ", "Sở Tài chính", "Sở Tư pháp", "Sở Y tế",
        "Sở Xây dựng → Ban Quản lý đô thị", "Sở Du lịch",
    ]  # fmt: skip
    tints = {"A7": "removed", "C7": "removed", "A12": "added", "A11": "named", "C9": "changed",
             "E9": "followed", "E10": "broken"}  # fmt: skip
    assert {cell: fill(page, cell) for cell in tints} == {
        cell: TINTS[tint][0] for cell, tint in tints.items()
    }
    assert page["C9"].value == "10.25 → 20.25"
    assert (page["B9"].value, page["B9"].number_format) == (11.75, "0.00")
    assert page["E10"].comment.text.strip() == "the sum should now be 49.25"
    assert (page.page_setup.orientation, page.page_setup.paperSize) == ("landscape", 9)


def test_the_workbook_links_both_ways(found: Comparison, tmp_path: Path) -> None:
    path = tmp_path / "out.xlsx"
    write_comparison(found, path, "en")
    front, page = openpyxl.load_workbook(path).worksheets
    rows = {front.cell(row, 4).value: row for row in range(1, front.max_row + 1)}
    changed = rows["10.25"]
    assert front[f"A{changed}"].hyperlink.location == "'T1 compared'!C9"
    assert page["G9"].hyperlink.location == f"'Comparison'!A{changed}"


def test_the_workbook_of_two_equal_files_says_so(tmp_path: Path) -> None:
    path = tmp_path / "out.xlsx"
    write_comparison(compared(SHEET, SHEET), path, "en")
    [front] = openpyxl.load_workbook(path).worksheets
    texts = [cell.value for row in front.iter_rows() for cell in row]
    assert "No difference: both files say the same." in texts


def test_a_long_table_shows_the_rows_that_differ(tmp_path: Path) -> None:
    rows = [f"Xã số {n} | {n % 97} | {n % 89}" for n in range(3100)]
    old = "\n".join(["Đơn vị | Năm 2022 | Năm 2023", *rows])
    path = tmp_path / "out.xlsx"
    write_comparison(compared(old, old.replace("số 500 | 15", "số 500 | 16")), path, "en")
    _, page = openpyxl.load_workbook(path).worksheets
    assert [page.cell(row, 1).value for row in (6, 7)] == ["Xã số 500", None]
    assert page["B6"].value == "15 → 16"


def test_no_text_of_a_sheet_becomes_a_formula(tmp_path: Path) -> None:
    old = SHEET.replace("Sở Tư pháp", "=1+1 Sở").replace("Bộ máy", "=cmd|' /C calc'!A0")
    path = tmp_path / "out.xlsx"
    write_comparison(compared(old, old.replace("10.25", "=HYPERLINK(1)")), path, "en")
    with ZipFile(path) as package:
        parts = [package.read(name) for name in package.namelist() if "worksheets/" in name]
    assert not any(b"<f>" in part for part in parts)


def test_the_files_compared_are_never_written_over(tmp_path: Path) -> None:
    path = tmp_path / "draft.tsv"
    path.write_text(SHEET.replace("|", "\t").replace(" ", ""), encoding="utf-8")
    before = path.read_bytes()
    comparison = compare(audit(str(path)), audit_book(book(drawn(SHEET))))
    with pytest.raises(ReconcileError, match="output-is-source"):
        write_comparison(comparison, path, "en")
    assert path.read_bytes() == before
    assert list(tmp_path.iterdir()) == [path]


@needs_office
def test_an_office_program_opens_the_workbook(found: Comparison, tmp_path: Path) -> None:
    write_comparison(found, tmp_path / "out.xlsx", "vi")
    pdf = converted(tmp_path / "out.xlsx", "pdf", tmp_path)
    with pdfplumber.open(pdf) as printed:
        pages = [page.extract_text() for page in printed.pages]
    assert len(pages) == 2
    assert "10.25 → 20.25" in pages[1]
