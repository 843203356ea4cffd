"""Header paths: merged, or flattened into plain text, a header says the same."""

from __future__ import annotations

import pytest

from reconcile.model import Sheet
from reconcile.structure import understand
from reconcile.structure.blocks import blocks
from reconcile.structure.grid import grid
from reconcile.structure.headers import labels
from tests.drawing import book, drawn, flattened

BODY = """
        1  | North  | 4      | 3 | 2     | 1 | 10
        2  | South  | 2      | 5 | 3     | 3 | 13
"""
TWO_TIERS = """
        No | Agency | People | < | Roads | < | Total
        ^  | ^      | A      | B | C     | D | ^
        """ + BODY.lstrip()  # fmt: skip
THREE_TIERS = """
        No | Agency | Year 2021 | <  | <     | < | Total
        ^  | ^      | People    | <  | Roads | < | ^
        ^  | ^      | A         | B  | C     | D | ^
        """ + BODY.lstrip()  # fmt: skip
GAP = """
        No | Agency | People | < | Alone | Roads | Total
        ^  | ^      | A      | B | ^     | D     | ^
        """ + BODY.lstrip()  # fmt: skip


def paths(sheet: Sheet) -> list[str]:
    cells = grid(sheet)
    [block] = blocks(cells)
    return [" / ".join(path) for path in labels(cells, block).paths]


EXPECTED = {
    TWO_TIERS: ["No", "Agency", "People / A", "People / B", "Roads / C", "Roads / D", "Total"],
    THREE_TIERS: [
        "No", "Agency", "Year 2021 / People / A", "Year 2021 / People / B", "Year 2021 / Roads / C",
        "Year 2021 / Roads / D", "Total",
    ],
    GAP: ["No", "Agency", "People / A", "People / B", "Alone", "Roads / D", "Total"],
}  # fmt: skip


@pytest.mark.parametrize("text", EXPECTED, ids=["two tiers", "three tiers", "with a gap"])
def test_merged_and_flattened_give_the_same_paths(text: str) -> None:
    sheet = drawn(text)
    assert paths(sheet) == EXPECTED[text]
    assert paths(flattened(sheet)) == EXPECTED[text]


def test_group_labels_tell_their_span() -> None:
    cells = grid(drawn(TWO_TIERS))
    [block] = blocks(cells)
    groups = labels(cells, block).group_labels
    assert [(group.text, group.place.a1, group.first, group.last) for group in groups] == [
        ("People", "C1", 2, 3),
        ("Roads", "E1", 4, 5),
    ]


def test_labels_know_where_they_are_printed() -> None:
    cells = grid(drawn(THREE_TIERS))
    [block] = blocks(cells)
    assert [place.a1 for place in labels(cells, block).places[3]] == ["C1", "C2", "D3"]


def test_a_row_of_column_numbers_is_no_label() -> None:
    assert paths(
        drawn("""
        No  | Agency | A   | B   | Total
        (1) | (2)    | (3) | (4) | (5)=(3)+(4)
        1   | North  | 4   | 3   | 7
        2   | South  | 2   | 5   | 7
    """)
    ) == ["No", "Agency", "A", "B", "Total"]


def test_merges_elsewhere_in_the_sheet_do_not_change_a_flat_header() -> None:
    """A merged title above a header says nothing about whether the header was flattened."""
    sheet = drawn("""
        Scores of agencies | < | < | < | < | < | <

        No | Agency | People |   | Roads |   | Total
           |        | A      | B | C     | D |
        1  | North  | 4      | 3 | 2     | 1 | 10
        2  | South  | 2      | 5 | 3     | 3 | 13
    """)
    assert paths(sheet) == EXPECTED[TWO_TIERS]


def test_a_table_without_a_header_has_empty_paths() -> None:
    [found] = understand(
        book(
            drawn("""
        North | 4 | 3
        South | 2 | 5
        East  | 1 | 6
    """)
        )
    ).tables
    assert [column.path for column in found.columns] == [(), (), ()]


def test_a_group_label_reaches_as_far_where_only_other_labels_are_merged() -> None:
    """Offices merge the labels that run down two tiers and centre the groups without merging."""
    assert (
        paths(
            drawn("""
        No | Agency | People |   | Roads |   | Total
        ^  | ^      | A      | B | C     | D | ^
        1  | North  | 4      | 3 | 2     | 1 | 10
        2  | South  | 2      | 5 | 3     | 3 | 13
    """)
        )
        == EXPECTED[TWO_TIERS]
    )


@pytest.mark.parametrize("second", ["năm 2024", "2024", "(triệu đồng)"])
@pytest.mark.parametrize("reach", ["^", " "])
def test_one_label_of_two_lines(second: str, reach: str) -> None:
    """`Dự toán` goes on below itself; the others are merged downwards, or end there."""
    [found] = understand(book(drawn(f"""
        DỰ TOÁN THU
        STT | Chỉ tiêu | Dự toán | Thực hiện
        {reach} | {reach} | {second} | {reach}
        1   | Phí      | 120     | 115
        2   | Thuế     | 300     | 318
    """))).tables  # fmt: skip
    assert found.title == "DỰ TOÁN THU"
    assert [column.path for column in found.columns] == [
        ("STT",), ("Chỉ tiêu",), ("Dự toán", second), ("Thực hiện",),
    ]  # fmt: skip


def test_a_band_below_the_header_is_no_second_line() -> None:
    [found] = understand(book(drawn("""
        STT | Chỉ tiêu  | Dự toán | Thực hiện
            | Khối tỉnh |         |
        1   | Phí       | 120     | 115
        2   | Thuế      | 300     | 318
    """))).tables  # fmt: skip
    assert found.columns[1].path == ("Chỉ tiêu",)
    assert found.rows[0].role == "group"
