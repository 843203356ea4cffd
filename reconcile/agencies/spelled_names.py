"""Names joined by how they are spelled, where no table says more."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence

from reconcile.agencies.agency import initials, stands_for
from reconcile.labels.spelling import Name, fold, parse

_MOST_ALIKE = 500  # names with the same initials; where there are more, none is told by them


def fullest_spellings(names: Sequence[str]) -> list[int]:
    """For each name, the position of the fullest spelling of what it names.

    Names are one where only typography or connectives tell them apart, or where one abbreviates
    the only other it can stand for. An abbreviation of two names has -1, as has a name without a
    letter or a digit.
    """
    first: dict[object, int] = {}
    same = [first.setdefault(_words(name), i) for i, name in enumerate(names)]
    parsed = {i: parse(names[i]) for i in first.values() if fold(names[i])}
    full = _abbreviated(parsed)
    return [full.get(i, -1) for i in same]


def _words(name: str) -> object:
    """What is the same in all spellings of a name but its abbreviations."""
    return tuple(atom[:2] for atom in parse(name).atoms) or fold(name)


def _abbreviated(names: dict[int, Name]) -> dict[int, int]:
    buckets: dict[tuple[str, ...], list[int]] = defaultdict(list)
    for i, name in names.items():
        buckets[initials(name)].append(i)
    fullest: dict[int, int] = {}
    for bucket in buckets.values():
        if len(bucket) > _MOST_ALIKE:
            fullest.update(zip(bucket, bucket, strict=True))
            continue
        heads: list[int] = []
        for i in sorted(bucket, key=lambda i: names[i].initials):
            meant = [head for head in heads if names[i].initials and _short(names, i, head)]
            fullest[i] = meant[0] if len(meant) == 1 else -1 if meant else i
            if not meant:
                heads.append(i)
    return fullest


def _short(names: dict[int, Name], short: int, full: int) -> bool:
    return bool(names[short].atoms) and stands_for(names[short], names[full])
