"""The corrected copy: the edits are in it, and nothing else of the user's workbook has changed."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import zipfile
from fractions import Fraction
from pathlib import Path
from typing import Any

import numpy as np
import openpyxl
import pytest
from msgspec.structs import replace
from python_calamine import CalamineWorkbook

from reconcile.audited import Audit
from reconcile.correct.correction import ChosenFix, CorrectionOptions
from reconcile.correct.plan import plan_correction
from reconcile.model import (
    Cell,
    Consequence,
    Coverage,
    Edit,
    Equation,
    Finding,
    Fix,
    Line,
    Place,
    ReconcileError,
    Relation,
    Relations,
    Sentence,
    Term,
)
from reconcile.ooxml import archive
from reconcile.pipeline import audit as audited
from reconcile.reading import read
from reconcile.relations.check.verdicts import listed
from reconcile.report.annotated.workbook import write_annotated
from reconcile.report.corrected.copy import write_corrected
from reconcile.structure import understand
from tests.report import example
from tests.report.kitchen import PART, SHEET, kitchen, unzipped

OFFICE = shutil.which("soffice")
MAY_CHANGE = {
    PART, "xl/styles.xml", "xl/workbook.xml", "xl/_rels/workbook.xml.rels", "[Content_Types].xml",
    "xl/worksheets/sheet2.xml",
}  # fmt: skip


def at(a1: str, sheet: str = SHEET) -> Place:
    return Place(sheet, int(a1[1:]) - 1, ord(a1[0]) - 65)


def fix(*edits: Edit, title: str = "report.nothing") -> ChosenFix:
    """A finding with one fix of those edits."""
    made = Fix(Sentence(title), "safe", 0.99, edits)
    place = edits[0].place
    consequence = Consequence("Sở Y tế", ("Xếp loại",), at("B9", place.sheet), "Khá", "Tốt")
    found = Finding(
        "F1", "decimal-separator", "error", place, (place,), Sentence("report.all_checked"),
        fixes=(made,), consequences=(consequence,),
    )  # fmt: skip
    return ChosenFix(found, made)


COMMA = fix(Edit(at("E6"), "8,7", "8.7"), Edit(at("G6"), "5.30", "14.00"))


@pytest.fixture
def source(tmp_path: Path) -> Path:
    return kitchen(tmp_path / "scores.xlsx")


def audit_of(path: Path) -> Audit:
    """What is understood of a workbook; nothing found, as the fixes here are made by hand."""
    document = understand(read(str(path)))
    return Audit(document, Relations(()), (), Coverage(0, 0, 0, 0))


def values(path: Path, sheet: str = SHEET) -> list[list[Any]]:
    book = CalamineWorkbook.from_path(str(path))
    return book.get_sheet_by_name(sheet).to_python(skip_empty_area=False)


# A workbook


def test_every_part_that_is_not_edited_is_the_same_by_bytes(source: Path, tmp_path: Path) -> None:
    before = source.read_bytes()
    target = tmp_path / "fixed.xlsx"
    write_corrected(audit_of(source), [COMMA], target, "vi")
    old, new = unzipped(before), unzipped(target.read_bytes())
    assert list(new)[: len(old)] == list(old)
    assert [name for name in new if name not in old] == ["xl/worksheets/sheet3.xml"]
    assert {name for name in old if old[name] != new[name]} == MAY_CHANGE
    assert source.read_bytes() == before


def test_members_keep_their_dates_and_how_they_are_packed(source: Path, tmp_path: Path) -> None:
    target = tmp_path / "fixed.xlsx"
    write_corrected(audit_of(source), [COMMA], target, "vi")
    with zipfile.ZipFile(source) as before, zipfile.ZipFile(target) as after:
        assert after.testzip() is None
        for old in before.infolist():
            new = after.getinfo(old.filename)
            assert (new.date_time, new.compress_type) == (old.date_time, old.compress_type)
            if old.filename not in MAY_CHANGE:
                assert (new.CRC, new.compress_size) == (old.CRC, old.compress_size)


def test_only_the_two_cells_and_what_hangs_on_them_change(source: Path, tmp_path: Path) -> None:
    target = tmp_path / "fixed.xlsx"
    done = write_corrected(audit_of(source), [COMMA], target, "vi")
    assert [str(one.edit.place) for one in done.applied] == [f"'{SHEET}'!E6", f"'{SHEET}'!G6"]
    old, new = values(source), values(target)
    changed = {
        (row, column): new[row][column]
        for row in range(len(old))
        for column in range(len(old[row]))
        if old[row][column] != new[row][column]
    }
    assert changed == {(5, 4): 8.7, (5, 6): 14.0, (5, 7): 28.0}
    assert values(target, "Bảng")[0][5] == 15.0


def test_openpyxl_reads_numbers_in_the_format_of_their_column(source: Path, tmp_path: Path) -> None:
    target = tmp_path / "fixed.xlsx"
    write_corrected(audit_of(source), [COMMA], target, "vi")
    sheet = openpyxl.load_workbook(target)[SHEET]
    assert (sheet["E6"].value, sheet["E6"].number_format) == (8.7, "0.00")
    assert sheet["E6"].border.left.style == "thin"
    assert sheet["H6"].value == "=G6*2"
    assert b'fullCalcOnLoad="1"' in unzipped(target.read_bytes())["xl/workbook.xml"]


def test_the_change_log_says_old_new_and_why(source: Path, tmp_path: Path) -> None:
    target = tmp_path / "fixed.xlsx"
    write_corrected(audit_of(source), [COMMA], target, "vi")
    book = openpyxl.load_workbook(target)
    assert book.sheetnames == [SHEET, "Bảng", "Biểu đồ", "Nhật ký sửa"]
    log = book["Nhật ký sửa"]
    rows = [[cell.value for cell in row] for row in log.iter_rows()]
    start = next(i for i, row in enumerate(rows) if row[0] == "Mã")
    rule = "Dấu thập phân khác với cả bảng\n(decimal-separator)"
    assert rows[start + 1][2:5] == ["8,7", "8.7", rule]
    assert rows[start + 2][2:4] == ["5.30", "14.00"]
    assert any(row[2:4] == ["Khá", "Tốt"] for row in rows[start + 3 :])
    assert log.cell(start + 2, 2).hyperlink.location == f"'{SHEET}'!E6"
    assert book.active.title == SHEET


def test_a_second_log_does_not_collide_with_the_first(source: Path, tmp_path: Path) -> None:
    once, twice = tmp_path / "once.xlsx", tmp_path / "twice.xlsx"
    write_corrected(audit_of(source), [COMMA], once, "vi")
    write_corrected(audit_of(once), [fix(Edit(at("C4"), "4.00", "5"))], twice, "vi")
    assert openpyxl.load_workbook(twice).sheetnames[-2:] == ["Nhật ký sửa", "Nhật ký sửa (2)"]
    assert [sheet.name for sheet in read(str(twice)).sheets] == [SHEET, "Bảng"]


def test_auditing_the_copy_finds_nothing_more_at_the_cells(source: Path, tmp_path: Path) -> None:
    target = tmp_path / "fixed.xlsx"
    write_corrected(audit_of(source), [COMMA], target, "vi")
    found = {str(place) for f in audited(str(target)).findings for place in f.cells}
    assert not found & {f"'{SHEET}'!E6", f"'{SHEET}'!G6"}


@pytest.mark.skipif(OFFICE is None, reason="LibreOffice is not installed")
def test_libreoffice_opens_the_copy(source: Path, tmp_path: Path) -> None:
    target = tmp_path / "fixed.xlsx"
    write_corrected(audit_of(source), [COMMA], target, "vi")
    assert converted(target, "pdf", tmp_path).stat().st_size > 1000
    again = converted(target, "csv:Text - txt - csv (StarCalc):44,34,76", tmp_path).read_text()
    assert "8.70" in again and "14.00" in again and "28.00" in again


@pytest.mark.skipif(OFFICE is None, reason="LibreOffice is not installed")
def test_a_copy_saved_by_libreoffice_is_corrected_the_same_way(
    source: Path, tmp_path: Path
) -> None:
    saved = converted(source, "xlsx", tmp_path)
    before, target = saved.read_bytes(), tmp_path / "fixed.xlsx"
    write_corrected(audit_of(saved), [COMMA], target, "vi")
    old, new = unzipped(before), unzipped(target.read_bytes())
    assert {name for name in old if old[name] != new[name]} <= MAY_CHANGE
    assert [values(target)[5][column] for column in (4, 6, 7)] == [8.7, 14.0, 28.0]
    assert converted(target, "pdf", tmp_path).stat().st_size > 1000


def converted(path: Path, suffix: str, folder: Path) -> Path:
    """The file as LibreOffice saves it, in a profile of its own."""
    out = folder / f"as-{suffix[:4]}"
    profile = (folder / "profile").as_uri()
    command = [str(OFFICE), "--headless", f"-env:UserInstallation={profile}",
               "--convert-to", suffix, "--outdir", str(out), str(path)]  # fmt: skip
    subprocess.run(command, check=True, capture_output=True, timeout=120)
    return out / f"{path.stem}.{suffix.partition(':')[0]}"


# What is refused


@pytest.mark.parametrize(
    ("edit", "reason"),
    [
        (Edit(at("H6"), "10.60", "99"), "formula"),
        (Edit(at("B1"), "", "x"), "merged"),
        (Edit(at("D2", "Bảng"), "0", "7"), "array"),
        (Edit(at("B1", "Bảng"), "Điểm", "Số"), "table-header"),
        (Edit(at("H2", "Bảng"), "", "7"), "pivot"),
        (Edit(at("C6"), "2.20", "", "remove"), "moves-referenced"),
    ],
)
def test_a_fix_that_cannot_be_made_is_left_whole(
    source: Path, tmp_path: Path, edit: Edit, reason: str
) -> None:
    target = tmp_path / "fixed.xlsx"
    beside = Edit(at("C8"), "5.00", "6")
    done = write_corrected(audit_of(source), [fix(beside, edit)], target, "vi")
    assert not done.applied
    assert [one.reason.key for one in done.refused] == [f"fix.refused.{reason}"]
    assert values(source) == values(target)


def test_two_fixes_that_disagree_are_not_both_made(source: Path) -> None:
    other = fix(Edit(at("E6"), "8,7", "87"))
    done = plan_correction(audit_of(source), [COMMA, COMMA, other])
    assert len(done.applied) == 4
    assert [one.reason.key for one in done.refused] == ["fix.refused.conflict"]


def test_a_formula_that_comes_to_the_new_figure_stays(source: Path, tmp_path: Path) -> None:
    target = tmp_path / "fixed.xlsx"
    both = fix(Edit(at("G6"), "5.30", "14.00"), Edit(at("H6"), "10.60", "28.00"))
    assert not write_corrected(audit_of(source), [both], target, "vi").refused
    assert openpyxl.load_workbook(target)[SHEET]["H6"].value == "=G6*2"
    assert "xl/calcChain.xml" in unzipped(target.read_bytes())


def test_a_formula_gives_way_where_the_fix_says_so(source: Path, tmp_path: Path) -> None:
    target = tmp_path / "fixed.xlsx"
    over = fix(Edit(at("H4"), "35.00", "36.00"), title="finding.fix.over-formula")
    assert not write_corrected(audit_of(source), [over], target, "vi").refused
    sheet = openpyxl.load_workbook(target)[SHEET]
    assert sheet["H4"].value == 36
    assert [sheet[f"H{row}"].value for row in range(5, 11)] == [f"=G{r}*2" for r in range(5, 11)]
    parts = unzipped(target.read_bytes())
    assert "xl/calcChain.xml" not in parts
    assert b"calcChain" not in parts["[Content_Types].xml"]


def test_a_signed_workbook_is_left_alone_unless_told(source: Path, tmp_path: Path) -> None:
    with zipfile.ZipFile(source, "a") as package:
        package.writestr("_xmlsignatures/sig1.xml", "<Signature/>")
    target = tmp_path / "fixed.xlsx"
    with pytest.raises(ReconcileError) as refused:
        write_corrected(audit_of(source), [COMMA], target, "vi")
    assert refused.value.code == "signed"
    assert not target.exists()
    write_corrected(audit_of(source), [COMMA], target, "vi", CorrectionOptions(void_signature=True))
    assert target.exists()


def test_a_file_that_has_changed_since_is_refused(source: Path, tmp_path: Path) -> None:
    before = audit_of(source)
    source.write_bytes(source.read_bytes() + b"\0")
    with pytest.raises(ReconcileError) as refused:
        write_corrected(before, [COMMA], tmp_path / "fixed.xlsx", "vi")
    assert refused.value.code == "source-changed"


def test_macros_survive_and_keep_their_suffix(tmp_path: Path) -> None:
    source = kitchen(tmp_path / "scores.xlsm", macros=True)
    with pytest.raises(ReconcileError) as refused:
        write_corrected(audit_of(source), [COMMA], tmp_path / "fixed.xlsx", "vi")
    assert refused.value.code == "output-suffix"
    target = tmp_path / "fixed.xlsm"
    write_corrected(audit_of(source), [COMMA], target, "vi")
    old, new = unzipped(source.read_bytes()), unzipped(target.read_bytes())
    assert old["xl/vbaProject.bin"] == new["xl/vbaProject.bin"]


def test_the_source_is_no_target(source: Path) -> None:
    with pytest.raises(ReconcileError) as refused:
        write_corrected(audit_of(source), [COMMA], source, "vi")
    assert refused.value.code == "output-is-source"


# Whole or not at all


# Seven parts are packed, the file is written, and it takes its name.
@pytest.mark.parametrize("step", range(9))
def test_interrupted_at_any_write_it_leaves_nothing_or_all(
    source: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, step: int
) -> None:
    before, found = source.read_bytes(), audit_of(source)
    folder = tmp_path / "out"
    folder.mkdir()
    calls = iter(range(100))

    def failing(inner: Any) -> Any:
        def call(*args: Any, **values: Any) -> Any:
            if next(calls) == step:
                raise KeyboardInterrupt
            return inner(*args, **values)

        return call

    monkeypatch.setattr(archive, "_replaced", failing(archive._replaced))
    monkeypatch.setattr(Path, "write_bytes", failing(Path.write_bytes))
    monkeypatch.setattr(os, "replace", failing(os.replace))
    with pytest.raises(KeyboardInterrupt):
        write_corrected(found, [COMMA], folder / "fixed.xlsx", "vi")
    assert list(folder.iterdir()) == []
    assert source.read_bytes() == before


def test_a_write_cut_short_leaves_nothing(
    source: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    found, whole = audit_of(source), Path.write_bytes

    def half(path: Path, data: bytes) -> int:
        whole(path, data[: len(data) // 2])
        raise OSError("no space left")

    monkeypatch.setattr(Path, "write_bytes", half)
    with pytest.raises(ReconcileError) as refused:
        write_corrected(found, [COMMA], tmp_path / "fixed.xlsx", "vi")
    assert refused.value.code == "output-not-writable"
    assert [path.name for path in tmp_path.iterdir()] == ["scores.xlsx"]


# Rows and formulas


SHORT = (
    ("Tên", "A", "B", "C", "D", "Tổng"),
    ("Một", 1, 20, 300, 4, 325),
    ("Hai", 2, 30, 200, 5, 237),
    ("Ba", 3, 100, 6, 119, None),
    ("Bốn", 2, 15, 150, 4, 171),
)


def plain_workbook(path: Path, rows: tuple[tuple[Any, ...], ...] = SHORT) -> Path:
    workbook = openpyxl.Workbook()
    sheet = workbook.active
    sheet.title = "S"
    for row in rows:
        sheet.append(list(row))
    sheet["C4"].number_format = "0.0"
    workbook.save(path)
    return path


def test_a_row_moves_right_with_its_formats(tmp_path: Path) -> None:
    source, target = plain_workbook(tmp_path / "short.xlsx"), tmp_path / "fixed.xlsx"
    moved = fix(Edit(at("C4", "S"), "", "10", "insert"), Edit(at("E4", "S"), "119", "118"))
    assert not write_corrected(audit_of(source), [moved], target, "vi").refused
    sheet = openpyxl.load_workbook(target)["S"]
    assert [cell.value for cell in sheet[4]] == ["Ba", 3, 10, 100, 6, 118]
    assert sheet["D4"].number_format == "0.0"
    assert [cell.value for cell in sheet[3]] == list(SHORT[2])


def test_a_row_with_a_cell_too_many_moves_left(tmp_path: Path) -> None:
    rows = (*SHORT[:3], ("Ba", 3, 3, 10, 100, 6), SHORT[4])
    source, target = plain_workbook(tmp_path / "long.xlsx", rows), tmp_path / "fixed.xlsx"
    write_corrected(audit_of(source), [fix(Edit(at("C4", "S"), "3", "", "remove"))], target, "vi")
    assert values(target, "S")[3] == ["Ba", 3, 10, 100, 6, ""]


def test_a_stretch_moves_between_a_missing_and_a_doubled_cell(tmp_path: Path) -> None:
    source, target = plain_workbook(tmp_path / "short.xlsx"), tmp_path / "fixed.xlsx"
    both = fix(Edit(at("B2", "S"), "", "7", "insert"), Edit(at("D2", "S"), "300", "", "remove"))
    assert not write_corrected(audit_of(source), [both], target, "vi").refused
    assert values(target, "S")[1] == ["Một", 7, 1, 20, 4, 325]


def test_a_full_row_has_no_room(tmp_path: Path) -> None:
    source = plain_workbook(tmp_path / "short.xlsx")
    done = plan_correction(audit_of(source), [fix(Edit(at("C3", "S"), "", "7", "insert"))])
    assert [one.reason.key for one in done.refused] == ["fix.refused.no-room"]


def test_a_typed_total_becomes_a_live_sum_when_asked(tmp_path: Path) -> None:
    rows = (*SHORT[:3], ("Ba", 3, 10, 100, 6, 129), SHORT[4], ("Năm", 1, 25, 250, 5, 281))
    source, target = plain_workbook(tmp_path / "sums.xlsx", rows), tmp_path / "fixed.xlsx"
    total = fix(Edit(at("F4", "S"), "129", "119"))
    terms = tuple(Term(Cell("T1", 2, column)) for column in range(1, 5))
    stated = Equation("R1", "sum", Cell("T1", 2, 5), terms, Fraction(0), 1, "no", "129", "119")
    lines = tuple(Line("T1", "column", column) for column in range(1, 6))
    relation = Relation("R1", "sum", lines[4], lines[:4], (Fraction(1),) * 4, np.array([[2] * 5]))
    found = replace(audit_of(source), relations=Relations((listed(relation, [stated]),)))
    done = write_corrected(found, [total], target, "vi", CorrectionOptions(formulas=True))
    assert [one.formula for one in done.applied] == ["=SUM(B4:E4)"]
    assert openpyxl.load_workbook(target)["S"]["F4"].value == "=SUM(B4:E4)"
    assert values(target, "S")[3][5] == 119


# Text


def test_a_text_source_becomes_a_workbook_laid_out_like_it(tmp_path: Path) -> None:
    found, target = example.audit(), tmp_path / "fixed.xlsx"
    chosen = [ChosenFix(finding, finding.fixes[0]) for finding in found.findings]
    done = write_corrected(found, chosen, target, "vi")
    assert len(done.applied) == 3
    book = openpyxl.load_workbook(target)
    assert book.sheetnames == ["draft", "Nhật ký sửa"]
    sheet = book["draft"]
    assert [sheet[cell].value for cell in ("F8", "H8", "F7", "G7", "H7")] == [8.7, 14, 0, 8, 14]
    assert "D3:E4" in {str(cells) for cells in sheet.merged_cells.ranges}
    assert all(cell.data_type != "f" for row in sheet.iter_rows() for cell in row)


# The annotated copy of a workbook


def test_the_annotated_copy_keeps_every_part(source: Path, tmp_path: Path) -> None:
    target = tmp_path / "audit.xlsx"
    comma = replace(COMMA.finding, cells=(at("E6"), at("G6")))
    write_annotated(replace(audit_of(source), findings=(comma,)), target)
    old, new = unzipped(source.read_bytes()), unzipped(target.read_bytes())
    gone = {name for name in old if name not in new}
    changed = {name for name in old if name in new and old[name] != new[name]}
    drawn = {name for name in changed if re.search("comments|vmlDrawing", name)}
    assert not gone
    assert len(drawn) == 2
    assert changed - drawn <= MAY_CHANGE | {"xl/worksheets/_rels/sheet1.xml.rels"}


def test_the_annotated_copy_marks_the_users_own_cells(source: Path, tmp_path: Path) -> None:
    target, found = tmp_path / "audit.xlsx", audit_of(source)
    comma = replace(COMMA.finding, cells=(at("E6"), at("G6")))
    write_annotated(replace(found, findings=(comma,)), target)
    book = openpyxl.load_workbook(target)
    assert book.sheetnames[:2] == ["Kết quả kiểm tra", SHEET]
    sheet = book[SHEET]
    assert (sheet["E6"].fill.fgColor.rgb, sheet["E6"].number_format) == ("FFFFC7CE", "@")
    assert sheet["G6"].border.left.style == "dashed"
    assert sheet["E6"].comment.text.startswith("Xem lại\n\nF1 · Dấu thập phân khác với cả bảng")
    assert sheet["C4"].comment.text == "Đã kiểm tra"
    assert sheet["G6"].comment.text.startswith("F1")
    assert sheet["I6"].value == "← F1"
    front = book["Kết quả kiểm tra"]
    row = next(cell.row for cell in front["A"] if cell.value == "F1")
    assert sheet["I6"].hyperlink.location == f"'Kết quả kiểm tra'!A{row}"
    assert sheet.print_title_rows == "$3:$3"
    assert book.active.title == "Kết quả kiểm tra"


@pytest.mark.parametrize("lost", ["authors", "commentList", "text"])
def test_notes_are_put_where_damage_left_none(source: Path, tmp_path: Path, lost: str) -> None:
    parts = unzipped(source.read_bytes())
    (name,) = (name for name in parts if re.search(r"/comments\d", name))
    parts[name] = re.sub(rf"<{lost}>.*?</{lost}>".encode(), b"", parts[name], flags=re.DOTALL)
    with zipfile.ZipFile(source, "w", zipfile.ZIP_DEFLATED) as archive:
        for part, data in parts.items():
            archive.writestr(part, data)
    comma = replace(COMMA.finding, cells=(at("E6"), at("G6")))
    write_annotated(replace(audit_of(source), findings=(comma,)), tmp_path / "audit.xlsx")
    sheet = openpyxl.load_workbook(tmp_path / "audit.xlsx")[SHEET]
    assert "F1 · Dấu thập phân khác với cả bảng" in sheet["E6"].comment.text
    assert sheet["G6"].comment.text.startswith("F1")


def test_auditing_the_annotated_copy_sees_the_users_sheets_alone(
    source: Path, tmp_path: Path
) -> None:
    target = tmp_path / "audit.xlsx"
    comma = replace(COMMA.finding, cells=(at("E6"), at("G6")))
    write_annotated(replace(audit_of(source), findings=(comma,)), target)
    before, after = read(str(source)), read(str(target))
    assert [sheet.name for sheet in after.sheets] == [sheet.name for sheet in before.sheets]
    for old, new in zip(before.sheets, after.sheets, strict=True):
        rows, columns = old.shape
        assert (new.cells[:rows, :columns] == old.cells).all()
        assert not any(value is not None for value in new.cells[:, columns:].flat)


def test_the_annotated_copy_of_macros_is_a_plain_workbook(tmp_path: Path) -> None:
    source, target = kitchen(tmp_path / "scores.xlsm", macros=True), tmp_path / "audit.xlsx"
    write_annotated(audit_of(source), target)
    parts = unzipped(target.read_bytes())
    assert "xl/vbaProject.bin" not in parts
    assert b"macroEnabled" not in parts["[Content_Types].xml"]


@pytest.mark.skipif(OFFICE is None, reason="LibreOffice is not installed")
def test_libreoffice_shows_the_notes(source: Path, tmp_path: Path) -> None:
    target = tmp_path / "audit.xlsx"
    comma = replace(COMMA.finding, cells=(at("E6"), at("G6")))
    write_annotated(replace(audit_of(source), findings=(comma,)), target)
    parts = unzipped(converted(target, "xlsx", tmp_path).read_bytes())
    notes = b"".join(data for name, data in parts.items() if "comments" in name)
    assert notes.count(b"decimal-separator") == 2
