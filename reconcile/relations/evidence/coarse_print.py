"""Figures that are printed coarser than their table tells: to tens in one row, or with digits that
are stored and not shown.

16,810 = 6,440 + 4,510 + 4,710 + 1,160   all in tens, under rows of 3,008 = 1,105 + 843 + 853 + 207
513,919 = 256,308 + 257,610              stored 513918.601, 256308.252 and 257609.849
"""

from __future__ import annotations

import numpy as np

from reconcile.model import Flags, Integers
from reconcile.relations.check.residuals import Measured
from reconcile.relations.check.rounding import powers

_TENS = (1000, 100, 10)  # steps in which estimates are published, widest first
_FEWEST = 4  # figures of an equation that all end in 0 by accident once in 10,000
_FEWEST_TOTALS = 6  # different totals of a line that do, once in a million
_LARGE = 1000  # steps that figures have to hold: 60 = 10 + 20 + 30 counts people


def may_be_rounded(measured: Measured, which: Integers) -> Flags:
    """Which of some equations miss by no more than twice what rounding leaves where the figures are
    printed in tens, or by no more than once where they are shown with fewer digits than stored."""
    residuals = np.abs(measured.residuals[which])
    return _is_within_tens(measured, which, residuals) | _is_within_shown(
        measured, which, residuals
    )


def _is_within_tens(measured: Measured, which: Integers, residuals: Integers) -> Flags:
    units, unit = np.abs(measured.units[which]), 10**measured.scale
    steps = np.zeros_like(units)
    steps[:] = np.where(_are_several(units), _step(np.gcd.reduce(units, axis=1), unit), 0)[:, None]
    totals = np.unique(np.abs(measured.units[measured.known[:, 0], 0]))
    totals = totals[totals != 0]
    if len(totals) >= _FEWEST_TOTALS:
        common = np.array([np.gcd.reduce(totals)], dtype=totals.dtype)
        steps[:, 0] = np.maximum(steps[:, 0], _step(common, unit))
    allowed = np.where(units != 0, steps, 0).sum(axis=1)
    large = units[:, 0] * (units[:, 1:] != 0).sum(axis=1) >= _LARGE * allowed
    within: Flags = (allowed > 0) & large & (residuals <= allowed)
    return within


def _are_several(units: Integers) -> Flags:
    several: Flags = (units != 0).sum(axis=1) >= _FEWEST
    return several


def _step(common: Integers, unit: int) -> Integers:
    """The widest of the steps that a common divisor is made of, 0 where none is."""
    step = np.zeros_like(common)
    for tens in reversed(_TENS):
        step[common % (tens * unit) == 0] = tens * unit
    step[common == 0] = 0
    return step


def _is_within_shown(measured: Measured, which: Integers, residuals: Integers) -> Flags:
    if measured.shown is None:
        return np.zeros(len(which), dtype=bool)
    shown, units = np.minimum(measured.shown[which], measured.scale), measured.units[which]
    stored = measured.decimals[which]
    is_cut = (shown < stored) & (units != 0)
    coarse = powers(measured.scale - np.minimum(shown, stored), units)
    allowed = np.where(units != 0, coarse, 0).sum(axis=1)
    within: Flags = is_cut.any(axis=1) & (2 * residuals < allowed)
    return within
