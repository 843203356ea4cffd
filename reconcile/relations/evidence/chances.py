"""How likely it is by accident that a figure stands where a relation says: by how close to it the
other figures of the line stand.

A rate of 41.86 that comes out within 0.005 among twenty rates from 20 to 90 does so by accident
once in some thousand times; among twenty that all lie from 41.8 to 41.9, every tenth time. No range
and no histogram is asked for: repeated figures and outliers take care of themselves.
"""

from __future__ import annotations

from math import ceil, sqrt
from typing import NamedTuple

import numpy as np

from reconcile.model import Flags, Floats

_DECADES = 9.2  # in nats: a figure may be of any size in four powers of ten
_LEAST, _MOST = 1e-12, 0.95  # chances: neither a hit nor a miss is without any doubt


class Crowd(NamedTuple):
    """The figures of a line in order, and the distance from what is computed, at each position, to
    the k-th nearest of the others; `nearest` is k."""

    ordered: Floats
    distances: Floats
    nearest: int

    @property
    def others(self) -> int:
        return len(self.ordered) - 1

    def share_within(self, computed: Floats, allowed: Floats) -> Floats:
        """The part of the figures that come as near."""
        above = np.searchsorted(self.ordered, computed + allowed, side="right")
        share: Floats = (above - np.searchsorted(self.ordered, computed - allowed)) / len(
            self.ordered
        )
        return share


def crowd(stated: Floats, computed: Floats) -> Crowd:
    """Of the figures of a line, shape (positions,), beside what is computed for each in several
    ways, shape (ways, positions); all finite."""
    others, ordered = len(stated) - 1, np.sort(stated)
    if others < 1:
        return Crowd(ordered, np.full(computed.shape, np.inf), 1)
    nearest = ceil(sqrt(others))
    around = np.searchsorted(ordered, computed)[..., None] + np.arange(-nearest - 1, nearest + 1)
    there = (around >= 0) & (around <= others)
    misses = np.abs(ordered[np.clip(around, 0, others)] - computed[..., None])
    misses = np.partition(np.where(there, misses, np.inf), (nearest - 1, nearest), axis=-1)
    own = np.abs(stated - computed) <= misses[..., nearest - 1]
    distances = np.where(own, misses[..., nearest], misses[..., nearest - 1])
    return Crowd(ordered, distances, nearest)


def chances(
    misses: Floats, computed: Floats, allowed: Floats, missed: Flags, among: Crowd
) -> Floats:
    """The chance, at each position, that a figure of the line comes within what is allowed of what
    is computed in each of several ways; all of shape (ways, positions).

    Where many are missed closely the line only resembles what is computed, and the misses tell how
    easily it is met.
    """
    anywhere = 2 * allowed / (_DECADES * np.maximum(np.abs(computed), allowed))
    by_accident = anywhere
    if among.others:
        close = allowed * among.nearest / np.maximum(among.distances, allowed)
        by_accident = (close + anywhere) / (among.others + 1)
        wide = allowed >= among.distances  # what reaches past the nearest reaches them all
        by_accident = np.where(
            wide, np.maximum(by_accident, among.share_within(computed, allowed)), by_accident
        )
    counts = missed.sum(axis=1)
    nearest = np.ceil(np.sqrt(counts)).astype(np.int64)
    ordered = np.sort(np.where(missed, misses, np.inf), axis=1)
    far = ordered[np.arange(len(ordered)), np.maximum(nearest - 1, 0)][:, None]
    resembling = allowed * nearest[:, None] / (misses.shape[1] * np.maximum(far, allowed))
    by_accident = np.where((counts > 1)[:, None], np.maximum(by_accident, resembling), by_accident)
    clipped: Floats = np.clip(by_accident, _LEAST, _MOST)
    return clipped
