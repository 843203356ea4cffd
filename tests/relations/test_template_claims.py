"""What a template states is held against the figures; where they speak against it, it falls."""

from __future__ import annotations

from fractions import Fraction
from pathlib import Path

from reconcile.audited import Audit
from reconcile.messages import say
from reconcile.model import Relation
from reconcile.pipeline import audit_book
from reconcile.settings import Settings
from tests.drawing import book, drawn

TEMPLATE = """\
name = "Chấm điểm"
[[indicator]]
name = "Kế hoạch"
[[indicator]]
name = "Báo cáo"
[[indicator]]
name = "Hồ sơ"
[[total]]
name = "Điểm đạt"
sums = "all"
[index]
name = "Kết quả"
of = "Điểm đạt"
denominator = 20
digits = 2
[[index.peers]]
denominator = 10
agencies = ["Thanh tra tỉnh"]
[rank]
name = "Thứ"
of = "Điểm đạt"
ties = "dense"
[grade]
name = "Mức"
of = "Điểm đạt"
[[grade.level]]
name = "Tốt"
from = 10
[[grade.level]]
name = "Khá"
[[agency]]
name = "Sở Nội vụ"
[[agency]]
name = "Sở Y tế"
[[agency]]
name = "Thanh tra tỉnh"
"""
HEADER = "STT | Đơn vị | Kế hoạch | Báo cáo | Hồ sơ | Điểm đạt | Kết quả | Thứ | Mức"
SHEET = f"""\
{HEADER}
1 | Sở Nội vụ      | 5 | 4 | 3 | 12 | 0.60 | 1 | Tốt
2 | Sở Y tế        | 2 | 3 | 3 |  8 | 0.40 | 2 | Khá
3 | Thanh tra tỉnh | 2 | 2 | 4 |  8 | 0.80 | 2 | Khá
"""


def audited(tmp_path: Path, sheet: str = SHEET, template: str = TEMPLATE) -> Audit:
    path = tmp_path / "mau.toml"
    path.write_text(template, encoding="utf-8")
    return audit_book(book(drawn(sheet)), Settings(template=str(path)))


def stated(audit: Audit) -> dict[str, list[Relation]]:
    found: dict[str, list[Relation]] = {}
    for relation in audit.relations.relations:
        if relation.declared == "template":
            found.setdefault(relation.kind, []).append(relation)
    return found


def told(audit: Audit) -> list[tuple[str, str]]:
    """What does not come out; of rows and columns that are not the template's, nothing."""
    broken = [finding for finding in audit.findings if finding.explains]
    return [(finding.rule, finding.at.a1) for finding in broken]


def test_a_sheet_too_small_to_learn_from_is_checked(tmp_path: Path) -> None:
    audit = audited(tmp_path)
    found = stated(audit)
    assert {kind: len(own) for kind, own in found.items()} == {
        "sum": 1, "ratio": 2, "rank": 1, "grade": 1,
    }  # fmt: skip
    assert {one.constant for one in found["ratio"]} == {Fraction(20), Fraction(10)}
    assert told(audit) == []
    assert audit.coverage.unchecked == 0


def test_a_wrong_total_is_found(tmp_path: Path) -> None:
    audit = audited(tmp_path, SHEET.replace("|  8 | 0.40", "| 11 | 0.55"))
    assert ("F3", "error") in [(finding.at.a1, finding.severity) for finding in audit.findings]


def test_an_index_is_held_against_its_own_denominator(tmp_path: Path) -> None:
    audit = audited(tmp_path, SHEET.replace("0.80", "0.40"))
    assert ("ratio-mismatch", "G4") in told(audit)


def test_equal_scores_rank_as_the_template_says(tmp_path: Path) -> None:
    more = "4 | Sở Tư pháp | 1 | 1 | 1 | 3 | 0.15 | {} | Khá\n"
    assert told(audited(tmp_path, SHEET + more.format(3))) == []
    assert told(audited(tmp_path, SHEET + more.format(4))) == [("rank-mismatch", "H5")]


def test_a_grade_follows_its_threshold(tmp_path: Path) -> None:
    audit = audited(tmp_path, SHEET.replace("2 | Khá\n3", "2 | Tốt\n3"))
    assert told(audit) == [("grade-mismatch", "I3")]
    [finding] = audit.findings
    assert finding.expected == "Khá"


def test_a_grade_written_in_capitals_is_that_grade(tmp_path: Path) -> None:
    assert told(audited(tmp_path, SHEET.replace("Khá", "KHÁ"))) == []


def test_what_the_figures_deny_is_left_to_them(tmp_path: Path) -> None:
    template = TEMPLATE.replace("denominator = 20", "denominator = 25")
    rows = "".join(f"{n} | Sở {n} {n} | {n} | 4 | 3 | {n + 7} | {(n + 7) / 20:.2f} | | \n"
                   for n in range(4, 12))  # fmt: skip
    audit = audited(tmp_path, f"{HEADER}\n{rows}", template)
    found = [one.constant for one in audit.relations.relations if one.kind == "ratio"]
    assert Fraction(25) not in found
    assert not [f for f in audit.findings if f.rule == "ratio-mismatch"]


def test_what_fell_is_told(tmp_path: Path) -> None:
    rows = "".join(f"{n} | Sở {n} {n} | {n} | {n * n} | 3 | {n * 7 % 5 + 100} | | | \n"
                   for n in range(4, 12))  # fmt: skip
    audit = audited(tmp_path, f"{HEADER}\n{rows}")
    assert any("template" in say(one.reason, "en") for one in audit.relations.rejected)


def test_a_total_with_a_part_that_is_not_there_is_not_computed(tmp_path: Path) -> None:
    sheet = SHEET.replace("Báo cáo", "Sáng kiến nổi bật")
    assert "sum" not in stated(audited(tmp_path, sheet))


def test_a_section_is_repeated_by_the_summary(tmp_path: Path) -> None:
    template = """\
name = "Hai bảng"
[[section]]
name = "Đánh giá chung"
[[section]]
name = "Thể chế"
[[total]]
name = "Thể chế số"
section = "Đánh giá chung"
repeats = "Thể chế"
[[indicator]]
name = "Kế hoạch"
section = "Thể chế"
[[indicator]]
name = "Quy chế"
section = "Thể chế"
[[total]]
name = "Điểm"
section = "Thể chế"
sums = "all"
"""
    sheet = """\
1. Đánh giá chung | | | |
STT | Đơn vị | Thể chế số | Khác | Ghi chú
1 | Sở Nội vụ | 7 | 1 | a
2 | Sở Y tế | 6 | 2 | b
3 | Sở Tư pháp | 3 | 3 | c

2. Thể chế | | | |
STT | Đơn vị | Kế hoạch | Quy chế | Điểm
1 | Sở Nội vụ | 4 | 3 | 7
2 | Sở Y tế | 4 | 2 | 6
3 | Sở Tư pháp | 1 | 1 | 2
"""
    audit = audited(tmp_path, sheet, template)
    assert len(stated(audit)["link"]) == 1
    assert [at for _, at in told(audit)] == ["C5"]


def test_columns_are_what_the_template_says_they_are(tmp_path: Path) -> None:
    columns = audited(tmp_path).document.tables[0].columns
    roles = {column.name: column.role for column in columns}
    assert (roles["Điểm đạt"], roles["Thứ"], roles["Mức"]) == ("total", "rank", "grade")
