"""Appendices as offices lay them out, every figure right, drawn with the laws they declare."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from decimal import Decimal
from random import Random

from tests.layouts.drawing import Content
from tests.layouts.papers import Grid, Paper, Part, Spot
from tests.layouts.sheets import AGENCIES, DISTRICTS, f, fixed, place, plain, points

APPENDICES: dict[str, Callable[[Random], Paper]] = {}


def appendix(build: Callable[[Random], Paper]) -> Callable[[Random], Paper]:
    APPENDICES[build.__name__] = build
    return build


def paper(name: str, rng: Random, *parts: Part) -> Paper:
    return Paper(name, parts, comma=rng.random() < 0.6)


def total(values: Sequence[Decimal]) -> Decimal:
    return sum(values, Decimal(0))


def share(part: Decimal | int, whole: Decimal | int, decimals: int = 2) -> Decimal:
    return fixed(Decimal(100) * part / whole, decimals)


def across(row: int, first: int, count: int) -> list[Spot]:
    return [(row, column) for column in range(first, first + count)]


def down(column: int, rows: Sequence[int]) -> list[Spot]:
    return [(row, column) for row in rows]


def spelled(rng: Random, template: str, numbers: Sequence[int], brackets: bool) -> str:
    """`{}={}+{}` with column numbers, in brackets or bare, with blanks or without."""
    texts = [f"({n})" if brackets else str(n) for n in numbers]
    formula = template.format(*texts)
    if rng.random() < 0.3:
        formula = formula.replace("=", " = ").replace("+", " + ")
    return formula


@appendix
def formula_row(rng: Random) -> Paper:
    """A row of column numbers, some with the formula of their column; few rows of figures."""
    grid = Grid()
    brackets, lettered = rng.random() < 0.6, rng.random() < 0.4
    names = DISTRICTS[: rng.randint(2, 7)]
    labels = ["Biên chế được giao", "Hợp đồng", "Tổng số", "Đã tinh giản", "Còn lại",
              "Tỷ lệ tinh giản (%)", "Định mức", "Thành tiền"]  # fmt: skip
    grid.line("TT", "Đơn vị", *labels)
    first = 1 if lettered else 3
    numbers: list[Content] = (
        ["A", "B"] if lettered else (["(1)", "(2)"] if brackets else ["1", "2"])
    )
    n = [first + k for k in range(8)]
    times = rng.choice(("x", "*", "×"))
    percent = rng.choice((f"{times}100", f"{times}100%", ""))
    formulas = {
        2: ("{}={}+{}", (n[2], n[0], n[1])),
        4: ("{}={}-{}", (n[4], n[2], n[3])),
        5: ("{}={}/{}" + percent, (n[5], n[3], n[2])),
        7: ("{}={}" + times + "{}", (n[7], n[4], n[6])),
    }
    for k in range(8):
        template, used = formulas.get(k, ("{}", (n[k],)))
        numbers.append(spelled(rng, template, used, brackets))
    grid.head = 2
    grid.line(*numbers)
    for i, name in enumerate(names, start=1):
        given, hired = rng.randint(40, 900), rng.randint(3, 90)
        gone, norm = rng.randint(1, 30), rng.randint(11, 60)
        whole = given + hired
        rate = share(gone, whole)
        row = grid.line(i, name, *map(f, (given, hired, whole, gone, whole - gone)),
                        f(rate), f(norm), f((whole - gone) * norm))  # fmt: skip
        grid.law("sum", (row, 4), [(row, 2), (row, 3)])
        grid.law("sum", (row, 6), [(row, 4), (row, 5)], (1, -1))
        grid.ratio((row, 7), [(row, 5), (row, 4)], scale=100)
        grid.law("product", (row, 9), [(row, 6), (row, 8)])
    return paper("formula_row", rng, "BIỂU TỔNG HỢP BIÊN CHẾ NĂM 2023", grid)


@appendix
def deep_header(rng: Random) -> Paper:
    """Two to four tiers, merged or flattened, column numbers, printed again on the next page."""
    grid = Grid()
    tiers = rng.randint(2, 4)
    merged, numbered = rng.random() < 0.5, rng.random() < 0.6
    groups = [(name, rng.randint(2, 4)) for name in ("Thể chế", "Hạ tầng", "Nhân lực")]
    width = 2 + sum(count + 1 for _, count in groups) + 1
    rows: list[list[Content]] = [[None] * width for _ in range(tiers)]
    rows[0][0], rows[0][1], rows[0][-1] = "STT", "Cơ quan, đơn vị", "Tổng cộng"
    if tiers >= 3:
        rows[0][2] = "Điểm thành phần"
    if tiers == 4:
        rows[1][2] = "Các nhóm tiêu chí"
    spans = [(0, 0, tiers - 1, 0), (0, 1, tiers - 1, 1), (0, width - 1, tiers - 1, width - 1)]
    spans += [(t, 2, t, width - 2) for t in range(tiers - 2)]
    at = 2
    for name, count in groups:
        rows[tiers - 2][at] = name
        spans.append((tiers - 2, at, tiers - 2, at + count))
        for k in range(count):
            rows[tiers - 1][at + k] = f"Tiêu chí {k + 1}"
        rows[tiers - 1][at + count] = "Cộng"
        at += count + 1
    for row in rows:
        grid.line(*row)
    grid.merges += spans if merged else []
    if numbered:
        brackets = rng.random() < 0.5
        grid.line(*(f"({k})" if brackets else str(k) for k in range(1, width + 1)))
    grid.head = tiers + numbered
    names = [f"Xã {name}" for name in "An Bình|Cẩm Sơn|Đông Hải|Gia Lộc|Hòa Tiến|Kim Liên|Lạc Vệ|"
             "Minh Tân|Nam Hà|Phú Thọ|Quảng Yên|Sơn Tây|Tân Hưng|Vân Đồn".split("|")]  # fmt: skip
    for n, name in enumerate(names, start=1):
        marks = [points(rng, count, 10, 1) for _, count in groups]
        cells = [cell for m in marks for cell in (*plain(m, 1), f(fixed(total(m), 1)))]
        row = grid.line(n, name, *cells, f(fixed(total([v for m in marks for v in m]), 1)))
        first, subtotals = 2, []
        for _, count in groups:
            grid.law("sum", (row, first + count), across(row, first, count))
            subtotals.append((row, first + count))
            first += count + 1
        grid.law("sum", (row, first), subtotals)
    if rng.random() < 0.5:
        grid.breaks = (grid.head + 8,)
    return paper("deep_header", rng, "BẢNG ĐIỂM CHUYỂN ĐỔI SỐ CẤP XÃ", grid)


@appendix
def maximum_row(rng: Random) -> Paper:
    """A row of the highest marks under the header, or a second line of it."""
    grid = Grid()
    labels = ("Kế hoạch", "Thể chế", "Thủ tục", "Bộ máy")
    most = [rng.randint(1, 8) * 5 for _ in labels]
    most[0] += 5 * (sum(most) == 100)  # the index would be the total again, and the rank follow it
    grid.line("STT", "Đơn vị", *labels, "Tổng điểm", "Chỉ số (%)", "Xếp hạng")
    name = rng.choice(("Điểm tối đa", "Thang điểm", "Điểm chuẩn", "Tối đa"))
    merged = rng.random() < 0.4
    top = grid.line(
        *((name, None) if merged else (None, name)), *map(f, most), f(sum(most)), None, None
    )
    if merged:
        grid.merges.append((top, 0, top, 1))
    grid.law("sum", (top, 6), across(top, 2, 4))
    rows = []
    marks = [[points(rng, 1, high)[0] for high in most] for _ in AGENCIES]
    ranks = place([total(m) for m in marks])
    for n, (agency, m, rank) in enumerate(zip(AGENCIES, marks, ranks, strict=True), start=1):
        index = share(total(m), sum(most))
        row = grid.line(n, agency, *plain(m), f(fixed(total(m), 2)), f(index), f(rank))
        grid.law("sum", (row, 6), across(row, 2, 4))
        rows.append(row)
    grid.ranks(down(8, rows), down(6, rows))
    return paper("maximum_row", rng, "KẾT QUẢ CHỈ SỐ CẢI CÁCH HÀNH CHÍNH NĂM 2023", grid)


@appendix
def agencies_across(rng: Random) -> Paper:
    """Agencies in columns; total, index, rank and grade in the last rows."""
    grid = Grid()
    names = DISTRICTS[: rng.randint(5, 7)] if rng.random() < 0.5 else AGENCIES
    labels = ("Thể chế số", "Hạ tầng số", "Nhân lực số", "An toàn thông tin", "Chính quyền số",
              "Kinh tế số", "Xã hội số")[: rng.randint(4, 7)]  # fmt: skip
    most = [rng.randint(2, 10) * 5 for _ in labels]
    grid.line("TT", "Tiêu chí", "Điểm tối đa", *names)
    marks = [[points(rng, 1, high)[0] for high in most] for _ in names]
    rows = []
    for k, label in enumerate(labels):
        rows.append(grid.line(k + 1, label, f(most[k]), *plain([m[k] for m in marks])))
    totals = [fixed(total(m), 2) for m in marks]
    last = grid.line(None, "Tổng điểm", f(sum(most)), *map(f, totals))
    columns = range(3, 3 + len(names))
    for column in (2, *columns):
        grid.law("sum", (last, column), down(column, rows))
    rank = grid.line(
        None, rng.choice(("Xếp hạng", "Thứ hạng", "XẾP HẠNG")), None, *map(f, place(totals))
    )
    grid.ranks([(rank, c) for c in columns], [(last, c) for c in columns])
    if rng.random() < 0.5:
        grades = ["Tốt" if 2 * t >= Decimal("1.3") * sum(most) else "Khá" for t in totals]
        if len(set(grades)) == 2:
            row = grid.line(None, "Xếp loại", None, *grades)
            grid.ranks([(row, c) for c in columns], [(last, c) for c in columns], "grade")
    return paper("agencies_across", rng, "KẾT QUẢ ĐÁNH GIÁ CHUYỂN ĐỔI SỐ", grid)


def _scores(rng: Random, names: Sequence[str], labels: Sequence[str]) -> Grid:
    grid = Grid()
    grid.line("STT", "Đơn vị", *labels, "Tổng")
    for n, name in enumerate(names, start=1):
        marks = points(rng, len(labels), 10, 1)
        row = grid.line(n, name, *plain(marks, 1), f(fixed(total(marks), 1)))
        grid.law("sum", (row, 2 + len(labels)), across(row, 2, len(labels)))
    return grid


@appendix
def two_tables(rng: Random) -> Paper:
    """Two tables below each other, or side by side."""
    one = _scores(rng, AGENCIES, ("Thể chế", "Hạ tầng", "Nhân lực"))
    two = _scores(rng, DISTRICTS, ("Thể chế", "Hạ tầng", "An toàn", "Nhân lực"))
    one.title, two.title = "1. Khối sở, ngành", "2. Khối huyện, thành phố"
    if rng.random() < 0.5:
        return paper("two_tables", rng, "KẾT QUẢ CHẤM ĐIỂM NĂM 2023", one, two)
    one.beside = two
    return paper("two_tables", rng, "KẾT QUẢ CHẤM ĐIỂM NĂM 2023", one)
