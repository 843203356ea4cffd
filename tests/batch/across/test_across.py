"""Made archives: what is planted is found and told once, what is right stays in peace."""

from __future__ import annotations

from decimal import Decimal
from itertools import permutations

import pytest

from reconcile.agencies import agencies_from
from reconcile.batch.across import NameInUse, StatedFile, across
from reconcile.messages import say
from tests.batch.across.archive import (
    OFFICES,
    SCORES,
    Paper,
    checked,
    paper,
    places,
    scores,
    with_last_year,
)

ANNEX, REPORT = "2023/phu-luc-quyet-dinh.xlsx", "2023/bao-cao-nam.docx"


def archive() -> list[Paper]:
    """Four years: an annex, a report of it under another title, last year's column in each."""
    return [
        one
        for year in range(2020, 2024)
        for one in (
            with_last_year(f"{year}/phu-luc.xlsx", year),
            paper(f"{year}/bao-cao.docx", year).but(title="Bảng 3. Điểm của các sở, ban, ngành"),
        )
    ]


def test_an_archive_in_order_stays_in_peace() -> None:
    result = checked(*archive())
    assert result.findings == ()
    assert result.held == result.figures - len(OFFICES)  # 2019, last year's of the first, is alone


def test_a_figure_that_two_files_state_differently() -> None:
    report = paper(REPORT, 2023).writing("Sở Y tế", "Thể chế số", "1.22")
    [finding] = checked(paper(ANNEX, 2023), report).findings
    assert (finding.rule, finding.severity) == ("cross-file-mismatch", "warning")
    assert (finding.entity, finding.indicator, finding.year) == ("Sở Y tế", "Thể chế số", 2023)
    assert {finding.at, finding.other} == {
        (ANNEX, "Bảng", "C9", "50.22", Decimal("50.22")),
        (REPORT, "Bảng", "C9", "1.22", Decimal("1.22")),
    }
    assert finding.difference in ("49.00", "-49.00")
    for language in ("vi", "en"):
        said = say(finding.message, language)
        for word in (ANNEX, REPORT, "Bảng!C9", "50.22", "1.22", "49.00", "Sở Y tế", "2023"):
            assert word in said


def test_last_years_column_that_does_not_repeat_last_year() -> None:
    papers = archive()
    papers[4] = papers[4].writing("Sở Tư pháp", "Tổng điểm năm 2021", "1")
    [finding] = checked(*papers).findings
    assert finding.rule == "previous-year-mismatch"
    assert (finding.at.path, finding.at.cell, finding.year) == ("2022/phu-luc.xlsx", "F7", 2021)
    assert finding.other.path.startswith("2021/")


@pytest.mark.parametrize(
    "label", ["Tổng điểm năm {}", "Tổng điểm (năm {})", "Tổng điểm năm trước", "Năm {}",
              "Tổng điểm / Năm {}", "Tổng điểm cùng kỳ năm trước", "Cùng kỳ", "Năm trước",
              "TỔNG ĐIỂM NĂM NGOÁI"],
)  # fmt: skip
def test_last_years_column_is_known_by_its_year_or_its_words(label: str) -> None:
    later = with_last_year("b.xlsx", 2023, label)
    assert checked(paper("a.xlsx", 2022), later).held == 2 * len(OFFICES)
    wrong = later.writing("Sở Y tế", label.format(2022), "1.25")
    found = places(checked(paper("a.xlsx", 2022), wrong))
    assert found == [("previous-year-mismatch", "b.xlsx", "F9", "a.xlsx", "E9")]


@pytest.mark.parametrize(
    "label", ["Tổng điểm năm {} so với kế hoạch", "Tổng điểm tăng so với năm {}", "So với cùng kỳ",
              "Tổng điểm so với năm trước", "Tỷ lệ % cùng kỳ", "Tổng điểm {}/2023",
              "Tổng điểm giai đoạn 2020-{}", "Tổng điểm đến 31/12/{}", "Ước tổng điểm năm {}",
              "Tổng điểm năm {} và năm 2023", "Tổng điểm năm sau"],
)  # fmt: skip
def test_a_comparison_of_years_is_no_figure_of_one(label: str) -> None:
    later = with_last_year("b.xlsx", 2023, label)
    assert checked(paper("a.xlsx", 2022), later).held == 0


