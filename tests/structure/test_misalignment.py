"""Header labels rotated against the body, and headers that only look odd."""

from __future__ import annotations

import pytest

from reconcile.model import HeaderShift
from tests.drawing import table

ROWS = """
1 | North | 9 | 7 | 5 | 21 | Good
2 | South | 9 | 6 | 4 | 19 | Good
3 | East  | 8 | 5 | 4 | 17 | Good
4 | West  | 5 | 4 | 3 | 12 | Fair
5 | Coast | 4 | 4 | 3 | 11 | Fair
6 | Hills | 3 | 4 | 2 | 9  | Fair
"""


def shift(header: str) -> HeaderShift | None:
    return table(header + ROWS).header_shift


def test_labels_over_their_like() -> None:
    assert shift("No | Agency | A | B | C | Total | Grade") is None


def test_a_label_that_slid_to_the_end() -> None:
    found = table("No | Agency | A | B | Total | Grade | C" + ROWS)
    assert found.header_shift == HeaderShift(moved=6, before=4)
    assert [column.name for column in found.columns] == [
        "No", "Agency", "A", "B", "C", "Total", "Grade",
    ]  # fmt: skip
    assert [column.role for column in found.columns][-3:] == ["component", "total", "grade"]


def test_a_moved_label_keeps_the_place_where_it_is_printed() -> None:
    found = table("No | Agency | A | B | Total | Grade | C" + ROWS)
    assert [column.labels[-1].a1 for column in found.columns] == [
        "A1", "B1", "C1", "D1", "G1", "E1", "F1",
    ]  # fmt: skip


@pytest.mark.parametrize(
    "header",
    [
        "No | Agency | A | B | C | Sum of points | Class",
        "No | Agency | A | B | C | D | E",
        "No | Agency | Grade school | B | C | Total | Grade",
        "No | Agency | A | B | C | Total | Note",
    ],
)
def test_labels_that_contradict_nothing(header: str) -> None:
    assert shift(header) is None


def test_vietnamese_labels() -> None:
    found = table("STT | Cơ quan | A | B | Tổng điểm | Xếp loại | C" + ROWS)
    assert found.header_shift == HeaderShift(moved=6, before=4)


def test_a_merged_header_is_not_doubted_where_it_fits() -> None:
    assert shift("No | Agency | People | < | < | Total | Grade\n^ | ^ | A | B | C | ^ | ^") is None
