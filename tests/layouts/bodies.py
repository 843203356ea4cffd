"""More appendices: criteria and bands in rows, weights, changes, and what stands in the cells."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal
from random import Random

from tests.layouts.appendices import APPENDICES, across, appendix, down, paper, share, total
from tests.layouts.drawing import Content
from tests.layouts.papers import Grid, Marked, Paper, Signed, Spaced, Wide, decomposed
from tests.layouts.sheets import AGENCIES, DISTRICTS, f, fixed, place, plain, points

__all__ = ["APPENDICES"]


Marks = list[Decimal]  # the highest, the own and the appraised mark of a criterion


def _criterion(rng: Random) -> Marks:
    most = Decimal(rng.randint(2, 10)) / 2
    own = fixed(most * rng.randint(40, 100) / 100, 2)
    return [most, own, fixed(own * rng.randint(70, 100) / 100, 2)]


def _added(bodies: Sequence[Marks]) -> Marks:
    return [total(column) for column in zip(*bodies, strict=True)]


def _scored(grid: Grid, number: str | None, name: str, marks: Marks, parts: Sequence[int]) -> int:
    """A row of marks and their difference; `parts` are the rows it adds up."""
    row = grid.line(number, name, *plain(marks), f(fixed(marks[2] - marks[1], 2)))
    grid.law("sum", (row, 5), [(row, 4), (row, 3)], (1, -1))
    for column in (2, 3, 4) if parts else ():
        grid.law("sum", (row, column), down(column, parts))
    return row


@appendix
def criteria(rng: Random) -> Paper:
    """Criteria in rows by outline number; the highest mark, the own and the appraised one."""
    grid = Grid()
    grid.line("TT", "Tiêu chí, tiêu chí thành phần", "Điểm tối đa", "Điểm tự chấm",
              "Điểm thẩm định", "Chênh lệch")  # fmt: skip
    lettered, above = rng.random() < 0.4, rng.random() < 0.5
    outline = [
        [[_criterion(rng) for _ in range(rng.randint(2, 4))] for _ in range(rng.randint(2, 3))]
        for _ in range(rng.randint(2, 4))
    ]
    groups = [_added([_added(second) for second in first]) for first in outline]
    row = 1 + above
    heads = []
    for first in outline:  # where the rows will stand: each total above its parts
        heads.append(row)
        row += 1 + sum(1 + len(second) for second in first)
    if above:
        _scored(grid, None, "Tổng cộng", _added(groups), heads)
    for roman, first, head in zip(("I", "II", "III", "IV"), outline, heads, strict=False):
        _outlined(grid, roman, first, head, lettered)
    if not above:
        _scored(grid, None, "TỔNG CỘNG", _added(groups), heads)
    return paper("criteria", rng, "BẢNG TỰ CHẤM ĐIỂM CHỈ SỐ CẢI CÁCH HÀNH CHÍNH", grid)


def _outlined(
    grid: Grid, roman: str, groups: Sequence[list[Marks]], head: int, lettered: bool
) -> None:
    seconds = [head + 1 + sum(1 + len(group) for group in groups[:s]) for s in range(len(groups))]
    name = f"LĨNH VỰC {roman}"
    _scored(grid, roman, name, _added([_added(group) for group in groups]), seconds)
    for s, (group, second) in enumerate(zip(groups, seconds, strict=True), start=1):
        leaves = range(second + 1, second + 1 + len(group))
        _scored(grid, str(s), f"Nhóm tiêu chí {roman}.{s}", _added(group), leaves)
        for n, marks in enumerate(group, start=1):
            number = f"{'abcd'[n - 1]})" if lettered else f"{s}.{n}"
            _scored(grid, number, f"Nội dung {roman}.{s}.{n}", marks, ())


@appendix
def banded(rng: Random) -> Paper:
    """Bands with their own totals or averages; serial numbers and ranks begin anew in each."""
    grid = Grid()
    style = rng.choice(("head", "foot", "mean", "bare"))
    grid.line("STT", "Đơn vị", "Hồ sơ trực tuyến", "Hồ sơ trực tiếp", "Tổng số", "Xếp hạng")
    totals, sums = [], []
    titles = ("I. KHỐI SỞ, NGÀNH", "II. KHỐI HUYỆN, THÀNH PHỐ")
    one_cell = rng.random() < 0.5
    for title, names in zip(titles, (AGENCIES, DISTRICTS), strict=True):
        body = [[rng.randint(20, 900), rng.randint(20, 400)] for _ in names]
        columns = [sum(c) for c in zip(*body, strict=True)]
        sums.append(columns)
        head = [title] if one_cell and style != "head" else title.split(". ")
        figures = [f(v) for v in (*columns, sum(columns))]
        first = grid.line(*head, *(figures if style == "head" else ()))
        rows = _ranked(grid, names, body)
        if style == "mean":
            _averaged(grid, rows, [*columns, sum(columns)])
        elif style != "bare":
            foot = first if style == "head" else grid.line(None, "Cộng", *figures)
            _summed(grid, foot, rows)
            totals.append(foot)
    if totals:
        whole = [sum(c) for c in zip(*sums, strict=True)]
        last = grid.line(None, "Tổng cộng toàn tỉnh", *map(f, (*whole, sum(whole))))
        _summed(grid, last, totals)
    return paper("banded", rng, "TÌNH HÌNH TIẾP NHẬN HỒ SƠ QUÝ III NĂM 2023", grid)


def _ranked(grid: Grid, names: Sequence[str], body: Sequence[Sequence[int]]) -> list[int]:
    ranks = place([Decimal(sum(values)) for values in body])
    rows = []
    for n, (values, rank) in enumerate(zip(body, ranks, strict=True), start=1):
        row = grid.line(n, names[n - 1], *map(f, (*values, sum(values), rank)))
        grid.law("sum", (row, 4), across(row, 2, 2))
        rows.append(row)
    grid.ranks(down(5, rows), down(4, rows))
    return rows


def _summed(grid: Grid, row: int, parts: Sequence[int]) -> None:
    grid.law("sum", (row, 4), across(row, 2, 2))
    for column in (2, 3, 4):
        grid.law("sum", (row, column), down(column, parts))


def _averaged(grid: Grid, rows: Sequence[int], sums: Sequence[int]) -> None:
    means = [f(fixed(Decimal(value) / len(rows), 1)) for value in sums]
    foot = grid.line(None, "Trung bình khối", *means)
    for column in (2, 3, 4):
        grid.law("average", (foot, column), down(column, rows))


@appendix
def weighted(rng: Random) -> Paper:
    """Weights: each part's score times its weight, and their sum."""
    grid = Grid()
    grid.line("TT", "Nội dung", "Trọng số", "Điểm", "Điểm quy đổi")
    count = rng.randint(5, 9)
    cuts = sorted(rng.sample(range(1, 20), count - 1))
    weights = [Decimal(b - a) * 5 / 100 for a, b in zip([0, *cuts], [*cuts, 20], strict=True)]
    scores = points(rng, count, 100, 0)
    rows = []
    for n in range(count):
        row = grid.line(n + 1, f"Tiêu chí số {n + 1}", f(fixed(weights[n], 2)), f(scores[n]),
                        f(fixed(weights[n] * scores[n], 2)))  # fmt: skip
        grid.law("product", (row, 4), [(row, 2), (row, 3)])
        rows.append(row)
    last = grid.line(None, "Tổng cộng", f(fixed(Decimal(1), 2)), None,
                     f(fixed(total([grid.value((row, 4)) for row in rows]), 2)))  # fmt: skip
    for column in (2, 4):
        grid.law("sum", (last, column), down(column, rows))
    return paper("weighted", rng, "BẢNG TÍNH ĐIỂM THEO TRỌNG SỐ", grid)


