"""Workbooks as other programs write them, and what stays refused beside each."""

from __future__ import annotations

import datetime
import io
import zipfile
from pathlib import Path

import pytest

from reconcile.model import Book, Range
from reconcile.reading import read
from tests.ooxml.packages import MAIN, RELATIONS, WORKBOOK, WORKBOOK_RELATIONS, package, sheet
from tests.reading.test_refusals import refusal, written

ROWS = '<row r="1"><c r="A1" t="inlineStr"><is><t>é</t></is></c><c r="B1"><v>5</v></c></row>'
CELLS = ["é", 5.0]


def book(folder: Path, content: bytes, name: str = "a.xlsx") -> Book:
    return read(str(written(folder, name, content)))


def row(folder: Path, content: bytes, name: str = "a.xlsx") -> list[object]:
    return list(book(folder, content, name).sheets[0].cells[0])


def with_part(encoded: bytes, part: str = "xl/worksheets/sheet1.xml") -> bytes:
    """The workbook of `ROWS` with the bytes of one part put in as they are."""
    stream = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(package(sheet(ROWS)))) as old,
        zipfile.ZipFile(stream, "w") as new,
    ):
        for name in old.namelist():
            new.writestr(name, encoded if name == part else old.read(name))
    return stream.getvalue()


@pytest.mark.parametrize(
    "stated", ["A1:B1", "A1", "1:4", "1:10", "A:C", "B9:A1", "", "$A$1:$B$1", "#REF!", "A1:B0"]
)
def test_a_stated_dimension_is_a_hint(tmp_path: Path, stated: str) -> None:
    assert row(tmp_path, package(sheet(ROWS, f'<dimension ref="{stated}"/>'))) == CELLS


def test_part_names_with_backslashes(tmp_path: Path) -> None:
    stream = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(package(sheet(ROWS)))) as old,
        zipfile.ZipFile(stream, "w") as new,
    ):
        for name in old.namelist():
            new.writestr(name.replace("/", "\\"), old.read(name))
    assert row(tmp_path, stream.getvalue()) == CELLS
    assert row(tmp_path, stream.getvalue(), "b.xls") == CELLS


@pytest.mark.parametrize(
    ("encoding", "declared"),
    [
        ("utf-8", ""),
        ("utf-8", '<?xml version="1.0" encoding="UTF-8"?>'),
        ("iso-8859-1", '<?xml version="1.0" encoding="ISO-8859-1" standalone="yes"?>'),
        ("cp1252", "<?xml version='1.0' encoding='windows-1252'?>"),
        ("utf-16", '<?xml version="1.0" encoding="UTF-16"?>'),
        ("utf-16-le", '<?xml version="1.0" encoding="UTF-16LE"?>'),
    ],
)
def test_parts_in_another_encoding(tmp_path: Path, encoding: str, declared: str) -> None:
    part = (declared + sheet(ROWS, '<dimension ref="A1:B1"/>')).encode(encoding)
    assert row(tmp_path, with_part(part)) == CELLS
    workbook = (declared + WORKBOOK).encode(encoding)
    assert row(tmp_path, with_part(workbook, "xl/workbook.xml"), "b.xlsx") == CELLS


@pytest.mark.parametrize("encoding", ["utf-7", "utf-16", "idna", "iso-8859-1", "no-such"])
def test_no_encoding_hides_entities(tmp_path: Path, encoding: str) -> None:
    text = f'<?xml version="1.0" encoding="{encoding}"?><!DOCTYPE w [<!ENTITY a "b">]>'
    part = (text + sheet(ROWS)).encode("utf-16" if encoding == "utf-16" else "latin-1")
    assert refusal(written(tmp_path, "a.xlsx", with_part(part))) in ("entities", "broken-workbook")


def test_bytes_that_are_not_in_the_encoding_declared(tmp_path: Path) -> None:
    part = b'<?xml version="1.0" encoding="ascii"?>' + sheet(ROWS).encode()
    assert refusal(written(tmp_path, "a.xlsx", with_part(part))) == "broken-workbook"


def test_a_macro_sheet_is_passed_over(tmp_path: Path) -> None:
    workbook = WORKBOOK.replace("<sheets>", '<sheets><sheet name="M" sheetId="2" r:id="m"/>')
    kind = "http://schemas.microsoft.com/office/2006/relationships/xlMacrosheet"
    listing = WORKBOOK_RELATIONS.replace(
        "</Relationships>",
        f'<Relationship Id="m" Type="{kind}" Target="macrosheets/m.xml"/></Relationships>',
    )
    macros = f'<xm:macrosheet xmlns="{MAIN}" xmlns:xm="{RELATIONS}"><sheetData/></xm:macrosheet>'
    content = package(
        sheet(ROWS), xl__workbook=workbook, xl__macrosheets__m=macros
    )  # its relationships have another suffix than .xml
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    parts["xl/_rels/workbook.xml.rels"] = listing.encode()
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as made:
        for name, part in parts.items():
            made.writestr(name, part)
    read_book = book(tmp_path, stream.getvalue())
    assert [one.name for one in read_book.sheets] == ["S"]
    assert list(read_book.sheets[0].cells[0]) == CELLS


