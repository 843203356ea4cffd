"""The figures of a relation's equations gathered in arrays, and how far each misses."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from fractions import Fraction
from functools import cached_property
from math import lcm

import numpy as np
from msgspec import Struct

from reconcile.model import SHOWS_ALL, Flags, Integers, Relation, Table
from reconcile.relations.check import rounding
from reconcile.relations.check.lines import Bundle, bundles
from reconcile.relations.check.noise import without_noise


class Measured(Struct, frozen=True, eq=False):
    """A relation's equations, all in units of 10**-scale.

    `units`, `decimals` and `known` have shape (equations, 1 + terms), the target first; the terms'
    units count their factors, multiplied by `count`. `residuals` is printed less computed, both
    multiplied by `count`: the number of terms of an average, the common denominator of weights.
    `shown` is how many decimals the number formats show of the figures of equations that are off,
    None where they show all.
    """

    units: Integers
    decimals: Integers
    known: Flags
    residuals: Integers
    count: Integers
    slack: rounding.Slack
    scale: int
    shown: Integers | None = None


def measure(tables: Mapping[str, Table], relation: Relation) -> Measured:
    """The equations of a sum, average or link."""
    units, decimals, known, scale = _gathered(tables, relation)
    over = lcm(*(factor.denominator for factor in relation.different_factors))
    if relation.different_factors != {Fraction(1)}:
        units[:, 1:] *= np.array([int(factor * over) for factor in relation.factors])
    mean = relation.kind == "average"
    count = known[:, 1:].sum(axis=1) if mean else np.full(len(units), over, dtype=np.int64)
    stated = units[:, 0] * count
    together = np.concatenate([stated[:, None], units[:, 1:]], axis=1)
    residuals = stated - units[:, 1:].sum(axis=1)
    owners = [tables[bundle.table].figures for _, bundle in _together(relation)]
    residuals = without_noise(residuals, together, owners)
    off = np.flatnonzero(residuals)
    shown = _shown(tables, relation, off) if len(off) else None
    if shown is not None:
        residuals[off[rounding.display_alike(units[off], count[off], shown, scale)]] = 0
    return Measured(
        units=units,
        decimals=decimals,
        known=known,
        residuals=residuals,
        count=count,
        slack=_slack(tables, relation, units, decimals, count, scale),
        scale=scale,
        shown=None if shown is None else _in_place(shown, off, units),
    )


def _in_place(shown: Integers, which: Integers, like: Integers) -> Integers:
    """What is shown of some equations, among all of them."""
    of_all = np.full(like.shape, SHOWS_ALL, dtype=np.int64)
    of_all[which] = shown
    return of_all


def _gathered(
    tables: Mapping[str, Table], relation: Relation
) -> tuple[Integers, Integers, Flags, int]:
    together = _together(relation)
    owners = [tables[bundle.table].figures for _, bundle in together]
    scale = max(figures.scale for figures in owners)
    shape = relation.positions.shape
    counted_alike = [
        rounding.rescaled(owner.units, scale - owner.scale, shape[1]) for owner in owners
    ]
    units = np.empty(shape, dtype=np.result_type(*counted_alike))
    decimals, known = np.empty(shape, dtype=np.int64), np.empty(shape, dtype=bool)
    for (side, bundle), figures, counted in zip(together, owners, counted_alike, strict=True):
        spots = bundle.spots(relation.positions[:, side][:, bundle.at])
        there = figures.known[spots]
        known[:, side][:, bundle.at] = there
        units[:, side][:, bundle.at] = np.where(there, counted[spots], 0)
        decimals[:, side][:, bundle.at] = np.where(there, rounding.precision(figures)[spots], 0)
    return units, decimals, known, scale


def _together(relation: Relation) -> list[tuple[slice, Bundle]]:
    """The lines of a relation, taken together, and on which side of its equations they stand."""
    target = [(slice(0, 1), bundle) for bundle in bundles([relation.target])]
    return target + [(slice(1, None), bundle) for bundle in bundles(relation.terms)]


def _shown(tables: Mapping[str, Table], relation: Relation, which: Integers) -> Integers | None:
    """How many decimals are shown of the figures of some equations, None where all are."""
    together = _together(relation)
    if all(tables[bundle.table].figures.shown is None for _, bundle in together):
        return None
    positions = relation.positions[which]
    decimals = np.full(positions.shape, SHOWS_ALL, dtype=np.int64)
    for side, bundle in together:
        shown = tables[bundle.table].figures.shown
        if shown is not None:
            spots = bundle.spots(positions[:, side][:, bundle.at])
            decimals[:, side][:, bundle.at] = shown[spots]
    return decimals


def _slack(
    tables: Mapping[str, Table],
    relation: Relation,
    units: Integers,
    decimals: Integers,
    count: Integers,
    scale: int,
) -> rounding.Slack:
    if relation.kind == "link":
        nothing = np.zeros(len(units), dtype=np.int64)
        return rounding.Slack(nothing, nothing)
    if relation.kind == "average" or any(
        factor.denominator != 1 for factor in relation.different_factors
    ):
        return rounding.mean_slack(decimals[:, 0], count, scale)
    columns = None
    if relation.target.axis == "row":
        figures = tables[relation.target.table].figures
        columns = rounding.printed_steps(figures, relation.positions[:, 0].tolist())
    slack = rounding.slack(decimals, units, scale, columns)
    scientific = _scientific_units(tables, relation, scale)
    if scientific is None:
        return slack
    terms = np.maximum(slack.terms, (scientific[:, 1:] != 0).sum(axis=1))
    return rounding.Slack(slack.allowed + scientific.sum(axis=1), terms)


def _scientific_units(
    tables: Mapping[str, Table], relation: Relation, scale: int
) -> Integers | None:
    """The unit of the last digit of each figure that is written with an exponent, 0 of the others:
    2.04E+04 is known to hundreds, whatever its column prints. None where there is none."""
    together = _together(relation)
    if all(tables[bundle.table].figures.scientific is None for _, bundle in together):
        return None
    units = np.zeros(relation.positions.shape, dtype=np.int64)
    for side, bundle in together:
        figures = tables[bundle.table].figures
        if figures.scientific is not None:
            spots = bundle.spots(relation.positions[:, side][:, bundle.at])
            own = rounding.powers(scale - figures.decimals[spots].astype(np.int64), units)
            units[:, side][:, bundle.at] = np.where(figures.scientific[spots], own, 0)
    return units


class Pool(Struct, frozen=True, eq=False, dict=True):
    """The equations of all sums of one table along one axis: they are rounded alike. `starts` says
    where each relation's own begin."""

    residuals: Integers
    slack: rounding.Slack
    starts: Mapping[str, int]

    @cached_property
    def scatter(self) -> Flags:
        """Which of them are off by what rounding explains."""
        scattered: Flags = (self.residuals != 0) & rounding.within(self.residuals, self.slack)
        return scattered

    @property
    def is_exact_but_for_one(self) -> bool:
        return int((self.scatter & (self.slack.terms >= 2)).sum()) == 1

    @cached_property
    def is_rounded(self) -> bool | None:
        """Whether they show the scatter of rounding, more than one of them; None where they cannot
        tell."""
        rounded = rounding.is_rounded(self.residuals, self.slack)
        return None if rounded and int(self.scatter.sum()) < 2 else rounded


def pools(
    relations: Iterable[Relation], measured: Mapping[str, Measured]
) -> Mapping[tuple[str, str], Pool]:
    """By table and axis, of relations that were `measured`, by their ids."""
    grouped: dict[tuple[str, str], list[tuple[str, Measured]]] = {}
    for relation in relations:
        if relation.kind == "sum" and not relation.is_weighted:
            key = (relation.target.table, relation.target.axis)
            grouped.setdefault(key, []).append((relation.id, measured[relation.id]))
    return {key: _pool(measured_together) for key, measured_together in grouped.items()}


def _pool(members: list[tuple[str, Measured]]) -> Pool:
    ends = np.cumsum([len(measured.residuals) for _, measured in members])
    starts = [0, *ends[:-1].tolist()]
    return Pool(
        residuals=np.concatenate([np.where(m.known[:, 0], m.residuals, 0) for _, m in members]),
        slack=rounding.Slack(
            np.concatenate([m.slack.allowed for _, m in members]),
            np.concatenate([np.where(m.known[:, 0], m.slack.terms, 0) for _, m in members]),
        ),
        starts={id: start for (id, _), start in zip(members, starts, strict=True)},
    )
