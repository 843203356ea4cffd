"""Clean sheets of several kinds, each drawn with the laws that its figures obey."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from decimal import Decimal
from random import Random

from benchmarks.faults.board import Board, Clean, Content, Spot
from tests.layouts.sheets import AGENCIES, DISTRICTS, f, fixed, place, plain, points

LAYOUTS: dict[str, Callable[[Random], Clean]] = {}
GRADES = ("Tốt", "Khá", "Trung bình")
NAMES = (*AGENCIES, "Sở Du lịch", "Ban Dân tộc")


def layout(build: Callable[[Random], Clean]) -> Callable[[Random], Clean]:
    LAYOUTS[build.__name__] = build
    return build


def across(line: int, first: int, count: int) -> list[Spot]:
    return [(line, column) for column in range(first, first + count)]


def down(column: int, lines: Sequence[int]) -> list[Spot]:
    return [(line, column) for line in lines]


def total_of(values: Sequence[Decimal]) -> Decimal:
    return sum(values, Decimal(0))


def grade_of(score: Decimal, best: Decimal) -> str:
    share = score / best
    return GRADES[0] if share >= Decimal("0.7") else GRADES[1 if share >= Decimal("0.55") else 2]


@layout
def flat_scores(rng: Random) -> Clean:
    """Parts, total, index over 120, rank and grade."""
    board = Board("flat_scores")
    board.line("KẾT QUẢ CHẤM ĐIỂM CHUYỂN ĐỔI SỐ NĂM 2023")
    board.line()
    parts = ("Nhận thức", "Thể chế", "Hạ tầng", "Nhân lực", "An toàn", "Hoạt động")
    board.line("STT", "Đơn vị", *parts, "Tổng điểm", "Chỉ số", "Xếp hạng", "Xếp loại")
    marks = [points(rng, 6) for _ in NAMES]
    ranks = place([total_of(m) for m in marks])
    lines = []
    for n, (name, m, rank) in enumerate(zip(NAMES, marks, ranks, strict=True), start=1):
        total = total_of(m)
        index = f(fixed(total / 120, 3))
        cells = [*plain(m), f(fixed(total, 2)), index, f(rank), grade_of(total, Decimal(120))]
        line = board.line(n, name, *cells)
        board.law("sum", (line, 8), across(line, 2, 6))
        board.ratio((line, 9), [(line, 8)], Decimal(120))
        lines.append(line)
    board.ranks(10, 8, lines)
    board.graded(11, 8, lines, GRADES)
    return board.done()


@layout
def two_tiers(rng: Random) -> Clean:
    """Groups of parts under one label, each with its subtotal, and a total."""
    board = Board("two_tiers")
    groups = (("Thể chế", 3), ("Hạ tầng", 4), ("Nhân lực", 3))
    upper: list[Content] = ["STT", "Cơ quan, đơn vị"]
    lower: list[Content] = [None, None]
    board.merges += [(0, 0, 1, 0), (0, 1, 1, 1)]
    for group, count in groups:
        board.merges.append((0, len(upper), 0, len(upper) + count))
        upper += [group, *[None] * count]
        lower += [*(f"Tiêu chí {k + 1}" for k in range(count)), "Cộng"]
    board.merges.append((0, len(upper), 1, len(upper)))
    board.line(*upper, "Tổng cộng")
    board.line(*lower, None)
    for n, name in enumerate(NAMES, start=1):
        marks = [points(rng, count, 10, 1) for _, count in groups]
        cells = [cell for m in marks for cell in (*plain(m, 1), f(fixed(total_of(m), 1)))]
        line = board.line(n, name, *cells, f(fixed(total_of([v for m in marks for v in m]), 1)))
        first, subtotals = 2, []
        for _, count in groups:
            board.law("sum", (line, first + count), across(line, first, count))
            subtotals.append((line, first + count))
            first += count + 1
        board.law("sum", (line, first), subtotals)
    return board.done()


@layout
def budget(rng: Random) -> Clean:
    """Money by quarter, with totals to the right and below."""
    board = Board("budget")
    board.line("DỰ TOÁN CHI NGÂN SÁCH NĂM 2024")
    board.line("Đơn vị tính: triệu đồng")
    board.line()
    board.line("STT", "Đơn vị", "Quý I", "Quý II", "Quý III", "Quý IV", "Cả năm")
    body = [[rng.randint(200, 9800) for _ in range(4)] for _ in NAMES]
    lines = []
    for n, (name, money) in enumerate(zip(NAMES, body, strict=True), start=1):
        line = board.line(n, name, *(f(v, True) for v in money), f(sum(money), True))
        board.law("sum", (line, 6), across(line, 2, 4))
        lines.append(line)
    sums = [sum(column) for column in zip(*body, strict=True)]
    foot = board.line(None, "Tổng cộng", *(f(v, True) for v in sums), f(sum(sums), True))
    board.law("sum", (foot, 6), across(foot, 2, 4))
    for column in range(2, 7):
        board.law("sum", (foot, column), down(column, lines))
    return board.done()


@layout
def bands(rng: Random) -> Clean:
    """Two bands, each headed by its totals, and a total of both below."""
    board = Board("bands")
    board.line("TT", "Đơn vị", "Tổng số hồ sơ", "Trực tuyến", "Trực tiếp", "Bưu chính")
    heads, sums = [], []
    for number, title, names in (("I", "Khối sở", AGENCIES), ("II", "Khối huyện", DISTRICTS)):
        body = [[rng.randint(10, 400) for _ in range(3)] for _ in names]
        columns = [sum(column) for column in zip(*body, strict=True)]
        sums.append(columns)
        head = board.line(number, title, f(sum(columns)), *map(f, columns))
        heads.append(head)
        lines = [
            board.line(n, name, f(sum(cells)), *map(f, cells))
            for n, (name, cells) in enumerate(zip(names, body, strict=True), start=1)
        ]
        for column in range(2, 6):
            board.law("sum", (head, column), down(column, lines))
        for line in (head, *lines):
            board.law("sum", (line, 2), across(line, 3, 3))
    whole = [sum(column) for column in zip(*sums, strict=True)]
    foot = board.line(None, "Tổng cộng", f(sum(whole)), *map(f, whole))
    board.law("sum", (foot, 2), across(foot, 3, 3))
    for column in range(2, 6):
        board.law("sum", (foot, column), down(column, heads))
    return board.done()


@layout
def percentages(rng: Random) -> Clean:
    """Plan, done and the share of it, with the whole below."""
    board = Board("percentages")
    board.line("STT", "Đơn vị", "Kế hoạch", "Thực hiện", "Tỷ lệ (%)")
    body = [(rng.randint(300, 1800), rng.randint(150, 1800)) for _ in NAMES]
    lines = []
    for n, (name, pair) in enumerate(zip(NAMES, body, strict=True), start=1):
        lines.append(board.line(n, name, *map(f, pair), _share(*pair)))
    plan, done = (sum(column) for column in zip(*body, strict=True))
    foot = board.line(None, "Tổng cộng", f(plan), f(done), _share(plan, done))
    for column in (2, 3):
        board.law("sum", (foot, column), down(column, lines))
    for line in (*lines, foot):
        board.ratio((line, 4), [(line, 3), (line, 2)], scale=100)
    return board.done()


def _share(plan: int, done: int) -> Content:
    return f(fixed(Decimal(100 * done) / plan, 2))


@layout
def indicators(rng: Random) -> Clean:
    """Indicators in rows, outlined, each group above its parts; districts in columns."""
    board = Board("indicators")
    board.line("TT", "Chỉ tiêu", "Đơn vị tính", "Toàn tỉnh", *DISTRICTS[:5])
    blocks = [
        [[rng.randint(5, 600) for _ in range(5)] for _ in range(rng.randint(3, 4))]
        for _ in range(3)
    ]
    sums = [[sum(column) for column in zip(*block, strict=True)] for block in blocks]
    whole = [sum(column) for column in zip(*sums, strict=True)]
    top = _indicator(board, "I", "Tổng số hồ sơ", whole)
    heads = []
    for k, (block, columns) in enumerate(zip(blocks, sums, strict=True), start=1):
        head = _indicator(board, str(k), f"Nhóm chỉ tiêu {k}", columns)
        lines = [
            _indicator(board, f"{k}.{n}", f"Nội dung {k}.{n}", cells)
            for n, cells in enumerate(block, start=1)
        ]
        for column in range(3, 9):
            board.law("sum", (head, column), down(column, lines))
        heads.append(head)
    for column in range(3, 9):
        board.law("sum", (top, column), down(column, heads))
    return board.done()


def _indicator(board: Board, number: str, name: str, cells: Sequence[int]) -> int:
    line = board.line(number, name, "hồ sơ", f(sum(cells)), *map(f, cells))
    board.law("sum", (line, 3), across(line, 4, len(cells)))
    return line


@layout
def summary_and_details(rng: Random) -> Clean:
    """A summary that repeats the totals of three tables below it, with total and rank."""
    board = Board("summary_and_details")
    titles = ("Nhận thức số", "Thể chế số", "Hạ tầng số")
    marks = [[points(rng, 4, 10, 1) for _ in titles] for _ in AGENCIES]
    totals = [[total_of(m) for m in one] for one in marks]
    ranks = place([total_of(one) for one in totals])
    board.line("BẢNG 1. ĐÁNH GIÁ CHUNG")
    board.line("STT", "Cơ quan", *titles, "Tổng điểm", "Xếp hạng")
    lines = []
    for n, (name, one, rank) in enumerate(zip(AGENCIES, totals, ranks, strict=True), start=1):
        line = board.line(n, name, *plain(one, 1), f(fixed(total_of(one), 1)), f(rank))
        board.law("sum", (line, 5), across(line, 2, 3))
        lines.append(line)
    board.ranks(6, 5, lines)
    for k, title in enumerate(titles):
        board.line()
        board.line(f"BẢNG {k + 2}. {title.upper()}")
        board.line("STT", "Cơ quan", *(f"{title} {n}" for n in range(1, 5)), "Tổng điểm")
        for n, name in enumerate(AGENCIES):
            parts = marks[n][k]
            line = board.line(n + 1, name, *plain(parts, 1), f(fixed(total_of(parts), 1)))
            board.law("sum", (line, 6), across(line, 2, 4))
            board.law("link", (lines[n], 2 + k), [(line, 6)])
    return board.done()


@layout
def honest_rounding(rng: Random) -> Clean:
    """Parts and totals rounded one by one, so that some sums are off by a unit or two."""
    board = Board("honest_rounding")
    board.line("STT", "Đơn vị", "Chi đầu tư", "Chi thường xuyên", "Chi khác", "Dự phòng", "Tổng")
    for n in range(1, 25):
        exact = points(rng, 4, 900, 4)
        line = board.line(n, f"Đơn vị số {n}", *plain(exact, 1), f(fixed(total_of(exact), 1)))
        board.law("sum", (line, 6), across(line, 2, 4), rounded=True)
    return board.done()


@layout
def whole_scores(rng: Random) -> Clean:
    """Small whole scores under their maxima, with total and rank."""
    board = Board("whole_scores")
    board.line("STT", "Đơn vị", *(f"TC{k}" for k in range(1, 9)), "Tổng điểm", "Xếp hạng")
    most = [5, 5, 10, 10, 15, 15, 20, 20]
    head = board.line(None, "Điểm tối đa", *map(f, most), f(sum(most)), None)
    marks = [[rng.randint(top // 2, top) for top in most] for _ in NAMES]
    ranks = place([Decimal(sum(m)) for m in marks])
    lines = [
        board.line(n, name, *map(f, m), f(sum(m)), f(rank))
        for n, (name, m, rank) in enumerate(zip(NAMES, marks, ranks, strict=True), start=1)
    ]
    for line in (head, *lines):
        board.law("sum", (line, 10), across(line, 2, 8))
    board.ranks(11, 10, lines)
    return board.done()


@layout
def averages(rng: Random) -> Clean:
    """Three rounds of marks, with the mean of each below."""
    board = Board("averages")
    board.line("STT", "Đơn vị", "Đợt 1", "Đợt 2", "Đợt 3", "Cộng")
    body = [points(rng, 3, 100, 1) for _ in NAMES]
    lines = []
    for n, (name, m) in enumerate(zip(NAMES, body, strict=True), start=1):
        line = board.line(n, name, *plain(m, 1), f(fixed(total_of(m), 1)))
        board.law("sum", (line, 5), across(line, 2, 3))
        lines.append(line)
    columns = zip(*([*m, total_of(m)] for m in body), strict=True)
    means = [total_of(column) / len(body) for column in columns]
    foot = board.line(None, "Trung bình", *plain(means, 2))
    for column in range(2, 6):
        board.law("average", (foot, column), down(column, lines))
    return board.done()
