"""Which cells a text gives, and where they stand."""

from __future__ import annotations

import csv
import io
import unicodedata
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reconcile.model import Sheet
from reconcile.reading import read
from reconcile.reading.text import text_sheet


def grid(content: str) -> list[list[str | None]]:
    return text_sheet("t", content).cells.tolist()


def widths(sheet: Sheet) -> list[int]:
    assert sheet.widths is not None
    return sheet.widths.tolist()


def test_a_markdown_table() -> None:
    sheet = text_sheet(
        "t",
        "\n**BẢNG ĐIỂM, năm 2021**\n\n"
        "| STT | Đơn vị | Điểm |\n|-----|--|:--:|\n| 1 | **Sở A** | 8,7 |\n| 2 | A \\| B |   |\n",
    )
    assert sheet.cells.tolist() == [
        [None, None, None],
        ["BẢNG ĐIỂM, năm 2021", None, None],
        [None, None, None],
        ["STT", "Đơn vị", "Điểm"],
        [None, None, None],
        ["1", "Sở A", "8,7"],
        ["2", "A | B", None],
    ]
    assert widths(sheet) == [0, 1, 0, 3, 0, 3, 3]


def test_a_markdown_row_one_cell_short_keeps_its_own_width() -> None:
    sheet = text_sheet("t", "| a | b | c |\n|---|---|---|\n| 1 | 2 |\n| 3 | 4 | 5\n")
    assert widths(sheet) == [3, 0, 2, 3]
    assert sheet.cells[3].tolist() == ["3", "4", "5"]


def test_tabs_with_prose_full_of_commas_around() -> None:
    sheet = text_sheet(
        "t",
        "KẾT QUẢ, XẾP HẠNG, NĂM 2021\nCủa các sở, ban, ngành\nTheo báo cáo, ngày 1, tháng 2\n\n"
        "STT\tĐơn vị\tĐiểm\n1\tSở A\t26,5\n\n2\tSở B\t\n\nGhi chú:\nTừ ngày 1, đến ngày 2\n",
    )
    assert widths(sheet) == [1, 1, 1, 0, 3, 3, 0, 3, 0, 1, 1]
    assert sheet.cells[7].tolist() == ["2", "Sở B", None]
    assert sheet.cells[0, 0] == "KẾT QUẢ, XẾP HẠNG, NĂM 2021"


@pytest.mark.parametrize(
    ("content", "row"),
    [
        ("STT;Đơn vị;A;B\n1;Sở A;1,5;2,5\n2;Sở B;3,5;4,5\n", ["1", "Sở A", "1,5", "2,5"]),
        ('STT,Đơn vị,A,B\n1,Sở A,"1,5","2,5"\n2,Sở B,3,"4,5"\n', ["1", "Sở A", "1,5", "2,5"]),
        ("STT,Đơn vị,A\n1,Sở A; phòng B,2.5\n2,Sở C; phòng D,1\n", ["1", "Sở A; phòng B", "2.5"]),
        ("STT | Đơn vị | A\n1 | Sở A | 2,5\n2 | Sở B | 3,5\n", ["1", "Sở A", "2,5"]),
        ("STT  |  Đơn vị  |  A\n1    |  Sở A    |  2,5\n", ["1", "Sở A", "2,5"]),
        ("STT  Đơn vị    A    B\n1    Sở A     1,5   2,5\n2    Sở B  3,5   4\n",
         ["1", "Sở A", "1,5", "2,5"]),
        ("STT,   Đơn vị,   A\n1,     Sở A,     2.5\n2,     Sở B,     3\n", ["1", "Sở A", "2.5"]),
    ],
)  # fmt: skip
def test_dialects(content: str, row: list[str]) -> None:
    assert grid(content)[1] == row


def test_a_first_field_left_blank_among_spaces() -> None:
    rows = "".join(f"{n:>3}  Sở {n}     {n}0   {n}5\n" for n in (1, 2, 30, 100))
    found = grid("BẢNG ĐIỂM\n\nSTT  Đơn vị   A    B\n" + rows + "     Tổng     60   80\n")
    assert found[-1] == [None, "Tổng", "60", "80"]
    assert [row[0] for row in found[2:-1]] == ["STT", "1", "2", "30", "100"]


def test_a_quoted_field_over_several_lines_stands_at_its_first_line() -> None:
    sheet = text_sheet("t", 'STT,"Tên\nđơn vị",Điểm\n1,"Sở ""A""",2\n\n2,Sở B,3\n')
    assert sheet.cells.tolist() == [
        ["STT", "Tên\nđơn vị", "Điểm"],
        [None, None, None],
        ["1", 'Sở "A"', "2"],
        [None, None, None],
        ["2", "Sở B", "3"],
    ]
    assert widths(sheet) == [3, 0, 3, 0, 3]


