"""More clean sheets: budgets, years, several tables on a sheet, exceptions that are legitimate."""

from __future__ import annotations

from decimal import Decimal
from random import Random

from tests.layouts.drawing import Content, Drawn
from tests.layouts.sheets import AGENCIES, DISTRICTS, f, fixed, layout, place, plain, points, sheet


@layout
def year_columns(rng: Random) -> Drawn:
    rows: list[list[Content]] = [["Chỉ tiêu", *range(2018, 2024)]]
    boys = [rng.randint(900, 2000) for _ in range(6)]
    girls = [rng.randint(900, 2000) for _ in range(6)]
    rows.append(["Số học sinh", *(f(a + b) for a, b in zip(boys, girls, strict=True))])
    rows.append(["Nam", *map(f, boys)])
    rows.append(["Nữ", *map(f, girls)])
    rows.append(["Số trường", *(f(rng.randint(20, 30)) for _ in range(6))])
    rows.append(["Tỷ lệ đến lớp (%)", *plain(points(rng, 6, 99, 1), 1)])
    return sheet("year_columns", rows)


@layout
def year_rows(rng: Random) -> Drawn:
    rows: list[list[Content]] = [["Năm", "Dân số (người)", "Tăng so với năm trước (%)"]]
    people = 900000
    before = None
    for year in range(2012, 2024):
        growth = None if before is None else f(fixed(Decimal(100 * (people - before)) / before, 2))
        rows.append([year, f(people, True), growth])
        before, people = people, people + rng.randint(2000, 20000)
    return sheet("year_rows", rows)


def _small_table(
    rng: Random, names: tuple[str, ...], labels: tuple[str, ...]
) -> list[list[Content]]:
    rows: list[list[Content]] = [["STT", "Đơn vị", *labels, "Tổng"]]
    for n, name in enumerate(names, start=1):
        parts = points(rng, len(labels), 10, 1)
        rows.append([n, name, *plain(parts, 1), f(fixed(sum(parts, Decimal(0)), 1))])
    return rows


@layout
def stacked(rng: Random) -> Drawn:
    rows: list[list[Content]] = [["Bảng 1. Kết quả chấm điểm khối sở"]]
    rows += _small_table(rng, AGENCIES, ("Thể chế", "Hạ tầng", "Nhân lực"))
    rows += [[], [], ["Bảng 2. Kết quả chấm điểm khối huyện"]]
    rows += _small_table(rng, DISTRICTS, ("Thể chế", "Hạ tầng", "An toàn", "Nhân lực"))
    return sheet("stacked", rows)


@layout
def side_by_side(rng: Random) -> Drawn:
    left = _small_table(rng, AGENCIES[:7], ("A", "B"))
    right = _small_table(rng, DISTRICTS, ("A", "B"))
    return sheet("side_by_side", [[*a, None, *b] for a, b in zip(left, right, strict=True)])


@layout
def thousands(rng: Random) -> Drawn:
    rows: list[list[Content]] = [["STT", "Đơn vị", "Dự toán", "Bổ sung", "Tổng kinh phí"]]
    for n, name in enumerate(AGENCIES, start=1):
        given, added = rng.randint(10**6, 10**9), rng.randint(10**6, 10**8)
        rows.append([n, name, f(given, True), f(added, True), f(given + added, True)])
    return sheet("thousands", rows)


@layout
def unit_in_header(rng: Random) -> Drawn:
    rows: list[list[Content]] = [
        ["STT", "Huyện", "Diện tích (ha)", "Năng suất (tạ/ha)", "Sản lượng (tấn)"],
    ]
    for n, name in enumerate(DISTRICTS, start=1):
        area, crop = points(rng, 1, 9000, 1)[0], points(rng, 1, 70, 1)[0]
        rows.append([n, name, *plain([area, crop, area * crop / 10], 1)])
    return sheet("unit_in_header", rows)