def test_what_one_mistake_contradicts_is_told_once() -> None:
    papers = [paper("a.xlsx", 2022).writing("Sở Y tế", "Tổng điểm", "7"),
              *(paper(f"{name}.xlsx", 2022).but(title=name) for name in "bcd"),
              with_last_year("e.xlsx", 2023)]  # fmt: skip
    assert places(checked(*papers)) == [("cross-file-mismatch", "a.xlsx", "E9", "b.xlsx", "E9")]


def test_a_result_does_not_depend_on_the_order_of_the_files() -> None:
    papers = [paper("a.xlsx", 2022), paper("b.xlsx", 2022).writing("Sở Y tế", "Tổng điểm", "7"),
              with_last_year("c.xlsx", 2023).writing("Sở Xây dựng", "Tổng điểm năm 2022", "8"),
              paper("d.xlsx", 2023).writing("Ban Dân tộc", "Hạ tầng số", "9")]  # fmt: skip
    results = [checked(*order) for order in permutations(papers)]
    assert len(results[0].findings) == 3
    assert all(result == results[0] for result in results)


def test_copies_of_a_file_are_one() -> None:
    papers = [paper(f"{name}.xlsx", 2022) for name in "abc"]
    result = checked(*papers, paper("z.xlsx", 2022).writing("Sở Y tế", "Tổng điểm", "7"))
    assert result.copies == 2
    assert places(result) == [("cross-file-mismatch", "z.xlsx", "E9", "a.xlsx", "E9")]


def test_versions_of_a_sheet_are_told_once_for_all_their_figures() -> None:
    draft = paper("a.xlsx", 2022)
    signed = draft.but(path="b.xlsx")
    for office in OFFICES[:8]:
        signed = signed.writing(office, "Thể chế số", "5").writing(office, "Tổng điểm", "6")
    [finding] = checked(draft, signed).findings
    assert (finding.rule, finding.severity) == ("different-versions", "info")
    assert (finding.message.values["shared"], finding.message.values["apart"]) == ("48", "16")
    assert "reconcile compare" in say(finding.message, "vi")


def test_a_year_that_was_revised_is_told_once() -> None:
    later = with_last_year("b.xlsx", 2023)
    for office in OFFICES[:5]:
        later = later.writing(office, "Tổng điểm năm 2022", "6")
    [finding] = checked(paper("a.xlsx", 2022), later).findings
    assert (finding.rule, finding.severity) == ("previous-year-mismatch", "info")
    assert (finding.message.values["shared"], finding.message.values["apart"]) == ("12", "5")


def test_tables_that_have_only_their_labels_in_common_say_nothing_of_each_other() -> None:
    income = paper("thu.xlsx", 2022)
    spending = income.but(path="chi.xlsx", figures={
        key: str(Decimal(value) + 1000) for key, value in income.figures.items()
    })  # fmt: skip
    assert checked(income, spending).findings == ()


@pytest.mark.parametrize(
    ("one", "other"),
    [({"title": "Kết quả của xã Yên Phong"}, {"title": "Kết quả của xã Yên Mỹ"}),
     ({"title": "Thu ngân sách"}, {"title": "Chi ngân sách"}),
     ({"path": "ntm-xa-yen-phong.xlsx"}, {"path": "ntm-xa-yen-my.xlsx"}),
     ({"path": "xa-yen-phong/bieu-01.xlsx"}, {"path": "xa-yen-my/bieu-01.xlsx"})],
)  # fmt: skip
def test_one_form_filled_in_by_two_is_not_one_sheet(
    one: dict[str, str], other: dict[str, str]
) -> None:
    right = paper("b.xlsx", 2022).writing("Sở Y tế", "Tổng điểm", "7").but(**other)
    assert checked(paper("a.xlsx", 2022).but(**one), right).findings == ()


