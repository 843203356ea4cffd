"""Rows that stand off their columns: a cell left out, or one doubled, moves the rest of the row.

A row is weighed against what the other rows hold in each column. It is called shifted only where
its cells are of the wrong sort as printed, and one shift puts every cell among its like.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from math import log

import numpy as np

from reconcile.model import Objects, Shift
from reconcile.structure.blocks import BLANK, MARK, NUMBER

_MARGIN = 6.0  # nats by which a shift must be likelier than the row as printed
_STRANGER = log(1e-3)
_LEAST_ROWS = 4


@dataclass(frozen=True)
class Profile:
    """What a column holds in the rows that leave no doubt."""

    kind: int
    shares: dict[str, float]
    low: float
    high: float

    def likelihood(self, kind: int, text: str, value: float | None) -> float:
        """Log likelihood that a cell belongs here."""
        if kind == MARK and self.kind != BLANK:
            return log(0.2)
        if kind != self.kind:
            return _STRANGER
        if kind == BLANK:
            return 0.0
        near = 1.0 if value is None else self._nearness(value)
        return log(0.6 * self.shares.get(text, 0.0) + 0.4 * near / (len(self.shares) + 1) + 1e-4)

    def _nearness(self, value: float) -> float:
        """1 within what the column takes, falling with the distance from it."""
        distance = max(self.low - value, value - self.high, 0.0)
        spread = max(self.high - self.low, 0.1 * max(abs(self.low), abs(self.high)), 1e-9)
        return 1.0 / (1.0 + (distance / spread) ** 2)


def shifts(
    kinds: np.ndarray[tuple[int, int], np.dtype[np.int8]], texts: Objects, values: Objects
) -> dict[int, Shift]:
    """The shifted rows of a body; the three arrays have shape (rows, columns), `Shift.columns`
    counts columns of the body."""
    columns = kinds.shape[1]
    usual = [_usual(kinds[:, j]) for j in range(columns)]
    strange = _strangers(kinds, usual)
    sound = np.flatnonzero(strange == 0)
    if len(sound) < _LEAST_ROWS:
        return {}
    profiles = [
        _profile(kinds[sound, j], texts[sound, j], values[sound, j]) for j in range(columns)
    ]
    found = {}
    for row in np.flatnonzero(strange):
        cells = list(zip(kinds[row].tolist(), texts[row], values[row], strict=True))
        shift = _shift(cells, profiles)
        if shift is not None:
            found[int(row)] = shift
    return found


def _usual(kinds: np.ndarray[tuple[int], np.dtype[np.int8]]) -> int:
    counted = Counter(kinds.tolist())
    counted.pop(MARK, None)
    return counted.most_common(1)[0][0] if counted else BLANK


def _strangers(
    kinds: np.ndarray[tuple[int, int], np.dtype[np.int8]], usual: Sequence[int]
) -> np.ndarray[tuple[int], np.dtype[np.int64]]:
    return ((kinds != np.array(usual, dtype=np.int8)) & (kinds != MARK)).sum(axis=1)  # type: ignore[no-any-return]


def _profile(kinds: Sequence[int], texts: Sequence[str], values: Sequence[float | None]) -> Profile:
    counted = Counter(texts)
    numbers = [value for value in values if value is not None]
    return Profile(
        kind=Counter(kinds).most_common(1)[0][0],
        shares={text: n / len(texts) for text, n in counted.items()},
        low=min(numbers, default=0.0),
        high=max(numbers, default=0.0),
    )


def _shift(cells: list[tuple[int, str, float | None]], profiles: list[Profile]) -> Shift | None:
    """The likeliest single shift, where it leaves no stranger and clearly beats the row as is."""
    width = len(cells)
    scores = [[profile.likelihood(*cell) for cell in cells] for profile in profiles]
    printed = sum(scores[j][j] for j in range(width))
    options = []
    for at in range(1, width):
        for by in (-1, 1):
            columns = _moved(width, at, by)
            if (cells[-1][0] != BLANK and by < 0) or any(
                _strange(cells, profiles, j, c) for j, c in enumerate(columns)
            ):
                continue
            score = sum(scores[j][c] for j, c in enumerate(columns) if c >= 0)
            options.append((score, at, by, columns))
    if not options:
        return None
    score, at, by, columns = max(options)
    return Shift(at, by, tuple(columns)) if score > printed + _MARGIN else None


def _strange(
    cells: list[tuple[int, str, float | None]], profiles: list[Profile], column: int, source: int
) -> bool:
    kind = cells[source][0] if source >= 0 else profiles[column].kind
    return kind not in (profiles[column].kind, MARK) or (
        source < 0 and kind != NUMBER and profiles[column].kind != BLANK
    )


def _moved(width: int, at: int, by: int) -> list[int]:
    """For each column the one its cell is printed in, -1 for none."""
    if by < 0:
        return [*range(at), -1, *range(at, width - 1)]
    return [*range(at), *range(at + 1, width), -1]