@layout
def budget(rng: Random) -> Drawn:
    rows: list[list[Content]] = [
        ["DỰ TOÁN THU CHI NGÂN SÁCH NĂM 2024"], ["Đơn vị tính: đồng"], [],
        ["TT", "Nội dung", "Dự toán 2023", "Thực hiện 2023", "Dự toán 2024", "So sánh (%)"],
    ]  # fmt: skip

    def line(mark: str, name: str, plan: int, done: int, following: int) -> list[Content]:
        rate = f(fixed(Decimal(100 * following) / plan, 1))
        return [mark, name, f(plan, True), f(done, True), f(following, True), rate]

    blocks = {
        "A": ("TỔNG THU NGÂN SÁCH", ("Thu nội địa", "Thu hải quan", "Thu viện trợ", "Thu khác")),
        "B": ("TỔNG CHI NGÂN SÁCH", ("Chi đầu tư phát triển", "Chi thường xuyên", "Chi dự phòng")),
    }
    for mark, (title, names) in blocks.items():
        body = [[rng.randint(10**8, 10**10) for _ in range(3)] for _ in names]
        rows.append(line(mark, title, *(sum(column) for column in zip(*body, strict=True))))
        for n, (name, amounts) in enumerate(zip(names, body, strict=True), start=1):
            rows.append(line(str(n), name, *amounts))
    return sheet("budget", rows)


@layout
def budget_english(rng: Random) -> Drawn:
    rows: list[list[Content]] = [["Item", "2021 ($ thousand)", "2022 ($ thousand)", "Change (%)"]]
    body = [[rng.randint(1000, 90000) for _ in range(2)] for _ in range(6)]
    whole = [sum(column) for column in zip(*body, strict=True)]
    names = ("Salaries", "Travel", "Rent", "Equipment", "Training", "Other", "Total expenses")
    for name, (before, after) in zip(names, [*body, whole], strict=True):
        change = fixed(Decimal(100 * (after - before)) / before, 1)
        rows.append([name, f(before, True), f(after, True), f(change)])
    return sheet("budget_english", rows, comma=False)


@layout
def list_without_totals(rng: Random) -> Drawn:
    rows: list[list[Content]] = [["STT", "Họ và tên", "Năm sinh", "Số điện thoại", "Mức phụ cấp"]]
    for n in range(1, 12):
        phone = f"09{rng.randint(10**7, 10**8 - 1)}"
        born = rng.randint(1965, 1999)
        rows.append(
            [n, f"Nguyễn Văn {chr(64 + n)}", born, phone, f(rng.randint(3, 9) * 10**5, True)]
        )
    return sheet("list_without_totals", rows)


@layout
def total_first(rng: Random) -> Drawn:
    rows: list[list[Content]] = [
        ["STT", "Đơn vị", "Tổng số", "Trong đó", None, "Dân tộc thiểu số"],
        [None, None, None, "Nam", "Nữ", None],
    ]
    body = [[rng.randint(20, 99), rng.randint(20, 99), rng.randint(0, 20)] for _ in AGENCIES]
    whole = [sum(column) for column in zip(*body, strict=True)]
    for n, (men, women, other) in enumerate([whole, *body]):
        name = ("Toàn tỉnh", *AGENCIES)[n]
        rows.append([n or None, name, *map(f, (men + women, men, women, other))])
    merges = ((0, 0, 1, 0), (0, 1, 1, 1), (0, 2, 1, 2), (0, 3, 0, 4), (0, 5, 1, 5))
    return sheet("total_first", rows, *merges)


@layout
def of_which(rng: Random) -> Drawn:
    """`Trong đó` lists only some of the parts: the total is larger, rightly."""
    rows: list[list[Content]] = [
        ["STT", "Đơn vị", "Tổng số cán bộ", "Trong đó: nữ", "Trong đó: đảng viên", "Trên đại học"],
    ]
    for n, name in enumerate(AGENCIES, start=1):
        whole = rng.randint(30, 120)
        rows.append([n, name, f(whole), *(f(rng.randint(1, whole - 1)) for _ in range(3))])
    return sheet("of_which", rows)


@layout
def bonus_and_penalty(rng: Random) -> Drawn:
    rows: list[list[Content]] = [
        ["STT", "Đơn vị", "Điểm chuẩn hóa", "Điểm thưởng", "Điểm trừ", "Tổng điểm", "Xếp hạng"],
    ]
    marks = [(points(rng, 1, 90)[0], Decimal(rng.randint(0, 3)), Decimal(rng.choice((0, 0, 0, 2))))
             for _ in AGENCIES]  # fmt: skip
    totals = [base + more - less for base, more, less in marks]
    for n, (mark, total, rank) in enumerate(
        zip(marks, totals, place(totals), strict=True), start=1
    ):
        rows.append([n, AGENCIES[n - 1], *plain([mark[0]]), f(mark[1]), f(mark[2]),
                     f(fixed(total, 2)), rank])  # fmt: skip
    return sheet("bonus_and_penalty", rows)


