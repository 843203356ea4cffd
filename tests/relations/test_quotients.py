"""Quotients: how far they may lie off, by their parts and by how their column prints them."""

from __future__ import annotations

import pytest

from reconcile.model import CERTAIN, Sentence
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


# Areas and what was sown of them, both rounded after the share was taken.
SOWN = [
    "A | 21 | 13 | 61.0", "B | 18 | 7 | 40.2", "C | 34 | 19 | 55.1", "D | 27 | 22 | 80.4",
    "E | 45 | 16 | 35.9", "F | 12 | 5 | 42.6", "G | 39 | 28 | 72.5", "H | 23 | 9 | 38.7",
]  # fmt: skip


def test_a_rate_of_counts_has_its_own_rounding_alone() -> None:
    assert rates(*rounded(2)).broken() == []
    assert rates(*rounded(2)[:-1], "37.31").broken() == ["D9"]  # 36.97; 44.4 of 119 would do


def test_parts_that_were_rounded_themselves_leave_room() -> None:
    head = "Province | Area (thousand ha) | Sown (thousand ha) | Share (%)"
    told = Told("\n".join([head, *SOWN]))
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


def test_the_finer_printed_line_is_the_derived_one() -> None:
    """Passed = pupils × rate holds within rounding as well; the rate has the decimals."""
    told = rates(*rounded(2))
    assert told.all("ratio", "product") == ["ratio: D = C + B"]


def test_where_all_rates_lie_close_together_a_hit_proves_little() -> None:
    """Any of them fits any row: the line has no more than three figures."""
    rows = "\n".join(f"Site {n} | {90 + n % 3} | {100 + n % 3} | 0.9" for n in range(12))
    assert Told(f"Site | Left | Right | Level\n{rows}").all("ratio") == []


def test_a_header_says_which_of_two_columns_is_divided() -> None:
    """`TH/KH` is what was done over what was planned, though both ways come out at one decimal."""
    told = Told("""
        Xã  | Kế hoạch | Thực hiện | TH/KH (%)
        Lạc | 213      | 197       | 92.49
        Mai | 94       | 101       | 107.45
        Nga | 158      | 143       | 90.51
        Sen | 71       | 65        | 91.55
        Thu | 187      | 190       | 101.60
    """)
    assert told.all("ratio") == ["ratio: D = C + B"]


@pytest.mark.parametrize(("change", "broken"), [("17.54", []), ("15.74", ["D4"])])
def test_growth_from_one_year_to_the_next(change: str, broken: list[str]) -> None:
    told = Told(f"""
        Province | 2023 output | 2024 output | Growth (%)
        A        | 1412        | 1533        | 8.57
        B        | 2706        | 2611        | -3.51
        C        | 1893        | 2225        | {change}
        D        | 2149        | 2208        | 2.75
        E        | 1477        | 1701        | 15.17
        F        | 3120        | 3333        | 6.83
    """)
    assert told.all("change") == ["change: D = B + C"]
    assert told.broken() == broken


def test_products_of_units_and_prices() -> None:
    told = Told("""
        Item  | Count | Unit price | Amount
        Desk  | 12    | 45.50      | 546.00
        Chair | 36    | 18.25      | 657.00
        Lamp  | 25    | 7.40       | 185.00
        Shelf | 8     | 32.75      | 262.00
        Board | 14    | 29.90      | 418.60
    """)
    assert told.all("product", "ratio") == ["product: D = B + C"]


def test_a_rate_down_the_rows() -> None:
    told = Told("""
        Indicator     | North | South | East  | West  | Port
        Pupils        | 213   | 94    | 158   | 71    | 187
        Passed        | 61    | 37    | 112   | 30    | 56
        Pass rate (%) | 28.64 | 39.36 | 70.89 | 42.25 | 29.95
    """)
    assert told.all("ratio") == ["ratio: 4 = 3 + 2"]


def test_a_relation_that_misses_often_is_not_sure() -> None:
    """One of eight may be wrong; where every other one misses, the header means something else."""
    sure = rates("31.42", *rounded(2)[1:])
    assert sure.of("ratio").confidence >= 0.95
    every_other = ["31.42", "39.36", "20.17", "42.25", "44.83", "77.27", "12.34", "36.97"]
    doubted = rates(*every_other)
    assert all(relation.confidence < 0.95 for relation in doubted.relations.relations)


