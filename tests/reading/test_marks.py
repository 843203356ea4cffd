"""Raised digits and struck-out text beside a figure, in every format that tells them apart."""

from __future__ import annotations

import io
import struct
from pathlib import Path

import pytest
import xlsxwriter
from openpyxl.cell.rich_text import CellRichText, TextBlock
from openpyxl.cell.text import InlineFont
from reportlab.lib.styles import getSampleStyleSheet
from reportlab.platypus import Paragraph, Table

from reconcile.pipeline import audit
from reconcile.reading import marks, read
from tests.ooxml.packages import package as workbook
from tests.ooxml.packages import sheet
from tests.reading import binaries, opendocument
from tests.reading.documents import cell, package, printed, table

STRUCK = "4̶1̶"


def cells_of(folder: Path, name: str, content: bytes) -> list[object]:
    """The first row of a file's first sheet."""
    path = folder / name
    path.write_bytes(content)
    return list(read(str(path)).sheets[0].cells[0])


def run(text: str, properties: str = "") -> str:
    return f"<w:r><w:rPr>{properties}</w:rPr><w:t>{text}</w:t></w:r>"


def shared_strings(*pieces: tuple[str, dict[str, bool | int]]) -> bytes:
    """A workbook whose A1 has a rich text, B1 the same text without marks, C1 a number."""
    stream = io.BytesIO()
    book = xlsxwriter.Workbook(stream)
    page = book.add_worksheet()
    rich = [piece for text, form in pieces for piece in (book.add_format(form), text)]
    page.write_rich_string(0, 0, *rich)
    page.write_string(0, 1, "".join(text for text, _ in pieces))
    page.write_number(0, 2, 41)
    book.close()
    return stream.getvalue()


def inline_strings(markup: str) -> bytes:
    cells = f'<c r="A1" t="inlineStr"><is>{markup}</is></c><c r="B1"><v>41</v></c>'
    return workbook(sheet(f'<row r="1">{cells}</row>'))


RAISED = "<rPr><vertAlign val='superscript'/></rPr>"


def test_what_is_no_mark_stays_as_it_was(tmp_path: Path) -> None:
    """Bold digits, digits below the line and a whole cell in one font are digits."""
    bold = shared_strings(("41", {"bold": True}), ("7", {"italic": True}))
    assert cells_of(tmp_path, "a.xlsx", bold) == ["417", "417", 41.0]
    below = inline_strings(
        "<r><t>H</t></r><r><rPr><vertAlign val='subscript'/></rPr><t>2</t></r><r><t>O</t></r>"
    )
    assert cells_of(tmp_path, "b.xlsx", below) == ["H2O", 41.0]
    spoken = inline_strings(f"<r><t>41</t></r><r>{RAISED}<t>3</t></r><rPh><t>9</t></rPh>")
    assert cells_of(tmp_path, "c.xlsx", spoken) == ["41³", 41.0]


def test_raised_in_shared_strings_of_a_workbook(tmp_path: Path) -> None:
    content = shared_strings(("41.5", {"bold": True}), ("2", {"font_script": 1}))
    assert cells_of(tmp_path, "a.xlsx", content) == ["41.5²", "41.52", 41.0]


def test_raised_in_inline_strings_of_a_workbook(tmp_path: Path) -> None:
    content = inline_strings(f"<r><t>41.5</t></r><r>{RAISED}<t>2</t></r>")
    assert cells_of(tmp_path, "a.xlsx", content) == ["41.5²", 41.0]


def test_struck_out_in_a_workbook(tmp_path: Path) -> None:
    import openpyxl

    book = openpyxl.Workbook()
    page = book.active
    assert page is not None
    page["A1"] = CellRichText(TextBlock(InlineFont(strike=True), "41"), " 43")
    page["B1"] = CellRichText(TextBlock(InlineFont(strike=True), "41"), " ")
    page["C1"] = CellRichText(TextBlock(InlineFont(strike=False), "41"), "7")
    book.save(tmp_path / "a.xlsx")
    content = (tmp_path / "a.xlsx").read_bytes()
    assert cells_of(tmp_path, "a.xlsx", content) == ["43", STRUCK, "417"]


def test_raised_in_an_old_workbook(tmp_path: Path) -> None:
    def rich(column: int, text: str, at: int, font: int) -> bytes:
        head = struct.pack("<HHH", 0, column, binaries.GENERAL)
        written = struct.pack("<HB", len(text), 1) + text.encode("utf-16-le")
        return binaries.record(0xD6, head, written, struct.pack("<HHH", 1, at, font))

    def font(escapement: int, options: int = 0) -> bytes:
        return binaries.record(
            0x31, struct.pack("<HHHHHBBBBBB", 200, options, 8, 400, escapement, 0, 0, 0, 0, 1, 0),
            b"A",
        )  # fmt: skip

    fonts = font(0) + font(1) + font(0, options=8) + font(2)
    content = binaries.xls(rich(0, "41.52", 4, 1) + rich(1, "43 41", 3, 2) + rich(2, "H2", 1, 3),
                           before=fonts)  # fmt: skip
    assert cells_of(tmp_path, "a.xls", content) == ["41.5²", "43", "H2"]


