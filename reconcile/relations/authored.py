"""What the author's formulas say, beside what the figures show."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from reconcile.model import Cell, Equation, Relation


def arithmetic(formulas: Sequence[Relation], axis: str) -> list[Relation]:
    aside = ("rank", "link")
    return [one for one in formulas if one.target.axis == axis and one.kind not in aside]


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


def spared(
    relation: Relation, equations: Iterable[Equation], spared: frozenset[tuple[str, Cell]]
) -> Iterator[Equation]:
    """Where a formula says otherwise than the habit of its line, that habit proves nothing."""
    for equation in equations:
        other = relation.declared == "formula" and (relation.target.axis, equation.target) in spared
        yield replace(equation, holds="untested") if other and equation.holds == "no" else equation


def counted(relation: Relation, equations: Sequence[Equation]) -> Relation:
    """A relation that a formula stated, with what its own equations show."""
    if relation.declared != "formula" or relation.tested:
        return relation
    tested = [equation for equation in equations if equation.holds != "untested"]
    held = sum(equation.holds != "no" for equation in tested)
    return replace(relation, held=held, tested=len(tested))
