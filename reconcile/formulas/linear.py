"""Sums of cells, each counted by its factor, read from a formula.

`=SUM(A1:B1)*2-B1` is twice A1, once B1.
"""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from fractions import Fraction

from msgspec import Struct

from reconcile.formulas.calculator import Calculator
from reconcile.formulas.functions import is_modest
from reconcile.formulas.tree import Call, Constant, Node, Reference, Unknown
from reconcile.model import Place

_OPERATORS = ("+", "-", "*", "/", "%", "neg")


class LinearSum(Struct, frozen=True):
    """A sum of cells, each counted by its factor, and of a constant."""

    factors: dict[Place, Fraction]
    constant: Fraction = Fraction(0)

    def plus(self, other: LinearSum, sign: int) -> LinearSum:
        if not self.factors and sign == 1:
            return LinearSum(other.factors, self.constant + other.constant)
        factors = dict(self.factors)
        for place, factor in other.factors.items():
            factors[place] = factors.get(place, Fraction(0)) + sign * factor
        return LinearSum(factors, self.constant + sign * other.constant)

    def times(self, factor: Fraction) -> LinearSum:
        factors = {place: factor * own for place, own in self.factors.items()}
        return LinearSum(factors, factor * self.constant)


def linear_sum(node: Node, calculator: Calculator) -> LinearSum | None:
    """What a formula adds up, None where it does anything else to its cells."""
    number = constant_value(node)
    if number is not None:
        return LinearSum({}, number)
    if isinstance(node, Reference):
        return _each_once(calculator.cells(node)) if len(calculator.cells(node)) == 1 else None
    if not isinstance(node, Call):
        return None
    if node.name == "SUM":
        return _sum_of_arguments(node, calculator)
    if node.name not in _OPERATORS or not node.arguments:
        return None
    parts = [linear_sum(argument, calculator) for argument in node.arguments]
    known = [part for part in parts if part is not None]
    if len(known) < len(parts):
        return None
    return _combined(node.name, known)


def _combined(name: str, parts: list[LinearSum]) -> LinearSum | None:
    first, last = parts[0], parts[-1]
    if name in ("+", "-") and len(parts) == 2:
        return first.plus(last, 1 if name == "+" else -1)
    if name == "neg":
        return first.times(Fraction(-1))
    if name == "%":
        return first.times(Fraction(1, 100))
    if name == "*" and len(parts) == 2 and not (first.factors and last.factors):
        return last.times(first.constant) if last.factors else first.times(last.constant)
    if name == "/" and len(parts) == 2 and not last.factors and last.constant:
        return first.times(1 / last.constant)
    return None


def _sum_of_arguments(node: Call, calculator: Calculator) -> LinearSum | None:
    total = LinearSum({})
    for argument in node.arguments:
        if isinstance(argument, Reference):
            part: LinearSum | None = _each_once(calculator.cells(argument))
        else:
            part = linear_sum(argument, calculator)
        if part is None:
            return None
        total = total.plus(part, 1)
    return total


def _each_once(places: Sequence[Place]) -> LinearSum:
    return LinearSum(dict.fromkeys(places, Fraction(1)))


def constant_value(node: Node) -> Fraction | None:
    """The number that a formula writes out, like `-5` or `20%`."""
    if isinstance(node, Constant) and isinstance(node.value, Decimal):
        if not is_modest(node.value):
            raise Unknown("no double")
        return Fraction(node.value)
    if isinstance(node, Call) and node.name in ("%", "neg") and len(node.arguments) == 1:
        inner = constant_value(node.arguments[0])
        return None if inner is None else inner * (Fraction(1, 100) if node.name == "%" else -1)
    return None


def single_cell(node: Node, calculator: Calculator) -> Place | None:
    """The cell that a formula names, where it names one alone."""
    if isinstance(node, Reference) and node.range[:2] == node.range[2:]:
        return calculator.cells(node)[0]
    return None
