"""Quotients, changes, shares and products: a line that is one line over another, `E = C / D`, the
change from one to the other, `E = (D - C) / C`, a share of one figure, or a product, `E = C * D`.

Every two lines nearby are tried at once; what is met is weighed position by position, and the
candidates of a line compete with each other and with none.
"""

from __future__ import annotations

from fractions import Fraction

import numpy as np

from reconcile.relations.discovery.candidates import QuotientCandidate, Search
from reconcile.relations.discovery.field import Field
from reconcile.relations.discovery.line_pairs import Option
from reconcile.relations.evidence.choice import Choice, chosen
from reconcile.relations.evidence.quotients import described

_FEWEST_LINES = 2
_STRONG = 6.0  # nats of a form that others of its name are tried for


def find(field: Field, taken: frozenset[int]) -> Choice:
    """What is believed of the lines of a field, and what is not; those in `taken` are explained."""
    if len(field.lines) < _FEWEST_LINES:
        return Choice((), ())
    search = Search(field)
    return chosen(described(search, candidates(search, taken)))


def candidates(search: Search, taken: frozenset[int]) -> dict[int, list[QuotientCandidate]]:
    """By target, with those that others of the same name suggest: a rate that is wrong in its only
    two rows is one all the same where the rates of twelve other years are."""
    groups = search.groups(taken)
    for target, suggested in _suggested(search, groups).items():
        groups.setdefault(target, []).extend(suggested)
    return {target: group for target, group in groups.items() if group}


def _suggested(
    search: Search, groups: dict[int, list[QuotientCandidate]]
) -> dict[int, list[QuotientCandidate]]:
    names = search.field.names
    alike: dict[str, list[int]] = {}
    for target in groups:
        alike.setdefault(names[target], []).append(target)
    strong: dict[tuple[object, ...], QuotientCandidate] = {}
    for one in (one for group in groups.values() for one in group if one.odds > _STRONG):
        form = (names[one.target], one.option.operation, one.option.scale, *one.offsets)
        strong.setdefault(form, one)
    asked: dict[int, list[Option]] = {}
    for one in strong.values():
        for target in alike[names[one.target]]:
            option = one.option.moved(target - one.target)
            if all(not option.restates(other.option) for other in groups[target]):
                asked.setdefault(target, []).append(option)
    return {target: search.weigh(target, options) for target, options in asked.items()}


def positions(field: Field, one: QuotientCandidate, constant: Fraction) -> list[int]:
    """Those that a candidate speaks of: all, or from the first to the last at which it is judged
    where it holds in a part of the line only; but for those beside which another whole stands."""
    part = slice(0, len(field.positions))
    if not one.everywhere:
        part = slice(int(one.at[0]), int(one.at[-1]) + 1)
    found = np.arange(part.start, part.stop)
    if not one.is_product and constant:
        unit = 10**field.table.figures.scale
        wholes = field.units[found, one.target] == one.option.scale * unit
        others = field.units[found, one.option.first] != int(constant * unit)
        found = found[~(wholes & others)]
    return [field.positions[at] for at in found.tolist()]
