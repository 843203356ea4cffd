"""The figures of a field as floats to search with, and in what steps they are printed."""

from __future__ import annotations

from functools import cached_property

import numpy as np

from reconcile.model import Floats, Integers
from reconcile.relations.check.rounding import grain
from reconcile.relations.discovery.field import Field

_MOST_DIGITS = 4  # decimals that are looked at one by one
_NOISE = 1e-7  # of a step that a double may miss a multiple of it by


class Printed:
    """Takes figures and steps of some positions and lines, shape (positions, lines)."""

    def __init__(self, field: Field) -> None:
        self.field = field
        self._scale = field.table.figures.scale
        self._grains: dict[int, float] = {}
        self._landmarks: dict[int, tuple[int, int, int]] = {}

    def figures(self, rows: Integers, lines: Integers) -> Floats:
        """NaN where none stands."""
        at = np.ix_(rows, lines)
        known = self.field.known[at]
        figures: Floats = np.where(
            known, self.field.units[at].astype(np.float64) / 10.0**self._scale, np.nan
        )
        return figures

    def steps(self, rows: Integers, lines: Integers) -> Floats:
        """One in the last place that a figure is given to: where a line has whole hundreds only,
        a hundred."""
        own = 10.0 ** -self.field.decimals[np.ix_(rows, lines)].astype(np.float64)
        if self.field.axis == "row":
            steps: Floats = np.maximum(own, self._by_position[rows][:, None])
            return steps
        widest = np.array([self._grain_of(line) for line in lines.tolist()], dtype=np.float64)
        steps = np.maximum(own, widest[None, :])
        return steps

    def at(self, rows: Integers, lines: Integers) -> Floats:
        """The figures at as many places, shape (places,); NaN where none stands."""
        known = self.field.known[rows, lines]
        own = self.field.units[rows, lines].astype(np.float64) / 10.0**self._scale
        figures: Floats = np.where(known, own, np.nan)
        return figures

    def landmarks(self, line: int) -> tuple[int, int, int]:
        """Where the first, the last and the largest figure of a line stand, those of 0 aside."""
        if line not in self._landmarks:
            units = self.field.units[:, line]
            there = np.flatnonzero(units)
            ends = (int(there[0]), int(there[-1])) if len(there) else (0, 0)
            self._landmarks[line] = (*ends, int(np.abs(units).argmax()))
        return self._landmarks[line]

    def _grain_of(self, line: int) -> float:
        if line not in self._grains:
            units = self.field.units[self.field.known[:, line], line]
            self._grains[line] = grain(units) / 10.0**self._scale
        return self._grains[line]

    @cached_property
    def _by_position(self) -> Floats:
        both = zip(self.field.units, self.field.known, strict=True)
        grains = [grain(units[known]) for units, known in both]
        return np.array(grains, dtype=np.float64) / 10.0**self._scale


def finest(figures: Floats, steps: Floats) -> float:
    """The finest decimal that figures really use: `25.00000` beside `40.00000` are whole."""
    for digits in range(_MOST_DIGITS + 1):
        step = 10.0**-digits
        if np.all(np.abs(figures / step - np.round(figures / step)) < _NOISE):
            return step
    return float(steps.min(initial=1.0))
