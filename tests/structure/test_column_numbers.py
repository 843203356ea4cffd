"""Rows that number the columns, and rows of figures that only look so."""

from __future__ import annotations

import pytest

from reconcile.structure.column_numbers import is_numbering
from reconcile.structure.grid import grid
from tests.drawing import drawn, table

_LABELS = "No | Office | Home | Abroad | All"


@pytest.mark.parametrize(
    ("line", "below", "expected"),
    [
        ("(1) | (2) | (3) | (4) | (5)", "1 | North | 4 | 3 | 7", True),
        ("A | B | 1 | 2 | 3=1+2", "1 | North | 4 | 3 | 7", True),
        ("A | B | 1 | 2 | 3", "A | All | 4 | 3 | 7", True),
        ("A | B | 1 | 2 | 3", "I | North | 4 | 3 | 7", True),
        ("(A) | (B) | (1) | (2) | (3)", "1 | North | 4 | 3 | 7", True),
        ("1 | 2 | 3 | 4 | 5", "1 | North | 4 | 3 | 7", True),
        (" | | 1 | 2 | 3", "1 | North | 4 | 3 | 7", True),
        (" | | 3 | 4 | 5", "1 | North | 4 | 3 | 7", True),
        ("1 | 2 | 3 | 4 | 5", "2019 | 11 | 4 | 3 | 7", True),
        ("1 | 2 | 3 | 4 | 5", "1 | 11 | 4 | 3 | 7", True),
        ("1 | 2 | 3 | 4", "2 | 9 | 4 | 3", False),
        ("1 | 2 | 3", "4 | 5 | 6", False),
        ("A | 1 | 2 | 3 | 4", "B | 4 | 9 | 8 | 7", False),
        ("A | 1 | 2 | 3 | 4", "C | 4 | 9 | 8 | 7", False),
        ("A | 1 | 2 | 3 | 4", "North | 4 | 9 | 8 | 7", True),
        ("x | 1 | 2 | 3 | 4", "North | 4 | 9 | 8 | 7", False),
        ("B | 1 | 2 | 3 | 4", "North | 4 | 9 | 8 | 7", False),
        ("2 | 3 | 4 | 5 | 6", "North | 4 | 9 | 8 | 7", False),
        ("a | b | c | d | e", "North | 4 | 9 | 8 | 7", False),
        ("7 | 8 | 9 | 10 | 11", "North | 4 | 9 | 8 | 7", False),
        ("A | B | 1=2+4 | 2 | 4", "1 | North | 7 | 3 | 4", True),
        ("A | B | 1 | 2 | 4", "1 | North | 7 | 3 | 4", False),
        ("A | B | 1=3+5 | 3 | 5", "1 | North | 7 | 3 | 4", False),
        ("1 | North | 4 | 5 | 6", "2 | South | 4 | 9 | 8", False),
        ("1 | 5 | 9", "2 | 4 | 8", False),
        ("1 | 2", "North | 4", False),
    ],
)
def test_a_row_that_numbers_the_columns(line: str, below: str, expected: bool) -> None:
    assert is_numbering(grid(drawn(f"{_LABELS}\n{line}\n{below}")), 1) is expected


def test_many_numbers_in_brackets_may_pass_one_by() -> None:
    labels = "Country | A | B | C | D | E | F"
    numbers = "(1) | (2) | (3) | (4) | (5) | (6) | (8)"
    few = "(1) | (2) | (4)"
    below = "North | 4 | 3 | 7 | 9 | 5 | 8"
    assert is_numbering(grid(drawn(f"{labels}\n{numbers}\n{below}")), 1)
    assert not is_numbering(grid(drawn(f"Country | A | B\n{few}\nNorth | 4 | 3")), 1)


@pytest.mark.parametrize("name", ["x", "K", "B"])
def test_an_office_of_one_letter_states_figures(name: str) -> None:
    rows = table(f"""
        Office | Home | Abroad | School
        {name} | 1    | 2      | 3
        North  | 9    | 4      | 13
        South  | 7    | 5      | 12
        """).rows
    assert [row.name for row in rows] == [name, "North", "South"]


def test_figures_without_names_are_read_from_the_first() -> None:
    body = table("""
        a | b | c
        1 | 2 | 3
        4 | 5 | 9
        7 | 1 | 8
        """)
    assert len(body.rows) == 3


def test_a_row_further_down_numbers_no_columns() -> None:
    """Below figures nothing is numbered but where the same numbers come again."""
    body = table("""
        No | Home | Abroad
        1  | 5    | 7
        2  | 3    | 4
        3  | 4    | 5
           | 12   | 16
        """)
    assert body.parts[0].body_rows == (1, 4)
    assert len(body.rows) == 4


def test_a_band_is_no_header_of_the_row_below() -> None:
    rows = table("""
        No | Home | Abroad | School
        2  | 8    | 6      | 4
        Villages | |      |
        1  | 2    | 3      | 4
        Islands | |       |
        5  | 2    | 9      | 1
        """).rows
    assert len(rows) == 5


def test_the_same_numbers_on_the_next_page() -> None:
    rows = table("""
        No  | Office | Home | Abroad
        (1) | (2)    | (3)  | (4)
        1   | North  | 9    | 4
        2   | South  | 7    | 5
        (1) | (2)    | (3)  | (4)
        3   | East   | 6    | 1
        4   | West   | 5    | 8
        """).rows
    assert [row.name for row in rows] == ["North", "South", "East", "West"]


def test_labels_with_marks_stand_above_the_numbers() -> None:
    body = table("""
        Office | Home      | Abroad   | School
               | in towns  |          | of all
               | (1)       | of these | (2)
        1      | 2         | 3        | 4
        North  | 9         | 4        | 7
        South  | 7         | 5        | 6
        """)
    assert [row.name for row in body.rows] == ["North", "South"]
    assert body.columns[1].path == ("Home", "in towns", "(1)")
    assert body.columns[2].path == ("Abroad", "of these")
