"""Hostile files in a process of limited memory and time, each beside an honest one that passes."""

from __future__ import annotations

import base64
import socket
import zlib
from collections.abc import Callable
from pathlib import Path
from threading import Thread
from typing import NamedTuple

import pytest

from reconcile.reading import read
from tests.ooxml.packages import WORKBOOK, package, sheet
from tests.reading import documents
from tests.reading.binaries import number, number12, row12, xls, xlsb
from tests.reading.documents import cell, paragraph, span, table
from tests.reading.hostile import (
    MEGABYTE,
    ONE,
    claiming,
    codes,
    copied,
    copied12,
    crowded,
    deep,
    drawing,
    forms,
    laughing,
    locked,
    nested,
    padded,
    pdf,
    runs,
    sheets,
    spaces,
    strings,
)
from tests.reading.measured import measured
from tests.reading.opendocument import content, empty, figure, ods, row, words, zipped_content
from tests.reading.opendocument import table as page
from tests.reading.test_refusals import refusal

FAR = '<row r="1048576"><c r="XFD1048576"><v>1</v></c></row>'
CORNERS = '<row r="1"><c r="A1"><v>1</v></c></row><row r="{0}"><c r="ALL{0}"><v>1</v></c></row>'
DEEP = WORKBOOK.replace("</workbook>", "{}</workbook>")
QUICK, MODEST = 12, 300 * MEGABYTE  # seconds and bytes that a refusal may take
LARGE = 900 * MEGABYTE  # bytes that the largest honest file may take


class Pair(NamedTuple):
    """A hostile file and the code of its refusal; an honest one of its kind that comes near."""

    suffix: str
    code: str
    hostile: Callable[[], bytes]
    honest: Callable[[], bytes]


def full(rows: int, columns: int) -> str:
    """A sheet with a figure in every cell."""
    line = "".join(f"<c><v>{n}</v></c>" for n in range(columns))
    return sheet("".join(f'<row r="{n + 1}">{line}</row>' for n in range(rows)))


def laughs(kind: str) -> bytes:
    if kind == "docx":
        return documents.package(paragraph("&a9;"), before=laughing(""))
    if kind == "ods":
        return zipped_content(content(page(row(words("&a9;"))), prolog=laughing("")))
    if kind == "styles.ods":
        return ods(page(row(figure(1))), styles=laughing("<x>&a9;</x>"))
    part = {"sheet": ONE, "workbook": WORKBOOK}.get(kind, "<x>&a9;</x>")
    name = {"sheet": "xl__worksheets__sheet1"}.get(kind, f"xl__{kind}")
    return package(ONE, **{name: laughing(part)})


def wide(columns: int, rows: int, times: int) -> bytes:
    cells = f"<td colspan={columns} rowspan=65000>1" * times
    return f"<html><table><tr>{cells}{'<tr><td>1' * rows}</table>".encode()


def repeated(count: int, rows: int, more: str = "") -> bytes:
    one = figure(1, f'table:number-columns-repeated="{count}" {more}')
    return ods(page(row(one, attributes=f'table:number-rows-repeated="{rows}"')))


