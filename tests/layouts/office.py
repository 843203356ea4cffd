"""Papers as a provincial office sends them: heads, decisions, notes, signatures around tables."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from random import Random

from tests.layouts.appendices import across, down, share, total
from tests.layouts.drawing import Content, Figure
from tests.layouts.papers import Grid, Paper, Part
from tests.layouts.sheets import AGENCIES, DISTRICTS, f, fixed, place, plain, points

OFFICE: dict[str, Callable[[Random], Paper]] = {}
HEAD: tuple[Part, ...] = (
    ("ỦY BAN NHÂN DÂN", "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM"),
    ("TỈNH NINH BÌNH", "Độc lập - Tự do - Hạnh phúc"),
    ("Số: 152/QĐ-UBND", "Ninh Bình, ngày 12 tháng 01 năm 2024"),
)
FOOT: tuple[Part, ...] = (
    ("Nơi nhận:", "TM. ỦY BAN NHÂN DÂN"),
    ("- Như Điều 3;", "KT. CHỦ TỊCH"),
    ("- Lưu: VT, VP7.", "PHÓ CHỦ TỊCH"),
    ("", "Nguyễn Văn A"),
)
DECISION = "(Kèm theo Quyết định số 152/QĐ-UBND ngày 12/01/2024 của Chủ tịch UBND tỉnh)"


def office(build: Callable[[Random], Paper]) -> Callable[[Random], Paper]:
    OFFICE[build.__name__] = build
    return build


def issued(name: str, rng: Random, *parts: Part) -> Paper:
    """The parts with, at times, the head of a decision above and the signatures below."""
    head = HEAD if rng.random() < 0.6 else ()
    foot = FOOT if rng.random() < 0.6 else ()
    return Paper(name, (*head, *parts, *foot), comma=rng.random() < 0.7)


@office
def ranking(rng: Random) -> Paper:
    grid = Grid(head=2)
    grid.line("TT", "Tên đơn vị", "Điểm thẩm định", "Điểm điều tra xã hội học", "Tổng điểm",
              "Chỉ số CCHC (%)", "Xếp hạng", "Ghi chú")  # fmt: skip
    grid.line("(1)", "(2)", "(3)", "(4)", "(5)=(3)+(4)", "(6)", "(7)", "(8)")
    body = [(points(rng, 1, 65)[0], points(rng, 1, 35)[0]) for _ in AGENCIES]
    ranks = place([a + b for a, b in body])
    rows = []
    for n, ((a, b), rank) in enumerate(zip(body, ranks, strict=True), start=1):
        note = "Thưởng điểm" if rng.random() < 0.2 else None
        row = grid.line(
            n, AGENCIES[n - 1], *plain([a, b, a + b]), f(share(a + b, 95)), f(rank), note
        )
        grid.law("sum", (row, 4), across(row, 2, 2))
        rows.append(row)
    grid.ranks(down(6, rows), down(4, rows))
    return issued("ranking", rng, "PHỤ LỤC I", "KẾT QUẢ CHỈ SỐ CẢI CÁCH HÀNH CHÍNH", DECISION, grid,
                  "Ghi chú: Điểm tối đa là 95 điểm.")  # fmt: skip


def _dossiers(rng: Random) -> list[int]:
    """Received, settled and pending, each with its parts."""
    received = [rng.randint(5, 900), rng.randint(0, 300), rng.randint(0, 60)]
    done = sum(received) - rng.randint(0, min(sum(received), 80))
    late = rng.randint(0, min(done, 3))
    early = rng.randint(0, done - late)
    pending = sum(received) - done
    overdue = min(pending, rng.choice((0, 0, 1)))
    settled = [done, early, done - late - early, late]
    return [sum(received), *received, *settled, pending, pending - overdue, overdue]


@office
def dossiers(rng: Random) -> Paper:
    """The national form of dossiers received and settled, with its row of formulas."""
    grid = Grid(head=4)
    grid.line("STT", "Lĩnh vực", "Số lượng hồ sơ tiếp nhận", None, None, None,
              "Số lượng hồ sơ đã giải quyết", *[None] * 3, "Số lượng hồ sơ đang giải quyết",
              *[None] * 2)  # fmt: skip
    grid.line(None, None, "Tổng số", "Trong kỳ", None, "Từ kỳ trước", "Tổng số", "Trước hạn",
              "Đúng hạn", "Quá hạn", "Tổng số", "Trong hạn", "Quá hạn")  # fmt: skip
    grid.line(None, None, None, "Trực tuyến", "Trực tiếp, dịch vụ bưu chính", *[None] * 8)
    grid.line("(1)", "(2)", "(3)=(4)+(5)+(6)", "(4)", "(5)", "(6)", "(7)=(8)+(9)+(10)", "(8)",
              "(9)", "(10)", "(11)=(12)+(13)", "(12)", "(13)")  # fmt: skip
    grid.merges += [(0, 0, 2, 0), (0, 1, 2, 1), (0, 2, 0, 5), (0, 6, 0, 9), (0, 10, 0, 12),
                    (1, 2, 2, 2), (1, 3, 1, 4), *((1, c, 2, c) for c in range(5, 13))]  # fmt: skip
    fields = ("Đất đai", "Tư pháp - Hộ tịch", "Đầu tư", "Xây dựng", "Lao động", "Y tế", "Giáo dục",
              "Nội vụ")[: rng.randint(3, 8)]  # fmt: skip
    body = [_dossiers(rng) for _ in fields]
    body.append([sum(column) for column in zip(*body, strict=True)])
    rows = []
    for n, (name, cells) in enumerate(zip((*fields, "Tổng cộng"), body, strict=True), start=1):
        row = grid.line(n if n <= len(fields) else None, name, *map(f, cells))
        for target, count in ((2, 3), (6, 3), (10, 2)):
            if grid.value((row, target)):
                grid.law("sum", (row, target), across(row, target + 1, count))
        rows.append(row)
    for column in range(2, 13):
        if sum(grid.value((row, column)) != 0 for row in rows[:-1]) >= 2:
            grid.law("sum", (rows[-1], column), down(column, rows[:-1]))
    return issued("dossiers", rng, "Biểu số II.06/VPCP/KSTT",
                  "TÌNH HÌNH, KẾT QUẢ GIẢI QUYẾT THỦ TỤC HÀNH CHÍNH", "Kỳ báo cáo: Quý III/2023",
                  "Đơn vị tính: Số hồ sơ", grid)  # fmt: skip


@office
def disbursement(rng: Random) -> Paper:
    """The total above its parts, rates, sorted by the rate."""
    grid = Grid()
    grid.line("TT", "Chủ đầu tư", "Kế hoạch vốn năm 2023", "Giải ngân đến 30/9/2023", "Tỷ lệ (%)")
    body = []
    for name in (*DISTRICTS, "Ban QLDA ĐTXD công trình giao thông", "Sở Nông nghiệp và PTNT"):
        plan = points(rng, 1, 900_000, 3)[0]
        body.append((name, plan, fixed(plan * rng.randint(10, 99) / 100, 3)))
    body.sort(key=lambda one: -one[2] / one[1])
    plan, done = total([b[1] for b in body]), total([b[2] for b in body])
    top = grid.line(None, "TỔNG SỐ", f(plan, True), f(done, True), f(share(done, plan)))
    rows = [grid.line(n, name, f(a, True), f(b, True), f(share(b, a)))
            for n, (name, a, b) in enumerate(body, start=1)]  # fmt: skip
    for column in (2, 3):
        grid.law("sum", (top, column), down(column, rows))
    for row in (top, *rows):
        grid.ratio((row, 4), [(row, 3), (row, 2)], scale=100)
    return issued("disbursement", rng, "Phụ lục 02", "TÌNH HÌNH GIẢI NGÂN VỐN ĐẦU TƯ CÔNG",
                  "(Kèm theo Báo cáo số …/BC-SKHĐT ngày … tháng 10 năm 2023)", "ĐVT: Triệu đồng",
                  grid)  # fmt: skip


@office
def emulation(rng: Random) -> Paper:
    grid = Grid()
    grid.line("STT", "Đơn vị", "Nội dung I (30 điểm)", "Nội dung II (50 điểm)",
              "Nội dung III (20 điểm)", "Điểm thưởng", "Điểm trừ", "Tổng điểm",
              "Xếp loại")  # fmt: skip
    names = [*AGENCIES, *DISTRICTS]
    for n, name in enumerate(names, start=1):
        m = [Decimal(rng.randint(top // 2, top)) for top in (30, 50, 20)]
        more, less = Decimal(rng.choice((0, 0, 1, 2))), Decimal(rng.choice((0, 0, 0, 1, 3)))
        got = total(m) + more - less
        grade = "Xuất sắc" if got >= 90 else "Tốt" if got >= 75 else "Khá"
        row = grid.line(n, name, *map(f, (*m, more, less, got)), grade)
        grid.law("sum", (row, 7), across(row, 2, 5), (1, 1, 1, 1, -1))
    return issued("emulation", rng, "BẢNG TỔNG HỢP ĐIỂM THI ĐUA KHỐI", grid,
                  ("NGƯỜI LẬP BIỂU", "TRƯỞNG KHỐI THI ĐUA"))  # fmt: skip


@office
def summary(rng: Random) -> Paper:
    """A summary, and below it the tables it sums up."""
    titles = ("Nhận thức số", "Thể chế số", "Hạ tầng số")
    marks = [[points(rng, 4, 10, 1) for _ in titles] for _ in AGENCIES]
    whole = Grid()
    whole.line("STT", "Cơ quan", *titles, "Tổng điểm", "Xếp hạng")
    ranks = place([total([v for m in one for v in m]) for one in marks])
    rows = []
    for n, (name, one, rank) in enumerate(zip(AGENCIES, marks, ranks, strict=True), start=1):
        parts = [total(m) for m in one]
        row = whole.line(n, name, *plain(parts, 1), f(fixed(total(parts), 1)), f(rank))
        whole.law("sum", (row, 5), across(row, 2, 3))
        rows.append(row)
    whole.ranks(down(6, rows), down(5, rows))
    parts: list[Part] = ["Bảng 1. Đánh giá chung", whole]
    for k, title in enumerate(titles):
        grid = Grid()
        grid.line("STT", "Cơ quan", *(f"{title} {n}" for n in range(1, 5)), "Tổng điểm")
        for n, name in enumerate(AGENCIES):
            row = grid.line(n + 1, name, *plain(marks[n][k], 1), f(fixed(total(marks[n][k]), 1)))
            grid.law("sum", (row, 6), across(row, 2, 4))
        parts += [f"Bảng {k + 2}. {title}", grid]
    return issued(
        "summary",
        rng,
        "PHỤ LỤC",
        "KẾT QUẢ ĐÁNH GIÁ MỨC ĐỘ CHUYỂN ĐỔI SỐ NĂM 2023",
        DECISION,
        *parts,
    )


@office
def staff(rng: Random) -> Paper:
    """`Trong đó` names some of the parts; a dash where there is nobody."""
    grid = Grid(head=2)
    grid.line("Số TT", "Cơ quan, đơn vị", "Biên chế giao năm 2024", "Trong đó", None,
              "Hợp đồng lao động", "Ghi chú")  # fmt: skip
    grid.line(None, None, None, "Công chức", "Viên chức", None, None)
    grid.merges += [
        (0, 0, 1, 0),
        (0, 1, 1, 1),
        (0, 2, 1, 2),
        (0, 3, 0, 4),
        (0, 5, 1, 5),
        (0, 6, 1, 6),
    ]
    sums = [0, 0, 0]
    rows = []
    for n, name in enumerate(AGENCIES, start=1):
        values = [rng.randint(20, 90), rng.choice((0, 0, rng.randint(5, 400))), rng.randint(0, 9)]
        sums = [a + b for a, b in zip(sums, values, strict=True)]
        cells: list[Content] = [f(v) if v else "-" for v in values]
        row = grid.line(n, name, f(values[0] + values[1]), *cells, None)
        rows.append(row)
    both = [row for row in rows if isinstance(grid.rows[row][4], Figure)]
    for row in both if len(both) >= 3 else ():
        grid.law("sum", (row, 2), across(row, 3, 2))
    last = grid.line(None, "Tổng cộng", f(sums[0] + sums[1]), *map(f, sums), None)
    grid.law("sum", (last, 2), down(2, rows))
    return issued("staff", rng, "BIỂU GIAO BIÊN CHẾ NĂM 2024", DECISION, grid)