def test_a_form_that_many_fill_in_states_no_figure_twice() -> None:
    forms = [paper(f"{name}.xlsx", 2022).writing("Sở Y tế", "Tổng điểm", str(number))
             for number, name in enumerate("abcdefghi")]  # fmt: skip
    assert checked(*forms).findings == ()
    assert checked(*forms[:3]).findings != ()


@pytest.mark.parametrize(
    ("one", "other"),
    [("Phụ lục I. Kết quả chuyển đổi số các sở, ban, ngành", "Bảng 3. Kết quả chuyển đổi số"),
     ("Kết quả chấm điểm chuyển đổi số năm 2022", "BÁO CÁO TỔNG KẾT CÔNG TÁC"), ("", "Phụ lục")],
)  # fmt: skip
def test_tables_of_one_thing_may_have_other_titles(one: str, other: str) -> None:
    right = paper("bao-cao-2022.xlsx", 2022).writing("Sở Y tế", "Tổng điểm", "7").but(title=other)
    left = paper("phu-luc-2022.xlsx", 2022).but(title=one)
    assert len(checked(left, right).findings) == 1


def test_the_same_labels_over_many_things_do_not_hide_what_is_stated_twice() -> None:
    def things(number: int, path: str) -> Paper:
        figures = {key: str(Decimal(value) + number) for key, value in scores(2022).items()}
        return Paper(path, 2022, figures, title=f"Nội dung {number}")

    papers = [things(number, f"{number}a.xlsx") for number in range(100)]
    again = things(7, "z.docx").writing("Sở Y tế", "Tổng điểm", "7").but(title="Tổng kết")
    assert places(checked(*papers, again)) == [
        ("cross-file-mismatch", "z.docx", "E9", "7a.xlsx", "E9")
    ]


def test_what_a_form_allows_at_most_is_no_evidence() -> None:
    roles = dict.fromkeys(SCORES, "maximum")
    assert checked(paper("a.xlsx", 2022).but(roles=roles)).figures == 0
    most = paper("a.xlsx", 2022, ["Điểm tối đa", "Sở Y tế"])
    assert checked(most).figures == len(SCORES)


def test_agreeing_in_zeros_and_small_counts_is_no_agreement() -> None:
    counts = {key: "1" if key[0] == "Sở Y tế" else "0" for key in scores(2022)}
    others = {**counts, ("Sở Xây dựng", "Thể chế số"): "2"}
    assert checked(Paper("a.xlsx", 2022, counts), Paper("b.xlsx", 2022, others)).findings == ()


@pytest.mark.parametrize(
    ("one", "other"),
    [("95.3", "95.34"), ("95.3", "95.25"), ("95", "95.34"), ("95.30", "95.3"), ("95%", "0.95"),
     ("95.3%", "0.953"), ("95.3%", "0.9534"), ("0.953", "95.34%"), ("95%", "95"), ("-1.5", "-2")],
)  # fmt: skip
def test_figures_that_agree_as_far_as_they_are_printed(one: str, other: str) -> None:
    column = "Thể chế số"
    left = paper("a.xlsx", 2022).writing("Sở Y tế", column, one)
    right = paper("b.xlsx", 2022).writing("Sở Y tế", column, other)
    result = checked(left, right)
    assert result.findings == ()
    assert result.held == result.figures


@pytest.mark.parametrize(
    ("one", "other"),
    [("95.3", "95.36"), ("95.3", "95.4"), ("95", "95.6"), ("95%", "0.96"), ("0.95", "9.5%"),
     ("95.3", "-95.3"), ("-1.5", "-2.1")],
)  # fmt: skip
def test_figures_that_rounding_does_not_explain(one: str, other: str) -> None:
    left = paper("a.xlsx", 2022).writing("Sở Y tế", "Thể chế số", one)
    right = paper("b.xlsx", 2022).writing("Sở Y tế", "Thể chế số", other)
    assert [found[0] for found in places(checked(left, right))] == ["cross-file-mismatch"]