# Under the name of an old workbook


@pytest.mark.parametrize("mark", ["\t", ",", ";"])
def test_a_text_under_the_name_of_an_old_workbook(tmp_path: Path, mark: str) -> None:
    lines = "".join(f"{name}{mark}{n}\n" for n, name in enumerate(["Elm", "Oak", "Ash"]))
    assert row(tmp_path, lines.encode(), "a.xls") == ["Elm", "0"]
    assert row(tmp_path, lines.encode("utf-16"), "b.xls") == ["Elm", "0"]


def test_prose_and_rubbish_are_no_workbooks(tmp_path: Path) -> None:
    prose = b"Dear all,\nplease find attached the figures.\nRegards\n"
    assert refusal(written(tmp_path, "a.xls", prose)) == "not-its-kind"
    assert refusal(written(tmp_path, "b.xls", b"a\tb\n\0\1\2\3")) == "not-its-kind"


SPREADSHEET = "urn:schemas-microsoft-com:office:spreadsheet"


def spreadsheet_xml(table: str, styles: str = "", before: str = "", after: str = "") -> bytes:
    return (
        '<?xml version="1.0"?><?mso-application progid="Excel.Sheet"?>' + before +
        f'<Workbook xmlns="{SPREADSHEET}" xmlns:ss="{SPREADSHEET}" '
        f'xmlns:html="http://www.w3.org/TR/REC-html40"><Styles>{styles}</Styles>'
        f'<Worksheet ss:Name="Bảng 1"><Table>{table}</Table>{after}</Worksheet></Workbook>'
    ).encode()  # fmt: skip


def data(kind: str, text: str, **attributes: int | str) -> str:
    said = "".join(f' ss:{name}="{value}"' for name, value in attributes.items())
    return f'<Cell{said}><Data ss:Type="{kind}">{text}</Data></Cell>'


def test_a_workbook_in_xml(tmp_path: Path) -> None:
    style = '<Style ss:ID="s1"><NumberFormat ss:Format="Standard"/></Style>'
    rows = (
        f"<Row>{data('String', 'Ward', MergeAcross=1)}{data('String', 'Sum')}</Row>"
        f'<Row ss:Index="4" ss:Hidden="1">{data("Number", "12.5", StyleID="s1")}'
        f"{data('Boolean', '1', Index=3)}{data('DateTime', '2031-05-06T00:00:00.000')}"
        f"{data('Error', '#N/A')}</Row>"
    )
    options = "<WorksheetOptions><Visible>SheetHidden</Visible></WorksheetOptions>"
    columns = '<Column ss:Index="2" ss:Hidden="1"/>'
    read_book = book(tmp_path, spreadsheet_xml(columns + rows, style, after=options), "a.xls")
    [page] = read_book.sheets
    assert (read_book.format, page.name, page.typed, page.hidden) == ("xls", "Bảng 1", True, True)
    assert page.cells.tolist() == [
        ["Ward", None, "Sum", None, None],
        [None] * 5,
        [None] * 5,
        [12.5, None, True, datetime.date(2031, 5, 6), "#N/A"],
    ]
    assert (page.format_code(3, 0), page.format_code(0, 0)) == ("#,##0.00", "General")
    assert page.merges == (Range(0, 0, 0, 1),)
    assert (page.hidden_rows, page.hidden_columns) == ({3}, {1})


def test_marks_in_a_workbook_in_xml(tmp_path: Path) -> None:
    raised = data("String", "41.5<html:Sup>2</html:Sup>")
    struck = data("String", "<html:S>41</html:S><html:B>43</html:B>")
    content = spreadsheet_xml(f"<Row>{raised}{struck}</Row>")
    assert row(tmp_path, content, "a.xls") == ["41.5²", "43"]


@pytest.mark.parametrize(
    ("table", "before", "code"),
    [
        ("<Row>" + data("Number", "1"), "", "broken-workbook"),
        (f"<Row>{data('Number', '&b;')}</Row>", '<!DOCTYPE w [<!ENTITY b "1">]>', "entities"),
        (f'<Row ss:Index="1048576">{data("Number", "1", Index=16384)}</Row>', "",
         "far-cell"),
        ('<Row ss:Index="1" ss:Hidden="1" ss:Span="1048575"/>' * 9, "", "broken-workbook"),
        (f'<Row ss:Index="9999999">{data("Number", "1")}</Row>', "", "broken-workbook"),
        (f'<Row>{data("Number", "1", Index=0)}</Row>', "", "broken-workbook"),
    ],
)  # fmt: skip
def test_what_a_workbook_in_xml_is_refused_for(
    tmp_path: Path, table: str, before: str, code: str
) -> None:
    content = spreadsheet_xml(table, before=before)
    assert refusal(written(tmp_path, "a.xls", content)) == code


def test_what_is_far_but_empty_does_not_count(tmp_path: Path) -> None:
    table = (
        f'<Column ss:Span="16000" ss:Hidden="1"/><Row>{data("Number", "1")}</Row>'
        '<Row ss:Index="1048576" ss:Hidden="1" ss:Span="99999999999"/>'
    )
    assert row(tmp_path, spreadsheet_xml(table), "a.xls") == [1.0]
