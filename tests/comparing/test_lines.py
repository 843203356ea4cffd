"""The fewest moves, held against trying them all."""

from __future__ import annotations

from itertools import combinations

from hypothesis import given
from hypothesis import strategies as st

from reconcile.comparing.lines import staying


@given(st.permutations(range(7)))
def test_what_stays_is_in_order_and_nothing_longer_is(order: list[int]) -> None:
    kept = [value for value in order if value in staying(order)]
    assert kept == sorted(kept)
    for longer in combinations(order, len(kept) + 1):
        assert list(longer) != sorted(longer)


def test_nothing_to_order() -> None:
    assert staying([]) == frozenset()
