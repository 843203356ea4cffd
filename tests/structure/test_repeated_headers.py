"""A header that comes again in a body: the same one is no data, other labels hold from there on."""

from __future__ import annotations

import pytest

from reconcile.structure import understand
from tests.drawing import audited, book, document, drawn, found, table


def labels(text: str) -> list[list[str]]:
    """Of each table the path of each column."""
    return [
        [" / ".join(column.path) for column in table.columns] for table in document(text).tables
    ]


def test_other_labels_for_the_same_columns_begin_another_table() -> None:
    assert labels("""
        Commune | Paddy | Maize | Total
        Hòa An  | 12    | 35    | 47
        Hòa Bắc | 22    | 13    | 35
        Commune | Cows  | Goats | Total
        Hòa An  | 8     | 30    | 38
        Hòa Bắc | 5     | 61    | 66
    """) == [["Commune", "Paddy", "Maize", "Total"], ["Commune", "Cows", "Goats", "Total"]]


def test_a_single_other_label_is_enough_where_the_names_are_called_the_same() -> None:
    assert labels("""
        Commune | Hamlets
        Hòa An  | 12
        Hòa Bắc | 22
        Commune | Households
        Hòa An  | 1208
        Hòa Bắc | 977
    """) == [["Commune", "Hamlets"], ["Commune", "Households"]]


@pytest.mark.parametrize("name", ["Sector", ""])
def test_other_years_are_other_labels(name: str) -> None:
    years = f"""
        {name} | 2019 | 2020 | 2021
        Fishing  | 120 | 310 | 430
        Forestry | 210 | 170 | 380
        {name} | 2022 | 2023 | 2024
        Fishing  | 150 | 250 | 400
        Forestry | 230 | 160 | 390
    """
    assert labels(years) == [[name, "2019", "2020", "2021"], [name, "2022", "2023", "2024"]]
    assert found(audited(years)) == []


def test_a_group_over_the_same_labels_may_be_another() -> None:
    sheet = """
        Commune | Spring | <     | Summer | <
        ^       | Area   | Yield | Area   | Yield
        Hòa An  | 61     | 5.2   | 44     | 4.8
        Hòa Bắc | 72     | 5.9   | 35     | 4.1
        Commune | Autumn | <     | Winter | <
        ^       | Area   | Yield | Area   | Yield
        Hòa An  | 58     | 5.5   | 12     | 3.9
        Hòa Bắc | 66     | 6.1   | 17     | 3.2
    """
    first, second = labels(sheet)
    assert first[1:3] == ["Spring / Area", "Spring / Yield"]
    assert second == [
        "Commune",
        "Autumn / Area",
        "Autumn / Yield",
        "Winter / Area",
        "Winter / Yield",
    ]


def test_labels_without_a_name_hold_for_the_figures_below() -> None:
    first, second = labels("""
        Office | Planned | Done | Share
        North  | 10      | 5    | 50
        South  | 20      | 12   | 60
               | January | June |
        East   | 15      | 18   | 120
        West   | 25      | 10   | 40
    """)
    assert first == ["Office", "Planned", "Done", "Share"]
    assert second[1:3] == ["January", "June"]


def test_the_unit_holds_for_the_labels_right_below() -> None:
    first, second = document("""
        Đơn vị: triệu đồng
        Xã      | Thu | Chi
        Hòa An  | 812 | 635
        Hòa Bắc | 722 | 913
        Xã      | Vay | Trả
        Hòa An  | 108 | 230
        Hòa Bắc | 205 | 161
    """).tables
    assert (first.unit, second.unit) == ("triệu đồng", "triệu đồng")


def test_what_another_line_parts_has_its_own_unit() -> None:
    first, second = document("""
        Đơn vị: triệu đồng
        Xã      | Thu | Chi
        Hòa An  | 812 | 635
        Hòa Bắc | 722 | 913

        Dân số
        Xã      | Nam | Nữ
        Hòa An  | 108 | 230
        Hòa Bắc | 205 | 161
    """).tables
    assert (first.unit, second.unit) == ("triệu đồng", "")


@pytest.mark.parametrize(
    "again",
    [
        "Commune | Spring | < | Summer | <\n^ | Area | Yield | Area | Yield",
        "Đơn vị: ha\nCommune | Spring | < | Summer | <\n^ | Area | Yield | Area | Yield",
        " | Area | Yield | Area | Yield",
        "II. Coast\n | Area | Yield | Area | Yield",
    ],
)
def test_the_same_labels_again_leave_one_table(again: str) -> None:
    rows = [
        "Commune | Spring | < | Summer | <",
        "^ | Area | Yield | Area | Yield",
        "Hòa An | 61 | 5.2 | 44 | 4.8",
        "Hòa Bắc | 72 | 5.9 | 35 | 4.1",
        *again.splitlines(),
        "Hòa Xuân | 58 | 5.5 | 12 | 3.9",
        "Hòa Vang | 66 | 6.1 | 17 | 3.2",
    ]
    named = [row.name for row in table("\n".join(rows)).rows if row.role == "entity"]
    assert named == ["Hòa An", "Hòa Bắc", "Hòa Xuân", "Hòa Vang"]


@pytest.mark.parametrize(
    "row",
    [
        "East | not reported | not reported | late",  # figures that are not there
        "     | 2001         | 1998         |",  # a total that looks like years
        "     | none         | none         |",
        "East | x            | x            | x",
    ],
)
def test_a_row_without_labels_is_no_header(row: str) -> None:
    assert len(understand(book(drawn(f"""
        Office | Planned | Done | Remark
        North  | 1200    | 999  |
        South  | 801     | 999  |
        {row}
        West   | 250     | 100  |
        Coast  | 110     | 140  |
    """))).tables) == 1  # fmt: skip


def test_a_wrong_total_under_other_labels_is_named_by_them() -> None:
    audit = audited("""
        Commune | Paddy | Maize | Total
        Hòa An  | 12    | 35    | 47
        Hòa Bắc | 22    | 13    | 35
        Hòa Yên | 31    | 44    | 75
        Commune | Cows  | Goats | All
        Hòa An  | 8     | 30    | 38
        Hòa Bắc | 5     | 61    | 66
        Hòa Yên | 17    | 72    | 98
        Hòa Lộc | 23    | 14    | 37
    """)
    [finding] = audit.findings
    assert (finding.at.a1, finding.column) == ("D8", ("All",))
