"""Lists side by side: the entity of a figure is named by the nearest column of names."""

from __future__ import annotations

import pytest

from reconcile.model import Table
from tests.drawing import audited, document, found

RANKED = """
    Rank | Town   | Score | Rank | Town    | Score
    1    | Vinh   | 91    | {0}  | Huế     | 79.5
    2    | Pleiku | 88.5  | {1}  | Đà Lạt  | 77
    3    | Sơn La | 86    | {2}  | Bến Tre | 75.1
    4    | Lào    | 83    | {3}  | Cà Mau  | 70
"""


def stand(text: str) -> list[list[tuple[str, list[str]]]]:
    """Of each table the range and the names of each part."""

    def names(table: Table, part: int) -> list[str]:
        stands = table.row_at[part] >= 0
        return [row.name for row, here in zip(table.rows, stands, strict=True) if here]

    return [
        [(part.range.a1, names(table, n)) for n, part in enumerate(table.parts)]
        for table in document(text).tables
    ]


def test_labels_that_begin_again_begin_another_table() -> None:
    assert stand(RANKED.format(1, 2, 3, 4)) == [
        [("A1:C5", ["Vinh", "Pleiku", "Sơn La", "Lào"])],
        [("D1:F5", ["Huế", "Đà Lạt", "Bến Tre", "Cà Mau"])],
    ]


def test_a_list_that_counts_on_beside_itself_is_one_table() -> None:
    assert stand(RANKED.format(5, 6, 7, 8)) == [
        [
            ("A1:C5", ["Vinh", "Pleiku", "Sơn La", "Lào"]),
            ("D1:F5", ["Huế", "Đà Lạt", "Bến Tre", "Cà Mau"]),
        ]
    ]


@pytest.mark.parametrize("ranks", [(1, 2, 3, 4), (5, 6, 7, 8)])
def test_a_rank_goes_by_the_score_beside_it(ranks: tuple[int, ...]) -> None:
    ranked = audited(RANKED.format(*ranks))
    assert found(ranked) == []
    assert ranked.coverage.verified == 16


def test_a_wrong_rank_of_a_list_that_counts_on() -> None:
    [finding] = audited("""
        Rank | Town   | Score | Rank | Town     | Score
        1    | Vinh   | 91    | 6    | Huế      | 79.5
        2    | Pleiku | 88.5  | 7    | Đà Lạt   | 74
        3    | Sơn La | 86    | 8    | Bến Tre  | 75.1
        4    | Lào    | 83    | 9    | Cà Mau   | 70
        5    | Quảng  | 81    | 10   | Hòa Bình | 66
    """).findings
    assert (finding.rule, finding.at.a1, finding.row) == ("rank-mismatch", "D3", "Đà Lạt")


def test_the_shorter_list_ends_earlier() -> None:
    first, second = stand("""
        Rank | Town   | Score | Rank | Town   | Score
        1    | Vinh   | 91    | 1    | Huế    | 79
        2    | Pleiku | 88    | 2    | Đà Lạt | 77
        3    | Sơn La | 86    |      |        |
        4    | Lào    | 83    |      |        |
    """)
    assert [first[0][0], second[0][0]] == ["A1:C5", "D1:F3"]


def test_each_list_under_a_heading_of_its_own() -> None:
    first, second = document("""
        Exports | < | < | Imports | < | <
        No | Partner | Value | No | Partner | Value
        1  | Japan   | 410   | 1  | Korea   | 388
        2  | Korea   | 304   | 2  | Japan   | 261
        3  | Laos    | 122   | 3  | India   | 97
    """).tables
    assert (first.title, second.title) == ("Exports", "Imports")
    assert second.rows[0].name == "Korea"


def test_two_accounts_of_the_same_amounts() -> None:
    assert stand("""
        Receipts | Amount | Spendings | Amount
        Taxes    | 60     | Wages     | 55
        Fees     | 25     | Roads     | 30
        Grants   | 15     | Schools   | 15
    """) == [
        [("A1:B4", ["Taxes", "Fees", "Grants"])],
        [("C1:D4", ["Wages", "Roads", "Schools"])],
    ]


@pytest.mark.parametrize(
    "text",
    [
        """
        Unit  | Plan | Remark   | Done
        North | 10   | since 15 | 8
        South | 20   | moved    | 12
        West  | 30   | new      | 28
        """,
        """
        Unit  | Plan | Done | Remark
        North | 10   | 8    | since 15
        South | 20   | 12   | moved
        West  | 30   | 28   | new
        """,
        """
        No | Unit  | May       | <   | June      | <
        ^  | ^     | Signed by | Sum | Signed by | Sum
        1  | North | An        | 12  | Bình      | 14
        2  | South | Chi       | 31  | An        | 25
        3  | West  | Dũng      | 22  | Chi       | 19
        """,
        """
        Pupil | Points | Grade | Points | Grade
        An    | 7      | Fair  | 9      | Good
        Bình  | 9      | Good  | 6      | Fair
        Chi   | 6      | Fair  | 9      | Good
        Dũng  | 8      | Good  | 8      | Good
        """,
        """
        Unit  | 2019 | 2020 | Unit  | 2021 | 2022
        North | 10   | 8    | North | 9    | 7
        South | 20   | 12   | South | 31   | 6
        West  | 30   | 28   | West  | 12   | 4
        """,
        """
        Item   | Number | Address   | Price
        Desks  | 10     | Quay 4    | 8
        Chairs | 20     | Market 12 | 12
        Lamps  | 30     | Gate 7    | 28
        """,
    ],
)
def test_words_beside_figures_are_no_second_list(text: str) -> None:
    assert len(document(text).tables) == 1
