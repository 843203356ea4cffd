"""Quotients: how far they may lie off, by their parts and by how their column prints them."""

from __future__ import annotations

import pytest

from reconcile.model import Sentence
from tests.relations.drawn_relations import Told

COUNTS = ((213, 61), (94, 37), (158, 112), (71, 30), (187, 56), (66, 51), (142, 95), (119, 44))


def rates(*printed: str) -> Told:
    """Schools with a rate each; the last of some of them may be given another way."""
    head = "School | Pupils | Passed | Pass rate (%)\n"
    rows = [
        f"School {n} | {pupils} | {passed} | {rate}"
        for n, ((pupils, passed), rate) in enumerate(zip(COUNTS, printed, strict=True), start=1)
    ]
    return Told(head + "\n".join(rows))


def rounded(decimals: int) -> list[str]:
    return [f"{100 * passed / pupils:.{decimals}f}" for pupils, passed in COUNTS]


def cut(decimals: int) -> list[str]:
    tens = 10**decimals
    return [f"{100 * tens * passed // pupils / tens:.{decimals}f}" for pupils, passed in COUNTS]


def test_a_rate_of_counts_has_its_own_rounding_alone() -> None:
    assert rates(*rounded(2)).broken() == []
    assert rates(*rounded(2)[:-1], "37.31").broken() == ["D9"]  # 36.97; 44.4 of 119 would do


def test_parts_that_were_rounded_themselves_leave_room() -> None:
    told = Told("""
        Province | Area (thousand ha) | Sown (thousand ha) | Share (%)
        A        | 21                 | 13                 | 61.0
        B        | 18                 | 7                  | 40.2
        C        | 34                 | 19                 | 55.1
        D        | 27                 | 22                 | 80.4
        E        | 45                 | 16                 | 35.9
        F        | 12                 | 5                  | 42.6
        G        | 39                 | 28                 | 72.5
        H        | 23                 | 9                  | 38.7
    """)
    assert told.broken() == []


def test_a_column_of_rates_may_be_cut_off() -> None:
    told = rates(*cut(1))
    assert told.broken() == []
    assert told.of("ratio").basis == Sentence("relation.cut-off", {})
    assert set(told.verdicts("ratio").values()) == {"exact", "rounding"}


def test_one_that_is_a_unit_short_among_rounded_ones_is_wrong() -> None:
    assert rates("28.63", *rounded(2)[1:]).broken() == ["D2"]


def test_a_short_rate_counts_as_its_column_prints() -> None:
    short = ["38.2" if rate == "38.20" else rate for rate in rounded(2)]
    assert rates(*short).broken() == []
    assert rates(*short[:-1], "37").broken() == ["D9"]


@pytest.mark.parametrize(("rate", "broken"), [("61.63%", []), ("16.63%", ["D4"])])
def test_a_per_cent_sign_tells_a_rate(rate: str, broken: list[str]) -> None:
    told = Told(f"""
        Hero  | Games | Won | Winrate
        Ash   | 97    | 49  | 50.52%
        Birch | 120   | 66  | 55.00%
        Cedar | 86    | 53  | {rate}
        Elm   | 41    | 30  | 73.17%
        Fir   | 73    | 40  | 54.79%
        Holly | 150   | 69  | 46.00%
    """)
    assert told.broken() == broken


@pytest.mark.parametrize(("rate", "broken"), [("82.50", []), ("85.20", ["F6"])])
def test_a_row_of_percentages_of_the_highest_score(rate: str, broken: list[str]) -> None:
    told = Told(f"""
        No | Criterion | Maximum | Elm   | Fir   | Oak   | Ash   | Yew
        1  | Roads     | 15      | 12    | 14    | 11    | 9     | 15
        2  | Parks     | 10      | 9     | 7.5   | 10    | 6     | 6.5
        3  | Water     | 15      | 13    | 12    | 12    | 14    | 11
           | Total     | 40      | 34    | 33.5  | 33    | 29    | 32.5
           | Rate (%)  |         | 85.00 | 83.75 | {rate} | 72.50 | 81.25
    """)
    assert told.broken() == broken


def test_a_share_is_one_of_the_whole_that_the_sheet_gives() -> None:
    told = Told("""
        Region | Voters | Share (%)
        North  | 1412   | 16.3
        South  | 2706   | 31.3
        East   | 893    | 10.3
        West   | 2149   | 24.9
        Port   | 1477   | 17.1
        Total  | 8637   | 100.0
    """)
    assert told.all("ratio") == ["ratio: C = B"]
    assert (told.of("ratio").constant, told.of("ratio").scale) == (8637, 100)
    assert told.broken() == []


def test_per_cents_are_no_per_cents_of_each_other() -> None:
    told = Told("""
        Group  | 1990  | 1995  | 2000  | 2005  | 2010
        First  | 3.6%  | 92.9% | 12.4% | 45.1% | 71.3%
        Second | 4.7%  | 91.8% | 12.4% | 45.2% | 71.2%
        Third  | 3.7%  | 92.8% | 12.3% | 45.0% | 71.4%
    """)
    assert told.all("ratio") == []


def test_shares_are_rounded_beside_exact_amounts() -> None:
    amounts = [(f"District {n}", 1000 + 31 * n * n, 400 + 53 * n, 90 + 7 * n) for n in range(1, 13)]
    whole = sum(one for _, one, _, _ in amounts)
    lines = [
        f"{name} | {one} | {two} | {three} | {100 * one / whole:.2f}"
        for name, one, two, three in amounts
    ]
    sums = [sum(row[k] for row in amounts) for k in (1, 2, 3)]
    shown = sum(round(100 * one / whole, 2) for _, one, _, _ in amounts)
    assert round(shown, 2) != 100
    total = f"Total | {sums[0]} | {sums[1]} | {sums[2]} | 100.00"
    told = Told("District | Staff | Pupils | Classes | Share (%)\n" + "\n".join([*lines, total]))
    assert told.broken() == []


@pytest.mark.parametrize(("share", "broken"), [("25", []), ("32", ["C5"])])
def test_whole_per_cents_of_the_total_that_the_sheet_gives(share: str, broken: list[str]) -> None:
    told = Told(f"""
        Region | Votes | Share (%)
        North  | 141   | 15
        South  | 287   | 31
        East   | 103   | 11
        West   | 226   | {share}
        Port   | 159   | 17
        Total  | 916   | 100
    """)
    assert [at for at in told.broken() if at != "C7"] == broken


def test_whole_per_cents_without_a_whole_are_left_alone() -> None:
    told = Told("""
        Region | Votes | Turnout (%)
        North  | 141   | 16
        South  | 287   | 32
        East   | 103   | 11
        West   | 226   | 48
        Port   | 149   | 16
    """)
    assert told.all("ratio") == []
