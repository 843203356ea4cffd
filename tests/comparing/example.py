"""A small sheet to plant changes in, and what a comparison says of it in short."""

from __future__ import annotations

from reconcile.audited import Audit
from reconcile.comparing import Comparison, compare
from reconcile.comparing.comparison import ComparedTable, LineChange
from reconcile.pipeline import audit_book
from tests.drawing import audited, book, drawn

SHEET = """\
STT | Đơn vị             | Thể chế | Thủ tục | Bộ máy | Tổng điểm | Xếp hạng
1   | Văn phòng UBND     | 18.25   | 12.75   | 14.50  | 45.50     | 4
2   | Sở Nội vụ          | 17.25   | 13.50   | 16.25  | 47.00     | 3
3   | Sở Tài chính       | 19.50   | 15.25   | 17.75  | 52.50     | 1
4   | Sở Tư pháp         | 11.75   | 10.25   | 12.50  | 34.50     | 6
5   | Sở Y tế            | 16.50   | 14.75   | 18.50  | 49.75     | 2
6   | Sở Xây dựng        | 13.25   | 11.50   | 15.75  | 40.50     | 5
"""
OTHER = """\
STT | Huyện     | Dân số | Diện tích
1   | Gia Viễn  | 118430 | 178.46
2   | Hoa Lư    | 69230  | 103.49
3   | Kim Sơn   | 179510 | 215.71
"""


def compared(old: str, new: str) -> Comparison:
    return compare(audited(old), audited(new))


def several(*sheets: str) -> Audit:
    """The audit of a book with a sheet for each drawing, named S1, S2, …"""
    return audit_book(book(*(drawn(text, f"S{n}") for n, text in enumerate(sheets, start=1))))


def only(comparison: Comparison) -> ComparedTable:
    [table] = comparison.tables
    return table


def changes(table: ComparedTable) -> dict[str, tuple[str, str, str]]:
    """By the address in the new sheet: old text, new text, difference."""
    return {
        "" if change.new.place is None else change.new.place.a1: (
            change.old.text,
            change.new.text,
            "" if change.difference is None else str(change.difference),
        )
        for change in table.changes
    }


def fates(table: ComparedTable) -> list[tuple[str, str, str, str]]:
    """(what, axis, old name, new name) of every row and column."""
    return [(c.fate, c.axis, *_names(c)) for c in table.lines]


def _names(change: LineChange) -> tuple[str, str]:
    return (change.old.name if change.old else "", change.new.name if change.new else "")
