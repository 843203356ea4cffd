"""Tables as a whole: roles, titles, conventions, continuations joined."""

from __future__ import annotations

import pytest

from reconcile.model import ReconcileError
from reconcile.structure import understand
from tests.drawing import book, document, drawn, table

FIRST = """
1. Schools

No | Agency | A | B
1  | North  | 4 | 3
2  | South  | 2 | 5
3  | East   | 1 | 6

1. Schools (continued)

"""
WIDER = (
    FIRST
    + """No | Agency | C | Total
1  | East   | 2 | 9
2  | North  | 3 | 10
3  | South  | 1 | 8
"""
)
LONGER = (
    FIRST
    + """No | Agency | A | B
4  | West   | 7 | 2
5  | Coast  | 2 | 2
"""
)


def test_a_continuation_adds_columns_to_the_rows_of_the_same_name() -> None:
    found = table(WIDER)
    assert len(found.parts) == 2
    assert [row.name for row in found.rows] == ["North", "South", "East"]
    total = next(j for j, column in enumerate(found.columns) if column.name == "Total")
    assert list(found.text[:, total]) == ["10", "8", "9"]
    assert [str(found.place(i, total)) for i in range(3)] == ["draft!D12", "draft!D13", "draft!D11"]


def test_a_continuation_adds_rows_under_the_same_labels() -> None:
    found = table(LONGER)
    assert len(found.parts) == 2
    assert [row.name for row in found.rows] == ["North", "South", "East", "West", "Coast"]
    assert len(found.columns) == 4
    place = found.place(4, 2)
    assert place is not None
    assert place.a1 == "C12"


@pytest.mark.parametrize("mark", ["(tiếp theo)", "(tiếp)", "– tiếp theo", "(cont.)", "(Continued)"])
def test_the_marks_of_a_continuation(mark: str) -> None:
    assert len(document(WIDER.replace("(continued)", mark)).tables) == 1


def test_another_title_is_another_table() -> None:
    assert len(document(WIDER.replace("1. Schools (continued)", "2. Roads")).tables) == 2


def test_rows_of_a_continuation_without_a_match_are_kept() -> None:
    """A figure that is read must not be lost, whatever its row is called."""
    found = document(WIDER + "4  | Marsh  | 5 | 5\n").tables
    assert any("Marsh" in row.name for one in found for row in one.rows)


def test_roles() -> None:
    found = table("""
        No | Agency | A | B | Average | Total | Rank | Grade | Note
        1  | North  | 9 | 7 | 8       | 16    | 1    | Good  |
        2  | South  | 9 | 6 | 7.5     | 15    | 2    | Good  |
        3  | East   | 8 | 5 | 6.5     | 13    | 3    | Good  |
        4  | West   | 5 | 4 | 4.5     | 9     | 4    | Fair  | late
        5  | Coast  | 4 | 4 | 4       | 8     | 5    | Fair  |
        6  | Hills  | 3 | 4 | 3.5     | 7     | 6    | Fair  |
           | Total  | 38 | 30 | 34    | 68    |      |       |
    """)
    assert [column.role for column in found.columns] == [
        "serial", "entity", "component", "component", "average", "total", "rank", "grade", "note",
    ]  # fmt: skip
    assert [row.role for row in found.rows] == ["entity"] * 6 + ["total"]


@pytest.mark.parametrize(
    ("name", "role"),
    [("Tổng cộng", "total"), ("Cộng:", "total"), ("Trung bình", "average"),
     ("Điểm tối đa", "maximum"),
     ("Tổng cục Thuế", "entity"), ("Cộng Hòa", "entity"), ("Tổng công ty Điện lực", "entity")],
)  # fmt: skip
def test_the_role_of_a_row_by_its_name(name: str, role: str) -> None:
    found = table(f"No | Agency | A\n1 | North | 5\n2 | South | 6\n | {name} | 11")
    assert found.rows[2].role == role


@pytest.mark.parametrize(
    ("label", "role"),
    [("Tổng điểm", "total"), ("Tổng cộng", "total"), ("Điểm tối đa", "maximum"),
     ("Xếp hạng", "rank"), ("Bình quân", "average"), ("Số lượng", "component")],
)  # fmt: skip
def test_the_role_of_a_column_by_its_label(label: str, role: str) -> None:
    found = table(f"STT | Cơ quan | A | {label}\n1 | Bắc | 5 | 3\n2 | Nam | 6 | 1\n3 | Tây | 6 | 2")
    assert found.columns[3].role == role


def test_bands_name_the_group_of_the_rows_below() -> None:
    found = table("""
        No | Agency | A | B
        I  | Departments
        1  | North  | 4 | 3
        2  | South  | 2 | 5
        II | Districts
        3  | East   | 1 | 1
    """)
    assert [row.role for row in found.rows] == ["group", "entity", "entity", "group", "entity"]
    assert found.rows[1].group != found.rows[4].group
    assert found.rows[4].group


def test_the_band_carries_its_name_not_its_number() -> None:
    found = table("""
        No | Agency | A | B
        I  | Departments
        1  | North  | 4 | 3
        2  | South  | 2 | 5
    """)
    assert found.rows[1].group == "Departments"


def test_the_title_is_the_line_above() -> None:
    found = table("Scores of 2021\n(Unit: points)\n\nNo | Agency | A\n1 | North | 4\n2 | South | 2")
    assert found.title == "Scores of 2021"
    assert found.title_place is not None
    assert found.title_place.a1 == "A1"


def test_a_table_without_decimals_takes_the_convention_of_the_document() -> None:
    whole, comma = document("""
        No | Agency | A
        1  | North  | 4
        2  | South  | 2

        Roads

        No | Agency | B
        1  | North  | 4,5
        2  | South  | 2,25
    """).tables
    assert (whole.decimal, whole.decimal_known) == ("comma", False)
    assert (comma.decimal, comma.decimal_known) == ("comma", True)


def test_the_language_is_that_of_the_labels() -> None:
    assert document("STT | Cơ quan | A\n1 | X | 5\n2 | Y | 6").language == "vi"
    assert document("No | Agency | A\n1 | X | 5\n2 | Y | 6").language == "en"


def test_tables_of_two_sheets() -> None:
    text = "No | Agency | A\n1 | North | 4\n2 | South | 2"
    found = understand(book(drawn(text, "one"), drawn(text, "two")))
    assert [(table.id, table.parts[0].sheet) for table in found.tables] == [
        ("T1", "one"),
        ("T2", "two"),
    ]


def test_no_table_is_refused_by_name() -> None:
    with pytest.raises(ReconcileError) as refused:
        document("Only a title")
    assert refused.value.code == "no-table"
