"""Columns of codes, years, numbers of order and note marks, and figures that only look like it."""

from __future__ import annotations

import pytest

from reconcile.model import ColumnRole
from reconcile.structure import codes
from tests.drawing import audited, found, table


def role(label: str, cells: str, column: int = 0) -> ColumnRole:
    """The role of a column before the names of six rows and two columns of figures."""
    names = ["Ash", "Birch", "Cedar", "Elm", "Fir", "Hazel"]
    rows = [
        f"{cell} | {name} | {40 + 7 * n} | {310 - 31 * n}"
        for n, (cell, name) in enumerate(zip(cells.split(), names, strict=False))
    ]
    return table("\n".join([f"{label} | Town | Roads | Parks", *rows])).columns[column].role


@pytest.mark.parametrize(
    ("label", "cells"),
    [
        ("Staff", "05 12 08 31 07 11"),  # officials fill a count up with a zero
        ("Staff", "05 08 12 14 20 59"),  # and 59 is their sum
        ("Year-end stock", "1950 1931 2087 1987 1948 2051"),
        ("Plots", "1950 2010 1987 2033 1911 2075"),
        ("Grant", "2000 2000 2000 2000 2000 2000"),
        ("Code violations", "17 4 23 9 11 30"),
        ("Balance", "(5) (12) 3 (7) 2 (1)"),
        ("Loss", "(5) (12) (3) (7) (2) (1)"),
        ("Rate", "0.5 0.25 0.75 0.5 0.1 0.2"),
    ],
)
def test_figures(label: str, cells: str) -> None:
    assert role(label, cells) == "component"


@pytest.mark.parametrize(
    ("label", "cells"),
    [
        ("Area", "01 02 05 11 12 20"),
        ("Precinct", "000040 000010 000020 00002C 000060 000050"),
        ("Mã", "10 11 11 20 21 30"),
        ("Mã số", "1.1 1.2 2 2.1 2.2 3"),
        ("zip_code", "80331 10115 20095 50667 60311 70173"),
        ("Kode", "31 12 18 11 19 40"),
        ("Gemeindeschlüssel", "3101 3155 3102 3403 3404 3151"),
        ("Account", "1110 1120 1350 2110 2140 3310"),
        ("Năm", "2019 2021 2016 2019 2024 2011"),
        ("fiscal_year", "2011 2011 2011 2011 2011 2011"),
        ("Of", "2018 2019 2020 2021 2022 2023"),
        ("Of", "2023 2022 2022 2021 2021 2020"),
    ],
)
def test_codes_and_years(label: str, cells: str) -> None:
    assert role(label, cells) == "text"


@pytest.mark.parametrize("cells", ["I 1 2 3 II 1", "A I 1 2 II 1", "I. 1. 2. II. 3. 4."])
def test_numbers_of_rows_and_headings(cells: str) -> None:
    assert role("Item", cells) == "serial"


def test_a_letter_among_figures_numbers_nothing() -> None:
    assert not codes.numbers_rows(["4", "I", "7", "1"])


def test_the_names_stand_beside_the_codes() -> None:
    assert role("Code", "014 220 031 500 112 908", column=1) == "entity"


def test_codes_name_the_rows_where_nothing_else_does() -> None:
    drawn = "Year | Roads | Parks\n2019 | 4 | 70\n2020 | 9 | 31\n2021 | 5 | 64\n2022 | 8 | 22"
    assert [column.role for column in table(drawn).columns] == ["entity", "component", "component"]


def test_note_marks_beside_the_figures() -> None:
    drawn = """
        Item  | Plan | | State | | Own
        Roads | 910 | (1) | 400 | (2) | 510
        Parks | 260 | (3) | 150 |     | 110
        Water | 330 |     | 120 |     | 210
        Light | 480 |     | 300 | (4) | 180
        """
    roles = [column.role for column in table(drawn).columns]
    assert roles[2] == roles[4] == "note"


def test_a_row_of_column_numbers_may_say_one_twice() -> None:
    drawn = """
        No | Office | Home | Abroad | School | Care
        A  | B      | 1    | 2      | 2      | 3
        1  | North  | 61   | 20     | 30     | 40
        2  | South  | 94   | 15     | 22     | 57
        """
    assert [row.name for row in table(drawn).rows] == ["North", "South"]


def test_a_row_of_small_figures_is_no_numbering() -> None:
    drawn = """
        Office | Home | Abroad | School | Care
        North  | 1    | 2      | 2      | 3
        South  | 2    | 2      | 3      | 4
        """
    assert [row.name for row in table(drawn).rows] == ["North", "South"]


def test_nothing_is_said_of_codes() -> None:
    drawn = """
        Mã | Tên   | Chi | Nội | Ngoại
        00 | Tất cả | 560 | 340 | 220
        01 | Đông  | 300 | 200 | 100
        02 | Tây   | 110 | 60  | 50
        0B | Nam   | 150 | 80  | 70
        """
    assert found(audited(drawn)) == []
