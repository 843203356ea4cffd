"""What adding doubles and cutting digits leave is no difference; a fault beside it still is."""

from __future__ import annotations

from random import Random

import pytest

from tests.drawing import audited


def exported(digits: int, slip: float = 0.0) -> str:
    """Forty rows of two amounts of all sizes and their sum, each cut to `digits`; the first half
    are whole."""
    rng = Random(7)
    lines = ["Area | Grants | Fees | Income"]
    for n in range(40):
        grants, fees = rng.uniform(1, 9) * 10 ** rng.randint(2, 6), rng.uniform(1, 9) * 10**3
        if n < 20:
            grants, fees = round(grants), round(fees)
        total = grants + fees + (slip if n == 30 else 0)
        lines.append(f"Area {n} | " + " | ".join(f"{x:.{digits}g}" for x in (grants, fees, total)))
    return "\n".join(lines)


def errors(text: str) -> list[str]:
    return [str(finding.at.a1) for finding in audited(text).findings if finding.severity == "error"]


def test_a_fault_in_figures_that_are_cut_is_still_found() -> None:
    assert errors(exported(10, slip=30)) == ["D32"]
    assert errors(exported(10, slip=0.2)) == ["D32"]


def test_what_cutting_leaves_is_no_difference() -> None:
    assert errors(exported(10)) == []
    assert errors(exported(8)) == []


@pytest.mark.parametrize(("rows", "expected"), [(40, ["D6"]), (12, [])])
def test_decimals_that_a_column_shares_are_a_printed_precision(
    rows: int, expected: list[str]
) -> None:
    """One last digit that is off is a mistake among forty rows that come out exactly; among twelve
    it may as well be a total rounded for itself, and is a warning."""
    lines = ["Area | Grants | Fees | Income"]
    lines += [
        f"Area {n} | {123456 + n}.25 | {7654 + 3 * n}.50 | {131110 + 4 * n}.75" for n in range(rows)
    ]
    assert errors("\n".join(lines)) == []
    lines[5] = lines[5].replace(".75", ".76")
    assert errors("\n".join(lines)) == expected
    [finding] = audited("\n".join(lines)).findings
    assert finding.at.a1 == "D6"
