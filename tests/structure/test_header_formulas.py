"""What the row of column numbers declares, in every spelling of it."""

from __future__ import annotations

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reconcile.model import Declared
from reconcile.structure.header_formulas import declared
from tests.drawing import table

SUM = Declared("sum", 2, (0, 1), (Fraction(1), Fraction(1)))
SPELLINGS = [
    ("(1) (2) (3)=(1)+(2)", SUM),
    ("1 2 3=1+2", SUM),
    ("[1] [2] [3]=[1]+[2]", SUM),
    ("a b c=a+b", SUM),
    ("(1) (2) (3=1+2)", SUM),
    ("(1) (2) (3)=(1)-(2)", Declared("sum", 2, (0, 1), (Fraction(1), Fraction(-1)))),
    ("A B 1 2 3=1+2", Declared("sum", 4, (2, 3), (Fraction(1), Fraction(1)))),
    ("1 2 3 4=1+...+3", Declared("sum", 3, (0, 1, 2), (Fraction(1),) * 3)),
    ("(1) (2) (3) (4)=(1)+(2)x2", Declared("sum", 3, (0, 1), (Fraction(1), Fraction(2)))),
    ("(1) (2) (3)=((1)+(2))/2", Declared("average", 2, (0, 1))),
    ("1 2 3 4 5 6 7=5/6", Declared("ratio", 6, (4, 5))),
    ("(1) (2) (3)=(2)/(1)*100", Declared("ratio", 2, (1, 0), scale=100)),
    ("(1) (2) (3)=(2):(1)x100%", Declared("ratio", 2, (1, 0), scale=100)),
    ("(1) (2) (3)=100*(2)/(1)", Declared("ratio", 2, (1, 0), scale=100)),
    ("1 2 3=2/220", Declared("ratio", 2, (1,), constant=Fraction(220))),
    ("1 2 3=(2-1)/1*100", Declared("change", 2, (0, 1), scale=100)),
    ("1 2 3=2/1*100-100", Declared("change", 2, (0, 1), scale=100)),
    ("(1) (2) (3)=(1)x(2)", Declared("product", 2, (0, 1))),
    ("(1) (2) (3)=(1)*(2)/100", Declared("product", 2, (0, 1), constant=Fraction(100))),
]
NOTHING = [
    "(1) (2) (3)", "1 2 3=1", "1 2 3=3+1", "1 2 3=1/0", "1 2 3=1/(2-2)", "1 2 3=1+", "1 2 3=4+5",
    "1 2 3=1-1", "1 2 3=1*1*2", "1 1 2=1+2", "1 2 3=" + "(" * 40 + "1", "1 2 3=" + "1+" * 400 + "2",
    "1 2 3=1;2", "1 2 3=SUM(1)",
]  # fmt: skip


@pytest.mark.parametrize(("row", "law"), SPELLINGS, ids=[row for row, _ in SPELLINGS])
def test_a_formula_is_read_in_every_spelling(row: str, law: Declared) -> None:
    assert list(declared(row.split())) == [law]


@pytest.mark.parametrize("row", NOTHING)
def test_what_says_no_plain_thing_declares_nothing(row: str) -> None:
    assert list(declared(row.split())) == []


@given(st.lists(st.text("0123456789()+-*/:xab=. %…", max_size=40), max_size=6))
def test_any_text_is_read_or_left(row: list[str]) -> None:
    for law in declared(row):
        assert all(0 <= column < len(row) for column in (law.target, *law.terms))


def test_the_numbers_may_stand_in_the_labels() -> None:
    drawn = table("""
        No | Agency | Given (1) | More (2) | Whole (3)=(1)+(2)
        1  | North  | 4         | 3        | 7
        2  | South  | 8         | 5        | 13
        3  | East   | 6         | 1        | 7
    """)
    assert [law.kind for law in drawn.declared] == ["sum"]
