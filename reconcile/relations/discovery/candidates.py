"""The quotients, changes, shares and products that a line may be, each weighed: those that compete
for it.

What is looked at is bounded in work: so many lines as targets, named ones first, and as many lines
around each as that leaves room for.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property
from math import isqrt

import numpy as np
from msgspec import Struct

from reconcile.labels.derivations import derivation
from reconcile.labels.texts import asked_once_per_pattern
from reconcile.model import Flags, Floats, Integers
from reconcile.relations.discovery import ratios
from reconcile.relations.discovery.field import Field
from reconcile.relations.discovery.line_pairs import GLANCE, Option, glance, pairs, shares
from reconcile.relations.discovery.printed import Printed
from reconcile.relations.discovery.weighing import (
    Operands,
    Operations,
    QuotientEvidence,
    quotient_evidence,
)

_SAMPLE = 256  # positions at which an option is weighed
# Lines around a target that are tried as operands: rows are many, and what divides one is near.
_NEAR = {"column": 40, "row": 24}
_FEWEST_NEAR = 6  # of them, however many the targets
_WORK = 10_000_000  # quotients taken at a glance over all targets
_TARGETS = 256  # lines
_MANY = 2000  # lines whose labels are not asked one by one
_KEPT = 10  # of one target
_WORTH = -6.0  # nats: less is not lifted by others of its form
# Nats that 100 per cent beside a whole is worth: a full rate is no rarity, one beside a total is.
_STATED, _STATED_OF_TOTAL = 3.0, 5.0
_YEARS = (1850, 2100)  # a line of whole numbers from here to there is one of years


class QuotientCandidate(Struct, frozen=True, eq=False):
    """An option of a target line with its evidence: `odds` in nats, and whether it hits at each of
    the positions `at`, of which `different` tell something new; `everywhere` where no part of the
    line is left out."""

    target: int
    option: Option
    at: Integers
    hits: Flags
    odds: float
    different: int
    constant: bool
    everywhere: bool

    @property
    def misses(self) -> int:
        return int((~self.hits).sum())

    @property
    def is_product(self) -> bool:
        return self.option.operation == "product"

    @property
    def lines(self) -> tuple[int, int, int]:
        return self.target, self.option.first, self.option.second

    @property
    def offsets(self) -> tuple[int, int, int]:
        """How far its operands stand from it, and the place of a whole."""
        option = self.option
        return option.first - self.target, option.second - self.target, option.whole


class Search:
    """Looks for the candidates of a field's lines."""

    def __init__(self, field: Field) -> None:
        self.field, self.printed = field, Printed(field)
        self._usable = np.flatnonzero(field.known.any(axis=0))
        self._learned = field.sound & ~(field.exempt if field.axis == "column" else False)

    def groups(self, taken: frozenset[int]) -> dict[int, list[QuotientCandidate]]:
        """By their target; lines in `taken` are explained already."""
        targets = self._targets(taken)
        width = self._width(len(targets))
        groups = {}
        for target in targets:
            rows = self._rows(target)
            near = self._near(target, width)
            if len(rows) and len(near) and not self._are_years(rows, target):
                seen = glance(self.printed, target, rows, near)
                options = pairs(seen)
                if self._may_be_over_one(target):
                    options += shares(self.printed, seen, rows, target)
                    options += ratios.options(self.field, self._values, target, near)
                groups[target] = self._best(target, rows, options)
        return groups

    def _may_be_over_one(self, target: int) -> bool:
        """Whether a line may be another over one figure: any column, of rows what is named so."""
        if self.field.axis == "column" or self.field.shows_per_cent(target):
            return True
        return derivation(self.field.names[target]).is_quotient

    def weigh(self, target: int, options: Sequence[Option]) -> list[QuotientCandidate]:
        """Some options of a line by themselves, such as others of its name suggest."""
        lines = range(len(self.field.lines))
        inside = [option for option in options if option.first in lines and option.second in lines]
        return self._candidates(target, self._rows(target), inside)

    def _best(
        self, target: int, rows: Integers, options: Sequence[Option]
    ) -> list[QuotientCandidate]:
        candidates = self._candidates(target, rows, options)
        good = [candidate for candidate in candidates if candidate.different and candidate.odds > 0]
        shared = {candidate.option.first for candidate in good if candidate.option.whole >= 0}
        good = [
            candidate
            for candidate in good
            if not (candidate.option.constant and candidate.option.first in shared)
        ]
        return sorted(good, key=lambda candidate: -candidate.odds)[:_KEPT]

    def _candidates(
        self, target: int, rows: Integers, options: Sequence[Option]
    ) -> list[QuotientCandidate]:
        if not options or not len(rows):
            return []
        operands = self._operands(target, rows, options)
        operations = Operations(
            tuple(option.operation for option in options),
            np.array([option.scale for option in options], dtype=np.float64),
        )
        evidence = quotient_evidence(operands, operations)
        are_sums = _adding_up(operands) >= evidence.hits.sum(axis=1)
        kept = (evidence.odds > _WORTH) & ~(are_sums & ~operations.are("share", "index")[:, 0])
        candidates = (
            self._candidate(target, rows, options[n], evidence, n)
            for n in np.flatnonzero(kept).tolist()
        )
        return [candidate for candidate in candidates if candidate.hits.any()]

    def _candidate(
        self, target: int, rows: Integers, option: Option, evidence: QuotientEvidence, n: int
    ) -> QuotientCandidate:
        part = slice(int(evidence.start[n]), int(evidence.end[n]))
        judged = (evidence.hits[n] | evidence.misses[n])[part]
        return QuotientCandidate(
            target=target,
            option=option,
            at=rows[part][judged],
            hits=evidence.hits[n][part][judged],
            odds=float(evidence.odds[n]) + self._stated(target, option),
            different=int(evidence.different[n]),
            constant=bool(evidence.constant[n]),
            everywhere=part.stop - part.start == len(rows),
        )

    def _stated(self, target: int, option: Option) -> float:
        """What 1 or 100 per cent beside a whole is worth, in nats."""
        if option.whole < 0:
            return 0.0
        printed = self.printed.at(np.array([option.whole]), np.array([target]))[0]
        if printed != option.scale:
            return 0.0
        return _STATED_OF_TOTAL if self.field.are_wholes[option.whole] else _STATED

    def _operands(self, target: int, rows: Integers, options: Sequence[Option]) -> Operands:
        """No total is a product, and a whole is no share of itself."""
        own = np.array([target])
        lines, at = np.unique(
            [(option.first, option.second) for option in options], return_inverse=True
        )
        figures, steps = self.printed.figures(rows, lines).T, self.printed.steps(rows, lines).T
        firsts, seconds = at.reshape(-1, 2).T
        second, second_step = figures[seconds], steps[seconds]
        totals = self._totals[rows]
        for n, option in enumerate(options):
            if option.whole >= 0:
                whole, line = np.array([option.whole]), np.array([option.first])
                second[n] = self.printed.figures(whole, line)[0, 0]
                second_step[n] = self.printed.steps(whole, line)[0, 0]
                second[n, rows == option.whole] = np.nan
            elif option.constant:
                second[n], second_step[n] = float(option.constant), 0.0
            elif option.operation == "product":
                second[n, totals] = np.nan
        step = 10.0 ** -self.field.decimals[rows, target].astype(np.float64)
        stated = self.printed.figures(rows, own)[:, 0]
        return Operands(stated, step, figures[firsts], second, steps[firsts], second_step)

    @cached_property
    def _values(self) -> Floats:
        return self.field.values()

    @cached_property
    def _totals(self) -> Flags:
        """The rows that add up others."""
        roles, field = self.field.table.row_roles, self.field
        if field.axis == "row":
            return np.zeros(len(field.positions), dtype=bool)
        return np.array([roles[at] in ("total", "subtotal") for at in field.positions], dtype=bool)

    def _rows(self, target: int) -> Integers:
        rows = np.flatnonzero(self._learned & self.field.known[:, target])
        if len(rows) <= _SAMPLE:
            return rows
        return rows[np.linspace(0, len(rows) - 1, _SAMPLE).astype(np.int64)]

    def _near(self, target: int, width: int) -> Integers:
        """The lines nearest to a target, without it."""
        at = int(np.searchsorted(self._usable, target))
        start = max(0, min(at - width // 2, len(self._usable) - width - 1))
        nearest = self._usable[start : start + width + 1]
        others: Integers = nearest[nearest != target]
        return others

    def _width(self, targets: int) -> int:
        glanced = max(1, targets * min(GLANCE, len(self.field.units)))
        return max(_FEWEST_NEAR, min(_NEAR[self.field.axis], isqrt(_WORK // glanced)))

    def _targets(self, taken: frozenset[int]) -> list[int]:
        """All columns; of rows those that are named a rate, a change or an amount, or are printed
        finer than others. Of very many the finer ones alone."""
        usable = self._usable[~np.isin(self._usable, list(taken))]
        if not len(usable):
            return []
        finest = self.field.decimals.max(axis=0)[usable]
        lines: list[int] = usable.tolist()
        fine: list[int] = usable[finest > finest.min()].tolist()
        if len(lines) > _MANY:
            return fine[:_TARGETS]
        if self.field.axis == "column" and len(lines) <= _TARGETS:
            return lines
        derivations = asked_once_per_pattern(
            list(map(self.field.label, range(len(self.field.lines)))), derivation
        )
        named = [
            line for line in lines if derivations[line].is_rate or self.field.shows_per_cent(line)
        ]
        amounts = [line for line in lines if derivations[line].amount]
        return sorted(list(dict.fromkeys([*named, *fine, *amounts]))[:_TARGETS])

    def _are_years(self, rows: Integers, target: int) -> bool:
        low, high = _YEARS
        figures = self.printed.figures(rows, np.array([target]))
        return bool(((figures >= low) & (figures <= high) & (figures == np.round(figures))).all())


def _adding_up(operands: Operands) -> Integers:
    """At how many positions one of the three lines is the sum of the others."""
    allowed = (operands.step + operands.first_step + operands.second_step) / 2 * (1 + 1e-3)
    target, first, second = operands.target, operands.first, operands.second
    sums = (target - first - second, first - target - second, second - target - first)
    counts: Integers = np.max([(np.abs(miss) <= allowed).sum(axis=1) for miss in sums], axis=0)
    return counts
