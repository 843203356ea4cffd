"""Sums whose parts do not stand beside their total, and what is no sum though it adds up."""

from __future__ import annotations

import pytest

from reconcile.pipeline import audit_book
from reconcile.report.json.contract import inspect_json
from tests.drawing import book, drawn
from tests.relations.drawn_relations import Told

TWO_WAYS = """
    Households      | North | South | East  | West
    All             | 52525 | 81207 | 37133 | 35566
    Without child   | 18105 | 42447 | 15931 | 13743
    With child      | 34420 | 38760 | 21202 | 21823
    Married         | 36695 | 50881 | 25310 | 25013
    Without child   | 14251 | 31338 | 11972 | 11391
    With child      | 22444 | 19543 | 13338 | 13622
    Unmarried       | 15830 | 30326 | 11823 | 10553
    Without child   | 3854  | 11109 | 3959  | 2352
    With child      | 11976 | 19217 | 7864  | 8201
"""


def test_a_total_may_be_made_in_two_ways() -> None:
    found = set(Told(TWO_WAYS).all("sum"))
    assert {"sum: 2 = 3 + 4", "sum: 2 = 5 + 8", "sum: 5 = 6 + 7", "sum: 8 = 9 + 10"} <= found


def test_the_contract_lists_each_target_once() -> None:
    found = inspect_json([audit_book(book(drawn(TWO_WAYS)))])["files"][0]["equations"]
    down = [one["target"] for one in found if one["kind"] == "sum"]
    assert len(down) == len(set(down)) >= 4 * 4
    for one in found:
        assert one["holds"] == "exact"
        assert one["printed"] == one["computed"]


def test_every_third_row() -> None:
    told = Told("""
        Dwellings | North | South | East  | West
        All       | 70663 | 155139 | 51597 | 49108
        Persons   | 178712 | 368003 | 123727 | 120189
        Houses    | 38361 | 80005 | 30564 | 29321
        Living there | 107848 | 221253 | 82462 | 80521
        Flats     | 32302 | 75134 | 21033 | 19787
        In flats  | 70864 | 146750 | 41265 | 39668
    """)
    assert {"sum: 2 = 4 + 6", "sum: 3 = 5 + 7"} <= set(told.all("sum"))


def test_a_run_somewhere_else() -> None:
    told = Told("""
        Month    | 2005 | 2006 | 2007 | 2008
        Year     | 3917 | 4124 | 3641 | 4378
        First half | 2035 | 1878 | 1716 | 2142
        January  | 715  | 690  | 604  | 842
        February | 665  | 480  | 575  | 668
        March    | 655  | 708  | 537  | 632
        April    | 611  | 861  | 740  | 953
        May      | 711  | 687  | 630  | 733
        June     | 560  | 698  | 555  | 550
    """)
    assert {"sum: 3 = 4 + 5 + 6", "sum: 2 = 3 + 7 + 8 + 9"} <= set(told.all("sum"))


def test_a_price_list_adds_up_by_nature() -> None:
    """Columns in proportion: many add up, and none is the sum of others."""
    prices = [1835, 1744, 1841, 1844, 1815, 1768, 1888, 1782]
    rows = "\n".join(
        f"    {n} | Place {n} | {p} | {round(p * 0.75)} | {round(p * 0.5)} | {round(p * 2.25)}"
        f" | {round(p * 1.75)} | {round(p * 1.25)}"
        for n, p in enumerate(prices, start=1)
    )
    told = Told(f"    No | Region | Day | Morning | Noon | Week | Night | Eve\n{rows}")
    assert told.all("sum", "average") == []


def test_a_row_printed_in_fives_may_be_off_by_five() -> None:
    told = Told("""
        Born in | North | South | East | West
        Europe  | 2285  | 12535 | 1735 | 2470
        Britain | 1385  | 6585  | 800  | 1455
        Western | 465   | 2615  | 585  | 505
        Eastern | 235   | 1555  | 145  | 200
        Southern | 205  | 1775  | 205  | 310
        Africa  | 435   | 1805  | 440  | 150
    """)
    assert told.all("sum") == ["sum: 2 = 3 + 4 + 5 + 6"]
    assert told.broken() == []


def test_columns_of_shares_take_no_part() -> None:
    told = Told("""
        Spending | Million | State | Local | Private
        All      | 94004   | 7.6   | 59.4  | 33.0
        Hospitals | 46271  | 10.5  | 63.4  | 26.1
        Doctors  | 28216   | 5.1   | 44.5  | 50.4
        Dentists | 19517   | 0.0   | 85.7  | 14.3
    """)
    assert told.all("sum") == ["sum: 2 = 3 + 4 + 5"]
    assert list(told.verdicts("sum")) == ["B2"]


@pytest.mark.parametrize("mark", ["F", "x."])
def test_a_withheld_part_excuses_its_total(mark: str) -> None:
    told = Told(f"""
        Trade  | 2008 | 2009 | 2010
        Food   | 7978 | 8283 | 7348
        Fresh  | 7101 | 7374 | 6331
        Drinks | {mark} | 410 | 518
        Tobacco | 488 | 499 | 499
    """)
    assert told.all("sum") == ["sum: 2 = 3 + 4 + 5"]
    assert told.broken() == []


def test_sums_that_hold_without_what_is_withheld_tell_that_the_others_must() -> None:
    sheet = """
    No | Office | Roads | Parks | Water | Light | Total
    1  | North  | 9     | 4     | 18    | KTT   | 31
    2  | South  | 8     | 5     | 17    | 3     | 33
    3  | East   | KTT   | 3     | 15    | 6     | 24
    4  | West   | 10    | KTT   | 19    | 2     | {west}
    5  | Coast  | 6     | 4     | 12    | 5     | 27
    6  | Hills  | 9     | 2     | KTT   | 7     | 18
    7  | Plain  | 5     | 3     | 14    | 8     | 30
    """
    assert Told(sheet.format(west=41)).broken() == ["G5"]
    assert Told(sheet.format(west=31)).broken() == []
