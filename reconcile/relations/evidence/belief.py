"""How sure it is that a sum which does not come out is a mistake: three explanations of a miss.

A total of 61.5 over 60, 62 and 63 is wrong, or it is no total of these, or what stands in its
column does not add up. Which of them holds is told by the other figures: by the other columns in
which the relation comes out, and by the other relations that come out in the same column.

A relation starts with the odds of what states it and gains from each hit the log of how unlikely
that was by accident; a line across which relations are asked gains from each of them. Both are
found in turns, as messages between them. What is left of a doubt is weighed by `fitted`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from math import log, pi, sqrt
from typing import NamedTuple, TypeAlias

import numpy as np
from msgspec.structs import replace

from reconcile.model import (
    ADDITIVE,
    COMPUTED,
    HOLDS,
    LIKELY,
    Cell,
    CheckedRelation,
    Equation,
    Flags,
    Floats,
    Table,
)
from reconcile.relations.check.lines import mark_equations, no_cells
from reconcile.relations.check.residuals import Measured, measure
from reconcile.relations.check.verdicts import is_measured
from reconcile.relations.evidence.doubt import Doubt, confidence_by, probability
from reconcile.relations.evidence.fitted import WEIGHTS
from reconcile.relations.evidence.likelihood import FAR_MISS, MOST, mixed
from reconcile.relations.evidence.propagation import Axis, adding_by_words, settled
from reconcile.relations.evidence.relation_evidence import RelationEvidence, evidence_of

_EXACT, _ROUNDING, _NO, _UNTESTED = range(len(HOLDS))
_SEVERAL = 3  # misses that rounding explains; fewer may be mistakes in the last digit
# Nats by which sums that come out exactly show that figures are exact, not rounded each for itself:
# 30 rows of `a + b = c` do, 15 do not. A last digit that is wrong is an eighth of all wrong digits,
# and one table in ten is rounded, so that far less would not do.
_SHOWN_EXACT = 7.0
_DIGITS = 9  # to which sizes of misses are compared, which are floats

_Groups: TypeAlias = "dict[tuple[str, Axis], list[CheckedRelation]]"
_MissesOfCells: TypeAlias = "Mapping[Cell, set[tuple[Axis, float]]]"


def with_confidences(
    tables: Mapping[str, Table],
    checked: Sequence[CheckedRelation],
    measured: Mapping[str, Measured],
    is_computed: Callable[[Cell], bool],
) -> Iterator[CheckedRelation]:
    """The checked relations; a broken sum or average has the probability that it is a mistake, and
    where that is small it proves nothing. What a template states is not doubted, but for what
    rounding may have left, nor what a live formula states of the cell that holds it
    (`is_computed`)."""
    by_relation: dict[str, dict[int, Doubt]] = {}
    for id, n, doubt in doubts(tables, checked, measured):
        by_relation.setdefault(id, {})[n] = doubt
    for relation in checked:
        doubted = by_relation.get(relation.relation.id, {})
        if relation.relation.declared == "formula":
            doubted = {
                n: doubt
                for n, doubt in doubted.items()
                if not is_computed(relation.equation(n).target)
            }
        if relation.relation.declared == "template":
            doubted = {n: doubt for n, doubt in doubted.items() if doubt.may_be_rounded}
        yield _with_confidences(relation, doubted)


def _with_confidences(checked: CheckedRelation, doubted: Mapping[int, Doubt]) -> CheckedRelation:
    if not doubted:
        return checked
    verdicts = checked.verdicts.copy()
    confidences = np.full(len(checked), checked.relation.confidence)
    for n, doubt in doubted.items():
        confidences[n] = min(confidences[n], confidence_by(WEIGHTS, doubt))
        likely = _NO if confidences[n] >= LIKELY else _UNTESTED
        verdicts[n] = _ROUNDING if doubt.is_rounded else likely
    return replace(checked, verdicts=verdicts, confidences=confidences)


def doubts(
    tables: Mapping[str, Table],
    checked: Sequence[CheckedRelation],
    measured: Mapping[str, Measured],
) -> Iterator[tuple[str, int, Doubt]]:
    """Of each broken sum and average: its relation's id, its number in that, and what speaks about
    it."""
    groups = _by_table_and_axis(
        relation
        for relation in checked
        if relation.relation.id in measured and relation.relation.kind in ADDITIVE
    )
    broken = {
        key: group
        for key, group in groups.items()
        if any(relation.are("no").any() for relation in group)
    }
    if not broken:
        return
    misses_of_cells, proven = _misses_of_cells(checked, measured), _proven(tables, checked)
    exactness = _exactness(checked, measured)
    for (table, axis), group in broken.items():
        evidence = [
            evidence_of(relation, measured[relation.relation.id], tables[table])
            for relation in group
        ]
        across: Axis = "row" if axis == "column" else "column"
        is_exact = exactness.get(table, 0.0) >= _SHOWN_EXACT
        witnesses = _Witnesses(across, misses_of_cells, proven, is_exact)
        yield from _doubts(adding_by_words(tables[table], axis), evidence, witnesses)


def probabilities_meant(
    tables: Mapping[str, Table], checked: Sequence[CheckedRelation]
) -> Iterator[tuple[str, float]]:
    """The probability that each sum and average is meant, by its relation's id. Misses that were
    found to be no mistakes speak against it as they did before."""
    groups = _by_table_and_axis(
        _with_all_misses(relation)
        for relation in checked
        if relation.relation.kind in ADDITIVE and is_measured(relation.relation)
    )
    for (table, axis), group in groups.items():
        evidence = [
            evidence_of(relation, measure(tables, relation.relation), tables[table])
            for relation in group
        ]
        odds = settled(adding_by_words(tables[table], axis), evidence).relations
        for relation, own in zip(group, odds, strict=True):
            yield relation.relation.id, probability(own)


def _by_table_and_axis(checked: Iterable[CheckedRelation]) -> _Groups:
    """The relations that have equations, by the table and the axis of what they compute."""
    groups: _Groups = {}
    for relation in checked:
        if len(relation):
            target = relation.relation.target
            groups.setdefault((target.table, target.axis), []).append(relation)
    return groups


def _with_all_misses(checked: CheckedRelation) -> CheckedRelation:
    """The relation with the misses that were found to be no mistakes as misses again."""
    if checked.confidences is None:
        return checked
    excused = checked.are("untested") & (checked.confidences < LIKELY)
    return replace(checked, verdicts=np.where(excused, _NO, checked.verdicts))


def _misses_of_cells(
    checked: Sequence[CheckedRelation], measured: Mapping[str, Measured]
) -> _MissesOfCells:
    """By how much the broken sums that each cell takes part in are off, and along which axis."""
    misses: dict[Cell, set[tuple[Axis, float]]] = {}
    for relation in checked:
        if relation.relation.id in measured and relation.relation.kind == "sum":
            for equation in relation.holding("no"):
                miss = relation.relation.target.axis, _size(equation)
                for cell in _cells(equation):
                    misses.setdefault(cell, set()).add(miss)
    return misses


def _exactness(
    checked: Sequence[CheckedRelation], measured: Mapping[str, Measured]
) -> Mapping[str, float]:
    """By table, the nats that its sums say for exact figures: were each rounded for itself, a sum
    of k terms would come out exactly with a chance of about sqrt(6 / (pi (k + 1)))."""
    nats: dict[str, float] = {}
    for relation in checked:
        if relation.relation.id in measured and relation.relation.kind == "sum":
            exact = int((relation.are("exact") & ~relation.nothing).sum())
            chance = sqrt(6 / (pi * (len(relation.relation.terms) + 1)))
            table = relation.relation.target.table
            nats[table] = nats.get(table, 0.0) - exact * log(chance)
    return nats


def _size(equation: Equation) -> float:
    """By how much it is off, either way."""
    return round(abs(float(equation.difference or 0)), _DIGITS)


def _cells(equation: Equation) -> tuple[Cell, ...]:
    return (equation.target, *(term.cell for term in equation.terms))


def _proven(tables: Mapping[str, Table], checked: Sequence[CheckedRelation]) -> Mapping[str, Flags]:
    """By table, the cells of what comes out; a live formula comes out whatever its terms are."""
    proven = no_cells(tuple(tables.values()))
    for relation in checked:
        if relation.relation.kind in COMPUTED and relation.relation.declared != "formula":
            comes_out = relation.are("exact", "rounding") & ~relation.nothing
            mark_equations(proven, relation, comes_out)
    return proven


class _Witnesses(NamedTuple):
    """What other equations say of a cell: those `across` by how much they are off, whether some
    come out (`proven`), and whether all of them show that figures are exact (`is_exact`)."""

    across: Axis
    misses_of_cells: _MissesOfCells
    proven: Mapping[str, Flags]
    is_exact: bool

    def are_off_by(self, size: float, cells: Sequence[Cell]) -> bool:
        """Whether an equation across, of one of the cells, is off by so much."""
        return any((self.across, size) in self.misses_of_cells.get(cell, ()) for cell in cells)

    def vouched_share(self, cells: Sequence[Cell]) -> float:
        return float(np.mean([self.proven[c.table][c.row, c.column] for c in cells]))


class _Line(NamedTuple):
    """A line across: the log-odds that it adds up, and by its words alone, and how many of its
    equations hold and how many do not."""

    odds: float
    by_words: float
    held: int
    missed: int


def _doubts(
    by_words: Floats, evidence: Sequence[RelationEvidence], witnesses: _Witnesses
) -> Iterator[tuple[str, int, Doubt]]:
    """`by_words` are the log-odds that each line across adds up, by its words."""
    lines, relations = settled(by_words, evidence)
    held, missed = (np.zeros(len(by_words), dtype=np.int64) for _ in range(2))
    for own in evidence:
        np.add.at(held, own.positions, own.hits)
        np.add.at(missed, own.positions, own.missed)
    for own, odds in zip(evidence, relations, strict=True):
        for n in np.flatnonzero(own.missed).tolist():
            at = int(own.positions[n])
            line = _Line(float(lines[at]), float(by_words[at]), int(held[at]), int(missed[at]))
            yield own.checked.relation.id, n, _doubt(own, n, odds, line, witnesses)


def _doubt(own: RelationEvidence, n: int, odds: float, line: _Line, witnesses: _Witnesses) -> Doubt:
    """What speaks about the n-th equation of a relation, of such log-odds to be meant."""
    equation, relation = own.checked.equation(n), own.checked.relation
    ratio, cells = own.ratios[n : n + 1], _cells(equation)
    without = line.odds - np.clip(ratio, -MOST, MOST) * probability(odds)
    is_near, is_digit = bool(own.near[n]), float(ratio[0]) > FAR_MISS
    same_misses = int((own.misses_by[own.missed] == own.misses_by[n]).sum())
    agrees_across = witnesses.are_off_by(_size(equation), cells) or (
        not is_digit and same_misses > 1
    )
    near_misses, misses = int(own.near.sum()), int(own.missed.sum())
    is_large = is_near and bool(own.large[n])
    is_lone = misses == 1 and bool(own.rounded[n]) and not own.adds_decimals
    return Doubt(
        relation=float(odds - mixed(ratio, without)[0]),
        line=float(without[0]),
        is_denied_by_words=line.by_words < 0,
        is_near=is_near,
        may_be_rounded=not agrees_across
        and (bool(own.coarse[n]) or (is_large and not (is_lone and witnesses.is_exact))),
        may_cross_by_rounding=is_large and agrees_across and not witnesses.is_exact,
        is_smaller=bool(own.smaller[n] > own.slips[n]) and not agrees_across,
        is_rounded=bool(own.rounded[n]) and int(own.rounded.sum()) >= _SEVERAL,
        is_above_parts=own.is_of_parts and float(equation.difference or 0) > 0,
        is_of_zeros=bool(own.checked.nothing[n]),
        is_digit=is_digit,
        is_slip=bool(own.slips[n]),
        is_of_others=bool(own.left_out[n]) and not own.hits.any() and not agrees_across,
        log_scale=float(own.log_scales[n]),
        near_misses=near_misses - is_near,
        far_misses=misses - near_misses - (not is_near),
        other_equations=int(own.hits.sum()) + misses - 1,
        line_missed=line.missed - 1,
        line_held=line.held,
        agrees_across=agrees_across,
        vouched_share=witnesses.vouched_share(cells),
        declared=relation.declared,
        is_mean=relation.kind == "average",
    )
