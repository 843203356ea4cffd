"""Formulas as a header prints them, `(3)/(2)*100`, brought to a quotient of two polynomials.

Multiplied out, every spelling of a relation comes to one form: `4/3*100-100` and `(4-3)/3x100` are
both the change from 3 to 4.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping
from fractions import Fraction

from msgspec import Struct, field

Monomial = tuple[int, ...]  # the columns multiplied with each other, in order
Polynomial = Mapping[Monomial, Fraction]

_LONGEST = 300  # characters
_DEEPEST = 12  # brackets within brackets
_HIGHEST = 2  # columns multiplied with each other
_TOKEN = re.compile(r"\d+(?:[.,]\d+)?|[^\W\d_]|[-+*/()]")
_SIGNS = str.maketrans("×⋅·∙:÷−–[]{}xX", "****//--()()**")
_ALONE = re.compile(r"\(([0-9]{1,3}|[^\W\d_])\)")
_ELLIPSIS = re.compile(r"(\(?)(\d{1,3})\)?\+(?:\.{2,}|…)\+\(?(\d{1,3})\)?")


class UnclearFormula(Exception):
    """No formula over columns, or none that says one plain thing."""


class PolynomialQuotient(Struct, frozen=True):
    """One polynomial over another."""

    upper: Polynomial
    lower: Polynomial = field(default_factory=lambda: {(): Fraction(1)})


def parsed(text: str, columns: Mapping[str, int]) -> PolynomialQuotient:
    """The formula over columns, which are called by their numbers or letters.

    Where column numbers stand in brackets, a bare number is a constant.

    Raises:
        UnclearFormula: for anything else.
    """
    plain = re.sub(r"\s|%", "", text).translate(_SIGNS)
    if len(plain) > _LONGEST:
        raise UnclearFormula
    plain = _ELLIPSIS.sub(_written_out, plain)
    tokens = _TOKEN.findall(plain)
    if "".join(tokens) != plain:
        raise UnclearFormula
    bracketed = {name for name in _ALONE.findall(plain) if name in columns}
    reader = _Reader(tokens, columns, bracketed)
    quotient = reader.sum(0)
    if reader.left():
        raise UnclearFormula
    return quotient


def _written_out(ellipsis: re.Match[str]) -> str:
    opening, closing = ellipsis[1], ")" if ellipsis[1] else ""
    first, last = int(ellipsis[2]), int(ellipsis[3])
    return "+".join(f"{opening}{n}{closing}" for n in range(first, last + 1))


class _Reader:
    """Reads tokens from left to right; `depth` counts the open brackets."""

    def __init__(
        self, tokens: list[str], columns: Mapping[str, int], bracketed: Collection[str]
    ) -> None:
        self._tokens = tokens[::-1]
        self._columns = columns
        self._bracketed = bracketed

    def left(self) -> bool:
        return bool(self._tokens)

    def _next(self, among: str) -> str:
        return self._tokens.pop() if self._tokens and self._tokens[-1] in among else ""

    def sum(self, depth: int) -> PolynomialQuotient:
        sign = -1 if self._next("-+") == "-" else 1
        total = _scaled(self._product(depth), sign)
        while operator := self._next("-+"):
            total = _added(total, _scaled(self._product(depth), -1 if operator == "-" else 1))
        return total

    def _product(self, depth: int) -> PolynomialQuotient:
        product = self._factor(depth)
        while operator := self._next("*/"):
            other = self._factor(depth)
            if operator == "/":
                other = PolynomialQuotient(other.lower, other.upper)
            product = PolynomialQuotient(
                _times(product.upper, other.upper), _times(product.lower, other.lower)
            )
        return product

    def _factor(self, depth: int) -> PolynomialQuotient:
        if not self._tokens or depth > _DEEPEST:
            raise UnclearFormula
        token = self._tokens.pop()
        if token == "(":
            enclosed = len(self._tokens) >= 2 and self._tokens[-2] == ")"
            if enclosed and self._tokens[-1] in self._columns:
                enclosed_sum = _column(self._columns[self._tokens.pop()])
            else:
                enclosed_sum = self.sum(depth + 1)
            if not self._next(")"):
                raise UnclearFormula
            return enclosed_sum
        if token in self._columns and not self._bracketed:
            return _column(self._columns[token])
        if not token[0].isdigit():
            raise UnclearFormula
        return PolynomialQuotient({(): Fraction(token.replace(",", "."))})


def _column(index: int) -> PolynomialQuotient:
    return PolynomialQuotient({(index,): Fraction(1)})


def _scaled(quotient: PolynomialQuotient, by: int) -> PolynomialQuotient:
    return PolynomialQuotient(
        {monomial: factor * by for monomial, factor in quotient.upper.items()}, quotient.lower
    )


def _added(left: PolynomialQuotient, right: PolynomialQuotient) -> PolynomialQuotient:
    if left.lower == right.lower:
        return PolynomialQuotient(_plus(left.upper, right.upper), left.lower)
    upper = _plus(_times(left.upper, right.lower), _times(right.upper, left.lower))
    return PolynomialQuotient(upper, _times(left.lower, right.lower))


def _plus(left: Polynomial, right: Polynomial) -> Polynomial:
    total = dict(left)
    for monomial, factor in right.items():
        total[monomial] = total.get(monomial, Fraction(0)) + factor
    return {monomial: factor for monomial, factor in total.items() if factor}


def _times(first: Polynomial, second: Polynomial) -> Polynomial:
    product: dict[Monomial, Fraction] = {}
    for left, factor in first.items():
        for right, by in second.items():
            monomial = tuple(sorted(left + right))
            if len(monomial) > _HIGHEST:
                raise UnclearFormula
            product[monomial] = product.get(monomial, Fraction(0)) + factor * by
    return {monomial: factor for monomial, factor in product.items() if factor}
