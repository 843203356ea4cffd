"""Reads what formulas state: the kinds of relation that each may be, tried in turn.

`=SUM(A1:C1)` and `=A1+B1+C1` are sums of three terms, `=(A1+B1+C1)/3` an average, `=(B1-A1)/A1*100`
a change in per cent, `=IFERROR(A1/B1,0)` a ratio, `=A1/220` a ratio to the constant 220.
`=MAX(A1:C1)` and `=A1+5` state nothing that a relation can say.
"""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

from msgspec.structs import replace

from reconcile.formulas.calculator import Calculator
from reconcile.formulas.linear import constant_value, linear_sum, single_cell
from reconcile.formulas.meaning import Meaning
from reconcile.formulas.tree import Call, Node, Reference, Unknown, references_of
from reconcile.model import Place

_MOST_TERMS = 300_000  # of all meanings together; beyond, formulas are only computed
_FEW_DIGITS = 10**4  # a weight is written with no more than four decimals
_RANKS = ("RANK", "RANK.EQ")


def meaning_of(place: Place, calculator: Calculator) -> Meaning | None:
    """What a cell's formula states, None for one that no relation can say."""
    known = calculator.meanings
    if place not in known.by_place:
        meaning = _read(place, calculator) if known.terms < _MOST_TERMS else None
        known.terms += 0 if meaning is None else len(meaning.terms)
        known.by_place[place] = meaning
    return known.by_place[place]


def _read(place: Place, calculator: Calculator) -> Meaning | None:
    try:
        tree, digits = _without_guards(calculator.tree(place), calculator)
        meaning = (
            _rank(tree, calculator)
            or _average(tree, calculator)
            or _change(tree, calculator)
            or _sum(tree, calculator)
            or _quotient(tree, calculator)
        )
    except Unknown:
        return None
    if meaning is None or (place in meaning.terms and meaning.kind != "rank"):
        return None
    ranged = any(named.range[:2] != named.range[2:] for named in references_of(tree))
    return replace(meaning, digits=digits, ranged=ranged)


def _without_guards(tree: Node, calculator: Calculator) -> tuple[Node, int | None]:
    """The tree without rounding around it, and without the tests that keep errors away."""
    digits = None
    while isinstance(tree, Call):
        if tree.name == "ROUND" and len(tree.arguments) == 2:
            places = constant_value(tree.arguments[1])
            if places is None or places.denominator != 1:
                break
            tree, digits = tree.arguments[0], int(places)
        elif tree.name == "IFERROR" and len(tree.arguments) == 2:
            tree = tree.arguments[0]
        elif tree.name == "IF" and len(tree.arguments) >= 2:
            chosen = calculator.compute(tree.arguments[0])
            if not chosen and len(tree.arguments) < 3:
                break
            tree = tree.arguments[1 if chosen else 2]
        else:
            break
    return tree, digits


def _rank(tree: Node, calculator: Calculator) -> Meaning | None:
    if not isinstance(tree, Call) or tree.name not in _RANKS or len(tree.arguments) < 2:
        return None
    score, among, *order = tree.arguments
    if not isinstance(score, Reference) or not isinstance(among, Reference):
        return None
    direction = constant_value(order[0]) if order else Fraction(0)
    if direction is None:
        return None
    own = single_cell(score, calculator)
    if own is None:
        return None
    return Meaning("rank", (own,), (Fraction(1),), descending=direction == 0, among=among)


def _average(tree: Node, calculator: Calculator) -> Meaning | None:
    """AVERAGE of cells, or their sum over how many there are."""
    if not isinstance(tree, Call):
        return None
    if tree.name == "AVERAGE" and all(isinstance(named, Reference) for named in tree.arguments):
        return _mean(list(calculator.named_cells(tree)))
    if tree.name != "/" or len(tree.arguments) != 2:
        return None
    upper, over = tree.arguments
    added = linear_sum(upper, calculator)
    if added is None or added.constant or set(added.factors.values()) != {Fraction(1)}:
        return None
    numbers = sum(calculator.stored_number(place) is not None for place in added.factors)
    if isinstance(over, Call) and over.name == "COUNT":
        counted = set(calculator.named_cells(over))
        return _mean(list(added.factors)) if counted == set(added.factors) else None
    return _mean(list(added.factors)) if constant_value(over) == numbers > 1 else None


