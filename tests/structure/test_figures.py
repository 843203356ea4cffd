"""The figures of a table body, and which of them are written like no other."""

from __future__ import annotations

import numpy as np

from reconcile.model import Convention, Figures
from reconcile.structure.contents import contents, distinct
from reconcile.structure.figures import figures as read


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
