"""Which cells that read `1/2` state one half: they might be a date, or one of two as well.

Plank | Inches                 Vote | Present
A     | 3 1/4                  A    | 3/4
B     | 1/2     a half: above  B    | 1/2     one of two: nothing says that
                it stands one
                beside a whole
"""

from __future__ import annotations

from fractions import Fraction
from math import gcd

import numpy as np

from reconcile import numbers
from reconcile.model import TEXT, Flags
from reconcile.structure.contents import Contents

_LEAST = 2  # fractions that a total is of


def fractions(held: Contents) -> Flags:
    """The cells that state a fraction, where their column bears that out: it has a whole number
    with one, or its total comes out."""
    state_fractions = np.zeros(held.sorts.shape, dtype=bool)
    if not held.pool.fractions:
        return state_fractions
    lone = (held.sorts == TEXT) & np.isin(held.shown, list(held.pool.fractions))
    for column in np.flatnonzero(lone.any(axis=0)).tolist():
        if _bears_out(held, column, lone[:, column]):
            state_fractions[:, column] = lone[:, column]
    return state_fractions


def _bears_out(held: Contents, column: int, lone: Flags) -> bool:
    texts = held.pool.texts[held.shown[:, column]]
    if any(numbers.is_slashed(text) for text in texts[~lone & (held.sorts[:, column] == TEXT)]):
        return False  # `5/4` beside `1/4` are dates or scores
    if any(map(numbers.has_fraction, texts[held.legible[:, column]])):
        return True
    if lone.sum() < _LEAST or not all(map(_is_reduced, texts[lone])):
        return False
    return _comes_out(held, column, lone)


def _is_reduced(text: str) -> bool:
    """Nobody writes 2/4 for a half."""
    numerator, _, denominator = text.lstrip("-−").replace("⁄", "/").partition("/")
    return gcd(int(numerator), int(denominator)) == 1


def _comes_out(held: Contents, column: int, lone: Flags) -> bool:
    """Whether the last figure of the column, or the first, is the sum of the others, and no
    fraction itself: dates of one month may well seem to add up."""
    rows = np.flatnonzero(lone | held.legible[:, column] | held.stored[:, column]).tolist()
    stated = [_value(held, row, column, lone) for row in rows]
    for total, others in ((rows[-1], stated[:-1]), (rows[0], stated[1:])):
        if not lone[total] and sum(others) == _value(held, total, column, lone):
            return True
    return False


def _value(held: Contents, row: int, column: int, lone: Flags) -> Fraction:
    shown = int(held.shown[row, column])
    if lone[row]:
        return Fraction(held.pool.fractions[shown].value)
    if held.stored[row, column]:
        return Fraction(numbers.meant_number(float(held.values[row, column])).value)
    reading = numbers.read(str(held.pool.texts[shown]), None)
    return Fraction(reading.number.value) if reading else Fraction(0)
