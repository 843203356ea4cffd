"""Who the rows of an archive speak of: by the table of agencies, else by spelling."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from functools import cached_property

import numpy as np
from msgspec import Struct, field

from reconcile.agencies import Agencies, fullest_spellings
from reconcile.batch.across.collected import Collected
from reconcile.batch.across.findings import FollowedEntity, NameInUse
from reconcile.labels.spelling import fold
from reconcile.model import Flags, Integers

_YEARS = 10_000  # more than any year: a name and a year are one code


class Entities(Struct, frozen=True, eq=False, dict=True):
    """`of_figures` gives each figure its entity: the position of an agency in the table, or what
    its spelling makes of it behind those; -1 where two could be meant."""

    agencies: Agencies
    of_figures: Integers
    _years: dict[tuple[int, int], Flags] = field(default_factory=dict)

    def changed(self, at: Integers, first: int, last: int) -> Flags:
        """For some figures whether their agency merged or split between two years."""
        return self._changed(first, last)[np.minimum(self.of_figures[at], self._count)]

    @cached_property
    def _count(self) -> int:
        return len(self.agencies.agencies)

    def _changed(self, first: int, last: int) -> Flags:
        """For each agency, and at the end for whom no table knows."""
        key = (first, last)
        if key not in self._years:
            flags = [self.agencies.changed(agency, *key) for agency in range(self._count)]
            self._years[key] = np.array([*flags, False])
        return self._years[key]


def recognise_entities(collected: Collected, agencies: Agencies) -> Entities:
    """A name is looked up in the year of the sheet that prints it."""
    names = np.frombuffer(collected.of_entities, dtype=np.int32)
    called = names * np.int64(_YEARS) + _years(collected)
    different = np.unique(called)
    spoken = [divmod(int(code), _YEARS) for code in different]
    meant = [agencies.meant(str(collected.entities.values[name]), year) for name, year in spoken]
    unknown = [name for (name, _), known in zip(spoken, meant, strict=True) if not known]
    spelled = _spelled(collected, unknown, len(agencies.agencies))
    coded = [known[0] if len(known) == 1 else -1 if known else spelled[name]
             for (name, _), known in zip(spoken, meant, strict=True)]  # fmt: skip
    of_figures = np.array(coded, dtype=np.int32)[np.searchsorted(different, called)]
    return Entities(agencies, of_figures)


def _years(collected: Collected) -> Integers:
    """The year of the sheet of each figure."""
    years = np.array([header.year for header in collected.headers], dtype=np.int16)
    return years[np.frombuffer(collected.of_tables, dtype=np.int32)]


def _spelled(collected: Collected, names: list[int], first: int) -> dict[int, int]:
    """A code, from `first` on, for each name that no table knows; -1 where it could be two."""
    different = sorted(set(names), key=lambda name: str(collected.entities.values[name]))
    of_spelling = fullest_spellings([str(collected.entities.values[name]) for name in different])
    return {name: -1 if head < 0 else first + different[head]
            for name, head in zip(different, of_spelling, strict=True)}  # fmt: skip


def followed_entities(collected: Collected, entities: Entities) -> tuple[FollowedEntity, ...]:
    """The agencies of the table that are stated, and whoever else is under several names."""
    count = max(1, len(collected.entities.values))
    called = np.frombuffer(collected.of_entities, dtype=np.int32)
    named = (entities.of_figures.astype(np.int64) * count + called) * _YEARS + _years(collected)
    uses: dict[int, dict[str, NameInUse]] = defaultdict(dict)
    for code in np.unique(named[entities.of_figures >= 0]).tolist():
        entity, name = divmod(code // _YEARS, count)
        year, printed = code % _YEARS, str(collected.entities.values[name])
        before = uses[entity].get(fold(printed), NameInUse(printed, year, year))
        uses[entity][fold(printed)] = NameInUse(
            min(before.name, printed), min(before.first, year), max(before.last, year)
        )
    return tuple(
        sorted(_followed(entities.agencies, uses), key=lambda entity: (entity.name, entity.names))
    )


def _followed(
    agencies: Agencies, uses: dict[int, dict[str, NameInUse]]
) -> Iterator[FollowedEntity]:
    for entity, names in uses.items():
        ordered = tuple(sorted(names.values(), key=lambda use: (use.first, use.last, use.name)))
        if entity < len(agencies.agencies):
            line = agencies.renamings(entity)
            before = {former for agency in line for former in agencies.predecessors(agency)}
            after = {later for agency in line for later in agencies.agencies[agency].successors}
            yield FollowedEntity(
                agencies.agencies[line[-1]].name,
                ordered,
                _names(agencies, before.difference(line)),
                _names(agencies, after.difference(line)),
            )
        elif len(names) > 1:
            yield FollowedEntity(max(ordered, key=lambda use: len(use.name)).name, ordered)


def _names(agencies: Agencies, positions: set[int]) -> tuple[str, ...]:
    return tuple(agencies.agencies[position].name for position in sorted(positions))
