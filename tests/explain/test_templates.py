"""Rules that a template lets speak: what they say, and where they hold their tongue."""

from __future__ import annotations

from pathlib import Path

import pytest

from reconcile.audited import Audit
from reconcile.messages import say
from reconcile.pipeline import audit_book
from reconcile.settings import Settings
from tests.drawing import book, drawn

RULES = {
    "above-maximum", "off-scale", "missing-indicator", "unknown-indicator", "unlisted-agency",
    "missing-agency",
}  # fmt: skip
TEMPLATE = """\
name = "Chấm điểm"
titles = ["Chấm điểm"]
total_rows = ["Toàn tỉnh"]
[[indicator]]
name = "Kế hoạch"
values = [0, 2.5, 5]
[[indicator]]
name = "Báo cáo"
maximum = 10
step = 0.5
[[indicator]]
name = "Hồ sơ"
[[indicator]]
name = "Cán bộ"
[[total]]
name = "Tổng điểm"
sums = "all"
[[agency]]
name = "Sở Nội vụ"
[[agency]]
name = "Sở Nông nghiệp và Phát triển nông thôn"
to = 2024
merged_into = ["Sở Nông nghiệp và Môi trường"]
[[agency]]
name = "Sở Tài nguyên và Môi trường"
to = 2024
merged_into = ["Sở Nông nghiệp và Môi trường"]
[[agency]]
name = "Sở Nông nghiệp và Môi trường"
from = 2025
[[agency]]
name = "Ban Quản lý khu kinh tế"
abbreviations = ["BQL KKT"]
[[agency]]
name = "Sở Y tế"
"""
SHEET = """\
CHẤM ĐIỂM NĂM {year}
STT | Cơ quan | Kế hoạch | Báo cáo | Hồ sơ | Cán bộ | Tổng điểm
1 | Sở Nội vụ           | 5   | 9.5 | 3 | 2 | 19.5
2 | Sở NN&PTNT          | 2.5 | 8   | 4 | 1 | 15.5
3 | Sở TN&MT            | 0   | 10  | 2 | 2 | 14
4 | Ban Quản lý KKT     | 5   | 7   | 1 | 1 | 14
5 | Sở Y tế             | 2.5 | 6   | 3 | 1 | 12.5
"""
LATER = """\
CHẤM ĐIỂM NĂM 2025
STT | Cơ quan | Kế hoạch | Báo cáo | Hồ sơ | Cán bộ | Tổng điểm
1 | Sở Nội vụ                    | 5   | 9.5 | 3 | 2 | 19.5
2 | Sở Nông nghiệp và Môi trường | 2.5 | 8   | 4 | 1 | 15.5
3 | BQL KKT                      | 5   | 7   | 1 | 1 | 14
4 | Sở Y tế                      | 2.5 | 6   | 3 | 1 | 12.5
"""
BEFORE = SHEET.format(year=2023)


def audited(tmp_path: Path, sheet: str, template: str = TEMPLATE) -> Audit:
    path = tmp_path / "mau.toml"
    path.write_text(template, encoding="utf-8")
    return audit_book(book(drawn(sheet)), Settings(template=str(path)))


def told(audit: Audit) -> list[tuple[str, str]]:
    return [(f.rule, f.at.a1) for f in audit.findings if f.rule in RULES]


@pytest.mark.parametrize("sheet", [BEFORE, LATER])
def test_a_sheet_as_its_template_has_it(tmp_path: Path, sheet: str) -> None:
    assert audited(tmp_path, sheet).findings == ()


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        ("2.5 | 8   | 4 | 1 | 15.5", "2.7 | 8   | 4 | 1 | 15.7", [("off-scale", "C4")]),
        ("| 10  | 2 | 2 | 14", "| 9.7 | 2 | 2 | 13.7", [("off-scale", "D5")]),
        ("| 10  | 2 | 2 | 14", "| 11  | 2 | 2 | 15", [("above-maximum", "D5")]),
        ("| 10  | 2 | 2 | 14", "| 11.7 | 2 | 2 | 15.7", [("above-maximum", "D5")]),
        ("Báo cáo", "BÁO CÁO ", []),
        ("Hồ sơ", "Sáng kiến nổi bật", [("unknown-indicator", "E2")]),
        ("Sở Y tế  ", "SỞ Y  TẾ", []),
        ("Sở Y tế  ", "Cục Thống kê", [("missing-agency", "B2"), ("unlisted-agency", "B7")]),
        ("5 | Sở Y tế             | 2.5 | 6   | 3 | 1 | 12.5\n", "", [("missing-agency", "B2")]),
    ],
)
def test_one_fault_is_one_finding(
    tmp_path: Path, old: str, new: str, expected: list[tuple[str, str]]
) -> None:
    assert old in BEFORE
    assert sorted(told(audited(tmp_path, BEFORE.replace(old, new)))) == expected


def test_an_indicator_left_out_is_named_with_its_place(tmp_path: Path) -> None:
    lines = [line.split(" | ") for line in BEFORE.splitlines()]
    sheet = "\n".join(" | ".join(cells[:4] + cells[5:]) for cells in lines)
    [finding] = [f for f in audited(tmp_path, sheet).findings if f.rule in RULES]
    assert (finding.rule, finding.at.a1) == ("missing-indicator", "D2")
    assert "“Hồ sơ”" in say(finding.message, "vi") and "“Báo cáo”" in say(finding.message, "en")


def test_another_scale_throughout_is_no_slip(tmp_path: Path) -> None:
    rows = "".join(
        f"{n} | {name} | {n * 10} | {n * 11} | 3 | 2 | {n * 21 + 5}\n"
        for n, name in enumerate(
            ["Sở Nội vụ", "Sở NN&PTNT", "Sở TN&MT", "Ban Quản lý KKT", "Sở Y tế"], start=1
        )
    )
    sheet = "\n".join(BEFORE.splitlines()[:2]) + "\n" + rows
    assert told(audited(tmp_path, sheet)) == []


def test_a_row_of_totals_is_no_agency_but_a_total(tmp_path: Path) -> None:
    sheet = BEFORE + "  | Toàn tỉnh | 15 | 40.5 | 13 | 7 | 75.5\n"
    audit = audited(tmp_path, sheet)
    assert told(audit) == []
    assert audit.document.tables[0].rows[-1].role == "total"
    wrong = audited(tmp_path, sheet.replace("15 | 40.5", "16 | 40.5"))
    assert "C8" in {f.at.a1 for f in wrong.findings}


def test_other_agencies_altogether_are_not_held_against_the_list(tmp_path: Path) -> None:
    sheet = BEFORE
    for n, name in enumerate(("Sở Nội vụ", "Sở NN&PTNT", "Sở TN&MT", "Ban Quản lý KKT", "Sở Y tế")):
        sheet = sheet.replace(name, f"Huyện {'ABCDE'[n]}")
    assert told(audited(tmp_path, sheet)) == []


def test_a_finding_that_a_fix_explains_is_not_told_twice(tmp_path: Path) -> None:
    sheet = BEFORE.replace("| 9.5 | 3 | 2 | 19.5", "| 95  | 3 | 2 | 19.5")
    [finding] = audited(tmp_path, sheet).findings
    assert "D3" in {edit.place.a1 for fix in finding.fixes for edit in fix.edits}


def test_without_a_template_nothing_of_this_is_said() -> None:
    sheet = BEFORE.replace("2.5 | 8   | 4 | 1 | 15.5", "2.7 | 8   | 4 | 1 | 15.7")
    assert audit_book(book(drawn(sheet)), Settings(templates=False)).findings == ()
