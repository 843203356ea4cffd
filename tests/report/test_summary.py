"""The summary of a batch, read back: its counts, lists, links and charts, and nothing computed."""

from __future__ import annotations

import html
import re
import tempfile
import tracemalloc
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import unquote

import openpyxl
import pytest
from msgspec.structs import replace

from reconcile.model import Language, ReconcileError
from reconcile.report.summary import lists
from reconcile.report.summary.file_links import link_beside
from reconcile.report.summary.records import AuditedFile, FileFinding, FindingFacts, Summary
from reconcile.report.summary.workbook import write_summary
from tests.reading.documents import converted, needs_office
from tests.report import batches

OVERVIEW, KINDS, READ, FOUND, ACROSS, UNREAD = range(6)


@pytest.fixture(scope="module")
def path(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return written(batches.summary(), tmp_path_factory.mktemp("summary"))


@pytest.fixture(scope="module")
def workbook(path: Path) -> Any:
    return openpyxl.load_workbook(path)


def written(summary: Summary, folder: Path, language: Language = "vi") -> Path:
    path = folder / "summary.xlsx"
    write_summary(summary, path, language)
    return path


def rows(sheet: Any) -> list[list[Any]]:
    return [list(row) for row in sheet.iter_rows(values_only=True)]


def numbers(sheet: Any, name: str) -> list[Any]:
    """The cells after the one that reads `name`, in the row it stands in."""
    for row in rows(sheet):
        if row[0] == name:
            return row[1:]
    raise AssertionError(f"no row reads {name}")


def test_the_sheets_have_names_in_the_language(workbook: Any, tmp_path: Path) -> None:
    assert workbook.sheetnames == [
        "Tổng quan", "Năm và loại tệp", "Các tệp", "Các phát hiện", "Giữa các tệp",
        "Chưa kiểm tra được",
    ]  # fmt: skip
    english = openpyxl.load_workbook(written(batches.summary(), tmp_path, "en"))
    assert english.sheetnames[FOUND] == "Findings"
    assert rows(english.worksheets[FOUND])[1][2:4] == [
        "ERROR", "A decimal comma in a sheet of points, or a point in a sheet of commas",
    ]  # fmt: skip


def test_the_overview_tells_the_run_and_how_files_fared(workbook: Any) -> None:
    front = workbook.worksheets[OVERVIEW]
    above = "\n".join(str(row[0]) for row in rows(front)[:5])
    for wanted in ("lưu trữ", "22/11/2026 01:56", "0:01:01", "reconcile 0.1.0"):
        assert wanted in above
    told = {str(row[0]).strip(): row[1] for row in rows(front)[5:20]}
    assert told["Đã kiểm tra"] == 3
    assert (told["có lỗi"], told["chỉ có cảnh báo hoặc lưu ý"]) == (2, 1)
    assert told["không có phát hiện nào"] == 0
    assert (told["Không đọc được"], told["Có mật khẩu."]) == (2, 2)
    assert (told["Kiểm tra dở dang"], told["Quá 60 giây."]) == (1, 1)
    assert (told["Bỏ qua"], told["Không phải bảng số"]) == (12, 12)


def test_years_and_rules_are_counted(workbook: Any) -> None:
    front = workbook.worksheets[OVERVIEW]
    assert numbers(front, "2021") == [1, 1, 3, 1, 0, 1, 400, 380, 5, 15, 0, 7.5]
    assert numbers(front, "2022") == [1, 1, 1, 0, 0, 0, 100, 99, 1, 0, 0, 10]
    assert numbers(front, "Không rõ năm")[:6] == [1, 0, 0, 0, 1, 0]
    assert numbers(front, "Tổng không khớp với các thành phần")[:4] == [1, 0, 0, 1]
    assert numbers(front, "Hai tệp ghi khác nhau về cùng một số liệu")[:4] == [1, 0, 0, 1]
    names = [row[5].strip() for row in rows(front) if row[5] and "-" in str(row[5])]
    assert names == ["cross-file-mismatch", "decimal-separator", "sum-mismatch", "name-variant"]
    totals = [row[1:5] for row in rows(front) if row[0] == "Cộng"]
    assert totals == [[3, 2, 4, 1], [3, 0, 1, 4]]


def test_years_by_kinds(workbook: Any) -> None:
    found = rows(workbook.worksheets[KINDS])
    assert [cell for cell in found[0] if cell] == ["Năm", "Cộng", "csv", "docx", "xlsx"]
    assert found[2] == ["2021", 1, 3, None, None, None, None, 1, 3]
    assert found[-1] == ["Cộng", 3, 4, 1, None, 1, 1, 1, 3]


def test_the_worst_file_stands_first(workbook: Any) -> None:
    sheet = workbook.worksheets[READ]
    _, *found = rows(sheet)
    assert [row[0] for row in found] == [batches.WORST, "2022/báo cáo.docx", "=1+1.csv"]
    assert found[0][1:] == [2021, "xlsx", 3, 1, 0, 400, 380, 5, 15, 0, 0.2]
    assert sheet["D2"].fill.fgColor.rgb == "FFFFC7CE"
    assert sheet["D4"].fill.fill_type is None


def test_findings_are_listed_with_rule_and_fix(workbook: Any) -> None:
    found = rows(workbook.worksheets[FOUND])[1]
    assert found[2:4] == ["LỖI", "Dấu thập phân khác với cả bảng"]
    assert found[5] == "'Bảng 1'!T28"
    assert found[-4:] == ["8,7", "8.7", None, "8,7 thành 8.7 (chắc chắn)"]


def test_what_was_not_audited_says_why(workbook: Any) -> None:
    _, *found = rows(workbook.worksheets[UNREAD])
    assert [row[3:5] for row in found] == [
        ["Không đọc được", "Có mật khẩu."], ["Không đọc được", "Có mật khẩu."],
        ["Kiểm tra dở dang", "Quá 60 giây."],
    ]  # fmt: skip


def test_rows_lead_to_the_annotated_workbook(workbook: Any) -> None:
    file = workbook.worksheets[READ]["A2"].hyperlink
    assert unquote(file.target).replace("\\", "/") == batches.ANNOTATED
    assert "#" not in file.target and " " not in file.target
    found = workbook.worksheets[FOUND]["A2"].hyperlink
    assert (found.target, found.location) == (file.target, "'Bảng 1'!T28")
    across = workbook.worksheets[ACROSS]["F2"].hyperlink
    assert (across.target, across.location) == (file.target, "'draft'!AD9")
    for sheet, cell in ((READ, "A3"), (FOUND, "A3"), (ACROSS, "I2")):
        assert workbook.worksheets[sheet][cell].hyperlink is None


@pytest.mark.parametrize(
    ("path", "cell", "link"),
    [
        ("a/Sở Nội vụ.xlsx", "", "external:a/Sở%20Nội%20vụ.xlsx"),
        ("100%25.xlsx", "", "external:100%2525.xlsx"),
        ("a#b?c[d].xlsx", "'it''s'!A1", "external:a%23b%3Fc%5Bd%5D.xlsx#'it''s'!A1"),
        ("C:x.xlsx", "much too long a name for any sheet!A1", "external:C%3Ax.xlsx"),
        ("a\\b.xlsx", "A1", "external:a%5Cb.xlsx"),
        ("a\udcff.xlsx", "", None),
        ("a" * 3000, "", None),
        ("", "", None),
    ],
)
def test_any_path_is_a_link_or_none(path: str, cell: str, link: str | None) -> None:
    assert link_beside(path, cell) == link


def test_nothing_is_a_formula(path: Path) -> None:
    with zipfile.ZipFile(path) as package:
        sheets = [name for name in package.namelist() if name.startswith("xl/worksheets/sheet")]
        assert len(sheets) == 6
        assert not any(b"<f>" in package.read(name) for name in sheets)


def test_charts_draw_errors_by_year_and_by_rule(path: Path, workbook: Any) -> None:
    front = workbook.worksheets[OVERVIEW]
    with zipfile.ZipFile(path) as package:
        charts = [package.read(f"xl/charts/chart{n}.xml").decode() for n in (1, 2)]
    drawn = [(["2021", "2022", "Không rõ năm"], [3, 1, 0]), ([], [1, 1, 1])]
    for chart, (names, values) in zip(charts, drawn, strict=True):
        refs = [ref.rpartition("!")[2] for ref in re.findall("<c:f>(.*?)</c:f>", chart)]
        held = [[cell.value for (cell,) in front[ref.replace("$", "")]] for ref in refs]
        assert held[1] == values
        assert not names or held[0] == names
        stored = re.findall("<c:v>(.*?)</c:v>", chart)
        assert stored[1:] == [str(value) for column in held for value in column]


def test_lists_filter_freeze_and_print_on_a4_landscape(workbook: Any) -> None:
    for sheet in workbook.worksheets:
        assert (sheet.page_setup.orientation, sheet.page_setup.paperSize) == ("landscape", 9)
        assert sheet.sheet_properties.pageSetUpPr.fitToPage
    for sheet in workbook.worksheets[READ:]:
        assert sheet.freeze_panes == "A2"
        assert sheet.auto_filter.ref.startswith("A1:")
        assert sheet.print_title_rows == "$1:$1"


def test_the_same_summary_gives_the_same_bytes(path: Path, tmp_path: Path) -> None:
    assert written(batches.summary(), tmp_path).read_bytes() == path.read_bytes()


def test_a_batch_without_anything_is_told_so(tmp_path: Path) -> None:
    workbook = openpyxl.load_workbook(written(Summary(batches.RUN, (), (), (), {}), tmp_path))
    assert [sheet["A2"].value for sheet in workbook.worksheets[READ:]] == [
        "Không có tệp nào được kiểm tra.",
        "Không phát hiện sai sót nào trong những số liệu đã kiểm tra được.",
        "Trong những số liệu đối chiếu được với tệp khác, không có số nào mâu thuẫn.",
        "Mọi tệp đều đã được kiểm tra.",
    ]


def test_what_a_sheet_cannot_hold_is_counted(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(lists, "MOST_ROWS", 2)
    workbook = openpyxl.load_workbook(written(batches.summary(), tmp_path))
    found = rows(workbook.worksheets[FOUND])
    assert [row[4] for row in found[:3]] == ["Mã", "F1", "F2"]
    assert found[3][0] == "Còn 1 dòng khác, ít nghiêm trọng hơn, không liệt kê."
    above = "\n".join(str(row[0]) for row in rows(workbook.worksheets[OVERVIEW])[:8])
    assert "“Các phát hiện” chỉ liệt kê 2" in above
    assert numbers(workbook.worksheets[OVERVIEW], "Một tên được viết theo nhiều cách")[2] == 1


def test_an_interrupted_summary_leaves_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))

    def broken() -> Iterator[AuditedFile]:
        yield batches.FILES[0]
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        written(replace(batches.summary(), files=broken()), tmp_path)
    assert list(tmp_path.iterdir()) == []


