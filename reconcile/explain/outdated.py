"""Stored results that their formulas no longer give, those with one cause taken together."""

from __future__ import annotations

from decimal import ROUND_HALF_UP, Decimal, InvalidOperation
from fractions import Fraction

from msgspec import Struct

from reconcile import numbers
from reconcile.formulas.calculator import Calculator, agree
from reconcile.formulas.interpretation import meaning_of
from reconcile.formulas.recalculation import FullRecalculation
from reconcile.formulas.tree import Unknown, Value
from reconcile.model import Place

_SAME = Decimal("1e-9")


class Outdated(Struct, frozen=True):
    """A cell whose formula comes to `value`, not to what it stores."""

    place: Place
    stored: Value
    value: Value


class Cause(Struct, frozen=True):
    """Cells that are out of date by one and the same change: of the figure in `changed`, if any."""

    cells: tuple[Outdated, ...]
    changed: Place | None = None


def outdated(formulas: Calculator) -> tuple[Cause, ...]:
    """A cell that merely hangs on one out of date is not listed: it follows."""
    causes: list[Cause] = []
    asked: dict[tuple[Place, Decimal], int] = {}  # the cause that a change of a figure would be
    recalculation = FullRecalculation(formulas)
    for place in formulas.formula_places():
        found = _outdated(place, formulas, recalculation)
        if found is None:
            continue
        changes = _changes(found, formulas)
        shared = [one for one in changes.items() if one in asked]
        known = causes[asked[shared[0]]] if len(shared) == 1 else None
        if known is not None and known.changed in (None, shared[0][0]):
            causes[asked[shared[0]]] = Cause((*known.cells, found), shared[0][0])
        else:
            causes.append(Cause((found,)))
            asked.update((one, len(causes) - 1) for one in changes.items() if one not in asked)
    return tuple(causes)


def _outdated(
    place: Place, formulas: Calculator, recalculation: FullRecalculation
) -> Outdated | None:
    try:
        stored = formulas.stored_value(place)
        tree = formulas.tree(place)
        if stored is None or formulas.comes_to(tree, stored):
            return None
        if formulas.reads_text(tree) or _is_rounded(
            place, formulas.compute(tree), stored, formulas
        ):
            return None
        value = recalculation.value(place)
    except Unknown:
        return None
    if place in recalculation.circular or agree(value, stored):
        return None
    return Outdated(place, stored, value)


def _is_rounded(place: Place, computed: Value, stored: Value, formulas: Calculator) -> bool:
    """A workbook may be set to keep no more digits than it shows."""
    if not isinstance(computed, Decimal) or not isinstance(stored, Decimal):
        return False
    code = formulas.sheet(place.sheet).format_code(place.row, place.column)
    places = numbers.decimals_shown(code)
    if places is None:
        return False
    return _rounded(computed, Decimal(1).scaleb(-places)) == stored


def _changes(one: Outdated, formulas: Calculator) -> dict[Place, Decimal]:
    """By how much each cell that a sum or average names would have to change for its result."""
    if not isinstance(one.value, Decimal) or not isinstance(one.stored, Decimal):
        return {}
    found = meaning_of(one.place, formulas)
    if found is None or found.kind not in ("sum", "average"):
        return {}
    counted = [place for place in found.terms if formulas.stored_number(place) is not None]
    times = len(counted) if found.kind == "average" else 1
    missing = times * (one.value - one.stored)
    factors = dict(zip(found.terms, found.factors, strict=True))
    return {place: _plainly(missing, factors[place]) for place in counted}


def _plainly(missing: Decimal, factor: Fraction) -> Decimal:
    change = missing * factor.denominator / factor.numerator
    return _rounded(change, _SAME) + 0


def _rounded(value: Decimal, unit: Decimal) -> Decimal:
    """The value to a unit, as it is where it has more digits than are reckoned with."""
    try:
        return value.quantize(unit, ROUND_HALF_UP)
    except InvalidOperation:
        return value
