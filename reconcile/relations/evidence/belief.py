"""How sure it is that a sum which does not come out is a mistake: three explanations of a miss.

A total of 61.5 over 60, 62 and 63 is wrong, or it is no total of these, or what stands in its
column does not add up. Which of them holds is told by the other figures: by the other columns in
which the relation comes out, and by the other relations that come out in the same column.

A relation starts with the odds of what states it and gains from each hit the log of how unlikely
that was by accident; a line across which relations are asked gains from each of them. Both are
found in turns, as messages between them. What is left of a doubt is weighed by `fitted`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Literal, TypeAlias

import numpy as np
from msgspec import Struct
from msgspec.structs import replace

from reconcile.labels import vocabulary
from reconcile.model import (
    ADDITIVE,
    COMPUTED,
    HOLDS,
    LIKELY,
    Cell,
    CheckedRelation,
    Flags,
    Floats,
    Integers,
    Line,
    Relation,
    Table,
)
from reconcile.relations.check.lines import mark_equations, no_cells
from reconcile.relations.check.residuals import Measured, measure
from reconcile.relations.check.rounding import powers, steps_of
from reconcile.relations.check.verdicts import is_measured
from reconcile.relations.discovery.field import shows_per_cent
from reconcile.relations.evidence.doubt import Doubt, confidence_by, share, within
from reconcile.relations.evidence.fitted import WEIGHTS
from reconcile.relations.evidence.likelihood import FAR_MISS, mixed, ratios, slips

_EXACT, _ROUNDING, _NO, _UNTESTED = range(len(HOLDS))
_TURNS = 3  # of messages; after the second nothing changes but the last digit
_MOST = 20.0  # nats that one equation may say: no witness silences all others
_BOUND = 40.0  # log-odds of a relation beyond which nothing is added
_TELLS = 1.0  # nats from which a hit counts as one
_ADDS, _DOES_NOT_ADD = 4.0, -2.5  # log-odds that a line adds up, by its words alone
_LARGE = 1000  # steps from which figures may be rounded ones; `12 + 11 = 24` counts people
_GLANCE = 50  # figures of a column, which show how all are written
_SEVERAL = 3  # misses that rounding explains; fewer may be mistakes in the last digit
_FEW = 4.0  # lines that the odds of a table's lines start with
_STATED = {"template": _MOST, "header": 8.0, "formula": 8.0, "label": 2.5, "outline": 2.5}
_COINCIDENCE, _MEAN_COINCIDENCE = -5.0, -9.0  # nothing states it; equal figures make any mean

_Axis: TypeAlias = Literal["column", "row"]
_Off: TypeAlias = "Mapping[Cell, set[tuple[_Axis, float]]]"


class _Weighed(Struct, frozen=True, eq=False):
    """A checked relation with what each of its equations says of it (`ratios`, in nats) and by how
    much each misses; `near`, `scales` and `slips` as in Doubt."""

    checked: CheckedRelation
    ratios: Floats
    off: Floats
    near: Flags
    rounded: Flags
    smaller: Flags
    large: Flags
    partial: bool
    scales: Floats
    slips: Flags

    @property
    def prior(self) -> float:
        relation = self.checked.relation
        if relation.declared in _STATED:
            return _STATED[relation.declared]
        return _MEAN_COINCIDENCE if relation.kind == "average" else _COINCIDENCE

    @property
    def lines(self) -> Integers:
        """The positions of the equations."""
        found: Integers = self.checked.positions[:, 0]
        return found

    @property
    def missed(self) -> Flags:
        return self.checked.are("no")


def believed(
    tables: Mapping[str, Table],
    checked: Sequence[CheckedRelation],
    measured: Mapping[str, Measured],
    is_computed: Callable[[Cell], bool],
) -> Iterator[CheckedRelation]:
    """The checked relations; a broken sum or average has the probability that it is a mistake, and
    where that is small it proves nothing. What a template states is not doubted, but for what
    rounding may have left, nor what a live formula states of the cell that holds it
    (`is_computed`)."""
    found: dict[str, dict[int, Doubt]] = {}
    for id, n, doubt in doubts(tables, checked, measured):
        found.setdefault(id, {})[n] = doubt
    for own in checked:
        doubted = found.get(own.relation.id, {})
        if own.relation.declared == "formula":
            doubted = {n: d for n, d in doubted.items() if not is_computed(own.equation(n).target)}
        if own.relation.declared == "template":
            doubted = {n: doubt for n, doubt in doubted.items() if doubt.may_be_rounded}
        yield _with(own, doubted)


def _with(own: CheckedRelation, doubted: Mapping[int, Doubt]) -> CheckedRelation:
    if not doubted:
        return own
    verdicts, sure = own.verdicts.copy(), np.full(len(own), own.relation.confidence)
    for n, doubt in doubted.items():
        sure[n] = min(sure[n], confidence_by(WEIGHTS, doubt))
        likely = _NO if sure[n] >= LIKELY else _UNTESTED
        verdicts[n] = _ROUNDING if doubt.is_rounded else likely
    return replace(own, verdicts=verdicts, confidences=sure)


def doubts(
    tables: Mapping[str, Table],
    checked: Sequence[CheckedRelation],
    measured: Mapping[str, Measured],
) -> Iterator[tuple[str, int, Doubt]]:
    """Of each broken sum and average: its relation's id, its number in that, and what speaks about
    it."""
    groups: dict[tuple[str, _Axis], list[CheckedRelation]] = {}
    for own in checked:
        if own.relation.id in measured and own.relation.kind in ADDITIVE and len(own):
            target = own.relation.target
            groups.setdefault((target.table, target.axis), []).append(own)
    broken = {key: group for key, group in groups.items() if any(o.are("no").any() for o in group)}
    if not broken:
        return
    off, proven = _off(checked, measured), _proven(tables, checked)
    for (table, axis), group in broken.items():
        weighed = [_weighed(own, measured[own.relation.id], tables[table]) for own in group]
        yield from _doubts(_adds(tables[table], axis), axis, weighed, off, proven)


def meant(
    tables: Mapping[str, Table], checked: Sequence[CheckedRelation]
) -> Iterator[tuple[str, float]]:
    """The probability that each sum and average is meant, by its relation's id. Misses that were
    found to be no mistakes speak against it as they did before."""
    groups: dict[tuple[str, _Axis], list[CheckedRelation]] = {}
    for own in checked:
        if own.relation.kind in ADDITIVE and is_measured(own.relation) and len(own):
            target = own.relation.target
            groups.setdefault((target.table, target.axis), []).append(_undoubted(own))
    for (table, axis), group in groups.items():
        weighed = [_weighed(own, measure(tables, own.relation), tables[table]) for own in group]
        _, odds = _settled(_adds(tables[table], axis), weighed)
        yield from ((own.relation.id, share(sure)) for own, sure in zip(group, odds, strict=True))


def _undoubted(own: CheckedRelation) -> CheckedRelation:
    if own.confidences is None:
        return own
    verdicts = np.where(own.are("untested") & (own.confidences < LIKELY), _NO, own.verdicts)
    return replace(own, verdicts=verdicts)


def _off(checked: Sequence[CheckedRelation], measured: Mapping[str, Measured]) -> _Off:
    """By how much the broken sums that each cell takes part in are off, and along which axis."""
    found: dict[Cell, set[tuple[_Axis, float]]] = {}
    for own in checked:
        if own.relation.id in measured and own.relation.kind == "sum":
            for equation in own.holding("no"):
                size = round(abs(float(equation.difference or 0)), 9)
                for cell in (equation.target, *(term.cell for term in equation.terms)):
                    found.setdefault(cell, set()).add((own.relation.target.axis, size))
    return found


def _proven(tables: Mapping[str, Table], checked: Sequence[CheckedRelation]) -> Mapping[str, Flags]:
    """By table, the cells of what comes out; a live formula comes out whatever its terms are."""
    found = no_cells(tuple(tables.values()))
    for own in checked:
        if own.relation.kind in COMPUTED and own.relation.declared != "formula":
            mark_equations(found, own, own.are("exact", "rounding") & ~own.nothing)
    return found


def _weighed(own: CheckedRelation, measured: Measured, table: Table) -> _Weighed:
    there = np.flatnonzero(measured.known[:, 0] & measured.known[:, 1:].any(axis=1))
    units, residuals = measured.units[there], measured.residuals[there]
    units[:, 0] *= measured.count[there]
    printed = _printed(measured)[there]
    stated = np.abs(units[:, 0].astype(np.float64))
    computed = np.abs((units[:, 0] - residuals).astype(np.float64))
    return _Weighed(
        checked=own,
        ratios=ratios(
            units,
            residuals,
            measured.slack.allowed[there],
            own.are("exact", "rounding"),
            own.are("no"),
            own.relation.kind == "average",
        ),
        off=np.abs(residuals.astype(np.float64)),
        near=own.are("no") & (np.abs(residuals) <= printed),
        rounded=own.are("no") & (2 * np.abs(residuals) <= printed),
        smaller=_smaller(own.relation, units),
        large=stated * (units[:, 1:] != 0).sum(axis=1) >= _LARGE * printed,
        partial=_is_of_parts(own.relation, table),
        scales=np.where(stated > 0, np.log10((computed + 1) / (stated + 1)), 0.0),
        slips=slips(units, residuals, measured.slack.allowed[there]),
    )


def _smaller(relation: Relation, units: Integers) -> Flags:
    """Which sums state less than one of their terms, none of them below 0."""
    if relation.kind != "sum":
        return np.zeros(len(units), dtype=bool)
    parts = units[:, 1:]
    found: Flags = (parts >= 0).all(axis=1) & (units[:, 0] < parts.max(axis=1, initial=0))
    return found


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


def _printed(measured: Measured) -> Integers:
    """Twice what rounding may leave of each equation, were every figure rounded as it is printed:
    4.657 = 3.40 + 1.255. Whole numbers beside others are exact ones, such as scores: 12.5 + 7."""
    known, scale, decimals = measured.known, measured.scale, measured.decimals
    steps = steps_of(measured.units[known], decimals[known], scale)
    # Tens and hundreds are rounded figures; quarters and halves are scores, and exact.
    tens = np.where(decimals == 0, steps.grain(0), 1)
    units = powers(scale - decimals, measured.units) * tens
    finest = decimals.max(axis=1, initial=0)[:, None]
    rounded = (measured.units != 0) & ((decimals > 0) | (finest == 0))
    each: Integers = np.where(rounded, units, 0).sum(axis=1)
    return np.maximum(each, measured.slack.allowed)


def _doubts(
    first: Floats,
    axis: _Axis,
    weighed: Sequence[_Weighed],
    off: _Off,
    proven: Mapping[str, Flags],
) -> Iterator[tuple[str, int, Doubt]]:
    """`first` are the log-odds that each line across adds up, by its words."""
    lines, odds = _settled(first, weighed)
    held, missed = np.zeros(len(first), dtype=np.int64), np.zeros(len(first), dtype=np.int64)
    for own in weighed:
        np.add.at(held, own.lines, own.ratios > _TELLS)
        np.add.at(missed, own.lines, own.missed)
    across: _Axis = "row" if axis == "column" else "column"
    for own, relation in zip(weighed, odds, strict=True):
        for n in np.flatnonzero(own.missed).tolist():
            at, said = int(own.lines[n]), own.ratios[n : n + 1]
            without = lines[at : at + 1] - np.clip(said, -_MOST, _MOST) * share(relation)
            equation = own.checked.equation(n)
            cells = (equation.target, *(term.cell for term in equation.terms))
            size = round(abs(float(equation.difference or 0)), 9)
            is_near, is_digit = bool(own.near[n]), float(said[0]) > FAR_MISS
            agrees = any((across, size) in off.get(cell, ()) for cell in cells) or (
                not is_digit and int((own.off[own.missed] == own.off[n]).sum()) > 1
            )
            near, misses = int(own.near.sum()), int(own.missed.sum())
            yield (
                own.checked.relation.id,
                n,
                Doubt(
                    relation=float(relation - mixed(said, without)[0]),
                    line=float(without[0]),
                    is_other=bool(first[at] < 0),
                    is_near=is_near,
                    may_be_rounded=is_near
                    and bool(own.large[n])
                    and not agrees
                    and (misses > 1 or not own.rounded[n]),
                    is_smaller=bool(own.smaller[n] > own.slips[n]) and not agrees,
                    is_rounded=bool(own.rounded[n]) and int(own.rounded.sum()) >= _SEVERAL,
                    is_partial=own.partial and float(equation.difference or 0) > 0,
                    is_of_nothing=bool(own.checked.nothing[n]),
                    is_digit=is_digit,
                    is_slip=bool(own.slips[n]),
                    scale=float(own.scales[n]),
                    near=near - is_near,
                    far=misses - near - (not is_near),
                    others=int((own.ratios > _TELLS).sum()) + misses - 1,
                    line_missed=int(missed[at]) - 1,
                    line_held=int(held[at]),
                    agrees=agrees,
                    vouched=float(np.mean([proven[c.table][c.row, c.column] for c in cells])),
                    declared=own.checked.relation.declared,
                    is_mean=own.checked.relation.kind == "average",
                ),
            )


def _settled(first: Floats, weighed: Sequence[_Weighed]) -> tuple[Floats, list[float]]:
    """The log-odds that each line across adds up, and that each relation is meant."""
    lines, odds = first.copy(), [own.prior for own in weighed]
    for _ in range(_TURNS):
        pushed = np.zeros(len(first))
        for n, own in enumerate(weighed):
            said = np.clip(own.ratios, -_MOST, _MOST)
            without = lines[own.lines] - said * share(odds[n])
            odds[n] = within(own.prior + float(mixed(own.ratios, without).sum()), _BOUND)
            np.add.at(pushed, own.lines, said * share(odds[n]))
        lines = first + np.where(first > 0, _alike(first, pushed), 0.0) + pushed
    return lines, odds


def _alike(first: Floats, pushed: Floats) -> float:
    """What the lines of a table say of each other: how many of them add up, how many do not."""
    plain = first > 0
    yes, no = int((pushed[plain] > _TELLS).sum()), int((pushed[plain] < -_TELLS).sum())
    usual = share(_ADDS)
    odds = np.log((yes + _FEW * usual) / (no + _FEW * (1 - usual)))
    return float(np.clip(odds - _ADDS, -6, 2)) if yes + no else 0.0


def _adds(table: Table, axis: _Axis) -> Floats:
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
    return np.where(plain, _ADDS, _DOES_NOT_ADD)
