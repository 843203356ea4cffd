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

import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from pathlib import Path
from typing import Any, NoReturn

from reconcile.agencies.agency import Agencies, Agency, Named, Period
from reconcile.agencies.checks import Fault, disputed, successors
from reconcile.agencies.lines import line_of_fault, line_of_key, lines_of_entries
from reconcile.model import ReconcileError
from reconcile.structure.spelling import fold

_KEYS = frozenset({"name", "aliases", "abbreviations", "from", "to", "merged_into"})
_ALIAS_KEYS = frozenset({"name", "from", "to"})
_YEARS = range(1000, 10000)


@dataclass(frozen=True)
class _Entry:
    """One `[[agency]]`, and where it stands in the text."""

    path: str
    text: str
    lines: tuple[int, int]
    values: Mapping[str, Any]

    def fault(self, code: str, key: str, /, **values: str) -> NoReturn:
        line = line_of_key(self.text, self.lines, key)
        raise ReconcileError(f"agencies-{code}", path=self.path, line=str(line), **values)


def read_agencies(path: str | Path) -> Agencies:
    """The table in a file. Raises ReconcileError for one that cannot be read or is not right, with
    the line that is wrong."""
    try:
        text = Path(path).read_bytes().decode("utf-8-sig")
    except OSError as error:
        raise ReconcileError("agencies-unreadable", path=str(path)) from error
    except UnicodeDecodeError as error:
        raise ReconcileError("agencies-encoding", path=str(path)) from error
    return agencies_from(text, str(path))


def agencies_from(text: str, path: str) -> Agencies:
    """The table in a text; `path` is what its faults are told under."""
    entries = _entries(text, path)
    agencies = [_agency(entry) for entry in entries]
    claim = disputed(agencies)
    if claim is not None:
        entry, name = entries[claim.later], claim.name
        values = {"name": name, "agency": agencies[claim.later].name}
        other = agencies[claim.earlier].name
        entry.fault("disputed", _key_claiming(entry, name), other=other, **values)
    wanted = [_texts(entry, "merged_into") for entry in entries]
    found = []
    for entry, agency, names in zip(entries, agencies, wanted, strict=True):
        if names and agency.period.until is None:
            entry.fault("no-end", "merged_into", agency=agency.name)
        following = successors(agencies, wanted, agency, names)
        if isinstance(following, Fault):
            values = {"agency": agency.name, "successor": following.name}
            entry.fault(following.code, "merged_into", **values)
        found.append(replace(agency, successors=following))
    return Agencies(tuple(found))


def _entries(text: str, path: str) -> list[_Entry]:
    try:
        values = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        line = line_of_fault(str(error), text)
        raise ReconcileError("agencies-syntax", path=path, line=str(line)) from error
    whole = _Entry(path, text, (1, max(1, len(text.splitlines()))), values)
    for key in values:
        if key != "agency":
            whole.fault("unknown-key", key, key=key)
    found = values.get("agency", [])
    if not isinstance(found, list) or not all(isinstance(entry, dict) for entry in found):
        whole.fault("not-entries", "agency")
    lines = lines_of_entries(text, len(found))
    return [_Entry(path, text, where, entry) for where, entry in zip(lines, found, strict=True)]


def _agency(entry: _Entry) -> Agency:
    for key in entry.values:
        if key not in _KEYS:
            entry.fault("unknown-key", key, key=key)
    name = entry.values.get("name")
    if not isinstance(name, str) or not fold(name):
        entry.fault("no-name", "name")
    period = _period(entry, entry.values, "from")
    names = [Named(name, period)]
    names += [_alias(entry, alias, period) for alias in _list(entry, "aliases")]
    names += [Named(short, period) for short in _texts(entry, "abbreviations")]
    return Agency(name, tuple(names), period)


def _alias(entry: _Entry, alias: Any, period: Period) -> Named:
    """A name alone is the agency's as long as there is the agency."""
    if isinstance(alias, str) and fold(alias):
        return Named(alias, period)
    if not isinstance(alias, dict):
        entry.fault("not-name", "aliases", key="aliases")
    for key in alias:
        if key not in _ALIAS_KEYS:
            entry.fault("unknown-key", "aliases", key=key)
    name = alias.get("name")
    if not isinstance(name, str) or not fold(name):
        entry.fault("not-name", "aliases", key="aliases")
    own = _period(entry, alias, "aliases")
    within = Period(own.since or period.since, own.until or period.until)
    _check_order(entry, within, "aliases")
    return Named(name, within)


def _period(entry: _Entry, values: Mapping[str, Any], key: str) -> Period:
    period = Period(_day(entry, values, "from", key), _day(entry, values, "to", key))
    _check_order(entry, period, key)
    return period


def _check_order(entry: _Entry, period: Period, key: str) -> None:
    if period.since and period.until and period.since > period.until:
        entry.fault("reversed", key, since=str(period.since), until=str(period.until))


def _day(entry: _Entry, values: Mapping[str, Any], end: str, key: str) -> date | None:
    """The first day of a year from which, the last day of one until which."""
    value = values.get(end)
    if value is None:
        return None
    if isinstance(value, int) and value in _YEARS and not isinstance(value, bool):
        return date(value, 1, 1) if end == "from" else date(value, 12, 31)
    if not isinstance(value, date) or isinstance(value, datetime):
        entry.fault("not-date", end if key == "from" else key, key=end)
    return value


def _list(entry: _Entry, key: str) -> Sequence[Any]:
    value = entry.values.get(key, [])
    if not isinstance(value, list):
        entry.fault("not-list", key, key=key)
    return value


def _texts(entry: _Entry, key: str) -> list[str]:
    texts = []
    for text in _list(entry, key):
        if not isinstance(text, str) or not fold(text):
            entry.fault("not-name", key, key=key)
        texts.append(text)
    return texts


def _key_claiming(entry: _Entry, name: str) -> str:
    """The key under which an entry claims a name."""
    if name in _texts(entry, "abbreviations"):
        return "abbreviations"
    return "name" if entry.values["name"] == name else "aliases"
