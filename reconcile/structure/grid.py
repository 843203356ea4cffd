"""The cells of a sheet by kind: figures, marks for none, words."""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import cached_property

import numpy as np
from msgspec import Struct

from reconcile import numbers
from reconcile.labels import vocabulary
from reconcile.model import TEXT, Integers, Range, Sheet
from reconcile.structure.contents import Contents, TextPool, contents
from reconcile.structure.durations import with_durations
from reconcile.structure.fractions import fractions

BLANK, NUMBER, PLACEHOLDER, WORDS = range(4)

_FOOTNOTE = re.compile(r"\d\d[A-Za-z]\s*\Z")  # `851E`: a mark set against the figure


class CellGrid(Struct, frozen=True, eq=False, dict=True):
    """A sheet's cells by kind, shape (rows, columns), and counts per row."""

    sheet: Sheet
    contents: Contents
    kinds: np.ndarray[tuple[int, int], np.dtype[np.int8]]
    filled: np.ndarray[tuple[int], np.dtype[np.int64]]
    numbered: np.ndarray[tuple[int], np.dtype[np.int64]]

    @cached_property
    def left(self) -> int:
        """The first column that holds anything."""
        return int(np.flatnonzero(self.kinds.any(axis=0))[0])

    @cached_property
    def _merged_rows(self) -> Integers:
        """The first and the last row of each merge."""
        rows = [(merge.top, merge.bottom) for merge in self.sheet.merges]
        return np.array(rows, dtype=np.int64).reshape(-1, 2)

    def merges(self, first: int, last: int) -> list[Range]:
        """The merges that reach into some rows."""
        top, bottom = self._merged_rows.T
        reaching = np.flatnonzero((top <= last) & (bottom >= first))
        return [self.sheet.merges[at] for at in reaching]

    def text(self, row: int, column: int) -> str:
        return self.contents.at(row, column)

    def texts(self, row: int) -> list[str]:
        return [self.text(row, int(column)) for column in np.flatnonzero(self.kinds[row])]

    def map_texts(self, answer: Callable[[str], int], rows: Integers, column: int) -> Integers:
        """What is said of the texts in some rows of a column; of each it is asked once."""
        shown = self.contents.shown[rows, column].tolist()
        answers = {text: answer(self.contents.pool.texts[text]) for text in set(shown)}
        return np.fromiter(map(answers.__getitem__, shown), np.int64, len(shown))


def grid(sheet: Sheet) -> CellGrid:
    held = contents(sheet.cells, sheet.formats, sheet.format_codes)
    counted = with_durations(sheet, held)
    if counted is not sheet:
        sheet, held = counted, contents(counted.cells, counted.formats, counted.format_codes)
    words_held = _kinds(held.pool)
    of_sorts = np.array([BLANK, WORDS, NUMBER, WORDS, WORDS], dtype=np.int8)
    kinds = np.where(held.sorts == TEXT, words_held[held.shown], of_sorts[held.sorts])
    kinds[fractions(held)] = NUMBER
    _count_united(held, kinds)
    return CellGrid(sheet, held, kinds, (kinds != BLANK).sum(axis=1), (kinds == NUMBER).sum(axis=1))


def _kinds(texts: TextPool) -> np.ndarray[tuple[int], np.dtype[np.int8]]:
    """The kind of a cell that holds each text."""
    kinds = np.full(len(texts.texts), WORDS, dtype=np.int8)
    held = texts.texts[: texts.held]
    short = (at for at, size in enumerate(map(len, held)) if size <= vocabulary.LONGEST_PLACEHOLDER)
    kinds[[at for at in short if vocabulary.is_placeholder(held[at])]] = PLACEHOLDER
    for at in np.flatnonzero(texts.legible & (kinds == WORDS)).tolist():
        text = texts.texts[at]
        readings = numbers.readings(text)
        if _FOOTNOTE.search(text) or any(map(numbers.stands_alone, readings)):
            kinds[at] = NUMBER
    return kinds


def _count_united(held: Contents, kinds: np.ndarray) -> None:
    """Marks the figures of a column that stand with its one unit behind them: `12,5 ha`. CR and DR
    are one unit, where both stand on the sheet."""
    united = held.legible & (kinds == WORDS)
    sided = numbers.both_sides(held.pool.texts[np.unique(held.shown[united])])
    for column in np.flatnonzero(united.any(axis=0)).tolist():
        rows = np.flatnonzero(united[:, column])
        texts = held.pool.texts[held.shown[rows, column]]
        first = [numbers.readings(text)[0] for text in texts]
        unit = numbers.common_unit(first)
        if unit is None or 2 * len(rows) < (kinds[:, column] == WORDS).sum():
            continue
        if sided or not any(map(numbers.has_side, first)):
            kinds[rows[[reading.overlooked[:1] == (unit,) for reading in first]], column] = NUMBER
