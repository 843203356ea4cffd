"""Whether figures vouch for a shift: laws of the rows, and totals that cross them.

A row with a blank cell may be moved to a place where it looks no worse. It is called shifted only
where its figures don't add up as printed and do so after the move:

    Roads | Parks | Water | Total
    9     | 4     | 18    | 31
    7     | 15    | 22    |           7 + ? + 15 = 22: nothing is missing but a zero. No shift.
    6     |       | 5     | 12 | 23   6 + 5 + 12 = 23 once the blank cell is taken out.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import numpy as np
from msgspec import Struct

from reconcile.model import Flags, Floats
from reconcile.structure.row_laws import RowLaw

_NOISE = 1e-6  # in parts of a figure, and of 1: what adding doubles may be off by, and more
_CROSSED = 2  # columns whose total must tell the moved figure

Row = Sequence[float | None]


class Move(Struct, frozen=True):
    """A row as printed and as moved: `at` and `by` as in Shift. `lost` is the column whose figure
    the row does not state: that of the cell left out, or the last one, off which it was pushed."""

    at: int
    by: int
    printed: Row
    moved: Row
    lost: int | None


class Voucher(Struct, frozen=True, eq=False):
    """What holds in a body: the laws of its rows, and for each total row the rows it adds up."""

    laws: Sequence[RowLaw]
    values: Floats
    totals: Sequence[tuple[int, Flags]]

    def __bool__(self) -> bool:
        return bool(self.laws or self.totals)

    def contradicts(self, move: Move) -> bool:
        """Whether figures that are moved add up where they stand, or do not after the move."""
        if any(law.holds(move.printed) and not _still(law, move) for law in self._moved(move)):
            return True
        after = [law.holds(move.moved) for law in self._complete(move)]
        figures = list(self.missing_figures(move).values())
        differ = bool(figures) and max(figures) - min(figures) > _NOISE * (1 + abs(max(figures)))
        return differ or after.count(False) > after.count(True)

    def proofs(self, row: int, move: Move) -> int:
        """How many equations hold after the move alone, in which no figure is free to choose: all
        but one of the sums that lack the same figure. A missing zero is no figure."""
        held = sum(
            bool(law.holds(move.moved)) and not law.holds(move.printed)
            for law in self._complete(move)
        )
        told = [figure for figure in self.missing_figures(move).values() if abs(figure) > _NOISE]
        return held + self._crossed(row, move) + max(len(told) - 1, 0)

    def missing_figures(self, move: Move) -> dict[int, float]:
        """What each sum, by its target, says of the figure that is missing."""
        figures: dict[int, float] = {}
        if move.lost is None:
            return figures
        for law in self.laws:
            figure = law.missing(move.moved, move.lost)
            if figure is not None:
                figures[law.target] = figure
        return figures

    def lost_figure(self, row: int, move: Move) -> float | None:
        """The figure that a row does not state, where the sums along it and the totals that cross
        it all say the same."""
        if move.lost is None:
            return None
        figures = list(self.missing_figures(move).values())
        for due, _ in self._crossings(row, move):
            if not np.isnan(due[move.lost]):
                figures.append(float(due[move.lost]))
        alike = figures and max(figures) - min(figures) <= _NOISE * (1 + abs(max(figures)))
        return figures[0] if alike else None

    def _moved(self, move: Move) -> Iterator[RowLaw]:
        """The laws with a figure that is moved."""
        return (law for law in self.laws if max(law.columns) >= move.at)

    def _complete(self, move: Move) -> Iterator[RowLaw]:
        """Those of them of which no figure is missing."""
        return (law for law in self._moved(move) if move.lost not in law.columns)

    def _crossed(self, row: int, move: Move) -> int:
        """In how many columns more the total of a set of rows states the moved figure than not."""
        return next((count for _, count in self._crossings(row, move)), 0)

    def _crossings(self, row: int, move: Move) -> Iterator[tuple[Floats, int]]:
        """What the total of each set of rows leaves for this one, and in how many columns more that
        is the moved figure, and not the printed one, than another; where it is so in most."""
        after, before = _figures(move.moved), _figures(move.printed)
        moved = np.arange(len(after)) >= move.at + (move.by < 0)
        if move.lost is not None:
            moved[move.lost] = False
        for total, parts in self.totals:
            if not parts[row]:
                continue
            others = parts.copy()
            others[row] = False
            stated = self.values[total]
            due = stated - np.nan_to_num(self.values[others]).sum(axis=0)
            compared = moved & ~np.isnan(stated) & (after != before)
            right = compared & (np.abs(due - after) <= _NOISE * (1 + np.abs(stated))) & (after != 0)
            if right.sum() >= _CROSSED and 2 * right.sum() > compared.sum():
                yield due, int(2 * right.sum() - compared.sum())


def _still(law: RowLaw, move: Move) -> bool:
    """Whether a sum holds after a move as before, its terms moved among themselves: what is missing
    is a zero."""
    if move.lost is None or move.lost not in law.terms:
        return False
    gap = law.missing(move.moved, move.lost)
    return gap is not None and abs(gap) <= _NOISE


def _figures(row: Row) -> Floats:
    return np.array([0.0 if value is None else value for value in row])


def crossing(totals: Sequence[int], excluded: Sequence[int], rows: int) -> list[tuple[int, Flags]]:
    """For each total row the rows it may add up: all but those that stand apart, and those between
    it and the total before or behind it."""
    plain = np.ones(rows, dtype=bool)
    plain[[*totals, *excluded]] = False
    near_totals = []
    for before, total, behind in zip([-1, *totals], totals, [*totals[1:], rows], strict=False):
        at = np.arange(rows)
        for near in (
            plain,
            plain & (at > before) & (at < total),
            plain & (at > total) & (at < behind),
        ):
            if near.sum() > 1:
                near_totals.append((total, near))
    return near_totals
