"""Sums and averages are found from the figures, wherever their parts stand."""

from __future__ import annotations

from fractions import Fraction

import pytest

from tests.relations.drawn_relations import Told


def sums(text: str) -> list[str]:
    return Told(text).all("sum", "average")


PLAIN = """
    No | Agency | A  | B  | C | Total
    1  | North  | 4  | 13 | 5 | 22
    2  | South  | 12 | 5  | 9 | 26
    3  | East   | 7  | 8  | 2 | 17
    4  | West   | 1  | 6  | 8 | 15
"""


def test_parts_left_of_the_total() -> None:
    assert sums(PLAIN) == ["sum: F = C + D + E"]


def test_parts_right_of_the_total() -> None:
    assert sums("""
        No | Agency | Total | A  | B  | C
        1  | North  | 22    | 4  | 13 | 5
        2  | South  | 26    | 12 | 5  | 9
        3  | East   | 17    | 7  | 8  | 2
        4  | West   | 15    | 1  | 6  | 8
    """) == ["sum: C = D + E + F"]


@pytest.mark.parametrize("label", ["Total", "D"])
def test_a_label_is_not_needed(label: str) -> None:
    assert sums(PLAIN.replace("Total", label)) == ["sum: F = C + D + E"]


NESTED = """
    No | Agency | A  | B  | Sub 1 | C | D | Sub 2 | Total
    1  | North  | 4  | 13 | 17    | 5 | 2 | 7     | 24
    2  | South  | 12 | 5  | 17    | 9 | 4 | 13    | 30
    3  | East   | 7  | 8  | 15    | 2 | 9 | 11    | 26
    4  | West   | 1  | 6  | 7     | 8 | 8 | 16    | 23
"""


@pytest.mark.parametrize("label", ["Sub", "Cộng", "Total"])
def test_totals_of_totals(label: str) -> None:
    assert sorted(sums(NESTED.replace("Sub", label))) == [
        "sum: E = C + D",
        "sum: H = F + G",
        "sum: I = E + H",
    ]


def test_a_column_of_another_sort_may_stand_between() -> None:
    assert "sum: G = C + D + E" in sums("""
        No | Agency | A  | B  | C | Weight | Total
        1  | North  | 4  | 13 | 5 | 100    | 22
        2  | South  | 12 | 5  | 9 | 120    | 26
        3  | East   | 7  | 8  | 2 | 110    | 17
        4  | West   | 1  | 6  | 8 | 140    | 15
    """)


def test_a_total_in_the_middle_of_its_parts() -> None:
    assert sums("""
        No | Agency | A  | B  | Total | C
        1  | North  | 4  | 13 | 22    | 5
        2  | South  | 12 | 5  | 26    | 9
        3  | East   | 7  | 8  | 17    | 2
        4  | West   | 1  | 6  | 15    | 8
    """) == ["sum: E = C + D + F"]


def test_a_row_of_totals() -> None:
    assert sums("""
        No | Agency | A  | B  | C
        1  | North  | 4  | 13 | 5
        2  | South  | 12 | 5  | 9
        3  | East   | 7  | 8  | 2
           | Total  | 23 | 26 | 16
    """) == ["sum: 5 = 2 + 3 + 4"]


def test_a_row_of_totals_above_its_parts() -> None:
    assert sums("""
        No | Agency | A  | B  | C
           | Total  | 23 | 26 | 16
        1  | North  | 4  | 13 | 5
        2  | South  | 12 | 5  | 9
        3  | East   | 7  | 8  | 2
    """) == ["sum: 2 = 3 + 4 + 5"]


def test_rows_in_bands() -> None:
    assert sorted(
        sums("""
        No | Agency   | A  | B  | C
        I  | Coast    | 16 | 18 | 14
        1  | North    | 4  | 13 | 5
        2  | South    | 12 | 5  | 9
        II | Mountain | 8  | 14 | 10
        3  | East     | 7  | 8  | 2
        4  | West     | 1  | 6  | 8
           | Total    | 24 | 32 | 24
    """)
    ) == ["sum: 2 = 3 + 4", "sum: 5 = 6 + 7", "sum: 8 = 2 + 5"]


def test_a_row_of_averages() -> None:
    told = Told("""
        No | Agency  | A | B | C
        1  | North   | 1 | 2 | 30
        2  | South   | 8 | 3 | 25
        3  | East    | 3 | 1 | 21
           | Average | 4 | 2 | 25.3
    """)
    assert told.all("sum", "average") == ["average: 5 = 2 + 3 + 4"]
    assert set(told.verdicts("average").values()) <= {"exact", "rounding"}


def test_a_column_of_averages() -> None:
    assert sums("""
        No | Agency | A | B | C  | Average
        1  | North  | 4 | 3 | 5  | 4.0
        2  | South  | 8 | 9 | 6  | 7.67
        3  | East   | 7 | 8 | 10 | 8.33
        4  | West   | 1 | 6 | 8  | 5.0
    """) == ["average: F = C + D + E"]


