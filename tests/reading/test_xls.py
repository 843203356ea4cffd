"""What an old Excel workbook holds once read, and what is refused."""

from __future__ import annotations

import datetime
from pathlib import Path

import pytest

from reconcile.model import Book, Range
from reconcile.reading import guard, read
from tests.reading import binaries, documents
from tests.reading.binaries import flag, label, number, xls
from tests.reading.test_refusals import refusal, written


def book(folder: Path, content: bytes) -> Book:
    return read(str(written(folder, "a.xls", content)))


def test_values_formats_and_merges(tmp_path: Path) -> None:
    cells = (
        label(0, 1, "Tổng điểm "),
        binaries.merged((0, 0, 1, 2), (1, 9, 4, 400)),
        number(1, 0, 9.5, binaries.TWO_DECIMALS),
        label(1, 1, "8,7"),
        number(1, 2, 44750, binaries.DAY),
        flag(1, 3, 1),
        flag(1, 4, 0x07, error=True),
    )
    found = book(tmp_path, xls(b"".join(cells)))
    (sheet,) = found.sheets
    assert (found.format, sheet.name, sheet.typed) == ("xls", "S0", True)
    assert sheet.cells.tolist() == [
        [None, "Tổng điểm", None, None, None],
        [9.5, "8,7", datetime.date(2022, 7, 8), True, "#DIV/0!"],
    ]
    assert sheet.merges == (Range(0, 1, 0, 2),)
    codes = [sheet.format_code(1, column) for column in range(4)]
    assert codes == ["0.00", "General", "d.m", "General"]


@pytest.mark.parametrize(
    ("serial", "moment"),
    [
        (44750.5, datetime.datetime(2022, 7, 8, 12)),
        (0.75, datetime.time(18)),
        (-3.0, -3.0),
        (1e9, 1e9),
    ],
)
def test_dates_keep_what_a_calendar_has(tmp_path: Path, serial: float, moment: object) -> None:
    (sheet,) = book(tmp_path, xls(number(0, 0, serial, binaries.DAY))).sheets
    assert sheet.cells[0, 0] == moment


@pytest.mark.parametrize("hours", [7.5, 42.75, 24.0, 1440.0, 1450.5, -6.0])
def test_what_has_passed_is_no_day(tmp_path: Path, hours: float) -> None:
    """Neither the day that Excel alone has, after 1416 hours, nor one before the first."""
    (sheet,) = book(tmp_path, xls(number(0, 0, hours / 24, binaries.HOURS))).sheets
    assert sheet.cells[0, 0] == datetime.timedelta(hours=hours)


def test_what_is_hidden(tmp_path: Path) -> None:
    cells = binaries.hidden_column(1) + binaries.hidden_row(1) + number(2, 2, 1)
    first, second = book(tmp_path, xls(cells, hidden=(False, True))).sheets
    assert (first.hidden, second.hidden) == (False, True)
    assert first.hidden_rows == {1}
    assert first.hidden_columns == {1}


def test_text_typed_for_a_vietnamese_font(tmp_path: Path) -> None:
    names = ["Së C«ng th\u00ad¬ng", "Së Tµi chÝnh", "Së KÕ ho¹ch vµ §Çu t\u00ad", "Së Y tÕ"]
    cells = b"".join(label(row, 0, name) for row, name in enumerate(names))
    (sheet,) = book(tmp_path, xls(cells)).sheets
    assert sheet.cells[:, 0].tolist() == [
        "Sở Công thương",
        "Sở Tài chính",
        "Sở Kế hoạch và Đầu tư",
        "Sở Y tế",
    ]


def test_a_lone_cell_far_out(tmp_path: Path) -> None:
    near, far = number(0, 0, 1), number(65535, 255, 2)
    assert refusal(written(tmp_path, "a.xls", xls(near + far))) == "far-cell"
    tall = near + number(65535, 0, 2)
    assert book(tmp_path, xls(tall)).sheets[0].shape == (65536, 1)


def test_an_encrypted_workbook(tmp_path: Path) -> None:
    locked = xls(number(0, 0, 1), before=binaries.record(0x2F, bytes(6)))
    assert refusal(written(tmp_path, "a.xls", locked)) == "encrypted"
    modern = binaries.compound(b"EncryptedPackage".decode().encode("utf-16-le"))
    assert refusal(written(tmp_path, "b.xls", modern)) == "encrypted"


def test_what_is_no_old_workbook(tmp_path: Path) -> None:
    letter = binaries.compound(b"text", name="WordDocument")
    assert refusal(written(tmp_path, "a.xls", letter)) == "not-its-kind"
    assert refusal(written(tmp_path, "b.xls", b"a letter\nof two lines\n")) == "not-its-kind"
    assert refusal(written(tmp_path, "c.xls", documents.package("<w:p/>"))) == "other-kind"
    whole = xls(number(0, 0, 1))
    assert refusal(written(tmp_path, "d.xls", whole[:600])) == "broken-workbook"


def test_too_large_and_read_too_often(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    one, three = xls(number(0, 0, 1)), xls(number(0, 0, 1), hidden=(False,) * 3)
    monkeypatch.setattr(guard, "MOST_PASSED", 2 * len(one))
    assert book(tmp_path, one).sheets
    assert refusal(written(tmp_path, "a.xls", three)) == "bomb-total"
    monkeypatch.setattr(guard, "LARGEST_OLD_WORKBOOK", len(one))
    assert book(tmp_path, one).sheets
    monkeypatch.setattr(guard, "LARGEST_OLD_WORKBOOK", len(one) - 1)
    assert refusal(written(tmp_path, "b.xls", one)) == "too-large"
