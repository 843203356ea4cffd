"""Header labels that stand over columns of another sort: one label out of its place moves the rest.

The labels that name a role (a total, a grade, a rank) say what must stand below them. Where they
contradict the body, and moving one label to another place puts each over its like, the labels are
rotated there.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from reconcile.labels import vocabulary
from reconcile.model import HeaderShift, Objects
from reconcile.structure.grid import NUMBER, WORDS
from reconcile.structure.headers import HeaderLabels

Kinds = np.ndarray[tuple[int, int], np.dtype[np.int8]]


def header_shift(labels: HeaderLabels, kinds: Kinds, text: Objects) -> HeaderShift | None:
    """How the labels are rotated against the body, None where nothing contradicts."""
    width = len(labels.paths)
    named = [vocabulary.column_role(path[-1]) if path else None for path in labels.paths]
    sorts = [_sort(kinds[:, j]) for j in range(width)]
    if "grade" not in named or not _contradicts(named, sorts):
        return None
    moved = next(
        (
            j
            for j in range(width)
            if sorts[j] == WORDS and _may_be_grade(text[:, j]) and named[j] is None
        ),
        None,
    )
    if moved is None:
        return None
    first = min(j for j, role in enumerate(named) if _wrong(role, sorts[j]))
    options = [
        before
        for before in range(1, moved)
        if not _contradicts(
            [*named[:before], named[moved], *named[before:moved], *named[moved + 1 :]], sorts
        )
        and before <= _first_named(named, first, moved)
    ]
    if not options:
        return HeaderShift(moved, -1)
    bounds = [before for before in options if _ends_a_group(labels, before, moved)]
    return HeaderShift(moved, max(bounds or options))


def _sort(kinds: np.ndarray[tuple[int], np.dtype[np.int8]]) -> int:
    return NUMBER if (kinds == NUMBER).sum() >= (kinds == WORDS).sum() else WORDS


def _wrong(role: str | None, sort: int) -> bool:
    return (role == "grade" and sort == NUMBER) or (role in ("total", "maximum") and sort == WORDS)


def _contradicts(named: Sequence[str | None], sorts: Sequence[int]) -> bool:
    return any(_wrong(role, sort) for role, sort in zip(named, sorts, strict=True))


def _may_be_grade(cells: Objects) -> bool:
    words = [cell for cell in cells if cell]
    return len(words) >= 3 and len(set(words)) <= max(2, len(words) // 2)


def _first_named(named: Sequence[str | None], first: int, moved: int) -> int:
    """The labels of totals and grades side by side move together."""
    while first > 1 and named[first - 1] in ("total", "rank", "average"):
        first -= 1
    return first


def _ends_a_group(labels: HeaderLabels, before: int, moved: int) -> bool:
    """A label of a lower tier can only follow the labels of a group."""
    grouped = {column for label in labels.group_labels for column in label.columns}
    return before - 1 in grouped and before not in grouped and moved not in grouped


def realigned(labels: HeaderLabels, shift: HeaderShift | None) -> HeaderLabels:
    """The labels in the order that fits the body; the group labels stay as printed."""
    if shift is None or shift.before < 0:
        return labels
    order = list(range(len(labels.paths)))
    order.insert(shift.before, order.pop(shift.moved))
    return HeaderLabels(
        paths=tuple(labels.paths[j] for j in order),
        places=tuple(labels.places[j] for j in order),
        group_labels=labels.group_labels,
    )
