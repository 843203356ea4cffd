"""Rows that number the columns below a header: `(1) (2) (3)`, `A B 1 2 3=1+2`.

Office | Home | Abroad | All
A      | 1    | 2      | 3=1+2     numbers the columns
North  | 9    | 4      | 13
A      | 1    | 2      | 3         an office called A; so is the first of a body if B comes next

Where a row may as well state figures it states them: a figure taken for a number of its column is
lost without a word.
"""

from __future__ import annotations

import re
from collections.abc import Sequence, Set

import numpy as np

from reconcile.model import Integers
from reconcile.structure.grid import BLANK, NUMBER, WORDS, CellGrid

_COLUMN_NUMBER = re.compile(r"[(\[]?(\d{1,3}|[a-zA-Z])[)\]]?\s*(?:=.*)?\Z", re.DOTALL)
_YEAR = re.compile(r"(19|20)\d\d(?:\W|\s?[(\[]\w{1,5}\.?[)\]]|\^\w)?")  # 2024, 2024*, 2024 (p)
_MARK = re.compile(r"\(\d{1,2}\)|\[\d{1,2}\]")
_NO_NUMBER, _A_LETTER = -2, -1  # below every number that a column may have
_LEAST = 3  # columns that are numbered
_MOST_STEP = 2  # from one column's number to the next
_MOST_LETTERS = 2  # columns of labels, which letters number
_LONG = 5  # numbers one after the other that no row of figures is taken to hold
_TIERS = 6  # rows above and below that are looked at, blank ones among them


def is_year(text: str) -> bool:
    """`2024`, `2024*`, `2024 (p)`: what heads a column as a year."""
    return bool(_YEAR.fullmatch(text))


def maybe_numbering(grid: CellGrid, rows: Integers) -> Integers:
    """Those of some rows that hold nothing but what may number a column, where neighbours count up
    by one, or pass one by. Columns are asked from the right, where few different texts stand."""
    later = np.full(len(rows), _NO_NUMBER)
    for column in range(grid.kinds.shape[1] - 1, -1, -1):
        held = grid.kinds[rows, column] != BLANK
        counted = grid.map_texts(_column_number, rows, column)
        steps = later - counted
        leaps = (counted >= 0) & (later >= 0) & ((steps < 0) | (steps > _MOST_STEP))
        kept = ~held | ((counted != _NO_NUMBER) & ~leaps)
        rows, later = rows[kept], np.where(held, counted, _NO_NUMBER)[kept]
    return rows


def _column_number(text: str) -> int:
    """The number of a column, if it may be one."""
    printed = _COLUMN_NUMBER.match(text)
    if printed is None:
        return _NO_NUMBER
    return int(printed[1]) if printed[1].isdigit() else _A_LETTER


def is_numbering(grid: CellGrid, row: int) -> bool:
    """`(1) (2) (3)` or `A B 1 2 3` under a header, with rows of another sort below."""
    if not _counts_up(grid, row):
        return False
    if any("=" in text for text in grid.texts(row)):
        return True
    return _stands_under_labels(grid, row) and not _goes_on_below(grid, row)


def is_numbering_again(grid: CellGrid, row: int, numberings: Set[tuple[str, ...]]) -> bool:
    """Whether a row prints one of the numberings so far again, as on top of each page."""
    return tuple(grid.texts(row)) in numberings and not _goes_on_below(grid, row)


def marks_labels(grid: CellGrid, row: int) -> bool:
    """Whether a row holds the last words of labels with marks such as `(1)` below others, right
    above a row of column numbers: `(1) | of these | (2)`."""
    numbers = np.flatnonzero(grid.kinds[row] == NUMBER).tolist()
    if not numbers or not all(_MARK.fullmatch(grid.text(row, column)) for column in numbers):
        return False
    below = _next_filled(grid, row)
    return below is not None and _counts_up(grid, below)


def _next_filled(grid: CellGrid, row: int) -> int | None:
    near = range(row + 1, min(row + 1 + _TIERS, len(grid.filled)))
    return next((r for r in near if grid.filled[r]), None)


def _counts_up(grid: CellGrid, row: int) -> bool:
    """Whether a row counts its columns, those of labels by the letters A and B. Behind letters a
    number may come twice: `A B 1 2 3 3 4`. Where brackets or `1=2+3` say what they are, one may be
    missing, of a column that was taken out."""
    texts = grid.texts(row)
    if len(texts) < _LEAST:
        return False
    counted = [_column_number(text) for text in texts]
    letters = counted.count(_A_LETTER)
    if _NO_NUMBER in counted or letters > _MOST_LETTERS or _A_LETTER in counted[letters:]:
        return False
    alphabet = "".join(text.strip("()[] ") for text in texts[:letters]).upper()
    first = np.flatnonzero(grid.kinds[row])[letters] - grid.left
    if not "AB".startswith(alphabet) or counted[letters] not in (0, 1, first + 1):
        return False
    steps = np.diff(counted[letters:])
    twice = int((steps == 0).sum())
    may_repeat = letters > 0 and 2 * twice < len(steps)
    may_miss = _say_what_they_are(texts) and int((steps > 1).sum()) == 1
    return bool(np.all((steps == 1) | ((steps == 0) & may_repeat) | ((steps > 1) & may_miss)))


def _say_what_they_are(texts: Sequence[str]) -> bool:
    """Whether texts can be nothing but numbers of columns: `1=2+3`, or many as `(1)`."""
    if any("=" in text for text in texts):
        return True
    return len(texts) > _LONG and all(map(_MARK.fullmatch, texts))


def _stands_under_labels(grid: CellGrid, row: int) -> bool:
    """Whether labels or years stand above half of the columns, or no figures above at all."""
    columns = grid.kinds[row] != BLANK
    labelled = np.zeros_like(columns)
    for above in range(row - 1, max(row - 1 - _TIERS, -1), -1):
        if not _labels(grid, above):
            return bool(2 * (labelled & columns).sum() >= columns.sum())
        labelled |= grid.kinds[above] != BLANK
    return row <= _TIERS or bool(2 * (labelled & columns).sum() >= columns.sum())


def _labels(grid: CellGrid, row: int) -> bool:
    """Whether a row holds no figures but years, and marks such as `(1)` below a label."""
    numbers = (grid.text(row, int(j)) for j in np.flatnonzero(grid.kinds[row] == NUMBER))
    return all(is_year(text) or _MARK.fullmatch(text) for text in numbers)


def _goes_on_below(grid: CellGrid, row: int) -> bool:
    """Whether the next row is of the same sort: `B 4 5 6` below `A 1 2 3`, `2 7 9` or `4 5 6` below
    `1 2 3`. A year below it, or its own first number again, begins a body."""
    texts = grid.texts(row)
    below = _next_filled(grid, row)
    first = _column_number(texts[0])
    if below is None:
        return first != _A_LETTER and not texts[0].startswith(("(", "["))
    columns = np.flatnonzero(grid.kinds[row])
    next_texts = [grid.text(below, column) for column in columns.tolist()]
    if first == _A_LETTER:
        letters = [_column_number(text) for text in texts].count(_A_LETTER)
        named = all(_column_number(text) == _A_LETTER for text in next_texts[:letters])
        return named and not (grid.kinds[below, columns[letters:]] == WORDS).any()
    if (grid.kinds[below] == WORDS).any():
        return False
    if next_texts[0].strip("()[] .") == str(first + 1):
        return True
    return len(columns) < _LONG and not is_year(next_texts[0]) and next_texts[0] != texts[0]
