"""Where the entries and keys of a TOML table stand in its text."""

from __future__ import annotations

import re

_ENTRY = re.compile(r"\s*\[\[\s*[\"']?agency[\"']?\s*\]\]")
_TOLD = re.compile(r"\(at line (\d+)")


def lines_of_entries(text: str, count: int) -> tuple[tuple[int, int], ...]:
    """First and last line, from 1, of each of the `count` entries `[[agency]]`; the whole text
    for each where they are written in another form."""
    lines = text.splitlines()
    starts = [number for number, line in enumerate(lines, start=1) if _ENTRY.match(line)]
    if len(starts) != count:
        return ((1, len(lines)),) * count
    return tuple(zip(starts, [start - 1 for start in starts[1:]] + [len(lines)], strict=True))


def line_of_key(text: str, within: tuple[int, int], key: str) -> int:
    """The line of a key within some lines; the first of them where it is not found."""
    pattern = re.compile(rf"\s*[\"']?{re.escape(key)}[\"']?\s*=")
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