@appendix
def weights_above(rng: Random) -> Paper:
    """A row of weights under the header, by which each row adds up."""
    grid = Grid()
    labels = ("Thể chế số", "Hạ tầng số", "Nhân lực số", "An toàn thông tin")
    weights = rng.choice((("0.3", "0.2", "0.4", "0.1"), ("0.25", "0.25", "0.35", "0.15")))
    grid.line("STT", "Đơn vị", *labels, "Điểm tổng hợp", "Xếp hạng")
    shares = [Decimal(weight) for weight in weights]
    name = rng.choice(("Trọng số", "Hệ số"))
    whole = f(fixed(Decimal(1), 2)) if rng.random() < 0.5 else None
    grid.line(None, name, *map(f, shares), whole, None)
    marks = [points(rng, 4, 100, 1) for _ in AGENCIES]
    totals = [fixed(total([w * v for w, v in zip(shares, m, strict=True)]), 2) for m in marks]
    rows = []
    for n, (m, got, rank) in enumerate(zip(marks, totals, place(totals), strict=True), start=1):
        row = grid.line(n, AGENCIES[n - 1], *plain(m, 1), f(got), f(rank))
        grid.law("sum", (row, 6), across(row, 2, 4), shares)
        rows.append(row)
    grid.ranks(down(7, rows), down(6, rows))
    return paper("weights_above", rng, "ĐIỂM CHUYỂN ĐỔI SỐ CÓ TRỌNG SỐ", grid)


