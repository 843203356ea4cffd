"""Broken equations of different kinds, met at the cell that they share."""

from __future__ import annotations

import pytest

from reconcile.explain.asked import asked_of
from reconcile.explain.context import context_of
from reconcile.model import Cell, Finding
from tests.drawing import audited, found

SHARES = """
    Item     | Number | Share (%)
    Coal     | 20881  | 13.4
    Gas      | 31764  | 20.4
    Oil      | 17402  | 11.2
    Water    | 25318  | 16.3
    Wind     | 9067   | 5.8
    Sun      | 42575  | 27.3
    Wood     | 8793   | 5.6
    Total    | 155800 | 100.0
"""

MEANS = """
    Name    | A    | B    | C    | D    | Average
    Ashford | 21.4 | 18.3 | 25.1 | 30.2 | 23.8
    Burnley | 27.8 | 29.7 | 24.7 | 14.5 | 24.2
    Crewe   | 19.6 | 22.4 | 31.8 | 26.9 | 25.2
    Dover   | 33.1 | 17.2 | 20.9 | 23.3 | 23.6
    Exeter  | 24.5 | 26.8 | 18.7 | 21.4 | 22.9
    Average | 25.3 | 22.9 | 24.2 | 23.3 | 23.9
"""

OUTLINE = """
    No  | District | 2019 | 2020 | 2021
        | Total    | 3011 | 3352 | 3140
    1   | North    | 1211 | 1523 | 1290
    1.1 | Elm      | 402  | 517  | 433
    1.2 | Oak      | 385  | 610  | 541
    1.3 | Ash      | 424  | 396  | 316
    2   | South    | 1800 | 1829 | 1850
    2.1 | Birch    | 911  | 1002 | 873
    2.2 | Lime     | 889  | 827  | 977
"""

MAXIMA = """
    No | Item   | Maximum | Self | Checked
    I  | Part I | {first} | 27   | {part}
    1  | Plan   | 10      | 9    | 8
    2  | Report | 8       | 7    | {report}
    3  | Letter | 12      | 11   | 11
    II | Part II | 40     | 35   | 34
    1  | Budget | 25      | 22   | 21
    2  | Staff  | 15      | 13   | 13
       | Total  | 70      | 62   | {total}
"""


SCORES = {"part": "26", "report": "7", "total": "60"}


def only_error(text: str) -> Finding:
    [finding] = [one for one in audited(text).findings if one.severity == "error"]
    return finding


@pytest.mark.parametrize("text", [SHARES, MEANS, OUTLINE, MAXIMA.format(first="30", **SCORES)])
def test_what_holds_is_not_doubted(text: str) -> None:
    assert found(audited(text)) == []


def test_a_part_is_named_where_its_total_and_its_share_contradict_it() -> None:
    finding = only_error(SHARES.replace("25318 ", "18318 "))
    assert (finding.rule, finding.at.a1, finding.expected) == ("wrong-figure", "B5", "25318")
    assert [one.target.a1 for one in finding.explains] == ["B9", "C5"]
    assert finding.fixes[0].applicability == "unsafe"  # a share vouches for no figure by itself


def test_a_wrong_share_is_named_itself() -> None:
    assert only_error(SHARES.replace("16.3", "13.6")).at.a1 == "C5"


def test_where_two_averages_cross_what_was_meant_is_suggested() -> None:
    finding = only_error(MEANS.replace("29.7", "38.1"))
    assert (finding.rule, finding.at.a1) == ("wrong-figure", "C3")
    assert len(finding.explains) == 2
    assert {fix.applicability for fix in finding.fixes} == {"display"}


def test_a_total_that_another_sum_counts_is_not_accused_for_its_part() -> None:
    finding = only_error(OUTLINE.replace("| 610 ", "| 742 "))
    assert finding.rule == "sum-mismatch" and finding.at.a1 in {"D4", "D5", "D6"}
    assert {place.a1 for place in finding.cells} >= {"D4", "D5", "D6"}
    assert "D4, D5, D6" in str(finding.message.values)
    assert finding.fixes == ()


def test_a_total_that_no_sum_counts_is_told_itself() -> None:
    finding = only_error(OUTLINE.replace("3352", "3452"))
    assert finding.at.a1 == "D2"


def test_of_a_wrong_maximum_the_scores_above_it_are_not_accused() -> None:
    wrong = audited(MAXIMA.format(first="12", **SCORES))
    assert [(one.at.a1, one.rule == "above-maximum") for one in wrong.findings] == [("C2", False)]


def test_a_score_above_a_maximum_that_its_sums_bear_out_is_accused() -> None:
    high = MAXIMA.format(first="30", part="28", report="9", total="62")
    assert found(audited(high)) == [("above-maximum", "E4")]


@pytest.mark.parametrize(
    ("text", "target", "at", "low", "high"),
    [
        (SHARES, "C5", "B5", "25317.5", "25473.3"),  # 16.25 to 16.35 per cent of 155800
        (SHARES, "C5", "C5", "16.2003", "16.3003"),
        (MEANS, "F3", "C3", "29.6", "30.0"),  # four times 24.15 to 24.25, less the others
        (OUTLINE, "D3", "D5", "610", "610"),
    ],
)
def test_what_an_equation_wants_of_its_cells(
    text: str, target: str, at: str, low: str, high: str
) -> None:
    audit = audited(text)
    context = context_of(audit.document, audit.relations)
    table = next(iter(context.tables))
    spots = {
        context.place(cell).a1: cell
        for row in range(len(context.tables[table].rows))
        for column in range(len(context.tables[table].columns))
        for cell in [Cell(table, row, column)]
    }
    equation = context.as_target(spots[target])[0]
    asked = asked_of(context, equation, spots[at])
    assert asked is not None
    assert [round(float(end), 4) for end in asked] == [float(low), float(high)]


WARDS = """
    Ward  | A   | B   | Total
    Elm   | 112 | 203 | 315
    Oak   | 418 | 231 | 649
    Ash   | {a} | 711 | 1315
    Beech | {b} | 140 | 277
    Birch | 215 | 160 | 375
    Lime  | 326 | 495 | 821
    Holly | 541 | 278 | 819
    Total | 2353 | 2218 | 4571
"""


def test_two_neighbours_that_print_what_is_asked_of_each_other() -> None:
    assert found(audited(WARDS.format(a="604", b="137"))) == []
    finding = only_error(WARDS.format(a="137", b="604"))
    assert (finding.rule, finding.at.a1) == ("exchanged-figures", "B4")
    assert [(edit.place.a1, edit.new) for edit in finding.fixes[0].edits] == [
        ("B4", "604"), ("B5", "137")
    ]  # fmt: skip
    assert finding.fixes[0].applicability == "display"
    assert [one.target.a1 for one in finding.explains] == ["D4", "D5"]


def test_where_shares_may_be_exchanged_as_well_as_their_parts_neither_is_named() -> None:
    text = SHARES.replace("17402  | 11.2", "25318  | 11.2").replace(
        "25318  | 16.3", "17402  | 16.3"
    )
    assert "exchanged-figures" not in {rule for rule, _ in found(audited(text))}
