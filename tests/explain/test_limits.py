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
