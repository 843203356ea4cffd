"""Texts that a workbook stores once and shows in many cells: native code makes each cell a copy."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence

from reconcile.ooxml.markup import attributes, plain, tag_pattern
from reconcile.ooxml.sheet import body_of
from reconcile.reading import guard

_PLACE = re.compile(rb"\s*([0-9]{1,9})")


def require_few(
    path: str,
    sizes: Sequence[int],
    filled: int,
    shown: Callable[[], Iterable[int]],
    stored: int,
) -> None:
    """Raises ReconcileError where the shared texts of some `sizes` in bytes would come to far more
    than the `stored` bytes of the file, once each of the `filled` cells has its own.

    `shown` gives the place of each cell's text among them. It is asked only where it matters.
    """
    most = max(sizes, default=0) * filled
    if not guard.is_in_proportion(most, stored):
        most = sum(sizes[place] for place in shown() if place < len(sizes))
    guard.require_in_proportion(path, most, stored)


def sizes(strings: bytes) -> list[int]:
    """How many bytes each text takes up in the part that holds them, at most."""
    return list(map(len, plain(strings).split(b"</si>")))


def shown(part: bytes) -> Iterator[int]:
    """Which of the shared texts the cells of a sheet part show."""
    body, shared = body_of(plain(part)), False
    for tag in tag_pattern(body.prefix, rb"c|v").finditer(body.data, body.start, body.end):
        if tag[1] == b"c":
            shared = attributes(tag[2]).get("t") == "s"
        elif shared and (place := _PLACE.match(body.data, tag.end())):
            yield int(place[1])
