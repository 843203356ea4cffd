"""What an OpenDocument spreadsheet holds once read, and what is refused."""

from __future__ import annotations

import datetime
from pathlib import Path

import pytest

from reconcile.model import Book, Range, Sheet
from reconcile.reading import guard, read
from reconcile.reading.ods.cells import excel_formula
from tests.ooxml.packages import zipped
from tests.reading.opendocument import (
    MIMETYPE,
    content,
    empty,
    figure,
    ods,
    row,
    table,
    words,
    zipped_content,
)
from tests.reading.test_refusals import refusal, written


def book(folder: Path, content: bytes) -> Book:
    return read(str(written(folder, "a.ods", content)))


def sheet(folder: Path, *rows: str, styles: str = "") -> Sheet:
    (found,) = book(folder, ods(table(*rows), styles=styles)).sheets
    return found


def test_repeated_rows_and_cells(tmp_path: Path) -> None:
    found = sheet(
        tmp_path,
        row(empty(16384), attributes='table:number-rows-repeated="2"'),
        row(
            figure(1, 'table:number-columns-repeated="2"'),
            empty(1),
            words("x"),
            attributes='table:number-rows-repeated="2"',
        ),
        row(empty(16384), attributes='table:number-rows-repeated="1048572"'),
    )
    blank, full = [None] * 4, [1.0, 1.0, None, "x"]
    assert found.cells.tolist() == [blank, blank, full, full]


def test_merges_hide_what_they_cover(tmp_path: Path) -> None:
    found = sheet(
        tmp_path,
        row(
            words("Tổng", 'table:number-columns-spanned="2" table:number-rows-spanned="2"'),
            words("x").replace("table-cell", "covered-table-cell"),
            figure(3),
        ),
        row(empty(2).replace("table-cell", "covered-table-cell"), figure(4)),
    )
    assert found.merges == (Range(0, 0, 1, 1),)
    assert found.cells.tolist() == [["Tổng", None, 3.0], [None, None, 4.0]]


TYPES = [
    ('office:value-type="percentage" office:value="0.125"', 0.125),
    ('office:value-type="currency" office:value="15"', 15.0),
    ('office:value-type="boolean" office:boolean-value="true"', True),
    ('office:value-type="date" office:date-value="2022-07-08"', datetime.date(2022, 7, 8)),
    (
        'office:value-type="date" office:date-value="2022-07-08T12:30:00"',
        datetime.datetime(2022, 7, 8, 12, 30),
    ),
    ('office:value-type="time" office:time-value="PT08H07M00S"', datetime.time(8, 7)),
    ('office:value-type="time" office:time-value="PT30H00M00S"', datetime.timedelta(hours=30)),
    ('office:value-type="time" office:time-value="-PT06H00M00S"', -datetime.timedelta(hours=6)),
    ('office:value-type="time" office:time-value="PT07H29M59.9999996S"', datetime.time(7, 30)),
    ('office:value-type="string" office:string-value="8,7"', "8,7"),
    ('office:value-type="date" office:date-value="0000-99-99"', "shown"),
    ('office:value-type="float" office:value="many"', "shown"),
    ('office:value-type="float" office:value="INF"', "inf"),
    ('calcext:value-type="error" office:value-type="string" office:string-value=""', "#VALUE!"),
]


@pytest.mark.parametrize(("attributes", "value"), TYPES)
def test_values_by_their_type(tmp_path: Path, attributes: str, value: object) -> None:
    cell = f"<table:table-cell {attributes}><text:p>shown</text:p></table:table-cell>"
    found = sheet(tmp_path, row(cell)).cells[0, 0]
    assert (found, type(found)) == (value, type(value))


def test_an_error_and_a_formula_never_computed(tmp_path: Path) -> None:
    attributes = 'table:formula="of:=[.B1]/0" calcext:value-type="error"'
    found = sheet(
        tmp_path,
        row(words("#DIV/0!", attributes), figure(1)),
        row('<table:table-cell table:formula="of:=SUM([.A1:.B1];2)"/>'),
    )
    assert found.cells.tolist() == [["#DIV/0!", 1.0], [None, None]]
    assert found.formulas == {(0, 0): "=B1/0", (1, 0): "=SUM(A1:B1,2)"}


