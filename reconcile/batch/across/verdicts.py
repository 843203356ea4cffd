"""Two tables held against each other: one thing stated twice, two versions of it, or neither."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field

import numpy as np
from msgspec import Struct

from reconcile.batch.across.agreement import agree, digits_of, likely_pairs
from reconcile.batch.across.collected import Collected, TableHeader
from reconcile.batch.across.distinctions import paths_differ, subject_of_title, subjects_differ
from reconcile.batch.across.entities import Entities
from reconcile.batch.across.figures import KeyedFigures
from reconcile.model import Integers, Number

_EVIDENCE = 8  # digits agreeing: two tables that do by chance are one in 100 million
_ONE_IN = 10  # figures of the same thing that may differ
_MOST_DIFFERING = 30  # figures that differ by mistake; more of them were changed on purpose


@dataclass
class Versions:
    """Two files whose tables look like versions of each other: how many figures they share, and
    those that differ, left and right, table by table; `tables` are the first two."""

    tables: tuple[int, int]
    shared: int = 0
    left: list[Integers] = field(default_factory=list)
    right: list[Integers] = field(default_factory=list)

    @property
    def differing(self) -> int:
        return sum(map(len, self.left))

    def explained(self, mistakes: Integers) -> bool:
        """Whether nothing differs but by mistakes that are told already."""
        left, right = np.concatenate(self.left), np.concatenate(self.right)
        return bool((np.isin(left, mistakes) | np.isin(right, mistakes)).all())


@dataclass
class Verdicts:
    """`contradictions` are the pairs of figures that differ though their tables state the same, as
    positions in `KeyedFigures`; `versions` those of files, by their numbers and whether the years
    of the sheets differ; `held` how many figures were held against one of another table."""

    contradictions: list[tuple[int, int]] = field(default_factory=list)
    versions: dict[tuple[int, int, bool], Versions] = field(default_factory=dict)
    held: int = 0


class SharedFigures(Struct, frozen=True, eq=False):
    """The figures that two tables both state, as positions in `KeyedFigures`, and which agree."""

    left: Integers
    right: Integers
    agreeing: Integers

    @property
    def differing(self) -> int:
        return int(len(self.left) - self.agreeing.sum())


def compare_tables(collected: Collected, entities: Entities, figures: KeyedFigures) -> Verdicts:
    verdicts = Verdicts()
    held = np.zeros(len(figures.keys), dtype=bool)
    for table, other in likely_pairs(figures):
        ours, theirs = (collected.headers[figures.headers[of]] for of in (table, other))
        if ours.file == theirs.file and ours.year == theirs.year:
            continue  # told by the audit of the file itself
        if _of_different_things(collected, ours, theirs):
            continue
        shared = _shared(figures, entities, (table, other), (ours.year, theirs.year))
        agreeing = int(shared.agreeing.sum())
        if digits_of(figures.units(shared.left[shared.agreeing])) < _EVIDENCE:
            continue
        if shared.differing <= min(_MOST_DIFFERING, max(1, len(shared.left) // _ONE_IN)):
            held[shared.left] = held[shared.right] = True
            differing = ~shared.agreeing
            verdicts.contradictions += zip(
                shared.left[differing].tolist(), shared.right[differing].tolist(), strict=True
            )
        elif agreeing >= shared.differing:
            key = (ours.file, theirs.file, ours.year != theirs.year)
            versions = verdicts.versions.setdefault(key, Versions((table, other)))
            versions.shared += len(shared.left)
            versions.left.append(shared.left[~shared.agreeing])
            versions.right.append(shared.right[~shared.agreeing])
    verdicts.held = int(held.sum())
    return verdicts


def _of_different_things(collected: Collected, ours: TableHeader, theirs: TableHeader) -> bool:
    by_title = subjects_differ(subject_of_title(ours.title), subject_of_title(theirs.title))
    return by_title or paths_differ(collected.files[ours.file], collected.files[theirs.file])


def _shared(
    figures: KeyedFigures, entities: Entities, tables: tuple[int, int], years: tuple[int, int]
) -> SharedFigures:
    """Those of an agency that merged or split between two years are no longer the same."""
    (start, end), (other, other_end) = (figures.first[table : table + 2] for table in tables)
    ours, theirs = figures.keys[start:end], figures.keys[other:other_end]
    _, left, right = np.intersect1d(ours, theirs, assume_unique=True, return_indices=True)
    left, right = left + start, right + other
    if years[0] != years[1]:
        kept = ~entities.changed(figures.at[left], min(years), max(years))
        left, right = left[kept], right[kept]
    agreeing = agree(
        (figures.units(left), figures.decimals(left)),
        (figures.units(right), figures.decimals(right)),
        figures.percent(left) - figures.percent(right),
    )
    return SharedFigures(left, right, agreeing)


def mistakes(
    figures: KeyedFigures, contradictions: list[tuple[int, int]]
) -> Iterator[tuple[int, int]]:
    """Each figure that is odd, with the one it is held against: of those of one key, the one that
    fewest contradict, then the one of the earliest year. What several tables state alike is told
    once."""
    against: dict[int, set[int]] = defaultdict(set)
    for left, right in contradictions:
        against[left].add(right)
        against[right].add(left)
    for group in _groups(against):
        fitting = min(
            group, key=lambda figure: (len(against[figure]), figures.year(figure), figure)
        )
        named: set[Number] = set()
        for odd in sorted(against[fitting]):
            printed = figures.collected.number(int(figures.at[odd]))
            if printed not in named:
                named.add(printed)
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
