"""The figures of an archive in the order of their tables, each under the key of what it states."""

from __future__ import annotations

import numpy as np
from msgspec import Struct

from reconcile.batch.across.collected import Collected
from reconcile.batch.across.distinctions import periods_and_stages
from reconcile.batch.across.entities import Entities
from reconcile.model import Flags, Integers

_MOST_STATED = 8  # sheets of one year that state the same figure
_AT_ONCE = 1_000_000  # figures


class KeyedFigures(Struct, frozen=True, eq=False):
    """One entry for each figure that is the only one of its key in its table, unless as many
    tables repeat it as can only be those of a form that many fill in.

    Sorted by table and key; `first[t]` is where table t begins. Tables are numbered in the order
    of their path, sheet and id; `headers[t]` is their position in what was collected, `years[t]`
    the year of the sheet. `at` is the figure's own position in what was collected. Two figures of
    one key state the same thing; those that agree are `alike`, or nearly always.
    """

    collected: Collected
    headers: Integers
    years: Integers
    first: Integers
    keys: Integers
    tables: Integers
    alike: Integers
    at: Integers

    def year(self, figure: int) -> int:
        """The year of the sheet that states it."""
        return int(self.years[self.tables[figure]])

    def units(self, figures: Integers) -> Integers:
        """Each figure counted in 10**-decimals."""
        return np.frombuffer(self.collected.units, dtype=np.int64)[self.at[figures]]

    def decimals(self, figures: Integers) -> Integers:
        decimals = np.frombuffer(self.collected.decimals, dtype=np.int8)[self.at[figures]]
        return decimals.astype(np.int64)

    def percent(self, figures: Integers) -> Integers:
        """1 where a figure is printed in per cent, else 0."""
        return np.frombuffer(self.collected.percent, dtype=np.int8)[self.at[figures]]


def key_figures(collected: Collected, entities: Entities) -> KeyedFigures:
    headers, ranks = _ranked(collected)
    years = np.array([collected.headers[header].year for header in headers], dtype=np.int16)
    keys = _keys(collected, entities)
    tables = ranks[np.frombuffer(collected.of_tables, dtype=np.int32)]
    order = np.lexsort((keys, tables)).astype(np.int32)
    order = order[entities.of_figures[order] >= 0]
    order = order[_once(keys[order], tables[order])]
    units = np.frombuffer(collected.units, dtype=np.int64)
    order = order[~_common(keys[order], years[tables[order]], units[order])]
    return KeyedFigures(
        collected=collected,
        headers=headers,
        years=years,
        first=np.searchsorted(tables[order], np.arange(len(headers) + 1)),
        keys=keys[order],
        tables=tables[order],
        alike=_alike(units)[order],
        at=order,
    )


def _ranked(collected: Collected) -> tuple[Integers, Integers]:
    """The tables in order, and each one's place in it."""
    named = [(collected.files[table.file], table.sheet, table.id) for table in collected.headers]
    order = np.array(sorted(range(len(named)), key=named.__getitem__), dtype=np.int64)
    ranks = np.empty(len(order), dtype=np.int32)
    ranks[order] = np.arange(len(order))
    return order, ranks


def _keys(collected: Collected, entities: Entities) -> Integers:
    """What each figure states: of whom, what, for which year, in which part of it and stage."""
    kinds: dict[object, int] = {}
    kind_of_table = np.array(
        [
            kinds.setdefault(
                periods_and_stages(table.title, table.sheet, collected.files[table.file]),
                len(kinds),
            )
            for table in collected.headers
        ],
        dtype=np.int64,
    )
    keys = entities.of_figures.astype(np.int64)
    for codes in (
        np.frombuffer(collected.of_indicators, dtype=np.int32),
        np.frombuffer(collected.of_years, dtype=np.int16),
        kind_of_table[np.frombuffer(collected.of_tables, dtype=np.int32)],
    ):
        keys = _combined(keys, codes)
    return keys


def _combined(keys: Integers, codes: Integers) -> Integers:
    """One code for each pair of codes."""
    count = int(codes.max(initial=0)) + 1
    if int(keys.max(initial=0)) >= 2**62 // count:
        keys = np.unique(keys, return_inverse=True)[1]
    return keys * count + codes


def _once(keys: Integers, tables: Integers) -> Flags:
    """Which of the sorted figures are alone with their key in their table."""
    again = (keys[1:] == keys[:-1]) & (tables[1:] == tables[:-1])
    alone = np.ones(len(keys), dtype=bool)
    alone[1:] &= ~again
    alone[:-1] &= ~again
    return alone


def _alike(units: Integers) -> Integers:
    """A few at once: it takes many steps, each with an array of its own."""
    starts = range(0, len(units), _AT_ONCE)
    parts = [_leading(units[start : start + _AT_ONCE]).astype(np.int8) for start in starts]
    return np.concatenate([*parts, np.zeros(0, dtype=np.int8)])


def _leading(units: Integers) -> Integers:
    """The two leading digits of each figure, its sign and scale aside; 0 for zero.

    Alike for most pairs that agree, whatever they are rounded to: a way to look for them.
    """
    size = np.abs(units)
    digits = np.floor(np.log10(np.maximum(size, 1))).astype(np.int64) + 1
    return np.where(digits >= 2, size // 10 ** np.maximum(digits - 2, 0), 10 * size)


def _common(keys: Integers, years: Integers, units: Integers) -> Flags:
    """Which figures many sheets of one year repeat."""
    order = np.lexsort((units, years, keys))
    another = np.ones(len(keys), dtype=bool)
    another[1:] = False
    for codes in (keys, years, units):
        another[1:] |= codes[order[1:]] != codes[order[:-1]]
    often = np.diff(np.flatnonzero(another), append=len(keys))
    common = np.zeros(len(keys), dtype=bool)
    common[order] = np.repeat(often > _MOST_STATED, often)
    return common
