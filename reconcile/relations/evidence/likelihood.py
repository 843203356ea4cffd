"""What one equation says of its relation, in nats: how much likelier what it leaves is where the
relation is meant than by accident.

A hit, `7,214,309 = 3,100,204 + 4,114,105`, says the more the more else could have stood there; a
miss speaks against, less so where one digit explains it.
"""

from __future__ import annotations

import numpy as np

from reconcile.model import Flags, Floats, Integers

WRONG = 0.01  # how often a sum is wrong: 0.004 in published sheets, and more in a draft
ONE_TERM = 0.2  # nats of `9 = 9 + 0`, which a copy would give as well
# What equations say of a relation and of the line across in which they stand is passed to and fro.
TURNS = 3  # of messages; after the second nothing changes but the last digit
MOST = 20.0  # nats that one equation may say: no witness silences all others
TELLS = 1.0  # nats from which a hit, or what several say together, counts as one
ADDS, DOES_NOT_ADD = 4.0, -2.5  # log-odds that a line adds up, by its words alone
# The most and the least that a miss may say, in nats: misses must never support a relation, and
# none may outweigh several hits.
FAR_MISS, DIGIT_MISS, WORST_MISS = -1.0, -0.5, -4.0
# What is left of a figure by which an equation misses where its mark was moved (1.24 for 12.4 or
# 124), where its sign was turned, and where it was left out or counted twice.
_LEFT_BY_A_SLIP = (0.9, 0.99, 0.999, 9.0, 99.0, 999.0, 2.0, 1.0)
_LEFT_OUT = 0.1  # of all mistakes in sums, those that leave one part out or count it twice
_RARE = 0.05  # the most that one of all slips tried may come near by accident
_ODD = np.uint64(0x9E3779B97F4A7C15)  # 2**64 over the golden ratio: spreads what it multiplies
_SAME = 1e-9  # what taking logs leaves of a whole number


def ratios(
    units: Integers, residuals: Integers, allowed: Integers, hits: Flags, missed: Flags, mean: bool
) -> Floats:
    """Of each equation, shape (equations,). `units` has shape (equations, 1 + terms), the target
    first, times the number of terms where it is their `mean`; the others have shape (equations,).

    0 where it is neither a hit nor a miss, where all terms are 0, and where it repeats another.
    """
    figures = units.astype(np.float64)
    stated, parts = figures[:, 0], np.abs(figures[:, 1:])
    misses_by, grain = residuals.astype(np.float64), float(max(1, _grain(units)))
    width = np.where(misses_by == 0, grain, np.maximum(allowed.astype(np.float64), grain))
    nats = np.where(hits, np.log(np.maximum(1.0, _spread(figures, mean) / width)), 0.0)
    nonzero_terms = (parts != 0).sum(axis=1)
    nats[hits & (nonzero_terms == 1)] = ONE_TERM
    nats[hits & ((nonzero_terms == 0) | _repeats(figures))] = 0.0
    nats[missed] = _of_misses(misses_by[missed] / grain, np.abs(stated[missed]) / grain)
    slipped = _of_slips(parts[missed] / grain, misses_by[missed] / grain)
    nats[missed] = np.maximum(nats[missed], slipped)
    return nats


def slips(units: Integers, residuals: Integers, allowed: Integers) -> Flags:
    """Which equations miss by what one slip leaves, and hardly by accident: a figure's mark moved
    by up to three places, its sign turned, a term left out or counted twice. `allowed` is twice
    what rounding explains."""
    sizes = np.abs(units.astype(np.float64))
    misses_by = np.abs(residuals.astype(np.float64))[:, None]
    slack = np.maximum(allowed.astype(np.float64), 1.0)[:, None] / 2
    is_left = np.zeros(len(units), dtype=bool)
    for share in _LEFT_BY_A_SLIP:
        is_left |= (np.abs(sizes * share - misses_by) <= slack).any(axis=1)
    tries = sizes.shape[1] * len(_LEFT_BY_A_SLIP)
    is_slip: Flags = is_left & (tries * 2 * slack[:, 0] < _RARE * misses_by[:, 0])
    return is_slip


