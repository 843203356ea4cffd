"""Which fixes are to be made: safe ones, unsafe if asked, and those picked by name."""

from __future__ import annotations

import pytest
from msgspec.structs import replace

from reconcile.audited import Audit
from reconcile.correct.selection import chosen_fixes
from reconcile.model import Applicability, Edit, Finding, Fix, ReconcileError, Sentence
from tests.report import example

SHA = example.audit().book.sha256
PLACE = example.at("F8")


def finding(id: str, *fixes: Applicability) -> Finding:
    """A finding with a fix of each applicability, the first being the most probable."""
    made = tuple(
        Fix(Sentence("report.nothing"), applicability, 0.9, (Edit(PLACE, "1", str(n)),))
        for n, applicability in enumerate(fixes, start=1)
    )
    message = Sentence("report.nothing")
    return Finding(id, "digit-slip", "error", PLACE, (PLACE,), message, fixes=made)


@pytest.fixture
def audit() -> Audit:
    found = (
        finding("F1"),
        finding("F2", "safe"),
        finding("F3", "unsafe", "display"),
        finding("F4", "display", "display"),
        finding("F5", "display", "safe"),
    )
    return replace(example.audit(), findings=found)


def named(audit: Audit, *picks: str, unsafe: bool = False) -> list[str]:
    """The fixes selected, as a pick names them."""
    return [
        f"{chosen.finding.id}.{chosen.finding.fixes.index(chosen.fix) + 1}"
        for chosen in chosen_fixes(audit, ("safe", "unsafe") if unsafe else ("safe",), picks)
    ]


def test_safe_first_fixes_alone(audit: Audit) -> None:
    assert named(audit) == ["F2.1"]


def test_unsafe_first_fixes_when_asked(audit: Audit) -> None:
    assert named(audit, unsafe=True) == ["F2.1", "F3.1"]


def test_nothing_where_there_is_nothing(audit: Audit) -> None:
    assert named(replace(audit, findings=())) == []


@pytest.mark.parametrize(
    ("pick", "expected"),
    [
        ("F3", "F3.1"),
        ("f3", "F3.1"),
        (" F3 ", "F3.1"),
        ("F4.2", "F4.2"),
        (f"F4@{SHA[:4]}", "F4.1"),
        (f"F4.2@{SHA.upper()}", "F4.2"),
    ],
)
def test_a_pick_adds_the_fix_it_names(pick: str, expected: str, audit: Audit) -> None:
    assert named(audit, pick) == ["F2.1", expected]


def test_the_order_is_that_of_the_findings(audit: Audit) -> None:
    assert named(audit, "F5", "F4.2", "F3") == ["F2.1", "F3.1", "F4.2", "F5.1"]


def test_a_pick_takes_the_place_of_the_first_fix(audit: Audit) -> None:
    assert named(audit, "F3.2", unsafe=True) == ["F2.1", "F3.2"]


@pytest.mark.parametrize(
    "pick", ["", "3", "F", "F3.", "F3@", "F3@abc", "F3@wxyz", "F3 F4", "F3\n4"]
)
def test_a_pick_that_cannot_be_read_is_refused(pick: str, audit: Audit) -> None:
    refused_as("pick-unreadable", audit, pick)


@pytest.mark.parametrize("pick", ["F0", "F6", "F1", "F2.0", "F2.2"])
def test_a_pick_of_what_is_not_there_is_refused(pick: str, audit: Audit) -> None:
    refused_as("pick-unknown", audit, pick)


def test_a_pick_for_another_file_is_refused(audit: Audit) -> None:
    digits = f"{int(SHA[:4], 16) ^ 1:04x}"
    refused_as("pick-changed", audit, f"F3@{digits}")


def refused_as(code: str, audit: Audit, pick: str) -> None:
    with pytest.raises(ReconcileError) as refused:
        chosen_fixes(audit, ("safe",), [pick])
    assert refused.value.code == code
