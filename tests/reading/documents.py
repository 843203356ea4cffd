"""Word documents, pages and PDF files for tests, made small or by real software."""

from __future__ import annotations

import io
import json
import re
import shutil
import subprocess
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

import docx
import pytest
from reportlab.lib import colors
from reportlab.lib.pagesizes import A5
from reportlab.lib.styles import getSampleStyleSheet
from reportlab.platypus import Flowable, Paragraph, SimpleDocTemplate, Table

from reconcile.model import Sheet
from reconcile.pipeline import audit
from reconcile.reading.text import text_sheet
from tests.ooxml.packages import PACKAGE, RELATIONS, zipped

SAMPLES = Path(__file__).parents[2] / "samples"
WORD = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
OFFICE = shutil.which("soffice")

needs_office = pytest.mark.skipif(OFFICE is None, reason="LibreOffice is not installed")


def package(body: str, before: str = "") -> bytes:
    """A Word document of the body's markup, written with the prefix w."""
    listing = (
        f'<Relationships xmlns="{PACKAGE}/relationships">'
        f'<Relationship Id="r1" Type="{RELATIONS}/officeDocument" Target="word/document.xml"/>'
        "</Relationships>"
    )
    document = f'{before}<w:document xmlns:w="{WORD}"><w:body>{body}</w:body></w:document>'
    return zipped({"_rels/.rels": listing, "word/document.xml": document})


def paragraph(text: str) -> str:
    return f"<w:p><w:r><w:t>{text}</w:t></w:r></w:p>"


def cell(inside: str, properties: str = "") -> str:
    """A cell of a text, or of markup that brings its own paragraphs."""
    inside = inside if inside.startswith("<") else paragraph(inside)
    return f"<w:tc><w:tcPr>{properties}</w:tcPr>{inside}</w:tc>"


def span(columns: int) -> str:
    return f'<w:gridSpan w:val="{columns}"/>'


def table(*rows: Sequence[str], grid: Sequence[int] = ()) -> str:
    """A table of cells, each markup or just its text; `grid` in twips."""
    columns = "".join(f'<w:gridCol w:w="{width}"/>' for width in grid)
    lines = "".join(
        "<w:tr>" + "".join(c if c.startswith("<w:tc>") else cell(c) for c in row) + "</w:tr>"
        for row in rows
    )
    return f"<w:tbl><w:tblGrid>{columns}</w:tblGrid>{lines}</w:tbl>"


def texts(sheet: Sheet) -> list[list[str]]:
    return [["" if cell is None else str(cell) for cell in row] for row in sheet.cells]


def printed(*flow: str | Flowable) -> bytes:
    """A PDF of lines and tables, on pages of A5."""
    style = getSampleStyleSheet()["Normal"]
    parts: list[Flowable] = [Paragraph(one, style) if isinstance(one, str) else one for one in flow]
    stream = io.BytesIO()
    SimpleDocTemplate(stream, pagesize=A5).build(parts)
    return stream.getvalue()


def ruled(rows: Sequence[Sequence[str]], repeat: int = 0, spans: Sequence[str] = ()) -> Table:
    """A table with every rule drawn; `repeat` header rows on each page, `spans` like 'A1:B1'."""
    merged = [("SPAN", *_corners(one)) for one in spans]
    style = [("GRID", (0, 0), (-1, -1), 0.5, colors.black), *merged]
    return Table([list(row) for row in rows], repeatRows=repeat, style=style)


def _corners(span: str) -> Iterator[tuple[int, int]]:
    for corner in span.split(":"):
        yield ord(corner[0]) - ord("A"), int(corner[1:]) - 1


def converted(source: Path, suffix: str, folder: Path) -> Path:
    """The file as LibreOffice converts it, with a profile of its own."""
    subprocess.run(
        [
            str(OFFICE), f"-env:UserInstallation={(folder / 'profile').as_uri()}", "--headless",
            "--convert-to", suffix, "--outdir", str(folder), str(source),
        ],
        check=True,
        capture_output=True,
        timeout=180,
    )  # fmt: skip
    (made,) = folder.glob(f"{source.stem}*.{suffix}")
    return made


def sample_tables(name: str) -> list[list[list[str]]]:
    """The rows of a text sample that have three fields or more, a run of them to a table."""
    tables: list[list[list[str]]] = [[]]
    for row in texts(text_sheet(name, (SAMPLES / name).read_text("utf-8"))):
        if sum(map(bool, row)) >= 3:
            tables[-1].append(row)
        elif any(row):
            tables.append([])
    return [table for table in tables if table]


def sample_as_word(name: str, target: Path) -> None:
    """A text sample as a Word document: paragraphs, and tables with a cell to each field."""
    sheet = text_sheet(name, (SAMPLES / name).read_text("utf-8"))
    assert sheet.widths is not None
    document = docx.Document()
    rows: list[list[str]] = []
    for width, row in zip([*sheet.widths, 1], [*texts(sheet), ["end"]], strict=True):
        if sum(map(bool, row)) >= 3:
            rows.append(row[:width])
        elif any(row):
            if rows:
                _add_table(document, rows)
                rows = []
            if row != ["end"]:
                document.add_paragraph(" ".join(filter(None, row)))
    document.save(str(target))


def _add_table(document: docx.document.Document, rows: list[list[str]]) -> None:
    made = document.add_table(0, max(map(len, rows)))
    for row in rows:
        for target, text in zip(made.add_row().cells, row, strict=False):
            target.text = text


def truth(name: str, moved: Callable[[int], int]) -> Counter[tuple[str, str, str]]:
    """A sample's findings by rule, address and severity, each row number moved."""
    known = json.loads((SAMPLES / "truth" / f"{Path(name).stem}.json").read_text("utf-8"))
    found: Counter[tuple[str, str, str]] = Counter()
    for one in known:
        column, row = re.fullmatch(r"([A-Z]+)(\d+)", one["at"]).groups()  # type: ignore[union-attr]
        found[one["rule"], f"{column}{moved(int(row))}", one["severity"]] += 1
    return found


def findings(path: Path) -> Counter[tuple[str, str, str]]:
    return Counter((f.rule, f.at.a1, f.severity) for f in audit(str(path)).findings)
