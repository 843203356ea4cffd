"""The annotated workbook, read back: every value in its cell, every mark, and nothing computed."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from pathlib import Path
from typing import Any

import numpy as np
import openpyxl
import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from reconcile.audited import Audit
from reconcile.model import Range, ReconcileError, Sheet
from reconcile.report.annotated import workbook as annotated
from reconcile.report.annotated.flagged_cells import MOST_NOTES
from reconcile.report.annotated.workbook import write_annotated
from reconcile.report.workbooks import accepted_names
from tests.report import example


@pytest.fixture(scope="module")
def workbook(tmp_path_factory: pytest.TempPathFactory) -> Any:
    return written(example.audit(), tmp_path_factory.mktemp("annotated"))


def written(audit: Audit, folder: Path) -> Any:
    path = folder / "audit.xlsx"
    write_annotated(audit, path)
    return openpyxl.load_workbook(path)


def test_the_findings_stand_in_front(workbook: Any) -> None:
    assert workbook.sheetnames == ["Kết quả kiểm tra", "draft"]
    front = workbook.worksheets[0]
    texts = [[cell.value for cell in row] for row in front.iter_rows()]
    heading = next(i for i, row in enumerate(texts) if row[0] == "Mã")
    first = texts[heading + 1]
    assert first[:4] == ["F1", "LỖI", "F8", "Sở Giao thông - Vận tải"]
    assert first[6:8] == ["8,7", "8.7"]
    assert "H8: 5.3 → 14.0" in first[9]
    assert "Khá → Tốt" in first[10]
    above = "\n".join(str(row[0]) for row in texts[:heading])
    for wanted in ("drafts/draft.md", "5f2c" * 16, "9 số khớp", "Chưa kiểm tra được"):
        assert wanted in above


def test_the_findings_print_on_a4_landscape(workbook: Any) -> None:
    front = workbook.worksheets[0]
    assert (front.page_setup.orientation, front.page_setup.paperSize) == ("landscape", 9)
    assert front.sheet_properties.pageSetUpPr.fitToPage
    assert (front.page_setup.fitToWidth or 1, front.page_setup.fitToHeight) == (1, 0)
    assert front.print_title_rows is not None


def test_links_lead_both_ways(workbook: Any) -> None:
    front, sheet = workbook.worksheets
    row = next(cell.row for cell in front["A"] if cell.value == "F1")
    assert front.cell(row, 3).hyperlink.location == "'draft'!F8"
    assert sheet["J8"].value == "← F1"
    assert sheet["J8"].hyperlink.location == f"'Kết quả kiểm tra'!A{row}"


def test_figures_are_numbers_in_their_own_cells_and_formats(workbook: Any) -> None:
    sheet = workbook.worksheets[1]
    assert (sheet["G6"].value, sheet["G6"].number_format) == (9.5, "0.00")
    assert (sheet["D6"].value, sheet["D6"].number_format) == (4, "0")
    assert (sheet["F7"].value, sheet["G7"].value) == (8, 14)
    assert sheet["F8"].value == "8,7"


def test_flagged_cells_have_fill_frame_and_note(workbook: Any) -> None:
    sheet = workbook.worksheets[1]
    assert sheet["F8"].fill.fgColor.rgb == "FFFFC7CE"
    assert sheet["F7"].fill.fgColor.rgb == "FFFFEB9C"
    assert sheet["F8"].border.left.style == "medium"
    assert sheet["F8"].comment.text.startswith("F1 · Dấu thập phân khác với cả bảng\n")
    assert "F8" in sheet["H8"].comment.text
    assert sheet["H8"].border.left.style == "dashed"


def test_the_header_is_merged_as_its_labels_span(workbook: Any) -> None:
    sheet = workbook.worksheets[1]
    merged = {str(cells) for cells in sheet.merged_cells.ranges}
    assert {"D3:E4", "F3:G4", "A3:A5", "H3:H5"} <= merged
    assert sheet["A4"].value is None
    assert sheet.freeze_panes == "C6"
    assert sheet["D5"].alignment.wrap_text


def test_the_same_audit_gives_the_same_bytes(tmp_path: Path) -> None:
    for name in ("a.xlsx", "b.xlsx"):
        write_annotated(example.audit(), tmp_path / name)
    assert (tmp_path / "a.xlsx").read_bytes() == (tmp_path / "b.xlsx").read_bytes()


def test_typed_values_keep_their_type_and_format(tmp_path: Path) -> None:
    values: list[Any] = [
        1.5, True, datetime(2021, 8, 15, 10, 30), date(2021, 8, 15), time(8, 30),
        timedelta(hours=30), "=1+1", 10**20, float("inf"), datetime(1850, 1, 1), None, 3, "x",
    ]  # fmt: skip
    cells = np.full((10, len(values)), None, dtype=object)
    cells[0] = values
    formats = np.zeros(cells.shape, dtype=int)
    formats[0, 0] = 1
    source = Sheet(
        example.NAME,
        cells,
        typed=True,
        merges=(Range(8, 0, 9, 1), Range(9, 1, 9, 3), Range(0, 12, 99, 40)),
        formats=formats,
        format_codes=("General", "0.000"),
        hidden_columns=frozenset({11}),
    )
    sheet = written(example.audit(source=source), tmp_path).worksheets[1]
    assert (sheet["A1"].value, sheet["A1"].number_format) == (1.5, "0.000")
    assert sheet["B1"].value is True
    assert sheet["C1"].value == datetime(2021, 8, 15, 10, 30)
    assert sheet["D1"].value == datetime(2021, 8, 15)
    assert (sheet["G1"].value, sheet["G1"].data_type) == ("=1+1", "s")
    assert (sheet["H1"].value, sheet["I1"].value) == (str(10**20), "inf")
    assert sheet["J1"].value == "1850-01-01 00:00:00"
    assert sheet.column_dimensions["L"].hidden
    assert [str(cells) for cells in sheet.merged_cells.ranges].count("A9:B10") == 1


def test_notes_stop_at_a_thousand(tmp_path: Path) -> None:
    many = tuple(
        replace(example.comma(), id=f"F{n}", at=example.at(f"A{n}"), cells=())
        for n in range(1, MOST_NOTES + 101)
    )
    front, sheet = written(example.audit(findings=many), tmp_path).worksheets
    notes = [cell.comment.text for row in sheet.iter_rows() for cell in row if cell.comment]
    assert sum(note.count("decimal-separator") for note in notes) == MOST_NOTES
    merged = sheet["A3"].comment.text
    assert all(f"F{n} ·" in merged for n in (3, 4, 5))
    assert any(f"Chỉ {MOST_NOTES} ô" in str(cell.value) for cell in front["A"])
    assert sum(str(cell.value).startswith("F") for cell in front["A"]) == MOST_NOTES + 100


def test_nothing_found_is_said(tmp_path: Path) -> None:
    front = written(example.audit(findings=()), tmp_path).worksheets[0]
    assert any("Không phát hiện" in str(cell.value) for cell in front["A"])


HOSTILE = st.one_of(
    st.text(max_size=30),
    st.sampled_from(
        ["=cmd|' /C calc'!A0", "+1", "-1", "@SUM(A1)", "\x00\x1b[31m", "_x0041_", "{=1}", "\ud800",
         "http://x", "internal:A1", "mailto:a@b", "x" * 40_000, "=" * 300, "\ufffe", "a\r\nb"]
    ),
)  # fmt: skip


@given(st.lists(HOSTILE, min_size=9, max_size=9))
def test_no_text_becomes_a_formula_or_is_lost(
    tmp_path_factory: pytest.TempPathFactory, texts: list[str]
) -> None:
    source = example.sheet()
    source.cells[8] = texts
    source.cells[2, :] = texts
    source.cells[0, 0] = texts[0]
    finding = replace(example.comma(), row=texts[1], column=(texts[2],), printed=texts[3])
    audit = example.audit(source=source, findings=(finding,))
    book = written(audit, tmp_path_factory.mktemp("hostile"))
    for sheet in book.worksheets:
        for row in sheet.iter_rows():
            assert all(cell.data_type != "f" for cell in row)
    stored = [cell.value for cell in book.worksheets[1][9]][:9]
    for text, value in zip(texts, stored, strict=True):
        if len(text) > 32_000:
            assert len(str(value)) == 32_000
        elif text.isascii() and text.isprintable() and text and "_x" not in text:
            assert str(value) in (text, str(value) if text == "0" else text)


@given(st.lists(st.text(max_size=40), min_size=1, max_size=6))
def test_sheet_names_are_accepted_and_distinct(wanted: list[str]) -> None:
    names = accepted_names(["Findings", *wanted])
    assert names[0] == "Findings"
    assert len({name.casefold() for name in names}) == len(names)
    for name in names:
        assert 0 < len(name.encode("utf-16-le")) // 2 <= 31
        assert not set(name) & set("[]:*?/\\")
        assert not name.startswith("'") and not name.endswith("'")
        assert name.casefold() != "history"


def test_a_sheet_may_be_called_as_the_findings_are(tmp_path: Path) -> None:
    audit = example.audit()
    source = replace(audit.book.sheets[0], name="Kết quả kiểm tra")
    book = replace(audit.book, sheets=(source,))
    renamed = replace(audit, document=replace(audit.document, book=book), findings=())
    assert written(renamed, tmp_path).sheetnames == ["Kết quả kiểm tra", "Kết quả kiểm tra (2)"]


def test_a_failure_midway_leaves_what_was_there(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    target = tmp_path / "audit.xlsx"
    target.write_bytes(b"before")

    def fail(audit: Audit, path: Path, language: str) -> None:
        path.write_bytes(b"half")
        raise KeyboardInterrupt

    monkeypatch.setattr(annotated, "write_workbook", fail)
    with pytest.raises(KeyboardInterrupt):
        write_annotated(example.audit(), target)
    assert target.read_bytes() == b"before"
    assert list(tmp_path.iterdir()) == [target]


def test_a_missing_folder_is_one_error(tmp_path: Path) -> None:
    with pytest.raises(ReconcileError) as refused:
        write_annotated(example.audit(), tmp_path / "nowhere" / "audit.xlsx")
    assert refused.value.code == "output-not-writable"


def test_the_source_is_never_overwritten(tmp_path: Path) -> None:
    source = tmp_path / "draft.xlsx"
    source.write_bytes(b"mine")
    audit = example.audit()
    book = replace(audit.book, path=str(source))
    own = replace(audit, document=replace(audit.document, book=book))
    with pytest.raises(ReconcileError) as refused:
        write_annotated(own, source)
    assert refused.value.code == "output-is-source"
    assert source.read_bytes() == b"mine"
