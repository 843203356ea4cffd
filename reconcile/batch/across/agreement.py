"""Whether two printed figures can be one: equal at the coarser of their printed steps."""

from __future__ import annotations

import numpy as np

from reconcile.model import Flags, Integers


def agree(left: tuple[Integers, Integers], right: tuple[Integers, Integers], mixed: Flags) -> Flags:
    """For each pair of (units, decimals) whether they agree.

    `mixed` is 1 where the left one alone is a percentage, -1 where the right one alone is, so that
    95.3 % agrees with 0.953.
    """
    units, decimals = left
    others, other_decimals = right
    same = _agree(units, decimals, others, other_decimals)
    if not mixed.any():
        return same
    scaled = _agree(units, decimals - 2 * (mixed < 0), others, other_decimals - 2 * (mixed > 0))
    either: Flags = same | ((mixed != 0) & scaled)
    return either


def _agree(units: Integers, decimals: Integers, others: Integers, more: Integers) -> Flags:
    """A difference of half a step, as rounding makes it either way, is none."""
    finer = decimals >= more
    fine, coarse = np.where(finer, units, others), np.where(finer, others, units)
    step = 10 ** np.abs(decimals - more)
    below, rest = np.divmod(fine, step)
    within: Flags = ((coarse == below) & (2 * rest <= step)) | (
        (coarse == below + 1) & (2 * rest >= step)
    )
    return within


def leading(units: Integers) -> Integers:
    """The two leading digits of each figure, its sign and scale aside; 0 for zero.

    Alike for most pairs that agree, whatever they are rounded to: a way to look for them.
    """
    size = np.abs(units)
    digits = np.floor(np.log10(np.maximum(size, 1))).astype(np.int64) + 1
    return np.where(digits >= 2, size // 10 ** np.maximum(digits - 2, 0), 10 * size)


def digits_of(units: Integers) -> int:
    """How many digits the different figures among some have, trailing zeros aside: what it takes
    for them to agree by chance."""
    different = np.unique(np.abs(units[units != 0]))
    while (round_ones := different % 10 == 0).any():
        different = np.where(round_ones, different // 10, different)
    return sum(len(str(size)) for size in set(different.tolist()))
