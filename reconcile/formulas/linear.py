"""Sums of cells, each counted by its factor, read from a formula."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from fractions import Fraction

from msgspec import Struct

from reconcile.formulas.calculator import Live, is_modest
from reconcile.formulas.tree import Call, Constant, Node, Reference, Unknown
from reconcile.model import Place

_OPERATORS = ("+", "-", "*", "/", "%", "neg")


class Linear(Struct, frozen=True):
    """A sum of cells, each counted by its factor, and of a constant."""

    factors: dict[Place, Fraction]
    constant: Fraction = Fraction(0)

    def plus(self, other: Linear, sign: int) -> Linear:
        if not self.factors and sign == 1:
            return Linear(other.factors, self.constant + other.constant)
        found = dict(self.factors)
        for place, factor in other.factors.items():
            found[place] = found.get(place, Fraction(0)) + sign * factor
        return Linear(found, self.constant + sign * other.constant)

    def times(self, factor: Fraction) -> Linear:
        found = {place: factor * own for place, own in self.factors.items()}
        return Linear(found, factor * self.constant)


def linear(node: Node, live: Live) -> Linear | None:
    number = constant(node)
    if number is not None:
        return Linear({}, number)
    if isinstance(node, Reference):
        return _added(live.cells(node)) if len(live.cells(node)) == 1 else None
    if not isinstance(node, Call):
        return None
    if node.name == "SUM":
        return _summed(node, live)
    if node.name not in _OPERATORS or not node.arguments:
        return None
    parts = [linear(argument, live) for argument in node.arguments]
    known = [part for part in parts if part is not None]
    if len(known) < len(parts):
        return None
    return _combined(node.name, known)


def _combined(name: str, parts: list[Linear]) -> Linear | None:
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


def _summed(node: Call, live: Live) -> Linear | None:
    found = Linear({})
    for argument in node.arguments:
        if isinstance(argument, Reference):
            part: Linear | None = _added(live.cells(argument))
        else:
            part = linear(argument, live)
        if part is None:
            return None
        found = found.plus(part, 1)
    return found


def _added(places: Sequence[Place]) -> Linear:
    return Linear(dict.fromkeys(places, Fraction(1)))


def constant(node: Node) -> Fraction | None:
    if isinstance(node, Constant) and isinstance(node.value, Decimal):
        if not is_modest(node.value):
            raise Unknown("no double")
        return Fraction(node.value)
    if isinstance(node, Call) and node.name in ("%", "neg") and len(node.arguments) == 1:
        inner = constant(node.arguments[0])
        return None if inner is None else inner * (Fraction(1, 100) if node.name == "%" else -1)
    return None


def cell(node: Node, live: Live) -> Place | None:
    if isinstance(node, Reference) and node.range[:2] == node.range[2:]:
        return live.cells(node)[0]
    return None