@layout
def weighted_total(rng: Random) -> Drawn:
    rows: list[list[Content]] = [
        ["STT", "Họ và tên", "Hệ số 1", "Hệ số 2", "Điểm thi", "Điểm trung bình", "Xếp loại"],
    ]
    for n in range(1, 15):
        m = points(rng, 3, 10, 1)
        mean = fixed((m[0] + 2 * m[1] + 3 * m[2]) / 6, 1)
        grade = "Giỏi" if mean >= 8 else "Khá" if mean >= Decimal("6.5") else "Trung bình"
        rows.append([n, f"Trần Thị {chr(64 + n)}", *plain(m, 1), f(mean), grade])
    return sheet("weighted_total", rows)


@layout
def shares_of_whole(rng: Random) -> Drawn:
    """Percentages rounded to whole numbers need not add up to 100."""
    rows: list[list[Content]] = [["STT", "Đơn vị", "Rất hài lòng", "Hài lòng", "Không", "Cộng (%)"]]
    for n, name in enumerate([*AGENCIES, *DISTRICTS], start=1):
        counts = [rng.randint(20, 300) for _ in range(3)]
        shares = [fixed(Decimal(100 * c) / sum(counts), 0) for c in counts]
        rows.append([n, name, *map(f, shares), f(100)])
    return sheet("shares_of_whole", rows)


@layout
def bands_ranked_apart(rng: Random) -> Drawn:
    """The second band is smaller and weaker; its ranks begin at 1 again."""
    rows: list[list[Content]] = [["STT", "Đơn vị", "Tiêu chí 1", "Tiêu chí 2", "Tổng", "Xếp hạng"]]
    for title, names, most in (("I. Khối sở", AGENCIES, 40), ("II. Khối huyện", DISTRICTS[:4], 9)):
        rows.append([title])
        marks = [points(rng, 2, most) for _ in names]
        totals = [sum(pair, Decimal(0)) for pair in marks]
        ranks = place(totals)
        for n, name in enumerate(names):
            rows.append([n + 1, name, *plain(marks[n]), f(fixed(totals[n], 2)), ranks[n]])
    return sheet("bands_ranked_apart", rows)


@layout
def labels_like_totals(rng: Random) -> Drawn:
    """Labels that begin as a total, a rank or a maximum does, and mean something else."""
    labels = ["Cộng tác viên", "Tổng đài viên", "Hạng mục", "Chuẩn nghèo", "Tổng"]
    rows: list[list[Content]] = [["STT", "Xã", *labels]]
    for n in range(1, 12):
        parts = [rng.randint(1, 60) for _ in range(4)]
        rows.append([n, f"Xã số {n}", *map(f, parts), f(sum(parts))])
    return sheet("labels_like_totals", rows)


@layout
def peer_groups(rng: Random) -> Drawn:
    """Half of the agencies are judged out of 90, half out of 75."""
    rows: list[list[Content]] = [["STT", "Đơn vị", "Điểm tối đa", "Điểm đạt được", "Tỷ lệ đạt (%)"]]
    for n, name in enumerate(AGENCIES, start=1):
        most = 90 if n % 2 else 75
        got = points(rng, 1, most)[0]
        rows.append([n, name, f(most), *plain([got]), f(fixed(100 * got / most, 2))])
    return sheet("peer_groups", rows)


@layout
def scattered_blanks(rng: Random) -> Drawn:
    """Cells left empty in rows that are otherwise full; nothing stands off its column."""
    labels = [f"Tháng {k}" for k in range(1, 9)]
    rows: list[list[Content]] = [["STT", "Đơn vị", *labels, "Cộng"]]
    for n, name in enumerate([*AGENCIES, *DISTRICTS], start=1):
        line = [rng.randint(1, 40) for _ in labels]
        empty = rng.randrange(8) if n % 4 == 0 else -1
        cells = [None if k == empty else f(v) for k, v in enumerate(line)]
        rows.append([n, name, *cells, f(sum(v for k, v in enumerate(line) if k != empty))])
    return sheet("scattered_blanks", rows)


