"""Web pages: spans, nesting, what is hidden, encodings, and workbooks that are pages."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reconcile.model import Range, ReconcileError, Sheet
from reconcile.reading import read
from reconcile.reading.html import read_html
from tests.reading.documents import SAMPLES, converted, needs_office, texts


def sheets(markup: str) -> dict[str, Sheet]:
    page = f"<html><body>{markup}</body></html>".encode()
    return {sheet.name: sheet for sheet in read_html("a.html", page).sheets}


def test_lines_and_tables_alternate() -> None:
    found = sheets("<h1>Title</h1><p>a <b>line</b></p><table><tr><td>1<td>2</table>Note")
    assert {name: texts(sheet) for name, sheet in found.items()} == {
        "Text 1": [["Title"], ["a line"]],
        "Table 1": [["1", "2"]],
        "Text 2": [["Note"]],
    }


def test_spans_across_and_down() -> None:
    found = sheets(
        "<table><tr><th rowspan=2>No<th colspan=2>Group<tr><th>A<th>B"
        "<tr><td>1<td>2<td>3<tr><td colspan='x'>4<td rowspan=9>5<td>6</table>"
    )["Table 1"]
    assert texts(found) == [["No", "Group", ""], ["", "A", "B"], ["1", "2", "3"], ["4", "5", "6"]]
    assert set(found.merges) == {Range(0, 0, 1, 0), Range(0, 1, 0, 2)}


def test_the_head_goes_first_and_the_foot_last() -> None:
    found = sheets(
        "<table><caption>C</caption><tfoot><tr><td>Total</tfoot>"
        "<tr><td>1</tr><thead><tr><th>H</thead></table>"
    )
    assert texts(found["Text 1"]) == [["C"]]
    assert texts(found["Table 1"]) == [["H"], ["1"], ["Total"]]


def test_nested_tables_are_sheets_of_their_own() -> None:
    found = sheets("<table><tr><td>a<table><tr><td>in</table><td>b</table>")
    assert texts(found["Table 1"]) == [["a", "b"]]
    assert texts(found["Table 2"]) == [["in"]]


@pytest.mark.parametrize(
    ("markup", "text"),
    [
        ("8,7<sup>1</sup>", "8,7¹"),
        ("a<br>b<p>c", "a b c"),
        ("1&nbsp;234&#44;5", "1 234,5"),
        ("8<span style='DISPLAY : none'>9</span><i hidden>9</i><script>9</script><!-- 9 -->", "8"),
    ],
)
def test_what_a_reader_of_the_page_sees(markup: str, text: str) -> None:
    assert texts(sheets(f"<table><tr><td>{markup}</table>")["Table 1"]) == [[text]]


def test_what_is_hidden() -> None:
    found = sheets(
        "<table style='display:none'><tr><td>x</table>"
        "<table><tr><td>1<td style='display:none'>9<td>2<tr hidden><td>3<td>4</table>"
    )
    assert texts(found["Table 1"]) == [["1", "2"], ["3", "4"]]
    assert found["Table 1"].hidden_rows == {1}


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "windows-1252"])
def test_encodings(encoding: str) -> None:
    declared = "windows-1252" if encoding == "windows-1252" else "windows-1258"
    page = f"<html><meta charset='{declared}'><table><tr><td>Điểm á</table>"
    page = page.replace("Điểm ", "") if encoding == "windows-1252" else page
    found = read_html("a.html", page.encode(encoding)).sheets[0]
    assert texts(found)[0][0].endswith("á") and "Ã" not in texts(found)[0][0]


def test_a_workbook_that_is_a_page(tmp_path: Path) -> None:
    path = tmp_path / "export.xls"
    path.write_text("\n<table border=1><tr><td>1<td>2</table>", "utf-8")
    book = read(str(path))
    assert (book.format, texts(book.sheets[0])) == ("html", [["1", "2"]])


def refusal(content: bytes) -> str:
    with pytest.raises(ReconcileError) as caught:
        read_html("a.html", content)
    return caught.value.code


def test_refusals() -> None:
    assert refusal(b"plain text") == "not-a-page"
    assert refusal(b"\0\1\2") == "not-a-page"
    assert refusal(b"<html>" + b"<div>" * 300 + b"1") == "deep-page"
    assert refusal(b"<html>" + b"<table><tr><td>1" * 300) == "deep-page"
    stairs = b"".join(b"<tr><td colspan=%d>1<td>2" % (at % 999 + 1) for at in range(3000))
    assert refusal(b"<table>" + stairs) == "far-cell"


@given(st.lists(st.sampled_from(
    ["<table>", "</table>", "<tr>", "<td>", "<td rowspan=3>", "<td colspan=7>", "<th hidden>", "7",
     "&#0;", "<sup>", "</p>", "<![CDATA[", "<!--", "\ud7ff", "<tbody>", "<svg>", "<caption>"]
)))  # fmt: skip
def test_any_page_is_read(pieces: list[str]) -> None:
    sheets("".join(pieces))


@needs_office
def test_a_sample_comes_back_as_a_page(tmp_path: Path) -> None:
    source = SAMPLES / "so-nganh-chuyen-doi-so.xlsx"
    book = read(str(converted(source, "html", tmp_path)))
    whole = {text for row in texts(read(str(source)).sheets[0]) for text in row}
    found = {text for sheet in book.sheets for row in texts(sheet) for text in row}
    assert {"Văn phòng UBND tỉnh", "8,7", "Xếp loại"} <= whole & found
