"""The figures of a table body, and which of them are written like no other."""

from __future__ import annotations

import numpy as np

from reconcile.model import Convention, Figures
from reconcile.structure.contents import contents, distinct
from reconcile.structure.figures import figures as read
from tests.drawing import table


def figures(rows: list[list[object]], convention: Convention, typed: bool = False) -> Figures:
    return read(contents(np.array(rows, dtype=object)), convention, typed)


def test_figures_stand_at_one_scale() -> None:
    found = figures([["1.5", "2"], ["10.25", None]], "point")
    assert found.scale == 2
    assert found.units.tolist() == [[150, 200], [1025, 0]]
    assert found.decimals.tolist() == [[1, 0], [2, 0]]
    assert found.known.tolist() == [[True, True], [True, False]]
    assert str(found.number(1, 0)) == "10.25"
    assert found.number(1, 1) is None


def test_a_cell_of_the_other_convention_is_doubtful() -> None:
    found = figures([["1.5"], ["8,7"], ["2.5"], ["3.5"]], "point")
    assert {at: str(reading.number) for at, reading in found.doubtful.items()} == {(1, 0): "8.7"}
    assert str(found.number(1, 0)) == "8.7"


def test_a_column_of_the_other_convention_keeps_it() -> None:
    found = figures([["1,5"], ["8,7"], ["2,5"], ["3,5"]], "point")
    assert not found.doubtful
    assert str(found.number(0, 0)) == "1.5"


def test_a_text_among_numbers_is_doubtful() -> None:
    found = figures([[1.5], ["8.7"], [2.5], [3]], "point", typed=True)
    assert list(found.doubtful) == [(1, 0)]


def test_what_outgrows_int64_stays_exact() -> None:
    found = figures([["98765432109876543210"], ["0.25"], ["1.5"]], "point")
    assert str(found.number(0, 0)) == "98765432109876543210"
    assert found.units[0, 0] == 9876543210987654321000


def test_distinct_numbers_are_told_by_their_bits() -> None:
    values = np.array([3.0, -0.0, 0.0, 0.5, 3.0])
    different, which = distinct(values)
    assert list(map(str, different[which])) == list(map(str, values))
    assert len(different) == 4


def test_whole_numbers_in_a_narrow_range_are_told_apart_as_well() -> None:
    values = np.array([7.0, -2.0, 7.0, 5.0])
    different, which = distinct(values)
    assert different.tolist() == [-2.0, 5.0, 7.0]
    assert different[which].tolist() == values.tolist()


def test_currencies_on_the_first_and_last_row_leave_one_column() -> None:
    made = table(
        "Branch | A | B\nNorth | $4,120.50 | $(310.20)\nSouth | 95.00 | (7.25)\n"
        "Total | $4,215.50 | $(317.45)"
    )
    assert [row.name for row in made.rows] == ["North", "South", "Total"]
    assert str(made.figures.number(2, 1)) == "4215.50"
    assert str(made.figures.number(0, 2)) == "-310.20"
    assert not made.figures.doubtful


def test_cr_and_dr_are_signs_where_a_column_is_marked_throughout() -> None:
    made = table(
        "Account | In\nCash | 410.50 DR\nDebts | 95.00 CR\nStock | 7.25 DR\nTotal | 322.75 DR"
    )
    assert [str(made.figures.number(i, 1)) for i in range(4)] == [
        "410.50", "-95.00", "7.25", "322.75",
    ]  # fmt: skip


def test_cr_and_dr_on_some_cells_are_not_read() -> None:
    made = table(
        "Account | In | Out\nCash | 410.50 | 1\nDebts | 95.00 CR | 2\nStock | 7.25 DR | 3\n"
        "Bank | 8 | 4"
    )
    assert made.figures.known[:, 1].tolist() == [True, False, False, True]


def test_crores_are_no_credits() -> None:
    made = table("State | Budget | Plan\nAssam | 12 Cr | 1\nBihar | 15 Cr | 2\nGoa | 18 Cr | 3")
    assert not made.figures.known[:, 1].any()


def test_years_of_a_header_may_bear_a_mark() -> None:
    made = table("Province | 2022 | 2023 | 2024 (p)\nLào Cai | 12 | 15 | 18\nYên Bái | 3 | 4 | 5")
    assert [column.name for column in made.columns] == ["Province", "2022", "2023", "2024 (p)"]


def test_a_round_sum_of_money_in_a_header_is_its_unit() -> None:
    made = table("No | Item | Count | 1.000 đồng\n1 | Pens | 12 | 48\n2 | Paper | 3 | 150")
    assert [column.name for column in made.columns] == ["No", "Item", "Count", "1.000 đồng"]
