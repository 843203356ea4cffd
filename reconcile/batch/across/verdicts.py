"""Two tables held against each other: one thing stated twice, two versions of it, or neither."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field

import numpy as np
from msgspec import Struct

from reconcile.batch.across.agreement import agree, digits_of
from reconcile.batch.across.collected import Collected, Header
from reconcile.batch.across.entities import Entities
from reconcile.batch.across.figures import Figures
from reconcile.batch.across.pairs import pairs
from reconcile.batch.across.subjects import differ, differ_by_path, of_title
from reconcile.model import Integers, Number

_EVIDENCE = 8  # digits agreeing: two tables that do by chance are one in 100 million
_ONE_IN = 10  # figures of the same thing that may differ
_MOST_APART = 30  # figures that differ by mistake; more of them were changed on purpose


@dataclass
class Versions:
    """Two files whose tables look like versions of each other: how many figures they share, and
    those that differ, left and right, table by table; `tables` are the first two."""

    tables: tuple[int, int]
    shared: int = 0
    left: list[Integers] = field(default_factory=list)
    right: list[Integers] = field(default_factory=list)

    @property
    def apart(self) -> int:
        return sum(map(len, self.left))

    def explained(self, mistakes: Integers) -> bool:
        """Whether nothing differs but by mistakes that are told already."""
        left, right = np.concatenate(self.left), np.concatenate(self.right)
        return bool((np.isin(left, mistakes) | np.isin(right, mistakes)).all())


@dataclass
class Verdicts:
    """`apart` are the pairs of figures that differ though their tables state the same, as
    positions in `Figures`; `versions` those of files, by their numbers and whether the years of
    the sheets differ; `held` how many figures were held against one of another table."""

    apart: list[tuple[int, int]] = field(default_factory=list)
    versions: dict[tuple[int, int, bool], Versions] = field(default_factory=dict)
    held: int = 0


class Shared(Struct, frozen=True, eq=False):
    """The figures that two tables both state, as positions in `Figures`, and which agree."""

    left: Integers
    right: Integers
    agreeing: Integers

    @property
    def apart(self) -> int:
        return int(len(self.left) - self.agreeing.sum())


def verdicts(found: Collected, who: Entities, figures: Figures) -> Verdicts:
    verdicts = Verdicts()
    held = np.zeros(len(figures.keys), dtype=bool)
    for one, other in pairs(figures):
        ours, theirs = (found.headers[figures.headers[table]] for table in (one, other))
        if ours.file == theirs.file and ours.year == theirs.year:
            continue  # told by the audit of the file itself
        if _of_different_things(found, ours, theirs):
            continue
        shared = _shared(figures, who, (one, other), (ours.year, theirs.year))
        agreeing = int(shared.agreeing.sum())
        if digits_of(figures.units(shared.left[shared.agreeing])) < _EVIDENCE:
            continue
        if shared.apart <= min(_MOST_APART, max(1, len(shared.left) // _ONE_IN)):
            held[shared.left] = held[shared.right] = True
            apart = ~shared.agreeing
            verdicts.apart += zip(
                shared.left[apart].tolist(), shared.right[apart].tolist(), strict=True
            )
        elif agreeing >= shared.apart:
            key = (ours.file, theirs.file, ours.year != theirs.year)
            versions = verdicts.versions.setdefault(key, Versions((one, other)))
            versions.shared += len(shared.left)
            versions.left.append(shared.left[~shared.agreeing])
            versions.right.append(shared.right[~shared.agreeing])
    verdicts.held = int(held.sum())
    return verdicts


def _of_different_things(found: Collected, ours: Header, theirs: Header) -> bool:
    by_title = differ(of_title(ours.title), of_title(theirs.title))
    return by_title or differ_by_path(found.files[ours.file], found.files[theirs.file])


def _shared(
    figures: Figures, who: Entities, tables: tuple[int, int], years: tuple[int, int]
) -> Shared:
    """Those of an agency that merged or split between two years are no longer the same."""
    (one, end), (other, other_end) = (figures.first[table : table + 2] for table in tables)
    ours, theirs = figures.keys[one:end], figures.keys[other:other_end]
    _, left, right = np.intersect1d(ours, theirs, assume_unique=True, return_indices=True)
    left, right = left + one, right + other
    if years[0] != years[1]:
        kept = ~who.changed(figures.at[left], min(years), max(years))
        left, right = left[kept], right[kept]
    agreeing = agree(
        (figures.units(left), figures.decimals(left)),
        (figures.units(right), figures.decimals(right)),
        figures.percent(left) - figures.percent(right),
    )
    return Shared(left, right, agreeing)


def mistakes(figures: Figures, apart: list[tuple[int, int]]) -> Iterator[tuple[int, int]]:
    """Each figure that is odd, with the one it is held against: of those of one key, the one that
    fewest contradict, then the one of the earliest year. What several tables state alike is told
    once."""
    against: dict[int, set[int]] = defaultdict(set)
    for left, right in apart:
        against[left].add(right)
        against[right].add(left)
    for group in _groups(against):
        fitting = min(group, key=lambda one: (len(against[one]), figures.year(one), one))
        told: set[Number] = set()
        for odd in sorted(against[fitting]):
            printed = figures.found.number(int(figures.at[odd]))
            if printed not in told:
                told.add(printed)
                yield odd, fitting


def _groups(against: dict[int, set[int]]) -> Iterator[list[int]]:
    """Figures that contradict each other, directly or by another."""
    seen: set[int] = set()
    for start in against:
        if start in seen:
            continue
        group, waiting = [], [start]
        while waiting:
            figure = waiting.pop()
            if figure not in seen:
                seen.add(figure)
                group.append(figure)
                waiting += against[figure]
        yield group
