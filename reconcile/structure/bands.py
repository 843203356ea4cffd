"""The bands that rows stand under: `I. Khối sở, ngành` over the rows that count from 1 again."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import repeat

from reconcile.model import RowRole

_MARKED = re.compile(r"\s*(?P<mark>[IVXLC]+|[A-ZĐa-zđ]|\d+(?:\.\d+)*)\s*[.)/-]\s")
_HEAD = re.compile(r"[IVXLC]+\Z|[A-ZĐ]\Z")
_FIRST = re.compile(r"(?:.*\.)?0?1\Z|a\Z")


def marks(serials: Sequence[str], names: Sequence[str]) -> list[str]:
    """Each row's outline number: its serial number, or what its name begins with."""
    return [
        serial.strip(" .)(/") or _mark(name) for serial, name in zip(serials, names, strict=True)
    ]


def _mark(name: str) -> str:
    found = _MARKED.match(name)
    return found["mark"] if found else ""


def bands(marks: Sequence[str], names: Sequence[str], roles: Sequence[RowRole]) -> Iterator[str]:
    """For each row the name of its band, '' where it stands under none or heads one.

    A band is headed by a row without figures, or by one whose mark is a capital or a Roman numeral
    where the next row is the first of another kind.
    """
    band = ""
    heads = set(filter(_HEAD.match, filter(str.isupper, marks)))
    if not heads and "group" not in roles:
        yield from repeat(band, len(roles))
        return
    for i, (name, role) in enumerate(zip(names, roles, strict=True)):
        if role == "group" or (marks[i] in heads and _begins_anew(marks, roles, i + 1)):
            band = name
            yield ""
        else:
            yield band


def _begins_anew(marks: Sequence[str], roles: Sequence[RowRole], row: int) -> bool:
    if row == len(marks):
        return False
    return bool(_FIRST.match(marks[row])) if marks[row] else roles[row] == "entity"
