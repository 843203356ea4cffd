"""What a terminal shows: narrow or wide, with colour or without, and never more than text."""

from __future__ import annotations

import pytest
from msgspec.structs import replace
from rich.cells import cell_len

from reconcile.model import Table
from reconcile.report.terminal.findings import terminal_text
from reconcile.report.terminal.inspection import inspect_text
from tests.drawing import audited
from tests.report import example


@pytest.mark.parametrize("width", [40, 80, 160])
def test_no_line_is_wider_than_the_screen(width: int) -> None:
    text = terminal_text(example.audit(), "vi", width, False)
    assert max(cell_len(line) for line in text.splitlines()) <= width


def test_a_finding_shows_place_rule_row_figures_fix_and_consequence() -> None:
    text = terminal_text(example.audit(), "vi", 100, False)
    for wanted in (
        "LỖI  F8  Dấu thập phân khác với cả bảng  decimal-separator  [F1]",
        "▶8,7◀",
        "Sở Giao thông - Vận tải",
        "Đang ghi 8,7 · tính lại 8.7",
        "H8: 5.3 → 14.0",
        "(I8): Khá → Tốt",
        "Kết quả: 1 lỗi, 1 cảnh báo, 0 lưu ý.",
    ):
        assert wanted in text


def test_an_inserted_cell_is_told_in_words() -> None:
    text = terminal_text(example.audit(), "en", 100, False)
    assert "insert 0 at F7; the rest of the row moves right" in text


def test_no_colour_means_no_escape_at_all() -> None:
    assert "\x1b" not in terminal_text(example.audit(), "en", 80, False)
    assert "\x1b[" in terminal_text(example.audit(), "en", 80, True)


def test_a_cell_cannot_speak_to_the_terminal() -> None:
    grid = example.sheet()
    grid.cells[7, 6] = "[red]\x1b]0;owned\x07\u202e"
    text = terminal_text(example.audit(source=grid), "en", 160, False)
    assert not {"\x1b", "\x07", "\u202e"} & set(text)
    assert "[red]" in text


def test_silence_is_said() -> None:
    text = terminal_text(example.audit(findings=()), "en", 80, False)
    assert "Nothing wrong was found" in text
    assert "16 figures" in text


def test_figures_are_shown_as_the_sheet_writes_them() -> None:
    audit = example.audit()
    comma: Table = replace(example.table(), decimal="comma")
    written = replace(audit, document=replace(audit.document, tables=(comma,)))
    assert "expected 8,7" in terminal_text(written, "en", 100, False)


def test_what_was_not_checked_is_named_by_column() -> None:
    text = terminal_text(example.audit(), "en", 400, False)
    assert "Not checked" in text and "Chỉ số (2)" in text


def test_inspection_tells_tables_relations_and_what_fell() -> None:
    text = inspect_text(example.audit(), "en", 100, False)
    assert "draft A3:I9: header in rows 3–5, figures in rows 6–9" in text
    assert "sum: H = D + E + F + G" in text
    assert "ratio: C = H : 20" in text
    assert "hold; 2 broken" in text
    assert "What the sheet states" not in text
    assert "What the sheet states" in inspect_text(example.audit(), "en", 100, True)


def test_silence_is_not_called_agreement_where_figures_mismatch() -> None:
    audit = example.audit(findings=())
    doubtful = replace(audit, coverage=replace(audit.coverage, mismatched=3))
    assert "Nothing wrong was found" not in terminal_text(doubtful, "en", 80, False)


def test_the_print_alone_is_not_repeated_below_its_row() -> None:
    bare = replace(example.comma(), expected=None)
    assert "printed 8,7" not in terminal_text(example.audit(findings=(bare,)), "en", 100, False)


def test_a_table_without_a_header_has_no_row_of_one() -> None:
    audit = audited("North | 4 | 3\nSouth | 2 | 5\nEast | 1 | 6")
    assert "draft A1:C3: no header, figures in rows 1–3" in inspect_text(audit, "en", 100, False)
