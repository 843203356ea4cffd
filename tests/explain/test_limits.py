"""The highest marks of a table, and what they leave of the explanations."""

from __future__ import annotations

from tests.drawing import audited, found

MARKS = """
    No | Agency  | A  | B  | C  | Total
       | Maximum | 20 | 30 | 50 | 100
    1  | North   | 12 | 20 | 41 | 73
    2  | South   | 15 | 11 | 32 | 58
    3  | East    | 18 | 17 | 44 | 79
    4  | West    | 11 | 25 | 38 | 74
    5  | Coast   | 10 | 22 | 17 | 49
    6  | Hills   | {marks}
"""


def test_the_mark_above_its_maximum_is_the_wrong_one() -> None:
    wrong = audited(MARKS.format(marks="19 | 36 | 45 | 90"))
    assert found(wrong) == [("digit-slip", "D8")]
    assert [edit.new for edit in wrong.findings[0].fixes[0].edits] == ["26"]


def test_without_one_above_it_every_cell_may_be_wrong() -> None:
    assert found(audited(MARKS.format(marks="19 | 26 | 45 | 80"))) == [("sum-mismatch", "F8")]


def test_an_edit_beyond_the_maximum_is_not_offered() -> None:
    """With 25 in A the total would come out; A takes 20 at most."""
    [finding] = audited(MARKS.format(marks="20 | 29 | 48 | 99")).findings
    offered = {edit.place.a1 for fix in finding.fixes for edit in fix.edits}
    assert "C8" not in offered


SCORED = """
    No | Agency | {roads} | {parks} | Total
    1  | North  | 9  | 4  | 13
    2  | South  | 8  | 5  | 13
    3  | East   | 7  | {east}
    4  | West   | 10 | 3  | 13
    5  | Coast  | 6  | 4  | 10
"""


def test_labels_that_state_the_most() -> None:
    labels = {"roads": "Roads (10 points)", "parks": "Parks (max 5)"}
    assert found(audited(SCORED.format(**labels, east="50 | 57"))) == [("above-maximum", "D4")]
    assert found(audited(SCORED.format(**labels, east="5 | 12"))) == []


def test_most_figures_above_what_a_label_says_are_of_another_scale() -> None:
    labels = {"roads": "Roads (5 points)", "parks": "Parks"}
    assert found(audited(SCORED.format(**labels, east="5 | 12"))) == []


def test_a_column_of_maxima_beside_the_criteria() -> None:
    sheet = """
    No | Criterion | Maximum | Office A | Office B | Office C
    1  | Roads     | 10      | 9        | 8        | 7
    2  | Parks     | 5       | 4        | 5        | 50
    3  | Water     | 20      | 18       | 17       | 15
    4  | Light     | 8       | 7        | 6        | 8
    5  | Waste     | 12      | 11       | 9        | 10
       | Total     | 55      | 49       | 45       | 90
    """
    assert found(audited(sheet)) == [("above-maximum", "F3")]


def test_a_row_of_maxima_under_the_figures_is_none() -> None:
    sheet = """
    No | Agency  | A  | B
    1  | North   | 12 | 20
    2  | South   | 15 | 11
    3  | East    | 18 | 17
    4  | West    | 11 | 25
       | Maximum | 18 | 25
    5  | Coast   | 10 | 22
    6  | Hills   | 31 | 14
    """
    assert ("above-maximum", "C8") not in found(audited(sheet))
