"""Relations checked against the figures: which equations hold, exactly or by rounding."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from fractions import Fraction

import numpy as np
import numpy.typing as npt

from reconcile import numbers
from reconcile.labels import vocabulary
from reconcile.model import (
    ADDITIVE,
    COMPARISONS,
    FORMULAS,
    HOLDS,
    SUMMED,
    Cell,
    CheckedRelation,
    Equation,
    Flags,
    Line,
    Relation,
    Table,
    Term,
)
from reconcile.relations.check import rounding
from reconcile.relations.check.comparisons import compare
from reconcile.relations.check.lines import bundles
from reconcile.relations.check.quotients import MOST_DIGITS, judged
from reconcile.relations.check.residuals import Measured, Pool, measure
from reconcile.structure.writing import figure_text

_EXACT, _ROUNDING, _NO, _UNTESTED = range(len(HOLDS))
_ADDED = 2  # parts of a sum, and sums that tell how a line is added up
_TIMES = 2  # as many of those as of the others
_FAR = 5  # a rate misses the sum of its column by more than a fifth (1/5) of it


def check_relation(
    tables: Mapping[str, Table],
    relation: Relation,
    pools: Mapping[tuple[str, str], Pool],
    measured: Measured | None = None,
) -> CheckedRelation:
    """The equations of a relation, each with its verdict; `tables` by their ids. What `is_measured`
    may have been already."""
    if relation.kind in COMPARISONS:
        return listed(relation, compare(tables, relation))
    if not is_measured(relation):
        return listed(*judged(tables, relation))
    return _sums(tables, relation, measured or measure(tables, relation), pools)


def is_measured(relation: Relation) -> bool:
    """Whether a relation's equations are measured together: sums, averages and links."""
    return relation.kind in SUMMED and not relation.is_weighted


def listed(relation: Relation, equations: Iterable[Equation]) -> CheckedRelation:
    """Equations of a relation that were made one by one, of all its terms each."""
    made = list(equations)
    lines = (relation.target, *relation.terms)
    cells = [(equation.target, *(term.cell for term in equation.terms)) for equation in made]
    positions = [list(map(Line.position, lines, own)) for own in cells]
    return CheckedRelation(
        relation=relation,
        positions=np.array(positions, dtype=np.int64).reshape(-1, len(lines)),
        counted=np.ones((len(made), len(relation.terms)), dtype=bool),
        verdicts=np.array([HOLDS.index(equation.holds) for equation in made], dtype=np.int8),
        nothing=np.array([equation.result == 0 for equation in made], dtype=bool),
        view=made.__getitem__,
    )


def _sums(
    tables: Mapping[str, Table],
    relation: Relation,
    measured: Measured,
    pools: Mapping[tuple[str, str], Pool],
) -> CheckedRelation:
    """Sums, averages and links: measured together, then a view of each. They are judged by all the
    sums along the same axis and along the other."""
    table, axis = relation.target.table, relation.target.axis
    verdicts = _verdicts(measured, relation, pools.get((table, axis)))
    _spare(verdicts, tables, relation, measured)
    across = pools.get((table, "row" if axis == "column" else "column"))
    if across is not None:
        verdicts[(verdicts == _NO) & _are_scattered(measured, across)] = _ROUNDING
    verdicts[_count_unread(tables, relation)] = _UNTESTED
    known = measured.known
    stated = known[:, 0] & known[:, 1:].any(axis=1)
    there = np.flatnonzero(stated & ~_mix_durations(tables, relation, measured))
    return CheckedRelation(
        relation=relation,
        positions=relation.positions[there],
        counted=known[there, 1:],
        verdicts=verdicts[there],
        nothing=(measured.units[:, 1:].sum(axis=1) == 0)[there],
        view=lambda n: _equation(tables[table], relation, measured, int(there[n])),
    )


