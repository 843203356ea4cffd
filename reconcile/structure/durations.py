"""Durations told from times of day, and counted: 7:30 hours add up, half past seven does not.

Employee | Mon  | Tue  | Total
Ann      | 7:30 | 8:15 | 15:45      a column called Total: its times, and those beside it, add up
Total    | 7:30 | 8:15 | 15:45      as they do down a column that a row called Total ends

What is none of this stays a text or a time of day, and states no figure.
"""

from __future__ import annotations

import datetime
import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from fractions import Fraction
from math import log
from statistics import pvariance
from typing import NamedTuple

import numpy as np
from msgspec import Struct
from msgspec.structs import replace

from reconcile import numbers
from reconcile.labels import vocabulary
from reconcile.model import OTHER, TEXT, Integers, Objects, Sheet
from reconcile.numbers import TypedDuration
from reconcile.structure.contents import Contents

_APART = 3  # rows without a time that part two runs of a column
_HEADER = 4  # rows above a run that may label it
_NAMING = 3  # cells of a row that may name it
_LEAST = 2  # times that a total is of
_ENDS = 3  # rows at either end of a run among which a total may stand
_EPOCH = datetime.datetime(1899, 12, 31)  # the day that Excel counts as 0
_NO_DAY = datetime.date(1900, 2, 28)  # also stands for the 29th, which Excel has and no calendar
_LAST_YEAR = 1910  # of a duration that was read as a date: 96,000 hours
_ADDS = re.compile(r"\b(?:SUM|SUBTOTAL)\(", re.IGNORECASE)
_ZEROS = ("0", "00")  # texts that beside durations are durations of nothing


class _Time(NamedTuple):
    """A cell that writes a time, `seconds` where it was stored; `sure` where it shows what has
    passed, whatever stands around it."""

    seconds: Fraction | None
    typed: TypedDuration | None
    code: str
    sure: bool = False


class _Run(Struct, frozen=True, eq=False):
    """Times below each other."""

    column: int
    rows: tuple[int, ...]


Times = Mapping[tuple[int, int], _Time]


def with_durations(sheet: Sheet, held: Contents) -> Sheet:
    """The sheet with its durations as numbers of days in formats that show what has passed, the way
    Excel keeps them; itself where it has none. `held` are its contents."""
    times = dict(_times(sheet, held))
    if not times:
        return sheet
    runs = list(_runs(times))
    of_durations = _runs_of_durations(sheet, held, times, runs)
    durations = {
        (row, run.column): times[row, run.column]
        for run in runs
        if run in of_durations
        for row in run.rows
    }
    return _converted(sheet, held, durations, of_durations) if durations else sheet


def _times(sheet: Sheet, held: Contents) -> Iterator[tuple[tuple[int, int], _Time]]:
    """The cells that write a time, down each column."""
    texts = held.pool.texts[: held.pool.held].tolist()
    typed = {
        n: time
        for n, text in enumerate(texts)
        if ":" in text and (time := numbers.typed_duration(text))
    }
    kinds = [_code_of_times(code) for code in held.format_codes]
    may_be = np.array([bool(kind) for kind in kinds])
    shown = may_be[0 if held.formats is None else held.formats]
    are_times = ((held.sorts == OTHER) & shown) | held.elapsed
    if typed:
        are_times |= (held.sorts == TEXT) & np.isin(held.shown, list(typed))
    for column, row in np.argwhere(are_times.T).tolist():
        if held.sorts[row, column] == TEXT:
            time = typed[int(held.shown[row, column])]
            yield (row, column), _Time(None, time, time.code)
            continue
        value, code = sheet.cells[row, column], sheet.format_code(row, column)
        seconds = _seconds(value, code)
        if seconds is not None:
            sure = numbers.is_elapsed(code) or isinstance(value, datetime.timedelta)
            yield (row, column), _Time(seconds, None, _code_of_times(code), sure)


def _code_of_times(code: str) -> str:
    """The format that shows as a duration what a cell of this format holds, '' for one of dates."""
    return "[h]:mm" if code == "General" else numbers.elapsed_code(code)


def _seconds(value: object, code: str) -> Fraction | None:
    """How long a stored time of day, or what was taken for a day of 1900, is; to a millisecond."""
    if isinstance(value, datetime.timedelta):
        return _rounded(value)
    if isinstance(value, datetime.time):
        return _rounded(datetime.datetime.combine(_EPOCH, value) - _EPOCH)
    if isinstance(value, int | float):
        return _rounded(datetime.timedelta(days=float(value))) if abs(value) < 10**6 else None
    if not isinstance(value, datetime.date) or value.year > _LAST_YEAR or code == "General":
        return None
    moment = value if isinstance(value, datetime.datetime) else _midnight(value)
    if moment.date() == _NO_DAY or moment < _EPOCH:
        return None
    skipped = datetime.timedelta(days=moment.date() > _NO_DAY)
    return _rounded(moment - _EPOCH + skipped)


