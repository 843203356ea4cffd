"""What a column holds in the rows that leave no doubt, and how well a cell would fit there."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from math import log

import numpy as np
from msgspec import Struct

from reconcile.model import Flags, Floats, Integers
from reconcile.structure.contents import Contents
from reconcile.structure.grid import BLANK, PLACEHOLDER

STRANGER = log(1e-6)  # a cell of another kind than its column's
_SELDOM = log(0.1)  # a placeholder, or a blank among gaps, where figures stand
_FLOOR = 1e-5  # of any cell of the right kind: still likelier than a STRANGER
_MOST_DECIMALS = 3  # that are told from each other; finer figures are all alike


class Profile(Struct, frozen=True):
    """What a column holds in the rows that leave no doubt.

    `novelty` is the chance of a content not seen before (Good–Turing: the share of those seen
    once); `decimals` how often figures have so many; `gaps` whether cells are at times left blank.
    """

    kind: int
    shares: dict[object, float]
    novelty: float
    low: float
    high: float
    decimals: dict[int, float]
    gaps: bool

    def likelihood(self, kind: int, text: str, value: float | None) -> float:
        """Log likelihood that a cell belongs here."""
        if kind == PLACEHOLDER or self.kind == BLANK or (kind == BLANK and self.gaps):
            return 0.0 if kind == self.kind else _SELDOM
        if kind != self.kind:
            return STRANGER
        share = self.shares.get(text if value is None else value, 0.0)
        near = 0.05 if value is None else self._density(value)
        return log((1 - self.novelty) * share + self.novelty * near + _FLOOR)

    def _density(self, value: float) -> float:
        """The share of one figure among those of its decimals within what the column takes,
        falling with the distance from it."""
        decimals = _decimals(value)
        room = (self.high - self.low) * 10**decimals + 1
        distance = max(self.low - value, value - self.high, 0.0)
        spread = max(self.high - self.low, 0.1 * max(abs(self.low), abs(self.high)), 1e-9)
        far = distance / spread
        return float(self.decimals.get(decimals, 0.02) / room / (1.0 + far * far))


def profile(kind: int, texts: Sequence[str], values: Sequence[float | None], gaps: bool) -> Profile:
    """What a column of that kind holds, from the texts and values of sound rows."""
    pairs = zip(texts, values, strict=True)
    return _profile(kind, Counter(text if value is None else value for text, value in pairs), gaps)


def profiles(
    body: Contents, values: Floats, sound: Integers, usual: Sequence[int], gaps: Flags
) -> list[Profile]:
    """What each column holds in the sound rows."""
    columns = []
    for j, kind in enumerate(usual):
        stated, shown = values[sound, j], body.shown[sound, j]
        wordy = np.isnan(stated)
        which, times = np.unique(shown[wordy], return_counts=True)
        held: dict[str | float, int] = dict(
            zip(body.pool.texts[which].tolist(), times.tolist(), strict=True)
        )
        figures, often = np.unique(stated[~wordy], return_counts=True)
        held |= dict(zip(figures.tolist(), often.tolist(), strict=True))
        columns.append(_profile(kind, Counter(held), bool(gaps[j])))
    return columns


def _profile(kind: int, counted: Counter[str | float], gaps: bool) -> Profile:
    decimals = Counter[int]()
    for content, times in counted.items():
        if not isinstance(content, str):
            decimals[_decimals(content)] += times
    numbers = [content for content in counted if not isinstance(content, str)]
    total = counted.total()
    return Profile(
        kind=kind,
        shares={content: n / total for content, n in counted.items()},
        novelty=(sum(n == 1 for n in counted.values()) + 0.5) / (total + 1),
        low=min(numbers, default=0.0),
        high=max(numbers, default=0.0),
        decimals={places: n / decimals.total() for places, n in decimals.items()},
        gaps=gaps,
    )


def _decimals(value: float) -> int:
    return next((n for n in range(_MOST_DECIMALS) if round(value, n) == value), _MOST_DECIMALS)
