"""Ranks with their three ways to treat ties, grades as cuts, and the order of rows."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from reconcile.model import Ties
from reconcile.relations.score_ranks import ranks_of_scores
from tests.relations.drawn_relations import Told


@pytest.mark.parametrize(
    ("ties", "expected"),
    [("competition", [1, 2, 2, 4, 5]), ("dense", [1, 2, 2, 3, 4]), ("unique", [1, 2, 2, 4, 5])],
)
def test_ranks_with_ties(ties: Ties, expected: list[int]) -> None:
    assert ranks_of_scores([9, 8, 8, 5, 1], True, ties) == expected


def test_ranks_upwards() -> None:
    assert ranks_of_scores([3, 1, 2], False, "competition") == [3, 1, 2]


def scores(places: Sequence[object], marks: Sequence[int] = (16, 12, 14, 12, 9, 12, 7)) -> Told:
    lines = [
        f"{n} | Agency {n} | {mark - 3 * n % 5} | {3 * n % 5} | {mark} | {place}"
        for n, (mark, place) in enumerate(zip(marks, places, strict=True), start=1)
    ]
    return Told("No | Name | A | B | Total | Rank\n" + "\n".join(lines))


@pytest.mark.parametrize(
    ("ties", "places"),
    [
        ("competition", [1, 3, 2, 3, 6, 3, 7]),
        ("dense", [1, 3, 2, 3, 4, 3, 5]),
        ("unique", [1, 3, 2, 4, 6, 5, 7]),
        ("unique", [1, 5, 2, 3, 6, 4, 7]),
    ],
)
def test_the_way_of_ties_is_inferred(ties: str, places: list[int]) -> None:
    told = scores(places)
    ordering = told.of("rank").ordering
    assert ordering is not None
    assert (ordering.ties, ordering.descending) == (ties, True)
    assert set(told.verdicts("rank").values()) == {"exact"}


def test_only_the_wrong_rank_is_broken() -> None:
    told = scores([1, 3, 2, 3, 6, 3, 5])
    assert told.broken() == ["F8"]
    assert told.equation("F8", "rank").computed == "7"


def test_a_doubled_rank_among_unique_ones() -> None:
    """Two rows of different scores cannot share a place."""
    told = scores([1, 3, 2, 4, 6, 5, 6])
    assert told.broken() == ["F8"]


def test_a_rank_printed_with_a_decimal_is_the_same_rank() -> None:
    """An export writes 1.0 for 1."""
    told = scores(["1.0", "3.0", "2.0", "3.0", "6.0", "3.0", "7.0"])
    assert set(told.verdicts("rank").values()) == {"exact"}


def test_a_rank_of_the_lowest() -> None:
    told = scores([7, 3, 6, 3, 2, 3, 1])
    ordering = told.of("rank").ordering
    assert ordering is not None
    assert not ordering.descending


def test_a_rank_that_follows_no_column_is_left_alone() -> None:
    assert scores([4, 1, 7, 2, 6, 3, 5]).all("rank") == []


GRADES = """
    No | Agency | A | B | Total | Grade
    1  | North  | 9 | 7 | 16    | Good
    2  | South  | 4 | 4 | 8     | Fair
    3  | East   | 8 | 5 | 13    | Good
    4  | West   | 5 | 4 | 9     | Fair
    5  | Coast  | 9 | 6 | 15    | Good
    6  | Hills  | 3 | 4 | 7     | Fair
    7  | Plain  | 7 | 5 | 12    | Good
"""


def test_grades_are_cuts_of_the_score() -> None:
    told = Told(GRADES)
    ordering = told.of("grade").ordering
    assert ordering is not None
    assert [(grade, int(low), int(high)) for grade, low, high in ordering.grades] == [
        ("Good", 12, 16),
        ("Fair", 7, 9),
    ]
    assert set(told.verdicts("grade").values()) == {"exact"}


def test_a_grade_that_contradicts_the_cut() -> None:
    told = Told(GRADES.replace("15    | Good", "15    | Fair"))
    assert told.broken() == ["F6"]
    assert told.equation("F6", "grade").computed == "Good"


def test_a_score_between_two_cuts_may_have_either_grade() -> None:
    for grade in ("Good", "Fair"):
        assert Told(GRADES + f"    8  | Isle   | 6 | 4 | 10    | {grade}\n").broken() == []


ORDER = """
    No | Agency | A | B | Total
    1  | North  | 9 | 7 | 16
    2  | South  | 9 | 6 | 15
    3  | East   | 8 | 5 | 13
    4  | West   | 7 | 6 | 13
    5  | Coast  | 7 | 5 | 12
    6  | Hills  | 6 | 5 | 11
    7  | Plain  | 5 | 4 | 9
