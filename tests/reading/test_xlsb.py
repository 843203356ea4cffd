"""The values of a binary workbook, and what is refused before native code sees it."""

from __future__ import annotations

from pathlib import Path

import pytest

from reconcile.model import Book
from reconcile.reading import read
from tests.reading import documents
from tests.reading.binaries import (
    blank12,
    error12,
    flag12,
    number12,
    record12,
    row12,
    text12,
    xlsb,
)
from tests.reading.test_refusals import refusal, written


def book(folder: Path, content: bytes) -> Book:
    return read(str(written(folder, "a.xlsb", content)))


def test_values_and_errors(tmp_path: Path) -> None:
    rows = (
        row12(1, text12(1, " Sở Y tế"), number12(2, 9.5), flag12(3, True)),
        row12(2, text12(1, "8,7"), error12(2, 0x07), blank12(40)),
    )
    found = book(tmp_path, xlsb(*rows, name="Bảng 1", hidden=1))
    (page,) = found.sheets
    assert (found.format, page.name, page.hidden) == ("xlsb", "Bảng 1", True)
    assert page.cells.tolist() == [
        [None, None, None, None],
        [None, "Sở Y tế", 9.5, True],
        [None, "8,7", "#DIV/0!", None],
    ]


def test_a_lone_cell_far_out(tmp_path: Path) -> None:
    near = row12(0, number12(0, 1))
    far = xlsb(near, row12(1048575, number12(16383, 1)))
    assert refusal(written(tmp_path, "a.xlsb", far)) == "far-cell"
    tall = xlsb(near, row12(65535, number12(9, 1)))
    assert book(tmp_path, tall).sheets[0].shape == (65536, 10)


def test_what_is_no_binary_workbook(tmp_path: Path) -> None:
    assert refusal(written(tmp_path, "a.xlsb", documents.package("<w:p/>"))) == "other-kind"
    assert refusal(written(tmp_path, "b.xlsb", b"rubbish")) == "not-its-kind"
    whole = xlsb(row12(0, number12(0, 1)))
    assert refusal(written(tmp_path, "c.xlsb", whole[: len(whole) // 2])) == "broken-workbook"


@pytest.mark.parametrize(
    "damage",
    [
        b"\x05\xff\x7f",
        record12(5, bytes(3)),
        record12(0),
        row12(0, number12(0, 1)),
        record12(6, bytes(8), b"\xff\xff\0\0"),
    ],
)
def test_records_that_do_not_add_up(tmp_path: Path, damage: bytes) -> None:
    sound = row12(1, number12(0, 1))
    assert refusal(written(tmp_path, "a.xlsb", xlsb(sound, damage))) == "broken-workbook"


def test_a_sheet_without_cells(tmp_path: Path) -> None:
    assert book(tmp_path, xlsb()).sheets[0].shape == (0, 0)
