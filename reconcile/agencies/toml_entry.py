"""One entry of a TOML file that an office writes, which knows the line of each of its keys."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Collection, Mapping, Sequence
from datetime import date, datetime
from decimal import Decimal
from itertools import pairwise
from pathlib import Path
from typing import Any, NoReturn

from msgspec import Struct

from reconcile.agencies.agency import Period
from reconcile.labels.spelling import fold
from reconcile.model import ReconcileError

_YEARS = range(1000, 10000)  # what a bare number can be, where a day is asked for
_HEADER = re.compile(r"\s*\[\[?\s*[\w.\"'-]+\s*\]\]?\s*(?:#.*)?\Z")
_LINE_NAMED = re.compile(r"\(at line (\d+)")


class TomlEntry(Struct, frozen=True):
    """The keys of a table of a TOML file, and the lines where it stands in the text, from 1.

    `kind` is the first word of the codes of its faults.
    """

    kind: str
    path: str
    text: str
    lines: tuple[int, int]
    values: Mapping[str, Any]

    def fault(self, code: str, key: str, /, **values: str) -> NoReturn:
        """Refuses the file for what is wrong with a key."""
        line = _line_of_key(self.text, self.lines, key)
        raise ReconcileError(f"{self.kind}-{code}", path=self.path, line=str(line), **values)

    def allow(self, keys: Collection[str]) -> None:
        """Refuses a key that means nothing."""
        for key in self.values:
            if key not in keys:
                self.fault("unknown-key", key, key=key)

    def text_of(self, key: str) -> str:
        """The text of a key, '' where it is not there."""
        value = self.values.get(key, "")
        if not isinstance(value, str):
            self.fault("not-text", key, key=key)
        return value

    def listed(self, key: str) -> Sequence[Any]:
        value = self.values.get(key, [])
        if not isinstance(value, list):
            self.fault("not-list", key, key=key)
        return value

    def texts(self, key: str) -> tuple[str, ...]:
        """The names that a key lists."""
        texts = self.listed(key)
        for text in texts:
            if not isinstance(text, str) or not fold(text):
                self.fault("not-name", key, key=key)
        return tuple(texts)

    def period(self, values: Mapping[str, Any], since: str, until: str, key: str = "") -> Period:
        """The days between two keys of `values`, which stand under `key` where they are inside
        of it. A year is meant from its first or until its last day."""
        first, last = (self._day(values, end, key or end, end == until) for end in (since, until))
        return self.ordered(Period(first, last), key or since)

    def ordered(self, period: Period, key: str) -> Period:
        if period.since and period.until and period.since > period.until:
            self.fault("reversed", key, since=str(period.since), until=str(period.until))
        return period

    def _day(self, values: Mapping[str, Any], end: str, key: str, last: bool) -> date | None:
        value = values.get(end)
        if value is None:
            return None
        if isinstance(value, int) and value in _YEARS and not isinstance(value, bool):
            return date(value, 12, 31) if last else date(value, 1, 1)
        if not isinstance(value, date) or isinstance(value, datetime):
            self.fault("not-date", key, key=end)
        return value

    def entries(self, name: str) -> list[TomlEntry]:
        """The tables `[[name]]`; a dotted name ends in the key that holds them."""
        key = name.rpartition(".")[2]
        tables = self.values.get(key, [])
        if not isinstance(tables, list) or not all(isinstance(entry, dict) for entry in tables):
            self.fault("not-entries", key, key=name)
        where = _lines_of_entries(self.text, len(tables), name, self.lines)
        return [
            TomlEntry(self.kind, self.path, self.text, lines, values)
            for lines, values in zip(where, tables, strict=True)
        ]

    def table(self, name: str) -> TomlEntry | None:
        """The table `[name]`."""
        values = self.values.get(name)
        if values is None:
            return None
        if not isinstance(values, dict):
            self.fault("not-table", name, key=name)
        [lines] = _lines_of_entries(self.text, 1, name, self.lines)
        return TomlEntry(self.kind, self.path, self.text, lines, values)


def root_of_file(kind: str, path: str | Path) -> TomlEntry:
    """A file's root. Raises ReconcileError, by `kind`, where it cannot be read."""
    try:
        text = Path(path).read_bytes().decode("utf-8-sig")
    except OSError as error:
        raise ReconcileError(f"{kind}-unreadable", path=str(path)) from error
    except UnicodeDecodeError as error:
        raise ReconcileError(f"{kind}-encoding", path=str(path)) from error
    return root_of_text(kind, text, str(path))


def root_of_text(kind: str, text: str, path: str) -> TomlEntry:
    """The root of a TOML text; numbers with a point are Decimals."""
    try:
        values = tomllib.loads(text, parse_float=Decimal)
    except (ValueError, RecursionError) as error:  # a decoder knows numbers too long for it
        line = _line_of_fault(str(error), text)
        raise ReconcileError(f"{kind}-syntax", path=path, line=str(line)) from error
    return TomlEntry(kind, path, text, (1, max(1, len(text.splitlines()))), values)


def _lines_of_entries(
    text: str, count: int, name: str, within: tuple[int, int]
) -> tuple[tuple[int, int], ...]:
    """First and last line, from 1, of each of the `count` entries `[[name]]`; the lines `within`
    which they all stand where they are written in another form."""
    lines = text.splitlines()
    path = r"\s*\.\s*".join(rf"[\"']?{re.escape(key)}[\"']?" for key in name.split("."))
    entry = re.compile(rf"\s*\[?\[\s*{path}\s*\]\]?")
    headers = [number for number, line in enumerate(lines, start=1) if _HEADER.match(line)]
    ends = {start: end - 1 for start, end in pairwise(headers)}
    starts = [number for number in headers if entry.match(lines[number - 1])]
    if len(starts) != count:
        return (within,) * count
    return tuple((start, ends.get(start, len(lines))) for start in starts)


def _line_of_key(text: str, within: tuple[int, int], key: str) -> int:
    """The line of a key, or of the table of that name, within some lines; the first of them where
    it is not found."""
    name = rf"[\"']?{re.escape(key)}[\"']?"
    pattern = re.compile(rf"\s*(?:{name}\s*=|\[\[?\s*{name}\s*[\].])")
    lines = text.splitlines()
    first, last = within
    for number in range(first, last + 1):
        if pattern.match(lines[number - 1]):
            return number
    return first


def _line_of_fault(message: str, text: str) -> int:
    """The line that a TOML decoder's message names; the last one where it names the end."""
    named = _LINE_NAMED.search(message)
    return int(named[1]) if named else max(1, len(text.splitlines()))
