"""What equations say for and against their relation."""

from __future__ import annotations

import numpy as np
import pytest

from reconcile.relations.evidence.likelihood import ratios


@pytest.mark.parametrize("seed", range(20))
def test_an_equation_that_is_said_again_says_nothing(seed: int) -> None:
    draw = np.random.default_rng(seed)
    parts = draw.integers(1, 4 + seed, (60, 3)) * 7 ** (seed % 9) + 1
    units = np.concatenate([parts.sum(axis=1, keepdims=True), parts], axis=1)
    none, every = np.zeros(60, dtype=np.int64), np.ones(60, dtype=bool)
    nats = ratios(units, none, none, every, ~every, mean=False)
    _, first = np.unique(units, axis=0, return_index=True)
    assert set(np.flatnonzero(nats).tolist()) <= set(first.tolist())
    assert (nats[first] > 0).all()
