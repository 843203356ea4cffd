"""What the figures say of quotients, changes and products, in log-odds, position by position.

A hit counts `log((1 - ε) / c)`, c being the chance that it came about by accident; a miss counts
`log(ε / (1 - c))`, some -4, and is never support. Figures that repeat count once. Whether the
operands are exact, were rounded themselves, or the result was cut off is not known beforehand: the
best of these readings is taken, at a price each.
"""

from __future__ import annotations

from math import log
from typing import Literal, NamedTuple, TypeAlias

import numpy as np

from reconcile.model import Flags, Floats, Integers
from reconcile.relations.discovery.printed import finest
from reconcile.relations.evidence.chances import Crowd, chances, crowd

Operation: TypeAlias = Literal["ratio", "change", "product", "share", "index"]

WRONG = 0.02  # how often a figure is
_AGAIN = 0.05  # how often another is where one was
_READINGS = ((0.5, 0), (0.5, 1), (1.0, 0))  # of a unit that is allowed; whether operands add theirs
_PRICE = 0.7  # nats, of each reading after the first: one of two is a choice
_COARSEST = 20  # steps of a ratio that rounding its operands may move it: else they were derived
_DECADES = 9.2  # in nats: a constant may be of any size in four powers of ten
# What leaving some positions out must be worth, beside the choice of them: few lines are computed
# in another way from a row on, and two wrong figures at an end are no other way. In nats.
_CUT = 6.0
_NOISE = 1e-11  # relative error of a double that went through a few operations
_NOWHERE = 1e300  # stands for a result that is no number: near no figure, and finite


class Operands(NamedTuple):
    """A target and, option by option, its two operands, each with the steps in which it is printed:
    of shape (positions,) the target's, of (options, positions) theirs; NaN where none is known."""

    target: Floats
    step: Floats
    first: Floats
    second: Floats
    first_step: Floats
    second_step: Floats


class Operations(NamedTuple):
    """What is computed from the operands, for each option."""

    each: tuple[Operation, ...]
    scales: Floats

    def are(self, *operations: Operation) -> Flags:
        """Which options are one of these, shape (options, 1)."""
        return np.array([[operation in operations] for operation in self.each])


class QuotientEvidence(NamedTuple):
    """What speaks for each option: `odds` in nats over the positions from `start` to `end`, `hits`
    and `misses` at each of all positions, how many `different` hits count; `constant` where one of
    the operands is the same everywhere, so that one number is all that is proven. Of shape
    (options,) or (options, positions)."""

    odds: Floats
    start: Integers
    end: Integers
    hits: Flags
    misses: Flags
    different: Integers
    constant: Flags


class _Look(NamedTuple):
    """What the operands give, how far a unit of each moves it, and what of it tells something."""

    result: Floats
    moved: Floats
    size: Floats
    sure: Flags
    telling: Flags
    among: Crowd
    least: float


def quotient_evidence(operands: Operands, operations: Operations) -> QuotientEvidence:
    """The evidence by the best reading of what was rounded, for each option."""
    with np.errstate(all="ignore"):
        look = _look(operands, operations)
        readings = [_read(operands, operations, look, n) for n in range(len(_READINGS))]
    best = np.array([reading.odds for reading in readings]).argmax(axis=0)
    every = np.arange(len(best))
    return QuotientEvidence(
        *(np.array(parts)[best, every] for parts in zip(*readings, strict=True))
    )


def _look(operands: Operands, operations: Operations) -> _Look:
    """For a change `first` is what it starts from."""
    first, second, scale = operands.first, operands.second, operations.scales[:, None]
    changes, products = operations.are("change"), operations.are("product")
    over = np.where(changes, first, second)
    result = np.select(
        [products, changes],
        [first * second / scale, scale * (second - first) / first],
        scale * first / second,
    )
    by_first = np.where(products, second / scale, scale / over)
    by_first = np.where(changes, scale * second / first**2, by_first)
    by_second = np.where(products, first / scale, scale * first / second**2)
    by_second = np.where(changes, scale / first, by_second)
    moved = np.abs(by_first) * operands.first_step + np.abs(by_second) * operands.second_step
    sure = np.isfinite(result)
    finite = np.where(sure, result, _NOWHERE)
    size = np.maximum(np.abs(operands.target), np.where(sure, np.abs(result), 0)) + scale * changes
    return _Look(
        finite,
        np.where(np.isfinite(moved), moved, 0.0),
        size,
        sure,
        _tell(operands, operations, result) & sure,
        crowd(operands.target, finite),
        finest(operands.target, operands.step),
    )