def test_a_quote_that_never_closes_swallows_nothing() -> None:
    sheet = text_sheet("t", '"Bảng 1\nSTT\tA\n1\t2"\n3\t"4\n')
    assert widths(sheet) == [1, 2, 2, 2]
    assert sheet.cells[3].tolist() == ["3", '"4']


def test_prose_alone_is_one_column() -> None:
    assert grid("Một dòng.\nHai; ba, bốn.\n") == [["Một dòng."], ["Hai; ba, bốn."]]


def test_nothing_at_all_is_an_empty_sheet() -> None:
    assert text_sheet("t", "").shape == (0, 0)
    assert text_sheet("t", "\n\n").shape == (2, 0)


def test_odd_spaces_and_decomposed_letters_are_made_plain() -> None:
    name = unicodedata.normalize("NFD", "Sở Công thương")
    assert grid(f"a\tb\n\u00a0{name}\u200b\t1\u202f234\n")[1] == ["Sở Công thương", "1 234"]


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_every_line_end_counts_one_line(end: str) -> None:
    assert widths(text_sheet("t", end.join(["", "a\tb", "", "1\t2\x0b3", ""]))) == [0, 2, 0, 2]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
def test_encodings(tmp_path: Path, encoding: str) -> None:
    path = tmp_path / "bảng.txt"
    path.write_bytes("Đơn vị\tĐiểm\nSở Tư pháp\t8,7\n".encode(encoding))
    (sheet,) = read(str(path)).sheets
    assert sheet.name == "bảng"
    assert sheet.cells.tolist() == [["Đơn vị", "Điểm"], ["Sở Tư pháp", "8,7"]]


def test_windows_1258_is_composed(tmp_path: Path) -> None:
    path = tmp_path / "cu.csv"
    # In this code page a tone is a mark of its own after its vowel.
    path.write_bytes("Sơ\u0309 Tư pha\u0301p;8,7\nThanh tra ti\u0309nh;9\n".encode("cp1258"))
    (sheet,) = read(str(path)).sheets
    assert sheet.cells.tolist() == [["Sở Tư pháp", "8,7"], ["Thanh tra tỉnh", "9"]]


@pytest.mark.parametrize(
    ("name", "kind"), [("a.txt", "text"), ("a.md", "markdown"), ("a.csv", "csv"), ("a.tsv", "csv")]
)
def test_the_kind_is_what_the_name_says(tmp_path: Path, name: str, kind: str) -> None:
    (tmp_path / name).write_text("a\tb\n1\t2\n", encoding="utf-8")
    assert read(str(tmp_path / name)).format == kind


def test_standard_input(monkeypatch: pytest.MonkeyPatch) -> None:
    stream = io.TextIOWrapper(io.BytesIO(b"| a | b |\n|---|---|\n| 1 | 2 |\n"))
    monkeypatch.setattr("sys.stdin", stream)
    book = read("-")
    assert (book.format, book.sheets[0].name) == ("markdown", "stdin")


FIELD = st.text(st.sampled_from("aăđ18.- "), min_size=1, max_size=6).map(str.strip).filter(bool)
TABLE = st.integers(2, 5).flatmap(
    lambda width: st.lists(
        st.lists(FIELD.filter(lambda field: "-" not in field), min_size=width, max_size=width),
        min_size=2,
        max_size=6,
    )
)


@settings(max_examples=60, deadline=None)
@given(TABLE, st.sampled_from(["\t", ";", ","]))
def test_delimited_tables_read_back(rows: list[list[str]], mark: str) -> None:
    stream = io.StringIO()
    csv.writer(stream, delimiter=mark, lineterminator="\n").writerows(rows)
    assert grid(stream.getvalue()) == rows


@settings(max_examples=60, deadline=None)
@given(TABLE)
def test_markdown_tables_read_back(rows: list[list[str]]) -> None:
    lines = ["| " + " | ".join(row) + " |" for row in rows]
    rule = "|" + "---|" * len(rows[0])
    read_back = grid("\n".join([lines[0], rule, *lines[1:]]))
    assert [read_back[0], *read_back[2:]] == rows
    assert read_back[1] == [None] * len(rows[0])


@settings(max_examples=60, deadline=None)
@given(st.text(max_size=200))
def test_any_text_gives_one_row_per_line(content: str) -> None:
    sheet = text_sheet("t", content)
    lines = content.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    assert sheet.shape[0] == len(lines) - (not sheet_end(lines))


def sheet_end(lines: list[str]) -> bool:
    """Whether the last line has anything in it, invisible characters aside."""
    return bool(text_sheet("t", lines[-1]).shape[0])
