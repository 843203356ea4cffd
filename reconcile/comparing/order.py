"""The fewest moves that turn one order into another."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence


def staying(order: Sequence[int]) -> frozenset[int]:
    """The values of a longest increasing subsequence of distinct values; all others moved."""
    ends: list[int] = []  # the least last value of an increasing run, by its length
    before: dict[int, int | None] = {}
    for value in order:
        length = bisect_left(ends, value)
        before[value] = ends[length - 1] if length else None
        ends[length : length + 1] = [value]
    kept: set[int] = set()
    value_kept = ends[-1] if ends else None
    while value_kept is not None:
        kept.add(value_kept)
        value_kept = before[value_kept]
    return frozenset(kept)
