"""What a header declares of its columns: the row `(1) (2) (3)=(1)+(2)` below the labels."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from fractions import Fraction

from reconcile.model import Declared
from reconcile.structure.blocks import Block
from reconcile.structure.column_numbers import is_numbering
from reconcile.structure.grid import CellGrid
from reconcile.structure.header_expressions import (
    Monomial,
    Polynomial,
    PolynomialQuotient,
    UnclearFormula,
    parsed,
)

_ENCLOSED = re.compile(r"\((?P<inside>[^()=]+=.*)\)\Z")  # `(3=1+2)`
_NUMBER = re.compile(r"\s*[(\[]?\s*(?P<name>\d{1,3}|[^\W\d_])\s*[)\]]?\s*(?:=(?P<formula>.+))?\Z")
_IN_LABEL = re.compile(r".*?(?P<mark>[(\[]\s*(?:\d{1,2}|[^\W\d_])\s*(?:[)\]]\s*(?:=.+)?|=.+)\Z)")
_LEAST = 3  # numbered labels


def marks(grid: CellGrid, block: Block, labels: Sequence[tuple[str, ...]]) -> tuple[str, ...]:
    """Each column's number as the header prints it, with its formula; '' where it has none."""
    columns = range(block.left, block.right + 1)
    if block.header is not None:
        for row in range(block.header[1], block.header[0] - 1, -1):
            if is_numbering(grid, row):
                return tuple(grid.text(row, column) for column in columns)
    printed = [_IN_LABEL.match(path[-1]) if path else None for path in labels]
    texts = tuple(match["mark"] if match else "" for match in printed)
    return texts if sum(map(bool, texts)) >= _LEAST else ("",) * len(texts)


def declared(marked: Sequence[str]) -> Iterator[Declared]:
    """What the formulas say, by the columns they stand under."""
    split = [_split(text) for text in marked]
    names = [name for name, _ in split if name]
    if len(set(names)) < len(names):
        return
    columns = {name: j for j, (name, _) in enumerate(split) if name}
    for target, (_, formula) in enumerate(split):
        if formula:
            try:
                law = _law(target, parsed(formula, columns))
            except (UnclearFormula, ZeroDivisionError):
                continue
            if law is not None and target not in law.terms:
                yield law


def _split(text: str) -> tuple[str, str]:
    enclosed = _ENCLOSED.match(text.strip())
    column = _NUMBER.match(enclosed["inside"] if enclosed else text)
    return (column["name"], column["formula"] or "") if column else ("", "")


def _law(target: int, formula: PolynomialQuotient) -> Declared | None:
    """The relation that a formula is, of those a table can be held to."""
    upper, lower = formula.upper, formula.lower
    if set(lower) == {()}:
        return _without_divisor(target, {m: factor / lower[()] for m, factor in upper.items()})
    if len(lower) != 1:
        return None
    [(divisor, by)] = lower.items()
    shares = {monomial: factor / by for monomial, factor in upper.items()}
    return _divided(target, shares, divisor)


def _without_divisor(target: int, terms: Polynomial) -> Declared | None:
    """A sum or average of columns, a product of two, or one column over a constant."""
    factors = list(terms.values())
    if len(terms) == 1:
        [(columns, factor)] = terms.items()
        if len(columns) == 2 and factor > 0:
            return Declared("product", target, columns, constant=_divisor(factor))
        if len(columns) == 1 and factor > 0 and factor != 1:
            return Declared("ratio", target, columns, constant=1 / factor)
        return None
    if not terms or not all(len(columns) == 1 for columns in terms):
        return None
    lines = tuple(columns[0] for columns in terms)
    if len(set(factors)) == 1 and factors[0] == Fraction(1, len(factors)):
        return Declared("average", target, lines)
    if all(factor.denominator == 1 for factor in factors):
        return Declared("sum", target, lines, tuple(factors))
    return None


def _divisor(factor: Fraction) -> Fraction:
    return Fraction(0) if factor == 1 else 1 / factor


def _divided(
    target: int, shares: Mapping[Monomial, Fraction], divisor: Monomial
) -> Declared | None:
    """One column over another, or the change from one to another."""
    if len(divisor) != 1 or not all(len(columns) == 1 for columns in shares):
        return None
    own = shares.get(divisor)
    others = [(columns[0], factor) for columns, factor in shares.items() if columns != divisor]
    if len(others) != 1:
        return None
    [(other, scale)] = others
    if scale.denominator != 1 or scale < 1:
        return None
    if own is None:
        return Declared("ratio", target, (other, divisor[0]), scale=int(scale))
    if own == -scale:
        return Declared("change", target, (divisor[0], other), scale=int(scale))
    return None
