"""Formulas computed on the values a book stores, and what no workbook may make of it."""

from __future__ import annotations

from decimal import Decimal

import pytest

from reconcile.formulas.calculator import Live, agree
from reconcile.formulas.meaning import form
from reconcile.formulas.tree import Unknown
from reconcile.model import Place, Sheet
from tests.drawing import book, computed, drawn


def sheet(*formulas: str) -> Sheet:
    """Figures in A1:C3, the formulas below them in column A."""
    rows = ["1 | 2 | 3", "4 | 5 | 6", "0.1 | 0.2 | 8,7"]
    return computed(drawn("\n".join([*rows, *(f"0 {one}" for one in formulas)])))


def of(formula: str) -> object:
    formulas = Live(book(sheet(formula)))
    return formulas.of(formulas.tree(Place("draft", 3, 0)))


@pytest.mark.parametrize(
    ("formula", "value"),
    [
        ("=SUM(A1:C2)", "21"),
        ("=SUM(A3:C3)", "0.3"),  # what is text does not count
        ("=AVERAGE(A1:C1)", "2"),
        ("=SUBTOTAL(9,A1:A2)", "5"),
        ("=A1/B2*100", "20"),
        ("=ROUND(C1/B1,0)", "2"),
        ("=RANK(A1,A1:C1)", "3"),
        ('=IF(A1>1,"x",C2)', "6"),
    ],
)
def test_computed(formula: str, value: str) -> None:
    assert of(formula) == Decimal(value)


@pytest.mark.parametrize(
    "formula",
    [
        "=SUMIF(A1:C1,1)", "=C3+1", "=A1/0", "=[1]S!A1", "=Missing!A1", "=T[A]", "=A1+",
        "=1E999999999*10", "=" + "(" * 3000 + "1" + ")" * 3000, "=" + "+".join(["A1"] * 3000),
        "=" + "-" * 4000 + "1", "=SUM(A1:XFD1048576)+ROUND(A1,99999999999)",
    ],
)  # fmt: skip
def test_not_computed(formula: str) -> None:
    with pytest.raises(Unknown):
        of(formula)
    assert form(Place("draft", 3, 0), Live(book(sheet(formula)))) is None


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
def test_forms(formula: str, kind: str, count: int) -> None:
    found = form(Place("draft", 3, 0), Live(book(sheet(formula))))
    assert found is not None and (found.kind, len(found.terms)) == (kind, count)


@pytest.mark.parametrize(
    "formula",
    ["=A1+5", "=MAX(A1:C1)", "=A1*B1*C1", "=A1^2", "=SUM(A1:C1)/220", '="a"', "=IF(A1>5,B1,0)"],
)
def test_without_a_form(formula: str) -> None:
    assert form(Place("draft", 3, 0), Live(book(sheet(formula)))) is None


def test_large_sums_agree_as_far_as_doubles_do() -> None:
    billion = Decimal(10**9)
    assert agree(Decimal("0.1"), Decimal("0.1000000001"), billion)
    assert not agree(Decimal("0.1"), Decimal("0.1000000001"), Decimal(1))
    assert not agree(billion, billion + Decimal("0.01"), billion)
