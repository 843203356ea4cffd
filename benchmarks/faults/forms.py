"""Faults of form: a figure written so that a program does not take it for one.

In half of the mutants the totals above the cell were summed by a program and lack it; in the other
half they stand right, as they do where they were typed.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from decimal import Decimal

from benchmarks.faults.board import Content, Odd, Spot
from benchmarks.faults.injection import Fault, Mutant, Victim, carried, changed, like, summing
from benchmarks.faults.rendering import Manner
from tests.layouts.drawing import Figure

Form = Callable[[Figure, Victim], Content]
_LETTERS = str.maketrans({"0": "O", "1": "l"})
_MARKS = (" điểm", "*", " (1)", " đ")


def _written(form: Form, plain: bool) -> Fault:
    """The fault that writes a term of a sum in another form; `plain` as in Mutant."""

    def fault(victim: Victim) -> Mutant | None:
        spots = sorted({spot for law in victim.laws("sum") for spot in law.terms})
        skipped = victim.rng.random() < 0.5
        for spot in victim.rng.sample(spots, min(len(spots), 40)):
            new = form(victim.clean.figure(spot), victim)
            if new is not None:
                cells = {**_without(victim, spot), spot: new} if skipped else {spot: new}
                return Mutant(changed(victim.clean.rows, cells), frozenset((spot,)), plain)
        return None

    return fault


def _without(victim: Victim, spot: Spot) -> dict[Spot, Content]:
    """The totals as a program sums them that passes the cell over, and what follows from them."""
    clean = victim.clean
    lost = clean.figure(spot).value
    found: dict[Spot, Content] = {}
    above = [spot]
    while above:
        for law in summing(clean, above.pop()):
            if law.target not in found:
                old = clean.figure(law.target)
                found[law.target] = like(old, old.value - lost)
                above.append(law.target)
    return carried(clean, found)


def _other_mark(old: Figure, victim: Victim) -> Content:
    if old.value.as_tuple().exponent == 0 or old.grouped:
        return None
    return Odd(old.value, written=old.text(comma=not victim.manner.comma))


def _letter(old: Figure, victim: Victim) -> Content:
    text = old.text(_comma(victim.manner))
    places = [n for n, character in enumerate(text) if character in "01"]
    if not places:
        return None
    n = victim.rng.choice(places)
    return text[:n] + text[n].translate(_LETTERS) + text[n + 1 :]


def _marked(old: Figure, victim: Victim) -> Content:
    """With a unit or the mark of a footnote behind it."""
    text = old.text(_comma(victim.manner)) + victim.rng.choice(_MARKS)
    return Odd(old.value, written=text)


def _as_date(old: Figure, victim: Victim) -> Content:
    """8.7 typed where the program takes it for the 8th of July."""
    exponent = int(old.value.as_tuple().exponent)
    if victim.manner.format != "xlsx" or exponent not in (-1, -2):
        return None
    day, month = int(old.value), int(old.value % 1 * Decimal(10) ** -exponent)
    return date(2023, month, day) if 1 <= day <= 28 and 1 <= month <= 12 else None


def _comma(manner: Manner) -> bool:
    return manner.comma and manner.format != "xlsx"


FORMS: dict[str, Fault] = {
    "comma as text": _written(_other_mark, plain=False),
    "letter for digit": _written(_letter, plain=True),
    "unit or footnote": _written(_marked, plain=False),
    "date": _written(_as_date, plain=True),
}
