"""Faults of the hand: one figure typed wrong, and still a figure."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from decimal import Decimal

from benchmarks.faults.injection import Fault, Mutant, Victim, changed
from tests.layouts.drawing import Figure

Slip = Callable[[Figure, Victim], Figure | None]


def _struck(slip: Slip) -> Fault:
    """The fault that a slip makes of a figure picked by chance."""

    def fault(victim: Victim) -> Mutant | None:
        spots = victim.figures()
        for spot in victim.rng.sample(spots, min(len(spots), 40)):
            old = victim.clean.figure(spot)
            new = slip(old, victim)
            if new is not None and new.value != old.value:
                return Mutant(changed(victim.clean.rows, {spot: new}), frozenset((spot,)))
        return None

    return fault


def _ten_times(old: Figure, victim: Victim) -> Figure:
    """87.5 for 8.75, 870 for 87."""
    whole = old.value.as_tuple().exponent == 0
    return _like(old, old.value * 10 if whole else old.value.scaleb(1))


def _a_tenth(old: Figure, victim: Victim) -> Figure | None:
    """0.875 for 8.75; a whole number loses its last zero, or gains a decimal mark."""
    if old.value.as_tuple().exponent == 0 and old.value % 10 == 0:
        return _like(old, old.value // 10)
    return _like(old, old.value.scaleb(-1))


def _transposed(old: Figure, victim: Victim) -> Figure | None:
    digits = _digits(old)
    pairs = [n for n in range(len(digits) - 1) if digits[n] != digits[n + 1]]
    if not pairs:
        return None
    n = victim.rng.choice(pairs)
    return _from_digits(old, [*digits[:n], digits[n + 1], digits[n], *digits[n + 2 :]])


def _one_digit(old: Figure, victim: Victim) -> Figure:
    digits = _digits(old)
    n = victim.rng.randrange(len(digits))
    digits[n] = victim.rng.choice([d for d in range(1 if n == 0 else 0, 10) if d != digits[n]])
    return _from_digits(old, digits)


def _dropped(old: Figure, victim: Victim) -> Figure | None:
    """One digit fewer before the mark."""
    digits, whole = _digits(old), len(str(int(abs(old.value))))
    if whole < 2:
        return None
    n = victim.rng.randrange(whole)
    return _from_digits(old, [*digits[:n], *digits[n + 1 :]])


def _doubled(old: Figure, victim: Victim) -> Figure:
    """One digit before the mark typed twice."""
    digits, whole = _digits(old), len(str(int(abs(old.value))))
    n = victim.rng.randrange(whole)
    return _from_digits(old, [*digits[: n + 1], *digits[n:]])


def _negated(old: Figure, victim: Victim) -> Figure:
    return _like(old, -old.value)


def _digits(old: Figure) -> list[int]:
    """The digits as printed, the zero before a decimal mark too."""
    return [int(digit) for digit in f"{abs(old.value):f}" if digit != "."]


def _from_digits(old: Figure, digits: Iterable[int]) -> Figure:
    units = Decimal(int("".join(map(str, digits))))
    return _like(old, units.scaleb(int(old.value.as_tuple().exponent)))


def _like(old: Figure, value: Decimal) -> Figure:
    return Figure(value, old.grouped, old.suffix)


SLIPS: dict[str, Fault] = {
    "ten times": _struck(_ten_times),
    "a tenth": _struck(_a_tenth),
    "transposed": _struck(_transposed),
    "digit wrong": _struck(_one_digit),
    "digit dropped": _struck(_dropped),
    "digit doubled": _struck(_doubled),
    "sign": _struck(_negated),
}
