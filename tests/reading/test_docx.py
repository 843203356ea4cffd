"""Word documents: merged, nested, cut and corrected tables, and what is no document."""

from __future__ import annotations

import random
from pathlib import Path

import pytest

from reconcile.model import Range, ReconcileError, Sheet
from reconcile.reading.docx import read_docx
from tests.ooxml.packages import zipped
from tests.reading.documents import (
    cell,
    findings,
    package,
    paragraph,
    sample_as_word,
    sample_tables,
    span,
    table,
    texts,
    truth,
)

RESTART, CONTINUE = '<w:vMerge w:val="restart"/>', "<w:vMerge/>"
HEADER = ("No", "Agency", "Score")


def sheets(body: str) -> dict[str, Sheet]:
    return {sheet.name: sheet for sheet in read_docx("a.docx", package(body)).sheets}


def only_cell(inside: str) -> str:
    return texts(sheets(table((cell(f"<w:p>{inside}</w:p>"),)))["Table 1"])[0][0]


def test_lines_and_tables_alternate() -> None:
    found = sheets(paragraph("Title") + table(HEADER) + "<w:p/>" + paragraph("Note"))
    assert list(found) == ["Text 1", "Table 1", "Text 2"]
    assert [texts(sheet) for sheet in found.values()] == [[["Title"]], [[*HEADER]], [["Note"]]]


def test_merges_across_and_down() -> None:
    down = table(
        (cell("No", RESTART), cell("Group", span(2))),
        (cell("", CONTINUE), "A", "B"),
        ("1", "2", "3"),
        grid=(600, 900, 900),
    )
    found = sheets(down)["Table 1"]
    assert texts(found) == [["No", "Group", ""], ["", "A", "B"], ["1", "2", "3"]]
    assert set(found.merges) == {Range(0, 0, 1, 0), Range(0, 1, 0, 2)}


def test_edges_a_hair_apart_are_one() -> None:
    rows = (("1", cell("2", span(2)), "3"), (cell("4", span(2)), "5", "6"))
    assert texts(sheets(table(*rows, grid=(900, 1, 900, 900)))["Table 1"]) == [
        ["1", "2", "3"],
        ["4", "5", "6"],
    ]


def test_narrow_columns_with_figures_stay() -> None:
    row = tuple("123456")
    assert texts(sheets(table(row, row, grid=(80,) * 6))["Table 1"]) == [[*row], [*row]]


def test_a_row_may_start_late() -> None:
    late = '<w:tr><w:trPr><w:gridBefore w:val="1"/></w:trPr>' + cell("5") + "</w:tr>"
    body = table(("1", "2")).replace("</w:tbl>", f"{late}</w:tbl>")
    assert texts(sheets(body)["Table 1"]) == [["1", "2"], ["", "5"]]


def test_nested_tables_are_sheets_of_their_own() -> None:
    inner = paragraph("around") + table(HEADER)
    found = sheets(table((cell(inner), "beside")) + table(("last",)))
    assert texts(found["Table 1"]) == [["around", "beside"]]
    assert texts(found["Table 2"]) == [[*HEADER]]
    assert texts(found["Table 3"]) == [["last"]]


@pytest.mark.parametrize(
    ("inside", "text"),
    [
        ("<w:r><w:t>8</w:t></w:r><w:r><w:t>,7</w:t></w:r>", "8,7"),
        ("<w:del><w:r><w:delText>9</w:delText></w:r></w:del><w:ins><w:r><w:t>8</w:t></w:r></w:ins>",
         "8"),
        ("<w:r><w:rPr><w:vanish/></w:rPr><w:t>9</w:t></w:r><w:r><w:t>8</w:t></w:r>", "8"),
        ('<w:r><w:rPr><w:vanish w:val="0"/></w:rPr><w:t>9</w:t></w:r>', "9"),
        ("<w:r><w:t>a</w:t><w:br/><w:t>b</w:t><w:tab/><w:t>c</w:t></w:r>", "a b c"),
        ('<w:r><w:t>8</w:t></w:r><w:r><w:footnoteReference w:id="1"/></w:r>', "8"),
        ('<w:r><w:t>8</w:t></w:r><w:r><w:rPr><w:vertAlign w:val="superscript"/></w:rPr>'
         "<w:t>1</w:t></w:r>", "8¹"),
        ("<w:hyperlink><w:r><w:t>8</w:t></w:r></w:hyperlink>", "8"),
    ],
)  # fmt: skip
def test_what_a_reader_of_the_finished_document_sees(inside: str, text: str) -> None:
    assert only_cell(inside) == text


