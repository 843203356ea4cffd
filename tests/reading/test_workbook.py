"""What a workbook's sheets hold once read."""

from __future__ import annotations

import datetime
from pathlib import Path

import openpyxl
import pytest
import xlsxwriter
from hypothesis import given, settings
from hypothesis import strategies as st

from reconcile.messages import say
from reconcile.model import Range, Sheet
from reconcile.pipeline import audit
from reconcile.reading import cleaning, read
from tests.ooxml.packages import MAIN, package, sheet

SAMPLES = Path(__file__).parents[2] / "samples"


def sheet_of(folder: Path, content: bytes) -> Sheet:
    path = folder / "book.xlsx"
    path.write_bytes(content)
    (found,) = read(str(path)).sheets
    return found


def test_values_formats_and_merges(tmp_path: Path) -> None:
    path = tmp_path / "book.xlsx"
    book = xlsxwriter.Workbook(path)
    page = book.add_worksheet("Bảng 1")
    page.merge_range("B2:D2", "Tổng\u00a0điểm ")
    page.write("B3", 9.5, book.add_format({"num_format": "0.00"}))
    page.write_string("C3", "8,7")
    page.write_boolean("D3", True)
    page.write("E3", datetime.date(2022, 7, 8), book.add_format({"num_format": "d.m"}))
    page.write_formula("F3", "=SUM(B3:C3)", None, "")
    page.write_blank("J9", None, book.add_format({"bold": True}))
    book.close()
    (found,) = read(str(path)).sheets
    assert found.name == "Bảng 1"
    assert found.typed
    assert found.shape == (3, 6)
    assert found.merges == (Range(1, 1, 1, 3),)
    assert found.cells[1].tolist() == [None, "Tổng điểm", None, None, None, None]
    assert found.cells[2].tolist()[:4] == [None, 9.5, "8,7", True]
    assert found.cells[2, 4] in (datetime.date(2022, 7, 8), datetime.datetime(2022, 7, 8))
    assert found.format_code(2, 1) == "0.00"
    assert found.format_code(2, 4) == "d.m"
    assert found.format_code(2, 2) == "General"
    assert found.formulas == {(2, 5): "=SUM(B3:C3)"}


@pytest.mark.parametrize(
    ("stored", "code", "value"),
    [
        (-1, "d.m", -1.0),
        (-40_000, "d.m.yyyy", -40_000.0),
        (0, "h:mm", datetime.time()),
        (1e9, "[h]:mm", 1e9),
        (-1e20, "d.m", -1e20),
        (3_000_000, "d.m", 3_000_000.0),
        (44750, "d.m", datetime.date(2022, 7, 8)),
    ],
)
@pytest.mark.parametrize("from_1904", [False, True])
def test_what_is_no_day_stays_a_number(
    tmp_path: Path, stored: float, code: str, value: object, from_1904: bool
) -> None:
    """Beside it the days are days still."""
    path = tmp_path / "book.xlsx"
    book = xlsxwriter.Workbook(path, {"date_1904": from_1904})
    page = book.add_worksheet()
    for row, (number, form) in enumerate(((stored, code), (44750.5, "d.m"), (-2, "d.m"))):
        page.write_number(row, 0, number, book.add_format({"num_format": form}))
    book.close()
    found = read(str(path)).sheets[0].cells[:, 0].tolist()
    days = datetime.timedelta(days=1462 if from_1904 else 0)
    if isinstance(value, datetime.date):
        value += days
    assert found == [value, datetime.datetime(2022, 7, 8, 12) + days, -2.0]


@pytest.mark.parametrize("form", [14, 27, 36, 50, 58, "d.m"])
def test_a_number_that_is_no_day_is_kept_in_every_format_of_dates(
    tmp_path: Path, form: int | str
) -> None:
    """Some are known by number alone."""
    path = tmp_path / "book.xlsx"
    book = xlsxwriter.Workbook(path)
    book.add_worksheet().write_number(0, 0, -1, book.add_format({"num_format": form}))
    book.close()
    assert read(str(path)).sheets[0].cells[0, 0] == -1.0