def test_paragraphs_spaces_and_comments(tmp_path: Path) -> None:
    cell = (
        '<table:table-cell office:value-type="string">'
        "<office:annotation><text:p>ghi chú</text:p></office:annotation>"
        '<text:p>Sở<text:s text:c="3"/><text:span>Y</text:span> tế</text:p>'
        "<text:p>hai<text:line-break/>ba</text:p></table:table-cell>"
    )
    assert sheet(tmp_path, row(cell)).cells[0, 0] == "Sở   Y tế\nhai\nba"


def test_what_is_hidden(tmp_path: Path) -> None:
    styles = (
        '<style:style style:name="ta2" style:family="table">'
        '<style:table-properties table:display="false"/></style:style>'
    )
    rows = (
        '<table:table-column table:number-columns-repeated="2"/>'
        '<table:table-column table:visibility="collapse" table:number-columns-repeated="16000"/>',
        row(figure(1), attributes='table:visibility="filter"'),
        row(figure(1), figure(2), figure(3), figure(4)),
    )
    shown = table(*rows)
    veiled = table(*rows, name="T", attributes='table:style-name="ta2"')
    first, second = book(tmp_path, ods(shown, veiled, styles=styles)).sheets
    assert (first.hidden, second.hidden) == (False, True)
    assert first.hidden_rows == {0}
    assert first.hidden_columns == {2, 3}


def number_style(name: str, inside: str, kind: str = "number") -> str:
    return f'<number:{kind}-style style:name="{name}">{inside}</number:{kind}-style>'


DIGITS = '<number:number number:min-integer-digits="1" number:decimal-places="{}" {}/>'
CODES = [
    (number_style("N", DIGITS.format(2, "")), "0.00"),
    (number_style("N", DIGITS.format(0, 'number:grouping="true"')), "#,##0"),
    (number_style("N", DIGITS.format(3, 'number:min-decimal-places="1"')), "0.0##"),
    (number_style("N", '<number:number number:min-integer-digits="1"/>'), "General"),
    (
        number_style("N", DIGITS.format(1, "") + "<number:text>%</number:text>", "percentage"),
        "0.0%",
    ),
    (
        number_style(
            "N",
            DIGITS.format(0, 'number:grouping="true"')
            + "<number:text> </number:text><number:currency-symbol>đ</number:currency-symbol>",
            "currency",
        ),
        '#,##0 "đ"',
    ),
    (
        number_style(
            "N",
            "<number:day/><number:text>.</number:text><number:month/>",
            "date",
        ),
        "d.m",
    ),
    (number_style("N", "<number:text-content/>", "text"), "@"),
    (
        number_style("P", DIGITS.format(1, ""))
        + number_style(
            "N",
            "<number:text>-</number:text>"
            + DIGITS.format(1, "")
            + '<style:map style:condition="value()&gt;=0" style:apply-style-name="P"/>',
        ),
        "0.0;-0.0",
    ),
]


@pytest.mark.parametrize(("style", "code"), CODES)
def test_formats_by_style(tmp_path: Path, style: str, code: str) -> None:
    styles = style + (
        '<style:style style:name="base" style:family="table-cell" style:data-style-name="N"/>'
        '<style:style style:name="ce1" style:family="table-cell" style:parent-style-name="base"/>'
    )
    found = sheet(
        tmp_path,
        '<table:table-column table:default-cell-style-name="ce1"/>'
        '<table:table-column table:number-columns-repeated="9"/>',
        row(figure(1), figure(2, 'table:style-name="ce1"'), figure(3)),
        styles=styles,
    )
    assert [found.format_code(0, column) for column in range(3)] == [code, code, "General"]