@pytest.mark.parametrize(
    "change",
    [{"year": None}, {"year": 2021}, {"title": "Kết quả tự chấm điểm"}, {"sheet": "Tháng 11"},
     {"path": "quy-3/b.xlsx"}, {"path": "b-du-thao.xlsx"}, {"units": {"Thể chế số": "triệu đồng"}},
     {"roles": {"Thể chế số": "maximum"}}, {"title": "Số liệu đến ngày 30 tháng 11 năm 2022"}],
)  # fmt: skip
def test_what_is_of_another_year_period_stage_unit_or_role_is_not_held_against(
    change: dict[str, object],
) -> None:
    other = paper("b.xlsx", 2022).writing("Sở Y tế", "Thể chế số", "1.5").but(**change)
    assert checked(paper("a.xlsx", 2022), other).findings == ()


def test_the_day_of_a_decision_is_no_period() -> None:
    title = "Phụ lục (Kèm theo Quyết định số 12/QĐ-UBND ngày 30 tháng 11 năm 2022)"
    other = paper("b.xlsx", 2022).writing("Sở Y tế", "Thể chế số", "1.5").but(title=title)
    assert len(checked(paper("a.xlsx", 2022), other).findings) == 1


def test_a_figure_stated_twice_in_one_table_is_left_out() -> None:
    first = paper("a.xlsx", 2022)
    again = first.renaming({"Sở Nội vụ": "SỞ Y TẾ"}).but(path="b.xlsx")
    assert checked(first, again).findings == ()


def test_sheets_of_one_file_are_held_against_those_of_another_year_only() -> None:
    first = paper("a.xlsx", 2022)
    wrong = first.writing("Sở Y tế", "Thể chế số", "1.5").but(sheet="Bảng 2")
    later = with_last_year("a.xlsx", 2023).writing("Sở Y tế", "Tổng điểm năm 2022", "8")
    rows = [row for one in (first, wrong, later.but(sheet="2023")) for row in one.rows()]
    result = across([StatedFile("a.xlsx", "", rows)])
    assert [found[:3] for found in places(result)] == [("previous-year-mismatch", "a.xlsx", "F9")]


def test_years_may_stand_in_rows() -> None:
    def series(path: str, last: int) -> Paper:
        figures = {
            (f"Năm {year}", column): scores(year)["Sở Y tế", column]
            for year in range(last - 4, last + 1)
            for column in ("Thể chế số", "Tổng điểm")
        }
        return Paper(path, last, figures)  # fmt: skip

    later = series("b.xlsx", 2023)
    assert checked(series("a.xlsx", 2022), later).held == 16
    wrong = later.writing("Năm 2021", "Thể chế số", "3.25")
    assert places(checked(series("a.xlsx", 2022), wrong)) == [
        ("previous-year-mismatch", "b.xlsx", "B7", "a.xlsx", "B8")
    ]


# Agencies over the years

TABLE = """
[[agency]]
name = "Sở Nông nghiệp và Phát triển nông thôn"
to = 2022-12-31
merged_into = ["Sở Nông nghiệp và Môi trường"]
[[agency]]
name = "Sở Tài nguyên và Môi trường"
to = 2022-12-31
merged_into = ["Sở Nông nghiệp và Môi trường"]
[[agency]]
name = "Sở Nông nghiệp và Môi trường"
from = 2023-01-01
[[agency]]
name = "Ban Dân tộc"
to = 2022
merged_into = ["Sở Dân tộc và Tôn giáo"]
[[agency]]
name = "Sở Dân tộc và Tôn giáo"
from = 2023
[[agency]]
name = "Sở Lao động - Thương binh và Xã hội"
to = 2022
merged_into = ["Sở Nội vụ", "Sở Y tế"]
[[agency]]
name = "Sở Nội vụ"
[[agency]]
name = "Sở Y tế"
"""
RENAMED = {"Sở Nông nghiệp và Phát triển nông thôn": "Sở Nông nghiệp và Môi trường",
           "Ban Dân tộc": "Sở Dân tộc và Tôn giáo"}  # fmt: skip


