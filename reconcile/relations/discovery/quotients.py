"""Quotients and changes: a line that is one line over another, or the change from one to the other:
`E = C / D`, `E = (D - C) / C`, per cent or not.

Every ordered pair of lines is tried at once on a sample of positions; what decides is how unlikely
it is that so many printed figures were met by accident. Where no pair gives what is printed, its
figures may have been rounded after the quotient was taken, and less is asked of each.
"""

from __future__ import annotations

from collections.abc import Iterator
from math import log

from reconcile.labels import vocabulary
from reconcile.labels.texts import fold_case
from reconcile.relations.discovery.field import Field
from reconcile.relations.discovery.line_pairs import Demands, Pairs, Quotient
from reconcile.relations.evidence.support import added, weighed

_NAMED: Demands = (2, 0.7, log(1e-2))
_UNNAMED: Demands = (5, 0.9, log(1e-9))
_LOOSE: Demands = (3, 0.9, log(1e-2))
_MOST_LINES = 64  # more are not tried against each other


def find(field: Field, taken: frozenset[int]) -> Iterator[Quotient]:
    """The best quotient for each line that has one; lines in `taken` are explained already."""
    if not 3 <= len(field.lines) <= _MOST_LINES:
        return
    pairs = Pairs(field)
    options: list[Quotient] = []
    for target in range(len(field.lines)):
        if target in taken or field.is_computed(target) or not _may_be(field, target):
            continue
        demands = _demands(field, target)
        found = list(pairs.agreeing(target, demands, loose=False))
        if not any(_is_believed(field, option) for option in found) and _is_named(field, target):
            found += pairs.agreeing(target, _LOOSE, loose=True)
        options += found
    best: dict[frozenset[int], Quotient] = {}
    for option in _best_of_each(field, options):
        lines = frozenset((option.target, option.first, option.second))
        rival = best.get(lines)
        if rival is None or _standing(field, option) > _standing(field, rival):
            best[lines] = option
    yield from best.values()


def _best_of_each(field: Field, options: list[Quotient]) -> Iterator[Quotient]:
    """The quotient of each line that is believed for itself, or with others of the same form."""
    alike: dict[tuple[object, ...], list[Quotient]] = {}
    for option in options:
        if _is_named(field, option.target) and option.held == option.tested:
            alike.setdefault(_form(field, option), []).append(option)
    together = [
        option
        for group in alike.values()
        if len({option.target for option in group}) > 1
        and _is_unlikely(field, group[0], sum(option.luck for option in group))
        for option in group
    ]
    believed: dict[int, list[Quotient]] = {}
    for option in options:
        if _is_believed(field, option) or option in together:
            believed.setdefault(option.target, []).append(option)
    for found in believed.values():
        best = min(found, key=lambda option: (-option.held, option.luck))
        if not _adds_up(field, best):
            yield best


def _form(field: Field, option: Quotient) -> tuple[object, ...]:
    """The same quotient under the same label, of lines that stand in the same places."""
    label = fold_case(field.names[option.target])
    ahead = (option.first - option.target, option.second - option.target)
    return (label, option.kind, option.scale, *ahead)


def _is_believed(field: Field, option: Quotient) -> bool:
    return _is_unlikely(field, option, option.luck)


def _is_unlikely(field: Field, option: Quotient, luck: float) -> bool:
    accident = _demands(field, option.target)[2]
    return luck + log(4 * len(field.lines) ** 2) < accident


def _adds_up(field: Field, found: Quotient) -> bool:
    """Whether one of the three lines is the sum of the others, just as often."""
    lines = (found.target, found.first, found.second)
    return any(
        total.held >= found.held
        for target in lines
        if (total := weighed(field, added(target, tuple(k for k in lines if k != target))))
    )


def _may_be(field: Field, target: int) -> bool:
    """A quotient is called one, or printed with decimals."""
    return _is_named(field, target) or bool(field.decimals[:, target].max(initial=0))


def _standing(field: Field, found: Quotient) -> tuple[bool, int, int]:
    """Of three lines that restate each other, one labelled so, or printed finest, is computed."""
    finest = int(field.decimals[:, found.target].max(initial=0))
    return _is_named(field, found.target), finest, found.target


def _demands(field: Field, target: int) -> Demands:
    return _NAMED if _is_named(field, target) else _UNNAMED


def _is_named(field: Field, target: int) -> bool:
    table, index = field.table, field.lines[target]
    label = (
        " ".join(table.columns[index].path) if field.axis == "column" else table.rows[index].name
    )
    return field.is_rate(target) or vocabulary.is_difference(label)
