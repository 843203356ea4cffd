"""A finding says printed, expected, difference, what it explains and what could be done."""

from __future__ import annotations

from decimal import Decimal

import pytest

from reconcile.audited import Audit
from reconcile.messages import say
from reconcile.model import Language
from reconcile.pipeline import audit_book
from tests.drawing import audited, book, drawn, stored

BROKEN = {
    "wrong-figure": """
        No | Agency | A  | B  | C  | Total
        1  | North  | 12 | 23 | 30 | 65
        2  | South  | 18 | 31 | 25 | 74
        3  | East   | 14 | 37 | 20 | 45
        4  | West   | 17 | 26 | 15 | 58
           | Total  | 61 | 91 | 90 | 242
    """,
    "sum-mismatch": """
        No | Agency | A    | B    | C    | Total
        1  | North  | 12,5 | 23,1 | 30,4 | 66
        2  | South  | 18,2 | 31,3 | 25,1 | 74,6
        3  | East   | 14,7 | 11,6 | 20,2 | 49
        4  | West   | 17,1 | 26,2 | 15,5 | 58,8
    """,
    "ratio-mismatch": """
        No | Agency | A  | B  | Total | Index
        1  | North  | 91 | 52 | 143   | 0.715
        2  | South  | 88 | 73 | 161   | 0.805
        3  | East   | 54 | 61 | 115   | 0.575
        4  | West   | 77 | 46 | 123   | 0.615
        5  | Coast  | 59 | 95 | 154   | 0.770
        6  | Hills  | 70 | 60 | 130   | 0.690
    """,
    "rank-mismatch": """
        No | Agency | A | B | Total | Rank
        1  | North  | 91 | 72 | 163  | 1
        2  | South  | 55 | 41 | 96   | 4
        3  | East   | 83 | 66 | 149  | 2
        4  | West   | 64 | 68 | 132  | 3
        5  | Coast  | 37 | 29 | 66   | 6
    """,
    "rounding-difference": """
        No | Agency | A    | B    | Total
        1  | North  | 1.25 | 2.5  | 3.75
        2  | South  | 8.5  | 3.25 | 11.75
        3  | East   | 4    | 1.05 | 5.05
        4  | West   | 7.36 | 8.91 | 16.26
    """,
}

every_rule = pytest.mark.parametrize("rule", BROKEN)


def audit(rule: str) -> Audit:
    found = audited(BROKEN[rule])
    assert [finding.rule for finding in found.findings] == [rule]
    return found


@every_rule
@pytest.mark.parametrize("language", ["vi", "en"])
def test_the_message_says_where_and_what(rule: str, language: Language) -> None:
    [finding] = audit(rule).findings
    said = say(finding.message, language)
    assert finding.at.a1 in said
    assert finding.printed is not None
    assert finding.printed in said
    assert "{" not in said


@every_rule
def test_the_place_is_the_first_of_the_cells(rule: str) -> None:
    [finding] = audit(rule).findings
    assert finding.cells[0] == finding.at
    assert len(set(finding.cells)) == len(finding.cells)


@every_rule
def test_numbers_are_plain_decimals(rule: str) -> None:
    [finding] = audit(rule).findings
    for number in (finding.expected, finding.difference, *(finding.interval or ())):
        assert number is None or Decimal(number).is_finite()
    for explained in finding.explains:
        assert Decimal(explained.expected).is_finite()


@every_rule
def test_an_edit_says_what_it_replaces(rule: str) -> None:
    found = audit(rule)
    [sheet] = found.book.sheets
    for fix in found.findings[0].fixes:
        assert 0 < fix.confidence <= 1
        assert say(fix.title, "vi") and say(fix.title, "en")
        for edit in fix.edits:
            assert sheet.cells[edit.place.row, edit.place.column] == edit.old


def test_printed_less_expected_is_the_difference() -> None:
    for rule in ("wrong-figure", "sum-mismatch", "ratio-mismatch", "rounding-difference"):
        [finding] = audit(rule).findings
        assert finding.printed and finding.expected and finding.difference
        printed = Decimal(finding.printed.replace(",", "."))
        assert printed - Decimal(finding.expected) == Decimal(finding.difference)


def test_a_fix_is_written_as_the_sheet_writes() -> None:
    [finding] = audit("sum-mismatch").findings
    assert (finding.printed, finding.expected, finding.difference) == ("49", "46.5", "2.5")
    assert [edit.new for edit in finding.fixes[0].edits] == ["46,5"]


def test_what_the_crossing_explains() -> None:
    [finding] = audit("wrong-figure").findings
    explained = {e.target.a1: (e.printed, e.expected, e.difference) for e in finding.explains}
    assert explained == {"F4": ("45", "71", "-26"), "D6": ("91", "117", "-26")}


def test_a_mismatch_that_rounding_could_explain_states_the_interval() -> None:
    [finding] = audit("rounding-difference").findings
    assert finding.severity == "warning"
    assert finding.interval == ("16.255", "16.285")
    said = say(finding.message, "en")
    assert "16.26" in said and "16.27" in said


def test_the_row_and_the_column_are_named() -> None:
    [finding] = audit("ratio-mismatch").findings
    assert (finding.row, finding.column) == ("Hills", ("Index",))


def test_a_letter_that_no_total_vouches_for_is_asked_about() -> None:
    rows = "1 | Ash | 12 | 9\n2 | Elm | 3O | 4\n3 | Fir | 41 | 7\n4 | Oak | 27 | 5"
    [finding] = audited(f"No | Town | Beds | Staff\n{rows}").findings
    assert (finding.rule, finding.severity, finding.at.a1) == ("letter-for-digit", "warning", "C3")


@pytest.mark.parametrize("cell", ["I", "O", "007B"])
def test_a_letter_alone_is_a_mark_and_a_zero_leads_a_code(cell: str) -> None:
    rows = f"1 | Ash | 12 | 9\n2 | Elm | {cell} | 4\n3 | Fir | 41 | 7\n4 | Oak | 27 | 5"
    assert audited(f"No | Town | Beds | Staff\n{rows}").findings == ()


def test_re_typing_what_may_be_a_code_is_not_safe() -> None:
    rows = ["61 | 20 | 81", "7 | 31 | 38", "44 | 12 | 56", "23 | 35 | 58", "90 | 17 | 107"]
    lines = [f"{n} | Town {n} | {row}" for n, row in enumerate(rows, start=1)]
    sheet = stored(drawn("\n".join(["No | Town | A | B | All", *lines])))
    sheet.cells[2, 2] = "07"
    [finding] = audit_book(book(sheet)).findings
    assert [fix.applicability for fix in finding.fixes] == ["unsafe"]


def test_a_corner_that_its_row_and_its_column_contradict_alike_is_told_once() -> None:
    [finding] = audited("""
        Office | Roads | Parks | Total
        North  | 412   | 137   | 549
        South  | 268   | 95    | 363
        East   | 351   | 164   | 515
        West   | 197   | 83    | 280
        Total  | 1228  | 479   | 1607
        """).findings
    assert finding.at.a1 == "D6"
    assert [explained.target.a1 for explained in finding.explains] == ["D6"]
