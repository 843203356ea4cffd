"""A summary repeats its detail tables, row by row over names."""

from __future__ import annotations

from fractions import Fraction

import pytest

from reconcile.relations.discovery import links
from tests.relations.drawn_relations import Told

SUMMARY = """
Summary

No | Agency | Schools | Roads | Total
1  | North  | 9       | 7     | 16
2  | South  | 6       | 8     | 14
3  | East   | 5       | 5     | 10
4  | West   | 4       | 6     | 10
"""
SCHOOLS = """
1. Schools

No | Agency | X | Y | Total
1  | South  | 3 | 3 | 6
2  | North  | 4 | 5 | 9
3  | West   | 2 | 2 | 4
4  | East   | 1 | 4 | 5
"""
ROADS = """
2. Roads

No | Agency | V | W | Total
1  | South  | 6 | 2 | 8
2  | North  | 3 | 4 | 7
3  | West   | 5 | 1 | 6
4  | East   | 2 | 3 | 5
"""


def test_a_total_named_by_the_title() -> None:
    told = Told(SUMMARY + SCHOOLS)
    assert told.all("link") == ["link: T1.C = T2.E"]
    assert told.of("link").declared == "label"
    assert told.of("link").positions.tolist() == [[0, 1], [1, 0], [2, 3], [3, 2]]
    assert set(told.verdicts("link").values()) == {"exact"}


def test_a_copy_that_differs() -> None:
    told = Told(SUMMARY.replace("4       | 6     | 10", "7       | 6     | 13") + SCHOOLS)
    assert told.broken() == ["C7"]
    equation = told.equation("C7", "link")
    assert (equation.printed, equation.computed, equation.difference) == ("7", "4", Fraction(3))


def test_figures_alone_link_where_enough_differ() -> None:
    told = Told(SUMMARY + SCHOOLS.replace("Schools", "Details of the first pillar"))
    assert told.all("link") == ["link: T1.C = T2.E"]
    assert told.of("link").declared == ""


def test_tables_of_other_names_are_not_linked() -> None:
    others = SCHOOLS
    for n, name in enumerate(("South", "North", "West", "East")):
        others = others.replace(name, f"Town {'ABCD'[n]}")
    assert Told(SUMMARY + others).all("link") == []


def test_several_details_with_the_same_rows() -> None:
    """They are looked at together: each column of the summary finds its own."""
    told = Told(SUMMARY + SCHOOLS + ROADS)
    assert told.all("link") == ["link: T1.C = T2.E", "link: T1.D = T3.E"]


def test_a_table_unlike_the_others_is_not_looked_at_for_itself(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Thousands of columns would be millions of pairs."""
    asked = []
    agreeing = links._agreeing

    def noted(side: object, stack: object) -> object:
        asked.append((side, stack))
        return agreeing(side, stack)

    monkeypatch.setattr(links, "_agreeing", noted)
    assert Told(SUMMARY + SCHOOLS).all("link") == ["link: T1.C = T2.E"]
    assert len(asked) == 2
    assert not any(side in stack.sides for side, stack in asked)


def test_constant_columns_are_not_linked_by_figures() -> None:
    assert (
        Told("""
        No | Agency | A | B
        1  | North  | 5 | 1
        2  | South  | 5 | 7
        3  | East   | 5 | 3
        4  | West   | 5 | 8

        Other

        No | Agency | C | D
        1  | North  | 5 | 9
        2  | South  | 5 | 2
        3  | East   | 5 | 4
        4  | West   | 5 | 6
    """).all("link")
        == []
    )


def test_decimals_of_different_length_are_equal() -> None:
    told = Told(SUMMARY.replace("9       |", "9.0     |") + SCHOOLS)
    assert set(told.verdicts("link").values()) == {"exact"}


def test_a_few_small_counts_that_agree_are_no_repeat() -> None:
    def votes(counts: str, step: int) -> str:
        rows = (f"{n} | Ward {n} | {40 + step * n} | {c}" for n, c in enumerate(counts, start=1))
        return "No | Ward | Smith | Write-ins\n" + "\n".join(rows)

    first, second = "0102001011002100", "0102001011000001"
    told = Told("1. Governor\n\n" + votes(first, 7) + "\n\n2. Senate\n\n" + votes(second, 9))
    assert told.all("link") == []