def test_sheets_of_every_state_and_no_charts(tmp_path: Path) -> None:
    path = tmp_path / "book.xlsx"
    book = openpyxl.Workbook()
    book.active.append([1, 2, 3])  # type: ignore[union-attr]
    hidden = book.create_sheet("Ẩn")
    hidden.append(["x", 1])
    hidden.sheet_state = "veryHidden"
    hidden.column_dimensions["B"].hidden = True
    hidden.row_dimensions[1].hidden = True
    book.create_chartsheet("Biểu đồ")
    book.create_sheet("Trống")
    book.save(path)
    found = read(str(path)).sheets
    assert [(one.name, one.hidden) for one in found] == [
        ("Sheet", False),
        ("Ẩn", True),
        ("Trống", False),
    ]
    assert found[1].hidden_rows == {0}
    assert found[1].hidden_columns == {1}
    assert found[2].shape == (0, 0)


def test_formula_without_a_cached_value_and_an_error(tmp_path: Path) -> None:
    rows = (
        '<row r="1"><c r="A1"><v>1</v></c><c r="B1" t="e"><f>A1/0</f><v>#DIV/0!</v></c></row>'
        '<row r="3"><c r="C3"><f>A1+1</f></c></row>'
    )
    found = sheet_of(tmp_path, package(sheet(rows)))
    assert found.cells.tolist() == [[1.0, "#DIV/0!", None], [None] * 3, [None] * 3]
    assert found.formulas == {(0, 1): "=A1/0", (2, 2): "=A1+1"}


def test_inline_and_rich_text(tmp_path: Path) -> None:
    rows = (
        '<row r="1"><c r="A1" t="inlineStr"><is><t> 8,7 </t></is></c>'
        '<c r="B1" t="inlineStr"><is><r><t xml:space="preserve">Tổng </t></r><r><t>điểm</t></r>'
        "</is></c></row>"
    )
    assert sheet_of(tmp_path, package(sheet(rows))).cells.tolist() == [["8,7", "Tổng điểm"]]


def test_cells_without_an_address_agree_with_their_formats(tmp_path: Path) -> None:
    rows = (
        "<row><c><v>1</v></c><c><v>2</v></c></row>"
        '<row r="4"><c r="B4"><v>3</v></c><c><v>4</v></c></row>'
    )
    cells = sheet_of(tmp_path, package(sheet(rows))).cells
    assert cells[0].tolist() == [1.0, 2.0, None]
    assert cells[3].tolist() == [None, 3.0, 4.0]


def test_a_prefixed_namespace(tmp_path: Path) -> None:
    part = (
        f'<x:worksheet xmlns:x="{MAIN}"><x:sheetData><x:row r="2"><x:c r="B2"><x:v>7</x:v></x:c>'
        "</x:row></x:sheetData></x:worksheet>"
    )
    assert sheet_of(tmp_path, package(part)).cells[1, 1] == 7


def test_merges_reach_no_further_than_the_grid(tmp_path: Path) -> None:
    after = '<mergeCells><mergeCell ref="A1:XFD1"/><mergeCell ref="F9:G9"/></mergeCells>'
    rows = '<row r="1"><c r="A1"><v>1</v></c></row><row r="2"><c r="C2"><v>1</v></c></row>'
    found = sheet_of(tmp_path, package(sheet(rows, after=after)))
    assert found.merges == (Range(0, 0, 0, 2),)


VALUES = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(-(10**9), 10**9).map(float),
    st.floats(allow_nan=False, allow_infinity=False, width=32),
    st.text(st.characters(exclude_categories=("C",)), min_size=1, max_size=12),
)


