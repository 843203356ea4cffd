"""What a sheet states is listed with what came of it, and silence is not called agreement."""

from __future__ import annotations

from typing import Any

import pytest
from msgspec.structs import replace

from reconcile.audited import Audit
from reconcile.pipeline import audit_book
from reconcile.report.coverage_texts import coverage_texts
from reconcile.report.json.contract import check_json, inspect_json
from reconcile.report.terminal.inspection import inspect_text
from tests.drawing import audited, book, computed, drawn, hidden

OUTLINE = """
    No  | Part    | North | South | East
    I   | Roads   | 120   | 310   | 52
    1   | Paved   | 80    | 190   | 41
    2   | Unpaved | 40    | 120   | 11
    II  | Water   | {water} | 66  | 73
    1   | Pipes   | 31    | 22    | 37
    2   | Pumps   | 44    | 44    | 36
        | Total   | {total} | 376 | 125
"""
FAR = OUTLINE.format(water="75", total="9321").replace("| 376 | 125", "| 4512 | 61")


def claims(audit: Audit) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = inspect_json([audit], "en")["files"][0]["claims"]
    return found


def by_target(audit: Audit) -> dict[tuple[str, str], dict[str, Any]]:
    return {(claim["source"], claim["target"]): claim for claim in claims(audit)}


def coverage(audit: Audit, language: Any = "en") -> str:
    return " ".join(coverage_texts(audit, language))


def test_a_claim_has_the_keys_of_the_contract() -> None:
    claim = claims(audited(OUTLINE.format(water="75", total="195")))[0]
    assert set(claim) >= {
        "source", "says", "target", "scope", "reading", "confidence", "status", "equations",
    }  # fmt: skip
    assert claim["says"] == (
        "By the outline, “Roads” (row 2) is the sum of the direct children: rows 3–4."
    )
    assert (claim["target"], claim["scope"]) == ("row 2", "rows 3–4")
    assert (claim["reading"], claim["equations"]) == ("sum of the direct children", 3)


@pytest.mark.parametrize(("water", "status"), [("75", "holds"), ("78", "broken")])
def test_a_claim_that_one_figure_breaks_is_broken(water: str, status: str) -> None:
    found = by_target(audited(OUTLINE.format(water=water, total="195")))
    assert found["outline", "row 5"]["status"] == status
    assert found["outline", "row 2"]["status"] == "holds"
    assert found["outline", "row 5"]["confidence"] > 0.5


def test_a_total_that_nothing_comes_to_is_said() -> None:
    audit = audited(FAR)
    total = by_target(audit)["label", "row 8"]
    assert (total["status"], total["scope"]) == ("not borne out", "rows 2–7")
    assert total["confidence"] < 0.5 and "0 of 3" in total["why"]
    assert audit.coverage.not_borne_out == 1
    assert check_json([audit])["files"][0]["coverage"]["not_borne_out"] == 1
    assert "“Total” (row 8)" in coverage(audit)
    assert "“Total” (dòng 8)" in coverage(audit, "vi")


def test_more_than_three_are_counted() -> None:
    text = coverage(
        audited("""
            Item    | North | South
            Total 1 | 8713  | 41227
            Total 2 | 23391 | 1719
            Total 3 | 5527  | 98213
            Total 4 | 71983 | 33391
            Total 5 | 1361  | 7703
            Total 6 | 42767 | 61129
        """)
    )
    assert "“Total 3”" in text and "“Total 4”" not in text and "and 3 more" in text


def test_a_total_that_holds_is_not_said() -> None:
    audit = audited(OUTLINE.format(water="75", total="195"))
    assert audit.coverage.not_borne_out == 0 and "comes to it" not in coverage(audit)


NUMBERED = """
    No  | Task      | Done | Open
    I   | Letters   | 17   | 5
    1   | Incoming  | 40   | 31
    2   | Outgoing  | 9    | 12
    II  | Meetings  | 3    | 8
    1   | Weekly    | 52   | 17
    2   | Monthly   | 11   | 29
"""


def test_an_outline_of_which_nothing_adds_up_is_not_meant() -> None:
    """It numbers its rows, each with figures of its own."""
    audit = audited(NUMBERED)
    assert {claim["status"] for claim in claims(audit)} == {"not meant"}
    assert audit.coverage.not_borne_out == 0


def test_live_formulas_are_claims() -> None:
    sheet = drawn("""
        No | Office | Roads | Parks | Total
        1  | North  | 51    | 32    | 83 =C2+D2
        2  | South  | 24    | 55    | 79 =C3+D3
        3  | East   | 63    | 41    | 104 =C4+D4
    """)
    audit = audit_book(book(computed(sheet)))
    [claim] = [claim for claim in claims(audit) if claim["target"] == "column E"]
    assert (claim["source"], claim["reading"]) == ("formula", "sum of columns C–D")
    assert claim["status"] == "holds"


def test_a_row_of_maxima_bounds_the_columns_under_it() -> None:
    sheet = """
        No | Office  | Roads | Parks
           | Maximum | 10    | 20
        1  | North   | 5     | 12
        2  | South   | 4     | 15
        3  | East    | {east} | 18
        4  | West    | 7     | 11
        5  | Coast   | 8     | 14
    """
    statuses = {
        east: by_target(audited(sheet.format(east=east)))["bound", "column C"]["status"]
        for east in ("6", "16")
    }
    assert statuses == {"6": "holds", "16": "broken"}


def test_inspection_lists_claims_where_asked() -> None:
    audit = audited(FAR)
    assert "By the outline" not in inspect_text(audit, "en", 400, False)
    told = inspect_text(audit, "en", 400, True)
    assert "By the outline, “Roads” (row 2) is the sum of the direct children: rows 3–4." in told
    assert "not borne out; meant with probability 0.00" in told


ALL = "Every figure was checked"
SUMS = """
    No | Office | Roads | Parks | Total
    1  | North  | 51    | 32    | 83
    2  | South  | 24    | 55    | 79
    3  | East   | 63    | 41    | 104
"""


def test_every_figure_was_checked_is_said_of_what_is_in_sight() -> None:
    assert ALL in coverage(audited(SUMS))
    out_of_sight = hidden(drawn(SUMS.replace("1  |", "(hidden) 1  |")))
    assert ALL not in coverage(audit_book(book(out_of_sight)))
    assert ALL not in coverage(audit_book(book(replace(drawn(SUMS), hidden=True))))