def _mean(terms: list[Place]) -> Meaning | None:
    each_once = len(set(terms)) == len(terms) > 1
    return Meaning("average", tuple(terms), (Fraction(1),) * len(terms)) if each_once else None


def _sum(tree: Node, calculator: Calculator) -> Meaning | None:
    """A sum, a weighted sum, a share by a constant, or a cell repeated."""
    added = linear_sum(tree, calculator)
    if added is None or added.constant or not added.factors:
        return None
    terms = tuple(place for place, factor in added.factors.items() if factor)
    factors = tuple(added.factors[place] for place in terms)
    if len(terms) == 1:
        return _single(terms, factors[0])
    integral = all(factor.denominator == 1 for factor in factors)
    weights = all(_FEW_DIGITS % factor.denominator == 0 for factor in factors)
    if not terms or not (integral or (weights and len(set(factors)) > 1)):
        return None
    return Meaning("sum", terms, factors)


def _single(terms: tuple[Place, ...], factor: Fraction) -> Meaning | None:
    if factor == 1:
        return Meaning("link", terms, (factor,))
    if 0 < factor < 1 and _FEW_DIGITS % (1 / factor).denominator == 0:
        return Meaning("ratio", terms, (Fraction(1),), constant=1 / factor)
    return Meaning("sum", terms, (factor,)) if _FEW_DIGITS % factor.denominator == 0 else None


def _change(tree: Node, calculator: Calculator) -> Meaning | None:
    """(b − a) ÷ a, or b ÷ a − 1, per cent or not."""
    tree, scale = _scaled(tree)
    if not isinstance(tree, Call) or tree.name not in ("/", "-") or len(tree.arguments) != 2:
        return None
    left, right = tree.arguments
    if tree.name == "-":
        pair = []
        if isinstance(left, Call) and left.name == "/" and constant_value(right) == 1:
            pair = [single_cell(argument, calculator) for argument in left.arguments]
        new, old = pair if len(pair) == 2 else (None, None)
    else:
        upper, old = linear_sum(left, calculator), single_cell(right, calculator)
        gained = upper.factors if upper and not upper.constant else {}
        rest = [place for place in gained if place != old]
        new = rest[0] if len(rest) == 1 and gained == {rest[0]: 1, old: -1} else None
    if new is None or old is None:
        return None
    return Meaning("change", (old, new), (Fraction(1),) * 2, scale=scale)


def _scaled(tree: Node) -> tuple[Node, int]:
    """A tree that is taken a hundred times, without that."""
    if isinstance(tree, Call) and tree.name == "*" and len(tree.arguments) == 2:
        left, right = tree.arguments
        if constant_value(right) == 100:
            return left, 100
        if constant_value(left) == 100:
            return right, 100
    return tree, 1


def _quotient(tree: Node, calculator: Calculator) -> Meaning | None:
    """One cell over another or over a constant that the row decides, per cent or not, or the
    product of two."""
    above: list[Place] = []
    below: list[Place] = []
    scale = Fraction(1)
    for factor, up in _factors(tree, True):
        node = _without_guards(factor, calculator)[0] if _is_choice(factor) else factor
        number, place = constant_value(node), single_cell(node, calculator)
        if number:
            scale = scale * number if up else scale / number
        elif place is not None:
            (above if up else below).append(place)
        else:
            return None
    ones = (Fraction(1),) * 2
    if len(above) == 1 and len(below) == 1 and scale in (1, 100):
        return Meaning("ratio", (*above, *below), ones, scale=int(scale))
    if (
        len(above) == 1
        and not below
        and 0 < scale < 1
        and _FEW_DIGITS % (1 / scale).denominator == 0
    ):
        return Meaning("ratio", tuple(above), (Fraction(1),), constant=1 / scale)
    if len(above) == 2 and not below and scale == 1:
        return Meaning("product", tuple(above), ones)
    return None


def _is_choice(node: Node) -> bool:
    return isinstance(node, Call) and node.name == "IF"


def _factors(tree: Node, up: bool) -> Iterator[tuple[Node, bool]]:
    if isinstance(tree, Call) and tree.name in ("*", "/") and len(tree.arguments) == 2:
        left, right = tree.arguments
        yield from _factors(left, up)
        yield from _factors(right, up if tree.name == "*" else not up)
    elif isinstance(tree, Call) and tree.name == "PRODUCT":
        for argument in tree.arguments:
            yield from _factors(argument, up)
    else:
        yield tree, up
