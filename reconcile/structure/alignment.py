"""Rows that stand off their columns: a cell left out, or one doubled, moves the rest of the row.

A row is called shifted only where its figures vouch for it: the laws of its row, or the totals that
cross it, hold after the shift and not before. Where all that a sum does is to tell the missing
figure, cells must be of the wrong sort as printed too, one shift put each among its like, and the
figure be at home in the column it is missing from.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from math import log

import numpy as np
import numpy.typing as npt
from msgspec import Struct
from msgspec.structs import replace

from reconcile.model import Floats, Shift
from reconcile.structure import additions
from reconcile.structure.additions import Addition
from reconcile.structure.contents import Contents
from reconcile.structure.figures import stated
from reconcile.structure.grid import BLANK, NUMBER, PLACEHOLDER, WORDS
from reconcile.structure.profiles import STRANGER, Profile, profiles
from reconcile.structure.row_laws import row_laws
from reconcile.structure.vouching import Move, Voucher, crossing

Kinds = np.ndarray[tuple[int, int], np.dtype[np.int8]]
Content = tuple[int, str, float | None]  # kind, text and value of a cell

_MARGIN = 6.0  # nats by which a shift must be likelier than the row as printed
_FIT = 2.0  # nats by which figures alone must fit better, where one cell only is of a wrong sort
_FIT_IF_TOLD = -4.0  # the same where the total is missing as printed and tells the lost figure
_UNLIKELY = log(5e-5)  # of a cell in its column: not to be met among some thousand cells
_GAP_UNTOLD = log(1e-3)  # a figure is missing, and no total tells which
_MOST_COLUMNS = 400  # wider rows are taken as they stand
_MOST_CROSSED = 2000  # rows that a total may add up
_LEAST_ROWS = 4  # sound ones: of fewer, what a column holds is not known
_GAPS = 0.1  # the share of blank cells from which on a blank is nothing strange


def shifts(
    kinds: Kinds,
    body: Contents,
    stands_apart: Callable[[int], bool],
    is_total: Callable[[int], bool],
) -> dict[int, Shift]:
    """The shifted rows of a body but those that stand apart; the arrays have shape (rows, columns),
    `Shift.columns` counts columns of the body."""
    rows, columns = kinds.shape
    if columns > _MOST_COLUMNS:
        return {}
    usual = [_usual(kinds[:, j]) for j in range(columns)]
    blanks = _inner_blanks(kinds)
    gaps = blanks.mean(axis=0) >= _GAPS
    strange = _strangers(kinds, usual, gaps)
    odd = np.flatnonzero((strange > 0) | _have_lone_blank(blanks, usual)).tolist()
    doubtful = [row for row in odd if not stands_apart(row)]
    strange[doubtful] = True
    sound = np.flatnonzero(strange == 0)
    if len(sound) < _LEAST_ROWS or not doubtful:
        return {}
    values = stated(body)
    search = _Search(
        profiles(body, values, sound, usual, gaps), additions.widest(values[sound], usual)
    )
    cells = {row: _cells(kinds, body, values, row) for row in doubtful}
    options = {row: list(search.options(cells[row])) for row in doubtful}
    if not any(options.values()):
        return {}  # most sheets: what holds along their rows need not be learned
    crossed = range(rows) if rows <= _MOST_CROSSED else ()
    totals = [row for row in crossed if is_total(row)]
    others = [row for row in crossed if totals and row not in doubtful and stands_apart(row)]
    laws = row_laws(values[sound], usual)
    voucher = Voucher(laws, values, crossing(totals, others, rows))
    if not voucher:
        return {}
    shift_by_row = {}
    for row in doubtful:
        shift = search.shift(row, cells[row], options[row], voucher)
        if shift is not None:
            shift_by_row[row] = shift
    return shift_by_row


def _cells(kinds: Kinds, body: Contents, values: Floats, row: int) -> list[Content]:
    figures = [None if np.isnan(value) else value for value in values[row].tolist()]
    return list(zip(kinds[row].tolist(), body.row(row), figures, strict=True))


def _inner_blanks(kinds: Kinds) -> npt.NDArray[np.bool_]:
    """Blank cells with something to the right of them: where a row ends says nothing of gaps."""
    filled = kinds != BLANK
    followed = np.logical_or.accumulate(filled[:, ::-1], axis=1)[:, ::-1]
    inner: npt.NDArray[np.bool_] = ~filled & followed
    return inner


def _have_lone_blank(blanks: npt.NDArray[np.bool_], usual: Sequence[int]) -> npt.NDArray[np.bool_]:
    """Rows that hold the only blank cell of a column of figures."""
    lone = (blanks.sum(axis=0) == 1) & (np.array(usual) == NUMBER)
    rows: npt.NDArray[np.bool_] = np.any(blanks[:, lone], axis=1)
    return rows


def _usual(kinds: npt.NDArray[np.int8]) -> int:
    """The kind of most cells, marks aside; of two as frequent the one that stands first."""
    counted = np.bincount(kinds[kinds != PLACEHOLDER], minlength=1)
    likely = np.flatnonzero(counted == counted.max())
    return int(likely[np.argmax(kinds[:, None] == likely, axis=0).argmin()])


def _strangers(
    kinds: Kinds, usual: Sequence[int], gaps: npt.NDArray[np.bool_]
) -> npt.NDArray[np.int64]:
    expected = np.array(usual, dtype=np.int8)
    beside = (expected == BLANK) & (kinds != NUMBER)  # a remark behind the table
    excused = (kinds == PLACEHOLDER) | beside | ((kinds == BLANK) & gaps)
    strangers: npt.NDArray[np.int64] = ((kinds != expected) & ~excused).sum(axis=1)
    return strangers


class _Option(Struct, frozen=True):
    """A shift and how likely the moved cells then are; of equal ones the rightmost is told."""

    score: float
    shift: Shift
    move: Move


class _Search(Struct, frozen=True, eq=False):
    """Weighs the shifts of a row against each other and against the row as printed."""

    profiles: list[Profile]
    addition: Addition | None

    def shift(
        self, row: int, cells: list[Content], every: Sequence[_Option], voucher: Voucher
    ) -> Shift | None:
        """The likeliest single shift that leaves no stranger and that figures vouch for."""
        options = [option for option in every if not voucher.contradicts(option.move)]
        proofs = [voucher.proofs(row, option.move) for option in options]
        most = max(proofs, default=0)
        printed = [home.likelihood(*cell) for home, cell in zip(self.profiles, cells, strict=True)]
        vouched = [
            option
            for option, proven in zip(options, proofs, strict=True)
            if proven == most and (most or self._is_likely(cells, printed, option, voucher))
        ]
        best = max(vouched, key=lambda option: (option.score, option.shift.at), default=None)
        if best is None:
            return None
        return replace(best.shift, lost=voucher.lost_figure(row, best.move))

    def options(self, cells: list[Content]) -> Iterator[_Option]:
        """The shifts of a row that leave no stranger."""
        width, printed = len(cells), [cell[2] for cell in cells]
        for at in range(width):
            for by in (-1, 1):
                columns = _moved(width, at, by)
                if by < 0 and cells[-1][0] != BLANK:
                    continue  # a cell can be missing where the row ends early
                if not _moves_something(cells[at if by < 0 else at + 1 :]):
                    continue
                if by > 0 and not _may_go(cells, at):
                    continue
                if _leaves_stranger(cells, self.profiles, columns, at):
                    continue
                moved = [None if source < 0 else printed[source] for source in columns]
                score = sum(
                    self.profiles[j].likelihood(*cells[c]) for j, c in enumerate(columns) if c >= 0
                )
                if by < 0:
                    score += _gap_score(cells, self.profiles, self.addition, columns, at)
                lost = at if by < 0 else _pushed_off(self.profiles, moved)
                shift = Shift(at, by, tuple(columns))
                yield _Option(round(score, 6), shift, Move(at, by, printed, moved, lost))

    def _is_likely(
        self, cells: list[Content], printed: list[float], option: _Option, voucher: Voucher
    ) -> bool:
        """Whether a sum tells what is missing, and the cells clearly fit better than as printed,
        where they are as likely as `printed` says."""
        shift, missing_figures = option.shift, list(voucher.missing_figures(option.move).values())
        at, columns = shift.at, shift.columns
        if shift.by > 0:
            return False
        home = self.profiles[at]
        if not missing_figures or not home.low <= missing_figures[0] <= home.high:
            return False
        moved = [self.profiles[j].likelihood(*cells[c]) for j, c in enumerate(columns) if c >= 0]
        fits = [likelihood for likelihood in printed if likelihood > STRANGER]
        settles = sum(old <= _UNLIKELY for old in printed[at:]) >= 2 and min(moved) > _UNLIKELY
        alone = len(cells) - len(fits) < 2 and not settles
        missing = _total_tells(cells, self.profiles, self.addition, columns, at)
        astray = any(map(_is_astray, cells[at:], self.profiles[at:]))
        if not (missing or settles or astray):
            return False
        least = sum(fits) + (_FIT_IF_TOLD if missing else _FIT)
        return option.score > sum(printed) + _MARGIN and (not alone or option.score > least)


def _moves_something(cells: Sequence[Content]) -> bool:
    """Whether cells hold more than zeros and blanks, which stand one column off as well."""
    return any(kind == WORDS or (kind == NUMBER and value != 0) for kind, _, value in cells)


def _may_go(cells: list[Content], at: int) -> bool:
    """Whether a cell may be one too many: a blank one, or one that says what its neighbour does. A
    zero more or less proves nothing."""
    kind, text, value = cells[at]
    beside = [cell[1] for cell in (*cells[max(at - 1, 0) : at], *cells[at + 1 : at + 2])]
    return kind == BLANK or (text in beside and value != 0)


def _is_astray(cell: Content, home: Profile) -> bool:
    """A word among figures or a figure among words; a blank alone tells nothing."""
    return {cell[0], home.kind} == {NUMBER, WORDS}


def _total_tells(
    cells: list[Content],
    profiles: list[Profile],
    addition: Addition | None,
    columns: Sequence[int],
    at: int,
) -> bool:
    """Whether the row as printed has no total, and moved has one that lacks a likely figure."""
    if addition is None or at not in addition.parts or cells[addition.total][0] != BLANK:
        return False
    gap = addition.gap([None if source < 0 else cells[source][2] for source in columns])
    return gap is not None and gap > 0 and profiles[at].low <= gap <= profiles[at].high


def _leaves_stranger(
    cells: list[Content], profiles: list[Profile], columns: Sequence[int], at: int
) -> bool:
    """Whether a moved cell would be of another sort than its column. Only a figure can be missing,
    and not the last one by itself: where the row ends early, that is a blank."""
    for column in range(at, len(columns)):
        usual, source = profiles[column].kind, columns[column]
        if source < 0:
            if usual == WORDS or (usual == NUMBER and column == at == len(cells) - 1):
                return True
        elif usual != BLANK and cells[source][0] not in (usual, PLACEHOLDER):
            return True
    return False


def _pushed_off(profiles: list[Profile], moved: Sequence[float | None]) -> int | None:
    """The last column of figures, where a row with a cell too many states none: what was printed
    there would stand beyond the table."""
    last = max((j for j, home in enumerate(profiles) if home.kind != BLANK), default=0)
    return last if profiles[last].kind == NUMBER and moved[last] is None else None


def _gap_score(
    cells: list[Content],
    profiles: list[Profile],
    addition: Addition | None,
    columns: Sequence[int],
    at: int,
) -> float:
    """How likely the figure that the total lacks is in the column it would be missing from. The
    total itself is then no news."""
    if addition is None or at not in addition.parts:
        return _GAP_UNTOLD
    gap = addition.gap([None if source < 0 else cells[source][2] for source in columns])
    if gap is None:
        return _GAP_UNTOLD
    total_likelihood = profiles[addition.total].likelihood(*cells[columns[addition.total]])
    return profiles[at].likelihood(NUMBER, "", round(gap, 6)) - total_likelihood


def _moved(width: int, at: int, by: int) -> list[int]:
    """For each column the one its cell is printed in, -1 for none."""
    if by < 0:
        return [*range(at), -1, *range(at, width - 1)]
    return [*range(at), *range(at + 1, width), -1]