"""


def test_rows_sorted_by_the_total() -> None:
    told = Told(ORDER)
    assert told.all("order") == ["order: E = E"]
    assert set(told.verdicts("order").values()) == {"exact"}


def test_rows_sorted_by_name_have_no_order() -> None:
    rows = ORDER.strip().splitlines()
    mixed = [rows[0], *(rows[n] for n in (3, 1, 7, 2, 6, 5, 4))]
    assert Told("\n".join(mixed)).all("order") == []


def test_a_row_out_of_order() -> None:
    more = ["8  | Isle   | 4 | 3 | 7", "9  | Lake   | 3 | 3 | 6", "10 | Ford   | 3 | 2 | 5"]
    longer = ORDER + "".join(f"    {row}\n" for row in more)
    told = Told(longer + "    11 | Delta  | 9 | 5 | 14\n")
    assert "E12" in told.broken()


SCORES = [(9, 7), (9, 6), (8, 5), (7, 5), (6, 5), (5, 5), (4, 4)]


@pytest.mark.parametrize(
    "ranks",
    [("1", "2", "3", "", "5", "6", "7"), ("1", "2", "3", "Không xếp", "4", "5", "6")],
)
def test_a_row_without_a_rank_is_counted_or_not(ranks: tuple[str, ...]) -> None:
    lines = ["No | Agency | A | B | Total | Rank"]
    for n, ((a, b), rank) in enumerate(zip(SCORES, ranks, strict=True), start=1):
        lines.append(f"{n} | Unit {chr(64 + n)} | {a} | {b} | {a + b} | {rank}")
    told = Told("\n".join(lines))
    assert len(told.verdicts("rank")) == 6
    assert told.broken() == []


@pytest.mark.parametrize(
    ("ties", "places"),
    [
        ("average", ["1", "4", "2", "4", "6", "4", "7"]),
        ("last", [1, 5, 2, 5, 6, 5, 7]),
    ],
)
def test_equals_that_share_the_average_or_the_last_of_their_ranks(
    ties: str, places: list[object]
) -> None:
    told = scores(places)
    ordering = told.of("rank").ordering
    assert ordering is not None and ordering.ties == ties
    assert told.broken() == []


def test_half_ranks() -> None:
    marks = (16, 12, 14, 12, 9, 8, 7)
    told = scores([1, 3.5, 2, 3.5, 5, 6, 7], marks)
    assert told.broken() == []
    assert scores([1, 3.5, 2, 3.5, 5, 6, 8], marks).broken() == ["F8"]


LONE = """
    No | Office | A  | B  | Total | Grade
    1  | North  | 50 | 46 | 96    | Good
    2  | South  | 48 | 45 | 93    | Good
    3  | East   | 47 | 44 | 91    | Good
    4  | West   | 44 | 42 | 86    | Fair
    5  | Coast  | 41 | 42 | 83    | {coast}
    6  | Hills  | 42 | 40 | 82    | Fair
    7  | Plain  | 40 | 39 | 79    | Fair
    8  | Isle   | 38 | 37 | 75    | {isle}
"""


def test_a_lone_grade_among_another() -> None:
    assert Told(LONE.format(coast="Weak", isle="Fair")).broken() == ["F6"]
    assert Told(LONE.format(coast="Fair", isle="Weak")).broken() == []


def test_a_grade_between_two_others() -> None:
    wrong = LONE.format(coast="Fair", isle="Good")
    assert Told(wrong).broken() == ["F9"]


def test_ranks_by_a_part_where_the_column_called_total_is_a_difference() -> None:
    rows = [(35, 31), (34, 9), (22, 22), (33, 30), (36, 28), (21, 6), (30, 27), (27, 26)]
    best = sorted((b for _, b in rows), reverse=True)
    lines = "\n".join(
        f"{n} | Office {n} | {a} | {b} | {b - a} | {best.index(b) + 1}"
        for n, (a, b) in enumerate(rows, start=1)
    )
    told = Told("No | Office | Self | Appraised | Difference | Rank\n" + lines)
    assert told.all("rank") == ["rank: T1.F = T1.D"] or told.of("rank").terms[0].index == 3
    assert told.broken() == []
