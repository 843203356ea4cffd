"""What must be right between the entries of a table of agencies."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from datetime import date, timedelta
from typing import NamedTuple

from reconcile.agencies.agency import Agency, AgencyName
from reconcile.labels.spelling import fold


class DisputedName(NamedTuple):
    """A name that two entries, by their positions, give to two agencies at one time."""

    name: str
    earlier: int
    later: int


class SuccessorFault(NamedTuple):
    """Why a successor cannot be one."""

    code: str
    name: str


def first_dispute(agencies: Sequence[Agency]) -> DisputedName | None:
    """The first name that is two agencies' at one time."""
    claims: dict[str, list[tuple[int, AgencyName]]] = defaultdict(list)
    for later, agency in enumerate(agencies):
        for named in agency.names:
            of_name = claims[fold(named.name)]
            for earlier, other in of_name:
                if earlier != later and other.period.meets(named.period):
                    return DisputedName(named.name, earlier, later)
            of_name.append((later, named))
    return None


def successors(
    agencies: Sequence[Agency],
    wanted: Sequence[Sequence[str]],
    agency: Agency,
    names: Sequence[str],
) -> tuple[int, ...] | SuccessorFault:
    """The positions of those that took over from an agency the day after it ended, by name.

    `wanted` are the names of the successors of each agency.
    """
    positions = []
    for name in names:
        called = [i for i, other in enumerate(agencies) if fold(other.name) == fold(name)]
        if not called:
            return SuccessorFault("no-successor", name)
        after = (agency.period.until or date.max - timedelta(1)) + timedelta(1)
        following = [i for i in called if agencies[i].period.covers(after)]
        if not following:
            circular = _reaches(agencies, wanted, fold(name), fold(agency.name))
            return SuccessorFault("circle" if circular else "not-then", name)
        positions += following
    return tuple(sorted(set(positions)))


def _reaches(
    agencies: Sequence[Agency], wanted: Sequence[Sequence[str]], start: str, goal: str
) -> bool:
    """Whether the successors' names lead from one name to another, whatever the dates.

    Only told where the dates are wrong already: right ones cannot run in a circle.
    """
    seen, waiting = set(), [start]
    while waiting:
        name = waiting.pop()
        if name not in seen:
            seen.add(name)
            for agency, names in zip(agencies, wanted, strict=True):
                waiting += map(fold, names) if fold(agency.name) == name else []
    return goal in seen
