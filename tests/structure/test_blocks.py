"""Where tables stand in a sheet, and which lines stand outside them."""

from __future__ import annotations

import pytest

from reconcile.structure.blocks import Block, blocks, prose
from reconcile.structure.grid import grid
from tests.drawing import drawn


def stand(text: str) -> list[tuple[tuple[int, int] | None, tuple[int, int], str]]:
    """Each block as (header lines, body lines, columns), lines counted from 1."""

    def lines(pair: tuple[int, int]) -> tuple[int, int]:
        return pair[0] + 1, pair[1] + 1

    def one(block: Block) -> tuple[tuple[int, int] | None, tuple[int, int], str]:
        columns = "ABCDEFGHIJ"[block.left : block.right + 1]
        return lines(block.header) if block.header else None, lines(block.body), columns

    return [one(block) for block in blocks(grid(drawn(text)))]


def test_a_table_under_a_title() -> None:
    assert stand("""
        Scores of agencies

        No | Agency | A | B
        1  | North  | 4 | 3
        2  | South  | 2 | 5
    """) == [((3, 3), (4, 5), "ABCD")]


def test_a_header_of_two_tiers() -> None:
    assert stand("""
        No | Agency | People | < | Total
        ^  | ^      | A      | B | ^
        1  | North  | 4      | 3 | 7
        2  | South  | 2      | 5 | 7
    """) == [((1, 2), (3, 4), "ABCDE")]


def test_a_row_of_numbers_under_the_labels_belongs_to_the_header() -> None:
    assert stand("""
        No  | Agency | A   | B   | Total
        (1) | (2)    | (3) | (4) | (5)=(3)+(4)
        1   | North  | 4   | 3   | 7
        2   | South  | 2   | 5   | 7
    """) == [((1, 2), (3, 4), "ABCDE")]


def test_labels_that_are_years() -> None:
    assert stand("""
        No | Agency | 2021 | 2022
        1  | North  | 4    | 3
        2  | South  | 2    | 5
    """) == [((1, 1), (2, 3), "ABCD")]


def test_a_page_break_does_not_end_a_table() -> None:
    assert stand("""
        No | Agency | A | B
        1  | North  | 4 | 3

        2  | South  | 2 | 5
    """) == [((1, 1), (2, 4), "ABCD")]


def test_a_header_printed_again_does_not_end_a_table() -> None:
    text = """
        No | Agency | A | B
        1  | North  | 4 | 3
        No | Agency | A | B
        2  | South  | 2 | 5
    """
    assert stand(text) == [((1, 1), (2, 4), "ABCD")]
    [block] = blocks(grid(drawn(text)))
    assert block.repeats == {2}


def test_two_tables_one_below_the_other() -> None:
    assert stand("""
        No | Agency | A | B
        1  | North  | 4 | 3
        2  | South  | 2 | 5

        Roads

        No | Agency | C
        1  | North  | 9
        2  | South  | 8
    """) == [((1, 1), (2, 3), "ABCD"), ((7, 7), (8, 9), "ABC")]


def test_a_band_above_the_first_figures_belongs_to_the_body() -> None:
    assert stand("""
        No | Agency | A | B
        I  | Departments
        1  | North  | 4 | 3
        2  | South  | 2 | 5
        II | Districts
        3  | East   | 1 | 1
    """) == [((1, 1), (2, 6), "ABCD")]


def test_a_table_that_starts_further_right() -> None:
    assert stand("""
        | | No | Agency | A
        | | 1  | North  | 4
        | | 2  | South  | 2
    """) == [((1, 1), (2, 3), "CDE")]


def test_three_rows_without_a_header_are_a_table() -> None:
    assert stand("""
        North | 4 | 3
        South | 2 | 5
        East  | 1 | 6
    """) == [(None, (1, 3), "ABC")]


@pytest.mark.parametrize(
    "text",
    ["Only a title\n\nand a note of 12 words.", "Name | Role\nAn | Head\nBình | Deputy",
     "Received 5 | letters"],
)  # fmt: skip
def test_no_table(text: str) -> None:
    assert stand(text) == []


def test_the_lines_around() -> None:
    cells = grid(
        drawn("""
        Scores of agencies

        No | Agency | A
        1  | North  | 4
        2  | South  | 2

        Note: as of May | signed
    """)
    )
    assert [(line.place.a1, line.text) for line in prose(cells, blocks(cells))] == [
        ("A1", "Scores of agencies"),
        ("A7", "Note: as of May"),
        ("B7", "signed"),
    ]