def _midnight(day: datetime.date) -> datetime.datetime:
    return datetime.datetime.combine(day, datetime.time())


def _rounded(length: datetime.timedelta) -> Fraction:
    return Fraction(round(length / datetime.timedelta(milliseconds=1)), 1000)


# Which of them are durations


def _runs(times: Times) -> Iterator[_Run]:
    rows: dict[int, list[int]] = defaultdict(list)
    for row, column in times:
        rows[column].append(row)
    for column, own in rows.items():
        steps = np.flatnonzero(np.diff(own) > _APART) + 1
        for run in np.split(np.array(own), steps):
            yield _Run(column, tuple(run.tolist()))


def _runs_of_durations(
    sheet: Sheet, held: Contents, times: Times, runs: Sequence[_Run]
) -> set[_Run]:
    """The runs that are durations: a cell shows what has passed, a label says so, or they are added
    up, across or down."""
    run_at = {(row, run.column): run for run in runs for row in run.rows}
    of_durations: set[_Run] = set()
    for run in runs:
        labels = _labels(held, run)
        sure = any(times[row, run.column].sure for row in run.rows)
        if sure or any(map(vocabulary.is_duration, labels)) or _is_totalled(held, run):
            of_durations.add(run)
        of_totals = any(vocabulary.column_role(label) == "total" for label in labels)
        for row in run.rows:
            if of_totals or _ADDS.search(sheet.formulas.get((row, run.column), "")):
                of_durations |= {run, *_beside(row, run.column, run_at)}
    return of_durations


def _beside(row: int, column: int, run_at: Mapping[tuple[int, int], _Run]) -> set[_Run]:
    """The runs of the times right before a cell, without a gap."""
    beside = set()
    while (row, column - 1) in run_at:
        column -= 1
        beside.add(run_at[row, column])
    return beside


def _labels(held: Contents, run: _Run) -> list[str]:
    above = range(max(0, run.rows[0] - _HEADER), run.rows[0])
    return [held.at(row, run.column) for row in above if held.sorts[row, run.column] == TEXT]


def _is_totalled(held: Contents, run: _Run) -> bool:
    """Whether a row called a total ends the run, or heads it."""
    if len(run.rows) <= _LEAST:
        return False
    return any(_is_total(held, row) for row in {*run.rows[:_ENDS], *run.rows[-_ENDS:]})


def _is_total(held: Contents, row: int) -> bool:
    columns = np.flatnonzero(held.sorts[row] == TEXT)[:_NAMING].tolist()
    return any(vocabulary.row_role(held.at(row, column)) == "total" for column in columns)


# What they come to


def _converted(sheet: Sheet, held: Contents, durations: Times, runs: Iterable[_Run]) -> Sheet:
    cells: Objects = sheet.cells.copy()
    formats: Integers = np.zeros(sheet.shape, dtype=np.int32)
    if sheet.formats is not None:
        formats[:] = sheet.formats
    codes = {code: n for n, code in enumerate(sheet.format_codes)}
    in_minutes = _are_minutes(durations.values())
    for at, time in durations.items():
        code, seconds = time.code, time.seconds
        if time.typed is not None:
            code = time.typed.minutes_code if in_minutes and len(time.typed.parts) == 2 else code
            seconds = Fraction(time.typed.seconds(code))
        assert seconds is not None
        cells[at] = float(seconds / numbers.DAY)
        formats[at] = codes.setdefault(code, len(codes))
    for run in runs:
        around = slice(max(0, run.rows[0] - _APART), run.rows[-1] + _APART + 1)
        for row in np.flatnonzero(np.isin(cells[around, run.column], _ZEROS)).tolist():
            cells[around, run.column][row] = 0.0
    return replace(sheet, cells=cells, formats=formats, format_codes=tuple(codes))


def _are_minutes(times: Iterable[_Time]) -> bool:
    """Whether two parts are minutes and seconds: beside `1:05:20` they may be, and are where that
    makes them more like the others than hours and minutes would."""
    typed = [time.typed for time in times if time.typed is not None]
    of_three_parts = [time for time in typed if len(time.parts) == 3]
    of_two_parts = [time for time in typed if len(time.parts) == 2]
    if not of_three_parts or not of_two_parts:
        return False
    long = [time.seconds(time.code) for time in of_three_parts]
    as_minutes = _spread([*long, *(time.seconds(time.minutes_code) for time in of_two_parts)])
    return as_minutes <= _spread([*long, *(time.seconds(time.code) for time in of_two_parts)])


def _spread(seconds: Iterable[int]) -> float:
    return pvariance([log(abs(length)) for length in seconds if length] or [0.0])