@appendix
def changes(rng: Random) -> Paper:
    """Plan, done, last year; shares, differences, and the change against last year."""
    grid = Grid()
    signs = rng.random() < 0.5
    suffix = "%" if signs else ""
    grid.line("STT", "Đơn vị", "Kế hoạch năm 2023", "Thực hiện năm 2022", "Thực hiện năm 2023",
              "Tỷ lệ thực hiện" + ("" if signs else " (%)"), "Tăng, giảm so với năm 2022",
              "Tốc độ tăng" + ("" if signs else " (%)"))  # fmt: skip
    body = [
        (rng.randint(200, 4000), rng.randint(200, 4000), rng.randint(200, 4000)) for _ in AGENCIES
    ]
    whole = tuple(map(sum, zip(*body, strict=True)))
    rows = []
    for n, (name, values) in enumerate(
        zip((*AGENCIES, "Tổng cộng"), (*body, whole), strict=True), start=1
    ):
        plan, before, now = values
        row = grid.line(n if n <= len(AGENCIES) else None, name, *(f(v, True) for v in values),
                        f(share(now, plan), suffix=suffix), f(now - before, True),
                        f(share(now - before, before), suffix=suffix))  # fmt: skip
        grid.ratio((row, 5), [(row, 4), (row, 2)], scale=100)
        grid.law("sum", (row, 6), [(row, 4), (row, 3)], (1, -1))
        grid.ratio((row, 7), [(row, 6), (row, 3)], scale=100)
        rows.append(row)
    for column in (2, 3, 4, 6):
        grid.law("sum", (rows[-1], column), down(column, rows[:-1]))
    return paper(
        "changes", rng, "KẾT QUẢ THỰC HIỆN CHỈ TIÊU NĂM 2023", "(Đơn vị tính: triệu đồng)", grid
    )


@appendix
def not_applicable(rng: Random) -> Paper:
    """Marks where a criterion does not apply, and a highest mark that is lower by it."""
    grid = Grid()
    labels = ("Thể chế", "Thủ tục", "Bộ máy", "Công vụ", "Tài chính")
    most = [rng.randint(2, 6) * 5 for _ in labels]
    absent = rng.choice(("-", "x", None, "KĐG", "–"))
    grid.line("STT", "Đơn vị", *labels, "Tổng điểm", "Điểm tối đa", "Tỷ lệ đạt (%)")
    for n, name in enumerate(AGENCIES, start=1):
        gone = rng.randrange(5) if rng.random() < 0.4 else -1
        marks = [points(rng, 1, high)[0] for high in most]
        cells: list[Content] = [
            absent if k == gone else f(fixed(m, 2)) for k, m in enumerate(marks)
        ]
        got = total([m for k, m in enumerate(marks) if k != gone])
        top = sum(m for k, m in enumerate(most) if k != gone)
        row = grid.line(n, name, *cells, f(fixed(got, 2)), f(top), f(share(got, top)))
        grid.law("sum", (row, 7), [(row, 2 + k) for k in range(5) if k != gone])
        grid.ratio((row, 9), [(row, 7), (row, 8)], scale=100)
    return paper("not_applicable", rng, "BẢNG ĐIỂM CÓ TIÊU CHÍ KHÔNG ÁP DỤNG", grid)


