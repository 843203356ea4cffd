"""Formulas computed on the values a book stores, and what no workbook may make of it."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import numpy as np
import pytest

from reconcile.formulas.calculator import Calculator, agree, calculator_of
from reconcile.formulas.interpretation import meaning_of
from reconcile.formulas.tree import Unknown
from reconcile.model import Place, Sheet
from tests.drawing import book, computed, drawn


def sheet(*formulas: str) -> Sheet:
    """Figures in A1:C3, the formulas below them in column A."""
    rows = ["1 | 2 | 3", "4 | 5 | 6", "0.1 | 0.2 | 8,7"]
    return computed(drawn("\n".join([*rows, *(f"0 {one}" for one in formulas)])))


def of(formula: str) -> object:
    calculator = calculator_of(book(sheet(formula)))
    return calculator.compute(calculator.tree(Place("draft", 3, 0)))


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
    assert meaning_of(Place("draft", 3, 0), calculator_of(book(sheet(formula)))) is None


FORMULAS: dict[str, Any] = {
    "=SUM(A1:C1)": Decimal("14.6"),
    "=A1+B1*C1^2-1": Decimal("281.863"),
    "=-A1%": Decimal("-0.002"),
    "=AVERAGE(A1:D1)": Decimal("14.6") / 3,
    "=ROUND(AVERAGE(A1:C1),1)": Decimal("4.9"),
    '=IF(B1>=8,"Tốt",1/0)': "Tốt",
    '=IF(D1="",0,A1)': Decimal(0),
    "=RANK(B1,A1:C1)": Decimal(1),
    "=RANK(B1,Points,1)": Decimal(3),
    "=COUNTIF(A1:C1,B1)": Decimal(1),
    "=MAX(S!A1:C1)-MIN('S'!A$1:$C1)": Decimal("8.5"),
    "=_xlfn.RANK.EQ(A1,A1:C1)": Decimal(3),
    "=SUM(A:A,B1)": Decimal("8.9"),
    "=AND(A1<1,B1>8)": True,
}
UNKNOWN = ["=E1+1", "=SUM(E1:E1)+F1", "=OFFSET(A1,0,1)", "=[1]S!A1", "=Other+1", "=1/0", "=A1:C1+1",
           "=SUM(A1", "=VLOOKUP(1,A1:C1,1)", "=SUM(A1,)", "=SUM(,A1)"]  # fmt: skip


def over_one_row(formula: str) -> object:
    """The formula over the cells A1:F1, of which D1 is blank."""
    cells = np.array([[0.2, 8.7, 5.7, None, "8,7", "#N/A"]], dtype=object)
    calculator = Calculator((Sheet("S", cells, typed=True),), {"points": "S!$A$1:$C$1"})
    return calculator.compute(calculator.parse(formula, "S"))


@pytest.mark.parametrize("formula", FORMULAS)
def test_formulas_come_to_what_a_spreadsheet_says(formula: str) -> None:
    result, expected = over_one_row(formula), FORMULAS[formula]
    if isinstance(expected, Decimal):
        assert isinstance(result, Decimal)
        assert abs(result - expected) < Decimal("1e-20")
    else:
        assert result == expected


@pytest.mark.parametrize("formula", UNKNOWN)
def test_what_is_not_surely_known_is_not_computed(formula: str) -> None:
    with pytest.raises(Unknown):
        over_one_row(formula)


def test_large_sums_agree_as_far_as_doubles_do() -> None:
    billion = Decimal(10**9)
    assert agree(Decimal("0.1"), Decimal("0.1000000001"), billion)
    assert not agree(Decimal("0.1"), Decimal("0.1000000001"), Decimal(1))
    assert not agree(billion, billion + Decimal("0.01"), billion)


def test_a_book_keeps_its_calculator() -> None:
    draft = book(sheet("=A1"))
    assert calculator_of(draft) is calculator_of(draft)
    assert calculator_of(book(sheet("=A1"))) is not calculator_of(draft)
