"""Whether relations are meant and lines add up, found in turns, as messages between the two.

A total row over thirty columns, four of them rates, comes out in twenty-six: that it is meant the
twenty-six say, and that the four do not add up it says then of them.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal, NamedTuple, TypeAlias

import numpy as np

from reconcile.labels import vocabulary
from reconcile.model import Floats, Table
from reconcile.relations.discovery.field import shows_per_cent
from reconcile.relations.evidence.doubt import clipped, probability
from reconcile.relations.evidence.likelihood import ADDS, DOES_NOT_ADD, MOST, TELLS, TURNS, mixed
from reconcile.relations.evidence.relation_evidence import RelationEvidence

Axis: TypeAlias = Literal["column", "row"]

_BOUND = 40.0  # log-odds of a relation beyond which nothing is added
_GLANCE = 50  # figures of a column, which show how all are written
_PSEUDO_LINES = 4.0  # lines that the odds of a table's lines start with
_MOST_LOWERED, _MOST_RAISED = -6.0, 2.0  # nats that a table's lines may say of each other


class Settled(NamedTuple):
    """The log-odds that each line across adds up, and that each relation is meant."""

    lines: Floats
    relations: list[float]


def settled(by_words: Floats, evidence: Sequence[RelationEvidence]) -> Settled:
    """`by_words` are the log-odds that each line across adds up, by its words alone."""
    lines, relations = by_words.copy(), [relation.prior for relation in evidence]
    for _ in range(TURNS):
        messages = np.zeros(len(by_words))
        for n, relation in enumerate(evidence):
            ratios = np.clip(relation.ratios, -MOST, MOST)
            without = lines[relation.positions] - ratios * probability(relations[n])
            score = float(mixed(relation.ratios, without).sum())
            relations[n] = clipped(relation.prior + score, _BOUND)
            np.add.at(messages, relation.positions, ratios * probability(relations[n]))
        lines = by_words + np.where(by_words > 0, _by_other_lines(by_words, messages), 0.0)
        lines = lines + messages
    return Settled(lines, relations)


def _by_other_lines(by_words: Floats, messages: Floats) -> float:
    """What the lines of a table say of each other: how many of them add up, how many do not."""
    plain = by_words > 0
    yes, no = int((messages[plain] > TELLS).sum()), int((messages[plain] < -TELLS).sum())
    usual = probability(ADDS)
    odds = np.log((yes + _PSEUDO_LINES * usual) / (no + _PSEUDO_LINES * (1 - usual)))
    return float(np.clip(odds - ADDS, _MOST_LOWERED, _MOST_RAISED)) if yes + no else 0.0


def adding_by_words(table: Table, axis: Axis) -> Floats:
    """The log-odds that each line across adds up, by its words: rows of the highest or the middle
    figures do not, nor do columns of rates."""
    if axis == "column":
        plain = [not vocabulary.is_extreme(name) for name in table.row_names]
    else:
        plain = [
            column.role != "ratio"
            and not any(map(vocabulary.is_rate, column.path))
            and not shows_per_cent(table.text[:_GLANCE, n][table.figures.known[:_GLANCE, n]])
            for n, column in enumerate(table.columns)
        ]
    return np.where(plain, ADDS, DOES_NOT_ADD)
