"""A cell that should state a figure and could not be read is named, and breaks no total."""

from __future__ import annotations

import pytest

from reconcile.audited import Audit
from reconcile.model import Language, ReconcileError
from reconcile.pipeline import audit_book
from reconcile.report.json.contract import check_json
from reconcile.report.terminal.findings import terminal_text
from reconcile.structure import understand
from tests.drawing import audited, book, drawn

WARDS = """
Ward   | Beds | Staff | Total
North  | 41   | 22    | 63
South  | 28   | 31    | 59
East   | 52   | 15    | 67
West   | 17   | 26    | 43
Total  | 138  | 94    | 232
"""


def unread(audit: Audit) -> list[str]:
    return [place.a1 for finding in audit.findings if finding.rule == "unread-figure"
            for place in finding.cells]  # fmt: skip


@pytest.mark.parametrize(
    "honest",
    [
        "Order | Signed | Phone | Sum\nQĐ 12/2020 | 12/03/2020 | 0912 345 678 | 41\n"
        "QĐ 13/2020  | 15/03/2020 | 0912 345 679 | 28\nA12 | 16/03/2020 | +84 912 345 680 | 52",
        "Age | Men | Women\n<18 | 41 | 3\n18-25 | 28 | 28\n>60 | 52 | 34\nTotal | 121 | 65",
        "Item | Count | Range | Scale\nA | 41 | 5-10 | 1:4\nB | 28 | 10-12 | 1:3\n"
        "C | 52 | 6-7 | 1:2",
        "Code | Name | Count\n101 | A | 4\n102 | B | 5\n103-1 | C | 6\n104 | D | 8",
        "Term | Count | Length\nA | 41 | 6 months\nB | 28 | 12 weeks\nC | 52 | 2 years",
        WARDS.replace("| 15 ", "| -  "),
        WARDS.replace("North ", "A | 1=2+3 | 2 | (3)-1\nNorth "),
        WARDS.replace("East ", " | 2023-24 | 2024/2025 | 2024-25 %\nEast "),
    ],
)
def test_what_is_no_figure_is_not_missed(honest: str) -> None:
    audit = audited(honest)
    assert (unread(audit), audit.coverage.unread) == ([], 0)


@pytest.mark.parametrize("text", ["15 (31)", "<15", "15 ± 2", "15 CR", "3 1/3", "1.5.15", "10-15"])
def test_a_total_over_an_unread_cell_is_neither_right_nor_wrong(text: str) -> None:
    audit = audited(WARDS.replace("| 15 ", f"| {text} "))
    assert unread(audit) == ["C4"]
    assert not audit.count("error")
    assert (audit.coverage.figures, audit.coverage.unread, audit.coverage.mismatched) == (14, 1, 0)
    assert not any(
        equation.holds != "untested"
        for equation in audit.relations.equations
        if equation.target.column == 2 and equation.target.row == 4
    )


def test_a_total_over_an_approximate_figure_is_not_wrong() -> None:
    audit = audited(WARDS.replace("| 15 ", "| ~16 "))
    assert not audit.count("error")
    assert audit.coverage.unread == 0


def test_a_figure_that_became_a_date_is_left_to_its_own_rule() -> None:
    audit = audited(WARDS.replace("| 15 ", "| 15/05/2021 "))
    assert "date-for-number" in {finding.rule for finding in audit.findings}
    assert (unread(audit), audit.coverage.unread) == ([], 1)


SHARES = """
Drug  | Patients | Mean
A     | 41       | 3.1 (0.2)
B     | 28       | 2.8 (0.3)
C     | 52       | 3.4 (0.1)
Total | 121      |
"""


def test_a_column_of_unread_cells_is_one_finding() -> None:
    [finding] = [one for one in audited(SHARES).findings if one.rule == "unread-figure"]
    assert finding.range is not None
    assert finding.range.a1 == "C2:C4"
    assert finding.severity == "warning"


def test_json_lists_the_unread_cells() -> None:
    [file] = check_json([audited(SHARES)])["files"]
    assert file["coverage"]["unread"] == 3
    assert file["unread"][0] == {"cell": "draft!C2", "text": "3.1 (0.2)"}
    assert file["findings"][0]["range"] == "draft!C2:C4"


