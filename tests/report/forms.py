"""Blank forms filled in with figures, as somebody at a spreadsheet would."""

from __future__ import annotations

import random
import subprocess
from collections.abc import Iterable, Mapping
from decimal import Decimal
from pathlib import Path

import openpyxl

from reconcile.report.form.formulas import applies
from reconcile.report.form.page import Page, language_of, pages
from reconcile.template import Indicator, Template, read_template
from reconcile.template.folders import shipped
from tests.reading.documents import OFFICE

EVERYTHING = """\
name = "Cải cách hành chính sở, ngành"
titles = ["Kết quả chấm điểm cải cách hành chính *"]

[[indicator]]
name = "Kế hoạch"
group = "Chỉ đạo"
maximum = 5
values = [0, 2.5, 5]

[[indicator]]
name = "Báo cáo"
group = "Chỉ đạo"
maximum = 10
step = 0.25

[[indicator]]
name = "Sáng kiến"
group = "Chỉ đạo"
maximum = 3
values = [0, 1, 3]

[[indicator]]
name = "Hồ sơ trực tuyến"
group = "Dịch vụ công"
maximum = 12

[[indicator]]
name = "Hài lòng"
group = "Dịch vụ công"
maximum = 10

[[total]]
name = "Cộng chỉ đạo"
sums = ["Chỉ đạo"]

[[total]]
name = "Cộng dịch vụ công"
sums = ["Dịch vụ công"]

[[total]]
name = "Tổng điểm"
sums = ["Cộng chỉ đạo", "Cộng dịch vụ công"]

[index]
name = "Chỉ số"
of = "Tổng điểm"
denominator = 40
digits = 3

[[index.peers]]
denominator = 28
agencies = ["Thanh tra tỉnh"]
without = ["Hồ sơ trực tuyến"]

[rank]
name = "Xếp hạng"
of = "Chỉ số"
ties = "competition"

[grade]
name = "Xếp loại"
of = "Chỉ số"

[[grade.level]]
name = "Tốt"
from = 0.7

[[grade.level]]
name = "Khá"
from = 0.5

[[grade.level]]
name = "Trung bình"
""" + "".join(
    f'\n[[agency]]\nname = "{name}"\n'
    for name in (
        "Sở Nội vụ", "Sở Tài chính", "Sở Tư pháp", "Sở Y tế", "Sở Xây dựng", "Sở Công Thương",
        "Sở Ngoại vụ", "Sở Khoa học và Công nghệ", "Thanh tra tỉnh", "Ban Dân tộc",
    )
)  # fmt: skip

Scores = Mapping[tuple[str, int, str], Decimal]  # by section, agency and indicator


def every_shipped() -> list[tuple[str, Template]]:
    return [(path.stem, read_template(path)) for path in shipped()]


def random_scores(template: Template, seed: int) -> Scores:
    """A valid score for every cell that is entered."""
    chance = random.Random(seed)
    return {
        (page.section, n, one.name): _score(one, chance)
        for page in pages(template, language_of(template))
        for n in range(len(page.rows))
        for one in page.columns
        if isinstance(one, Indicator) and applies(template, one, page.agency(page.rows[n]))
    }


def _score(one: Indicator, chance: random.Random) -> Decimal:
    if one.values:
        return chance.choice(one.values)
    most = one.maximum or Decimal(10)
    step = one.step or Decimal("0.01")
    return chance.randint(0, int(most / step)) * step


def fill(form: Path, template: Template, scores: Scores, target: Path) -> None:
    """The form with scores typed in, its formulas left to be computed."""
    book = openpyxl.load_workbook(form)
    for page in pages(template, language_of(template)):
        sheet = book[page.sheet]
        for n, row in enumerate(page.rows):
            if not page.agencies:
                sheet.cell(row + 1, 2, f"Đơn vị {chr(65 + n)}")
            for one in page.columns:
                value = scores.get((page.section, n, one.name))
                if value is not None:
                    sheet[page.cell(row, one.name)].value = float(value)
    book.save(target)


def type_in(filled: Path, target: Path, cells: Mapping[tuple[str, str], object]) -> None:
    """Other values typed over cells, by sheet and address."""
    book = openpyxl.load_workbook(filled)
    for (sheet, address), value in cells.items():
        book[sheet][address].value = value
    book.save(target)


def recalculated(filled: Iterable[Path], folder: Path) -> None:
    """The workbooks as LibreOffice computes and saves them, all at one start of it."""
    profile = (folder / "profile").as_uri()
    subprocess.run(
        [
            str(OFFICE), f"-env:UserInstallation={profile}", "--headless", "--convert-to", "xlsx",
            "--outdir", str(folder), *map(str, filled),
        ],
        check=True,
        capture_output=True,
        timeout=300,
    )  # fmt: skip


def address(page: Page, agency: int, name: str) -> tuple[str, str]:
    return page.sheet, page.cell(page.rows[agency], name)
