"""Rows that stand off their columns, and rows that only look like it."""

from __future__ import annotations

from random import Random

import pytest

from tests.drawing import document, table

HEAD = "No | Agency | A | B | C | D | Total | Grade\n"
ROWS = """1 | North | 1 | 20 | 300 | 4 | 325 | Good
2 | South | 2 | 30 | 200 | 5 | 237 | Good
3 | East  | 3 | 10 | 100 | 6 | 119 | Fair
4 | West  | 2 | 15 | 150 | 4 | 171 | Fair
5 | Coast | 1 | 25 | 250 | 5 | 281 | Good
"""


def shifts(row: str) -> dict[int, tuple[int, int]]:
    found = table(HEAD + ROWS + row).shifts
    return {i: (shift.at, shift.by) for i, shift in found.items()}


def test_a_row_in_its_place() -> None:
    assert shifts("6 | Hills | 3 | 20 | 120 | 6 | 149 | Fair") == {}


@pytest.mark.parametrize(
    ("row", "at"),
    [
        ("6 | Hills | 20 | 120 | 6 | 149 | Fair", 2),
        ("6 | Hills | 3 | 120 | 6 | 149 | Fair", 3),
        ("6 | Hills | 3 | 20 | 6 | 149 | Fair", 4),
        ("6 | Hills | 3 | 20 | 120 | 149 | Fair", 5),
        ("6 | Hills | 3 | 20 | 120 | 6 | Fair", 6),
    ],
)
def test_a_missing_cell(row: str, at: int) -> None:
    assert shifts(row) == {5: (at, -1)}


def test_the_figures_of_a_short_row_stand_under_their_own_labels() -> None:
    found = table(HEAD + ROWS + "6 | Hills | 3 | 120 | 6 | 149 | Fair")
    assert list(found.text[5]) == ["6", "Hills", "3", "", "120", "6", "149", "Fair"]
    places = [found.place(5, column) for column in range(8)]
    assert [place and place.a1 for place in places] == [
        "A7", "B7", "C7", None, "D7", "E7", "F7", "G7",
    ]  # fmt: skip


def test_a_doubled_cell() -> None:
    found = table(HEAD + ROWS + "6 | Hills | 3 | 20 | 20 | 120 | 6 | 149 | Fair")
    [(row, shift)] = found.shifts.items()
    assert (row, shift.by) == (5, 1)
    assert found.text[5, 6] == "149"
    assert found.text[5, 7] == "Fair"


@pytest.mark.parametrize(
    "row",
    [
        "6 | Hills | 3 | - | 120 | 6 | 129 | Fair",
        "6 | Hills | 3 | | 120 | 6 | 129 | Fair",
        "6 | Hills | 3 | 20 | 120 | 6 | 149 |",
        "6 | Hills | | | | | |",
        "  | Total | 9 | 120 | 1120 | 30 | 1282 |",
        "6 | Hills | 300 | 4 | 1 | 20 | 325 | Good",
        "6 | Hills | 3 | 20 | 120 | 6 | n/a | Fair",
    ],
)
def test_what_is_no_shift(row: str) -> None:
    assert shifts(row) == {}


def test_too_few_rows_leave_every_row_as_printed() -> None:
    short = "".join(ROWS.splitlines(keepends=True)[:3])
    assert table(HEAD + short + "6 | Hills | 3 | 120 | 6 | 149 | Fair").shifts == {}


def test_the_last_row_may_lack_its_last_cell() -> None:
    """A blank at the end is a blank, not a missing cell before it."""
    assert shifts("6 | Hills | 3 | 20 | 120 | 6 | 149") == {}


def test_two_rows_shifted_at_two_places() -> None:
    rows = "6 | Hills | 3 | 120 | 6 | 149 | Fair\n7 | Plain | 2 | 30 | 200 | 237 | Good"
    assert shifts(rows) == {5: (3, -1), 6: (5, -1)}


def test_a_shift_is_counted_in_the_columns_of_the_sheet() -> None:
    moved = "\n".join(f"| {line}" for line in (HEAD + ROWS).splitlines())
    [found] = document(f"{moved}\n| 6 | Hills | 3 | 120 | 6 | 149 | Fair").tables
    assert found.shifts[5].at == 3
    place = found.place(5, 4)
    assert place is not None
    assert place.a1 == "E7"


RATES = """No | Office | Home | Abroad | All | Done | Left | Share
1 | North | 281 | 235 | 516 | 516 | 0  | 100.00
2 | South | 106 | 124 | 230 | 221 | 9  | 96.09
3 | East  | 53  | 57  | 110 | 97  | 13 | 88.18
4 | West  | 149 | 31  | 180 | 171 | 9  | 95.00
5 | Coast | 74  | 115 | 189 | 180 | 9  | 95.24
"""


def test_an_empty_cell_too_many_is_told_by_the_laws_of_the_row() -> None:
    found = table(RATES + "6 | Hills | 115 | | 110 | 225 | 221 | 4 | 98.22").shifts
    assert {i: (shift.at, shift.by) for i, shift in found.items()} == {5: (3, 1)}


@pytest.mark.parametrize(
    "row",
    [
        "6 | Hills | 115 | | 115 | 111 | 4 |",  # adds up where it stands
        "6 | Hills | | 110 | | 221 | 4 | 98.22",
        "A | Hills | | | | | |",
        "6 | Hills | 115 | 110 | 225 | 221 | 4 | 98.22 | 12",
    ],
)
def test_blanks_and_remarks_move_nothing(row: str) -> None:
    assert table(RATES + row).shifts == {}


def test_totals_that_cross_the_row_tell_the_shift() -> None:
    drawn = """
        No | Kind  | Ash | Elm | Fir | Oak | Yew
        1  | Roads | 81  | 70  | 93  | 64  | 55
        2  | Parks | 40  | 17  | 32  | 26  |
        3  | Water | 15  | 19  | 14  | 18  | 11
        4  | Light | 6   | 3   | 8   | 5   | 2
           | Total | 142 | 151 | 132 | 119 | 94
        """
    [(row, shift)] = table(drawn).shifts.items()
    assert (row, shift.at, shift.by) == (1, 3, -1)


def test_what_is_odd_before_the_place_vouches_for_no_shift() -> None:
    boats = [(n, 1 + n * n % 8) for n in range(30)]
    rented = "".join(f"{n} | Boat | {new} | 0 | 0 | {new} | | {new} | |\n" for n, new in boats)
    owned = "".join(f"P{n} | Cart | 1 | 0 | 0 | 1 | 1 | | |\n" for n in range(30, 33))
    head = "No | Kind | New | Old | Worn | All | Owned | Rented | Lost | Sold\n"
    assert table(head + rented + owned + "33 | Sled | 2 | 1 | 2 | 5 | | 2 | 1 | 1\n").shifts == {}


def test_zeros_are_not_moved() -> None:
    """`Home` was left blank: that the rest are zeros one column off proves nothing."""
    draw = Random(3)
    parts = [[draw.randint(1, 90) for _ in range(5)] for _ in range(13)]
    rows = "".join(
        f"{n} | Club | {sum(own)} | {sum(own[:2])} | {' | '.join(map(str, own))}\n"
        for n, own in enumerate(parts, start=1)
    )
    head = "No | Club | All | Sport | Home | Abroad | Youth | Women | Rest\n"
    assert table(head + rows + "14 | Odd | 100 | 100 | | 0 | 0 | 0 |\n").shifts == {}
