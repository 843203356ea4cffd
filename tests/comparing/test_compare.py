"""What changed between two versions of a sheet, and what only follows from it."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from reconcile.comparing import compare
from reconcile.comparing.lines import staying
from reconcile.model import Place
from reconcile.pipeline import audit_book
from tests.comparing.example import OTHER, SHEET, changes, compared, fates, only, several
from tests.drawing import audited, book, drawn, stored

ROWS = SHEET.splitlines(keepends=True)


def test_a_sheet_and_itself_do_not_differ() -> None:
    found = compared(SHEET, SHEET)
    assert not found.differs
    assert only(found).rewritten == 0


def test_a_figure_and_what_follows_from_it() -> None:
    new = SHEET.replace("11.75   | 10.25   | 12.50  | 34.50     | 6",
                        "11.75   | 20.25   | 12.50  | 44.50     | 5")  # fmt: skip
    new = new.replace("15.75  | 40.50     | 5", "15.75  | 40.50     | 6")
    table = only(compared(SHEET, new))
    assert changes(table) == {
        "D5": ("10.25", "20.25", "10.00"),
        "F5": ("34.50", "44.50", "10.00"),
        "G5": ("6", "5", "-1"),
        "G7": ("5", "6", "1"),
    }
    assert [change.new.text for change in table.own] == ["20.25"]
    total, rank, overtaken = table.followed
    assert total.cause and rank.cause and overtaken.cause
    assert (total.cause.relation, total.cause.cells) == ("sum", (Place("draft", 4, 3),))
    assert (rank.cause.relation, rank.cause.cells) == ("rank", (Place("draft", 4, 5),))
    assert overtaken.cause.cells == (Place("draft", 4, 5),)
    assert [change.content for change in table.changes] == ["figure", "figure", "rank", "rank"]
    assert not table.left_behind


def test_a_total_that_did_not_follow_is_said() -> None:
    table = only(compared(SHEET, SHEET.replace("10.25", "20.25")))
    assert changes(table) == {"D5": ("10.25", "20.25", "10.00")}
    [left] = table.left_behind
    assert (left.value.text, left.expected, left.relation) == ("34.50", "44.50", "sum")


def test_a_total_put_right_and_one_made_wrong_are_typed() -> None:
    wrong = SHEET.replace("52.50", "52.90")
    [change] = only(compared(wrong, SHEET)).own
    assert (change.agreement, str(change.difference)) == ("put-right", "-0.40")
    [change] = only(compared(SHEET, wrong)).own
    assert change.agreement == "broken"


@pytest.mark.parametrize(("old", "new"), [("13.50", "13.5"), ("13.50", "13,5"), ("13,50", "13.50")])
def test_a_figure_written_differently_is_no_change(old: str, new: str) -> None:
    found = compared(SHEET.replace("13.50", old), SHEET.replace("13.50", new))
    assert not found.differs
    assert only(found).rewritten == 1


def test_the_decimal_mark_of_a_whole_table_is_no_other_writing() -> None:
    found = compared(SHEET, SHEET.replace(".", ","))
    assert not found.differs
    assert only(found).rewritten == 0


def test_what_a_workbook_shows_is_what_a_document_prints() -> None:
    text = SHEET.replace("13.50", "13.46").replace("47.00", "46.96")
    sheet = stored(drawn(SHEET.replace("13.50", "13.4623").replace("47.00", "46.9623")))
    formats = (sheet.cells == 13.4623) | (sheet.cells == 46.9623)
    sheet = replace(sheet, formats=formats.astype(int), format_codes=("General", "0.00"))
    workbook = audit_book(book(sheet))
    assert not compare(workbook, audited(text)).differs
    assert not compare(audited(text), workbook).differs
    other = compare(workbook, audited(text.replace("13.46", "13.45").replace("46.96", "46.95")))
    assert [str(change.difference) for change in only(other).own] == ["-0.0123"]


def test_rows_and_columns_that_moved_are_the_fewest() -> None:
    header, *rows = ROWS
    table = only(compared(SHEET, "".join([header, rows[5], *rows[:5]])))
    assert fates(table) == [("moved", "row", "Sở Xây dựng", "Sở Xây dựng")]
    assert table.rows.changes[0].after is None
    turned = "\n".join("|".join([c[0], c[1], c[3], c[2], *c[4:]])
                       for c in (row.split("|") for row in SHEET.splitlines()))  # fmt: skip
    table = only(compared(SHEET, turned))
    assert [(fate, axis) for fate, axis, *_ in fates(table)] == [("moved", "column")]
    assert not table.changes


def test_rows_that_came_and_went() -> None:
    new = "".join(ROWS[:4] + ROWS[5:]) + "7 | Sở Du lịch | 10.25 | 9.75 | 8.50 | 28.50 | 6\n"
    table = only(compared(SHEET, new))
    assert fates(table) == [
        ("removed", "row", "Sở Tư pháp", ""),
        ("added", "row", "", "Sở Du lịch"),
    ]
    assert not table.changes


def test_a_row_under_another_name_is_known_by_its_figures() -> None:
    table = only(compared(SHEET, SHEET.replace("Sở Xây dựng", "Ban Quản lý đô thị")))
    assert fates(table) == [("renamed", "row", "Sở Xây dựng", "Ban Quản lý đô thị")]
    changed = SHEET.replace("Sở Xây dựng", "Ban Quản lý đô thị").replace("11.50", "11.25")
    table = only(compared(SHEET, changed.replace("40.50", "40.25")))
    assert [fate for fate, *_ in fates(table)] == ["removed", "added"]


def test_a_row_of_too_few_figures_is_not_called_renamed() -> None:
    old = "Đơn vị | Số\nXã An | 3\nXã Bình | 5\nXã Cẩm | 7\nXã Dương | 4\n"
    table = only(compared(old, old.replace("Xã Cẩm", "Xã Lạc Hồng")))
    assert [fate for fate, *_ in fates(table)] == ["removed", "added"]


def test_a_column_under_another_heading_is_known_by_its_figures() -> None:
    table = only(compared(SHEET, SHEET.replace("Bộ máy", "Nhân lực")))
    assert fates(table) == [("renamed", "column", "Bộ máy", "Nhân lực")]
    assert not table.changes


def test_a_column_that_came_makes_the_totals_follow() -> None:
    lines = [row.split("|") for row in SHEET.splitlines()]
    added = ["Tài chính công", "5.25", "6.50", "4.75", "7.25", "3.50", "8.75"]
    totals = ["Tổng điểm", "50.75", "53.50", "57.25", "41.75", "53.25", "49.25"]
    ranks = ["Xếp hạng", "4", "2", "1", "6", "3", "5"]
    new = "\n".join("|".join([*line[:5], *extra]) for line, *extra in
                    zip(lines, added, totals, ranks, strict=True))  # fmt: skip
    table = only(compared(SHEET, new))
    assert fates(table) == [("added", "column", "", "Tài chính công")]
    assert not table.own
    assert {change.column.name for change in table.followed} == {"Tổng điểm", "Xếp hạng"}


def test_names_spelled_otherwise_are_the_same() -> None:
    old = SHEET.replace("Sở Y tế", "Sở Nông nghiệp và Phát triển nông thôn")
    found = compared(old, SHEET.replace("Sở Y tế", "Sở NN&PTNT").replace("Sở Nội vụ", "SỞ NỘI VỤ"))
    assert not found.differs
    assert fates(only(found)) == [
        ("respelled", "row", "Sở Nông nghiệp và Phát triển nông thôn", "Sở NN&PTNT")
    ]


def test_two_rows_of_one_name_are_told_apart_by_their_figures_only() -> None:
    twice = SHEET.replace("Sở Xây dựng", "Sở Y tế    ")
    assert not compared(twice, twice).differs
    one = only(compared(twice, twice.replace("11.50", "12.50").replace("40.50", "41.50")))
    assert list(changes(one)) == ["D7", "F7"]
    both = twice.replace("11.50   | 15.75", "12.50   | 16.75").replace(
        "14.75   | 18.50", "13.75   | 17.50"
    )
    doubtful = compared(twice, both)
    [unclear] = only(doubtful).unclear
    assert [label.index for label in unclear.old] == [4, 5]
    assert not only(doubtful).changes
    assert doubtful.differs


def test_rows_of_one_name_under_different_bands() -> None:
    old = """\
    TT | Chỉ tiêu  | Năm 2022 | Năm 2023
    I  | Khối sở   |          |
    1  | Biên chế  | 120      | 135
    2  | Hợp đồng  | 34       | 41
    II | Khối huyện |         |
    1  | Biên chế  | 240      | 238
    2  | Hợp đồng  | 57       | 63
    """
    assert not compared(old, old).differs
    table = only(compared(old, old.replace("238", "248")))
    assert changes(table) == {"D6": ("238", "248", "10")}
    table = only(compared(old, old.replace("Khối huyện", "Khối huyện, thị xã")))
    assert fates(table) == [("renamed", "row", "Khối huyện", "Khối huyện, thị xã")]


def test_words_and_blanks() -> None:
    notes = ("Ghi chú", "đạt", "", "đạt tốt", "", "", "-")
    rows = zip(SHEET.splitlines(), notes, strict=True)
    sheet = "\n".join(f"{row} | {note}" for row, note in rows)
    new = sheet.replace("đạt tốt", "chưa đạt").replace("17.25", "").replace("| đạt", "|  Đạt")
    table = only(compared(sheet, new))
    assert [(c.content, c.old.text, c.new.text) for c in table.own] == [
        ("figure", "17.25", ""),
        ("text", "đạt tốt", "chưa đạt"),
    ]


def test_tables_that_came_and_went_or_stand_elsewhere() -> None:
    found = compare(several(SHEET, OTHER), several(OTHER.replace("69230", "69320"), SHEET))
    assert [(pair.old.id, pair.new.id) for pair in found.tables] == [("T2", "T1"), ("T1", "T2")]
    assert [str(c.difference) for pair in found.tables for c in pair.changes] == ["90"]
    found = compare(several(SHEET, OTHER), several(SHEET))
    assert [table.id for table in found.removed] == ["T2"]
    found = compare(several(OTHER), several(SHEET, OTHER))
    assert [table.id for table in found.added] == ["T1"]


def test_the_same_table_twice_is_compared_once_each() -> None:
    assert not compare(several(SHEET, SHEET), several(SHEET, SHEET)).differs


def test_tables_that_could_be_each_other_are_not_compared() -> None:
    form = "STT | Đơn vị | Thể chế | Thủ tục\n1 | Sở Nội vụ | {} | 7\n2 | Sở Y tế | 5 | 9\n"
    old = several(*(form.format(n) for n in (11, 12)))
    new = several(*(form.format(n) for n in (13, 14)))
    renamed = audit_book(book(*(replace(s, name=f"X{s.name}") for s in new.book.sheets)))
    [unclear] = compare(old, renamed).unclear
    assert [table.id for table in unclear.old] == ["T1", "T2"]
    assert not compare(old, renamed).tables
    assert [len(pair.own) for pair in compare(old, new).tables] == [1, 1]


def test_columns_of_one_name_are_told_apart_by_nearly_all_their_figures() -> None:
    rows = "12 | 35\n14 | 55\n17 | 15\n23 | 61\n29 | 48\n31 | 77\n".splitlines()
    old = "Xã | Số | Số\n" + "\n".join(
        f"Xã {name} | {row}" for name, row in zip("ABCDEG", rows, strict=True)
    )
    table = only(compared(old, old.replace("61", "62").replace("17 |", "19 |")))
    assert changes(table) == {"B4": ("17", "19", "2"), "C5": ("61", "62", "1")}


def test_two_forms_for_the_same_agencies_are_two_tables() -> None:
    names = [line.split("|")[1] for line in ROWS[1:]]
    other = "Đơn vị | Hồ sơ | Trễ hạn | Tổng điểm\n" + "".join(
        f"{name} | {410 + n * n} | {3 + n} | {1000 - n}\n" for n, name in enumerate(names)
    )
    found = compared(SHEET, other)
    assert not found.tables
    assert (len(found.removed), len(found.added)) == (1, 1)


@given(st.permutations(range(1, 7)), st.permutations(range(2, 5)), st.data())
def test_whatever_order_they_stand_in_one_figure_off_is_one_difference(
    rows: list[int], columns: list[int], data: st.DataObject
) -> None:
    cells = [line.split("|") for line in ROWS]
    off = data.draw(st.tuples(st.sampled_from(rows), st.sampled_from(columns)))
    old = cells[off[0]][off[1]].strip()
    cells[off[0]][off[1]] = f" {Decimal(old) + 1} "
    lines = (cells[i] for i in (0, *rows))
    new = "".join("|".join([*c[:2], *(c[j] for j in columns), *c[5:]]) for c in lines)
    table = only(compared(SHEET, new))
    [change] = table.changes
    assert (change.old.text, str(change.difference)) == (old, "1.00")
    assert {fate for fate, *_ in fates(table)} <= {"moved"}
    assert table.rows.count("moved") == 6 - len(staying(rows))
    assert table.columns.count("moved") == 3 - len(staying(columns))
    assert [left.row.index for left in table.left_behind] == [change.row.index]
