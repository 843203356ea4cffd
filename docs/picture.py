"""Draws docs/annotated.png, the picture of the README: `make picture`.

The annotated workbook of a sample as LibreOffice shows it: the sheet, with most rows and columns
that carry no mark hidden so that the marked ones can be read, and below it two findings of the
sheet in front. Needs `soffice`, `pdftoppm` and Pillow.
"""

from __future__ import annotations

import subprocess
import sys
import tempfile
from pathlib import Path

from openpyxl import load_workbook
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet
from PIL import Image, ImageChops

ROOT = Path(__file__).parents[1]
SAMPLE = ROOT / "samples" / "so-nganh-chuyen-doi-so.xlsx"
PICTURE = ROOT / "docs" / "annotated.png"
COLUMNS = frozenset("A B C S T U W AC AD AE AF".split())
ROWS = {3: 20.0, 5: 45.0, 6: 6.0, 7: 75.0} | dict.fromkeys((8, 9, 17, 18, 19, 23, 27, 28, 29), 16.0)
FINDINGS = {"No.": 16.0, "F7": 78.0, "F11": 130.0}
DOTS_PER_INCH = 170
COLOURS = 48
MARGIN = 16
WHITE = (255, 255, 255)


def show_rows(sheet: Worksheet, heights: dict[int, float]) -> None:
    """Hide all rows but these, which get these heights."""
    for number in range(1, sheet.max_row + 1):
        row = sheet.row_dimensions[number]
        row.hidden = number not in heights
        row.height = heights.get(number)


def show_marks(sheet: Worksheet) -> None:
    """Hide what has no mark; print the letters and numbers that addresses speak of."""
    show_rows(sheet, ROWS)
    width = sheet.column_dimensions["C"].width
    for number in range(3, sheet.max_column + 1):
        column = sheet.column_dimensions[get_column_letter(number)]
        column.min = column.max = number
        column.width = width
        column.hidden = column.index not in COLUMNS
    sheet.print_options.headings = True


def show_some_findings(front: Worksheet) -> None:
    """Hide what stands before the headings, and all findings but a few."""
    names = {row: front.cell(row, 1).value for row in range(1, front.max_row + 1)}
    show_rows(front, {row: FINDINGS[name] for row, name in names.items() if name in FINDINGS})


def pages(folder: Path) -> list[Image.Image]:
    """The pages of the annotated workbook, the sheet's first."""
    audit = folder / "audit.xlsx"
    check = ["-m", "reconcile", "check", str(SAMPLE), "--lang", "en", "-o", str(audit)]
    subprocess.run([sys.executable, *check], stdout=subprocess.DEVNULL, check=False)
    book = load_workbook(audit)
    front, sheet = book.worksheets
    show_some_findings(front)
    show_marks(sheet)
    book.move_sheet(sheet, -1)
    for each in book.worksheets:
        each.oddFooter.center.text = ""
    book.save(audit)
    profile = f"-env:UserInstallation={(folder / 'profile').as_uri()}"
    convert = ["soffice", profile, "--headless", "--convert-to", "pdf", "--outdir", str(folder)]
    subprocess.run([*convert, str(audit)], stdout=subprocess.DEVNULL, check=True)
    drawn = ["pdftoppm", "-r", str(DOTS_PER_INCH), str(audit.with_suffix(".pdf")), "page"]
    subprocess.run(drawn, cwd=folder, check=True)
    return [Image.open(page).convert("RGB") for page in sorted(folder.glob("page-*.ppm"))]


def cropped(page: Image.Image) -> Image.Image:
    """The page without its white margins."""
    return page.crop(ImageChops.difference(page, Image.new("RGB", page.size, WHITE)).getbbox())


def stacked(images: list[Image.Image]) -> Image.Image:
    """The images one below the other, on white."""
    width = max(image.width for image in images) + 2 * MARGIN
    height = sum(image.height + MARGIN for image in images) + MARGIN
    whole = Image.new("RGB", (width, height), WHITE)
    top = MARGIN
    for image in images:
        whole.paste(image, (MARGIN, top))
        top += image.height + MARGIN
    return whole


if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as folder:
        whole = stacked([cropped(page) for page in pages(Path(folder))])
        whole.quantize(COLOURS).save(PICTURE, optimize=True)
