"""Indices: a line that is another over a constant, `F = E / 200`, such as the highest score."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from math import log

import numpy as np

from reconcile.model import Flags, Floats, Integers
from reconcile.relations.discovery.field import Field
from reconcile.relations.discovery.line_pairs import Option

_LEAST = 4  # different figures, of both lines, that show a constant
_LEAST_MULTIPLE = 1.5  # of the highest score over its index; in per cent a hundredth of that
_OFTEN = 0.3  # of a line's figures that have so many decimals or more: these are usual
_ALIKE, _MOSTLY = 0.02, 0.6  # how far quotients lie from the middle one, and which part of them
_TOTALS = 2  # lines of which a total is one, where it is a total that is divided
_EDGE = 1 + Fraction(1, 10**9)  # an exact half stands on the very end of its interval
_POWERS = 4  # of ten that a constant may be of


def options(field: Field, values: Floats, target: int, near: Integers) -> Iterator[Option]:
    """The lines over which a target may stand, with the denominator under which most of its figures
    round to what is printed; `values` are the figures of the field."""
    digits = usual_digits(field, target)
    if digits == 0 or field.is_computed(target):
        return
    for term in _steady(field, values, target, near):
        rows = np.flatnonzero(_usable(field, target, term))
        printed, base = values[rows, target], values[rows, term]
        if len(rows) < _LEAST or min(_different(base), _different(printed)) < _LEAST:
            continue
        half = 0.5 / 10**digits
        alike = (base > 0) == (printed > 0)
        size, dividend = np.abs(printed[alike]), np.abs(base[alike])
        most = np.full(len(size), np.inf)  # what rounds to 0 bounds nothing
        np.divide(dividend, size - half, out=most, where=size > half)
        constant = _simplest(*_densest(dividend / (size + half), most))
        if constant is not None:
            scale = 100 if constant < _LEAST_MULTIPLE else 1
            if constant != 1:
                others = _TOTALS if field.is_computed(term) else len(field.lines)
                tries = log(others) + _price(constant)
                yield Option("index", scale, term, term, tries, constant=constant * scale)


def _price(constant: Fraction) -> float:
    """The log of how many constants are as simple: 200 is one of nine times as many as powers."""
    digits = len(str(constant.numerator).strip("0"))
    return log(_POWERS * 9 * 10 ** (digits - 1))


def _usable(field: Field, target: int, term: int) -> Flags:
    known: Flags = field.sound & field.known[:, target] & field.known[:, term]
    usable: Flags = known & (field.units[:, target] != 0) & (field.units[:, term] != 0)
    return usable


def _steady(field: Field, values: Floats, target: int, near: Integers) -> Iterator[int]:
    """Lines nearby, and totals, that in most positions are nearly one multiple of the target."""
    rows = np.flatnonzero(field.sound & field.known[:, target] & (field.units[:, target] != 0))
    others = np.union1d(near, sorted(field.computed - {target})).astype(np.int64)
    if len(rows) < _LEAST or not len(others):
        return
    at = np.ix_(rows, others)
    known = field.known[at] & (field.units[at] != 0)
    quotients = np.where(known, values[at] / values[rows, target][:, None], np.nan)
    counts, every = known.sum(axis=0), np.arange(len(others))
    ordered = np.sort(quotients, axis=0)
    low, high = np.maximum(counts - 1, 0) // 2, np.minimum(counts // 2, len(rows) - 1)
    middles = (ordered[low, every] + ordered[high, every]) / 2
    with np.errstate(invalid="ignore", divide="ignore"):
        alike = (np.abs(quotients / middles - 1) < _ALIKE).sum(axis=0)
    steady = (counts >= _LEAST) & (middles > 0) & (alike >= _MOSTLY * counts)
    for term, middle in zip(others[steady].tolist(), middles[steady].tolist(), strict=True):
        in_per_cent = field.is_rate(target) and not field.is_rate(term)
        if middle > _LEAST_MULTIPLE / (100 if in_per_cent else 1):
            yield term


def usual_digits(field: Field, line: int) -> int:
    """The decimals that a good part of a line's figures have, whatever the odd one shows."""
    decimals = field.decimals[field.known[:, line], line]
    if not len(decimals):
        return 0
    finer = np.bincount(decimals)[::-1].cumsum()[::-1]  # how many have that many, or more
    return int(np.flatnonzero(finer[:16] >= _OFTEN * len(decimals))[-1])


def _different(values: Floats) -> int:
    return len(set(values.tolist()))


def _densest(low: Floats, high: Floats) -> tuple[float, float]:
    """The stretch that lies in the most intervals."""
    ends = sorted([(x, 0) for x in low] + [(x, 1) for x in high])
    depth = best = 0
    densest = (0.0, 0.0)
    for n, (x, closes) in enumerate(ends):
        depth += -1 if closes else 1
        if depth > best:
            best, densest = depth, (x, ends[n + 1][0])
    return densest


def _simplest(low: float, high: float) -> Fraction | None:
    """The number with the fewest digits between two others; None above four digits, and where
    nothing above 0 is an upper bound."""
    if not 0 < high < np.inf:
        return None
    for digits in range(1, 5):
        exponent = int(np.floor(np.log10(high))) - digits + 1
        step = Fraction(10) ** exponent
        first = -(-Fraction(low) / _EDGE // step) * step
        if first <= Fraction(high) * _EDGE:
            return first
    return None
