"""Declared formulas, products, ranks along rows, and which figure of three is the computed one."""

from __future__ import annotations

from tests.drawing import audited, found
from tests.relations.drawn_relations import Told

FORMULAS = """
    No  | Agency | Given | Hired | Whole
    (1) | (2)    | (3)   | (4)   | (5)=(3)+(4)
    1   | North  | 31    | 12    | 43
    2   | South  | 18    | 25    | {south}
    3   | East   | 64    | 17    | {east}
"""


def test_a_declared_sum_needs_few_rows_and_judges_the_exception() -> None:
    told = Told(FORMULAS.format(south="43", east="81"))
    assert told.of("sum").declared == "header"
    assert told.broken() == []
    assert Told(FORMULAS.format(south="43", east="98")).broken() == ["E5"]


def test_a_formula_that_hardly_holds_is_not_believed() -> None:
    told = Told(FORMULAS.format(south="71", east="98"))
    assert told.all("sum") == [] and told.broken() == []
    assert [one.reason.key for one in told.relations.rejected][:1] == ["relation.fallen-formula"]


def test_a_rate_may_be_declared_with_or_without_the_hundred() -> None:
    for formula, rates in (("(4)/(3)", ("25", "40")), ("(4)/(3)*100", ("0.25", "0.40"))):
        told = Told(f"""
            No  | Agency | Plan | Done | Rate
            (1) | (2)    | (3)  | (4)  | (5)={formula}
            1   | North  | 80   | 20   | {rates[0]}
            2   | South  | 50   | 20   | {rates[1]}
        """)
        assert told.verdicts("ratio") == {"E3": "exact", "E4": "exact"}


PRICES = """
    No | Item  | Count | Unit price | Cost
    1  | Desk  | 12    | 45         | 540
    2  | Chair | 36    | 18         | 648
    3  | Board | 24    | 29         | 696
    4  | Lamp  | 25    | 7          | {cost}
       | Total |       |            | 2059
"""


def test_a_product_named_by_its_factor() -> None:
    told = Told(PRICES.format(cost="175"))
    assert told.all("product") == ["product: E = C + D"]
    assert set(told.verdicts("product").values()) == {"exact"}
    assert found(audited(PRICES.format(cost="157"))) == [("digit-slip", "E5")]


def test_a_total_of_products_is_no_product() -> None:
    assert "E6" not in Told(PRICES.format(cost="175")).verdicts("product")


ACROSS = """
    No | Criterion | North | South | East | West | Coast
    1  | Policy    | 11    | 24    | 16   | 9    | 30
    2  | Services  | 21    | 13    | 19   | 22   | 17
       | Total     | 32    | 37    | 35   | 31   | 47
       | Rank      | 4     | 2     | {rank}    | 5    | 1
       | Grade     | Fair  | Good  | Good | Fair | Good
"""


def test_ranks_and_grades_stand_in_rows_where_agencies_stand_in_columns() -> None:
    told = Told(ACROSS.format(rank="3"))
    assert told.all("rank", "grade") == ["rank: 5 = 4", "grade: 6 = 4"]
    assert told.broken() == []


def test_a_wrong_rank_in_a_row_is_named() -> None:
    assert found(audited(ACROSS.format(rank="4"))) == [("rank-mismatch", "E5")]


def test_a_difference_is_what_is_called_one() -> None:
    told = Told("""
        No | Agency | Own   | Appraised | Chênh lệch
        1  | North  | 12.53 | 11.26     | -1.27
        2  | South  | 19.74 | 18.07     | -1.67
        3  | East   | 14.02 | 15.51     | 1.49
        4  | West   | 17.25 | 16.72     | -0.53
    """)
    assert told.all("sum") == ["sum: E = D + C"]
    assert [int(factor) for factor in told.of("sum").factors] == [1, -1]
