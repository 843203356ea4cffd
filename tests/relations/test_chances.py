"""How likely a figure comes about by accident, by how close the others stand."""

from __future__ import annotations

import numpy as np

from reconcile.relations.evidence.chances import chances, crowd

TIGHT = np.array([41.81, 41.83, 41.84, 41.86, 41.88, 41.89, 41.90, 41.91, 41.93, 41.94])
WIDE = np.array([3.17, 12.4, 25.5, 38.2, 41.86, 55.1, 67.9, 78.3, 84.6, 97.2])


def chance(stated: np.ndarray, at: int, allowed: float = 0.005) -> float:
    """Of a hit at one position, where all others hit as well."""
    computed = stated[None, :]
    found = chances(
        np.zeros_like(computed),
        computed,
        np.full_like(computed, allowed),
        np.zeros(computed.shape, dtype=bool),
        crowd(stated, computed),
    )
    return float(found[0, at])


def test_among_figures_close_together_a_hit_is_likely() -> None:
    assert chance(TIGHT, 3) > 50 * chance(WIDE, 4)


def test_what_reaches_past_all_figures_is_met_by_any() -> None:
    assert chance(TIGHT, 3, allowed=1.0) > 0.9


def test_one_figure_far_away_changes_little() -> None:
    outlying = np.append(WIDE, 1e9)
    assert 0.5 < chance(outlying, 4) / chance(WIDE, 4) < 2


def test_close_misses_make_hits_likely() -> None:
    computed = np.vstack([WIDE, WIDE])
    misses = np.zeros_like(computed)
    misses[:, :6] = 0.02
    missed = np.zeros(computed.shape, dtype=bool)
    missed[1, :6] = True
    allowed = np.full_like(computed, 0.005)
    clear, close = chances(misses, computed, allowed, missed, crowd(WIDE, computed))
    assert close[8] > 10 * clear[8]
