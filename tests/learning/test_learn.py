"""A template learned from sheets: what they say, what they do not, and what it then finds."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal
from pathlib import Path

import pytest
from openpyxl import Workbook

from reconcile.audited import Audit
from reconcile.learning import annotated, learn
from reconcile.model import ReconcileError
from reconcile.pipeline import audit
from reconcile.settings import Settings
from reconcile.template import Template, template_from

SAMPLES = Path(__file__).parents[2] / "samples"
AGENCIES = (
    "Sở Nội vụ", "Sở Tài chính", "Sở Tư pháp", "Sở Y tế", "Sở Xây dựng", "Sở Công Thương",
    "Sở Ngoại vụ", "Sở Du lịch", "Thanh tra tỉnh", "Ban Dân tộc",
)  # fmt: skip
PLANS = (5, 2.5, 0, 5, 2.5, 0, 5, 5, 2.5, 0)
REPORTS = (7.25, 6.5, 9.75, 4.25, 8.0, 3.5, 9.25, 1.75, 6.0, 5.5)
FILES = (4.1, 8.3, 7.7, 2.2, 9.9, 5.6, 3.3, 8.8, 6.4, 1.9)


def sheet(
    path: Path,
    year: int = 2023,
    labels: Sequence[str] = ("Kế hoạch", "Báo cáo", "Hồ sơ trực tuyến"),
    maxima: Sequence[int] = (5, 10, 10),
    changes: Mapping[str, object] = {},
) -> Audit:
    """A sheet of three indicators in two groups, typed; `changes` by address come last."""
    book = Workbook()
    page = book.active
    page.append([f"KẾT QUẢ CHẤM ĐIỂM CẢI CÁCH HÀNH CHÍNH NĂM {year}"])
    page.append(
        ["STT", "Đơn vị", "Chỉ đạo", None, "Dịch vụ công", "Tổng điểm", "Chỉ số", "Xếp hạng"]
    )
    page.append([None, None, *labels])
    if maxima:
        page.append([None, "Điểm tối đa", *maxima, sum(maxima)])
    for span in ("A1:H1", "C2:D2", "A2:A3", "B2:B3", "F2:F3", "G2:G3", "H2:H3"):
        page.merge_cells(span)
    scores = list(zip(PLANS, REPORTS, FILES, strict=True))
    totals = [round(sum(row), 2) for row in scores]
    for n, (name, row, total) in enumerate(zip(AGENCIES, scores, totals, strict=True)):
        place = 1 + sum(other > total for other in totals)
        page.append([n + 1, name, *row, total, round(total / 25, 3), place])
    for address, value in changes.items():
        page[address] = value
    book.save(path)
    return audit(str(path), Settings(templates=False))


def learned(*audits: Audit) -> Template:
    found = learn(audits)
    for language in ("vi", "en"):
        assert template_from(annotated(found, language), "mau.toml") == found.template  # type: ignore[arg-type]
    return found.template


@pytest.fixture
def clean(tmp_path: Path) -> Audit:
    return sheet(tmp_path / "clean.xlsx")


def test_what_a_clean_sheet_states_is_learned(clean: Audit) -> None:
    assert clean.findings == ()
    template = learned(clean)
    assert template.titles == ("Kết quả chấm điểm cải cách hành chính năm *",)
    assert template.name == "Kết quả chấm điểm cải cách hành chính"
    assert [(one.name, one.group, one.maximum) for one in template.indicators] == [
        ("Kế hoạch", "Chỉ đạo", 5),
        ("Báo cáo", "Chỉ đạo", 10),
        ("Hồ sơ trực tuyến", "Dịch vụ công", 10),
    ]
    [total] = template.totals
    assert total.name == "Tổng điểm" and total.everything
    assert template.index and (template.index.of, template.index.denominator) == ("Tổng điểm", 25)
    assert template.index.digits == 3
    assert template.rank and template.rank.of in ("Tổng điểm", "Chỉ số")
    assert tuple(one.name for one in template.agencies.agencies) == AGENCIES


def test_what_it_does_not_say_is_not_stated(tmp_path: Path) -> None:
    found = learn([sheet(tmp_path / "bare.xlsx", maxima=())])
    assert all(one.maximum is None for one in found.template.indicators)
    assert all(one.values == () for one in found.template.indicators)  # ten cells say too little
    said = annotated(found, "vi")
    assert "Bảng không ghi điểm tối đa (maximum); cao nhất thấy được là 5, ở 4 trong 10 ô." in said


def test_each_line_tells_what_it_rests_on(clean: Audit) -> None:
    said = annotated(learn([clean]), "en").splitlines()
    assert said[0].startswith("# Learned from: clean.xlsx.")
    assert "maximum = 5  # from the row of maxima" in said
    assert 'sums = "all"  # holds in 11 of 11 places where it could fail' in said
    assert "# No two scores are equal: the sheet does not tell how equals rank (ties)." in said


def test_several_sheets_add_spellings_and_scales(tmp_path: Path) -> None:
    audits = [sheet(tmp_path / f"{year}.xlsx", year) for year in range(2018, 2023)]
    labels = ("Kế hoạch", "Báo cáo", "Hồ sơ trực tuyên")
    audits.append(sheet(tmp_path / "2023.xlsx", 2023, labels))
    template = learned(*audits)
    first, second, third = template.indicators
    assert (first.aliases, third.aliases) == ((), ("Hồ sơ trực tuyên",))
    assert first.values == (0, Decimal("2.5"), 5)
    assert second.values == ()  # as many scores as agencies make no scale


def test_maxima_that_sheets_disagree_on_are_left_out(tmp_path: Path) -> None:
    audits = [sheet(tmp_path / "a.xlsx"), sheet(tmp_path / "b.xlsx", maxima=(5, 12, 10))]
    assert [one.maximum for one in learned(*audits).indicators] == [5, None, 10]


def test_labels_that_repeat_are_told_apart_by_their_groups(tmp_path: Path) -> None:
    found = sheet(tmp_path / "twice.xlsx", labels=("Kế hoạch", "Báo cáo", "Kế hoạch"))
    template = learned(found)
    names = [one.name for one in template.indicators]
    assert names == ["Chỉ đạo – Kế hoạch", "Báo cáo", "Dịch vụ công – Kế hoạch"]
    (tmp_path / "learned.toml").write_text(annotated(learn([found]), "vi"), encoding="utf-8")
    again = audit(str(tmp_path / "twice.xlsx"), Settings(template=str(tmp_path / "learned.toml")))
    assert again.template.taken is not None and again.template.taken.share == 1
    assert again.findings == ()


def test_agencies_that_sheets_disagree_on_are_left_out(tmp_path: Path) -> None:
    one = sheet(tmp_path / "a.xlsx")
    assert len(learned(one, sheet(tmp_path / "b.xlsx", 2024)).agencies.agencies) == len(AGENCIES)
    other = sheet(tmp_path / "c.xlsx", 2024, changes={"B7": "Trung tâm Hành chính công"})
    found = learn([one, other])
    assert found.template.agencies.agencies == ()
    assert "the sheets do not list the same ones" in annotated(found, "en")


def test_a_wrong_figure_teaches_nothing(tmp_path: Path) -> None:
    audits = [sheet(tmp_path / f"{year}.xlsx", year) for year in range(2018, 2023)]
    audits.append(sheet(tmp_path / "2023.xlsx", 2023, changes={"C5": "2,5"}))
    assert audits[-1].findings != ()
    template = learned(*audits)
    assert template.indicators[0].values in ((), (0, Decimal("2.5"), 5))


def test_a_sheet_without_names_teaches_nothing(tmp_path: Path) -> None:
    path = tmp_path / "bare.csv"
    path.write_text("Ngày,Ghi chú\n" + "1,a\n2,b\n3,c\n", encoding="utf-8")
    with pytest.raises(ReconcileError, match=r"nothing-to-learn|no-table"):
        learn([audit(str(path))])


@pytest.mark.parametrize("name", ["so-nganh-chuyen-doi-so.md", "phu-luc-ninh-binh-2021.txt"])
def test_with_what_a_sheet_taught_the_same_faults_are_found(name: str, tmp_path: Path) -> None:
    plain = audit(str(SAMPLES / name), Settings(templates=False))
    path = tmp_path / "learned.toml"
    path.write_text(annotated(learn([plain]), "vi"), encoding="utf-8")
    found = audit(str(SAMPLES / name), Settings(template=str(path)))
    assert found.template.taken is not None and found.template.taken.share == 1
    faults = [{(one.rule, str(one.at)) for one in each.findings} for each in (plain, found)]
    assert faults[0] <= faults[1]


def test_a_template_learned_finds_a_fault_in_the_next_sheet(clean: Audit, tmp_path: Path) -> None:
    path = tmp_path / "learned.toml"
    path.write_text(annotated(learn([clean]), "vi"), encoding="utf-8")
    sheet(tmp_path / "next.xlsx", 2024, maxima=(), changes={"C5": 6})
    found = audit(str(tmp_path / "next.xlsx"), Settings(template=str(path)))
    assert "above-maximum" in {one.rule for one in found.findings if one.at.a1 == "C5"}