PAIRS = {
    "ratio": Pair("xlsx", "bomb-ratio", lambda: padded(64 * MEGABYTE),
                  lambda: padded(80 * MEGABYTE, 600_000)),
    "total": Pair("xlsx", "bomb-total",
                  lambda: claiming(padded(9, 6 * MEGABYTE), "xl/media/zeros.bin", 2**31),
                  lambda: claiming(padded(9, 6 * MEGABYTE), "xl/media/zeros.bin", 2**30 - 2**24)),
    "lying": Pair("xlsx", "broken-workbook",
                  lambda: claiming(package(ONE + " " * 2**28), "xl/worksheets/sheet1.xml", 99),
                  lambda: package(ONE + " " * 2**24)),
    "parts": Pair("xlsx", "bomb-total", lambda: crowded(20_000), lambda: crowded(19_900)),
    "locked": Pair("xlsx", "encrypted", lambda: locked(package(ONE)), lambda: package(ONE)),
    "strings": Pair("xlsx", "broken-workbook", lambda: strings(2**32 - 1), lambda: strings(10**6)),
    "copies.xlsx": Pair("xlsx", "bomb-ratio", lambda: copied(32_000, 10_000),
                        lambda: copied(32_000, 500, 40_000)),
    "copies, prefixed": Pair("xlsx", "bomb-ratio", lambda: copied(32_000, 10_000, prefix="x:"),
                             lambda: copied(32_000, 500, 40_000, prefix="x:")),
    "copies.xlsb": Pair("xlsb", "bomb-ratio", lambda: copied12(32_000, 10_000),
                        lambda: copied12(32_000, 500, 40_000)),
    "corner.xlsx": Pair("xlsx", "far-cell", lambda: package(sheet(FAR)),
                        lambda: package(sheet(CORNERS.format(1999)))),
    "corner.xlsb": Pair("xlsb", "far-cell", lambda: xlsb(row12(2**20 - 1, number12(16383, 1))),
                        lambda: xlsb(row12(0, number12(0, 1)), row12(1998, number12(999, 1)))),
    "corner.xls": Pair("xls", "far-cell", lambda: xls(number(65535, 255, 1)),
                       lambda: xls(number(0, 0, 1) + number(7000, 255, 1))),
    "corner.ods": Pair("ods", "far-cell",
                       lambda: ods(page(row(empty(1), attributes='table:number-rows-repeated="99"'),
                                        row(empty(2**31), figure(1)))),
                       lambda: ods(page(row(empty(1), attributes='table:number-rows-repeated="99"'),
                                        row(empty(16383), figure(1))))),
    "corners": Pair("xlsx", "far-cell", lambda: sheets(100, sheet(CORNERS.format(1999))),
                    lambda: sheets(4, sheet(CORNERS.format(1999)))),
    "full": Pair("xlsx", "broken-workbook", lambda: sheets(2, ONE, shared=True),
                 lambda: package(full(10_000, 50))),
    "filled": Pair("ods", "far-cell", lambda: repeated(16384, 1200), lambda: repeated(16384, 100)),
    "spans": Pair("ods", "far-cell",
                  lambda: repeated(16384, 1200, 'table:number-rows-spanned="2"'),
                  lambda: repeated(16384, 100, 'table:number-rows-spanned="2"')),
    "formulas": Pair("ods", "far-cell", lambda: repeated(9000, 100, 'table:formula="of:=1+1"'),
                     lambda: repeated(1000, 100, 'table:formula="of:=1+1"')),
    "colspan": Pair("html", "far-cell", lambda: wide(10**8, 5000, 2000),
                    lambda: wide(10**8, 99, 50)),
    "rowspan": Pair("html", "far-cell", lambda: b"<table>" + b"<tr><td rowspan=65000>1" * 20_000,
                    lambda: b"<table>" + b"<tr><td rowspan=65000>1" * 200),
    "nested.html": Pair("html", "deep-page", lambda: b"<html>" + b"<table><tr><td>1" * 5000,
                        lambda: b"<html>" + b"<table><tr><td>1" * 40),
    "nested.docx": Pair("docx", "broken-document", lambda: documents.package(nested(100)),
                        lambda: documents.package(nested(50))),
    "spans.docx": Pair("docx", "far-cell",
                       lambda: documents.package(
                           table(*[(cell("1", span(n % 999 + 1)), "2") for n in range(3000)])),
                       lambda: documents.package(table(*[(cell("1", span(10**8)), "2")] * 3000))),
    "deep.docx": Pair("docx", "broken-document", lambda: documents.package(deep(200_000)),
                      lambda: documents.package(deep(200))),
    "deep.ods": Pair("ods", "broken-workbook", lambda: ods(page(row(words(deep(200_000))))),
                     lambda: ods(page(row(words(deep(200)))))),
    "deep.xlsx": Pair("xlsx", "broken-workbook",
                      lambda: package(ONE, xl__workbook=DEEP.format(deep(500_000))),
                      lambda: package(ONE, xl__workbook=DEEP.format(deep(200)))),
    "line": Pair("csv", "far-cell", lambda: b"1," * 25_000_000, lambda: b"1," * 300_000),
    "lines": Pair("txt", "far-cell", lambda: b"a\n" * 20_000_000, lambda: b"a\n" * 300_000),
    "blanks": Pair("txt", "far-cell", lambda: b"\n" * 50_000_000, lambda: b"\n" * 300_000),
    "gaps": Pair("txt", "far-cell", lambda: b"a  " * 9_000_000, lambda: b"a  " * 300_000),
    "fields": Pair("csv", "far-cell", lambda: b"1,2,3,4,5,6,7,8\n" * 1_500_000,
                   lambda: b"1,2,3,4,5\n" * 200_000),
    "quotes": Pair("csv", "far-cell", lambda: b'"a\n' * 3_000_000, lambda: b'"a"\n' * 100_000),
    "old": Pair("xls", "too-large", lambda: xls(number(0, 0, 1)) + bytes(65 * MEGABYTE),
                lambda: xls(number(0, 0, 1)) + bytes(MEGABYTE)),
    "flate": Pair("pdf", "bomb-total", lambda: drawing(spaces(140), "FlateDecode"),
                  lambda: drawing(spaces(3), "FlateDecode")),
    "flate, thrice": Pair(
        "pdf", "bomb-total",
        lambda: drawing(zlib.compress(zlib.compress(spaces(140))), *["FlateDecode"] * 3),
        lambda: drawing(zlib.compress(zlib.compress(spaces(3))), *["FlateDecode"] * 3)),
    "ascii": Pair(
        "pdf", "bomb-total",
        lambda: drawing(base64.a85encode(spaces(140)) + b"~>", "ASCII85Decode", "FlateDecode"),
        lambda: drawing(base64.a85encode(spaces(3)) + b"~>", "ASCII85Decode", "FlateDecode")),
    "runs": Pair("pdf", "bomb-total", lambda: drawing(runs(3_000_000), "RunLengthDecode"),
                 lambda: drawing(runs(20_000), "RunLengthDecode")),
    "codes": Pair("pdf", "bomb-total", lambda: drawing(codes(80_000), "LZWDecode"),
                  lambda: drawing(spaces(1), "FlateDecode")),
    "columns": Pair(
        "pdf", "bomb-total",
        lambda: drawing(spaces(1), "FlateDecode",
                        entries=b"/DecodeParms [<< /Predictor 12 /Columns 4000000000 >>]"),
        lambda: drawing(spaces(1), "FlateDecode", entries=b"/DecodeParms [<< /Predictor 1 >>]")),
    "forms": Pair("pdf", "bomb-total", lambda: forms(6, 50), lambda: forms(2, 30)),
}  # fmt: skip


