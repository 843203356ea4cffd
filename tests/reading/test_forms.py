"""Every form a sheet circulates in: read back as real software wrote it, from a file and from
standard input; what is not what its name says is refused."""

from __future__ import annotations

import datetime
import io
from pathlib import Path

import pytest
import xlsxwriter

from benchmarks.fuzz.inputs import SEEDS
from reconcile.model import Sheet
from reconcile.pipeline import audit
from reconcile.reading import read
from reconcile.report.terminal.findings import terminal_text
from tests.reading.documents import converted, needs_office
from tests.reading.test_refusals import refusal

KINDS = {
    ".xlsx": "xlsx", ".xls": "xls", ".ods": "ods", ".xlsb": "xlsb", ".docx": "docx",
    ".pdf": "pdf", ".html": "html", ".csv": "csv", ".md": "markdown", ".txt": "text",
}  # fmt: skip
OF_WORKBOOKS = {"error-value", "hidden-part", "not-computed"}
WORKBOOKS = {".xlsx", ".xls", ".ods", ".xlsb"}
TEXTS = {".csv", ".md", ".txt"}
REFUSALS = {
    "not-its-kind", "other-kind", "old-workbook", "old-document", "not-a-document",
    "broken-document", "not-a-pdf", "not-a-page", "not-text",
}  # fmt: skip


def drawn(path: Path) -> None:
    book = xlsxwriter.Workbook(path)
    page = book.add_worksheet("Điểm")
    two, day, share = (book.add_format({"num_format": code}) for code in ("0.00", "d.m", "0.0%"))
    page.merge_range("A1:D1", "Tiêu đề")
    page.merge_range("A2:A3", "Gộp")
    page.write("B2", 9.5, two)
    page.write("C2", "8,7")
    page.write_datetime("D2", datetime.date(2022, 7, 8), day)
    page.write("E2", 0.125, share)
    page.write("F2", 7)
    page.write_formula("B3", "=B2*2", two, 19)
    page.write_formula("C3", "=B2/0", None, "#DIV/0!")
    page.write_formula("E3", "=NA()", None, "#N/A")
    page.write("B4", 5)
    page.set_row(3, None, None, {"hidden": True})
    page.set_column("F:F", None, None, {"hidden": True})
    for column in range(8):
        page.write(5, column, 0)
    for row in range(7, 12):
        page.write(row, 1, 3)
    for name, hide in (("Ẩn", "hide"), ("Rất ẩn", "very_hidden")):
        veiled = book.add_worksheet(name)
        veiled.write("A1", 1)
        getattr(veiled, hide)()
    book.close()


@pytest.fixture(scope="module", params=["", "xlsx", "xls", "ods"])
def kept(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The workbook as it was drawn ('') and as LibreOffice saves it."""
    folder = tmp_path_factory.mktemp("forms")
    drawn(folder / "drawn.xlsx")
    if not request.param:
        return folder / "drawn.xlsx"
    again = folder / "again"
    again.mkdir()
    return converted(folder / "drawn.xlsx", request.param, again)


@needs_office
def test_values_with_both_their_faces(kept: Path) -> None:
    sheet = read(str(kept)).sheets[0]
    assert sheet.shape == (12, 8)
    assert sheet.cells[1].tolist() == [
        "Gộp", 9.5, "8,7", datetime.date(2022, 7, 8), 0.125, 7.0, None, None,
    ]  # fmt: skip
    codes = [sheet.format_code(1, column).replace("\\", "") for column in range(1, 5)]
    assert codes == ["0.00", "General", "d.m", "0.0%"]
    assert {merge.a1 for merge in sheet.merges} == {"A1:D1", "A2:A3"}


@needs_office
def test_errors_repeated_cells_and_formulas_with_their_results(kept: Path) -> None:
    sheet = read(str(kept)).sheets[0]
    assert sheet.cells[2].tolist()[:5] == [None, 19.0, "#DIV/0!", None, "#N/A"]
    assert sheet.cells[5].tolist() == [0.0] * 8
    assert sheet.cells[7:, 1].tolist() == [3.0] * 5
    if kept.suffix != ".xls":
        assert sheet.formulas == {(2, 1): "=B2*2", (2, 2): "=B2/0", (2, 4): "=NA()"}


@needs_office
def test_what_is_hidden(kept: Path) -> None:
    sheets = read(str(kept)).sheets
    assert [(sheet.name, sheet.hidden) for sheet in sheets] == [
        ("Điểm", False), ("Ẩn", True), ("Rất ẩn", True),
    ]  # fmt: skip
    assert sheets[0].hidden_rows == {3}
    assert sheets[0].hidden_columns == {5}


def seeds() -> list[Path]:
    return sorted(SEEDS.iterdir())


def figures(sheet: Sheet) -> set[object]:
    return {cell for cell in sheet.cells.flat if cell is not None}


@pytest.mark.parametrize("path", seeds(), ids=lambda path: path.name)
def test_standard_input_is_taken_for_what_it_is(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(path.read_bytes())))
    piped, named = read("-"), read(str(path))
    if path.suffix not in {*TEXTS, ".tsv"}:
        assert piped.format == named.format
    for here, there in zip(piped.sheets, named.sheets, strict=True):
        assert figures(here) == figures(there)


@pytest.mark.parametrize("path", seeds(), ids=lambda path: path.name)
def test_the_one_comma_is_found_in_every_form(path: Path) -> None:
    """Besides what only a workbook holds: an error, a hidden row."""
    found = [finding.rule for finding in audit(str(path)).findings]
    assert [rule for rule in found if rule not in OF_WORKBOOKS] == ["decimal-separator"]


@pytest.mark.parametrize("called", KINDS)
@pytest.mark.parametrize("kind", [".xlsx", ".xls", ".ods", ".xlsb", ".docx", ".pdf", ".csv"])
def test_a_file_under_another_kinds_name(kind: str, called: str, tmp_path: Path) -> None:
    """Excel opens a workbook of any kind under the name of another, and a text as an old one."""
    path = tmp_path / f"a{called}"
    path.write_bytes(next(seed for seed in seeds() if seed.suffix == kind).read_bytes())
    if kind == called or {kind, called} <= TEXTS:
        assert read(str(path)).format == KINDS[called]
    elif {kind, called} <= WORKBOOKS or (kind, called) == (".csv", ".xls"):
        assert read(str(path)).format == KINDS[kind]
    else:
        assert refusal(path) in REFUSALS


def test_a_binary_workbook_is_said_to_bring_values_only() -> None:
    for name, said in (("drawn.xlsb", True), ("drawn.xlsx", False)):
        text = terminal_text(audit(str(SEEDS / name)), "en", 80, False)
        assert ("only the values were read" in " ".join(text.split())) is said
