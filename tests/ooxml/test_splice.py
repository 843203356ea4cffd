"""Cells edited in a sheet part: what was asked for is there, and every other cell is as it was."""

from __future__ import annotations

import io
from decimal import Decimal
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from hypothesis import given
from hypothesis import strategies as st
from python_calamine import CalamineWorkbook

from reconcile.model import Book
from reconcile.ooxml.cell_markup import cell
from reconcile.ooxml.draft import PackageDraft
from reconcile.ooxml.package import PackageError
from reconcile.ooxml.sheet_edits import CellEdit, RefusedEdit
from reconcile.ooxml.sheet_part import addressed_part, with_cells
from reconcile.ooxml.style_sheet import StyleSheet
from reconcile.ooxml.workbook_edits import WorkbookEdits
from tests.ooxml.packages import CONTENT_TYPES, MAIN, package, sheet

Edited = dict[tuple[int, int], Any]


TYPES = CONTENT_TYPES.replace(
    "</Types>",
    '<Override PartName="/xl/workbook.xml" ContentType="application/vnd.openxmlformats-'
    'officedocument.spreadsheetml.sheet.main+xml"/></Types>',
)


def workbook(rows: str, **parts: str) -> bytes:
    """A package of one sheet that openpyxl takes for a workbook, too."""
    return package(rows, **{"[Content_Types]": TYPES, **parts})


def edits_of(content: bytes) -> WorkbookEdits:
    """Edits of a workbook whose formulas and values are not known."""
    draft = PackageDraft(content)
    return WorkbookEdits(draft, StyleSheet(draft), Book("S.xlsx", "xlsx", "", ()))


def made(content: bytes, *asked: CellEdit) -> bytes:
    edits = edits_of(content)
    edits.take({"S": asked})
    edits.make()
    edits.styles.store()
    return edits.draft.content()


def part(content: bytes) -> str:
    return PackageDraft(content).part("xl/worksheets/sheet1.xml").decode()


def values(content: bytes) -> list[list[Any]]:
    book = CalamineWorkbook.from_filelike(io.BytesIO(content))
    return book.get_sheet_by_index(0).to_python(skip_empty_area=False)


def number(row: int, column: int, value: str) -> CellEdit:
    return CellEdit(row, column, Decimal(value))


# Where an edit may fall


def test_a_cell_that_is_there() -> None:
    before = package(sheet('<row r="1"><c r="A1" t="s"><v>0</v></c><c r="B1"><v>2</v></c></row>'))
    after = made(before, number(0, 0, "8.7"))
    assert '<c r="A1"><v>8.7</v></c><c r="B1"><v>2</v></c>' in part(after)


def test_an_absent_cell_is_made_in_its_place() -> None:
    before = package(sheet('<row r="2" spans="1:3"><c r="A2"><v>1</v></c><c r="C2"/></row>'))
    assert '<v>1</v></c><c r="B2"><v>5</v></c><c r="C2"/>' in part(made(before, number(1, 1, "5")))
    after = part(made(before, number(1, 3, "5")))
    assert '<row r="2"><c r="A2"><v>1</v></c><c r="C2"/><c r="D2"><v>5</v></c></row>' in after


@pytest.mark.parametrize(("row", "expected"), [(0, [1, 2, 4]), (2, [2, 3, 4]), (8, [2, 4, 9])])
def test_an_absent_row_is_made_in_its_place(row: int, expected: list[int]) -> None:
    before = package(sheet('<row r="2"><c r="A2"><v>1</v></c></row><row r="4"/>'))
    after = made(before, number(row, 0, "7"))
    found = [int(one) + 1 for one in (r.row for r in addressed_part(part(after).encode()).rows)]
    assert found == expected
    assert values(after)[row if row < 2 else -1][0] in (1.0, 7.0)


@pytest.mark.parametrize("body", ["<sheetData/>", "<sheetData></sheetData>", "<sheetData />"])
def test_an_empty_sheet(body: str) -> None:
    before = package(f'<worksheet xmlns="{MAIN}">{body}<pageMargins left="1"/></worksheet>')
    after = made(before, number(4, 1, "7"), number(1, 1, "6"), number(1, 0, "5"))
    assert values(after)[1] == [5.0, 6.0]
    assert values(after)[4] == ["", 7.0]


def test_cells_and_rows_without_an_address() -> None:
    before = package(sheet("<row><c><v>1</v></c><c><v>2</v></c></row><row><c><v>3</v></c></row>"))
    after = made(before, number(0, 1, "9"), number(1, 2, "8"))
    assert values(after) == [[1.0, 9.0, ""], [3.0, "", 8.0]]


