"""How far a total may lie from its parts, and whether a relation is rounded at all."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

import numpy as np
import pytest

from reconcile.relations.check import rounding
from reconcile.relations.check.rounding import Slack
from tests.relations.drawn_relations import Told


@pytest.mark.parametrize(("terms", "chance"), [(0, 1), (1, 1), (2, 0.75), (3, 2 / 3), (4, 0.599)])
def test_the_chance_to_come_out_exactly(terms: int, chance: float) -> None:
    assert rounding.chance_exact(terms) == pytest.approx(chance, abs=1e-3)


def test_the_chance_falls_with_every_term() -> None:
    chances = [rounding.chance_exact(terms) for terms in range(1, 40)]
    assert all(one > other for one, other in pairwise(chances))


def slack(terms: list[str], target: str) -> Slack:
    decimals = [len(text.partition(".")[2]) for text in [*terms, target]]
    scale = max(decimals)
    units = [round(float(text) * 10**scale) for text in [*terms, target]]
    first = [decimals[-1], *decimals[:-1]], [units[-1], *units[:-1]]
    return rounding.slack(np.array([first[0]]), np.array([first[1]]), scale)


@pytest.mark.parametrize(
    ("terms", "target", "allowed", "rounded"),
    [
        (["7.36", "8.91"], "16.26", 3, 2),
        (["7.36", "8.91", "1.11"], "17.38", 4, 3),
        (["7.36", "8"], "15.36", 2, 1),  # ends that merely touch: nothing is explained
        (["7", "8"], "16", 3, 2),
        (["7.36", "0"], "7.36", 2, 1),
    ],
)
def test_what_rounding_could_explain(
    terms: list[str], target: str, allowed: int, rounded: int
) -> None:
    found = slack(terms, target)
    assert (int(found.allowed[0]), int(found.terms[0])) == (allowed, rounded)


def witnesses(*residuals: int, terms: int = 2) -> tuple[np.ndarray, Slack]:
    count = len(residuals)
    return np.array(residuals), Slack(np.full(count, terms + 1), np.full(count, terms))


def test_many_exact_rows_tell_that_nothing_is_rounded() -> None:
    assert rounding.is_rounded(*witnesses(*[0] * 11)) is False  # 0.75 ** 11 = 0.042
    assert rounding.is_rounded(*witnesses(*[0] * 10)) is None  # 0.75 ** 10 = 0.056


def test_scatter_tells_that_it_is() -> None:
    assert rounding.is_rounded(*witnesses(0, 0, 1, 0, -1, 0, 0, 1)) is True


def test_a_row_is_no_witness_in_its_own_case() -> None:
    residuals, slack = witnesses(*[0] * 11, 1)
    assert rounding.is_rounded(residuals, slack) is not False
    assert rounding.is_rounded(residuals, slack, leaving=11) is False


def test_what_lies_beyond_is_no_witness() -> None:
    assert rounding.is_rounded(*witnesses(*[0] * 11, 500)) is False


EXACT = [("1.25", "2.5", "3.75"), ("8.5", "3.25", "11.75"), ("4", "1.05", "5.05")]
FINE = [
    ("1.27", "2.51", "3.78"), ("8.53", "3.26", "11.79"), ("4.18", "1.05", "5.23"),
    ("2.31", "3.44", "5.75"), ("6.12", "1.19", "7.31"), ("3.77", "2.42", "6.19"),
    ("5.01", "4.68", "9.69"), ("7.93", "0.54", "8.47"), ("1.86", "6.63", "8.49"),
    ("9.29", "2.17", "11.46"), ("4.45", "5.38", "9.83"), ("2.08", "7.71", "9.79"),
]  # fmt: skip
SCATTERED = [
    ("1.27", "2.51", "3.79"), ("8.53", "3.26", "11.79"), ("4.18", "1.05", "5.22"),
    ("2.31", "3.44", "5.75"), ("6.12", "1.19", "7.32"), ("3.77", "2.42", "6.19"),
    ("5.01", "4.68", "9.69"), ("7.93", "0.54", "8.46"), ("1.86", "6.63", "8.49"),
]  # fmt: skip


def told(rows: Sequence[tuple[str, ...]]) -> Told:
    labels = " | ".join("ABCDE"[: len(rows[0]) - 1])
    lines = [f"{n} | Agency {n} | " + " | ".join(row) for n, row in enumerate(rows, start=1)]
    return Told(f"No | Name | {labels} | Total\n" + "\n".join(lines))


def last(rows: Sequence[tuple[str, ...]]) -> str:
    return list(told(rows).verdicts("sum").values())[-1]


@pytest.mark.parametrize(
    ("rows", "verdict"),
    [
        ([*EXACT, ("7.36", "8.91", "16.27")], "exact"),
        ([*EXACT, ("7.36", "8.91", "16.26")], "rounding"),  # cannot tell
        ([*EXACT, ("7.36", "8.91", "16.25")], "no"),  # beyond
        ([*EXACT, ("7.36", "8", "15.35")], "rounding"),  # 8 among such figures is 8.00
        ([*EXACT, ("7.36", "8.91", "16.3")], "no"),  # a short total is exact
        ([*FINE, ("7.36", "8.91", "16.26")], "no"),  # twelve rows came out exactly
        ([*SCATTERED, ("7.36", "8.91", "16.26")], "rounding"),
        ([*SCATTERED, ("7.36", "8.91", "16.17")], "no"),
    ],
)
def test_the_verdict_on_the_last_row(rows: Sequence[tuple[str, ...]], verdict: str) -> None:
    assert last(rows) == verdict


WHOLE = [(str(n + 11), str(7 * n % 23 + 12), str(n + 11 + 7 * n % 23 + 12)) for n in range(12)]


def test_one_point_among_whole_numbers() -> None:
    """A mistake where enough rows came out exactly; where few did, nobody can tell."""
    assert last([*WHOLE, ("22", "20", "43")]) == "no"
    assert last([*WHOLE[:4], ("22", "20", "43")]) == "rounding"


def test_a_total_of_fewer_but_fixed_decimals_is_rounded() -> None:
    rows = [
        ("1.62", "2.77", "4.4"), ("8.41", "3.32", "11.7"), ("4.14", "1.85", "6.0"),
        ("7.73", "3.14", "10.9"), ("2.25", "6.42", "8.7"), ("5.58", "4.39", "10.0"),
    ]  # fmt: skip
    assert set(told(rows).verdicts("sum").values()) == {"rounding"}


def test_a_shorter_column_of_fixed_precision_is_rounded_too() -> None:
    """`3.40` and `10.00` say that the column has two decimals, and the third is rounded off."""
    rows = [
        ("3.40", "1.255", "4.657"), ("10.00", "2.118", "12.116"), ("2.35", "3.332", "5.684"),
        ("7.25", "1.019", "8.269"), ("5.10", "4.447", "9.548"), ("6.75", "2.226", "8.979"),
    ]  # fmt: skip
    assert "no" not in told(rows).verdicts("sum").values()


def test_the_relation_says_whether_it_is_rounded() -> None:
    assert told(FINE).of("sum").rounded is False
    assert told(SCATTERED).of("sum").rounded is True
    assert told(EXACT).of("sum").rounded is None


def test_the_interval_stands_about_what_was_computed() -> None:
    equation = told([*EXACT, ("7.36", "8.91", "16.26")]).equation("E5", "sum")
    assert equation.low is not None
    assert equation.high is not None
    assert (float(equation.low), float(equation.high)) == (16.255, 16.285)
