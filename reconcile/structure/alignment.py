"""Rows that stand off their columns: a cell left out, or one doubled, moves the rest of the row.

A row is weighed against what the other rows hold in each column. It is called shifted only where
its cells are of the wrong sort as printed, and one shift puts every cell among its like. Where a
total tells what is missing, that figure too must be at home in the column it is missing from.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from math import log

import numpy as np
import numpy.typing as npt
from msgspec import Struct

from reconcile.model import Flags, Floats, Integers, Shift
from reconcile.structure import additions
from reconcile.structure.additions import Addition
from reconcile.structure.contents import Contents
from reconcile.structure.figures import stated
from reconcile.structure.grid import BLANK, NUMBER, PLACEHOLDER, WORDS

Kinds = np.ndarray[tuple[int, int], np.dtype[np.int8]]
Content = tuple[int, str, float | None]  # kind, text and value of a cell

_MARGIN = 6.0  # nats by which a shift must be likelier than the row as printed
_FIT = (
    2.0  # nats by which the figures alone must fit better, where only one cell is of a wrong sort
)
_TOLD = -4.0  # the same where the total would be missing as printed, and tells the missing figure
_STRANGER = log(1e-6)
_UNLIKELY = log(5e-5)
_SELDOM = log(0.1)
_UNTOLD = log(1e-3)  # a figure is missing, and no total tells which
_FLOOR = 1e-5
_MOST_COLUMNS = 400  # wider rows are taken as they stand
_LEAST_ROWS = 4
_GAPS = 0.1  # the share of blank cells from which on a blank is nothing strange
_MOST_DECIMALS = 3


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
            return _STRANGER
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


def shifts(kinds: Kinds, body: Contents, apart: Callable[[int], bool]) -> dict[int, Shift]:
    """The shifted rows of a body but those that stand apart; the arrays have shape (rows, columns),
    `Shift.columns` counts columns of the body."""
    columns = kinds.shape[1]
    if columns > _MOST_COLUMNS:
        return {}
    usual = [_usual(kinds[:, j]) for j in range(columns)]
    gaps = _inner_blanks(kinds).mean(axis=0) >= _GAPS
    strange = _strangers(kinds, usual, gaps)
    sound = np.flatnonzero(strange == 0)
    doubtful = [row for row in np.flatnonzero(strange).tolist() if not apart(row)]
    if len(sound) < _LEAST_ROWS or not doubtful:
        return {}
    values = stated(body)
    profiles = _profiles(body, values, sound, usual, gaps)
    addition = additions.widest(values[sound], usual)
    vouching = additions.paired(values[sound], usual)
    found = {}
    for row in doubtful:
        figures = [None if np.isnan(value) else value for value in values[row].tolist()]
        cells = list(zip(kinds[row].tolist(), body.row(row), figures, strict=True))
        settled = max((a.last for a in vouching if a.vouches(figures)), default=0)
        shift = _shift(cells, profiles, addition, settled + 1)
        if shift is not None:
            found[row] = shift
    return found


def _inner_blanks(kinds: Kinds) -> npt.NDArray[np.bool_]:
    """Blank cells with something to the right of them: where a row ends says nothing of gaps."""
    filled = kinds != BLANK
    followed = np.logical_or.accumulate(filled[:, ::-1], axis=1)[:, ::-1]
    found: npt.NDArray[np.bool_] = ~filled & followed
    return found


def _usual(kinds: npt.NDArray[np.int8]) -> int:
    """The kind of most cells, marks aside; of two as frequent the one that stands first."""
    counted = np.bincount(kinds[kinds != PLACEHOLDER], minlength=1)
    likely = np.flatnonzero(counted == counted.max())
    return int(likely[np.argmax(kinds[:, None] == likely, axis=0).argmin()])


def _strangers(
    kinds: Kinds, usual: Sequence[int], gaps: npt.NDArray[np.bool_]
) -> npt.NDArray[np.int64]:
    expected = np.array(usual, dtype=np.int8)
    excused = (kinds == PLACEHOLDER) | (expected == BLANK) | ((kinds == BLANK) & gaps)
    found: npt.NDArray[np.int64] = ((kinds != expected) & ~excused).sum(axis=1)
    return found


def profile(kind: int, texts: Sequence[str], values: Sequence[float | None], gaps: bool) -> Profile:
    """What a column of that kind holds, from the texts and values of sound rows."""
    pairs = zip(texts, values, strict=True)
    return _profile(kind, Counter(text if value is None else value for text, value in pairs), gaps)


def _profiles(
    body: Contents, values: Floats, sound: Integers, usual: Sequence[int], gaps: Flags
) -> list[Profile]:
    """What each column holds in the sound rows."""
    found = []
    for j, kind in enumerate(usual):
        stated, shown = values[sound, j], body.shown[sound, j]
        wordy = np.isnan(stated)
        which, times = np.unique(shown[wordy], return_counts=True)
        held: dict[str | float, int] = dict(
            zip(body.pool.texts[which].tolist(), times.tolist(), strict=True)
        )
        figures, often = np.unique(stated[~wordy], return_counts=True)
        held |= dict(zip(figures.tolist(), often.tolist(), strict=True))
        found.append(_profile(kind, Counter(held), bool(gaps[j])))
    return found


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


def _shift(
    cells: list[Content], profiles: list[Profile], addition: Addition | None, first: int
) -> Shift | None:
    """The likeliest single shift from column `first` on, where it leaves no stranger and clearly
    beats the row as is."""
    width = len(cells)
    moves = [
        (at, by, columns)
        for at in range(first, width)
        for by in (-1, 1)
        if _may_move(cells, at, by)
        and not _leaves_stranger(cells, profiles, columns := _moved(width, at, by), at)
    ]
    if not moves:
        return None
    scores = [[profile.likelihood(*cell) for cell in cells] for profile in profiles]
    options = []
    for at, by, columns in moves:
        score = sum(scores[j][c] for j, c in enumerate(columns) if c >= 0)
        if by < 0:
            score += _gap_score(cells, profiles, addition, columns, at)
        options.append((round(score, 6), at, by, columns))
    score, at, by, columns = max(options)
    printed = [scores[j][j] for j in range(width)]
    fits = [likelihood for likelihood in printed if likelihood > _STRANGER]
    now = [scores[j][c] for j, c in enumerate(columns) if c >= 0]
    settles = sum(old <= _UNLIKELY for old in printed) >= 2 and min(now) > _UNLIKELY
    alone = width - len(fits) < 2 and not settles
    least = sum(fits) + (_TOLD if _is_told(cells, profiles, addition, columns, at) else _FIT)
    if score <= sum(printed) + _MARGIN or (alone and score <= least):
        return None
    return Shift(at, by, tuple(columns))


def _is_told(
    cells: list[Content],
    profiles: list[Profile],
    addition: Addition | None,
    columns: list[int],
    at: int,
) -> bool:
    """Whether the row as printed has no total, and moved has one that lacks a likely figure."""
    if addition is None or at not in addition.parts or cells[addition.total][0] != BLANK:
        return False
    gap = addition.gap([None if source < 0 else cells[source][2] for source in columns])
    return gap is not None and gap > 0 and profiles[at].low <= gap <= profiles[at].high


def _may_move(cells: list[Content], at: int, by: int) -> bool:
    """A cell can be missing where the row ends early, and doubled where one stands."""
    return cells[-1][0] == BLANK if by < 0 else cells[at][0] != BLANK


def _leaves_stranger(
    cells: list[Content], profiles: list[Profile], columns: list[int], at: int
) -> bool:
    """Whether a moved cell would be of another sort than its column; only a figure can be missing,
    unless the column behind the last is left empty."""
    for column in range(at, len(columns)):
        usual, source = profiles[column].kind, columns[column]
        if source < 0:
            if usual == WORDS or (usual == NUMBER and column == len(cells) - 1):
                return True
        elif usual != BLANK and cells[source][0] not in (usual, PLACEHOLDER):
            return True
    return False


def _gap_score(
    cells: list[Content],
    profiles: list[Profile],
    addition: Addition | None,
    columns: list[int],
    at: int,
) -> float:
    """How likely the figure that the total lacks is in the column it would be missing from. The
    total itself is then no news."""
    if addition is None or at not in addition.parts:
        return _UNTOLD
    gap = addition.gap([None if source < 0 else cells[source][2] for source in columns])
    if gap is None:
        return _UNTOLD
    told = profiles[addition.total].likelihood(*cells[columns[addition.total]])
    return profiles[at].likelihood(NUMBER, "", round(gap, 6)) - told


def _moved(width: int, at: int, by: int) -> list[int]:
    """For each column the one its cell is printed in, -1 for none."""
    if by < 0:
        return [*range(at), -1, *range(at, width - 1)]
    return [*range(at), *range(at + 1, width), -1]