def test_a_deleted_row_is_gone() -> None:
    gone = "<w:tr><w:trPr><w:del/></w:trPr>" + cell("x") + "</w:tr>"
    body = table(("1",), ("2",)).replace("</w:tblGrid>", f"</w:tblGrid>{gone}")
    assert texts(sheets(body)["Table 1"]) == [["1"], ["2"]]


def test_halves_of_a_table_are_joined() -> None:
    first = table(HEADER, ("1", "North", "4"), grid=(500, 900, 500))
    rest = table(("2", "South", "5"), grid=(500, 910, 490))
    again = table(HEADER, ("2", "South", "5"), grid=(500, 900, 500))
    assert texts(sheets(first + "<w:p/>" + rest)["Table 1"])[2] == ["2", "South", "5"]
    assert texts(sheets(first + again)["Table 1"])[3] == ["2", "South", "5"]


def test_other_tables_are_not_joined() -> None:
    first = table(HEADER, ("1", "North", "4"), grid=(500, 900, 500))
    another = table(HEADER, ("1", "East", "7"), grid=(500, 900, 500))
    wider = table(("2", "South", "5"), grid=(500, 1400, 500))
    for second in (another, wider, paragraph("B") + table(("2", "South", "5"), grid=(500, 900))):
        assert "Table 2" in sheets(first + "<w:p/>" + second)


def refusal(content: bytes) -> str:
    with pytest.raises(ReconcileError) as caught:
        read_docx("a.docx", content)
    return caught.value.code


def test_refusals() -> None:
    whole = package(table(HEADER))
    assert refusal(whole[: len(whole) // 2]) == "broken-document"
    assert refusal(b"plain text") == "not-a-document"
    assert refusal(zipped({"xl/workbook.xml": "<w/>"})) == "not-a-document"
    assert refusal(package("<w:p>")) == "broken-document"
    assert refusal(package(paragraph("&a;"), '<!DOCTYPE d [<!ENTITY a "b">]>')) == (
        "entities-in-document"
    )
    assert refusal(package("<w:sdt>" * 5000 + "</w:sdt>" * 5000)) == "broken-document"
    stairs = [(cell("1", span(at % 999 + 1)), "2") for at in range(3000)]
    assert refusal(package(table(*stairs))) == "far-cell"


@pytest.mark.parametrize("name", ["so-nganh-chuyen-doi-so.md", "phu-luc-ninh-binh-2021.txt"])
def test_a_sample_comes_back_from_word(name: str, tmp_path: Path) -> None:
    path = tmp_path / "sample.docx"
    sample_as_word(name, path)
    found = read_docx(str(path), path.read_bytes())
    back = [texts(sheet) for sheet in found.sheets if sheet.name.startswith("Table")]
    assert [[list(filter(None, row)) for row in rows] for rows in back] == [
        [list(filter(None, row)) for row in rows] for rows in sample_tables(name)
    ]


def test_the_findings_of_a_sample_are_the_same_from_word(tmp_path: Path) -> None:
    path = tmp_path / "sample.docx"
    sample_as_word("so-nganh-chuyen-doi-so.md", path)
    # Four lines stand above the header, and a rule under its first row.
    assert findings(path) == truth("so-nganh-chuyen-doi-so.md", lambda row: row - 4 - (row > 6))


def test_titles_before_the_tables_of_a_document_name_them(tmp_path: Path) -> None:
    path = tmp_path / "sample.docx"
    sample_as_word("phu-luc-ninh-binh-2021.txt", path)
    expected = truth("phu-luc-ninh-binh-2021.txt", lambda row: row)
    assert sorted(rule for rule, _, _ in findings(path).elements()) == sorted(
        rule for rule, _, _ in expected.elements()
    )


def test_damaged_documents_are_refused_or_read() -> None:
    body = table(HEADER, ("1", "North", "4")) + paragraph("x")
    whole = package(body)
    chance = random.Random(4)
    for _ in range(300):
        damaged = bytearray(whole)
        for _ in range(chance.randint(1, 8)):
            damaged[chance.randrange(len(damaged))] = chance.randrange(256)
        try:
            read_docx("a.docx", bytes(damaged))
        except ReconcileError as error:
            assert error.message.values["path"] == "a.docx"
