"""Quotients, changes, shares and products: a line that is one line over another, `E = C / D`, the
change from one to the other, `E = (D - C) / C`, a share of one figure, or a product, `E = C * D`.

Every two lines nearby are tried at once; what is met is weighed position by position, and the
candidates of a line compete with each other and with none.
"""

from __future__ import annotations

from fractions import Fraction
from itertools import chain

import numpy as np

from reconcile.relations.discovery.candidates import QuotientCandidate, Search
from reconcile.relations.discovery.field import Field
from reconcile.relations.discovery.line_pairs import Option
from reconcile.relations.evidence.choice import Choice, chosen
from reconcile.relations.evidence.quotients import described

_FEWEST_LINES = 2  # a line, and another that it is over
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
    for candidate in chain.from_iterable(groups.values()):
        if candidate.odds > _STRONG:
            name, option = names[candidate.target], candidate.option
            strong.setdefault((name, option.operation, option.scale, *candidate.offsets), candidate)
    suggested: dict[int, list[Option]] = {}
    for candidate in strong.values():
        for target in alike[names[candidate.target]]:
            option = candidate.option.moved(target - candidate.target)
            if all(not option.restates(other.option) for other in groups[target]):
                suggested.setdefault(target, []).append(option)
    return {target: search.weigh(target, options) for target, options in suggested.items()}


def positions(field: Field, candidate: QuotientCandidate, constant: Fraction) -> list[int]:
    """Those that a candidate speaks of: all, or from the first to the last at which it is judged
    where it holds in a part of the line only; but for those beside which another whole stands."""
    part = slice(0, len(field.positions))
    if not candidate.everywhere:
        part = slice(int(candidate.at[0]), int(candidate.at[-1]) + 1)
    rows = np.arange(part.start, part.stop)
    if not candidate.is_product and constant:
        unit = 10**field.table.figures.scale
        wholes = field.units[rows, candidate.target] == candidate.option.scale * unit
        others = field.units[rows, candidate.option.first] != int(constant * unit)
        rows = rows[~(wholes & others)]
    return [field.positions[at] for at in rows.tolist()]