def _equation(table: Table, relation: Relation, measured: Measured, n: int) -> Equation:
    """A view of one equation, its verdict still to be given."""
    target, terms = relation.cells(n)
    unit = int(measured.count[n]) * 10**measured.scale
    result = Fraction(int(measured.units[n, 1:].sum()), unit)
    half = Fraction(int(measured.slack.allowed[n]), 2 * unit)
    known = measured.known[n, 1:].tolist()
    return Equation(
        relation=relation.id,
        kind=relation.kind,
        target=target,
        terms=tuple(
            Term(cell, factor)
            for cell, factor, there in zip(terms, relation.factors, known, strict=True)
            if there
        ),
        constant=Fraction(0),
        scale=1,
        holds="untested",
        printed=str(table.text[target.row, target.column]),
        computed=_computed(table, relation, target, result, int(measured.decimals[n, 0])),
        value=Fraction(int(measured.units[n, 0]), 10**measured.scale),
        result=result,
        low=result - half,
        high=result + half,
    )


def _computed(
    table: Table, relation: Relation, target: Cell, result: Fraction, printed: int
) -> str:
    """The exact sum with no fewer decimals than printed; an average to the decimals printed."""
    if relation.kind == "average":
        result = Fraction(numbers.rounded(result, printed).value)
    return figure_text(table, target.row, target.column, result, printed)


def _verdicts(measured: Measured, relation: Relation, pool: Pool | None) -> npt.NDArray[np.int8]:
    residuals, slack = measured.residuals, measured.slack
    off = residuals != 0
    near = off & rounding.explained(residuals, slack)
    verdicts = np.where(near, _ROUNDING, np.where(off, _NO, _EXACT)).astype(np.int8)
    calculated = off & (measured.decimals.max(axis=1) >= MOST_DIGITS)
    for n in np.flatnonzero(calculated).tolist():
        verdicts[n] = _EXACT if _is_noise(measured, n) else _NO
    near &= ~calculated
    if relation.declared in FORMULAS and relation.kind == "sum":
        for n in np.flatnonzero(near).tolist():
            verdicts[n] = _as_the_formula_rounds(measured, n, relation.digits)
    elif pool is not None and not relation.rounded and pool.is_exact_but_for_one:
        for n in np.flatnonzero(near & (slack.terms >= 2)).tolist():
            leaving = pool.starts[relation.id] + n
            if rounding.is_rounded(pool.residuals, pool.slack, leaving) is False:
                verdicts[n] = _NO
    return verdicts


