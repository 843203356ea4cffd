"""What holds along the rows of a body as far as they show it before they are aligned: which columns
are sums, ratios or multiples of others."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Literal

import numpy as np
from msgspec import Struct

from reconcile.model import Flags, Floats
from reconcile.structure import additions
from reconcile.structure.grid import NUMBER

_MOST_ROWS = 60  # that laws are learned from
_MOST_COLUMNS = 60  # of figures, beyond which only neighbours are tried
_THROUGHOUT = 0.9  # the share of the rows that could fail a law in which it holds
_MOSTLY = 0.5  # the share of all rows
_DIFFERENT = 4  # figures that it comes to: a law of 0 and 1 is none
_LONGEST_STEP = 6  # columns from one group's figure to the same of the next group
_NOISE = 1e-6  # in parts of a figure, and of 1: what adding doubles may be off by, and more


class RowLaw(Struct, frozen=True):
    """In each row `target` is the sum of the terms, or the first divided by the second, or a
    multiple of the one, times `factor`."""

    kind: Literal["sum", "ratio", "multiple"]
    target: int
    terms: tuple[int, ...]
    factor: float = 1.0
    tolerance: float = _NOISE

    @property
    def columns(self) -> tuple[int, ...]:
        return (self.target, *self.terms)

    def holds(self, values: Sequence[float | None]) -> bool | None:
        """Whether a row follows the law; None where it could not have failed."""
        stated = values[self.target]
        terms = [values[term] or 0.0 for term in self.terms]
        if not stated or sum(map(bool, terms)) < min(2, len(terms)):
            return None
        computed = sum(terms) if self.kind != "ratio" else terms[0] / terms[1]
        return abs(computed * self.factor - stated) <= self.tolerance + _NOISE * abs(stated)

    def missing(self, values: Sequence[float | None], column: int) -> float | None:
        """The figure that a sum lacks in one of its columns."""
        if self.kind != "sum" or column not in self.columns:
            return None
        terms = sum(values[term] or 0.0 for term in self.terms if term != column)
        if column == self.target:
            return terms
        stated = values[self.target]
        return None if stated is None else stated - terms


def row_laws(values: Floats, usual: Sequence[int]) -> list[RowLaw]:
    """The laws of some rows, shape (rows, columns); NaN is no number."""
    some = values[:_MOST_ROWS]
    widest = additions.widest(some, usual)
    sums = [*([widest] if widest else []), *additions.paired(some, usual)]
    figures = [j for j, kind in enumerate(usual) if kind == NUMBER]
    last = int(np.flatnonzero((~np.isnan(some)).any(axis=0)).max(initial=0))  # blanks behind it
    laws = {
        RowLaw("sum", addition.total, tuple(part for part in addition.parts if part <= last))
        for addition in sums
    }
    if len(figures) <= _MOST_COLUMNS:
        numbers = np.nan_to_num(some)
        for target in figures:
            others = [j for j in figures if j != target]
            laws.update(_pairs(numbers, target, others))
            laws.update(_in_steps(numbers, target, set(figures)))
            laws.update(_ratios(some, target, others))
    return sorted(laws, key=lambda law: (law.target, law.terms))


def _pairs(numbers: Floats, target: int, others: list[int]) -> Iterator[RowLaw]:
    """`C = A + B`, wherever they stand."""
    parts = numbers[:, others]
    sums = parts[:, :, None] + parts[:, None, :]
    both = (parts != 0)[:, :, None] & (parts != 0)[:, None, :]
    for a, b in _throughout(sums, numbers[:, target], both):
        if a < b:
            yield RowLaw("sum", target, (others[a], others[b]))


def _in_steps(numbers: Floats, target: int, figures: set[int]) -> Iterator[RowLaw]:
    """A total of each second (third, …) column before it, or behind: `self, appraised, self,
    appraised, total self`."""
    for step in [n for n in range(-_LONGEST_STEP, _LONGEST_STEP + 1) if abs(n) > 1]:
        terms: list[int] = []
        column = target + step
        while column in figures:
            terms.append(column)
            column += step
        if len(terms) > 2:
            parts = numbers[:, terms]
            totals, some = parts.cumsum(axis=1), np.logical_or.accumulate(parts != 0, axis=1)
            sizes = [2 + n for (n,) in _throughout(totals[:, 2:], numbers[:, target], some[:, 2:])]
            if sizes:
                yield RowLaw("sum", target, tuple(terms[: max(sizes) + 1]))


def _ratios(values: Floats, target: int, others: list[int]) -> Iterator[RowLaw]:
    """`C = A / B`, in per cent or not, and `C = A · 0.25`, as finely as the column is printed."""
    stated = np.nan_to_num(values[:, target])
    unit = next((10.0**-n for n in range(1, 7) if _is_whole(stated * 10**n)), 1e-6)
    if _is_whole(stated):
        return  # whole ratios are too few to tell
    parts = np.nan_to_num(values[:, others])
    with np.errstate(divide="ignore", invalid="ignore"):
        ratios = parts[:, :, None] / parts[:, None, :]
        multiples = stated[:, None] / parts
    telling = (parts != 0)[:, :, None] & (parts != 0)[:, None, :]
    ratios[~telling] = 0.0
    for factor in (1.0, 100.0):
        for a, b in _throughout(ratios * factor, stated, telling, unit / 2):
            if a != b:
                yield RowLaw("ratio", target, (others[a], others[b]), factor, unit / 2)
    known = parts != 0
    some = np.flatnonzero(known.any(axis=0))
    if len(some):
        factors = np.nanmedian(np.where(known, multiples, np.nan)[:, some], axis=0)
        shares = _throughout(parts[:, some] * factors, stated, known[:, some], unit / 2)
        for (a,) in shares:
            term = others[int(some[a])]
            yield RowLaw("multiple", target, (term,), float(factors[a]), unit / 2)


def _is_whole(values: Floats) -> bool:
    return bool((np.abs(values - np.round(values)) < _NOISE).all())


def _throughout(
    computed: Floats, stated: Floats, telling: Flags, tolerance: float = 0.0
) -> list[tuple[int, ...]]:
    """Which of some options, shape (rows, …), come to what is stated in nearly all rows that tell,
    and to enough different figures."""
    shape = (len(stated),) + (1,) * (computed.ndim - 1)
    target = stated.reshape(shape)
    telling = telling & (target != 0)
    holds = telling & (np.abs(computed - target) <= tolerance + _NOISE * (1 + np.abs(target)))
    hits, tried = holds.sum(axis=0), telling.sum(axis=0)
    likely = (hits >= max(_DIFFERENT, _MOSTLY * len(stated))) & (hits >= _THROUGHOUT * tried)
    each = holds.reshape(len(stated), -1)
    return [
        tuple(map(int, np.unravel_index(option, likely.shape)))
        for option in np.flatnonzero(likely).tolist()
        if len(np.unique(stated[each[:, option]])) >= _DIFFERENT
    ]
