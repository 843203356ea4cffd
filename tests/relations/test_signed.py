"""Columns and rows that are made of others some of which are taken off."""

from __future__ import annotations

import random
from fractions import Fraction

from tests.relations.drawn_relations import Told


def drawn(header: str, rows: int, *, seed: int = 5, wrong: int = -1) -> str:
    """Four columns, the last being the first two less the third; in the `wrong` row it is not."""
    chance = random.Random(seed)
    lines = [header]
    for row in range(rows):
        basic, more, less = (chance.randint(1000, 9999) for _ in range(3))
        net = basic + more - less + 90 * (row == wrong)
        lines.append(f"Agency {row} | {basic} | {more} | {less} | {net}")
    return "\n".join(lines)


def factors(told: Told) -> tuple[Fraction, ...]:
    return told.of("sum").factors


def test_words_say_what_is_taken_off() -> None:
    told = Told(drawn("Item | Opening | Receipts | Issues | Closing", 3))
    assert told.all("sum") == ["sum: E = B + C + D"]
    assert factors(told) == (1, 1, -1)
    assert told.of("sum").declared == "label"


def test_a_total_of_mixed_signs_that_no_word_tells() -> None:
    told = Told(drawn("Item | Basic | Allowance | Other | Total", 6))
    assert told.all("sum") == ["sum: E = B + C + D"]
    assert factors(told) == (1, 1, -1)
    assert told.of("sum").declared == ""


def test_one_wrong_figure_does_not_hide_it() -> None:
    for header in (
        "Mặt hàng | Tồn đầu kỳ | Nhập trong kỳ | Xuất trong kỳ | Tồn cuối kỳ",
        "Ware | Anfangsbestand | Zugang | Abgang | Endbestand",
        "Item | Basic | Allowance | Deduction | Net pay",
    ):
        told = Told(drawn(header, 6, wrong=2))
        assert told.all("sum") == ["sum: E = B + C + D"], header
        assert told.broken() == ["E4"], header


def test_no_signs_are_chosen_for_a_column_that_is_called_nothing_of_the_kind() -> None:
    told = Told(drawn("Item | North | South | East | West", 8))
    assert told.all("sum") == []


def test_figures_that_do_not_come_out_make_no_law_of_words() -> None:
    chance = random.Random(3)
    lines = ["Item | Opening | Receipts | Issues | Closing"]
    for row in range(8):
        lines.append(f"Item {row} | " + " | ".join(str(chance.randint(99, 9999)) for _ in range(4)))
    assert Told("\n".join(lines)).all("sum") == []


def test_a_difference_of_two_takes_in_no_others_that_cancel_out() -> None:
    chance = random.Random(11)
    lines = ["Item | Staff | Men % | Women % | Officers | Men % | Women % | Total civilians"]
    for row in range(9):
        staff, officers, first, second = (chance.randint(*r) for r in (
            (5000, 9999), (1000, 4000), (10, 90), (10, 90)
        ))  # fmt: skip
        lines.append(
            f"Place {row} | {staff} | {first} | {100 - first} | {officers} | {second} "
            f"| {100 - second} | {staff - officers}"
        )
    assert all(len(r.terms) == 2 for r in Told("\n".join(lines)).relations.relations)


def test_rows_are_signed_by_their_words_alone() -> None:
    told = Told("""
        Item        | 2021  | 2022  | 2023
        Revenue     | 81230 | 88231 | 91277
        Grants      | 2110  | 1230  | 2200
        Expenditure | 78001 | 78300 | 80120
        Balance     | 5339  | 11161 | 13375
    """)
    assert told.all("sum") == ["sum: 5 = 2 + 3 + 4"]
    assert factors(told) == (1, 1, -1)
    assert told.broken() == ["D5"]
