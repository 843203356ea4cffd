"""Sheets that are clean but odd: sizes, signs and cells that no program expects."""

from __future__ import annotations

import unicodedata
from random import Random

from tests.layouts import wider_sheets
from tests.layouts.drawing import Content, Drawn
from tests.layouts.sheets import AGENCIES, LAYOUTS, f, layout, plain, points, sheet

__all__ = ["LAYOUTS", "wider_sheets"]


def _numbers(rng: Random, rows: int, columns: int) -> list[list[Content]]:
    return [[n, f"Đơn vị {n}", *(f(rng.randint(0, 999)) for _ in range(columns))]
            for n in range(1, rows + 1)]  # fmt: skip


@layout
def one_row(rng: Random) -> Drawn:
    return sheet("one_row", [["STT", "Đơn vị", "A", "B"], *_numbers(rng, 1, 2)])


@layout
def one_column(rng: Random) -> Drawn:
    return sheet("one_column", [["Số liệu"], *([f(rng.randint(1, 99))] for _ in range(12))])


@layout
def many_columns(rng: Random) -> Drawn:
    labels = [f"Tiêu chí {k}" for k in range(1, 301)]
    return sheet("many_columns", [["STT", "Đơn vị", *labels], *_numbers(rng, 6, 300)])


@layout
def same_headers(rng: Random) -> Drawn:
    return sheet("same_headers", [["STT", "Đơn vị", *["Số lượng"] * 5], *_numbers(rng, 9, 5)])


@layout
def empty_headers(rng: Random) -> Drawn:
    header: list[Content] = [None, None, "A", None, None, "D"]
    return sheet("empty_headers", [header, *_numbers(rng, 9, 4)])


@layout
def empty_header_only(rng: Random) -> Drawn:
    return sheet("empty_header_only", [["STT", "Đơn vị", "Điểm", "Ghi chú"]])


@layout
def long_numbers(rng: Random) -> Drawn:
    rows: list[list[Content]] = [["STT", "Mã hồ sơ", "Số tài khoản", "Số tiền"]]
    for n in range(1, 9):
        code = str(rng.randint(10**29, 10**30 - 1))
        rows.append([n, f"HS-{n:04d}", code, f(rng.randint(10**5, 10**8), True)])
    return sheet("long_numbers", rows)


@layout
def negative_numbers(rng: Random) -> Drawn:
    rows: list[list[Content]] = [["STT", "Đơn vị", "Tăng", "Giảm", "Tăng (+), giảm (-)"]]
    for n, name in enumerate(AGENCIES, start=1):
        up, down = rng.randint(0, 60), rng.randint(0, 60)
        rows.append([n, name, f(up), f(-down), f(up - down)])
    return sheet("negative_numbers", rows)


@layout
def failed_cells(rng: Random) -> Drawn:
    rows: list[list[Content]] = [["STT", "Đơn vị", "A", "B", "Tỷ lệ", "C"], *_numbers(rng, 9, 4)]
    rows[3][4], rows[6][4], rows[8][5] = "#DIV/0!", "NaN", "#REF!"
    return sheet("failed_cells", rows)


@layout
def dates(rng: Random) -> Drawn:
    rows: list[list[Content]] = [["STT", "Văn bản", "Ngày ban hành", "Ngày hiệu lực", "Số trang"]]
    for n in range(1, 10):
        days = [f"{rng.randint(1, 28):02d}/{rng.randint(1, 12):02d}/2023" for _ in range(2)]
        rows.append([n, f"Quyết định số {n}/QĐ-UBND", *days, f(rng.randint(1, 40))])
    return sheet("dates", rows)


@layout
def merged_body(rng: Random) -> Drawn:
    rows: list[list[Content]] = [["Khối", "Đơn vị", "A", "B", "Cộng"]]
    for n, name in enumerate(AGENCIES[:9]):
        one, two = rng.randint(1, 50), rng.randint(1, 50)
        band = f"Khối {n // 3 + 1}" if n % 3 == 0 else None
        rows.append([band, name, *map(f, (one, two, one + two))])
    return sheet("merged_body", rows, (1, 0, 3, 0), (4, 0, 6, 0), (7, 0, 9, 0))


@layout
def only_merges(rng: Random) -> Drawn:
    return sheet("only_merges", [["Tiêu đề", None, None], [None] * 3], (0, 0, 1, 2))


@layout
def emoji(rng: Random) -> Drawn:
    rows: list[list[Content]] = [["STT", "Đơn vị 🏢", "Điểm ⭐", "Đạt ✅", "Ghi chú"]]
    for n, name in enumerate(AGENCIES, start=1):
        rows.append([n, f"{name} 🎯", *plain(points(rng, 1, 10, 1), 1), rng.choice("✅❌"), "👍🏽"])
    return sheet("emoji", rows)


@layout
def right_to_left(rng: Random) -> Drawn:
    rows: list[list[Content]] = [["الرقم", "الوحدة", "ألف", "باء", "المجموع"]]
    for n in range(1, 9):
        one, two = rng.randint(1, 50), rng.randint(1, 50)
        rows.append([n, f"\u200fوحدة {n}", *map(f, (one, two, one + two))])
    return sheet("right_to_left", rows, comma=False)


@layout
def decomposed(rng: Random) -> Drawn:
    """Vietnamese with its marks as separate characters."""
    drawn = LAYOUTS["two_tiers"](rng)
    rows = [[unicodedata.normalize("NFD", c) if isinstance(c, str) else c for c in row]
            for row in drawn.rows]  # fmt: skip
    return sheet("decomposed", rows, *drawn.merges)


@layout
def old_encoding(rng: Random) -> Drawn:
    """Text typed in a font of the nineties: letters that mean nothing."""
    rows: list[list[Content]] = [["STT", "§¬n vÞ", "§iÓm tù chÊm", "§iÓm thÈm ®Þnh", "Tæng ®iÓm"]]
    for n in range(1, 10):
        one, two = rng.randint(1, 50), rng.randint(1, 50)
        rows.append([n, f"Së N«ng nghiÖp {n}", *map(f, (one, two, one + two))])
    return sheet("old_encoding", rows)


@layout
def random_figures(rng: Random) -> Drawn:
    """Labelled as totals by chance: nothing is computed from anything."""
    rows: list[list[Content]] = [["STT", "Đơn vị", "Tổng đài", "Cộng tác viên", "Hạng mục", "Loại"]]
    return sheet("random_figures", [*rows, *_numbers(rng, 15, 4)])
