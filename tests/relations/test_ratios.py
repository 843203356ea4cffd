"""Ratios by a constant denominator, and by another column."""

from __future__ import annotations

from fractions import Fraction

from tests.relations.drawn_relations import Told

INDEX = """
    No | Agency | A  | B  | Total | Index
    1  | North  | 91 | 52 | 143   | 0.715
    2  | South  | 88 | 73 | 161   | 0.805
    3  | East   | 54 | 61 | 115   | 0.575
    4  | West   | 77 | 46 | 123   | 0.615
    5  | Coast  | 59 | 95 | 154   | 0.770
"""
SHARES = """
    No | Agency | Plan | Done | Rate (%)
    1  | North  | 120  | 90   | 75
    2  | South  | 80   | 72   | 90
    3  | East   | 150  | 60   | 40
    4  | West   | 200  | 130  | 65
    5  | Coast  | 90   | 81   | 90
"""


def test_a_constant_denominator() -> None:
    told = Told(INDEX)
    assert told.all("ratio") == ["ratio: F = E"]
    assert told.of("ratio").constant == 200
    assert set(told.verdicts("ratio").values()) == {"exact"}


def test_an_index_that_does_not_follow() -> None:
    told = Told(INDEX.replace("0.575", "0.557"))
    assert told.broken() == ["F4"]
    equation = told.equation("F4", "ratio")
    assert (equation.printed, equation.computed) == ("0.557", "0.575")
    assert equation.difference == Fraction("-0.018")


def test_the_last_digit_may_be_rounded_either_way_at_a_half() -> None:
    """115.1 / 200 is 0.5755: printed to three digits, halves go up or down."""
    for printed in ("0.575", "0.576"):
        told = Told(
            INDEX.replace("| 115   | 0.575", f"| 115.1 | {printed}").replace("| 61", "| 61.1")
        )
        assert told.of("ratio").constant == 200
        assert "F4" not in told.broken()


def test_a_constant_denominator_of_figures_below_0() -> None:
    below = INDEX.replace("| 0.", "| -0.")
    for total in ("143", "161", "115", "123", "154"):
        below = below.replace(f"| {total} ", f"| -{total}")
    for part in ("91", "52", "88", "73", "54", "61", "77", "46", "59", "95"):
        below = below.replace(f"| {part} |", f"| -{part} |")
    told = Told(below)
    assert told.all("ratio") == ["ratio: F = E"]
    assert told.of("ratio").constant == 200
    assert told.broken() == []


def test_per_cent_of_another_column() -> None:
    told = Told(SHARES)
    assert told.all("ratio") == ["ratio: E = D + C"]
    assert told.of("ratio").scale == 100
    assert Told(SHARES.replace("| 65", "| 56")).broken() == ["E5"]


def test_a_label_without_a_rate_is_left_alone() -> None:
    assert Told(SHARES.replace("Rate (%)", "Visits")).all("ratio") == []


def test_a_constant_column_proves_nothing() -> None:
    assert (
        Told("""
        No | Agency | Total | Index
        1  | North  | 200   | 0.8
        2  | South  | 200   | 0.8
        3  | East   | 200   | 0.8
        4  | West   | 200   | 0.8
        5  | Coast  | 200   | 0.8
    """).all("ratio")
        == []
    )


def test_a_nearly_constant_column_is_no_index_of_the_total() -> None:
    """Every part here is about a third of the total: within rounding, by accident."""
    assert (
        Told("""
        No | Agency | A     | B     | C     | Total
        1  | North  | 11.00 | 11.01 | 11.02 | 33.03
        2  | South  | 11.00 | 11.01 | 11.03 | 33.04
        3  | East   | 11.00 | 11.03 | 11.04 | 33.07
        4  | West   | 11.00 | 11.04 | 11.01 | 33.05
        5  | Coast  | 11.00 | 11.05 | 11.04 | 33.09
    """).all("ratio")
        == []
    )


def test_a_half_rounded_up_does_not_lose_the_index() -> None:
    """176.33 / 220 is 0.8015, printed 0.802: it bounds the denominator at 220 itself."""
    told = Told("""
        No | Agency | A   | B     | Total  | Index
        1  | North  | 89  | 72.11 | 161.11 | 0.732
        2  | South  | 100 | 107   | 207    | 0.941
        3  | East   | 103 | 99.5  | 202.5  | 0.920
        4  | West   | 91  | 46.5  | 137.5  | 0.625
        5  | Coast  | 57  | 87.33 | 144.33 | 0.656
        6  | Hills  | 105 | 71.33 | 176.33 | 0.802
    """)
    assert told.of("ratio").constant == 220