def _tell(operands: Operands, operations: Operations, result: Floats) -> Flags:
    """The positions of which a hit tells something new: not a nothing of nothing, not one times or
    over one, and of those that are alike the first."""
    first, second = operands.first, operands.second
    plain = np.isin(first, (0, 1)) | np.isin(second, (0, 1))
    over = (np.abs(second) == 1) | (first == second)
    idle = np.select(
        [operations.are("product"), operations.are("change")], [plain, np.zeros_like(plain)], over
    )
    idle |= (operands.target == 0) & (np.abs(result) <= operands.step)
    stated = np.broadcast_to(operands.target, result.shape)
    rounded = np.round(result, 10)
    order = np.lexsort((rounded, stated), axis=-1)
    ordered = [np.take_along_axis(figures, order, axis=1) for figures in (stated, rounded)]
    again = np.zeros(result.shape, dtype=bool)
    again[:, 1:] = (ordered[0][:, 1:] == ordered[0][:, :-1]) & (
        ordered[1][:, 1:] == ordered[1][:, :-1]
    )
    repeated = np.zeros_like(again)
    np.put_along_axis(repeated, order, again, axis=1)
    tells: Flags = ~idle & ~repeated
    return tells


def _read(operands: Operands, operations: Operations, look: _Look, n: int) -> QuotientEvidence:
    """The evidence by one of the readings."""
    units_allowed, operands_rounded = _READINGS[n]
    allowed = (
        units_allowed * operands.step * (1 + 1e-3)
        + _NOISE * look.size
        + operands_rounded * look.moved / 2
    )
    misses = np.abs(operands.target - look.result)
    hits = (misses <= allowed) & look.sure
    missed = ~hits & look.sure & ~_are_wholes(operands, operations)
    least = np.maximum(allowed, look.least / 2)
    luck = chances(misses, look.result, least, missed, look.among)
    gains = np.where(hits & look.telling, np.log((1 - WRONG) / luck), 0.0)
    gains = np.where(missed, np.log(WRONG / (1 - luck)), gains)
    start, end = _stretches(gains)
    at = np.arange(gains.shape[1])
    part = (at >= start[:, None]) & (at < end[:, None])
    held = hits & part
    count = gains.shape[1]
    odds = np.where(part, gains, 0).sum(axis=1) - n * _PRICE
    odds += log(_AGAIN / WRONG) * np.maximum((missed & part).sum(axis=1) - 1, 0)
    odds = odds - np.where(end - start < count, log(count * (count + 1) / 2), 0)
    if operands_rounded:
        coarse = _medians(2 * allowed / operands.step, held) > _COARSEST
        derived = coarse & operations.are("ratio", "index")[:, 0]
        # What is multiplied is given, not rounded: else it was divided out of the product.
        odds = np.where(derived | operations.are("product")[:, 0], -np.inf, odds)
    # One number is proven, however many positions show it: 12 % of whatever stands beside it.
    constant = operations.are("share")[:, 0] | _are_constant(operands, held)
    constant &= ~operations.are("index")[:, 0]  # its price is that of the constant
    offset = operations.scales[:, None] * operations.are("change")
    precision = np.where(held, least / np.abs(operands.target + offset), 1.0).min(axis=1)
    most = np.log(_DECADES / 2 / np.clip(precision, _NOISE, 1))
    odds = np.where(constant, np.minimum(odds, most), odds)
    return QuotientEvidence(
        odds, start, end, hits, missed, (held & look.telling).sum(axis=1), constant
    )


def _are_wholes(operands: Operands, operations: Operations) -> Flags:
    """Where 1 or 100 per cent is printed among shares, which another whole begins with: `11 of 11
    precincts, 100 %` above the shares of the votes."""
    are_wholes: Flags = operations.are("share", "index") & (
        operands.target == operations.scales[:, None]
    )
    return are_wholes


def _medians(figures: Floats, held: Flags) -> Floats:
    """The median over the positions held, for each option; 0 where there is none."""
    ordered = np.sort(np.where(held, figures, np.inf), axis=1)
    middle = held.sum(axis=1) // 2
    medians: Floats = np.where(held.any(axis=1), ordered[np.arange(len(held)), middle], 0.0)
    return medians


def _are_constant(operands: Operands, held: Flags) -> Flags:
    """Whether one of the operands is the same at all of two positions or more."""
    alike = [
        np.where(held, operand, -np.inf).max(axis=1) == np.where(held, operand, np.inf).min(axis=1)
        for operand in (operands.first, operands.second)
    ]
    are_constant: Flags = (alike[0] | alike[1]) & (held.sum(axis=1) > 1)
    return are_constant


def _stretches(gains: Floats) -> tuple[Integers, Integers]:
    """The best positions side by side; all, unless leaving some out is worth the choice of them."""
    options, count = gains.shape
    total = np.concatenate([np.zeros((options, 1)), np.cumsum(gains, axis=1)], axis=1)
    low = np.minimum.accumulate(total, axis=1)
    end, every = (total - low).argmax(axis=1), np.arange(options)
    before = np.where(np.arange(count + 1) <= end[:, None], total, np.inf)
    start = before.argmin(axis=1)
    worth = total[every, end] - total[every, start] - total[:, -1]
    cut = worth > log(count * (count + 1) / 2) + _CUT
    return np.where(cut, start, 0), np.where(cut, end, count)
