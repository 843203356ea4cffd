"""Which tables may state the same figures, and which of their printed figures agree."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from reconcile.batch.across.figures import KeyedFigures
from reconcile.model import Flags, Integers

_FEWEST = 3  # figures in which two tables seem to agree
_AT_ONCE = 1_000_000  # figures sorted together, which bounds the memory it takes
_NEXT = (1, 2)  # a table between two others does not hide them from each other


def likely_pairs(figures: KeyedFigures) -> Iterator[tuple[int, int]]:
    """Tables that seem to agree in several figures other than zero, in order.

    Figures of one key that begin alike are chained, each with the next two, so that the work grows
    with the figures and not with the square of how often one is stated. They are gone through part
    by part, so that sorting takes little memory.
    """
    parts = 1 + len(figures.keys) // _AT_ONCE
    linked = [_links(figures, np.flatnonzero(figures.keys % parts == part))
              for part in range(parts)]  # fmt: skip
    different, where = np.unique(np.concatenate([pair for pair, _ in linked]), return_inverse=True)
    often = np.bincount(where, weights=np.concatenate([often for _, often in linked]))
    for pair in different[often >= _FEWEST].tolist():
        yield divmod(pair, len(figures.headers))


def _links(figures: KeyedFigures, some: Integers) -> tuple[Integers, Integers]:
    """Pairs of tables, each as one number, and how often they are linked."""
    some = some[figures.alike[some] != 0]
    order = np.lexsort((figures.tables[some], figures.alike[some], figures.keys[some]))
    keys, alike = figures.keys[some[order]], figures.alike[some[order]]
    tables = figures.tables[some[order]].astype(np.int64)
    links: list[Integers] = []
    for step in _NEXT:
        linked = (keys[step:] == keys[:-step]) & (alike[step:] == alike[:-step])
        links.append((tables[:-step] * len(figures.headers) + tables[step:])[linked])
    return np.unique(np.concatenate(links), return_counts=True)


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


def digits_of(units: Integers) -> int:
    """How many digits the different figures among some have, trailing zeros aside: what it takes
    for them to agree by chance."""
    different = np.unique(np.abs(units[units != 0]))
    while (round_ones := different % 10 == 0).any():
        different = np.where(round_ones, different // 10, different)
    return sum(len(str(size)) for size in set(different.tolist()))
