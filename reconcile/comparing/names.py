"""Rows with rows and columns with columns, by what they are called."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Sequence

from reconcile.comparing.comparison import Axis, Label, Unclear
from reconcile.structure import entities
from reconcile.structure.entities import fold

Agree = Callable[[int, int], bool]  # whether the figures of an old and a new line are all equal


def key(label: Label) -> tuple[str, ...]:
    """What of a name typography does not change."""
    return tuple(fold(part) or part.strip() for part in label.path)


def by_name(old: Sequence[Label], new: Sequence[Label]) -> dict[int, int]:
    """Positions in the old table with those in the new: the same path, else the same name.

    Names are the same as in one document: but for typography, abbreviations, a slip of the pen.
    Whatever is called the same twice on one side is left.
    """
    found = dict(_only_pairs(old, new))
    for spelled in (_full, _last):
        taken = set(found.values())
        pairs = entities.match([spelled(label) for label in old], [spelled(label) for label in new])
        for left, right in pairs:
            one, other = old[left].index, new[right].index
            if one not in found and other not in taken and spelled(old[left]).strip():
                found[one] = other
    return found


def _full(label: Label) -> str:
    return " ".join(label.path)


def _last(label: Label) -> str:
    return label.name


def _only_pairs(old: Sequence[Label], new: Sequence[Label]) -> Iterator[tuple[int, int]]:
    ours, theirs = Counter(map(key, old)), Counter(map(key, new))
    where = {key(label): label.index for label in new}
    for label in old:
        if ours[key(label)] == theirs[key(label)] == 1:
            yield label.index, where[key(label)]


def twins(
    old: Sequence[Label], new: Sequence[Label], found: dict[int, int], agree: Agree
) -> dict[int, int]:
    """Lines of one name that stands more than once: those whose figures are all equal, and the
    last of a path where only one is left on either side."""
    pairs: dict[int, int] = {}
    for ours, theirs in _namesakes(old, new, found):
        waiting = list(theirs)
        left = []
        for label in ours:
            same = next((other for other in waiting if agree(label.index, other.index)), None)
            if same is None:
                left.append(label)
            else:
                pairs[label.index] = same.index
                waiting.remove(same)
        if len(left) == len(waiting) == 1 and key(left[0]) == key(waiting[0]):
            pairs[left[0].index] = waiting[0].index
    return pairs


def unclear(
    axis: Axis, old: Sequence[Label], new: Sequence[Label], found: dict[int, int]
) -> tuple[Unclear, ...]:
    """The lines of one name that are left on both sides."""
    left = _namesakes(old, new, found)
    return tuple(Unclear(axis, tuple(ours), tuple(theirs)) for ours, theirs in left)


def _namesakes(
    old: Sequence[Label], new: Sequence[Label], found: dict[int, int]
) -> Iterator[tuple[list[Label], list[Label]]]:
    groups: dict[str, tuple[list[Label], list[Label]]] = defaultdict(lambda: ([], []))
    taken = set(found.values())
    for label in old:
        if label.index not in found:
            groups[fold(label.name)][0].append(label)
    for label in new:
        if label.index not in taken:
            groups[fold(label.name)][1].append(label)
    return ((ours, theirs) for ours, theirs in groups.values() if ours and theirs)
