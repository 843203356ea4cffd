"""What a live formula computes its cell from, as far as a relation can say it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from fractions import Fraction
from functools import lru_cache

from msgspec import Struct
from msgspec.structs import replace

from reconcile.formulas.calculator import Live, references_of
from reconcile.formulas.linear import cell, constant, linear
from reconcile.formulas.tree import Call, Node, Reference, Unknown
from reconcile.model import Kind, Place

_MOST_TERMS = 300_000  # of all forms together; beyond, formulas are only computed
_FEW_DIGITS = 10**4  # a weight is written with no more decimals
_RANKS = ("RANK", "RANK.EQ")


class Form(Struct, frozen=True):
    """`terms` are the cells named, blank ones too, each counted by its factor; `constant`, `scale`
    and `digits` as in a Relation. Of a rank the term is the score, and `among` names those it is
    ranked among. `ranged` says whether cells were named as a range."""

    kind: Kind
    terms: tuple[Place, ...]
    factors: tuple[Fraction, ...]
    constant: Fraction = Fraction(0)
    scale: int = 1
    digits: int | None = None
    descending: bool = True
    among: Reference | None = None
    ranged: bool = False


def form(place: Place, live: Live) -> Form | None:
    """The form of a cell's formula, None for one that no relation can say."""
    known = _known(live)
    if place not in known.forms:
        found = _read(place, live) if known.terms < _MOST_TERMS else None
        known.terms += 0 if found is None else len(found.terms)
        known.forms[place] = found
    return known.forms[place]


@dataclass
class _Known:
    """The forms that were read so far, and how many terms they have."""

    forms: dict[Place, Form | None] = field(default_factory=dict)
    terms: int = 0


@lru_cache(maxsize=4)
def _known(live: Live) -> _Known:
    return _Known()


def _read(place: Place, live: Live) -> Form | None:
    try:
        tree, digits = _bare(live.tree(place), live)
        found = (
            _rank(tree, live)
            or _average(tree, live)
            or _change(tree, live)
            or _additive(tree, live)
            or _quotient(tree, live)
        )
    except Unknown:
        return None
    if found is None or (place in found.terms and found.kind != "rank"):
        return None
    ranged = any(one.range[:2] != one.range[2:] for one in references_of(tree))
    return replace(found, digits=digits, ranged=ranged)


def _bare(tree: Node, live: Live) -> tuple[Node, int | None]:
    """The tree without rounding around it, and without the tests that keep errors away."""
    digits = None
    while isinstance(tree, Call):
        if tree.name == "ROUND" and len(tree.arguments) == 2:
            places = constant(tree.arguments[1])
            if places is None or places.denominator != 1:
                break
            tree, digits = tree.arguments[0], int(places)
        elif tree.name == "IFERROR" and len(tree.arguments) == 2:
            tree = tree.arguments[0]
        elif tree.name == "IF" and len(tree.arguments) >= 2:
            chosen = live.of(tree.arguments[0])
            if not chosen and len(tree.arguments) < 3:
                break
            tree = tree.arguments[1 if chosen else 2]
        else:
            break
    return tree, digits


def _rank(tree: Node, live: Live) -> Form | None:
    if not isinstance(tree, Call) or tree.name not in _RANKS or len(tree.arguments) < 2:
        return None
    score, among, *order = tree.arguments
    if not isinstance(score, Reference) or not isinstance(among, Reference):
        return None
    direction = constant(order[0]) if order else Fraction(0)
    if direction is None:
        return None
    own = cell(score, live)
    if own is None:
        return None
    return Form("rank", (own,), (Fraction(1),), descending=direction == 0, among=among)


def _average(tree: Node, live: Live) -> Form | None:
    """AVERAGE of cells, or their sum over how many there are."""
    if not isinstance(tree, Call):
        return None
    if tree.name == "AVERAGE" and all(isinstance(one, Reference) for one in tree.arguments):
        terms = [place for one in references_of(tree) for place in live.cells(one)]
        return _mean(terms)
    if tree.name != "/" or len(tree.arguments) != 2:
        return None
    upper, over = tree.arguments
    found = linear(upper, live)
    if found is None or found.constant or set(found.factors.values()) != {Fraction(1)}:
        return None
    numbers = sum(live.number(place) is not None for place in found.factors)
    if isinstance(over, Call) and over.name == "COUNT":
        counted = {place for one in references_of(over) for place in live.cells(one)}
        return _mean(list(found.factors)) if counted == set(found.factors) else None
    return _mean(list(found.factors)) if constant(over) == numbers > 1 else None


