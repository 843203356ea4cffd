"""The JSON says what the contract promises, in its order."""

from __future__ import annotations

import json
from fractions import Fraction

import pytest
from msgspec.structs import replace

from reconcile.model import Edit, Fix, Sentence
from reconcile.report.json.contract import Unreadable, check_json, inspect_json
from reconcile.report.shown import fraction_text
from tests.report import example


def test_check_keys_stand_in_the_order_of_the_contract() -> None:
    report = check_json([example.audit()])
    assert list(report) == ["schema", "tool", "files"]
    file = report["files"][0]
    assert list(file) == [
        "path", "sha256", "format", "language", "template", "summary", "coverage", "unread",
        "findings",
    ]  # fmt: skip
    assert list(file["findings"][0]) == [
        "id", "rule", "severity", "confidence", "at", "range", "cells", "row", "column", "message",
        "printed", "expected", "difference", "interval", "explains", "fixes", "consequences",
    ]  # fmt: skip
    assert file["summary"] == {"error": 1, "warning": 1, "info": 0}
    json.dumps(report)


def test_a_finding_carries_addresses_and_texts() -> None:
    finding = check_json([example.audit()])["files"][0]["findings"][0]
    assert finding["at"] == "draft!F8"
    assert finding["cells"] == ["draft!F8", "draft!H8"]
    assert (finding["printed"], finding["expected"]) == ("8,7", "8.7")
    assert finding["difference"] is None and finding["interval"] is None
    assert finding["explains"][0]["target"] == "draft!H8"
    assert finding["fixes"][0]["edits"][1] == {"cell": "draft!H8", "old": "5.3", "new": "14.0"}
    assert finding["consequences"][0]["cell"] == "draft!I8"


def test_moving_edits_have_their_own_form() -> None:
    remove = Fix(
        Sentence("report.nothing"), "display", 0.5, (Edit(example.at("F7"), kind="remove"),)
    )
    shifted = example.short_row()
    both = replace(shifted, fixes=(*shifted.fixes, remove))
    fixes = check_json([example.audit(findings=(both,))])["files"][0]["findings"][0]["fixes"]
    assert fixes[0]["edits"] == [{"cell": "draft!F7", "insert": "0"}]
    assert fixes[1]["edits"] == [{"cell": "draft!F7", "remove": True}]


def test_messages_come_in_the_language_asked_for() -> None:
    vietnamese = check_json([example.audit()])["files"][0]
    english = check_json([example.audit()], "en")["files"][0]
    assert (vietnamese["language"], english["language"]) == ("vi", "en")
    assert english["findings"][0]["message"].startswith("Every figure")


def test_an_unreadable_file_keeps_its_place() -> None:
    lost = Unreadable("gone.csv", "missing", "gone.csv: there is no such file.")
    for report in (check_json([lost, example.audit()]), inspect_json([lost, example.audit()])):
        assert report["files"][0] == {
            "path": "gone.csv",
            "error": {"code": "missing", "message": "gone.csv: there is no such file."},
        }
        assert "error" not in report["files"][1]


def test_inspect_counts_rows_from_one() -> None:
    table = inspect_json([example.audit()])["files"][0]["tables"][0]
    assert list(table) == ["id", "title", "decimal", "parts", "columns", "rows"]
    assert table["parts"] == [
        {"sheet": "draft", "range": "A3:I9", "header_rows": [3, 5], "body_rows": [6, 9]}
    ]
    assert table["columns"][5] == {
        "part": 0,
        "letter": "F",
        "path": ["Hạ tầng số", "Trang bị máy tính"],
        "role": "component",
    }
    assert table["rows"][0] == {
        "part": 0,
        "number": 6,
        "role": "entity",
        "name": "Văn phòng UBND tỉnh",
    }


def test_equations_leave_out_a_missing_term() -> None:
    equations = inspect_json([example.audit()])["files"][0]["equations"]
    assert [term["cell"] for term in equations[1]["terms"]] == ["draft!D7", "draft!E7", "draft!F7"]
    assert equations[1]["target"] == "draft!G7"
    assert equations[0]["terms"][0] == {"cell": "draft!D6", "factor": 1}
    assert equations[0]["holds"] == "exact"


def test_a_ratio_to_a_constant_names_its_denominator() -> None:
    ratio = inspect_json([example.audit()])["files"][0]["equations"][-1]
    assert (ratio["kind"], ratio["denominator"], ratio["constant"]) == ("ratio", "20", "0")


@pytest.mark.parametrize(
    ("number", "text"),
    [
        (Fraction(0), "0"),
        (Fraction(220), "220"),
        (Fraction(-1, 2), "-0.5"),
        (Fraction(1, 40), "0.025"),
        (Fraction(1, 3), "1/3"),
        (Fraction(-1000), "-1000"),
    ],
)
def test_exact_numbers_are_written_plainly(number: Fraction, text: str) -> None:
    assert fraction_text(number) == text