def test_a_hundred_among_shares_is_a_whole_of_its_own() -> None:
    told = Told("""
        Counted         | Number | Share (%)
        Precincts       | 11     | 100.0
        Adams           | 1412   | 16.3
        Baker           | 2706   | 31.3
        Clark           | 893    | 10.3
        Davis           | 2149   | 24.9
        Evans           | 1477   | 17.1
        Votes in all    | 8637   | 100.0
    """)
    assert told.all("ratio") == ["ratio: C = B"]
    assert "C2" not in told.broken()


@pytest.mark.parametrize(("third", "broken"), [("88.32", []), ("83.82", ["D4"])])
def test_a_few_rows_of_four_digits_are_plenty_where_the_header_says_a_rate(
    third: str, broken: list[str]
) -> None:
    told = Told(f"""
        Ward  | Kế hoạch | Thực hiện | Tỷ lệ (%)
        Elm   | 1137     | 914       | 80.39
        Fir   | 2249     | 1876      | 83.41
        Oak   | 1781     | 1573      | {third}
        Yew   | 1466     | 1020      | 69.58
    """)
    assert told.all("ratio") == ["ratio: D = C + B"]
    assert told.broken() == broken
    assert told.of("ratio").confidence >= CERTAIN


def test_an_index_of_a_total_is_sure_though_some_of_its_rows_are_wrong() -> None:
    """Five hits of three digits outweigh two misses, under a header that says an index."""
    told = Told("""
        Agency | Part I | Part II | Total score | Index
        North  | 91     | 52.3    | 143.3       | 0.651
        South  | 88     | 73.8    | 161.8       | 0.735
        East   | 54     | 61.1    | 115.1       | 0.532
        West   | 77     | 46.4    | 123.4       | 0.561
        Coast  | 59     | 95.7    | 154.7       | 0.703
        Hill   | 83     | 44.9    | 127.9       | 0.581
        Lake   | 65     | 70.2    | 135.2       | 0.651
    """)
    assert told.of("ratio").constant == 220
    assert told.broken() == ["E4", "E8"]
    assert told.of("ratio").confidence >= CERTAIN


def test_groups_with_the_same_labels_come_about_alike() -> None:
    """The index of the harvest is that of the area times that of the yield, within rounding; its
    sisters are of two years each."""
    told = Told("""
        Crop | A 2022 | A 2023 | A (%) | Y 2022 | Y 2023 | Y (%) | C 2022 | C 2023 | C (%)
        Rice | 14705 | 29001 | 197.2 | 27.72 | 55.84 | 201.4 | 40762 | 161939 | 397.3
        Maize | 19368 | 20143 | 104.0 | 19.18 | 27.78 | 144.8 | 37147 | 55958 | 150.6
        Beans | 11019 | 25622 | 232.5 | 18.53 | 49.69 | 268.2 | 20419 | 127315 | 623.5
        Roots | 34518 | 29916 | 86.7 | 59.86 | 37.47 | 62.6 | 206622 | 112095 | 54.3
    """)
    found = ["ratio: D = C + B", "ratio: G = F + E", "ratio: J = I + H"]
    assert sorted(told.all("ratio")) == found
    assert all(one.confidence >= CERTAIN for one in told.relations.relations if one.kind == "ratio")


def test_few_small_whole_numbers_that_no_word_speaks_for_are_no_law() -> None:
    told = Told("""
        Team | Won | Lost | Points
        Elm  | 12  | 4    | 3
        Fir  | 18  | 6    | 3
        Oak  | 10  | 5    | 2
        Yew  | 16  | 4    | 5
    """)
    assert told.broken() == []


def test_a_change_of_which_the_difference_is_printed_divides_that() -> None:
    told = Told("""
        Office | 2022 | 2023 | Change | Change (%)
        North  | 2969 | 974  | -1995  | -67.19
        South  | 1955 | 546  | -1409  | -72.07
        East   | 770  | 2555 | 1785   | 231.82
        West   | 1035 | 1201 | 166    | 16.04
        Coast  | 2981 | 2090 | -891   | -29.89
    """)
    assert told.all("ratio", "change") == ["ratio: E = D + B"]


def test_what_is_no_rate_is_not_computed_from_one() -> None:
    """The amount is given; the share, too coarse to be judged, was divided from it."""
    told = Told("\n".join(["Province | Area | Sown | Share (%)", *SOWN[:6]]))
    assert told.all("ratio", "product") == []


def test_a_quotient_of_fifteen_digits_is_known_to_no_more() -> None:
    figures = (41823055190231, 7731022401866, 9381720441607, 31055810227794, 2064117720513)
    rows = "\n".join(
        f"Line {n} | {figure / 100:.2f} | {float(figure) / 700!r}"
        for n, figure in enumerate(figures, start=1)
    )
    assert Told(f"Line | Salaries | Share of a seventh\n{rows}").broken() == []