def test_a_prefixed_namespace() -> None:
    before = package(
        f'<x:worksheet xmlns:x="{MAIN}"><x:dimension ref="A1"/><x:sheetData><x:row r="1">'
        '<x:c r="A1"><x:v>1</x:v></x:c></x:row></x:sheetData></x:worksheet>'
    )
    after = made(before, number(0, 0, "2"), CellEdit(2, 2, "chữ"))
    assert '<x:c r="A1"><x:v>2</x:v></x:c>' in part(after)
    assert '<x:dimension ref="A1:C3"/>' in part(after)
    assert values(after)[2][2] == "chữ"


def test_comments_and_raw_sections_stay_as_they_are() -> None:
    kept = '<!-- <c r="A1"/> --><c r="A1" t="str"><f><![CDATA[IF(B1<2,"a","b")]]></f><v>a</v></c>'
    before = package(sheet(f'<row r="1">{kept}<c r="B1"><v>1</v></c></row>'))
    after = part(made(before, number(0, 1, "3")))
    assert kept in after
    assert '<c r="B1"><v>3</v></c>' in after


def test_text_is_text_and_nothing_else() -> None:
    texts = ["=1+1", "a<b>&\"'", "_x0041_", " hai  dòng\n", "\x00\x1b"]
    before = workbook(sheet('<row r="1"><c r="A1"><v>1</v></c></row>'))
    after = made(before, *(CellEdit(0, column, text) for column, text in enumerate(texts)))
    assert "<f>" not in part(after)
    assert values(after)[0][:4] == texts[:4]
    assert values(after)[0][4] == "\ufffd\ufffd"


def test_a_cleared_cell_keeps_its_style() -> None:
    before = package(sheet('<row r="1"><c r="A1" s="0" t="s"><v>0</v></c></row>'))
    assert '<c r="A1"/>' in part(made(before, CellEdit(0, 0, None)))


def test_a_part_without_cells_is_refused() -> None:
    with pytest.raises(PackageError):
        addressed_part(f'<worksheet xmlns="{MAIN}"/>'.encode())


# Styles


STYLES = (
    f'<styleSheet xmlns="{MAIN}"><fonts count="1"><font/></fonts>'
    '<fills count="1"><fill><patternFill/></fill></fills>'
    '<borders count="1"><border/></borders><cellStyleXfs count="1"><xf/></cellStyleXfs>'
    '<cellXfs count="4"><xf numFmtId="0"/><xf numFmtId="49" quotePrefix="1" borderId="0"/>'
    '<xf numFmtId="2"/><xf numFmtId="14"/></cellXfs></styleSheet>'
)


def styled(rows: str) -> bytes:
    draft = PackageDraft(workbook(sheet(rows), xl__styles=STYLES))
    draft.relate("xl/workbook.xml", "styles", "xl/styles.xml")
    return draft.content()


@pytest.mark.parametrize("style", [1, 3])
def test_a_number_never_inherits_the_format_of_text_or_of_a_date(style: int) -> None:
    before = styled(
        f'<row r="1"><c r="A1" s="{style}" t="inlineStr"><is><t>8,7</t></is></c></row>'
        '<row r="2"><c r="A2" s="2"><v>4</v></c></row>'
    )
    after = openpyxl.load_workbook(io.BytesIO(made(before, number(0, 0, "8.7")))).active
    assert (after["A1"].value, after["A1"].number_format) == (8.7, "0.00")


def test_without_a_number_near_it_is_general() -> None:
    before = styled('<row r="1"><c r="A1" s="1" t="inlineStr"><is><t>8,7</t></is></c></row>')
    after = openpyxl.load_workbook(io.BytesIO(made(before, number(0, 0, "8.7")))).active
    assert after["A1"].number_format == "General"
    assert not after["A1"].quotePrefix


def test_a_number_in_place_of_a_number_keeps_its_style() -> None:
    before = styled('<row r="1"><c r="A1" s="2"><v>4</v></c></row>')
    assert '<c r="A1" s="2"><v>5</v></c>' in part(made(before, number(0, 0, "5")))


# Formulas


SHARED = (
    '<row r="1"><c r="A1"><v>1</v></c><c r="B1"><f t="shared" ref="B1:B3" si="0">A1*2</f>'
    '<v>2</v></c></row><row r="2"><c r="A2"><v>2</v></c><c r="B2"><f t="shared" si="0"/><v>4</v>'
    '</c></row><row r="3"><c r="B3"><f t="shared" si="0"></f><v>0</v></c></row>'
)


