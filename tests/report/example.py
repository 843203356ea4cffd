"""An audit built by hand: a score sheet with a comma among points and a row that is one cell short.

Rows and columns of `SHEET` are those of the sheet; the body starts at sheet row 6.
"""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction

import numpy as np
from msgspec.structs import replace

from reconcile.audited import Audit
from reconcile.model import (
    Book,
    Cell,
    Column,
    ColumnRole,
    Consequence,
    Coverage,
    Document,
    Edit,
    Equation,
    Explained,
    Figures,
    Finding,
    Fix,
    GroupLabel,
    Line,
    Part,
    Place,
    Prose,
    Range,
    Rejected,
    Relation,
    Relations,
    Row,
    Sentence,
    Sheet,
    Shift,
    Table,
    Term,
)
from reconcile.relations.check.verdicts import listed

NAME = "draft"
SHEET = """
BẢNG TỔNG HỢP CHẤM ĐIỂM NĂM 2021 (số liệu đến 15/8/2022)

STT|Cơ quan, đơn vị|Chỉ số|Nhận thức số||Hạ tầng số||Tổng điểm|Xếp loại
-----|---|---|---|---|---|---|---|---
|||Tuyên truyền, phổ biến|Tổ chức hội thảo|Trang bị máy tính|Mạng LAN, Internet||
1|Văn phòng UBND tỉnh|0.875|4|2|2|9.50|17.50|Tốt
2|Sở Nội vụ|0.700|4|2|8|14.00|Khá
3|Sở Giao thông - Vận tải|0.265|2.2|2|8,7|1.1|5.3|Khá
4|=cmd|/C calc|0|0|||0|
"""
ROLES: tuple[ColumnRole, ...] = (
    "serial", "entity", "ratio", "component", "component", "component", "component", "total",
    "grade",
)  # fmt: skip
PATHS = (
    ("STT",), ("Cơ quan, đơn vị",), ("Chỉ số",),
    ("Nhận thức số", "Tuyên truyền, phổ biến"), ("Nhận thức số", "Tổ chức hội thảo"),
    ("Hạ tầng số", "Trang bị máy tính"), ("Hạ tầng số", "Mạng LAN, Internet"),
    ("Tổng điểm",), ("Xếp loại",),
)  # fmt: skip
GAP = 5
SHORT_ROW = 1
WIDE = len(ROLES)


def sheet() -> Sheet:
    lines = [line.split("|") for line in SHEET.strip("\n").split("\n")]
    cells = np.full((len(lines), WIDE), None, dtype=object)
    for i, line in enumerate(lines):
        for j, text in enumerate(line):
            cells[i, j] = text or None
    return Sheet(NAME, cells, widths=np.array([len(line) for line in lines]))


def at(a1: str) -> Place:
    """A place by a one-letter address."""
    return Place(NAME, int(a1[1:]) - 1, ord(a1[0]) - 65)


def table() -> Table:
    grid = sheet().cells
    shift = Shift(GAP, -1, (0, 1, 2, 3, 4, -1, 5, 6, 7))
    body = np.array([[cell or "" for cell in line] for line in grid[5:]], dtype=object)
    body[SHORT_ROW] = ["" if c < 0 else body[SHORT_ROW, c] for c in shift.columns]
    return Table(
        id="T1",
        title="BẢNG TỔNG HỢP CHẤM ĐIỂM NĂM 2021",
        title_place=at("A1"),
        parts=(Part(NAME, Range(2, 0, 8, 8), (2, 4), (5, 8)),),
        columns=tuple(Column(p, r) for p, r in zip(PATHS, ROLES, strict=True)),
        rows=tuple(Row("entity", str(name), str(name).upper()) for name in body[:, 1]),
        row_at=np.array([[5, 6, 7, 8]]),
        column_at=np.array([range(WIDE)]),
        text=body,
        figures=figures(body),
        decimal="point",
        shifts={SHORT_ROW: shift},
        group_labels=(
            GroupLabel("Nhận thức số", at("D3"), 3, 4),
            GroupLabel("Hạ tầng số", at("F3"), 5, 6),
        ),
    )


