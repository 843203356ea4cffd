"""Texts that a workbook stores once and shows in many cells: native code makes each cell a copy."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence

from reconcile.ooxml.markup import attributes, plain, tag_pattern
from reconcile.ooxml.sheet import body_of
from reconcile.reading import guard

_END = re.compile(rb"</(?:[\w.-]+:)?si\s*>")
_PLACE = re.compile(rb"\s*([0-9]{1,9})")


def require_few(
    path: str, sizes: Sequence[int], filled: int, shown: Iterable[int], stored: int
) -> None:
    """Raises ReconcileError where the shared texts of some `sizes` in bytes would come to far more
    than the `stored` bytes of the file, once each of the `filled` cells has its own.

    `shown` has the place of each cell's text among them; one that is none of theirs counts as the
    longest. It is gone through only where it matters.
    """
    longest = max(sizes, default=0)
    most = longest * filled
    if not guard.is_in_proportion(most, stored):
        most = sum(sizes[place] if place < len(sizes) else longest for place in shown)
    guard.require_in_proportion(path, most, stored)


def sizes(strings: bytes) -> list[int]:
    """How many bytes each text takes up in the part that holds them, at most."""
    return list(map(len, _END.split(plain(strings))))


def shown_texts(part: bytes) -> Iterator[int]:
    """Which of the shared texts the cells of a sheet part show."""
    body, shared = body_of(plain(part)), False
    for tag in tag_pattern(body.prefix, rb"c|v").finditer(body.data, body.start, body.end):
        if tag[1] == b"c":
            shared = attributes(tag[2]).get("t") == "s"
        elif shared and (place := _PLACE.match(body.data, tag.end())):
            yield int(place[1])
