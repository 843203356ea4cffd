"""What a residual may be although nothing is wrong and nothing was rounded to be printed.

Adding doubles leaves a few units in the last of their bits. And programs that write a General
number as text keep ten digits or so of it: `-500234.7803` beside `1298373.173` and `64630.73496`.
The larger a figure is, the fewer decimals it has left: they are no printed precision that a column
shares, and sums are off in the last digit of the largest.
"""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache

import numpy as np

from reconcile.model import Figures, Floats, Integers
from reconcile.relations.check.rounding import varied_columns

_LEAST_NOISY = 2**48  # units, from which on 16 times the last bit of a double is one of them
# Fewer digits than seven are what people type; doubles have no more than fifteen.
_LEAST, _MOST = 7, 15
_MANY = 10  # different figures with all the digits, for them to be cut there
_FEW = 2  # of a column with each number of decimals, of which there must be two


def without_noise(residuals: Integers, units: Integers, tables: Iterable[Figures]) -> Integers:
    """The residuals but for what noise explains, which is none.

    `units`, of shape (equations, figures), is in the unit of `residuals`; `tables` are those that
    the figures stand in.
    """
    owners = list(tables)
    left = residuals
    if any(figures.calculated for figures in owners):
        left = np.where(np.abs(left) <= _left_by_adding(units), 0, left)
    digits = min(filter(None, map(_significant_digits, owners)), default=0)
    if digits:
        left = np.where(np.abs(left).astype(np.float64) <= _cut_off(units, digits), 0, left)
    return left


def _left_by_adding(units: Integers) -> Integers:
    """A few units in the last of the 53 bits of the largest figure for each that is added, which is
    nothing up to 15 digits."""
    left: Integers = (np.abs(units).max(axis=1) // _LEAST_NOISY) * units.shape[1]
    return left


def _cut_off(units: Integers, digits: int) -> Floats:
    """Half a unit of the last significant digit of each figure."""
    sizes = np.floor(np.log10(np.maximum(np.abs(units).astype(np.float64), 1))) + 1
    halves: Floats = np.where(units != 0, 0.5 * 10.0 ** (sizes - digits), 0).sum(axis=1)
    return halves


@lru_cache(maxsize=64)
def _significant_digits(figures: Figures) -> int:
    """To how many significant digits the figures of a table are cut; 0 where they are not.

    Many have just as many digits and none has more, while in one column their decimals differ.
    """
    varied = list(varied_columns(figures))
    if not varied:
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


def _is_uneven(decimals: Integers) -> bool:
    counts = np.unique(decimals, return_counts=True)[1]
    return int((counts >= _FEW).sum()) >= 2