def figures(body: np.ndarray) -> Figures:
    """The figures of texts with either decimal mark, at three decimals."""
    units = np.zeros(body.shape, dtype=np.int64)
    decimals = np.zeros(body.shape, dtype=np.int64)
    known = np.zeros(body.shape, dtype=bool)
    for (i, j), text in np.ndenumerate(body):
        plain = str(text).replace(",", ".")
        if plain.replace(".", "").isdigit():
            known[i, j] = True
            decimals[i, j] = len(plain.partition(".")[2])
            units[i, j] = int(Decimal(plain) * 1000)
    return Figures(units, decimals, known, 3)


def relations() -> Relations:
    components = tuple(Line("T1", "column", j) for j in (3, 4, 5, 6))
    rows = np.array([[i] * 5 for i in range(3)])
    total = Relation(
        "R1", "sum", Line("T1", "column", 7), components, (Fraction(1),) * 4, rows,
        declared="label", held=2, tested=3,
    )  # fmt: skip
    index = Relation(
        "R2", "ratio", Line("T1", "column", 2), (Line("T1", "column", 7),), (Fraction(1),),
        rows[:, :2], constant=Fraction(20), held=3, tested=3,
    )  # fmt: skip
    sums = [sum_equation(i) for i in range(3)]
    ratio = Equation(
        "R2", "ratio", Cell("T1", 0, 2), (Term(Cell("T1", 0, 7)),), Fraction(20), 1, "exact",
        "0.875", "0.875",
    )  # fmt: skip
    stated = listed(total, sums), listed(index, [ratio])
    row = Line("T1", "row", 3)
    reason = Sentence("relation.fallen-alone", {"label": "Total"})
    return Relations(stated, (Rejected("label", "sum", row, (), 0, 0.5, reason),))


def sum_equation(row: int) -> Equation:
    terms = tuple(Term(Cell("T1", row, j)) for j in (3, 4, 5, 6))
    printed = ("17.50", "14.00", "5.3")[row]
    holds = "no" if row else "exact"
    return Equation(
        "R1", "sum", Cell("T1", row, 7), terms, Fraction(0), 1, holds, printed, printed
    )  # fmt: skip


def comma() -> Finding:
    edits = (Edit(at("F8"), "8,7", "8.7"), Edit(at("H8"), "5.3", "14.0"))
    return Finding(
        id="F1",
        rule="decimal-separator",
        severity="error",
        at=at("F8"),
        cells=(at("F8"), at("H8")),
        message=Sentence("report.all_checked"),
        row="Sở Giao thông - Vận tải",
        column=("Hạ tầng số", "Trang bị máy tính"),
        printed="8,7",
        expected="8.7",
        explains=(Explained("sum", at("H8"), "5.3", "14.0", "-8.7"),),
        fixes=(Fix(Sentence("report.nothing"), "safe", 0.99, edits),),
        consequences=(
            Consequence("Sở Giao thông - Vận tải", ("Xếp loại",), at("I8"), "Khá", "Tốt"),
        ),
    )


def short_row() -> Finding:
    fix = Fix(Sentence("report.nothing"), "display", 0.5, (Edit(at("F7"), new="0", kind="insert"),))
    return replace(
        comma(), id="F2", rule="shifted-row", severity="warning", at=at("F7"), cells=(at("F7"),),
        row="Sở Nội vụ", printed=None, expected=None, explains=(), fixes=(fix,), consequences=(),
    )  # fmt: skip


def audit(*, source: Sheet | None = None, findings: tuple[Finding, ...] | None = None) -> Audit:
    book = Book("drafts/draft.md", "markdown", "5f2c" * 16, (source or sheet(),))
    prose = (Prose(at("A1"), str(book.sheets[0].cells[0, 0])),)
    document = Document(book, (table(),), prose, "vi")
    found = (comma(), short_row()) if findings is None else findings
    return Audit(document, relations(), found, Coverage(16, 9, 2 if found else 0, 5))
