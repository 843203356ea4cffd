"""Lines of a terminal: none too wide, nothing lost, and colours that add only looks."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len

from reconcile.report.terminal.screen import HeadedCell, Screen, StyledText, cells, cut

TEXTS = st.lists(
    st.text("aạ漢\u0301-", min_size=1, max_size=90), min_size=1, max_size=30
).map(" ".join)  # fmt: skip
ESCAPE = re.compile(r"\x1b\[[0-9;]*m")


def drawn(color: bool, *columns: HeadedCell, width: int = 60) -> str:
    screen = Screen(width, color)
    screen.row(columns, indent=2)
    return screen.text()


def row(name: str, *figures: str) -> list[HeadedCell]:
    """A row's number and name, and its figures under long headings."""
    headed = [
        HeadedCell(f"C{n}\nmột nhãn dài ở trên", StyledText(f), 15) for n, f in enumerate(figures)
    ]
    number = HeadedCell("", StyledText("7", "dim"), 1, wraps=False, low=False)
    return [number, HeadedCell("B\nTên", StyledText(name), 26, wraps=False), *headed]


@given(TEXTS, st.integers(40, 100))
def test_text_is_folded_within_the_screen_and_kept(text: str, width: int) -> None:
    screen = Screen(width, False)
    screen.line(StyledText(text), indent=2)
    lines = screen.text().splitlines()
    assert all(cell_len(line) <= width for line in lines)
    assert "".join("".join(lines).split()) == "".join(text.split())


def test_lines_end_between_words_unless_one_fits_nowhere() -> None:
    screen = Screen(40, False)
    screen.line(StyledText("x" * 30), StyledText(" " + "y" * 20), StyledText(" " + "z" * 50))
    assert screen.text().split() == ["x" * 30, "y" * 20, "z" * 40, "z" * 10]


@given(TEXTS, st.integers(40, 100))
def test_colour_adds_looks_and_nothing_else(text: str, width: int) -> None:
    plain, colored = Screen(width, False), Screen(width, True)
    for screen in (plain, colored):
        screen.rule(text)
        screen.line(StyledText("LỖI", "bold red"), StyledText(f"  {text}", "dim"))
        screen.row(row("Sở Nội vụ", text, "8,7"), indent=2)
    assert "\x1b" not in plain.text()
    assert ESCAPE.sub("", colored.text()).split() == plain.text().split()


def test_a_look_spans_the_lines_its_text_is_folded_on() -> None:
    screen = Screen(40, True)
    screen.line(StyledText("a" * 30, "bold"), StyledText(" " + "b" * 30, "dim"))
    assert screen.text() == f"\x1b[1m{'a' * 30}\x1b[0m\n\x1b[2m{'b' * 30}\x1b[0m\n"


@pytest.mark.parametrize("width", [40, 60, 80])
@pytest.mark.parametrize("name", ["Sở Y tế", "Sở Nông nghiệp và Phát triển nông thôn"])
def test_a_row_fits_the_screen(name: str, width: int) -> None:
    lines = drawn(False, *row(name, "8,7", "▶9,1◀", "10"), width=width).splitlines()
    assert all(cell_len(line) <= width for line in lines)


def test_the_widest_columns_give_way_first_and_the_name_last() -> None:
    text = drawn(False, *row("Sở Giao thông - Vận tải", "8,7", "9,1"), width=56)
    assert "Sở Giao thông - Vận tải" in text
    assert {len(line) for line in text.splitlines() if "─" in line} == {56}


def test_a_high_row_stands_on_its_bottom() -> None:
    number, name, _ = row("Sở Y tế", "")
    figure = HeadedCell("C", StyledText("một hai ba bốn năm sáu bảy"), 31)
    lines = drawn(False, number, name, figure, width=40).splitlines()
    assert lines[-2:] == ["   7             một hai ba bốn năm sáu", "       Sở Y tế   bảy"]


def test_widths_are_counted_in_cells() -> None:
    assert [cells(text) for text in ("abc", "Sở", "So\u031b\u0309", "漢字")] == [3, 2, 2, 4]
    assert [cut("漢字", room) for room in (4, 3, 2)] == ["漢字", "漢…", "…"]
