"""PDF files: tables over pages and in bands, the lines around them, and what is refused."""

from __future__ import annotations

import io
import random
import sys
import zlib
from collections import Counter
from pathlib import Path

import pytest
import xlsxwriter
from reportlab.lib.pagesizes import A5
from reportlab.lib.styles import getSampleStyleSheet
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import Flowable, PageBreak, Paragraph, Table

from reconcile.messages import say
from reconcile.model import Range, ReconcileError, Sheet
from reconcile.reading import read
from reconcile.reading.pdf import document, guard
from reconcile.reading.pdf.cell import joined_lines
from reconcile.reading.pdf.document import read_pdf
from tests.reading.documents import (
    SAMPLES,
    converted,
    findings,
    needs_office,
    printed,
    ruled,
    sample_tables,
    texts,
    truth,
)

HEADER = ("No", "Agency", "Score")
ROWS = [[str(n), f"Agency {n}", str(n % 7)] for n in range(1, 71)]


def sheets(*flow: str | Flowable) -> dict[str, Sheet]:
    content = printed(*flow)
    return {sheet.name: sheet for sheet in read_pdf("a.pdf", content).sheets}


def test_lines_and_tables_alternate() -> None:
    found = sheets("Title", ruled([HEADER, *ROWS[:3]]), "Note")
    assert list(found) == ["Text 1", "Table 1", "Text 2"]
    assert texts(found["Table 1"]) == [list(HEADER), *ROWS[:3]]
    assert texts(found["Text 1"]) == [["Title"]]


def test_merged_labels() -> None:
    rows = [["No", "Group", ""], ["", "A", "B"], ["1", "2", "3"]]
    found = sheets(ruled(rows, spans=("A1:A2", "B1:C1")))["Table 1"]
    assert texts(found) == rows
    assert set(found.merges) == {Range(0, 0, 1, 0), Range(0, 1, 0, 2)}


@pytest.mark.parametrize("repeat", [0, 1])
def test_a_table_over_pages_is_one(repeat: int) -> None:
    found = sheets("Title", ruled([HEADER, *ROWS], repeat), "Note")
    assert texts(found["Table 1"]) == [list(HEADER), *ROWS]
    assert list(found) == ["Text 1", "Table 1", "Text 2"]


def test_other_tables_of_the_same_form_stay_apart() -> None:
    table = [HEADER, *ROWS[:4]]
    assert set(sheets(ruled(table), "B", ruled(table))) == {"Table 1", "Text 1", "Table 2"}
    assert set(sheets(ruled(table), PageBreak(), ruled(table))) == {"Table 1", "Table 2"}


def test_the_lines_of_a_paragraph_are_one() -> None:
    text = " ".join(["word"] * 60)
    assert texts(sheets(text, ruled([HEADER, *ROWS[:2]]))["Text 1"]) == [[text]]


def test_a_mark_above_the_line_is_no_digit() -> None:
    style = getSampleStyleSheet()["Normal"]
    cell = Paragraph('8.7<super size="6">1</super>', style)
    found = sheets(Table([["A", "B"], [cell, "2"]], style=[("GRID", (0, 0), (-1, -1), 1, "black")]))
    assert texts(found["Table 1"])[1] == ["8.7¹", "2"]


@pytest.mark.parametrize("turn", [90, -90])
def test_labels_that_run_up_or_down(turn: int) -> None:
    stream = io.BytesIO()
    canvas = Canvas(stream, pagesize=A5)
    canvas.grid([100, 150, 200], [300, 400, 450])
    canvas.drawString(110, 410, "1")
    canvas.translate(125, 350)
    canvas.rotate(turn)
    canvas.drawCentredString(0, 0, "Total score")
    canvas.save()
    [found] = read_pdf("a.pdf", stream.getvalue()).sheets
    assert texts(found) == [["1", ""], ["Total score", ""]]


@pytest.mark.parametrize(
    ("lines", "is_full", "text"),
    [
        (["230,2", "5"], True, "230,25"),
        (["230,2", "5"], False, "230,2 5"),
        (["100", "95"], True, "100 95"),
        (["7’310’04", "2.6"], True, "7’310’042.6"),
        (["-", "7’310.40"], True, "-7’310.40"),
        (["-", "7"], True, "- 7"),
        (["Sở Công", "thươn", "g"], True, "Sở Công thương"),
        (["Sở Nhận", "thức"], True, "Sở Nhận thức"),
    ],
)
def test_text_broken_by_a_narrow_column(lines: list[str], is_full: bool, text: str) -> None:
    assert joined_lines(lines, is_full) == text


