"""A wrong figure where two sums of rounded figures cross: they ask for it within rounding."""

from __future__ import annotations

import pytest

from reconcile.model import Finding
from tests.drawing import audited, found

# Each figure was rounded by itself: 211.9 + 46.4 + 705.1 is 963.4, and 963.5 stands there.
WARDS = """
Ward  | A      | B      | C      | Total
Elm   | 378.8  | 599.6  | 327.5  | 1305.9
Oak   | 311.8  | 221.4  | 500.3  | 1033.5
Ash   | 211.9  | 46.4   | 705.1  | 963.5
Beech | 259.8  | 240.9  | 589.8  | 1090.4
Birch | 220.2  | 451.7  | 249.1  | 921.1
Lime  | 387.9  | 453.4  | 349.8  | 1191.2
Total | 1770.5 | 2013.3 | 2721.6 | 6505.5
"""

# The larger figures are written with an exponent, to six digits: they are off by up to 0.05 each.
LEDGER = """
Account   | Opening      | Receipts    | Payments     | Closing
Till      | 310.25       | 2.41738E+04 | -1215.40     | 2.32686E+04
Safe      | 145.00       | 780.35      | -690.20      | 235.15
Debtors   | 1.63209E+04  | 4820.10     | -3911.75     | 1.72293E+04
Deposits  | 2200.00      | 515.65      | -614.05      | 2101.60
Creditors | -1.43607E+04 | 1.30864E+04 | -8120.55     | -9394.84
Loans     | -4.10000E+04 | 3500.00     | -1480.25     | -3.89802E+04
Total     | -3.63846E+04 | 4.68763E+04 | -1.60322E+04 | -5540.42
"""


def only_error(text: str) -> Finding:
    [finding] = [one for one in audited(text).findings if one.severity == "error"]
    return finding


@pytest.mark.parametrize("text", [WARDS, LEDGER])
def test_rounding_alone_is_no_error(text: str) -> None:
    assert all(finding.severity == "info" for finding in audited(text).findings)


@pytest.mark.parametrize(
    ("old", "new", "at"),
    [
        ("| 453.4 ", "| 253.4 ", "C7"),
        ("| 705.1 ", "| 765.1 ", "D4"),
        ("| 240.9 ", "| 20.9  ", "C5"),
    ],
)
def test_the_crossing_is_named_with_what_was_meant(old: str, new: str, at: str) -> None:
    finding = only_error(WARDS.replace(old, new))
    assert (finding.at.a1, finding.expected) == (at, old.strip("| "))
    assert len(finding.explains) == 2


def test_what_other_figures_would_do_as_well_is_only_suggested() -> None:
    """The two sums leave a tenth or two open: what is written there is for a person to say."""
    finding = only_error(WARDS.replace("| 453.4 ", "| 253.4 "))
    assert {fix.applicability for fix in finding.fixes} == {"display"}
    sums = {"963.5": "963.4", "1090.4": "1090.5", "921.1": "921.0", "1191.2": "1191.1",
            "1770.5": "1770.4", "2013.3": "2013.4", "6505.5": "6505.4"}  # fmt: skip
    text = WARDS
    for rounded, exact_sum in sums.items():
        text = text.replace(rounded, exact_sum)
    exact = only_error(text.replace("| 453.4 ", "| 253.4 "))
    assert (exact.expected, exact.fixes[0].applicability) == ("453.4", "safe")


def test_digits_swapped_in_what_an_exponent_shortens() -> None:
    finding = only_error(LEDGER.replace("1.30864E+04", "1.03864E+04"))
    assert (finding.at.a1, finding.expected) == ("C6", "13086.40")


def test_sums_that_ask_for_different_figures_name_none() -> None:
    wrong = WARDS.replace("| 1191.2", "| 1291.2").replace("| 2013.3 ", "| 2213.3 ")
    assert ("wrong-figure", "C7") not in found(audited(wrong))
