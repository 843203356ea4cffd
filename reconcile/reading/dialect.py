"""How the lines of a text are cut into fields, found by evidence.

A dialect is believed for the lines it cuts like their neighbours: tables repeat themselves, prose
does not.
"""

from __future__ import annotations

import csv
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from itertools import islice
from operator import itemgetter
from typing import Literal

Dialect = Literal["markdown", "tab", "semicolon", "comma", "pipe", "spaces", "prose"]
DELIMITERS: dict[Dialect, str] = {"tab": "\t", "semicolon": ";", "comma": ",", "pipe": "|"}

LOOKED_AT = 10_000  # lines; a dialect shows long before
LONGEST_RECORD = 64  # lines in one quoted field; a quote that closes later is a slip
TAB_WEIGHT = 3  # a tab is hardly ever typed by accident
_SET_IN = 2  # spaces by which a line is set in

_GAP = re.compile(r"(?<=[^\s|;,]) {2,}(?=[^\s|;,])")
_WIDE_GAP = re.compile(r" {2,}")
_QUOTED = re.compile(r'"[^"]*"')
_RULE_CHARACTERS = frozenset("|:- ")
_BAR = re.compile(r"(?<!\\)\|")
_BOLD = re.compile(r"\*\*([^*\s][^*]*)\*\*")
_HEADING = re.compile(r"#{1,6} ")


def dialect_of(lines: Sequence[str], suffix: str = "") -> Dialect:
    """The dialect that cuts most fields alike; `suffix` ('.csv') decides only what is left open."""
    sample = list(islice(filter(str.strip, lines), LOOKED_AT))
    barred = [_bars(line) for line in sample]
    ruled = any(bars and _is_rule(line) for bars, line in zip(barred, sample, strict=True))
    if suffix != ".csv" and (ruled or _alike(barred)):
        return "markdown"
    bare = [_QUOTED.sub("", line) if '"' in line else line for line in sample]
    scores: dict[Dialect, int] = {
        name: _alike([line.count(mark) for line in bare]) for name, mark in DELIMITERS.items()
    }
    scores["tab"] *= TAB_WEIGHT
    scores["spaces"] = _alike([_count(_GAP, line) for line in bare])
    best = max(scores, key=lambda name: scores[name])
    if scores[best]:
        return best
    if any("\t" in line for line in bare):
        return "tab"
    return _only_line(bare) if suffix == ".csv" else "prose"


def records(lines: Sequence[str], dialect: Dialect) -> Iterator[tuple[int, list[str]]]:
    """Each record as (index of its first line, its fields); blank lines and rules give none."""
    if dialect in DELIMITERS:
        yield from _delimited(lines, DELIMITERS[dialect])
        return
    if dialect == "spaces":
        yield from _aligned(lines)
        return
    cut = {"markdown": _markdown, "prose": _uncut}[dialect]
    for at, line in enumerate(lines):
        if line.strip() and (fields := cut(line)):
            yield at, fields


def _alike(counts: Sequence[int]) -> int:
    """The delimiters in lines that have as many of them as the line before or after."""
    padded = [0, *counts, 0]
    return sum(
        count
        for before, count, after in zip(padded, padded[1:], padded[2:], strict=False)
        if count in (before, after)
    )


def _bars(line: str) -> int:
    """The fields of a line that starts with a bar."""
    line = line.strip()
    if not line.startswith("|") or len(line) < 2:
        return 0
    return _count(_BAR, line) - line.endswith("|")


def _count(pattern: re.Pattern[str], line: str) -> int:
    return sum(1 for _ in pattern.finditer(line))


def _is_rule(line: str) -> bool:
    """Whether a line is what Markdown draws under a header."""
    return "-" in line and "|" in line and _RULE_CHARACTERS.issuperset(line)


def _only_line(lines: Sequence[str]) -> Dialect:
    counts = {name: sum(line.count(mark) for line in lines) for name, mark in DELIMITERS.items()}
    best = max(counts, key=lambda name: counts[name])
    return best if counts[best] else "prose"


def _markdown(line: str) -> list[str]:
    line = line.strip()
    if not line.startswith("|"):
        return [_BOLD.sub(r"\1", _HEADING.sub("", line, count=1))]
    if _is_rule(line):
        return []
    fields = _BAR.split(line)[1:]
    if len(fields) > 1 and not fields[-1]:
        fields.pop()
    return [_BOLD.sub(r"\1", field.strip()).replace(r"\|", "|") for field in fields]


def _aligned(lines: Sequence[str]) -> Iterator[tuple[int, list[str]]]:
    """Fields with spaces between them. A line that is set in, and shorter than most, has nothing in
    its first field."""
    cut = [(at, _WIDE_GAP.split(line.strip())) for at, line in enumerate(lines) if line.strip()]
    rows = [(at, fields) for at, fields in cut if len(fields) > 1]
    margin = _usual(indent(lines[at]) for at, _ in rows)
    width = _usual(len(fields) for _, fields in rows)
    for at, fields in cut:
        is_set_in = indent(lines[at]) >= margin + _SET_IN and 1 < len(fields) < width
        yield at, ["", *fields] if is_set_in else fields


def indent(line: str) -> int:
    """By how many spaces a text is set in."""
    return len(line) - len(line.lstrip())


def _usual(counts: Iterable[int]) -> int:
    return max(Counter(counts).items(), key=itemgetter(1), default=(0, 0))[0]


def _uncut(line: str) -> list[str]:
    return [line]


def _delimited(lines: Sequence[str], mark: str) -> Iterator[tuple[int, list[str]]]:
    at = 0
    while at < len(lines):
        line, first = lines[at], at
        at += 1
        if not line.strip(" "):
            continue
        if '"' in line:
            fields, taken = _quoted(lines, first, mark)
            at = first + taken
            yield first, fields
        elif mark != "|" or not _is_rule(line):
            yield first, line.split(mark)


def _quoted(lines: Sequence[str], first: int, mark: str) -> tuple[list[str], int]:
    """A record with quotes in it, and how many lines it takes.

    Quotes that never close, close in mid-field, or would swallow other records into a single field
    are no quotes: the line is taken as it stands.
    """
    taken, quotes = 0, 1
    while quotes % 2 and taken < min(LONGEST_RECORD, len(lines) - first):
        quotes = lines[first + taken].count('"') + (quotes if taken else 0)
        taken += 1
    record = "\n".join(lines[first : first + taken])
    cut = csv.reader([record], delimiter=mark, skipinitialspace=mark != "\t", strict=True)
    try:
        fields = next(cut)
    except csv.Error:
        fields = []
    if len(fields) > 1 or (fields and (taken == 1 or mark not in fields[0])):
        return fields, taken
    return lines[first].split(mark), 1
