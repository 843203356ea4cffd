"""What the equations of one sum or average say of it, hits and misses, as arrays.

Where `145 = 67 + 78` holds in nine rows and `151 = 67 + 64` misses in one, the nine say some nats
each for the relation; the one misses by 20, which one wrong digit leaves, and says little against.
"""

from __future__ import annotations

import numpy as np
from msgspec import Struct

from reconcile.labels import vocabulary
from reconcile.model import CheckedRelation, Flags, Floats, Integers, Line, Relation, Table
from reconcile.relations.check.residuals import Measured
from reconcile.relations.check.rounding import powers, steps_of
from reconcile.relations.evidence.coarse_print import may_be_rounded
from reconcile.relations.evidence.likelihood import MOST, TELLS, are_parts, ratios, slips

_LARGE = 1000  # steps from which figures may be rounded ones; `12 + 11 = 24` counts people
# Log-odds that a relation is meant, by what states it: 2.5 are 12 to 1, 8.0 are 3000 to 1.
_STATED = {"template": MOST, "header": 8.0, "formula": 8.0, "label": 2.5, "outline": 2.5}
_STATED_BY_LAYOUT = 1.0  # of an outline without numbers: bold may as well be mere emphasis
_COINCIDENCE, _MEAN_COINCIDENCE = -5.0, -9.0  # nothing states it; equal figures make any mean


class RelationEvidence(Struct, frozen=True, eq=False):
    """A checked relation with what each of its equations says of it (`ratios`, in nats) and by how
    many units it misses (`misses_by`); all arrays have shape (equations,).

    It misses `near` where by no more than twice what rounding explains, and is `rounded` where by
    no more than that; `smaller` where it states less than one of its terms, `large` where its
    figures are such as are rounded; `coarse` where rounding explains it if the figures are printed
    in tens, or as they are shown. `log_scales` are the logs, to the base of 10, of how often what
    is computed holds what is stated; `slips` says where one slip explains the miss, `left_out`
    where exactly one term does. `is_of_parts`
    where its terms are called a part of its target. `prior` are the log-odds that it is meant,
    before its equations are looked at. It `adds_decimals` where it goes on from figure to figure,
    each of which may have been rounded for itself.
    """

    checked: CheckedRelation
    ratios: Floats
    misses_by: Floats
    near: Flags
    rounded: Flags
    smaller: Flags
    large: Flags
    coarse: Flags
    is_of_parts: bool
    log_scales: Floats
    slips: Flags
    left_out: Flags
    prior: float
    adds_decimals: bool

    @property
    def positions(self) -> Integers:
        """The position of each equation: the line across in which it stands."""
        positions: Integers = self.checked.positions[:, 0]
        return positions

    @property
    def missed(self) -> Flags:
        return self.checked.are("no")

    @property
    def hits(self) -> Flags:
        """The equations that say something for it."""
        hits: Flags = self.ratios > TELLS
        return hits


def evidence_of(checked: CheckedRelation, measured: Measured, table: Table) -> RelationEvidence:
    """The evidence of a relation of a table, of its equations as they were measured."""
    tested = np.flatnonzero(measured.known[:, 0] & measured.known[:, 1:].any(axis=1))
    units, residuals = measured.units[tested], measured.residuals[tested]
    allowed = measured.slack.allowed[tested]
    units[:, 0] *= measured.count[tested]
    printed = _allowed_as_printed(measured)[tested]
    stated = np.abs(units[:, 0].astype(np.float64))
    computed = np.abs((units[:, 0] - residuals).astype(np.float64))
    relation, missed = checked.relation, checked.are("no")
    coarse = missed.copy()
    coarse[missed] = may_be_rounded(measured, tested[missed])
    is_mean = relation.kind == "average"
    return RelationEvidence(
        checked=checked,
        ratios=ratios(units, residuals, allowed, checked.are("exact", "rounding"), missed, is_mean),
        misses_by=np.abs(residuals.astype(np.float64)),
        near=missed & (np.abs(residuals) <= printed),
        rounded=missed & (2 * np.abs(residuals) <= printed),
        smaller=_smaller(relation, units),
        large=stated * (units[:, 1:] != 0).sum(axis=1) >= _LARGE * printed,
        coarse=coarse,
        is_of_parts=_is_of_parts(relation, table),
        log_scales=np.where(stated > 0, np.log10((computed + 1) / (stated + 1)), 0.0),
        slips=slips(units, residuals, allowed),
        left_out=missed & are_parts(units[:, 1:].astype(np.float64), residuals.astype(np.float64)),
        prior=_prior(relation, table),
        adds_decimals=relation.is_running and bool(measured.decimals.any()),
    )


def _prior(relation: Relation, table: Table) -> float:
    if relation.declared == "outline" and table.levels_by == "layout":
        return _STATED_BY_LAYOUT
    if relation.declared in _STATED:
        return _STATED[relation.declared]
    return _MEAN_COINCIDENCE if relation.kind == "average" else _COINCIDENCE


def _smaller(relation: Relation, units: Integers) -> Flags:
    """Which sums state less than one of their terms, none of them below 0."""
    if relation.kind != "sum":
        return np.zeros(len(units), dtype=bool)
    parts = units[:, 1:]
    smaller: Flags = (parts >= 0).all(axis=1) & (units[:, 0] < parts.max(axis=1, initial=0))
    return smaller


def _is_of_parts(relation: Relation, table: Table) -> bool:
    """Whether any of its terms, but not its target, stands under `Trong đó`, `of which`."""
    return not _is_part(relation.target, table) and any(
        _is_part(line, table) for line in relation.terms if line.table == table.id
    )


def _is_part(line: Line, table: Table) -> bool:
    labels = (
        (table.rows[line.index].name,) if line.axis == "row" else table.columns[line.index].path
    )
    return any(map(vocabulary.is_part_of, labels))


def _allowed_as_printed(measured: Measured) -> Integers:
    """Twice what rounding may leave of each equation, were every figure rounded as it is printed:
    4.657 = 3.40 + 1.255. Whole numbers beside others are exact ones, such as scores: 12.5 + 7."""
    known, scale, decimals = measured.known, measured.scale, measured.decimals
    steps = steps_of(measured.units[known], decimals[known], scale)
    # Tens and hundreds are rounded figures; quarters and halves are scores, and exact.
    tens = np.where(decimals == 0, steps.grain(0), 1)
    units = powers(scale - decimals, measured.units) * tens
    finest = decimals.max(axis=1, initial=0)[:, None]
    is_rounded = (measured.units != 0) & ((decimals > 0) | (finest == 0))
    allowed: Integers = np.where(is_rounded, units, 0).sum(axis=1)
    return np.maximum(allowed, measured.slack.allowed)