@pytest.mark.parametrize(
    ("language", "first", "never"),
    [("en", "Most of “Mean” could not be read: 3 of 3 cells", "Every figure was checked"),
     ("vi", "Phần lớn cột “Mean” không đọc được: 3 trong 3 ô", "Mọi số liệu đều đã được")],
)  # fmt: skip
def test_a_line_that_was_not_read_is_said_first(language: Language, first: str, never: str) -> None:
    text = terminal_text(audited(SHARES), language, 200, color=False)
    assert text.splitlines()[1].startswith(first)
    assert never not in text


@pytest.mark.parametrize(
    ("sheet", "cells"),
    [
        ("12\n15\n19.5", ["A1", "A2", "A3"]),
        ("Income | | 1250", ["C1"]),
        ("Income | 120 | 130\nSpent | 100 | 90", ["B1", "C1", "B2", "C2"]),
    ],
)
def test_the_figures_of_a_sheet_without_a_table_are_named(sheet: str, cells: list[str]) -> None:
    audit = audit_book(book(drawn(WARDS), drawn(sheet, "notes")))
    [finding] = audit.findings
    assert (finding.rule, finding.severity) == ("unread-figure", "warning")
    assert [place.a1 for place in finding.cells] == cells
    assert audit.coverage.unread == len(cells)
    [record] = check_json([audit])["files"]
    assert [figure["cell"] for figure in record["unread"]] == [f"notes!{cell}" for cell in cells]
    assert "No table could be read on sheet “notes”" in terminal_text(audit, "en", 80, False)


@pytest.mark.parametrize(
    "sheet",
    [
        "Report of the wards\n2024",
        "1 | Wards\n2 | Notes",
        "Signed on 12/03/2024 | by An",
        "Notes | |\n | | 1",
    ],
)
def test_a_sheet_of_words_has_no_figures(sheet: str) -> None:
    audit = audit_book(book(drawn(WARDS), drawn(sheet, "cover")))
    assert (audit.findings, audit.coverage.unread) == ((), 0)


def test_a_file_without_a_table_says_which_figures_it_holds() -> None:
    with pytest.raises(ReconcileError) as refused:
        understand(book(drawn("Income | 1250")))
    assert refused.value.code == "no-table"
    assert refused.value.message.values["at"] == "draft!B1"


@pytest.mark.parametrize("text", ["8-Jul", "08-Thg7", "2021-07-08", "08/07/2021"])
def test_a_figure_that_became_a_date_is_told_by_its_total(text: str) -> None:
    [finding] = audited(f"""
        No | Agency | A   | B   | Total
        1  | North  | 1.5 | 2.2 | 3.7
        2  | South  | {text} | 3.1 | 11.8
        3  | East   | 4.1 | 1.5 | 5.6
        4  | West   | 2.4 | 6.1 | 8.5
        5  | Coast  | 3.3 | 4.4 | 7.7
        """).findings
    assert (finding.rule, finding.at.a1) == ("date-for-number", "C3")
    assert [edit.new for edit in finding.fixes[0].edits] == ["8.7"]


def test_a_mark_in_place_of_a_figure_breaks_no_total() -> None:
    audit = audited("""
        Province | Own  | Grants | Total
        North    | 4120 | 1310   | 5430
        South    | 3905 | 2214   | 6119
        East     | 5230 | 1907   | 7137
        West     | 2811 | 3306   | 6117
        Total    | 16066 | (1)   | 24803
        """)
    assert [(f.rule, f.at.a1, f.severity) for f in audit.findings] == [
        ("unread-figure", "C6", "warning")
    ]


def test_one_less_in_brackets_among_small_figures_is_a_figure() -> None:
    text = "Office | Before | After | Gain\nNorth | 12 | 15 | 3\nSouth | 9 | 8 | (1)\n"
    text += "East | 14 | 16 | 2\nWest | 7 | 12 | 5\nCoast | 8 | 8 | 0\n"
    assert audited(text).findings == ()
    assert audited(text).coverage.unread == 0
