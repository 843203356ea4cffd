"""What the author's formulas say, beside what the figures show."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import numpy as np
from msgspec.structs import replace

from reconcile.model import COMPUTED, HOLDS, Cell, CheckedRelation, Relation


def arithmetic(formulas: Sequence[Relation], axis: str) -> list[Relation]:
    """The formulas along an axis that compute a figure; a rank or a copy is no rival of those."""
    return [r for r in formulas if r.target.axis == axis and r.kind in COMPUTED]


def without_repeats(found: Sequence[Relation], declared: Sequence[Relation]) -> Iterator[Relation]:
    """Links discovered, and those that formulas state for other figures."""
    linked = {
        relation.target.cell(int(row)) for relation in found for row in relation.positions[:, 0]
    }
    yield from found
    for one in declared:
        own = [
            n
            for n, row in enumerate(one.positions[:, 0])
            if one.target.cell(int(row)) not in linked
        ]
        if own:
            yield replace(one, positions=one.positions[own])


def spared(one: CheckedRelation, others: frozenset[tuple[str, Cell]]) -> CheckedRelation:
    """Where a formula says otherwise than the habit of its line, that habit proves nothing;
    `others` are such figures by the axis of their habit."""
    target = one.relation.target
    if one.relation.declared != "formula" or not others:
        return one
    verdicts = one.verdicts.copy()
    for n in np.flatnonzero(one.are("no")).tolist():
        if (target.axis, target.cell(int(one.positions[n, 0]))) in others:
            verdicts[n] = HOLDS.index("untested")
    return replace(one, verdicts=verdicts)


def counted(one: CheckedRelation) -> CheckedRelation:
    """A relation that a formula or a template stated, with what its own equations show."""
    if one.relation.declared not in ("formula", "template") or one.relation.tested:
        return one
    tested = ~one.are("untested")
    held = int((tested & ~one.are("no")).sum())
    return replace(one, relation=replace(one.relation, held=held, tested=int(tested.sum())))
