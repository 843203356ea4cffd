"""What a formula comes to, for the functions that sheets of figures are made of.

Numbers are exact decimals as far as a double's 15 digits state them. Whatever is not surely known
raises Unknown: a cached value that is left to the spreadsheet is better than a wrong one.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from decimal import (
    ROUND_DOWN,
    ROUND_FLOOR,
    ROUND_HALF_UP,
    ROUND_UP,
    Decimal,
    DecimalException,
    localcontext,
)
from typing import Any

from reconcile.formulas.tree import Call, Constant, Node, Reference, Unknown, Value

_LARGEST_EXPONENT = 308  # of a double, the only number that a spreadsheet stores

Lookup = Callable[[Reference], list[Value]]


def evaluate(tree: Node, look_up: Lookup) -> Value:
    """The value of a formula; `look_up` gives the values of a range, row by row. Raises Unknown."""
    try:
        with localcontext(prec=34):
            return _scalar(tree, look_up)
    except (DecimalException, RecursionError) as error:
        raise Unknown("no number") from error


def is_modest(number: Decimal) -> bool:
    """Whether a number is of a size that a spreadsheet can hold."""
    return number.is_finite() and abs(number.adjusted()) <= _LARGEST_EXPONENT


def _scalar(node: Node, look_up: Lookup) -> Value:
    if isinstance(node, Constant):
        return node.value
    if isinstance(node, Reference):
        values = look_up(node)
        if len(values) != 1:
            raise Unknown("a range where one value belongs")
        return values[0]
    if node.name in _LAZY:
        return _LAZY[node.name](node, look_up)
    if node.name in _OVER_RANGES:
        return _OVER_RANGES[node.name](list(_flat(node.arguments, look_up)))
    if node.name in _OVER_SCALARS:
        return _OVER_SCALARS[node.name](*_checked(node, look_up))
    raise Unknown(node.name)


def _checked(node: Call, look_up: Lookup) -> list[Value]:
    least, most = _COUNTS.get(node.name, (1, 1) if node.name in ("neg", "%") else (2, 2))
    if not least <= len(node.arguments) <= most:
        raise Unknown(node.name)
    return [_scalar(argument, look_up) for argument in node.arguments]


def _flat(arguments: tuple[Node, ...], look_up: Lookup) -> Iterator[Value]:
    """The values of all arguments; in a range only numbers count, a lone text is not one."""
    for argument in arguments:
        if isinstance(argument, Reference):
            yield from (None if isinstance(value, bool) else value for value in look_up(argument))
        else:
            yield number(_scalar(argument, look_up))


def number(value: Value) -> Decimal:
    """A value where a number is asked for. Raises Unknown for a text: its reading is local."""
    if isinstance(value, str):
        raise Unknown(value)
    return Decimal(int(value)) if isinstance(value, bool) else value or Decimal(0)


def _numbers(values: list[Value]) -> list[Decimal]:
    return [value for value in values if isinstance(value, Decimal)]


def _mean(values: list[Value]) -> Decimal:
    numbers = _numbers(values)
    if not numbers:
        raise Unknown("nothing to average")
    return sum(numbers, Decimal(0)) / len(numbers)


def _product(values: list[Value]) -> Decimal:
    result = Decimal(1)
    for factor in _numbers(values):
        result *= factor
    return result


def _to_places(rounding: str) -> Callable[..., Decimal]:
    def round_to(value: Value, places: Value) -> Decimal:
        unit = Decimal(1).scaleb(-int(number(places)))
        return number(value).quantize(unit, rounding=rounding) + 0

    return round_to


def _rounded_down(value: Value) -> Decimal:
    return number(value).to_integral_value(rounding=ROUND_FLOOR)


def _compare(symbol: str) -> Callable[[Value, Value], bool]:
    tests: dict[str, Callable[[Any, Any], bool]] = {
        "=": lambda a, b: bool(a == b),
        "<>": lambda a, b: bool(a != b),
        "<": lambda a, b: bool(a < b),
        ">": lambda a, b: bool(a > b),
        "<=": lambda a, b: bool(a <= b),
        ">=": lambda a, b: bool(a >= b),
    }

    def compare(left: Value, right: Value) -> bool:
        return tests[symbol](*_alike(left, right))

    return compare


def _alike(left: Value, right: Value) -> tuple[tuple[int, Any], tuple[int, Any]]:
    """Two values made comparable: numbers before texts before truth values; blank is either."""
    if left is None:
        left = "" if isinstance(right, str) else Decimal(0)
    if right is None:
        right = "" if isinstance(left, str) else Decimal(0)
    return _order(left), _order(right)


def _order(value: Value) -> tuple[int, Any]:
    if isinstance(value, bool):
        return 2, value
    return (1, value.casefold()) if isinstance(value, str) else (0, value)


def _power(base: Value, exponent: Value) -> Decimal:
    power = number(exponent)
    if power != power.to_integral_value() or abs(power) > 1000:
        raise Unknown("a broken power")
    return number(base) ** int(power)


def _joined(left: Value, right: Value) -> str:
    if not (isinstance(left, str) and isinstance(right, str)):
        raise Unknown("a number as text")
    return left + right


def _if(node: Call, look_up: Lookup) -> Value:
    if not 2 <= len(node.arguments) <= 3:
        raise Unknown("IF")
    test = _scalar(node.arguments[0], look_up)
    if isinstance(test, str):
        raise Unknown(test)
    if test:
        return _scalar(node.arguments[1], look_up)
    return _scalar(node.arguments[2], look_up) if len(node.arguments) == 3 else False


def _and_or(node: Call, look_up: Lookup) -> bool:
    truths = [bool(number(_scalar(argument, look_up))) for argument in node.arguments]
    return all(truths) if node.name == "AND" else any(truths)


def _rank(node: Call, look_up: Lookup) -> Value:
    value, among, *order = node.arguments if len(node.arguments) in (2, 3) else (None, None)
    if value is None or not isinstance(among, Reference):
        raise Unknown("RANK")
    mine, others = number(_scalar(value, look_up)), _numbers(look_up(among))
    if mine not in others:
        raise Unknown("RANK of what is not there")
    ascending = bool(order) and number(_scalar(order[0], look_up)) != 0
    ahead = sum(other < mine if ascending else other > mine for other in others)
    return Decimal(ahead + 1)


def _count_if(node: Call, look_up: Lookup) -> Value:
    if len(node.arguments) != 2 or not isinstance(node.arguments[0], Reference):
        raise Unknown("COUNTIF")
    wanted = _scalar(node.arguments[1], look_up)
    if not isinstance(wanted, Decimal):
        raise Unknown("a criterion")
    return Decimal(sum(counted == wanted for counted in _numbers(look_up(node.arguments[0]))))


_LAZY: dict[str, Callable[[Call, Lookup], Value]] = {
    "IF": _if, "AND": _and_or, "OR": _and_or, "RANK": _rank, "RANK.EQ": _rank, "COUNTIF": _count_if,
}  # fmt: skip
_OVER_RANGES: dict[str, Callable[[list[Value]], Value]] = {
    "SUM": lambda values: sum(_numbers(values), Decimal(0)),
    "AVERAGE": _mean,
    "PRODUCT": _product,
    "MIN": lambda values: min(_numbers(values), default=Decimal(0)),
    "MAX": lambda values: max(_numbers(values), default=Decimal(0)),
    "COUNT": lambda values: Decimal(len(_numbers(values))),
}
_OVER_SCALARS: dict[str, Callable[..., Value]] = {
    "+": lambda a, b: number(a) + number(b),
    "-": lambda a, b: number(a) - number(b),
    "*": lambda a, b: number(a) * number(b),
    "/": lambda a, b: number(a) / number(b),
    "^": _power,
    "&": _joined,
    "neg": lambda a: -number(a),
    "%": lambda a: number(a) / 100,
    "ROUND": _to_places(ROUND_HALF_UP),
    "ROUNDUP": _to_places(ROUND_UP),
    "ROUNDDOWN": _to_places(ROUND_DOWN),
    "ABS": lambda a: abs(number(a)),
    "INT": _rounded_down,
    "NOT": lambda a: not number(a),
    **{symbol: _compare(symbol) for symbol in ("=", "<>", "<", ">", "<=", ">=")},
}
_COUNTS = {"ABS": (1, 1), "INT": (1, 1), "NOT": (1, 1)}
