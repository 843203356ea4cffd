"""What formulas state, as far as relations can say it."""

from __future__ import annotations

import pytest

from reconcile.formulas.calculator import calculator_of
from reconcile.formulas.interpretation import meaning_of
from reconcile.formulas.meaning import Meaning
from reconcile.model import Place
from tests.drawing import book, computed, drawn


def meaning_in_a4(formula: str) -> Meaning | None:
    """The meaning of a formula below figures in A1:C3."""
    sheet = computed(drawn(f"1 | 2 | 3\n4 | 5 | 6\n0.1 | 0.2 | 8,7\n0 {formula}"))
    return meaning_of(Place(sheet.name, 3, 0), calculator_of(book(sheet)))


@pytest.mark.parametrize(
    ("formula", "kind", "count"),
    [
        ("=SUM(A1:C2)", "sum", 6),
        ("=A1+B1-C1", "sum", 3),
        ("=A1*0.3+B1*0.7", "sum", 2),
        ("=AVERAGE(A1:C1)", "average", 3),
        ("=(A1+B1+C1)/3", "average", 3),
        ("=SUM(A1:C1)/COUNT(A1:C1)", "average", 3),
        ("=A1/220", "ratio", 1),
        ("=ROUND(A1*100/B1,1)", "ratio", 2),
        ("=IFERROR(A1/B1,0)", "ratio", 2),
        ("=IF(B1=0,0,A1/B1)", "ratio", 2),
        ("=(B1-A1)/A1*100", "change", 2),
        ("=B1/A1-1", "change", 2),
        ("=A1*B1", "product", 2),
        ("=PRODUCT(A1,B1)", "product", 2),
        ("=B2", "link", 1),
        ("=RANK(A1,A1:C1,1)", "rank", 1),
    ],
)
def test_what_a_formula_states(formula: str, kind: str, count: int) -> None:
    meaning = meaning_in_a4(formula)
    assert meaning is not None and (meaning.kind, len(meaning.terms)) == (kind, count)


@pytest.mark.parametrize(
    "formula",
    ["=A1+5", "=MAX(A1:C1)", "=A1*B1*C1", "=A1^2", "=SUM(A1:C1)/220", '="a"', "=IF(A1>5,B1,0)"],
)
def test_what_no_relation_can_say(formula: str) -> None:
    assert meaning_in_a4(formula) is None
