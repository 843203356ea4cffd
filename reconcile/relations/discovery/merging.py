"""Discovered relations and declared ones made one set."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from fractions import Fraction

import numpy as np
from msgspec.structs import replace

from reconcile.model import ADDITIVE, COMPUTED, QUOTIENTS, Line, Relation, Table

_HABIT = 0.5  # the share of a line's figures that formulas must state to speak for all of it
_SURE, _TIMES = 0.75, 3  # how often a sum must hold to speak against a formula

Leaves = dict[Line, Fraction]


def merged(
    table: Table, found: Sequence[Relation], declared: Sequence[Relation]
) -> Iterator[Relation]:
    """The relations of one table along one axis.

    Where both say the same the discovered one stays, declared. Where they differ the author's
    stands, and the figures it speaks of are no longer the other's; so it does where the other only
    turns it around: a = b + c for c = a - b.
    """
    parts = parts_of((*found, *declared))
    declared = [one for one in declared if not any(_outweighs(r, one) for r in found)]
    for relation in found:
        if any(_turns_around(relation, one) for one in declared):
            continue
        own = [one for one in declared if one.target == relation.target]
        same = [one for one in own if say_the_same(one, relation, parts)]
        kept = _apart(table, relation, [one for one in own if one not in same])
        if kept is not None:
            yield _joined(kept, same)
    for one in declared:
        twins = [r for r in found if r.target == one.target and say_the_same(one, r, parts)]
        if not twins:
            yield one


def parts_of(relations: Sequence[Relation]) -> dict[Line, Relation]:
    """The sums by what they compute."""
    return {relation.target: relation for relation in relations if relation.kind == "sum"}


def say_the_same(one: Relation, other: Relation, parts: dict[Line, Relation]) -> bool:
    """Whether a declared relation states what a discovered one of its target does; `parts` are the
    sums that may be nested."""
    if one.kind == "rank" == other.kind:
        return one.terms == other.terms
    if _disagree(one, other):
        return False
    if one.kind != other.kind or one.scale != other.scale or one.constant != other.constant:
        return False
    if one.kind in QUOTIENTS or one.kind == "link":  # their terms have an order
        return one.terms == other.terms
    if _counted(one) == _counted(other):
        return True
    nested = one.kind == "sum" and _leaves(one, parts) == _leaves(other, parts)
    return nested and len(other.terms) <= len(one.terms)  # direct parts, not theirs in turn


def _turns_around(relation: Relation, one: Relation) -> bool:
    """Whether a sum of one line is what a formula states of another of the same lines."""
    if relation.kind != "sum" or one.kind != "sum" or relation.target == one.target:
        return False
    first, second = (
        {**dict(zip(r.terms, r.factors, strict=True)), r.target: Fraction(-1)}
        for r in (relation, one)
    )
    if first.keys() != second.keys():
        return False
    return len({first[line] / second[line] for line in first}) == 1


def _outweighs(found: Relation, one: Relation) -> bool:
    """Whether the figures show that a formula or two stop short of what the others add up."""
    if {found.kind, one.kind} - ADDITIVE or found.target != one.target:
        return False
    if found.kind != one.kind or _counted(found) == _counted(one):
        return False
    shared = len(set(found.terms) & set(one.terms))
    sure = found.held >= _SURE * found.tested and found.held >= _TIMES * len(one.positions)
    return sure and 2 * shared >= max(len(found.terms), len(one.terms))


def _disagree(one: Relation, other: Relation) -> bool:
    """Whether the two name other positions for the same figures."""
    if one.terms != other.terms:
        return False
    first, second = ({int(row[0]): tuple(row) for row in r.positions} for r in (one, other))
    shared = first.keys() & second.keys()
    return 2 * sum(first[n] != second[n] for n in shared) > len(shared)


def _counted(relation: Relation) -> set[tuple[Line, Fraction]]:
    return set(zip(relation.terms, relation.factors, strict=True))


def _leaves(relation: Relation, parts: dict[Line, Relation]) -> Leaves:
    """What a sum comes down to once its subtotals are taken apart."""
    found: Leaves = {}
    start: tuple[Line, ...] = (relation.target,)
    waiting = [(line, factor, start) for line, factor in _counted(relation)]
    while waiting:
        line, factor, path = waiting.pop()
        inner = parts.get(line)
        if inner is None or line in path:
            found[line] = found.get(line, Fraction(0)) + factor
        else:
            waiting += [(part, factor * own, (*path, line)) for part, own in _counted(inner)]
    return found


def _apart(table: Table, relation: Relation, others: Sequence[Relation]) -> Relation | None:
    """The relation without the figures that formulas state otherwise; None where they are its
    habit."""
    rivals = [one for one in others if {one.kind, relation.kind} <= COMPUTED]
    ranks = [one for one in others if one.kind == "rank" == relation.kind]
    if not rivals:
        return None if ranks else relation
    stated = {int(row) for one in rivals for row in one.positions[:, 0]}
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
    stated = sum(len(one.positions) for one in same)
    if stated < _HABIT * len(relation.positions):
        return relation
    digits = [one.digits for one in same if one.digits is not None]
    made = replace(relation, declared="formula", digits=digits[0] if digits else relation.digits)
    if relation.kind == "rank" or any(one.terms != relation.terms for one in same):
        return made
    rows = {tuple(map(int, row)) for one in (relation, *same) for row in one.positions}
    return replace(made, positions=np.array(sorted(rows), dtype=np.int64))