@pytest.mark.parametrize(
    "text",
    [
        # independent figures
        """
        No | Agency | A  | B  | C
        1  | North  | 4  | 13 | 5
        2  | South  | 12 | 5  | 9
        3  | East   | 7  | 8  | 2
        4  | West   | 1  | 6  | 8
        """,
        # constant columns add up by accident
        """
        No | Agency | A  | B  | C
        1  | North  | 10 | 15 | 25
        2  | South  | 10 | 15 | 25
        3  | East   | 10 | 15 | 25
        4  | West   | 10 | 15 | 25
        """,
        # nothing but zeros
        """
        No | Agency | A | B | C
        1  | North  | 0 | 0 | 0
        2  | South  | 0 | 0 | 0
        3  | East   | 0 | 0 | 0
        4  | West   | 0 | 0 | 0
        """,
        # one figure beside zeros only repeats it
        """
        No | Agency | A | B | C
        1  | North  | 0 | 4 | 4
        2  | South  | 0 | 5 | 5
        3  | East   | 0 | 6 | 6
        4  | West   | 0 | 7 | 7
        """,
        # East is nearly West and Coast together, and no more than that
        """
        No | Agency | A | B | C  | Place
        1  | North  | 9 | 7 | 23 | first
        2  | South  | 5 | 4 | 12 | third
        3  | East   | 8 | 6 | 14 | second
        4  | West   | 6 | 5 | 8  | fourth
        5  | Coast  | 3 | 2 | 6  | fifth
        """,
    ],
)
def test_what_holds_by_accident(text: str) -> None:
    assert sums(text) == []


def test_a_broken_row_does_not_hide_the_sum() -> None:
    told = Told(PLAIN.replace("| 17", "| 71"))
    assert told.all("sum") == ["sum: F = C + D + E"]
    assert told.broken() == ["F4"]
    equation = told.equation("F4", "sum")
    assert (equation.printed, equation.computed, equation.difference) == ("71", "17", Fraction(54))


def test_blanks_and_marks_count_as_nothing() -> None:
    told = Told(
        PLAIN.replace("| 13 | 5 | 22", "| -  | 5 | 9").replace("| 8  | 2 | 17", "|    | 2 | 9")
    )
    assert told.all("sum") == ["sum: F = C + D + E"]
    assert set(told.verdicts("sum").values()) == {"exact"}


def test_negative_parts() -> None:
    assert sums("""
        No | Agency | A  | B  | C  | Net
        1  | North  | 40 | -3 | 5  | 42
        2  | South  | 12 | -5 | 9  | 16
        3  | East   | 7  | -8 | 20 | 19
        4  | West   | 31 | -6 | 8  | 33
    """) == ["sum: F = C + D + E"]


def test_a_difference_of_two_columns() -> None:
    """The contract counts a difference as a sum with a factor of -1."""
    told = Told("""
        No | Agency | Plan | Done | Left
        1  | North  | 40   | 13   | 27
        2  | South  | 92   | 35   | 57
        3  | East   | 71   | 28   | 43
        4  | West   | 65   | 46   | 19
    """)
    assert len(told.all("sum")) == 1
    assert set(told.verdicts("sum").values()) == {"exact"}


def test_decimals_add_up_exactly() -> None:
    told = Told("""
        No | Agency | A    | B    | Total
        1  | North  | 0.1  | 0.2  | 0.3
        2  | South  | 1.1  | 2.2  | 3.3
        3  | East   | 7.35 | 8.15 | 15.5
        4  | West   | 1.05 | 6.1  | 7.15
    """)
    assert told.all("sum") == ["sum: E = C + D"]
    assert set(told.verdicts("sum").values()) == {"exact"}


def test_a_column_of_maxima_is_not_added_to_the_scores() -> None:
    told = Told("""
        No | Agency  | A  | B  | C  | Total
           | Maximum | 15 | 20 | 10 | 45
        1  | North   | 4  | 13 | 5  | 22
        2  | South   | 12 | 5  | 9  | 26
        3  | East    | 7  | 8  | 2  | 17
    """)
    assert told.all("sum") == ["sum: F = C + D + E"]
    assert told.broken() == []


def test_what_outgrows_int64() -> None:
    told = Told("""
        No | Agency | A                    | B                    | Total
        1  | North  | 10000000000000000000 | 20000000000000000001 | 30000000000000000001
        2  | South  | 30000000000000000000 | 20000000000000000002 | 50000000000000000002
        3  | East   | 50000000000000000000 | 10000000000000000003 | 60000000000000000003
        4  | West   | 70000000000000000000 | 10000000000000000004 | 80000000000000009004
    """)
    assert told.broken() == ["E5"]


def test_fine_decimals_of_one_column_make_no_sum_of_whole_numbers_in_another() -> None:
    told = Told("""
        No | Office    | Spent        | Invested   | Current     | Grants
        41 | Office 41 | 2087.512     | 1997.512   | 90          | 90
        43 | Office 43 | 70           | 0          | 70          | 70
        44 | Office 44 | 20           | 0          | 20          | 20
        47 | Office 47 | 31640.270883 | 18432.1705 | 13208.100383| 0
    """)
    assert "sum: C = D + E" in told.all("sum")
    assert told.broken() == []
