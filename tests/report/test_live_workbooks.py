"""Workbooks with live formulas, computed by LibreOffice: clean ones are left in peace, each planted
fault is found once, where it stands, and a fix leaves a workbook that computes to what it says."""

from __future__ import annotations

import re
import subprocess
import zipfile
from collections.abc import Callable
from pathlib import Path

import openpyxl
import pytest
from openpyxl.utils import get_column_letter as letter
from openpyxl.worksheet.worksheet import Worksheet

from reconcile.correct.correction import ChosenFix
from reconcile.model import Finding
from reconcile.pipeline import audit
from reconcile.report.corrected.copy import write_corrected
from tests.reading.documents import OFFICE, converted, needs_office

pytestmark = needs_office

OFFICES = ("Sở Nội vụ", "Sở Tài chính", "Sở Y tế", "Sở Tư pháp", "Sở Xây dựng", "Sở Du lịch")
DISTRICTS = ("Huyện Gia Viễn", "Huyện Nho Quan", "Huyện Hoa Lư", "Huyện Yên Mô", "TP Ninh Bình")
HEAD = ("STT", "Đơn vị", "Thể chế", "Thủ tục", "Bộ máy", "Tổng điểm", "Chỉ số", "Hạng", "Loại")
Plant = Callable[[Worksheet], None]


def scores(sheet: Worksheet) -> None:
    """Two bands with averages, ranks within the band, an index and a grade: rows 5-10 and 13-17."""
    sheet["A1"] = "BẢNG CHẤM ĐIỂM CẢI CÁCH HÀNH CHÍNH NĂM 2023"
    for column, text in enumerate(HEAD, start=1):
        sheet.cell(3, column, text)
    row = 4
    for numeral, names in (("I", OFFICES), ("II", DISTRICTS)):
        sheet.cell(row, 1, numeral)
        sheet.cell(row, 2, f"Khối {numeral}")
        first, last = row + 1, row + len(names)
        for n, name in enumerate(names, start=1):
            _scored(sheet, row + n, n, name, f"$F${first}:$F${last}")
        row = last + 1
        sheet.cell(row, 2, "Trung bình")
        for column in range(3, 8):
            at = letter(column)
            sheet.cell(row, column, f"=AVERAGE({at}{first}:{at}{last})")
        row += 1


def _scored(sheet: Worksheet, row: int, n: int, name: str, band: str) -> None:
    sheet.cell(row, 1, n)
    sheet.cell(row, 2, name)
    for column in range(3, 6):
        sheet.cell(row, column, (row * 37 + column * 53) % 190 / 10 + 1)
    sheet.cell(row, 6, f"=SUM(C{row}:E{row})")
    sheet.cell(row, 7, f"=ROUND(F{row}/60,4)").number_format = "0.00%"
    sheet.cell(row, 8, f"=RANK(F{row},{band})")
    sheet.cell(row, 9, f'=IF(G{row}>=0.6,"Tốt",IF(G{row}>=0.4,"Khá","Trung bình"))')


def budget(sheet: Worksheet) -> None:
    """Two groups with their subtotals above them, products, differences and rates."""
    sheet["A1"] = "DỰ TOÁN CHI NĂM 2024"
    head = ("TT", "Nội dung", "Số lượng", "Đơn giá", "Thành tiền", "Năm trước", "Tăng", "Tỷ lệ %")
    for column, text in enumerate(head, start=1):
        sheet.cell(3, column, text)
    row, subtotals = 4, []
    for numeral, count in (("I", 4), ("II", 3)):
        above, first, last = row, row + 1, row + count
        sheet.cell(above, 1, numeral)
        sheet.cell(above, 2, f"Nhóm {numeral}")
        for n in range(first, last + 1):
            sheet.cell(n, 1, n - above)
            sheet.cell(n, 2, f"Khoản {numeral}.{n - above}")
            sheet.cell(n, 3, n * 3 % 11 + 2)
            sheet.cell(n, 4, n * 70 % 330 + 20)
            sheet.cell(n, 5, f"=C{n}*D{n}")
            sheet.cell(n, 6, n * 191 % 900 + 100)
        for at in "EF":
            sheet[f"{at}{above}"] = f"=SUM({at}{first}:{at}{last})"
        subtotals.append(above)
        row = last + 1
    sheet.cell(row, 2, "Tổng cộng")
    for at in "EF":
        sheet[f"{at}{row}"] = "=" + "+".join(f"{at}{above}" for above in subtotals)
    for n in range(4, row + 1):
        sheet[f"G{n}"], sheet[f"H{n}"] = f"=E{n}-F{n}", f"=G{n}/F{n}*100"