def test_a_folder_that_refuses_is_told(tmp_path: Path) -> None:
    with pytest.raises(ReconcileError) as refused:
        written(batches.summary(), tmp_path / "missing")
    assert refused.value.code == "output-not-writable"


def test_memory_does_not_grow_with_the_findings(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(lists, "_MOST_LINKED", 100)

    def peak(count: int) -> int:
        facts = FindingFacts("F1", "sum-mismatch", "error", "A1", "", "", "Sai.")
        plain = FileFinding("a.csv", 2021, None, facts)
        findings = (plain for _ in range(count))
        tracemalloc.start()
        written(Summary(batches.RUN, (), findings, (), {}), tmp_path)
        _, most = tracemalloc.get_traced_memory()
        tracemalloc.stop()
        return most

    peak(100)
    assert peak(5_000) < 2 * peak(500)


@needs_office
def test_libreoffice_follows_the_links(path: Path, tmp_path: Path) -> None:
    drawn = converted(path, "fods", tmp_path).read_text("utf-8")
    links = [html.unescape(link) for link in re.findall('xlink:href="([^"]+xlsx[^"]*)"', drawn)]
    followed = {(tmp_path / unquote(link.partition("#")[0])).resolve() for link in links}
    assert followed == {path.parent / batches.ANNOTATED}
    assert len(links) == 3
    assert drawn.count("<chart:chart ") == 2
