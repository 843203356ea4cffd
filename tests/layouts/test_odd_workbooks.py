"""Workbooks that hold what a text file cannot: stored doubles, errors, merges in the body."""

from __future__ import annotations

import datetime
from collections.abc import Callable
from pathlib import Path
from random import Random
from time import perf_counter

import openpyxl
import pytest
from openpyxl.worksheet.worksheet import Worksheet

from reconcile.model import Finding
from reconcile.pipeline import audit
from tests.layouts.test_clean import said

HEAD = ("STT", "Đơn vị", "A", "B", "Tổng")


def _bodies(count: int = 9) -> list[tuple[int, str, int, int]]:
    rng = Random(7)
    return [(n, f"Đơn vị {n}", rng.randint(1, 50), rng.randint(1, 50)) for n in range(1, count + 1)]


def _summed(page: Worksheet) -> None:
    page.append(HEAD)
    for n, name, one, two in _bodies():
        page.append((n, name, one, two, one + two))


def doubles(page: Worksheet) -> None:
    """Sums of stored doubles in the General format: the fifteenth digit is noise."""
    rng = Random(3)
    page.append(HEAD)
    for n in range(1, 13):
        one, two = rng.random() * 10, rng.random() * 10
        page.append((n, f"Đơn vị {n}", one, two, one + two))


def doubles_shown_short(page: Worksheet) -> None:
    doubles(page)
    for row in page.iter_rows(min_row=2, min_col=3):
        for cell in row:
            cell.number_format = "0.0"


def failed_quotients(page: Worksheet) -> None:
    page.append(("STT", "Đơn vị", "A", "B", "Tỷ lệ"))
    for n, name, one, _ in _bodies():
        page.append((n, name, one, n % 3, one / (n % 3) if n % 3 else "#DIV/0!"))


def merged_figures(page: Worksheet) -> None:
    """One figure for two columns, and a row that is one cell wide."""
    _summed(page)
    page["C3"] = page["E3"].value
    page.merge_cells("C3:D3")
    page.merge_cells("A7:E7")


def truths(page: Worksheet) -> None:
    page.append(("STT", "Đơn vị", "A", "B", "Đạt"))
    for n, name, one, two in _bodies():
        page.append((n, name, one, two, one > two))


def moments(page: Worksheet) -> None:
    page.append(("STT", "Văn bản", "Ngày ký", "Giờ", "Thời lượng", "Số trang"))
    for n, name, one, _ in _bodies():
        length = datetime.timedelta(hours=30 + n)
        page.append((n, name, datetime.date(2023, 1, n), datetime.time(8, n), length, one))


def formulas_without_values(page: Worksheet) -> None:
    page.append(HEAD)
    for n, name, one, two in _bodies():
        page.append((n, name, one, two, f"=C{n + 1}+D{n + 1}"))


def huge(page: Worksheet) -> None:
    page.append(HEAD)
    for n in range(1, 9):
        page.append((n, f"Đơn vị {n}", 1e300 * n, 1e-300 * n, 1e300 * n))


SHEETS = (
    doubles, doubles_shown_short, merged_figures, truths, moments,
    formulas_without_values, huge,
)  # fmt: skip


def errors(build: Callable[[Worksheet], None], folder: Path) -> list[Finding]:
    book = openpyxl.Workbook()
    page = book.active
    assert isinstance(page, Worksheet)
    build(page)
    book.save(folder / "sheet.xlsx")
    found = audit(str(folder / "sheet.xlsx")).findings
    return [finding for finding in found if finding.severity == "error"]


@pytest.mark.parametrize("build", SHEETS)
def test_odd_workbook_has_no_error(build: Callable[[Worksheet], None], tmp_path: Path) -> None:
    assert not said(errors(build, tmp_path))


def test_failed_quotients_are_the_only_errors(tmp_path: Path) -> None:
    found = errors(failed_quotients, tmp_path)
    assert {finding.rule for finding in found} == {"error-value"}


def test_hidden_sheets_are_read(tmp_path: Path) -> None:
    """A figure out of sight is audited as one in sight."""

    def build(page: Worksheet) -> None:
        _summed(page)
        page["E5"] = 999
        page.row_dimensions[5].hidden = True
        page.column_dimensions["C"].hidden = True

    assert [finding.at.a1 for finding in errors(build, tmp_path)] == ["E5"]


def test_five_thousand_rows_take_seconds(tmp_path: Path) -> None:
    rng = Random(1)
    lines = ["STT,Đơn vị,A,B,C,D,E,F,Tổng"]
    for n in range(1, 5001):
        parts = [rng.randint(0, 50) for _ in range(6)]
        lines.append(",".join(map(str, (n, f"Trường số {n}", *parts, sum(parts)))))
    path = tmp_path / "long.csv"
    path.write_text("\n".join(lines), encoding="utf-8")
    start = perf_counter()
    assert not audit(str(path)).findings
    assert perf_counter() - start < 15