def put(**cells: object) -> Plant:
    def plant(sheet: Worksheet) -> None:
        for address, value in cells.items():
            sheet[address] = value

    return plant


def indicators(sheet: Worksheet) -> None:
    """Outline numbers in rows, each level added up over the one below; running and odd formulas."""
    for column, text in enumerate(("STT", "Tiêu chí", "Tối đa", "Tự chấm", "Thẩm định"), start=1):
        sheet.cell(3, column, text)
    row, tops = 4, []
    for k in range(1, 4):
        top = row
        tops.append(top)
        sheet.cell(top, 1, str(k))
        sheet.cell(top, 2, f"Lĩnh vực {k}")
        for n in range(1, 3 + k):
            row += 1
            sheet.cell(row, 1, f"{k}.{n}")
            sheet.cell(row, 2, f"Nội dung {k}.{n}")
            for column, value in ((3, 5), (4, (row * 7) % 11 / 2), (5, (row * 5) % 11 / 2)):
                sheet.cell(row, column, value)
        for at in "CDE":
            sheet[f"{at}{top}"] = f"=SUBTOTAL(9,{at}{top + 1}:{at}{row})"
        row += 1
    sheet.cell(row, 2, "Tổng cộng")
    for at in "CDE":
        sheet[f"{at}{row}"] = "=" + "+".join(f"{at}{top}" for top in tops)


CLEAN: dict[str, Plant] = {"scores": scores, "budget": budget, "indicators": indicators}
PLANTED: dict[str, tuple[str, Plant, str, str]] = {
    "short": ("scores", put(F7="=SUM(C7:D7)"), "formula-range", "F7"),
    "short-average": (
        "scores",
        put(**{f"{at}11": f"=AVERAGE({at}5:{at}9)" for at in "CDEFG"}),
        "formula-range",
        "C11",
    ),
    "rank-range": ("scores", put(H8="=RANK(F8,$F$5:$F$9)"), "formula-range", "H8"),
    "typed-total": ("scores", put(F8=41), "hardcoded-total", "F8"),
    "typed-rank": ("scores", put(H8=9), "hardcoded-total", "H8"),
    "other-index": ("scores", put(G8="=ROUND(E8/60,4)"), "inconsistent-formula", "G8"),
    "text": ("scores", put(D8="8,7"), "decimal-separator", "D8"),
    "error": ("scores", put(F8="=SUM(C8:E8)/0"), "error-value", "F8"),
    "short-group": (
        "budget",
        put(E4="=SUM(E5:E7)", F4="=SUM(F5:F7)"),
        "formula-range",
        "E4",
    ),
    "overlap": ("budget", put(E13="=SUM(E4:E12)", F13="=SUM(F4:F12)"), "formula-range", "E13"),
    "other-row": ("budget", put(E7="=C7*D6"), "inconsistent-formula", "E7"),
}
STALE = {
    "total": ("scores", "F7", "11.5"),
    "index": ("scores", "G7", "0.9"),
    "rank": ("scores", "H7", "6"),
    "grade": ("scores", "I7", "Giỏi"),
    "average": ("scores", "D11", "7"),
    "product": ("budget", "E7", "77"),
    "grand-total": ("budget", "F13", "77"),
}


