"""Agencies, what they were called and when, and who took over from whom."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from datetime import date, timedelta
from functools import cached_property

from msgspec import Struct

from reconcile.labels.spelling import Name, compatible, fold, parse


class Period(Struct, frozen=True):
    """First and last day, both included; None where it has no known end."""

    since: date | None = None
    until: date | None = None

    def covers(self, day: date) -> bool:
        return (self.since or date.min) <= day <= (self.until or date.max)

    def meets(self, other: Period) -> bool:
        """Whether the two have a day in common."""
        first = max(self.since or date.min, other.since or date.min)
        return first <= min(self.until or date.max, other.until or date.max)


class AgencyName(Struct, frozen=True):
    """A name, and when it was that agency's."""

    name: str
    period: Period = Period()


class Agency(Struct, frozen=True):
    """`names` holds every name it goes by, the canonical one first; `successors` are the positions
    in the table of those that took over its work the day after it ended."""

    name: str
    names: tuple[AgencyName, ...]
    period: Period = Period()
    successors: tuple[int, ...] = ()


class Agencies(Struct, frozen=True, dict=True):
    """A table of agencies. Without entries it knows no name, and nothing follows from it."""

    agencies: tuple[Agency, ...] = ()

    def meant(self, name: str, year: int | None) -> tuple[int, ...]:
        """The agencies that a name in a paper of that year can mean: none, one, or several; a line
        of mere renamings is one, known by its first.

        A name of the table means whose it was in that year; another one stands for a name of the
        table where only typography tells them apart, or as its abbreviation.
        """
        known = self._known.get(name)
        if known is None:
            known = self._known[name] = self._named(name)
        that_year = Period() if year is None else Period(date(year, 1, 1), date(year, 12, 31))
        claims = (claim for full in known for claim in self._claims[full])
        return tuple(
            sorted(
                {self.before_renamings(agency) for agency, when in claims if when.meets(that_year)}
            )
        )

    def _named(self, name: str) -> tuple[str, ...]:
        """The names of the table that a name is or stands for."""
        same = self._by_fold.get(fold(name))
        if same is not None:
            return tuple(same)
        short = parse(name)
        alike = self._by_atoms.get(initials(short), ())
        return tuple(full for full in alike if stands_for(short, parse(full)))

    def before_renamings(self, agency: int) -> int:
        """The agency at the head of a line of mere renamings; itself where it was not renamed."""
        while agency in self._renamed:
            agency = self._renamed[agency]
        return agency

    def renamings(self, head: int) -> tuple[int, ...]:
        """A line of renamings from its head on."""
        following = {before: after for after, before in self._renamed.items()}
        line = [head]
        while line[-1] in following:
            line.append(following[line[-1]])
        return tuple(line)

    def changed(self, agency: int, first: int, last: int) -> bool:
        """Whether papers of two years may count different things as one agency: in between, or
        within one of the years, it took over from another, or another took over from it."""
        return any(
            last > before and first < after
            for before, after in self._changes.get(self.before_renamings(agency), ())
        )

    def predecessors(self, agency: int) -> tuple[int, ...]:
        return tuple(i for i, other in enumerate(self.agencies) if agency in other.successors)

    @cached_property
    def _known(self) -> dict[str, tuple[str, ...]]:
        """What was asked for already: an archive asks for the same names year by year."""
        return {}

    @cached_property
    def _claims(self) -> Mapping[str, tuple[tuple[int, Period], ...]]:
        claims: dict[str, list[tuple[int, Period]]] = defaultdict(list)
        for agency, entry in enumerate(self.agencies):
            for named in entry.names:
                claims[named.name].append((agency, named.period))
        return {name: tuple(of_name) for name, of_name in claims.items()}

    @cached_property
    def _by_fold(self) -> Mapping[str, list[str]]:
        names: dict[str, list[str]] = defaultdict(list)
        for name in self._claims:
            names[fold(name)].append(name)
        return names

    @cached_property
    def _by_atoms(self) -> Mapping[tuple[str, ...], list[str]]:
        names: dict[tuple[str, ...], list[str]] = defaultdict(list)
        for name in self._claims:
            if shape := initials(parse(name)):
                names[shape].append(name)
        return names

    @cached_property
    def _renamed(self) -> Mapping[int, int]:
        """Each agency that only continues another under a new name, with that other."""
        renamed = {}
        for agency, entry in enumerate(self.agencies):
            for successor in entry.successors:
                alone = len(entry.successors) == 1 and self.predecessors(successor) == (agency,)
                if alone and self._begins_after(successor, entry):
                    renamed[successor] = agency
        return renamed

    def _begins_after(self, successor: int, entry: Agency) -> bool:
        since = self.agencies[successor].period.since
        return since is not None and entry.period.until is not None and since > entry.period.until

    @cached_property
    def _changes(self) -> Mapping[int, set[tuple[int, int]]]:
        """For each line, its mergers and splits as the last year before and the first year after
        that are not the year of the change itself."""
        changes: dict[int, set[tuple[int, int]]] = defaultdict(set)
        for agency, entry in enumerate(self.agencies):
            if entry.period.until is None:
                continue
            day = entry.period.until + timedelta(1)
            years = (day.year - 1, day.year + (day != date(day.year, 1, 1)))
            for successor in entry.successors:
                if self._renamed.get(successor) != agency:
                    changes[self.before_renamings(agency)].add(years)
                    changes[self.before_renamings(successor)].add(years)
        return changes


def stands_for(short: Name, full: Name) -> bool:
    """Whether a name is another one, or its abbreviation: never the other way round."""
    return compatible(short.atoms, full.atoms) and all(
        ours.initial or not theirs.initial
        for ours, theirs in zip(short.atoms, full.atoms, strict=True)
    )


def initials(name: Name) -> tuple[str, ...]:
    """What a name has in common with its abbreviations."""
    return tuple(atom.key for atom in name.atoms)
