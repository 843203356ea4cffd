"""More papers of an office: budgets, poverty, tourists, crops, surveys."""

from __future__ import annotations

from collections.abc import Sequence
from random import Random

from tests.layouts.appendices import across, down, share
from tests.layouts.drawing import Content
from tests.layouts.office import DECISION, OFFICE, issued, office
from tests.layouts.papers import Grid, Paper
from tests.layouts.sheets import AGENCIES, DISTRICTS, f, fixed, plain, points

__all__ = ["OFFICE"]


@office
def budget(rng: Random) -> Paper:
    """A budget by letter, numeral and number, against last year."""
    grid = Grid(head=2)
    grid.line("STT", "Nội dung", "Dự toán năm 2023", "Ước thực hiện năm 2023", "Dự toán năm 2024",
              "So sánh")  # fmt: skip
    grid.line("A", "B", "1", "2", "3", "4=3/2*100")

    def line(number: str, name: str, values: Sequence[int]) -> int:
        row = grid.line(
            number, name, *(f(v, True) for v in values), f(share(values[2], values[1], 1))
        )
        grid.ratio((row, 5), [(row, 4), (row, 3)], scale=100)
        return row

    def added(bodies: Sequence[Sequence[int]]) -> list[int]:
        return [sum(column) for column in zip(*bodies, strict=True)]

    outline = {
        "TỔNG THU NGÂN SÁCH ĐỊA PHƯƠNG": (
            ("Thu nội địa", 4), ("Thu bổ sung từ NSTW", 2), ("Thu chuyển nguồn", 0)),
        "TỔNG CHI NGÂN SÁCH ĐỊA PHƯƠNG": (
            ("Chi đầu tư phát triển", 3), ("Chi thường xuyên", 5), ("Dự phòng ngân sách", 0)),
    }  # fmt: skip
    for letter, (title, groups) in zip("AB", outline.items(), strict=True):
        bodies = [
            [[rng.randint(1000, 900_000) for _ in range(3)] for _ in range(n or 1)]
            for _, n in groups
        ]
        head = line(letter, title, added([added(b) for b in bodies]))
        heads = []
        for roman, (name, n), body in zip(("I", "II", "III"), groups, bodies, strict=True):
            group = line(roman, name, added(body))
            heads.append(group)
            leaves = [line(str(k), f"{name}: khoản {k}", body[k - 1]) for k in range(1, n + 1)]
            for column in (2, 3, 4):
                if leaves:
                    grid.law("sum", (group, column), down(column, leaves))
        for column in (2, 3, 4):
            grid.law("sum", (head, column), down(column, heads))
    return issued("budget", rng, "Biểu mẫu số 15", "CÂN ĐỐI NGÂN SÁCH ĐỊA PHƯƠNG NĂM 2024",
                  "(Kèm theo Nghị quyết số 45/NQ-HĐND ngày 08/12/2023 của HĐND tỉnh)",
                  "Đơn vị: Triệu đồng", grid, "Ghi chú: Không gồm thu viện trợ.")  # fmt: skip


@office
def poverty(rng: Random) -> Paper:
    grid = Grid(head=2)
    grid.line("TT", "Huyện, thành phố", "Tổng số hộ dân", "Hộ nghèo đầu năm", None,
              "Hộ nghèo cuối năm", None, "Số hộ giảm")  # fmt: skip
    grid.line(None, None, None, "Số hộ", "Tỷ lệ (%)", "Số hộ", "Tỷ lệ (%)", None)
    grid.merges += [
        (0, 0, 1, 0),
        (0, 1, 1, 1),
        (0, 2, 1, 2),
        (0, 3, 0, 4),
        (0, 5, 0, 6),
        (0, 7, 1, 7),
    ]
    body = []
    for _ in DISTRICTS:
        all_, poor = rng.randint(20_000, 60_000), rng.randint(600, 3000)
        body.append((all_, poor, poor - rng.randint(50, 500)))
    whole = tuple(sum(c) for c in zip(*body, strict=True))
    rows = []
    for n, (name, (a, b, c)) in enumerate(
        zip((*DISTRICTS, "Tổng cộng"), (*body, whole), strict=True), 1
    ):
        row = grid.line(n if n <= len(body) else None, name, f(a, True), f(b, True), f(share(b, a)),
                        f(c, True), f(share(c, a)), f(b - c, True))  # fmt: skip
        grid.ratio((row, 4), [(row, 3), (row, 2)], scale=100)
        grid.ratio((row, 6), [(row, 5), (row, 2)], scale=100)
        rows.append(row)
    for column in (2, 3, 5, 7):
        grid.law("sum", (rows[-1], column), down(column, rows[:-1]))
    return issued("poverty", rng, "KẾT QUẢ RÀ SOÁT HỘ NGHÈO NĂM 2023", DECISION, grid)