def test_a_formula_is_replaced_only_when_asked() -> None:
    with pytest.raises(RefusedEdit) as refused:
        made(package(sheet(SHARED)), number(0, 1, "7"))
    assert refused.value.reason == "formula"


def test_the_followers_of_a_shared_formula_outlive_its_master() -> None:
    after = made(workbook(sheet(SHARED)), CellEdit(0, 1, Decimal(7), over_formula=True))
    book = openpyxl.load_workbook(io.BytesIO(after)).active
    assert [book[f"B{row}"].value for row in (1, 2, 3)] == [7, "=A2*2", "=A3*2"]
    assert values(after)[1][1] == 4.0


def test_a_follower_goes_alone() -> None:
    after = made(workbook(sheet(SHARED)), CellEdit(1, 1, Decimal(7), over_formula=True))
    book = openpyxl.load_workbook(io.BytesIO(after)).active
    assert [book[f"B{row}"].value for row in (1, 2, 3)] == ["=A1*2", 7, "=A3*2"]


# Any sheet, any edits


SPOTS = st.tuples(st.integers(0, 6), st.integers(0, 6))
VALUES = st.one_of(
    st.decimals(-(10**6), 10**6, places=3),
    st.text(st.characters(codec="utf-8", exclude_categories=("Cc", "Cs")), max_size=8),
)


@given(st.dictionaries(SPOTS, VALUES, max_size=12), st.dictionaries(SPOTS, VALUES, max_size=6))
def test_random_edits_are_read_back_and_nothing_else_changes(
    tmp_path_factory: pytest.TempPathFactory, held: Edited, wanted: Edited
) -> None:
    path = tmp_path_factory.mktemp("random") / "any.xlsx"
    before = random_workbook(path, held)
    after = made(before, *(CellEdit(*spot, value) for spot, value in wanted.items()))
    assert read(after) == {spot: shown(value) for spot, value in {**held, **wanted}.items() if
                           shown(value) != ""}  # fmt: skip


def random_workbook(path: Path, held: Edited) -> bytes:
    from xlsxwriter import Workbook

    book = Workbook(str(path), {"strings_to_formulas": False, "strings_to_urls": False})
    worksheet = book.add_worksheet("S")
    for (row, column), value in held.items():
        if isinstance(value, str):
            worksheet.write_string(row, column, value)
        else:
            worksheet.write_number(row, column, float(value))
    book.close()
    return path.read_bytes()


def read(content: bytes) -> Edited:
    book = CalamineWorkbook.from_filelike(io.BytesIO(content)).get_sheet_by_index(0)
    rows = book.to_python(skip_empty_area=False)
    return {
        (row, column): value
        for row, line in enumerate(rows)
        for column, value in enumerate(line)
        if value != ""
    }


def shown(value: Any) -> Any:
    return value if isinstance(value, str) else float(value)


@given(
    st.lists(st.one_of(st.none(), st.integers(1, 99)), min_size=6, max_size=6),
    st.integers(0, 5),
    st.integers(0, 5),
    st.booleans(),
)
def test_a_row_moves_only_between_the_edits(
    line: list[int | None], first: int, last: int, both: bool
) -> None:
    cells = "".join(
        f'<c r="{"ABCDEF"[at]}1"><v>{value}</v></c>'
        for at, value in enumerate(line)
        if value is not None
    )
    asked = [CellEdit(0, first, Decimal(777), "insert", until=5)]
    if both:
        asked.append(CellEdit(0, last, None, "remove", until=5))
    expected = [*line[:first], 777, *line[first:]]
    if both:
        del expected[last + (last >= first)]
    if any(value is not None for value in expected[6:]):
        with pytest.raises(RefusedEdit):
            made(package(sheet(f'<row r="1">{cells}</row>')), *asked)
        return
    after = read(made(package(sheet(f'<row r="1">{cells}</row>')), *asked))
    assert after == {(0, at): float(v) for at, v in enumerate(expected) if v is not None}


def test_a_cell_element_is_written_whole() -> None:
    found = addressed_part(sheet('<row r="1"><c r="A1"/></row>').encode())
    after = with_cells(found, {(0, 0): cell(b"", (0, 0), 3, True), (0, 1): None})
    assert b'<c r="A1" s="3" t="b"><v>1</v></c></row>' in after