@settings(max_examples=40, deadline=None)
@given(st.lists(st.lists(VALUES, min_size=1, max_size=5), min_size=1, max_size=6))
def test_what_is_written_reads_back(
    tmp_path_factory: pytest.TempPathFactory, rows: list[list[object]]
) -> None:
    path = tmp_path_factory.mktemp("book") / "book.xlsx"
    book = xlsxwriter.Workbook(path)
    page = book.add_worksheet()
    for i, row in enumerate(rows):
        for j, value in enumerate(row):
            if isinstance(value, str):
                page.write_string(i, j, value)
            elif value is not None:
                page.write(i, j, value)
    book.close()
    (found,) = read(str(path)).sheets
    height, width = found.shape
    for i, row in enumerate(rows):
        for j, value in enumerate(row):
            kept = found.cells[i, j] if i < height and j < width else None
            expected = cleaning.cell(value) if isinstance(value, str) else value
            assert kept == (pytest.approx(expected) if isinstance(expected, float) else expected)


@pytest.mark.parametrize(
    ("text", "decimal"), [("so-nganh-chuyen-doi-so.md", "."), ("phu-luc-ninh-binh-2021.txt", ",")]
)
def test_samples_are_the_same_sheet_cell_by_cell(text: str, decimal: str) -> None:
    (printed,) = read(str(SAMPLES / text)).sheets
    (typed,) = read(str((SAMPLES / text).with_suffix(".xlsx"))).sheets
    assert printed.shape == typed.shape
    for row, column in ((i, j) for i in range(typed.shape[0]) for j in range(typed.shape[1])):
        value = typed.cells[row, column]
        if isinstance(value, float):
            decimals = len(typed.format_code(row, column).partition(".")[2])
            value = f"{value:.{decimals}f}".replace(".", decimal)
        assert value == printed.cells[row, column]


def merged_budget(folder: Path, hidden: bool) -> Path:
    """Three rows of figures whose second column is merged over the first two."""
    path = folder / "book.xlsx"
    book = xlsxwriter.Workbook(path)
    page = book.add_worksheet()
    rows = [("Ward", "Budget", "Spent"), ("Elm", 40, 11), ("Oak", None, 12), ("Ash", 25, 13)]
    for at, row in enumerate(rows):
        page.write_row(at, 0, row)
    page.merge_range("B2:B3", 40)
    if hidden:
        page.write("B3", 40)
    page.write("A5", "Total")
    page.write_formula("B5", "=SUM(B2:B4)", None, 105 if hidden else 65)
    page.write_formula("C5", "=SUM(C2:C4)", None, 36)
    book.close()
    return path


def test_values_under_a_merge_are_kept_apart(tmp_path: Path) -> None:
    (found,) = read(str(merged_budget(tmp_path, hidden=True))).sheets
    assert found.cells[:, 1].tolist() == ["Budget", 40.0, None, 25.0, 105.0]
    assert found.covered == {(2, 1): 40.0}
    (found,) = read(str(merged_budget(tmp_path, hidden=False))).sheets
    assert not found.covered


def test_merges_that_overlap_are_not_gone_through_again_and_again(tmp_path: Path) -> None:
    rows = "".join(f'<row r="{n}"><c r="A{n}"><v>{n}</v></c></row>' for n in range(1, 2001))
    merges = '<mergeCell ref="A1:A2000"/>' * 20_000
    found = sheet_of(tmp_path, package(sheet(rows, after=f"<mergeCells>{merges}</mergeCells>")))
    assert len(found.covered) == 1999


def test_a_sum_over_values_under_a_merge_is_told(tmp_path: Path) -> None:
    assert not audit(str(merged_budget(tmp_path, hidden=False))).findings
    [finding] = audit(str(merged_budget(tmp_path, hidden=True))).findings
    assert (finding.at.a1, finding.rule) == ("B5", "formula-range")
    assert finding.fixes[0].edits[0].formula == "=SUM(B2,B4)"
    assert "under merged cells" in say(finding.message, "en")