def _grain(units: Integers) -> int:
    """The largest step in which all of the figures are counted: 5 of 15, 40 and 55."""
    return int(np.gcd.reduce(units, axis=None)) if units.size else 1


def _spread(figures: Floats, mean: bool) -> Floats:
    """Among how much else the total could have come: a total follows its largest part anyhow, so
    the others tell; an average lies between its terms."""
    parts = figures[:, 1:]
    if mean:
        count = np.maximum((parts != 0).sum(axis=1), 1)
        spread: Floats = (parts.max(axis=1, initial=0) - parts.min(axis=1, initial=0)) * count
        return spread
    sizes = np.abs(parts)
    others: Floats = sizes.sum(axis=1) - sizes.max(axis=1, initial=0)
    return others


def _repeats(figures: Floats) -> Flags:
    """The equations that say again what one before them said. They are told apart by a hash of
    their bits: to sort whole rows takes ten times as long."""
    bits = (figures + 0.0).view(np.uint64)  # + 0.0 makes one zero of the two
    bits = (bits ^ (bits >> np.uint64(32))) * _ODD
    bits ^= bits >> np.uint64(29)
    own = np.multiply.accumulate(np.full(figures.shape[1], _ODD))  # to multiply each column by
    _, first = np.unique((bits * own).sum(axis=1, dtype=np.uint64), return_index=True)
    repeats = np.ones(len(figures), dtype=bool)
    repeats[first] = False
    return repeats


def _of_misses(residuals: Floats, stated: Floats) -> Floats:
    """A mistake leaves one digit, in a third of the cases, something close in another, and anything
    in the last; chance leaves anything. All counted in steps of the figures."""
    size, spread = np.maximum(np.abs(residuals), 1.0), np.maximum(stated, 1.0)
    tens = 10.0 ** np.floor(np.log10(size) + _SAME)
    leading = size / tens
    is_digit = np.abs(leading - np.round(leading)) < _SAME
    digits = np.ceil(np.log10(spread) + _SAME) + 1
    digit = np.where(is_digit, 2 * spread / (18 * digits), 0.0)
    close = spread / (size * (np.log(2 * spread + 1) + 1))
    nats = np.log(WRONG * (1 + digit + close) / 3)
    most = np.where(is_digit, DIGIT_MISS, FAR_MISS)
    clipped: Floats = np.clip(nats, WORST_MISS, most)
    return clipped


def _of_slips(parts: Floats, misses_by: Floats) -> Floats:
    """Where a sum misses by exactly one of its parts, left out or counted twice, one mistake in ten
    leaves that, and chance one figure of as many as the miss is large, for each part tried. Counted
    in steps of the figures; WORST_MISS for other misses."""
    sizes = np.abs(misses_by)
    is_part = are_parts(parts, sizes)
    tried = np.maximum(2 * (parts != 0).sum(axis=1), 1)
    nats = np.log(WRONG * _LEFT_OUT * np.maximum(sizes, 1.0) / tried)
    slipped: Floats = np.where(is_part, np.clip(nats, WORST_MISS, DIGIT_MISS), WORST_MISS)
    return slipped


def are_parts(parts: Floats, misses_by: Floats) -> Flags:
    """Which sums miss by exactly one of their parts."""
    sizes = np.abs(misses_by)[:, None]
    is_part: Flags = (np.abs(np.abs(parts) - sizes) < _SAME * (1 + sizes)).any(axis=1)
    return is_part


def mixed(nats: Floats, line_odds: Floats) -> Floats:
    """What equations say of their relation where the lines they stand across add up only with some
    log-odds: where a line does not, they say nothing."""
    adds = 1 / (1 + np.exp(-np.clip(line_odds, -30, 30)))
    weighed: Floats = np.log(adds * np.exp(np.clip(nats, -40, 40)) + 1 - adds)
    return weighed
