"""Figures cut to so many significant digits: the larger one is, the fewer decimals it has left.

Programs that write a General number as text keep ten digits or so of it: `-500234.7803` beside
`1298373.173` and `64630.73496`. Their decimals are no printed precision that a column shares, and
sums of them are off in the last digit of the largest.
"""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache

import numpy as np

from reconcile.model import Figures, Flags, Integers

# Fewer digits than seven are what people type; doubles have no more than fifteen.
_LEAST, _MOST = 7, 15
_MANY = 10  # different figures with all the digits, for them to be cut there
_FEW = 2  # of a column with each number of decimals, of which there must be two


@lru_cache(maxsize=64)
def significant_digits(figures: Figures) -> int:
    """To how many significant digits the figures of a table are cut; 0 where they are not.

    Many have just as many digits and none has more, while in one column their decimals differ.
    """
    varied = np.flatnonzero(_span(figures) > 0)
    if not len(varied):
        return 0
    known = figures.known[:, varied] & (figures.decimals[:, varied] > 0)
    decimals = figures.decimals[:, varied]
    printed = np.abs(figures.units[:, varied]).astype(np.float64)
    printed = np.where(known, printed * 10.0 ** (decimals - figures.scale), 0)
    digits = np.where(printed >= 1, np.floor(np.log10(np.maximum(printed, 1))) + 1, 0)
    most = int(digits.max(initial=0))
    full = digits == most
    if not _LEAST <= most <= _MOST or len(np.unique(np.round(printed[full]))) < _MANY:
        return 0
    return most if any(_is_uneven(decimals[full[:, j], j]) for j in range(len(varied))) else 0


def _span(figures: Figures) -> Integers:
    """By column, between how many decimals its figures differ."""
    known = figures.known & (figures.units != 0)
    most = np.where(known, figures.decimals, 0).max(axis=0, initial=0)
    least = np.where(known, figures.decimals, most).min(axis=0, initial=99)
    return np.asarray(most - least)


def _is_uneven(decimals: Integers) -> bool:
    counts = np.unique(decimals, return_counts=True)[1]
    return int((counts >= _FEW).sum()) >= 2


def cut_off(units: Integers, residuals: Integers, digits: int) -> Flags:
    """Where a residual is no more than what cutting the figures of its equation explains.

    Each figure may be off by half a unit of its last significant digit; `units` has shape
    (equations, figures), the same unit as `residuals`.
    """
    sizes = np.floor(np.log10(np.maximum(np.abs(units).astype(np.float64), 1))) + 1
    halves = np.where(units != 0, 0.5 * 10.0 ** (sizes - digits), 0).sum(axis=1)
    found: Flags = np.abs(residuals).astype(np.float64) <= halves
    return found


def fewest_digits(tables: Iterable[Figures]) -> int:
    """The fewest significant digits that figures of these tables are cut to; 0 where none are."""
    return min(filter(None, map(significant_digits, tables)), default=0)
