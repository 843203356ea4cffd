"""Where the entries and keys of a TOML table stand in its text."""

from __future__ import annotations

import re
from itertools import pairwise

_HEADER = re.compile(r"\s*\[\[?\s*[\w.\"'-]+\s*\]\]?\s*(?:#.*)?\Z")
_TOLD = re.compile(r"\(at line (\d+)")


def lines_of_entries(
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


def line_of_key(text: str, within: tuple[int, int], key: str) -> int:
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


def line_of_fault(message: str, text: str) -> int:
    """The line that a TOML decoder's message names; the last one where it names the end."""
    told = _TOLD.search(message)
    return int(told[1]) if told else max(1, len(text.splitlines()))
