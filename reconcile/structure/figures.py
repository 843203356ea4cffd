"""The figures of a table body, column by column, and the convention they are written in."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np

from reconcile import numbers
from reconcile.model import (
    FIGURE,
    SHOWS_ALL,
    Convention,
    Durations,
    Figures,
    Flags,
    Floats,
    Integers,
    Number,
    Objects,
    Reading,
)
from reconcile.structure.contents import Contents
from reconcile.structure.fractions import fractions

_LARGEST = 2**62  # units of a figure that is held as an integer of 64 bits
_ALL_DIGITS = 10**15  # of a double, are exact below
_MOSTLY, _FEWEST = 3, 3  # durations of a column: for each number among them, and at all
_MARK = re.compile(r"[(\[]\d{1,2}[)\]]")  # that points to a note
_LARGE = 1000  # among figures of which half are so large, a number of two digits is a mark
_TENS = 10 ** np.arange(19, dtype=np.int64)  # all the powers that 64 bits hold


def convention_of(bodies: Iterable[Contents]) -> Convention | None:
    """The convention of some cells. Typed numbers are kept with a point, whatever the odd text
    among them shows."""
    stored, texts = 0, Counter[str]()
    for body in bodies:
        stored += int((body.stored & ~body.elapsed).sum())
        times = np.bincount(body.shown[body.legible])
        for index in np.flatnonzero(times).tolist():
            texts[body.pool.texts[index]] += int(times[index])
    return "point" if stored > texts.total() else numbers.convention_of(texts)


def stated(body: Contents) -> Floats:
    """The number of each cell, whatever convention it is written in; NaN where there is none."""
    stated_figures = np.full(body.shown.shape, np.nan)
    stored, legible = body.stored, body.legible
    values = body.values[stored]
    units, places, sure = numbers.meant_numbers(values)
    stated_figures[stored] = units / 10.0**places
    if not sure.all():
        stated_figures[stored] = np.where(
            sure, stated_figures[stored], [_alone(value) for value in values]
        )
    different, indices = np.unique(body.shown[legible], return_inverse=True)
    readings = (numbers.read(text, None) for text in body.pool.texts[different])
    known = [float(reading.number.value) for reading in readings if reading]
    stated_figures[legible] = np.array(known, dtype=np.float64)[indices]
    return stated_figures


def _alone(value: float) -> float:
    return float(numbers.meant_number(value).value)


def seconds_counted(bodies: Iterable[Contents]) -> int:
    """What durations are counted in: minutes where all of them are whole ones, else seconds."""
    lengths = (_seconds(body.values[body.elapsed]) for body in bodies)
    return numbers.MINUTE if all((own % numbers.MINUTE == 0).all() for own in lengths) else 1


def _seconds(days: Floats) -> Floats:
    """How long durations in days are, to a millisecond: what doubles and programs keep of them."""
    return np.round(days * numbers.DAY, 3)


def figures(
    body: Contents, convention: Convention, typed_source: bool, seconds: int = numbers.MINUTE
) -> Figures:
    """The numbers of a table body; its durations count units of so many seconds.

    A text in a typed source, a text in the other convention, or one with something overlooked is
    doubtful, unless its whole column is written like that. CR and DR are signs where the whole
    column is marked so, and nothing that can be read where a part of it is.
    """
    count = _stored(body, seconds)
    strange = _are_among_durations(body)
    count.known &= ~strange
    legible = (body.legible | fractions(body)) & ~strange
    sided = numbers.both_sides(body.pool.texts[np.unique(body.shown[legible])])
    doubtful: dict[tuple[int, int], Reading] = {}
    for j in np.flatnonzero(legible.any(axis=0)).tolist():
        odd = _read(body, j, np.flatnonzero(legible[:, j]), convention, count)
        marked = [i for i, reading in odd.items() if numbers.has_side(reading)]
        if marked and (len(marked) < count.known[:, j].sum() or not sided):
            count.drop(marked, j)
            odd = {i: reading for i, reading in odd.items() if i not in marked}
        plain = int(count.known[:, j].sum()) - len(odd)
        usual = sum(not reading.overlooked for reading in odd.values())
        if 2 * len(odd) <= plain or (usual == 1 and not typed_source):
            doubtful.update({(i, j): reading for i, reading in odd.items()})
        else:
            count.drop(_unlike(odd), j)
    return count.figures(doubtful)


@dataclass(eq=False)
class _Count:
    """Numbers being gathered: each is `units` of its `places`, of which `decimals` count.

    `large` has those whose units outgrow int64.
    """

    units: Integers
    places: Integers
    decimals: Integers
    known: Flags
    large: dict[tuple[int, int], Number]
    shown: Integers | None = None
    calculated: bool = False
    durations: Durations | None = None
    scientific: Flags | None = None

    def put(
        self, rows: Integers, columns: Integers, entered: Sequence[Number], indices: Integers
    ) -> None:
        """Enters numbers at some cells: at each the one of `entered` that `indices` say."""
        small = [abs(number.units) < _LARGEST for number in entered]
        units = [number.units if fits else 0 for number, fits in zip(entered, small, strict=True)]
        decimals = np.array([number.decimals for number in entered], dtype=np.int8)[indices]
        self.units[rows, columns] = np.array(units, dtype=np.int64)[indices]
        self.places[rows, columns] = self.decimals[rows, columns] = decimals
        self.known[rows, columns] = True
        for at in np.flatnonzero(~np.array(small, dtype=bool)[indices]).tolist():
            self.large[int(rows[at]), int(columns[at])] = entered[indices[at]]

    def drop(self, rows: list[int], column: int) -> None:
        for array in (self.units, self.places, self.decimals, self.known):
            array[rows, column] = 0
        for row in rows:
            self.large.pop((row, column), None)

    def figures(self, doubtful: dict[tuple[int, int], Reading]) -> Figures:
        """All at the scale of the finest, in int64 where a whole line of them fits."""
        scale = max(int(self.decimals.max(initial=0)), int(self.places.max(initial=0)))
        fits = self._most(scale) * max(*self.units.shape, 1) < _LARGEST
        finer = scale - self.places.astype(np.int64)
        if not fits:
            tens = np.array([10**n for n in range(scale + 1)], dtype=object)
            units = self.units.astype(object) * tens[finer]
        elif finer.any():
            units = self.units * _TENS[np.minimum(finer, len(_TENS) - 1)]
        else:
            units = self.units
        for at, number in self.large.items():
            units[at] = number.at(scale)
        return Figures(
            units,
            self.decimals,
            self.known,
            scale,
            doubtful,
            self.shown,
            self.calculated,
            self.durations,
            self.scientific,
        )

    def _most(self, scale: int) -> int:
        """The largest of them, counted at a scale."""
        most = max((abs(number.at(scale)) for number in self.large.values()), default=0)
        for places in np.flatnonzero(np.bincount(self.places.ravel())).tolist():
            units = np.where(self.places == places, self.units, 0)
            most = max(most, max(int(units.max()), -int(units.min())) * 10 ** (scale - places))
        return most


def _stored(body: Contents, seconds: int) -> _Count:
    """The numbers that stand in a body as numbers."""
    known, elapsed = body.sorts == FIGURE, body.elapsed
    values = np.where(known, body.values, 0.0)
    values[elapsed] = _seconds(values[elapsed]) / seconds
    units, places, sure = (
        array.reshape(known.shape) for array in numbers.meant_numbers(values.ravel())
    )
    places_shown = list(map(numbers.decimals_shown, body.format_codes))
    least = np.array([shown or 0 for shown in places_shown], dtype=np.int8)
    most = np.array([SHOWS_ALL if n is None else n for n in places_shown], dtype=np.int8)
    formats = 0 if body.formats is None else body.formats
    counting = numbers.counted_decimals(units, places)
    decimals = np.where(known, np.maximum(counting, least[formats]), np.int8(0))
    count = _Count(units, places, decimals, known, {})
    if elapsed.any():
        shown_by = np.where(elapsed, formats, -1).astype(np.int32)
        count.durations = Durations(seconds, body.format_codes, shown_by)
    count.calculated = bool((known & (~sure | (np.abs(units) >= _ALL_DIGITS))).any())
    if (known & (most[formats] < places)).any():
        count.shown = np.where(known, most[formats], SHOWS_ALL)
    rows, columns = np.nonzero(~sure)
    alone = [
        numbers.meant_number(values[at], body.code(*at))
        for at in zip(rows.tolist(), columns.tolist(), strict=True)
    ]
    count.put(rows, columns, alone, np.arange(len(alone)))
    return count


def _are_among_durations(body: Contents) -> Flags:
    """The plain numbers in columns of durations: 8 among 7:30 and 8:15 says eight of what? But a
    row of such numbers across these columns is a line of its own."""
    elapsed = body.elapsed
    plain = (body.stored & ~elapsed & (body.values != 0)) | body.legible
    most = elapsed.sum(axis=0) >= np.maximum(_MOSTLY * plain.sum(axis=0), _FEWEST)
    odd = plain & most
    are_lines = (odd.sum(axis=1) == most.sum()) & (most.sum() > 1)
    return np.asarray(odd & ~are_lines[:, None])


def _read(
    body: Contents, column: int, rows: Integers, convention: Convention, count: _Count
) -> dict[int, Reading]:
    """Enters what the texts of a column state; returns the cells not written like the rest."""
    different, indices, times = np.unique(
        body.shown[rows, column], return_inverse=True, return_counts=True
    )
    texts = body.pool.texts[different]
    stored = body.stored[:, column]
    own = convention if stored.any() else _own_convention(texts, times, convention)
    values = body.values[:, column]
    whole_numbers = 2 * int(stored.sum()) > len(stored) and bool((values == np.floor(values)).all())
    readings = [reading for text in texts if (reading := _reading(text, own, whole_numbers))]
    columns = np.full(len(rows), column)
    count.put(rows, columns, [reading.number for reading in readings], indices)
    known = count.known[:, column]
    sizes = np.abs(count.units[known, column]) / 10.0 ** count.places[known, column]
    marks = _lone_marks(texts, times, sizes)[indices]
    count.drop(rows[marks].tolist(), column)
    plain = (None, own)
    powers = np.array([numbers.is_scientific(text) for text in texts])
    if powers.any():
        if count.scientific is None:
            count.scientific = np.zeros(body.sorts.shape, dtype=bool)
        count.scientific[rows, column] = powers[indices]
    odd = [bool(read.overlooked) or read.convention not in plain for read in readings]
    strange = np.flatnonzero((stored.any() | np.array(odd)[indices]) & ~marks)
    return {int(rows[at]): readings[indices[at]] for at in strange.tolist()}


def _lone_marks(texts: Objects, times: Integers, sizes: Floats) -> Flags:
    """Which of a column's texts point to a note and state no figure: `(1)` among large figures, of
    which none stands in brackets. `sizes` are those of all that were read."""
    marks = np.array([bool(_MARK.fullmatch(text)) for text in texts])
    bracketed = sum(text.startswith(("(", "[")) for text in texts)
    others = len(sizes) - int(times[marks].sum())
    if marks.any() and bracketed == marks.sum() and others >= _FEWEST:
        return marks if np.median(sizes) >= _LARGE else np.zeros_like(marks)
    return np.zeros_like(marks)


def _reading(text: str, convention: Convention, whole_numbers: bool) -> Reading | None:
    reading = (_grouped(text) if whole_numbers else None) or numbers.read(text, convention)
    fraction = None if reading else numbers.lone_fraction(text)
    return Reading(fraction) if fraction else reading


def _grouped(text: str) -> Reading | None:
    """A text among whole numbers groups its thousands: whichever mark it does that with."""
    readings = numbers.readings(text)
    grouped = [reading for reading in readings if reading.grouped and not reading.number.decimals]
    return grouped[0] if len(grouped) == 1 else None


def _own_convention(texts: Objects, times: Integers, convention: Convention) -> Convention:
    """A column written throughout in the other convention keeps its own."""
    marks = [numbers.sole_convention(text) for text in texts]
    decisive = int(times[[mark is not None for mark in marks]].sum())
    if decisive >= 3 and convention not in marks:
        return numbers.OTHER_CONVENTION[convention]
    return convention


def _unlike(odd: dict[int, Reading]) -> list[int]:
    """In a column of texts, a word behind the number (`2 bộ`) makes it prose, no figure, but for
    the unit of the column."""
    unit = numbers.common_unit(odd.values())
    words = ((row, numbers.word_behind(reading)) for row, reading in odd.items())
    return [row for row, word in words if word and word != unit]
