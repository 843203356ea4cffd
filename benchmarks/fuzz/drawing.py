"""`python -m benchmarks.fuzz.drawing`: writes the small files that the campaign mutates anew.

One sheet of scores, drawn as a workbook and converted by LibreOffice to everything it writes; kept
in git, so that an input is the same wherever its number is asked for.
"""

from __future__ import annotations

import datetime
import sys
from collections.abc import Sequence
from pathlib import Path
from tempfile import TemporaryDirectory

import docx
import xlsxwriter
from xlsxwriter.worksheet import Worksheet

from tests.reading import binaries
from tests.reading.documents import converted, printed, ruled
from tests.reading.vietnamese_fonts import in_tcvn3, in_vni

SEEDS = Path(__file__).parent / "seeds"
HEADER = ("STT", "Đơn vị", "Nhận thức", "Thể chế", "Tổng điểm", "Chỉ số", "Ngày")
NAMES = ("Sở Nội vụ", "Sở Tài chính", "Sở Tư pháp", "Sở Y tế", "Thanh tra tỉnh", "Ban Dân tộc")
TITLE = "Phụ lục: kết quả chấm điểm năm 2022"


def main() -> None:
    """Writes every seed; needs LibreOffice."""
    SEEDS.mkdir(exist_ok=True)
    with TemporaryDirectory() as temporary:
        folder = Path(temporary)
        source = folder / "office.xlsx"
        _workbook(source)
        (SEEDS / "drawn.xlsx").write_bytes(source.read_bytes())
        _document(folder / "drawn.docx")
        for suffix in ("xls", "ods", "html", "pdf"):
            _keep(converted(source, suffix, folder))
        _keep(converted(source, "xlsx", _made(folder / "again")))
        _keep(converted(folder / "drawn.docx", "docx", _made(folder / "word")))
    for name, content in _others().items():
        (SEEDS / name).write_bytes(content)
    sizes = {path.name: path.stat().st_size for path in sorted(SEEDS.iterdir())}
    sys.stdout.writelines(f"{size:8} {name}\n" for name, size in sizes.items())


def rows() -> list[list[str]]:
    """The sheet as text: a row for each agency, one comma among points, a total of all."""
    scores = [(10 + 3 * n, 21 - 2 * n) for n in range(len(NAMES))]
    body = [
        [
            str(n + 1),
            name,
            f"{a}.50",
            f"{b}.25",
            f"{a + b}.75",
            f"{(a + b + 0.75) / 100:.4f}",
            "8.7",
        ]
        for n, (name, (a, b)) in enumerate(zip(NAMES, scores, strict=True))
    ]
    body[2][3] = body[2][3].replace(".", ",")
    sums = [sum(score[at] for score in scores) for at in (0, 1)]
    foot = ["", "Tổng cộng", f"{sums[0] + 3:.2f}", f"{sums[1] + 1.5:.2f}", f"{sum(sums) + 4.5:.2f}"]
    return [list(HEADER), *body, [*foot, "", ""]]


def _workbook(path: Path) -> None:
    """Merges, formats, formulas, an error, a date, a note, what is hidden, and a second sheet."""
    book = xlsxwriter.Workbook(path)
    book.set_properties({"created": datetime.datetime(2022, 7, 8)})
    page, two = book.add_worksheet("Điểm"), book.add_format({"num_format": "0.00", "border": 1})
    ruled_cell, day = book.add_format({"border": 1}), book.add_format({"num_format": "d.m"})
    page.merge_range("A1:G1", TITLE)
    page.merge_range("C2:D2", "Tiêu chí", ruled_cell)
    page.write_row(2, 0, HEADER, ruled_cell)
    for n, row in enumerate(rows()[1:], start=3):
        _row(page, n, row, (two, ruled_cell, day))
    page.write_formula("F10", "=F9/0", None, "#DIV/0!")
    page.write_comment("B4", "kiểm tra lại")
    page.set_row(7, None, None, {"hidden": True})
    page.set_column("G:G", 9, None, {"hidden": True})
    notes = book.add_worksheet("Ghi chú")
    notes.write_row(0, 0, ("Mục", "A", "B", "Cộng"))
    for n in range(1, 5):
        notes.write_row(n, 0, (f"Mục {n}", n, 2 * n, 3 * n))
    notes.hide()
    book.close()


def _row(page: Worksheet, at: int, row: Sequence[str], formats: Sequence[object]) -> None:
    two, plain, day = formats
    page.write_row(at, 0, row[:2], plain)
    for column in (2, 3):
        if "," in row[column]:
            page.write_string(at, column, row[column], plain)
        else:
            page.write_number(at, column, float(row[column]), two)
    page.write_formula(at, 4, f"=SUM(C{at + 1}:D{at + 1})", two, float(row[4]))
    if row[5]:
        page.write_number(at, 5, float(row[5]), two)
        page.write_datetime(at, 6, datetime.date(2022, 7, 8), day)


def _document(path: Path) -> None:
    document = docx.Document()
    document.add_paragraph(TITLE)
    table = document.add_table(0, len(HEADER))
    for row in rows():
        for cell, text in zip(table.add_row().cells, row, strict=True):
            cell.text = text
    table.cell(7, 5).merge(table.cell(7, 6))
    inner = table.cell(6, 6).add_table(2, 2)
    inner.cell(0, 0).text, inner.cell(1, 1).text = "a", "1"
    document.add_paragraph("Ghi chú")
    document.save(str(path))


def _others() -> dict[str, bytes]:
    """What LibreOffice does not write: binary workbooks, and texts in every encoding."""
    tables = rows()
    cells = [
        binaries.row12(
            at,
            *(
                binaries.number12(n, float(text)) if text.replace(".", "").isdigit()
                else binaries.text12(n, text)
                for n, text in enumerate(row)
                if text
            ),
        )
        for at, row in enumerate(tables)
    ]  # fmt: skip
    cells.append(binaries.row12(20, binaries.error12(1, 7), binaries.flag12(2, True)))
    tabbed = "".join("\t".join(row) + "\n" for row in tables)
    barred = [f"| {' | '.join(row)} |\n" for row in tables]
    marked = f"**{TITLE}**\n\n{barred[0]}|{'---|' * len(HEADER)}\n{''.join(barred[1:])}"
    return {
        "drawn.xlsb": binaries.xlsb(*cells, name="Điểm"),
        "drawn.pdf": printed(TITLE, ruled(tables, repeat=1, spans=("F8:G8",))),
        "drawn.tsv": tabbed.encode(),
        "drawn.csv": "".join(
            ";".join(f'"{one}"' for one in row) + "\r\n" for row in tables
        ).encode(),
        "drawn.md": marked.encode(),
        "drawn.txt": (TITLE + "\n\n" + tabbed.replace("\t", "    ")).encode("utf-16"),
        "tcvn3.txt": in_tcvn3(tabbed).encode("latin-1"),
        "vni.txt": in_vni(tabbed).encode("latin-1"),
    }


def _keep(path: Path) -> None:
    (SEEDS / f"office{path.suffix}").write_bytes(path.read_bytes())


def _made(folder: Path) -> Path:
    folder.mkdir()
    return folder


if __name__ == "__main__":
    main()