@pytest.fixture(scope="module")
def computed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder of all workbooks, computed by LibreOffice in one go."""
    folder = tmp_path_factory.mktemp("live")
    for name, build in CLEAN.items():
        _save(folder / "made" / f"{name}.xlsx", build)
    for name, (base, plant, _, _) in PLANTED.items():
        _save(folder / "made" / f"{name}.xlsx", CLEAN[base], plant)
    for suffix in ("xlsx", "ods"):
        _convert(folder, suffix)
    return folder


def _save(path: Path, *builds: Plant) -> None:
    path.parent.mkdir(exist_ok=True)
    workbook = openpyxl.Workbook()
    sheet = workbook.active
    assert isinstance(sheet, Worksheet)
    for build in builds:
        build(sheet)
    workbook.save(path)


def _convert(folder: Path, suffix: str) -> None:
    profile = f"-env:UserInstallation={(folder / 'profile').as_uri()}"
    made = map(str, sorted((folder / "made").glob("*.xlsx")))
    command = [str(OFFICE), profile, "--headless", "--convert-to", suffix, "--outdir", str(folder)]
    subprocess.run([*command, *made], check=True, capture_output=True, timeout=300)


def found(path: Path) -> tuple[Finding, ...]:
    return audit(str(path)).findings


def told(path: Path) -> list[tuple[str, str]]:
    return [(finding.rule, finding.at.a1) for finding in found(path)]


@pytest.mark.parametrize("suffix", ["xlsx", "ods"])
@pytest.mark.parametrize("name", CLEAN)
def test_what_was_computed_is_clean_and_checked(name: str, suffix: str, computed: Path) -> None:
    checked = audit(str(computed / f"{name}.{suffix}"))
    assert checked.findings == ()
    assert (checked.coverage.mismatched, checked.coverage.unchecked) == (0, 0)


@pytest.mark.parametrize("suffix", ["xlsx", "ods"])
@pytest.mark.parametrize("name", PLANTED)
def test_a_planted_fault_is_found_once(name: str, suffix: str, computed: Path) -> None:
    _, _, rule, at = PLANTED[name]
    assert told(computed / f"{name}.{suffix}") == [(rule, at)]


@pytest.mark.parametrize("name", STALE)
def test_a_stale_result_is_found_once(name: str, computed: Path, tmp_path: Path) -> None:
    base, at, value = STALE[name]
    path = _stored(computed / f"{base}.xlsx", tmp_path / "stale.xlsx", at, value)
    assert told(path) == [("stale-formula", at)]


def _stored(source: Path, target: Path, at: str, value: str) -> Path:
    """The workbook with another result stored beside a formula."""
    cell = re.compile(rf'(<c r="{at}"[^>]*><f[^>]*>[^<]*</f><v>)[^<]*'.encode())
    with zipfile.ZipFile(source) as old, zipfile.ZipFile(target, "w") as new:
        for name in old.namelist():
            part = old.read(name)
            if name == "xl/worksheets/sheet1.xml":
                part, count = cell.subn(lambda match: match[1] + value.encode(), part)
                assert count == 1
            new.writestr(name, part)
    return target


def _fixed(path: Path, target: Path) -> Path:
    """The copy with every fix made that changes the file."""
    checked = audit(str(path))
    chosen = [ChosenFix(finding, finding.fixes[0]) for finding in checked.findings]
    correction = write_corrected(checked, chosen, target, "vi")
    assert correction.applied and not correction.refused
    return target


@pytest.mark.parametrize(
    "name", sorted(PLANTED.keys() - {"error"}) + [f"stale {name}" for name in STALE]
)
def test_a_fix_leaves_what_libreoffice_computes(name: str, computed: Path, tmp_path: Path) -> None:
    path = computed / f"{name}.xlsx"
    if name.startswith("stale "):
        base, at, value = STALE[name.removeprefix("stale ")]
        path = _stored(computed / f"{base}.xlsx", tmp_path / "stale.xlsx", at, value)
    copy = _fixed(path, tmp_path / "fixed.xlsx")
    assert told(copy) == []
    again = converted(copy, "ods", tmp_path)
    ours, theirs = (audit(str(one)).book.sheets[0].cells for one in (copy, again))
    rows, columns = theirs.shape
    for row in range(rows):
        for column in range(columns):
            mine, other = ours[row, column], theirs[row, column]
            if isinstance(other, float):
                assert mine == pytest.approx(other, rel=1e-9), (row, column)
            else:
                assert (mine or None) == (other or None), (row, column)
