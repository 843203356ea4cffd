"""Indices: a line that is another over a constant, `F = E / 200`, such as the highest score."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from fractions import Fraction

import numpy as np
from msgspec import Struct

from reconcile.labels import vocabulary
from reconcile.labels.texts import asked_once_per_pattern
from reconcile.model import Flags, Floats, Integers
from reconcile.relations.discovery.field import Field, median

_LEAST = 4
_FEW = 3  # figures that may be the whole
_LEAST_MULTIPLE = 1.5  # of the highest score over its index; in per cent a hundredth of that
_OFTEN = 0.3
_EDGE = 1 + Fraction(1, 10**9)  # an exact half stands on the very end of its interval


class Ratio(Struct, frozen=True):
    """Line `target` is `scale` × line `term` ÷ `constant`; of `tested` positions `held` agree."""

    target: int
    term: int
    constant: Fraction
    scale: int
    held: int
    tested: int


def find(field: Field) -> tuple[Ratio, ...]:
    """The ratios of a field. Floats only search here; equations are judged exactly later."""
    values = field.values()
    found: list[Ratio] = []
    named: Sequence[bool] = [True] * len(field.lines)
    if field.axis == "row":
        named = asked_once_per_pattern(field.names, vocabulary.is_rate)
    for target in np.flatnonzero(named).tolist():
        options = list(_by_constant(field, values, target))
        if options:
            best = max(options, key=lambda r: (r.held, field.roles[r.term] == "total"))
            found.append(best)
    return _untangled(found)


def _untangled(found: list[Ratio]) -> tuple[Ratio, ...]:
    """Of two ratios that restate each other, the finer printed one was computed from the other."""
    targets = {ratio.target for ratio in found}
    return tuple(ratio for ratio in found if ratio.term not in targets)


def _usable(field: Field, target: int, term: int) -> Flags:
    known: Flags = field.sound & field.known[:, target] & field.known[:, term]
    usable: Flags = known & (field.units[:, target] != 0) & (field.units[:, term] != 0)
    return usable


def _by_constant(field: Field, values: Floats, target: int) -> Iterator[Ratio]:
    """Denominators under which most rows round to what is printed."""
    digits = usual_digits(field, target)
    if digits == 0 and not field.is_rate(target):
        return
    for term in _steady(field, values, target):
        rows = np.flatnonzero(_usable(field, target, term))
        printed, base = values[rows, target], values[rows, term]
        if len(rows) < _LEAST or min(_different(base), _different(printed)) < _LEAST:
            continue
        half = 0.5 / 10**digits
        alike = (base > 0) == (printed > 0)
        size, whole = np.abs(printed[alike]), np.abs(base[alike])
        most = np.full(len(size), np.inf)  # what rounds to 0 bounds nothing
        np.divide(whole, size - half, out=most, where=size > half)
        low, high, held = _densest(whole / (size + half), most)
        constant = _simplest(low, high)
        scale = 100 if constant and constant < _LEAST_MULTIPLE else 1
        whole, reach = constant and constant * scale, half
        stated = _stated_whole(field, rows, (target, term), 2 * half, held)
        if stated is None and digits == 0:
            continue
        if stated is not None:
            (whole, scale, held), reach = stated, 2 * half
        if whole is None or whole == scale or held < max(_LEAST, 0.6 * len(rows)):
            continue
        holding = np.abs(base * scale / float(whole) - printed) <= reach * (1 + 1e-9)
        if _different(printed[holding]) >= _LEAST:
            yield Ratio(target, term, whole, scale, held, len(rows))


def _stated_whole(
    field: Field, rows: Integers, lines: tuple[int, int], unit: float, held: int
) -> tuple[Fraction, int, int] | None:
    """The figure that the sheet gives as the whole, where it says 1 or 100 per cent, by what it is
    multiplied, and how many of the others are parts of it, cut off or rounded: no fewer than under
    any other."""
    values, (target, term) = field.values()[rows], lines
    if field.is_rate(term):
        return None
    printed, base = values[:, target], values[:, term]
    found: tuple[Fraction, int, int] | None = None
    for scale in (1, 100):
        for at in np.flatnonzero(printed == scale).tolist()[:_FEW]:
            parts = int((np.abs(base * scale / base[at] - printed) < unit).sum())
            if parts >= held:
                units = int(field.units[rows[at], term])
                whole = Fraction(units, 10**field.table.figures.scale)
                found, held = (whole, scale, parts), parts + 1
    return found


def _steady(field: Field, values: Floats, target: int) -> Iterator[int]:
    """Lines that in most positions are nearly one multiple of the target, and not the target."""
    rows = field.sound & field.known[:, target] & (field.units[:, target] != 0)
    if rows.sum() < _LEAST:
        return
    known = field.known[rows] & (field.units[rows] != 0)
    quotients = np.where(known, values[rows] / values[rows, target][:, None], np.nan)
    for term in np.flatnonzero(known.sum(axis=0) >= _LEAST):
        found = quotients[known[:, term], term]
        middle = median(found)
        in_per_cent = field.is_rate(target) and not field.is_rate(int(term))
        least = _LEAST_MULTIPLE / (100 if in_per_cent else 1)
        if term != target and middle > least and (np.abs(found / middle - 1) < 0.02).mean() >= 0.6:
            yield int(term)


def usual_digits(field: Field, line: int) -> int:
    """The decimals that a good part of a line's figures have, whatever the odd one shows."""
    decimals = field.decimals[field.known[:, line], line]
    if not len(decimals):
        return 0
    finer = np.bincount(decimals)[::-1].cumsum()[::-1]  # how many have that many, or more
    return int(np.flatnonzero(finer[:16] >= _OFTEN * len(decimals))[-1])


def _different(values: Floats) -> int:
    return len(set(values.tolist()))


def _densest(low: Floats, high: Floats) -> tuple[float, float, int]:
    """The stretch that lies in the most intervals: (low, high, how many)."""
    ends = sorted([(x, 0) for x in low] + [(x, 1) for x in high])
    depth = best = 0
    found = (0.0, 0.0)
    for n, (x, closes) in enumerate(ends):
        depth += -1 if closes else 1
        if depth > best:
            best, found = depth, (x, ends[n + 1][0])
    return *found, best


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
