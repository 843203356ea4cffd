"""Which columns of a body add up others, as far as its rows can show before they are aligned."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import numpy as np
import numpy.typing as npt
from msgspec import Struct

from reconcile.model import Floats
from reconcile.structure.grid import NUMBER

_THROUGHOUT = 0.9  # the share of rows in which two parts add up
_DIFFERENT = 4  # totals that it comes to: a column of 0 and 1 is added up by many


class Addition(Struct, frozen=True):
    """In the sound rows the column `total` is the sum of the columns `parts`."""

    total: int
    parts: tuple[int, ...]

    def gap(self, values: Sequence[float | None]) -> float | None:
        """What the total lacks."""
        total = values[self.total]
        if total is None:
            return None
        return total - sum(values[part] or 0.0 for part in self.parts)

    @property
    def last(self) -> int:
        return max(self.total, *self.parts)

    def vouches(self, values: Sequence[float | None]) -> bool:
        """Whether the row as printed adds up: then its cells stand where they belong."""
        gap = self.gap(values)
        return gap is not None and abs(gap) < 1e-6 and all(values[part] for part in self.parts)


def widest(values: Floats, usual: Sequence[int]) -> Addition | None:
    """The widest set of columns that another adds up in most rows: a stretch beside it, or all the
    figures of the row but one. NaN is no number."""
    numbers = np.nan_to_num(values)
    sums = np.concatenate([np.zeros((len(numbers), 1)), np.cumsum(numbers, axis=1)], axis=1)
    figures = [j for j, kind in enumerate(usual) if kind == NUMBER]
    candidates = [
        Addition(total, parts)
        for total in figures
        for parts in (*_beside(numbers, sums, total), *_others(numbers, figures, total))
    ]
    return max(candidates, key=lambda addition: len(addition.parts), default=None)


def paired(values: Floats, usual: Sequence[int]) -> list[Addition]:
    """The columns that add up the two before them, or the two behind."""
    figures = [j for j, kind in enumerate(usual) if kind == NUMBER]
    numbers = np.nan_to_num(values)
    return [
        Addition(total, parts)
        for total in figures
        for parts in ((total - 2, total - 1), (total + 1, total + 2))
        if set(parts) <= set(figures) and _is_sum(numbers[:, list(parts)], numbers[:, total])
    ]


def _is_sum(parts: Floats, stated: Floats) -> bool:
    """Whether two columns add up to a third throughout, and to many different figures."""
    holds = np.abs(parts.sum(axis=1) - stated) < 1e-6
    different = set(stated[holds & (parts != 0).all(axis=1)].tolist())
    return bool(holds.mean() >= _THROUGHOUT and len(different) >= _DIFFERENT)


def _adds_up(totals: Floats, stated: Floats) -> npt.NDArray[np.int64]:
    """The columns of `totals`, shape (rows, options), that state what is printed in most rows."""
    holds = (np.abs(totals - stated[:, None]) < 1e-6) & (stated != 0)[:, None]
    columns: npt.NDArray[np.int64] = np.flatnonzero(holds.sum(axis=0) >= 0.6 * len(stated))
    return columns


def _beside(numbers: Floats, sums: Floats, total: int) -> Iterator[tuple[int, ...]]:
    stated, width = numbers[:, total], numbers.shape[1]
    if total > 2:
        for first in _adds_up(sums[:, total : total + 1] - sums[:, : total - 2], stated)[:1]:
            yield tuple(range(int(first), total))
    if total + 3 < width:
        ends = sums[:, total + 4 :] - sums[:, total + 1 : total + 2]
        for last in _adds_up(ends, stated)[-1:]:
            yield tuple(range(total + 1, total + 4 + int(last)))


def _others(numbers: Floats, figures: list[int], total: int) -> Iterator[tuple[int, ...]]:
    others = [j for j in figures if j not in (0, total)]
    if len(others) < 3:
        return
    sums = numbers[:, others].sum(axis=1)
    if len(_adds_up(sums[:, None], numbers[:, total])):
        yield tuple(others)
    for left_out in _adds_up(sums[:, None] - numbers[:, others], numbers[:, total])[:1]:
        yield tuple(j for j in others if j != others[int(left_out)])
