"""Rows with rows and columns with columns, by what they are called."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence

from reconcile.comparing.comparison import Axis, Label, UnclearLines
from reconcile.comparing.renamed import Figures, renamed
from reconcile.comparing.sides import Shown
from reconcile.structure import entities
from reconcile.structure.entities import fold

# What a line of a table shows in the cells that the other table has too.
Look = Callable[[int], tuple[Shown, ...]]


def key(label: Label) -> tuple[str, ...]:
    """What of a name typography does not change."""
    return tuple(fold(part) or part.strip() for part in label.path)


def by_name(old: Sequence[Label], new: Sequence[Label]) -> dict[int, int]:
    """Positions in the old table with those in the new: the same path, else the same name.

    Names are the same as in one document: but for typography, abbreviations, a slip of the pen.
    Whatever is called the same twice on one side is left.
    """
    pairs = dict(_only_pairs(old, new))
    spellings: list[tuple[list[str], list[str]]] = []
    for spelled in (" ".join, _last):
        names = ([spelled(label.path) for label in old], [spelled(label.path) for label in new])
        if names not in spellings:
            spellings.append(names)
    for ours, theirs in spellings:
        taken = set(pairs.values())
        if len(pairs) == min(len(old), len(new)):
            break
        for left, right in entities.match(ours, theirs):
            ours_at, theirs_at = old[left].index, new[right].index
            if ours_at not in pairs and theirs_at not in taken:
                pairs[ours_at] = theirs_at
    return pairs


def _last(path: tuple[str, ...]) -> str:
    return path[-1] if path else ""


def _only_pairs(old: Sequence[Label], new: Sequence[Label]) -> Iterator[tuple[int, int]]:
    ours, theirs = [key(label) for label in old], [key(label) for label in new]
    often = Counter(ours), Counter(theirs)
    where = {name: label.index for name, label in zip(theirs, new, strict=True)}
    for name, label in zip(ours, old, strict=True):
        if often[0][name] == often[1][name] == 1:
            yield label.index, where[name]


def twins(
    old: Sequence[Label], new: Sequence[Label], paired: dict[int, int], looks: tuple[Look, Look]
) -> dict[int, int]:
    """Lines of one name that stands more than once: those that look the same in either table, or
    nearly so, and the last of a path where only one is left on either side."""
    pairs: dict[int, int] = {}
    for ours, theirs in _namesakes(old, new, paired):
        waiting: dict[tuple[Shown, ...], list[Label]] = defaultdict(list)
        for label in reversed(theirs):
            waiting[looks[1](label.index)].append(label)
        left = []
        for label in ours:
            same = waiting[looks[0](label.index)]
            if same:
                pairs[label.index] = same.pop().index
            else:
                left.append(label)
        rest = [label for labels in waiting.values() for label in labels]
        alike = renamed(
            figures_of([label.index for label in left], looks[0]),
            figures_of([label.index for label in rest], looks[1]),
        )
        pairs |= alike
        left = [label for label in left if label.index not in alike]
        rest = [label for label in rest if label.index not in alike.values()]
        if len(left) == len(rest) == 1 and key(left[0]) == key(rest[0]):
            pairs[left[0].index] = rest[0].index
    return pairs


def figures_of(lines: Sequence[int], look: Look) -> Mapping[int, Figures]:
    """The figures that lines show; None for what is words, or blank."""
    return {
        line: [None if isinstance(cell, str) else cell for cell in look(line)] for line in lines
    }


def unclear(
    axis: Axis, old: Sequence[Label], new: Sequence[Label], paired: dict[int, int]
) -> tuple[UnclearLines, ...]:
    """The lines of one name that are left on both sides."""
    left = _namesakes(old, new, paired)
    return tuple(UnclearLines(axis, tuple(ours), tuple(theirs)) for ours, theirs in left)


def _namesakes(
    old: Sequence[Label], new: Sequence[Label], paired: dict[int, int]
) -> Iterator[tuple[list[Label], list[Label]]]:
    groups: dict[str, tuple[list[Label], list[Label]]] = defaultdict(lambda: ([], []))
    taken = set(paired.values())
    for label in old:
        if label.index not in paired:
            groups[fold(label.name)][0].append(label)
    for label in new:
        if label.index not in taken:
            groups[fold(label.name)][1].append(label)
    return ((ours, theirs) for ours, theirs in groups.values() if ours and theirs)