@pytest.mark.parametrize("name", PAIRS)
def test_a_hostile_file_is_refused_and_an_honest_one_read(name: str, tmp_path: Path) -> None:
    pair = PAIRS[name]
    path = tmp_path / f"a.{pair.suffix}"
    path.write_bytes(pair.hostile())
    refused = measured(path)
    assert refused.code == pair.code
    assert refused.seconds < QUICK
    assert refused.memory < MODEST
    path.write_bytes(pair.honest())
    found = measured(path)
    assert found.code == "read"
    assert found.memory < LARGE


@pytest.mark.parametrize(
    ("suffix", "kind"),
    [
        *(("xlsx", kind) for kind in ("sheet", "workbook", "styles", "sharedStrings")),
        ("docx", "docx"), ("ods", "ods"), ("ods", "styles.ods"),
    ],
)  # fmt: skip
def test_entities_are_never_unfolded(suffix: str, kind: str, tmp_path: Path) -> None:
    path = tmp_path / f"a.{suffix}"
    path.write_bytes(laughs(kind))
    refused = measured(path)
    assert refused.code == ("entities-in-document" if suffix == "docx" else "entities")
    assert refused.memory < MODEST


@pytest.mark.parametrize(
    "kids", [b"[2 0 R 2 0 R] /Count 2000000000", b"[3 0 R] /Count 9", b"[%s]" % (b"[" * 10_000)]
)
def test_pages_that_lead_nowhere(kids: bytes, tmp_path: Path) -> None:
    path = tmp_path / "a.pdf"
    pages = b"<< /Type /Pages /Kids %s >>" % kids
    path.write_bytes(pdf(b"<< /Type /Catalog /Pages 2 0 R >>", pages, pages))
    refused = measured(path)
    assert refused.code in ("scanned", "broken-pdf")
    assert refused.seconds < QUICK


def test_nothing_is_fetched(tmp_path: Path) -> None:
    """Whatever a file refers to, at an address that would notice."""
    asked: list[object] = []
    with socket.create_server(("127.0.0.1", 0)) as server:
        address = f"http://127.0.0.1:{server.getsockname()[1]}/x"
        Thread(target=lambda: asked.append(server.accept()), daemon=True).start()
        listed = f'<!DOCTYPE d SYSTEM "{address}">'
        linked = words("a", f'xmlns:xlink="http://www.w3.org/1999/xlink" xlink:href="{address}"')
        markup = (
            f"<base href='{address}'><link href='{address}' rel=stylesheet><img src='{address}'>"
        )
        files = {
            "a.html": (f"{listed}<html>{markup}<table><tr><td>1</table>".encode(), ""),
            "a.docx": (documents.package(paragraph("a"), before=listed), "entities-in-document"),
            "a.xlsx": (package(listed + ONE), "entities"),
            "a.ods": (ods(page(row(linked, figure(1)))), ""),
            "b.ods": (zipped_content(content(page(row(linked)), prolog=listed)), "entities"),
        }
        for name, (made, code) in files.items():
            path = tmp_path / name
            path.write_bytes(made)
            if code:
                assert refusal(path) == code
            else:
                assert read(str(path)).sheets
    assert not asked