@office
def months(rng: Random) -> Paper:
    """Twelve months with the quarters between them, and the year."""
    grid = Grid()
    header: list[Content] = ["TT", "Chỉ tiêu"]
    for q in range(4):
        header += [f"Tháng {3 * q + k}" for k in (1, 2, 3)] + [f"Quý {('I', 'II', 'III', 'IV')[q]}"]
    grid.line(*header, "Cả năm")
    for n, name in enumerate(("Khách quốc tế", "Khách nội địa", "Lượt lưu trú", "Tour trọn gói",
                              "Khách tham quan"), start=1):  # fmt: skip
        quarters = [[rng.randint(100, 9000) for _ in range(3)] for _ in range(4)]
        cells = [v for q in quarters for v in (*q, sum(q))]
        row = grid.line(n, name, *(f(v, True) for v in cells), f(sum(map(sum, quarters)), True))
        for q in range(4):
            grid.law("sum", (row, 5 + 4 * q), across(row, 2 + 4 * q, 3))
        grid.law("sum", (row, 18), [(row, 5 + 4 * q) for q in range(4)])
    return issued("months", rng, "SỐ LIỆU DU LỊCH NĂM 2023", "(Đơn vị tính: lượt khách)", grid)


@office
def crops(rng: Random) -> Paper:
    """Area, yield and harvest against last year: two tiers, rounded on its own each."""
    grid = Grid(head=2)
    grid.line("TT", "Cây trồng", "Diện tích (ha)", None, None, "Năng suất (tạ/ha)", None, None,
              "Sản lượng (tấn)", None, None)  # fmt: skip
    grid.line(None, None, *("2022", "2023", "So sánh (%)") * 3)
    grid.merges += [(0, 0, 1, 0), (0, 1, 1, 1), (0, 2, 0, 4), (0, 5, 0, 7), (0, 8, 0, 10)]
    for n, name in enumerate(("Lúa đông xuân", "Lúa mùa", "Ngô", "Khoai lang", "Lạc", "Đậu tương",
                              "Rau các loại"), start=1):  # fmt: skip
        areas = points(rng, 2, 40_000, 1)
        yields = points(rng, 2, 70, 2)
        crops = [fixed(a * y / 10, 1) for a, y in zip(areas, yields, strict=True)]
        cells = [c for pair, d in ((areas, 1), (yields, 2), (crops, 1))
                 for c in (*plain(pair, d), f(share(pair[1], pair[0], 1)))]  # fmt: skip
        row = grid.line(n, name, *cells)
        for first in (2, 5, 8):
            grid.ratio((row, first + 2), [(row, first + 1), (row, first)], scale=100)
    return issued("crops", rng, "KẾT QUẢ SẢN XUẤT TRỒNG TRỌT", grid)


@office
def survey(rng: Random) -> Paper:
    """Counts of answers with their shares beside them."""
    grid = Grid(head=2)
    levels = ("Rất hài lòng", "Hài lòng", "Bình thường", "Không hài lòng")
    grid.line("STT", "Cơ quan", "Số phiếu", *(c for level in levels for c in (level, None)))
    grid.line(None, None, None, *("Số phiếu", "Tỷ lệ %") * 4)
    grid.merges += [
        (0, 0, 1, 0),
        (0, 1, 1, 1),
        (0, 2, 1, 2),
        *((0, c, 0, c + 1) for c in (3, 5, 7, 9)),
    ]
    for n, name in enumerate(AGENCIES, start=1):
        counts = [rng.randint(60, 300), rng.randint(60, 200), rng.randint(0, 40), rng.randint(0, 9)]
        whole = sum(counts)
        cells = [c for v in counts for c in (f(v), f(share(v, whole, 1)))]
        row = grid.line(n, name, f(whole), *cells)
        grid.law("sum", (row, 2), [(row, c) for c in (3, 5, 7, 9)])
        for column in (3, 5, 7, 9):
            if grid.value((row, column)):
                grid.ratio((row, column + 1), [(row, column), (row, 2)], scale=100)
    return issued("survey", rng, "KẾT QUẢ KHẢO SÁT SỰ HÀI LÒNG CỦA NGƯỜI DÂN", grid)