@layout
def words_among_figures(rng: Random) -> Drawn:
    """One figure withheld, one still to come: words stand where figures should."""
    rows: list[list[Content]] = [["STT", "Đơn vị", "Quý I", "Quý II", "Quý III", "Quý IV", "Quý V"]]
    for n, name in enumerate(AGENCIES, start=1):
        rows.append([n, name, *plain(points(rng, 5, 100, 1), 1)])
    rows[4][4] = "Chưa có"
    rows[7][3] = "Không áp dụng"
    return sheet("words_among_figures", rows)


@layout
def signed_footer(rng: Random) -> Drawn:
    rows = _small_table(rng, AGENCIES, ("A", "B", "C"))
    rows += [
        [], [None, None, None, "Ninh Bình, ngày 15 tháng 12 năm 2023"],
        [None, "NGƯỜI LẬP BIỂU", None, None, "GIÁM ĐỐC"], [], [],
        [None, "Lê Thị Hoa", None, None, "Phạm Văn Minh"],
    ]  # fmt: skip
    return sheet("signed_footer", rows)


@layout
def numbers_in_labels(rng: Random) -> Drawn:
    """Labels that begin with a number are labels: years with a mark, ages, months, classes."""
    rows: list[list[Content]] = [["Chỉ tiêu", "2020", "2021*", "2022 (ước)", "6 tháng", "18 tuổi"]]
    for name in ("Lao động có việc làm", "Lao động qua đào tạo", "Thất nghiệp", "Xuất khẩu"):
        rows.append([name, *(f(rng.randint(100, 9000)) for _ in range(5))])
    return sheet("numbers_in_labels", rows)


@layout
def counts_and_rates(rng: Random) -> Drawn:
    """Rates stand in rows below the counts, and in columns beside them; neither adds up."""
    rows: list[list[Content]] = [["Chỉ tiêu", "Tổng số", "Nam", "Nữ", "Tỷ lệ nữ (%)"]]
    bodies = [[rng.randint(100, 900), rng.randint(100, 900)] for _ in range(5)]
    for n, (men, women) in enumerate(bodies, start=1):
        share = fixed(Decimal(100 * women) / (men + women), 1)
        rows.append([f"Xã số {n}", f(men + women), f(men), f(women), f(share)])
    men, women = (sum(column) for column in zip(*bodies, strict=True))
    share = fixed(Decimal(100 * women) / (men + women), 1)
    rows.append(["Tổng cộng", f(men + women), f(men), f(women), f(share)])
    rows.append(["Tăng so với năm trước (%)", *plain(points(rng, 3, 12, 1), 1), None])
    return sheet("counts_and_rates", rows)


@layout
def rounded_to_five(rng: Random) -> Drawn:
    """Every count is rounded to a multiple of five by itself, totals too."""
    rows: list[list[Content]] = [["Đơn vị", "Tổng số", "Dưới 35", "35 đến 50", "Trên 50"]]
    for name in (*AGENCIES, *DISTRICTS):
        parts = [rng.randint(50, 900) for _ in range(3)]
        rows.append([name, *(f(5 * round(value / 5)) for value in (sum(parts), *parts))])
    return sheet("rounded_to_five", rows)


@layout
def text_only(rng: Random) -> Drawn:
    rows: list[list[Content]] = [["STT", "Nhiệm vụ", "Đơn vị chủ trì", "Thời hạn"]]
    for n, name in enumerate(AGENCIES, start=1):
        rows.append([n, f"Nhiệm vụ thứ {chr(96 + n)}", name, f"Quý {rng.choice(('I', 'II'))}/2024"])
    return sheet("text_only", rows)


@layout
def prose_only(rng: Random) -> Drawn:
    day = rng.randint(1, 28)
    lines = [
        f"Ngày {day} tháng 3 năm 2023, đoàn đã họp.",
        "Có 12 đơn vị nộp báo cáo đúng hạn, 3 đơn vị nộp muộn.",
    ]
    return sheet("prose_only", [["BÁO CÁO"], [], *([line] for line in lines)])
