"""Discovered relations and declared ones made one set."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from fractions import Fraction

import numpy as np
from msgspec.structs import replace

from reconcile.model import ADDITIVE, COMPUTED, QUOTIENTS, Line, Relation, Table

_HABIT = 0.5  # the share of a line's figures that formulas must state to speak for all of it
# To speak against a formula a sum must hold in such a share of its positions, and in so many times
# those that formulas state.
_SURE, _TIMES = 0.75, 3

Leaves = dict[Line, Fraction]


def merged(
    table: Table, discovered: Sequence[Relation], declared: Sequence[Relation]
) -> Iterator[Relation]:
    """The relations of one table along one axis.

    Where both say the same the discovered one stays, declared. Where they differ the author's
    stands, and the figures it speaks of are no longer the other's; so it does where the other only
    turns it around: a = b + c for c = a - b.
    """
    parts = parts_of((*discovered, *declared))
    declared = [
        formula for formula in declared if not any(_outweighs(r, formula) for r in discovered)
    ]
    for relation in discovered:
        if any(_is_turned(relation, formula) for formula in declared):
            continue
        own = [formula for formula in declared if formula.target == relation.target]
        same = [formula for formula in own if say_the_same(formula, relation, parts)]
        kept = _without_stated(table, relation, [formula for formula in own if formula not in same])
        if kept is not None:
            yield _joined(kept, same)
    for formula in declared:
        twins = [
            r for r in discovered if r.target == formula.target and say_the_same(formula, r, parts)
        ]
        if not twins:
            yield formula


def parts_of(relations: Sequence[Relation]) -> dict[Line, Relation]:
    """The sums by what they compute."""
    return {relation.target: relation for relation in relations if relation.kind == "sum"}


def say_the_same(first: Relation, second: Relation, parts: dict[Line, Relation]) -> bool:
    """Whether a declared relation states what a discovered one of its target does; `parts` are the
    sums that may be nested."""
    if first.kind == "rank" == second.kind:
        return first.terms == second.terms
    if _has_other_positions(first, second):
        return False
    if (
        first.kind != second.kind
        or first.scale != second.scale
        or first.constant != second.constant
    ):
        return False
    if first.kind in QUOTIENTS or first.kind == "link":  # their terms have an order
        return first.terms == second.terms
    if _terms_with_factors(first) == _terms_with_factors(second):
        return True
    nested = first.kind == "sum" and _leaves(first, parts) == _leaves(second, parts)
    return nested and len(second.terms) <= len(first.terms)  # direct parts, not theirs in turn


def _is_turned(relation: Relation, stated: Relation) -> bool:
    """Whether a sum of one line is what a formula states of another of the same lines: `F = C + D`
    found, `D = F - C` written."""
    if relation.kind != "sum" or stated.kind != "sum" or relation.target == stated.target:
        return False
    first, second = (
        {**dict(zip(r.terms, r.factors, strict=True)), r.target: Fraction(-1)}
        for r in (relation, stated)
    )
    if first.keys() != second.keys():
        return False
    return len({first[line] / second[line] for line in first}) == 1


def _outweighs(discovered: Relation, stated: Relation) -> bool:
    """Whether the figures show that a formula or two stop short of what the others add up: one row
    has `=SUM(C5:D5)`, in all ten `F = C + D + E` holds."""
    if {discovered.kind, stated.kind} - ADDITIVE or discovered.target != stated.target:
        return False
    if discovered.kind != stated.kind or _terms_with_factors(discovered) == _terms_with_factors(
        stated
    ):
        return False
    shared = len(set(discovered.terms) & set(stated.terms))
    is_often = discovered.held >= _SURE * discovered.tested
    is_of_more = discovered.held >= _TIMES * len(stated.positions)
    return is_often and is_of_more and 2 * shared >= max(len(discovered.terms), len(stated.terms))


def _has_other_positions(relation: Relation, other: Relation) -> bool:
    """Whether the two name other positions for the same figures: `F3 = C3 / D2`, `F3 = C3 / D3`."""
    if relation.terms != other.terms:
        return False
    first, second = ({int(row[0]): tuple(row) for row in r.positions} for r in (relation, other))
    shared = first.keys() & second.keys()
    return 2 * sum(first[n] != second[n] for n in shared) > len(shared)


def _terms_with_factors(relation: Relation) -> set[tuple[Line, Fraction]]:
    return set(zip(relation.terms, relation.factors, strict=True))


def _leaves(relation: Relation, parts: dict[Line, Relation]) -> Leaves:
    """What a sum comes down to once its subtotals are taken apart."""
    leaves: Leaves = {}
    start: tuple[Line, ...] = (relation.target,)
    waiting = [(line, factor, start) for line, factor in _terms_with_factors(relation)]
    while waiting:
        line, factor, path = waiting.pop()
        inner = parts.get(line)
        if inner is None or line in path:
            leaves[line] = leaves.get(line, Fraction(0)) + factor
        else:
            waiting += [
                (part, factor * own, (*path, line)) for part, own in _terms_with_factors(inner)
            ]
    return leaves


def _without_stated(
    table: Table, relation: Relation, others: Sequence[Relation]
) -> Relation | None:
    """The relation without the figures that formulas state otherwise; None where they are its
    habit."""
    rivals = [other for other in others if {other.kind, relation.kind} <= COMPUTED]
    ranks = [other for other in others if other.kind == "rank" == relation.kind]
    if not rivals:
        return None if ranks else relation
    stated = {int(row) for rival in rivals for row in rival.positions[:, 0]}
    own = [n for n, row in enumerate(relation.positions[:, 0]) if int(row) not in stated]
    known = sum(
        table.figures.known[cell.row, cell.column]
        for cell in map(relation.target.cell, map(int, relation.positions[:, 0]))
    )
    if not own or len(stated) >= _HABIT * known:
        return None
    return replace(relation, positions=relation.positions[own])


def _joined(relation: Relation, same: Sequence[Relation]) -> Relation:
    """A relation, declared by those that say the same, over the figures of all of them."""
    if not same:
        return relation
    stated = sum(len(formula.positions) for formula in same)
    if stated < _HABIT * len(relation.positions):
        return relation
    digits = [formula.digits for formula in same if formula.digits is not None]
    declared = replace(
        relation, declared="formula", digits=digits[0] if digits else relation.digits
    )
    if relation.kind == "rank" or any(formula.terms != relation.terms for formula in same):
        return declared
    rows = {tuple(map(int, row)) for formula in (relation, *same) for row in formula.positions}
    return replace(declared, positions=np.array(sorted(rows), dtype=np.int64))
