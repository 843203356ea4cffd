"""Bands of rows, and tables side by side."""

from __future__ import annotations

from tests.drawing import document, table


def test_a_band_may_be_headed_by_figures() -> None:
    drawn = table("""
        No | Agency    | A  | B
        I  | Offices   | 12 | 7
        1  | North     | 4  | 3
        2  | South     | 8  | 4
        II | Districts | 9  | 6
        1  | East      | 9  | 6
    """)
    assert [row.group for row in drawn.rows] == ["", "Offices", "Offices", "", "Districts"]


def test_numerals_that_only_count_head_no_band() -> None:
    drawn = table("""
        No  | Agency | A | B
        I   | North  | 4 | 3
        II  | South  | 8 | 4
        III | East   | 9 | 6
            | Total  | 21 | 13
    """)
    assert {row.group for row in drawn.rows} == {""}


SIDES = """
    No | Agency | A | Total |  | No | District | A | Total
    1  | North  | 4 | 7     |  | 1  | Coast    | 9 | 12
    2  | South  | 8 | 9     |  | 2  | Hills    | 6 | 8
    3  | East   | 6 | 9     |  |    |          |   |
"""


def test_tables_side_by_side_are_two() -> None:
    one, two = document(SIDES).tables
    assert [row.name for row in one.rows] == ["North", "South", "East"]
    assert [row.name for row in two.rows] == ["Coast", "Hills"]
    assert str(two.place(1, 3)) == "draft!I3"


def test_each_side_has_the_title_above_it() -> None:
    titled = "\n    Offices | | | | | Districts | | |\n" + SIDES.strip("\n")
    assert [found.title for found in document(titled).tables] == ["Offices", "Districts"]


def test_an_empty_column_alone_parts_nothing() -> None:
    drawn = document("""
        No | Agency |  | A | B | Grade
        1  | North  |  | 4 | 7 | Good
        2  | South  |  | 8 | 9 | Good
    """)
    assert len(drawn.tables) == 1