def test_a_renamed_agency_is_followed_and_a_merged_one_is_not_held_against_its_parts() -> None:
    later = with_last_year("b.xlsx", 2023)
    for office in ("Ban Dân tộc", "Sở Nội vụ", "Sở Y tế", "Sở Nông nghiệp và Phát triển nông thôn"):
        later = later.writing(office, "Tổng điểm năm 2022", "3")
    files = [paper("a.xlsx", 2022).stated(), later.renaming(RENAMED).stated()]
    result = across(files, agencies_from(TABLE, "co-quan.toml"))
    assert [(one.entity, one.at.printed) for one in result.findings] == [
        ("Sở Dân tộc và Tôn giáo", "3")
    ]
    followed = {one.name: one for one in result.followed}
    assert followed["Sở Dân tộc và Tôn giáo"].names == (
        NameInUse("Ban Dân tộc", 2022, 2022), NameInUse("Sở Dân tộc và Tôn giáo", 2023, 2023),
    )  # fmt: skip
    assert followed["Sở Nông nghiệp và Môi trường"].predecessors == (
        "Sở Nông nghiệp và Phát triển nông thôn", "Sở Tài nguyên và Môi trường",
    )  # fmt: skip
    assert followed["Sở Y tế"].predecessors == ("Sở Lao động - Thương binh và Xã hội",)
    assert followed["Sở Nông nghiệp và Phát triển nông thôn"].successors == (
        "Sở Nông nghiệp và Môi trường",
    )


def test_within_one_year_a_merged_agency_is_one() -> None:
    first = paper("a.xlsx", 2023).renaming(RENAMED)
    other = first.writing("Sở Y tế", "Tổng điểm", "3").but(path="b.xlsx")
    result = across([first.stated(), other.stated()], agencies_from(TABLE, "co-quan.toml"))
    assert len(result.findings) == 1


def test_without_a_table_names_are_joined_by_their_spelling_and_never_guessed() -> None:
    later = with_last_year("b.xlsx", 2023).writing("Ban Dân tộc", "Tổng điểm năm 2022", "3")
    later = later.writing("Sở Nông nghiệp và Phát triển nông thôn", "Tổng điểm năm 2022", "4")
    names = {"Ban Dân tộc": "Sở Dân tộc và Tôn giáo", "Sở Y tế": "SỞ Y TẾ",
             "Sở Nông nghiệp và Phát triển nông thôn": "Sở NN&PTNT"}  # fmt: skip
    result = checked(paper("a.xlsx", 2022), later.renaming(names))
    assert [one.entity for one in result.findings] == ["Sở NN&PTNT"]
    [followed] = result.followed
    assert [use.name for use in followed.names] == [
        "Sở Nông nghiệp và Phát triển nông thôn", "Sở NN&PTNT",
    ]  # fmt: skip


def test_totals_and_years_are_nobody_to_follow() -> None:
    rows = ["Tổng cộng", "Năm 2021", "Năm 2022"]
    other = paper("b.xlsx", 2023, rows).renaming({"Tổng cộng": "Cộng"})
    assert checked(paper("a.xlsx", 2022, rows), other).followed == ()


def test_a_name_that_two_agencies_can_have_in_a_year_is_left_out() -> None:
    table = (
        '[[agency]]\nname = "Sở Du lịch Văn hóa"\n[[agency]]\nname = "Sở Dân lập Vận hành"\n'
    )  # fmt: skip
    first = paper("a.xlsx", 2022).renaming({"Sở Y tế": "Sở DLVH"})
    other = first.writing("Sở DLVH", "Tổng điểm", "3").but(path="b.xlsx")
    files = [first.stated(), other.stated()]
    assert across(files, agencies_from(table, "co-quan.toml")).findings == ()
    assert len(checked(first, other).findings) == 1


def test_an_archive_of_nothing_has_nothing_to_say() -> None:
    assert checked().findings == ()
    assert checked(Paper("a.xlsx", None, scores(2022))).figures == 0