def _is_noise(measured: Measured, n: int) -> bool:
    """What doubles leave of figures that a calculation stored."""
    largest = max(abs(int(units)) for units in measured.units[n])
    noise = measured.known.shape[1] * (1 + largest // 10**MOST_DIGITS)
    return bool(abs(int(measured.residuals[n])) <= noise)


def _as_the_formula_rounds(measured: Measured, n: int, digits: int | None) -> int:
    """A formula adds up what is stored, however little of it is shown, and rounds where it says."""
    if digits is None:
        return _NO
    unit = Fraction(10) ** (measured.scale - digits) * int(measured.count[n])
    return _EXACT if 2 * abs(int(measured.residuals[n])) <= unit else _NO


def _are_scattered(measured: Measured, across: Pool) -> Flags:
    """What rounding could explain is rounding where the sums the other way show it too, but for one
    that is off by just as much: there a wrong figure crosses."""
    scattered = rounding.explained(measured.residuals, measured.slack)
    others = np.abs(across.residuals[across.scatter])
    if len(others) <= 1:
        scattered &= (np.abs(measured.residuals)[:, None] != others).any(axis=1)
    return scattered


def _spare(
    verdicts: npt.NDArray[np.int8],
    tables: Mapping[str, Table],
    relation: Relation,
    measured: Measured,
) -> None:
    """Leaves untested the sums that need not hold where they stand. Shares are rounded each by
    itself, however exact the amounts beside them are."""
    if relation.kind not in ADDITIVE:
        return
    reach = np.abs(measured.units[:, 1:].sum(axis=1)) // _FAR
    far = np.abs(measured.residuals) > reach
    near = rounding.explained(measured.residuals, measured.slack)
    added_all_the_same = _adds_without_withheld(verdicts, tables, relation, measured)
    for n in np.flatnonzero(verdicts == _NO).tolist():
        of_rates = _is_of_rates(tables, relation, n)
        if of_rates and near[n] and relation.declared not in FORMULAS:
            verdicts[n] = _ROUNDING
        elif added_all_the_same and not of_rates and _has_withheld(tables, relation, measured, n):
            continue
        elif (of_rates and far[n]) or _is_partial(tables, relation, measured, n):
            verdicts[n] = _UNTESTED


def _adds_without_withheld(
    verdicts: npt.NDArray[np.int8],
    tables: Mapping[str, Table],
    relation: Relation,
    measured: Measured,
) -> bool:
    """Whether the sums of a line are those of what is known, `10 + KTT + 19 = 29`, as those tell
    that hold with a part withheld."""
    if relation.kind != "sum" or not (verdicts == _NO).any():
        return False
    several = measured.known[:, 1:].sum(axis=1) >= _ADDED
    held = np.flatnonzero((verdicts == _EXACT) & several & ~measured.known.all(axis=1)).tolist()
    telling = sum(_has_withheld(tables, relation, measured, n) for n in held)
    failed = np.flatnonzero((verdicts == _NO) & several & ~measured.known.all(axis=1)).tolist()
    against = sum(_has_withheld(tables, relation, measured, n) for n in failed)
    return telling >= _ADDED and telling >= _TIMES * against


def _has_withheld(
    tables: Mapping[str, Table], relation: Relation, measured: Measured, n: int
) -> bool:
    """Whether a part of a total that is known is withheld."""
    _, terms = relation.cells(n)
    absent = [cell for cell, there in zip(terms, measured.known[n, 1:], strict=True) if not there]
    return bool(measured.known[n, 0]) and any(
        vocabulary.is_withheld(str(tables[cell.table].text[cell.row, cell.column]))
        for cell in absent
    )


def _is_partial(
    tables: Mapping[str, Table], relation: Relation, measured: Measured, n: int
) -> bool:
    """Whether a part is withheld, not computed or approximate, or the total is."""
    target, terms = relation.cells(n)
    cells = [tables[cell.table].text[cell.row, cell.column] for cell in terms]
    known = measured.known[n, 1:]
    absent = [str(cell) for cell, there in zip(cells, known, strict=True) if not there]
    if any(map(vocabulary.is_withheld, absent)) or (relation.kind == "average" and any(absent)):
        return True
    shown = (str(tables[cell.table].text[cell.row, cell.column]) for cell in (target, *terms))
    return any(map(numbers.is_approximate, shown)) or any(
        (cell.row, cell.column) in tables[cell.table].uncomputed for cell in terms
    )


def _count_unread(tables: Mapping[str, Table], relation: Relation) -> Flags:
    """Which equations of a sum count a cell that could not be read: whatever they come to, it
    proves nothing. What was mistyped is not among them: there the total tells what was meant."""
    counted = np.zeros(len(relation.positions), dtype=bool)
    for bundle in bundles(relation.terms):
        table = tables[bundle.table]
        if table.unread:
            spots = bundle.spots(relation.positions[:, 1:][:, bundle.at])
            counted |= _unread(table)[spots].any(axis=1)
    return counted


def _unread(table: Table) -> Flags:
    unread: Flags = np.zeros(table.text.shape, dtype=bool)
    for at in table.unread:
        unread[at] = not numbers.may_be_mistyped(str(table.text[at]))
    return unread


def _mix_durations(tables: Mapping[str, Table], relation: Relation, measured: Measured) -> Flags:
    """Which equations add up durations and what is none: they say nothing."""
    lines = (relation.target, *relation.terms)
    timed = np.zeros(relation.positions.shape, dtype=bool)
    for bundle in bundles(lines):
        durations = tables[bundle.table].figures.durations
        if durations is not None:
            timed[:, bundle.at] = durations.known[bundle.spots(relation.positions[:, bundle.at])]
    if not timed.any():
        return np.zeros(len(timed), dtype=bool)
    plain = measured.known & ~timed & (measured.units != 0)
    return np.asarray((timed & measured.known).any(axis=1) & plain.any(axis=1))


def _is_of_rates(tables: Mapping[str, Table], relation: Relation, n: int) -> bool:
    """Whether what stands there does not add up."""
    table, position = tables[relation.target.table], int(relation.positions[n, 0])
    down = relation.target.axis == "row"
    return vocabulary.is_rate(table.columns[position].name if down else table.rows[position].name)
