"""Whether a sum says anything new: relations that follow from others are not stated again."""

from __future__ import annotations

import numpy as np

from reconcile.model import Floats
from reconcile.relations.evidence.support import Pattern

_NOTHING = 1e-9  # of a sum's length: what is left of one that follows, in floats


class Span:
    """What follows from the sums added so far, over so many lines: an orthonormal basis of their
    coefficients."""

    def __init__(self, lines: int) -> None:
        self._basis: Floats = np.zeros((0, lines))

    def add(self, pattern: Pattern) -> bool:
        """Takes in a sum; False where it follows from the others."""
        vector = np.zeros(self._basis.shape[1])
        vector[pattern.target] = -1.0
        vector[list(pattern.terms)] += np.array(pattern.factors, dtype=float) / (
            len(pattern.terms) if pattern.mean else 1
        )
        length = float(np.linalg.norm(vector))
        for _ in range(2):  # a second pass keeps the basis orthogonal
            vector = vector - self._basis.T @ (self._basis @ vector)
        length_left = float(np.linalg.norm(vector))
        if length_left <= _NOTHING * length:
            return False
        self._basis = np.vstack([self._basis, vector / length_left])
        return True
