"""An office's table of agencies, in TOML.

    [[agency]]
    name = "Sở Nông nghiệp và Phát triển nông thôn"
    aliases = ["Sở Nông nghiệp PTNT", { name = "Sở Nông nghiệp", to = 2007 }]
    abbreviations = ["Sở NN&PTNT"]
    to = 2025-02-28
    merged_into = ["Sở Nông nghiệp và Môi trường"]

`from` and `to` are the first and the last day, or the first and the last year; either may be left
out. `merged_into` names those that took over from the day after `to`: several where an agency was
split, and several agencies may name the same one. One that only got a new name is written so too,
with the new name's entry beginning after `to`. A name may have been several agencies' at different
times, never at one time.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from msgspec.structs import replace

from reconcile.agencies.agency import Agencies, Agency, AgencyName, Period
from reconcile.agencies.checks import SuccessorFault, first_dispute, successors
from reconcile.agencies.toml_entry import TomlEntry, root_of_file, root_of_text
from reconcile.labels.spelling import fold

_KEYS = frozenset({"name", "aliases", "abbreviations", "from", "to", "merged_into"})
_ALIAS_KEYS = frozenset({"name", "from", "to"})
_KIND = "agencies"


def read_agencies(path: str | Path) -> Agencies:
    """The table in a file. Raises ReconcileError for one that cannot be read or is not right, with
    the line that is wrong."""
    return _alone(root_of_file(_KIND, path))


def agencies_from(text: str, path: str) -> Agencies:
    """The table in a text; `path` is what its faults are told under."""
    return _alone(root_of_text(_KIND, text, path))


def agencies_within(root: TomlEntry) -> Agencies:
    """The entries `[[agency]]` of a file that says more than that."""
    entries = replace(root, kind=_KIND).entries("agency")
    agencies = [_agency(entry) for entry in entries]
    claim = first_dispute(agencies)
    if claim is not None:
        entry, name = entries[claim.later], claim.name
        values = {"name": name, "agency": agencies[claim.later].name}
        other = agencies[claim.earlier].name
        entry.fault("disputed", _key_claiming(entry, name), other=other, **values)
    wanted = [entry.texts("merged_into") for entry in entries]
    linked = []
    for entry, agency, names in zip(entries, agencies, wanted, strict=True):
        if names and agency.period.until is None:
            entry.fault("no-end", "merged_into", agency=agency.name)
        following = successors(agencies, wanted, agency, names)
        if isinstance(following, SuccessorFault):
            values = {"agency": agency.name, "successor": following.name}
            entry.fault(following.code, "merged_into", **values)
        linked.append(replace(agency, successors=following))
    return Agencies(tuple(linked))


def _alone(root: TomlEntry) -> Agencies:
    root.allow({"agency"})
    return agencies_within(root)


def _agency(entry: TomlEntry) -> Agency:
    entry.allow(_KEYS)
    name = entry.values.get("name")
    if not isinstance(name, str) or not fold(name):
        entry.fault("no-name", "name")
    period = entry.period(entry.values, "from", "to")
    names = [AgencyName(name, period)]
    names += [_alias(entry, alias, period) for alias in entry.listed("aliases")]
    names += [AgencyName(short, period) for short in entry.texts("abbreviations")]
    return Agency(name, tuple(names), period)


def _alias(entry: TomlEntry, alias: Any, period: Period) -> AgencyName:
    """A name alone is the agency's as long as there is the agency."""
    if isinstance(alias, str) and fold(alias):
        return AgencyName(alias, period)
    if not isinstance(alias, Mapping):
        entry.fault("not-name", "aliases", key="aliases")
    for key in alias:
        if key not in _ALIAS_KEYS:
            entry.fault("unknown-key", "aliases", key=key)
    name = alias.get("name")
    if not isinstance(name, str) or not fold(name):
        entry.fault("not-name", "aliases", key="aliases")
    stated = entry.period(alias, "from", "to", "aliases")
    within = Period(stated.since or period.since, stated.until or period.until)
    return AgencyName(name, entry.ordered(within, "aliases"))


def _key_claiming(entry: TomlEntry, name: str) -> str:
    """The key under which an entry claims a name."""
    if name in entry.texts("abbreviations"):
        return "abbreviations"
    return "name" if entry.values["name"] == name else "aliases"