def wide(folder: Path, across: bool, merged: bool) -> Path:
    """A sheet too wide for a page, as LibreOffice prints it in bands."""
    path = folder / "wide.xlsx"
    with xlsxwriter.Workbook(path) as book:
        sheet, border = book.add_worksheet(), book.add_format({"border": 1})
        sheet.write(0, 0, "A long title, written far beyond the first page's right side " * 3)
        first = 1
        if merged:
            first = 2
            sheet.merge_range("A2:A3", "No", border)
            sheet.merge_range("B2:B3", "Agency", border)
            for group in range(4):
                left = 2 + 6 * group
                sheet.merge_range(1, left, 1, left + 5, f"Group {group + 1}", border)
        sheet.write_row(first, 2, [f"C{n}" for n in range(24)], border)
        if not merged:
            sheet.write_row(first, 0, ["No", "Agency"], border)
        for n in range(1, 91):
            figures = [(n * k) % 10 for k in range(24)]
            sheet.write_row(first + n, 0, [n, f"Agency {n}", *figures], border)
        if across:
            sheet.print_across()
    return path


@needs_office
@pytest.mark.parametrize(("across", "merged"), [(False, True), (True, False)])
def test_bands_are_glued(across: bool, merged: bool, tmp_path: Path) -> None:
    source = wide(tmp_path, across, merged)
    book = read(str(converted(source, "pdf", tmp_path)))
    assert [sheet.name for sheet in book.sheets] == ["Text 1", "Table 1"]
    assert texts(book.sheets[1]) == [
        [text.removesuffix(".0") for text in row] for row in texts(read(str(source)).sheets[0])[1:]
    ]
    if merged:
        assert Range(0, 14, 0, 19) in book.sheets[1].merges


@needs_office
def test_a_sample_of_many_tables_comes_back(tmp_path: Path) -> None:
    source = SAMPLES / "phu-luc-ninh-binh-2021.xlsx"
    book = read(str(converted(source, "pdf", tmp_path)))
    back = [texts(sheet) for sheet in book.sheets if sheet.name.startswith("Table")]
    comma = [[[text.replace(".", ",") for text in row if text] for row in rows] for rows in back]
    assert [rows[1:] for rows in comma] == [
        [[text.replace(".", ",") for text in row if text] for row in rows[1:]]
        for rows in sample_tables("phu-luc-ninh-binh-2021.txt")
    ]


@needs_office
def test_the_findings_of_a_sample_are_the_same_printed(tmp_path: Path) -> None:
    made = converted(SAMPLES / "so-nganh-chuyen-doi-so.xlsx", "pdf", tmp_path)
    # Four lines stand above the header.
    assert findings(made) == truth("so-nganh-chuyen-doi-so.md", lambda row: row - 4)


def refusal(content: bytes) -> str:
    with pytest.raises(ReconcileError) as caught:
        read_pdf("a.pdf", content)
    for language, word in (("vi", "bản quét"), ("en", "scanned")):
        said = say(caught.value.message, language)  # type: ignore[arg-type]
        assert "a.pdf" in said and (word in said) == (caught.value.code == "scanned")
    return caught.value.code


def drawing(encrypt: str | None = None, pages: int = 1) -> bytes:
    stream = io.BytesIO()
    canvas = Canvas(stream, pagesize=A5, encrypt=encrypt)
    for _ in range(pages):
        canvas.rect(20, 20, 100, 100, fill=1)
        canvas.showPage()
    canvas.save()
    return stream.getvalue()


def test_refusals(monkeypatch: pytest.MonkeyPatch) -> None:
    assert refusal(drawing()) == "scanned"
    assert refusal(drawing("secret")) == "encrypted-document"
    assert refusal(b"plain text") == "not-a-pdf"
    assert refusal(b"%PDF-1.7\n" + b"x" * 500) in ("broken-pdf", "scanned")
    assert refusal(drawing(pages=document.MOST_PAGES + 1)) == "too-many-pages"
    monkeypatch.setattr(guard, "LONGEST", -1)
    assert refusal(drawing()) == "too-slow"
    monkeypatch.setitem(sys.modules, "pdfplumber", None)
    assert refusal(drawing()) == "pdf-missing"


def test_a_page_of_too_much_drawing(monkeypatch: pytest.MonkeyPatch) -> None:
    honest = printed("Title", ruled([HEADER, *ROWS]))
    assert read_pdf("a.pdf", honest).sheets
    monkeypatch.setattr(guard, "LARGEST_PAGE", 100)
    assert refusal(honest) == "bomb-total"


def test_a_wrong_checksum_is_overlooked() -> None:
    left = guard.Allowance("a.pdf")
    packed = zlib.compress(b"8,7 " * 99)
    assert guard.inflated(packed[:-1] + b"x", left) == b"8,7 " * 99
    assert guard.inflated(packed[:-9], left) == zlib.decompressobj().decompress(packed[:-9])
    assert guard.inflated(b"x" + packed, left) == b""


def test_damaged_files_are_refused_or_read() -> None:
    content = printed("Title", ruled([HEADER, *ROWS[:5]]))
    chance = random.Random(4)
    codes: Counter[str] = Counter()
    for _ in range(60):
        damaged = bytearray(content)
        for _ in range(chance.randint(1, 12)):
            damaged[chance.randrange(len(damaged))] = chance.randrange(256)
        try:
            read_pdf("a.pdf", bytes(damaged))
            codes["read"] += 1
        except ReconcileError as error:
            codes[error.code] += 1
    assert codes["read"]