def _mean(terms: list[Place]) -> Form | None:
    alone = len(set(terms)) == len(terms) > 1
    return Form("average", tuple(terms), (Fraction(1),) * len(terms)) if alone else None


def _additive(tree: Node, live: Live) -> Form | None:
    """A sum, a weighted sum, a share by a constant, or a cell repeated."""
    found = linear(tree, live)
    if found is None or found.constant or not found.factors:
        return None
    terms = tuple(place for place, factor in found.factors.items() if factor)
    factors = tuple(found.factors[place] for place in terms)
    if len(terms) == 1:
        return _single(terms, factors[0])
    whole = all(factor.denominator == 1 for factor in factors)
    weights = all(_FEW_DIGITS % factor.denominator == 0 for factor in factors)
    if not terms or not (whole or (weights and len(set(factors)) > 1)):
        return None
    return Form("sum", terms, factors)


def _single(terms: tuple[Place, ...], factor: Fraction) -> Form | None:
    if factor == 1:
        return Form("link", terms, (factor,))
    if 0 < factor < 1 and _FEW_DIGITS % (1 / factor).denominator == 0:
        return Form("ratio", terms, (Fraction(1),), constant=1 / factor)
    return Form("sum", terms, (factor,)) if _FEW_DIGITS % factor.denominator == 0 else None


def _change(tree: Node, live: Live) -> Form | None:
    """(b − a) ÷ a, or b ÷ a − 1, per cent or not."""
    tree, scale = _scaled(tree)
    if not isinstance(tree, Call) or tree.name not in ("/", "-") or len(tree.arguments) != 2:
        return None
    left, right = tree.arguments
    if tree.name == "-":
        over = isinstance(left, Call) and left.name == "/" and constant(right) == 1
        pair = (
            [cell(one, live) for one in left.arguments] if over and isinstance(left, Call) else []
        )
        new, old = pair if len(pair) == 2 else (None, None)
    else:
        upper, old = linear(left, live), cell(right, live)
        gained = upper.factors if upper and not upper.constant else {}
        rest = [place for place in gained if place != old]
        new = rest[0] if len(rest) == 1 and gained == {rest[0]: 1, old: -1} else None
    if new is None or old is None:
        return None
    return Form("change", (old, new), (Fraction(1),) * 2, scale=scale)


def _scaled(tree: Node) -> tuple[Node, int]:
    """A tree that is taken a hundred times, without that."""
    if isinstance(tree, Call) and tree.name == "*" and len(tree.arguments) == 2:
        left, right = tree.arguments
        if constant(right) == 100:
            return left, 100
        if constant(left) == 100:
            return right, 100
    return tree, 1


def _quotient(tree: Node, live: Live) -> Form | None:
    """One cell over another or over a constant that the row decides, per cent or not, or the
    product of two."""
    above: list[Place] = []
    below: list[Place] = []
    scale = Fraction(1)
    for factor, up in _factors(tree, True):
        node = _bare(factor, live)[0] if _is_choice(factor) else factor
        number, place = constant(node), cell(node, live)
        if number:
            scale = scale * number if up else scale / number
        elif place is not None:
            (above if up else below).append(place)
        else:
            return None
    ones = (Fraction(1),) * 2
    if len(above) == 1 and len(below) == 1 and scale in (1, 100):
        return Form("ratio", (*above, *below), ones, scale=int(scale))
    if (
        len(above) == 1
        and not below
        and 0 < scale < 1
        and _FEW_DIGITS % (1 / scale).denominator == 0
    ):
        return Form("ratio", tuple(above), (Fraction(1),), constant=1 / scale)
    if len(above) == 2 and not below and scale == 1:
        return Form("product", tuple(above), ones)
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