@pytest.mark.parametrize(
    ("properties", "shown"),
    [
        ('style:text-position="super 58%"', "41.5²"),
        ('style:text-position="33% 58%"', "41.5²"),
        ('style:text-position="sub 58%"', "41.52"),
        ('style:text-position="-33% 58%"', "41.52"),
        ('style:text-line-through-style="none"', "41.52"),
        ('style:text-line-through-style="solid"', "41.5"),
    ],
)
def test_in_an_opendocument_sheet(tmp_path: Path, properties: str, shown: str) -> None:
    style = (
        f'<style:style style:name="T1" style:family="text"><style:text-properties {properties}/>'
        "</style:style>"
    )
    words = opendocument.words('41.5<text:span text:style-name="T1">2</text:span>')
    content = opendocument.ods(opendocument.table(opendocument.row(words)), styles=style)
    assert cells_of(tmp_path, "a.ods", content) == [shown]


@pytest.mark.parametrize(
    ("inside", "shown"),
    [
        (run("41", "<w:strike/>") + run("43"), "43"),
        (run("41", "<w:dstrike/>") + run(" 43"), "43"),
        (run("41", '<w:strike w:val="0"/>') + run("7"), "417"),
        (run("41", "<w:strike/>"), STRUCK),
    ],
)
def test_struck_out_in_word(tmp_path: Path, inside: str, shown: str) -> None:
    content = package(table([cell(f"<w:p>{inside}</w:p>"), "9"]))
    assert cells_of(tmp_path, "a.docx", content) == [shown, "9"]


def test_the_new_figure_may_stand_in_a_paragraph_of_its_own(tmp_path: Path) -> None:
    old, new = run("41", "<w:strike/>"), run("43")
    content = package(table([cell(f"<w:p>{old}</w:p><w:p>{new}</w:p>"), "9"]))
    assert cells_of(tmp_path, "a.docx", content) == ["43", "9"]


@pytest.mark.parametrize(
    ("font", "code", "shown"),
    [
        ("Symbol", "F02D", "−41"),
        ("Symbol", "F02B", "+41"),
        ("Times New Roman", "2212", "−41"),
        ("Wingdings", "F02D", "41"),
        ("Symbol", "no", "41"),
    ],
)
def test_a_character_put_in_as_a_symbol(tmp_path: Path, font: str, code: str, shown: str) -> None:
    symbol = f'<w:p><w:r><w:sym w:font="{font}" w:char="{code}"/><w:t>41</w:t></w:r></w:p>'
    assert cells_of(tmp_path, "a.docx", package(table([cell(symbol), "9"]))) == [shown, "9"]


@pytest.mark.parametrize(
    ("inside", "shown"),
    [
        ("<s>41</s> 43", "43"),
        ("<del>41</del><ins>43</ins>", "43"),
        ('<span style="text-decoration: line-through">41</span> 43', "43"),
        ('41.5<span style="vertical-align: super">2</span>', "41.5²"),
        ("<small>41</small>", "41"),
        ("<p><strike>41</strike></p><p>43</p>", "43"),
        ("<s>41</s>", STRUCK),
    ],
)
def test_on_a_page(tmp_path: Path, inside: str, shown: str) -> None:
    content = f"<html><table><tr><td>{inside}</td><td>9</td></tr></table></html>".encode()
    assert cells_of(tmp_path, "a.html", content) == [shown, "9"]


@pytest.mark.parametrize("size", [6, 8])
def test_raised_in_a_pdf(tmp_path: Path, size: int) -> None:
    """The text around it has a size of ten."""
    style = getSampleStyleSheet()["Normal"]
    raised = Paragraph(f'41.5<super size="{size}">2</super>', style)
    rows = Table([[raised, "9"], ["3", "4"]], style=[("GRID", (0, 0), (-1, -1), 1, "black")])
    assert cells_of(tmp_path, "a.pdf", printed(rows)) == ["41.5²", "9"]


def test_no_fix_gives_up_the_mark(tmp_path: Path) -> None:
    """Where every total counts the figure, nothing is to be done. Without a mark the number is
    re-typed."""
    for mark in ("²", ""):
        book = xlsxwriter.Workbook(tmp_path / "a.xlsx")
        page = book.add_worksheet()
        page.write_row(0, 0, ["Ward", "Spring", "Autumn", "Total"])
        for row, (name, spring, autumn) in enumerate(
            [("Elm", 31, 12), ("Oak", 47, 25), ("Ash", 18, 33)], start=1
        ):
            page.write_row(row, 0, [name, spring, autumn, spring + autumn])
        page.write_string(2, 1, f"47{mark}")
        page.write_row(4, 0, ["Total", 96, 70, 166])
        book.close()
        findings = audit(str(tmp_path / "a.xlsx")).findings
        if mark:
            assert findings == ()
        else:
            assert [(one.rule, one.severity) for one in findings] == [("number-as-text", "warning")]
            assert findings[0].fixes[0].applicability == "safe"


def test_struck_out_text_is_told_by_letters_too() -> None:
    assert marks.standing(marks.struck("Tổng cộng")) == marks.struck("Tổng cộng")
    assert marks.standing(marks.struck("1 200") + " 1 300").strip() == "1 300"