@pytest.mark.parametrize(
    ("written", "read_as"),
    [
        ("of:=SUM([.B3:.C3];2)", "=SUM(B3:C3,2)"),
        ("of:=[$'Bảng 1'.$B$3:.$C$4]+1", "='Bảng 1'!$B$3:$C$4+1"),
        ("of:=[$'it''s.a'.B2]", "='it''s.a'!B2"),
        ('of:=IF([.A1]="a;[b]";COM.MICROSOFT.CONCAT([.A1]);[.A:.A])',
         '=IF(A1="a;[b]",CONCAT(A1),A:A)'),
        ("of:=['file:///tmp/x.ods'#$Sheet1.A1]+[.#REF!]", "=#REF!+#REF!"),
        ("msoxl:=SUM(A1:B2,3)", "=SUM(A1:B2,3)"),
    ],
)  # fmt: skip
def test_formulas_as_excel_writes_them(written: str, read_as: str) -> None:
    assert excel_formula(written) == read_as


def test_only_sheets_of_the_file_itself(tmp_path: Path) -> None:
    inner = f"<table:table-cell>{table(row(figure(9)), name='inner')}</table:table-cell>"
    kept = table(row(figure(1)), name="'file:///x'#$S", attributes='table:style-name="ta_extref"')
    link = f"<table:dde-links><table:dde-link>{kept}</table:dde-link></table:dde-links>"
    text = content(table(row(inner, figure(1))), kept, after=link)
    (found,) = book(tmp_path, zipped_content(text)).sheets
    assert found.cells.tolist() == [[None, 1.0]]


def test_too_wide_a_grid(tmp_path: Path) -> None:
    far = row(empty(16383), figure(1))
    gap = row(empty(1), attributes='table:number-rows-repeated="1048575"')
    assert refusal(written(tmp_path, "a.ods", ods(table(gap, far)))) == "far-cell"
    full = row(
        figure(1, 'table:number-columns-repeated="16384"'),
        attributes='table:number-rows-repeated="1048576"',
    )
    assert refusal(written(tmp_path, "b.ods", ods(table(full)))) == "far-cell"
    many = row(figure(1), attributes='table:number-rows-repeated="100000"')
    assert book(tmp_path, ods(table(many))).sheets[0].shape == (100_000, 1)


def test_entities_are_not_expanded(tmp_path: Path) -> None:
    bomb = '<!DOCTYPE w [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;">]>'
    honest = content(table(row(words("a &amp; b"))))
    assert book(tmp_path, zipped_content(honest)).sheets[0].cells[0, 0] == "a & b"
    text = content(table(row(words("&b;"))), prolog=bomb)
    assert refusal(written(tmp_path, "a.ods", zipped_content(text))) == "entities"


def test_archives_that_unpack_too_far(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    padded = ods(table(row(figure(1))), padding=" " * 400_000)
    honest = ods(table(row(figure(1))), padding="0123456789abcdef" * 2_000)
    monkeypatch.setattr(guard, "UNPACKED_FREELY", 20_000)
    monkeypatch.setattr(guard, "LARGEST_RATIO", 100)
    assert refusal(written(tmp_path, "b.ods", padded)) == "bomb-ratio"
    assert book(tmp_path, honest).sheets


def test_what_is_no_spreadsheet(tmp_path: Path) -> None:
    honest = ods(table(row(figure(1))), **{"META-INF__manifest": "<manifest/>"})
    assert book(tmp_path, honest).sheets
    locked = ods(table(row(figure(1))), **{"META-INF__manifest": "<manifest:encryption-data/>"})
    assert refusal(written(tmp_path, "a.ods", locked)) == "encrypted"
    assert refusal(written(tmp_path, "b.ods", b"rubbish")) == "not-its-kind"
    assert refusal(written(tmp_path, "c.ods", zipped_content("<office"))) == "broken-workbook"
    assert refusal(written(tmp_path, "d.ods", zipped({"mimetype": MIMETYPE}))) == "broken-workbook"
    letter = zipped({"mimetype": MIMETYPE.replace("spreadsheet", "text"), "content.xml": "<a/>"})
    assert refusal(written(tmp_path, "e.ods", letter)) == "not-its-kind"
