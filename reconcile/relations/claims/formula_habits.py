"""What the author's formulas say, beside what the figures show."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import numpy as np
from msgspec.structs import replace

from reconcile.model import COMPUTED, FORMULAS, HOLDS, Cell, CheckedRelation, Relation


def arithmetic(formulas: Sequence[Relation], axis: str) -> list[Relation]:
    """The formulas along an axis that compute a figure; a rank or a copy is no rival of those."""
    return [r for r in formulas if r.target.axis == axis and r.kind in COMPUTED]


def without_repeats(
    discovered: Sequence[Relation], declared: Sequence[Relation]
) -> Iterator[Relation]:
    """Links discovered, and those that formulas state for other figures."""
    linked = {
        relation.target.cell(int(row))
        for relation in discovered
        for row in relation.positions[:, 0]
    }
    yield from discovered
    for stated in declared:
        own = [
            n
            for n, row in enumerate(stated.positions[:, 0])
            if stated.target.cell(int(row)) not in linked
        ]
        if own:
            yield replace(stated, positions=stated.positions[own])


def spared(checked: CheckedRelation, others: frozenset[tuple[str, Cell]]) -> CheckedRelation:
    """Where a formula says otherwise than the habit of its line, that habit proves nothing;
    `others` are such figures by the axis of their habit."""
    target = checked.relation.target
    if checked.relation.declared != "formula" or not others:
        return checked
    verdicts = checked.verdicts.copy()
    for n in np.flatnonzero(checked.are("no")).tolist():
        if (target.axis, target.cell(int(checked.positions[n, 0]))) in others:
            verdicts[n] = HOLDS.index("untested")
    return replace(checked, verdicts=verdicts)


def counted(checked: CheckedRelation) -> CheckedRelation:
    """A relation that a formula or a template stated, with what its own equations show."""
    if checked.relation.declared not in (*FORMULAS, "template") or checked.relation.tested:
        return checked
    tested = ~checked.are("untested")
    held = int((tested & ~checked.are("no")).sum())
    return replace(checked, relation=replace(checked.relation, held=held, tested=int(tested.sum())))
