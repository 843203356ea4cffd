"""Small clean sheets as offices keep them: every figure in them is right."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from decimal import ROUND_HALF_UP, Decimal
from random import Random

from tests.layouts.drawing import Content, Drawn, Figure

LAYOUTS: dict[str, Callable[[Random], Drawn]] = {}
AGENCIES = (
    "Văn phòng UBND tỉnh", "Sở Nội vụ", "Sở Tư pháp", "Sở Tài chính", "Sở Công Thương",
    "Sở Y tế", "Sở Giáo dục và Đào tạo", "Sở Xây dựng", "Thanh tra tỉnh", "Sở Ngoại vụ",
)  # fmt: skip
DISTRICTS = (
    "Huyện Gia Viễn", "Huyện Hoa Lư", "Huyện Kim Sơn", "Huyện Nho Quan", "Thành phố Tam Điệp",
    "Huyện Yên Khánh", "Huyện Yên Mô",
)  # fmt: skip


def layout(build: Callable[[Random], Drawn]) -> Callable[[Random], Drawn]:
    LAYOUTS[build.__name__] = build
    return build


def f(value: Decimal | int | str, grouped: bool = False, suffix: str = "") -> Figure:
    return Figure(Decimal(value), grouped, suffix)


def points(rng: Random, count: int, most: int = 20, decimals: int = 2) -> list[Decimal]:
    unit = 10**decimals
    return [Decimal(rng.randint(most * unit // 4, most * unit)) / unit for _ in range(count)]


def fixed(value: Decimal, decimals: int) -> Decimal:
    return value.quantize(Decimal(1).scaleb(-decimals), ROUND_HALF_UP)


def plain(values: Sequence[Decimal], decimals: int = 2) -> list[Content]:
    return [f(fixed(value, decimals)) for value in values]


def place(scores: Sequence[Decimal]) -> list[int]:
    return [1 + sum(other > score for other in scores) for score in scores]


def sheet(
    name: str, rows: Sequence[Sequence[Content]], *merges: tuple[int, int, int, int],
    comma: bool = True,
) -> Drawn:  # fmt: skip
    return Drawn(name, tuple(map(tuple, rows)), merges, comma)


@layout
def flat_scores(rng: Random) -> Drawn:
    rows: list[list[Content]] = [["KẾT QUẢ CHẤM ĐIỂM CẢI CÁCH HÀNH CHÍNH NĂM 2023"], []]
    rows.append(["STT", "Đơn vị", "Thể chế", "Thủ tục", "Bộ máy", "Tổng điểm", "Xếp hạng"])
    marks = [points(rng, 3) for _ in AGENCIES]
    ranks = place([sum(m, Decimal(0)) for m in marks])
    for n, (name, m, rank) in enumerate(zip(AGENCIES, marks, ranks, strict=True), start=1):
        rows.append([n, name, *plain(m), f(fixed(sum(m, Decimal(0)), 2)), rank])
    rows += [[], ["Ghi chú: điểm do Sở Nội vụ tổng hợp."]]
    return sheet("flat_scores", rows)


@layout
def flat_scores_english(rng: Random) -> Drawn:
    rows: list[list[Content]] = [["No", "Agency", "Policy", "Data", "Services", "Total", "Rank"]]
    marks = [points(rng, 3, 30, 1) for _ in range(8)]
    ranks = place([sum(m, Decimal(0)) for m in marks])
    for n, (m, rank) in enumerate(zip(marks, ranks, strict=True), start=1):
        name = ("North", "South", "East", "West", "Coast", "Hills", "Plain", "Isle")[n - 1]
        rows.append([n, name, *plain(m, 1), f(fixed(sum(m, Decimal(0)), 1)), rank])
    return sheet("flat_scores_english", rows, comma=False)


def _tiered(rng: Random, groups: Sequence[tuple[str, int]]) -> Iterator[tuple[list[Content], int]]:
    """Rows of group parts, each followed by its subtotal, and a total; with the grouped widths."""
    for n, name in enumerate(AGENCIES, start=1):
        row: list[Content] = [n, name]
        total = Decimal(0)
        for _, count in groups:
            parts = points(rng, count, 10, 1)
            total += sum(parts)
            row += [*plain(parts, 1), f(fixed(sum(parts, Decimal(0)), 1))]
        yield [*row, f(fixed(total, 1))], n


@layout
def two_tiers(rng: Random) -> Drawn:
    groups = [("Thể chế", 3), ("Hạ tầng", 2), ("Nhân lực", 4)]
    first: list[Content] = ["STT", "Cơ quan, đơn vị"]
    second: list[Content] = [None, None]
    merges = [(0, 0, 1, 0), (0, 1, 1, 1)]
    for group, count in groups:
        merges.append((0, len(first), 0, len(first) + count))
        first += [group, *[None] * count]
        second += [*(f"Tiêu chí {k + 1}" for k in range(count)), "Cộng"]
    merges.append((0, len(first), 1, len(first)))
    rows = [[*first, "Tổng cộng"], [*second, None], *(row for row, _ in _tiered(rng, groups))]
    return sheet("two_tiers", rows, *merges)


@layout
def three_tiers(rng: Random) -> Drawn:
    groups = [("Công khai", 2), ("Minh bạch", 3)]
    width = sum(count + 1 for _, count in groups)
    top: list[Content] = ["TT", "Đơn vị", "Điểm thành phần", *[None] * (width - 1), "Tổng điểm"]
    first: list[Content] = [None, None]
    second: list[Content] = [None, None]
    merges = [(0, 0, 2, 0), (0, 1, 2, 1), (0, 2, 0, 1 + width), (0, 2 + width, 2, 2 + width)]
    for group, count in groups:
        merges.append((1, len(first), 1, len(first) + count))
        first += [group, *[None] * count]
        second += [*(f"Nội dung {k + 1}" for k in range(count)), "Tổng"]
    rows = [top, first, second, *(row for row, _ in _tiered(rng, groups))]
    return sheet("three_tiers", rows, *merges)


@layout
def bands(rng: Random) -> Drawn:
    rows: list[list[Content]] = [["TT", "Đơn vị", "Số hồ sơ", "Trực tuyến", "Trực tiếp"]]
    bodies = []
    for number, title, names in (("I", "Khối sở", AGENCIES), ("II", "Khối huyện", DISTRICTS)):
        body = [[rng.randint(10, 400), rng.randint(10, 900)] for _ in names]
        sums = [sum(column) for column in zip(*body, strict=True)]
        bodies.append(sums)
        rows.append([number, title, f(sum(sums)), *map(f, sums)])
        for n, (name, pair) in enumerate(zip(names, body, strict=True), start=1):
            rows.append([n, name, f(sum(pair)), *map(f, pair)])
    whole = [sum(column) for column in zip(*bodies, strict=True)]
    rows.append([None, "Tổng cộng", f(sum(whole)), *map(f, whole)])
    return sheet("bands", rows)


@layout
def bands_without_totals(rng: Random) -> Drawn:
    """Serial numbers and ranks start again in each band."""
    rows: list[list[Content]] = [["STT", "Đơn vị", "Tiêu chí 1", "Tiêu chí 2", "Tổng", "Xếp hạng"]]
    for title, names in (("I. KHỐI SỞ, NGÀNH", AGENCIES), ("II. KHỐI HUYỆN, THÀNH PHỐ", DISTRICTS)):
        rows.append([title])
        marks = [points(rng, 2) for _ in names]
        ranks = place([sum(m, Decimal(0)) for m in marks])
        for n, (name, m, rank) in enumerate(zip(names, marks, ranks, strict=True), start=1):
            rows.append([n, name, *plain(m), f(fixed(sum(m, Decimal(0)), 2)), rank])
    return sheet("bands_without_totals", rows)


@layout
def maximum_row(rng: Random) -> Drawn:
    most = [20, 30, 50]
    rows: list[list[Content]] = [
        ["STT", "Đơn vị", "Kế hoạch", "Triển khai", "Kết quả", "Tổng điểm"],
        [None, "Điểm tối đa", *map(f, most), f(sum(most))],
    ]
    for n, name in enumerate(AGENCIES, start=1):
        m = [points(rng, 1, top)[0] for top in most]
        rows.append([n, name, *plain(m), f(fixed(sum(m, Decimal(0)), 2))])
    return sheet("maximum_row", rows)


@layout
def numbered_columns(rng: Random) -> Drawn:
    rows: list[list[Content]] = [
        ["STT", "Đơn vị", "Tổng số văn bản", "Văn bản đi", "Văn bản đến"],
        ["(1)", "(2)", "(3)=(4)+(5)", "(4)", "(5)"],
    ]
    for n, name in enumerate(AGENCIES, start=1):
        out, into = rng.randint(50, 900), rng.randint(50, 900)
        rows.append([n, name, f(out + into), f(out), f(into)])
    return sheet("numbered_columns", rows)


@layout
def totals_row(rng: Random) -> Drawn:
    rows: list[list[Content]] = [["STT", "Tên trường", "Số lớp", "Số học sinh", "Số giáo viên"]]
    body = [[rng.randint(8, 30), rng.randint(200, 999), rng.randint(15, 60)] for _ in range(9)]
    for n, line in enumerate(body, start=1):
        rows.append([n, f"Trường THCS số {n}", *map(f, line)])
    rows.append([None, "Tổng cộng", *(f(sum(column)) for column in zip(*body, strict=True))])
    rows += [[], [None, None, None, "NGƯỜI LẬP BIỂU"]]
    return sheet("totals_row", rows)


@layout
def average_row(rng: Random) -> Drawn:
    rows: list[list[Content]] = [["STT", "Đơn vị", "Đợt 1", "Đợt 2", "Đợt 3"]]
    body = [points(rng, 3, 100, 1) for _ in AGENCIES]
    for n, (name, line) in enumerate(zip(AGENCIES, body, strict=True), start=1):
        rows.append([n, name, *plain(line, 1)])
    columns = list(zip(*body, strict=True))
    rows.append([None, "Trung bình", *plain([sum(c) / len(c) for c in columns])])
    rows.append([None, "Cao nhất", *plain([max(c) for c in columns], 1)])
    rows.append([None, "Thấp nhất", *plain([min(c) for c in columns], 1)])
    return sheet("average_row", rows)


def _share(part: int, whole: int, decimals: int) -> Decimal:
    return fixed(Decimal(100 * part) / whole, decimals)


@layout
def percent_column(rng: Random) -> Drawn:
    rows: list[list[Content]] = [
        ["STT", "Đơn vị", "Kế hoạch", "Thực hiện", "Tỷ lệ (%)"],
    ]
    body = [(rng.randint(100, 800), rng.randint(50, 800)) for _ in DISTRICTS]
    for n, (name, (plan, done)) in enumerate(zip(DISTRICTS, body, strict=True), start=1):
        rows.append([n, name, f(plan), f(done), f(_share(done, plan, 1))])
    plan, done = (sum(column) for column in zip(*body, strict=True))
    rows.append([None, "Tổng cộng", f(plan), f(done), f(_share(done, plan, 1))])
    return sheet("percent_column", rows)


@layout
def percent_signs(rng: Random) -> Drawn:
    rows: list[list[Content]] = [["STT", "Đơn vị", "Tổng số hồ sơ", "Đúng hạn", "Tỷ lệ đúng hạn"]]
    for n, name in enumerate(AGENCIES, start=1):
        whole = rng.randint(200, 3000)
        part = rng.randint(whole // 2, whole)
        rows.append([n, name, f(whole, True), f(part, True), f(_share(part, whole, 2), suffix="%")])
    return sheet("percent_signs", rows)


@layout
def difference_column(rng: Random) -> Drawn:
    rows: list[list[Content]] = [
        ["STT", "Đơn vị", "Điểm tự chấm", "Điểm thẩm định", "Chênh lệch"],
    ]
    for n, name in enumerate(AGENCIES, start=1):
        own, checked = points(rng, 2, 100)
        rows.append([n, name, *plain([own, checked, checked - own])])
    return sheet("difference_column", rows)


@layout
def outline_rows(rng: Random) -> Drawn:
    rows: list[list[Content]] = [["TT", "Chỉ tiêu", "Đơn vị tính", *DISTRICTS[:5]]]
    whole = [0] * 5
    blocks: list[list[list[Content]]] = []
    for k in range(1, 4):
        body = [[rng.randint(5, 300) for _ in range(5)] for _ in range(rng.randint(2, 4))]
        sums = [sum(column) for column in zip(*body, strict=True)]
        whole = [a + b for a, b in zip(whole, sums, strict=True)]
        block: list[list[Content]] = [[str(k), f"Nhóm chỉ tiêu {k}", "hồ sơ", *map(f, sums)]]
        for n, line in enumerate(body, start=1):
            block.append([f"{k}.{n}", f"Nội dung {k}.{n}", "hồ sơ", *map(f, line)])
        blocks.append(block)
    rows.append(["I", "Tổng số hồ sơ", "hồ sơ", *map(f, whole)])
    rows += [row for block in blocks for row in block]
    return sheet("outline_rows", rows)


@layout
def not_applicable(rng: Random) -> Drawn:
    rows: list[list[Content]] = [["STT", "Đơn vị", "A", "B", "C", "D", "Tổng điểm", "Ghi chú"]]
    for n, name in enumerate(AGENCIES, start=1):
        parts = points(rng, 4, 10, 1)
        cells = plain(parts, 1)
        left_out = {rng.randrange(4)} if n % 2 else set()
        for k in left_out:
            cells[k] = rng.choice(("-", "x", None, "KĐG"))
        kept = [p for k, p in enumerate(parts) if k not in left_out]
        rows.append([n, name, *cells, f(fixed(sum(kept, Decimal(0)), 1)), None])
    return sheet("not_applicable", rows)


@layout
def honest_rounding(rng: Random) -> Drawn:
    rows: list[list[Content]] = [
        ["STT", "Đơn vị", "Quý I", "Quý II", "Quý III", "Quý IV", "Cả năm"]
    ]
    for n, name in enumerate([*AGENCIES, *DISTRICTS], start=1):
        parts = points(rng, 4, 200, 4)
        rows.append([n, name, *plain(parts, 1), f(fixed(sum(parts, Decimal(0)), 1))])
    return sheet("honest_rounding", rows)


@layout
def rounded_to_millions(rng: Random) -> Drawn:
    """Sums in đồng, printed in whole millions; the totals were rounded after adding."""
    rows: list[list[Content]] = [["Đơn vị tính: triệu đồng"]]
    rows.append(["STT", "Đơn vị", "Chi đầu tư", "Chi thường xuyên", "Chi khác", "Tổng chi"])
    body = [points(rng, 3, 90000, 3) for _ in range(24)]
    for n, line in enumerate(body, start=1):
        cells = [*line, sum(line, Decimal(0))]
        rows.append([n, f"Đơn vị số {n}", *(f(fixed(cell, 0), True) for cell in cells)])
    whole = [sum(column) for column in zip(*body, strict=True)]
    cells = [*whole, sum(whole, Decimal(0))]
    rows.append([None, "Tổng cộng", *(f(fixed(Decimal(cell), 0), True) for cell in cells)])
    return sheet("rounded_to_millions", rows)


@layout
def whole_scores(rng: Random) -> Drawn:
    rows: list[list[Content]] = [["STT", "Đơn vị", *(f"TC{k}" for k in range(1, 9)), "Tổng"]]
    for n, name in enumerate(AGENCIES, start=1):
        line = [rng.randint(0, 5) for _ in range(8)]
        rows.append([n, name, *map(f, line), f(sum(line))])
    return sheet("whole_scores", rows)


@layout
def constant_columns(rng: Random) -> Drawn:
    rows: list[list[Content]] = [["STT", "Đơn vị", "A", "B", "C", "D", "Hệ số", "Số liệu"]]
    for n, name in enumerate(AGENCIES, start=1):
        rows.append([n, name, f(2), f(0), f(2), f(1), f("1.5"), f(rng.randint(3, 90))])
    return sheet("constant_columns", rows)
