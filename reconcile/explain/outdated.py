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
from reconcile.model import ADDITIVE, Place

_SAME = Decimal("1e-9")  # to which the changes that two cells ask of a figure are compared


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
    cause_of: dict[tuple[Place, Decimal], int] = {}  # the cause that a change of a figure would be
    recalculation = FullRecalculation(formulas)
    for place in formulas.formula_places():
        result = _outdated(place, formulas, recalculation)
        if result is None:
            continue
        changes = _changes(result, formulas)
        shared = [change for change in changes.items() if change in cause_of]
        known = causes[cause_of[shared[0]]] if len(shared) == 1 else None
        if known is not None and known.changed in (None, shared[0][0]):
            causes[cause_of[shared[0]]] = Cause((*known.cells, result), shared[0][0])
        else:
            causes.append(Cause((result,)))
            cause_of.update(
                (change, len(causes) - 1) for change in changes.items() if change not in cause_of
            )
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


def _changes(result: Outdated, formulas: Calculator) -> dict[Place, Decimal]:
    """By how much each cell that a sum or average names would have to change for its result."""
    if not isinstance(result.value, Decimal) or not isinstance(result.stored, Decimal):
        return {}
    meaning = meaning_of(result.place, formulas)
    if meaning is None or meaning.kind not in ADDITIVE:
        return {}
    counted = [place for place in meaning.terms if formulas.stored_number(place) is not None]
    times = len(counted) if meaning.kind == "average" else 1
    difference = times * (result.value - result.stored)
    factors = dict(zip(meaning.terms, meaning.factors, strict=True))
    return {place: _change(difference, factors[place]) for place in counted}


def _change(difference: Decimal, factor: Fraction) -> Decimal:
    change = difference * factor.denominator / factor.numerator
    return _rounded(change, _SAME) + 0


def _rounded(value: Decimal, unit: Decimal) -> Decimal:
    """The value to a unit, as it is where it has more digits than are reckoned with."""
    try:
        return value.quantize(unit, ROUND_HALF_UP)
    except InvalidOperation:
        return value
