"""Lines under another name: known by their figures, where these could be no other line's."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence

from reconcile.model import Number

Figures = Sequence[Number | None]  # of one line, by the positions that both tables have

_ALMOST = (4, 5)  # share of the figures that must be equal: a renamed line may be corrected too
_LEAST_DIGITS = 6  # significant digits in the equal figures: six agree by chance once in a million
_MOST_ALIKE = 50  # a figure that stands in more lines than this says nothing


def renamed(old: Mapping[int, Figures], new: Mapping[int, Figures]) -> dict[int, int]:
    """Old lines with new ones: almost all figures equal, and with no other line nearly as many."""
    ours, theirs = _likest(old, new), _likest(new, old)
    return {
        line: other
        for line, other in ours.items()
        if theirs.get(other) == line and _is_sure(old[line], new[other])
    }


def _likest(lines: Mapping[int, Figures], others: Mapping[int, Figures]) -> dict[int, int]:
    """For each line the one other that shares most of its figures, twice as many as the next."""
    where: dict[tuple[int, Number], list[int]] = defaultdict(list)
    for other, figures in others.items():
        for spot in _spots(figures):
            where[spot].append(other)
    likest: dict[int, int] = {}
    for line, figures in lines.items():
        shared: Counter[int] = Counter()
        for spot in _spots(figures):
            if len(where.get(spot, ())) <= _MOST_ALIKE:
                shared.update(where.get(spot, ()))
        best = shared.most_common(2)
        if best and (len(best) == 1 or best[0][1] >= 2 * best[1][1]):
            likest[line] = best[0][0]
    return likest


def _spots(figures: Figures) -> Iterator[tuple[int, Number]]:
    return ((n, figure) for n, figure in enumerate(figures) if figure is not None)


def _is_sure(old: Figures, new: Figures) -> bool:
    compared = [(a, b) for a, b in zip(old, new, strict=True) if a is not None or b is not None]
    same = [a for a, b in compared if a is not None and a == b]
    part, of = _ALMOST
    digits = sum(len(str(abs(number.units)).strip("0")) for number in same)
    return (
        of * len(same) >= part * len(compared)
        and digits >= _LEAST_DIGITS
        and len({number for number in same if number.units}) >= min(2, len(compared))
    )