@appendix
def marked_cells(rng: Random) -> Paper:
    """Units and footnote marks in cells, thousands, per cent signs, other dashes, other spaces."""
    grid = Grid()
    grid.line("STT", "Đơn vị", "Dự toán (triệu đồng)", "Bổ sung", "Điều chỉnh giảm",
              "Tổng kinh phí", "Đã giải ngân", "Tỷ lệ giải ngân")  # fmt: skip
    space = rng.choice(("", "\u00a0", "\u202f", " "))
    minus = rng.choice(("-", "–", "−"))
    rows = []
    for n, name in enumerate(AGENCIES, start=1):
        given, more, less = rng.randint(1000, 90000), rng.randint(100, 9000), rng.randint(10, 900)
        whole = given + more - less
        spent = rng.randint(whole // 3, whole)
        marked = rng.choice(("{}*", "{}(1)", "{} (*)", "{}")) if n % 3 == 0 else "{}"
        cells: list[Content] = [
            Marked(Decimal(given), True, around=marked) if marked != "{}" else f(given, True),
            f(more, True), Signed(Decimal(-less), minus=minus), Spaced(Decimal(whole), space=space),
            f(spent, True), f(share(spent, whole), suffix="%"),
        ]  # fmt: skip
        row = grid.line(n, name, *cells)
        grid.law("sum", (row, 5), [(row, 2), (row, 3), (row, 4)])
        grid.ratio((row, 7), [(row, 6), (row, 5)], scale=100)
        rows.append(row)
    return paper("marked_cells", rng, "BẢNG KINH PHÍ NĂM 2023", grid, "(*) Số ước thực hiện.")


@appendix
def united_cells(rng: Random) -> Paper:
    """Every figure of some columns with its unit; full-width digits in a row."""
    grid = Grid()
    grid.line("TT", "Xã", "Lúa", "Ngô", "Tổng diện tích", "Dân số")
    body = [(points(rng, 1, 900, 1)[0], points(rng, 1, 300, 1)[0]) for _ in range(9)]
    unit = rng.choice((" ha", "ha", "\u00a0ha"))
    for n, (rice, corn) in enumerate(body, start=1):
        cells = [Marked(fixed(v, 1), around="{}" + unit) for v in (rice, corn, rice + corn)]
        row = grid.line(
            n,
            f"Xã số {n}",
            *cells,
            Marked(Decimal(rng.randint(2000, 9000)), True, around="{} người"),
        )
        grid.law("sum", (row, 4), across(row, 2, 2))
    return paper("united_cells", rng, "DIỆN TÍCH GIEO TRỒNG VỤ XUÂN", grid)


@appendix
def wide_digits(rng: Random) -> Paper:
    """Digits typed in full width, Vietnamese with its marks as characters of their own."""
    grid = Grid()
    grid.line(*map(decomposed, ("STT", "Đơn vị", "Tiêu chí 1", "Tiêu chí 2", "Tổng điểm")))
    for n, name in enumerate(AGENCIES, start=1):
        one, two = rng.randint(1, 50), rng.randint(1, 50)
        values = [Wide(Decimal(v)) if n % 4 == 0 else f(v) for v in (one, two, one + two)]
        row = grid.line(n, decomposed(name), *values)
        grid.law("sum", (row, 4), across(row, 2, 2))
    drawn = paper("wide_digits", rng, grid)  # the PDF's font has no such digits
    return replace(drawn, forms=tuple(form for form in drawn.forms if form != "pdf"))
