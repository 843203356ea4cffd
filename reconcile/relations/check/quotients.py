"""Ratios, changes, products and weighted totals: each computed for itself, all judged together.

What is printed lies within half a unit of its last digit of what its parts give. Two things may let
it lie further off, and both are told by the other equations of the relation: the parts were rounded
before the quotient was taken, and the quotients were cut off, not rounded.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from fractions import Fraction
from functools import lru_cache
from itertools import count
from math import exp, log
from typing import NamedTuple

from msgspec.structs import replace

from reconcile import numbers
from reconcile.labels import vocabulary
from reconcile.model import (
    QUOTIENTS,
    SHOWS_ALL,
    Cell,
    Equation,
    Holds,
    Kind,
    Relation,
    Sentence,
    Table,
    Term,
)
from reconcile.relations.check.rounding import precision
from reconcile.structure.writing import figure_text

MOST_DIGITS = 9  # past that a stored figure is a calculation's, no printed precision
_OF_A_DOUBLE = 15  # digits: what has as many is known to no more, however its line is printed
_ENOUGH_DIGITS = 5  # figures; so many end in 0 by accident once in 100,000 times
_NEAR_MISSES = 10  # equations for one near miss that may be a mistake
_CERTAIN = 0.05
_FEW_CUT = 2  # one may be a slip of one unit
_CUT_PER_UP = 10  # so many are cut off for one that was rounded up


class _Computed(NamedTuple):
    """An equation still to be judged: `unit` is that of its last digit, `scatter` how far, on
    average, rounding its parts would move what they give, `reach` how far at most; `shows` is
    whether it displays what they give."""

    equation: Equation
    printed: Fraction
    result: Fraction
    unit: Fraction
    scatter: Fraction
    reach: Fraction
    shows: bool

    @property
    def miss(self) -> Fraction:
        return abs(self.printed - self.result)

    @property
    def comes_out(self) -> bool:
        return self.shows or 2 * self.miss <= self.unit

    @property
    def is_near(self) -> bool:
        """Whether rounded parts could explain it."""
        return self.miss <= self.unit / 2 + self.reach

    @property
    def is_cut(self) -> bool:
        """Whether it is what cutting off the digits that follow gives, and rounding does not."""
        within = abs(self.printed) < abs(self.result) < abs(self.printed) + self.unit
        return within and self.printed * self.result >= 0 and not self.comes_out

    @property
    def chance_of_a_miss(self) -> float:
        """That it does not come out, were its parts rounded: what moves it by x, half a unit wide
        of the mark on both sides, does so with the chance x / unit."""
        moved = float(self.scatter / self.unit)
        return moved if moved <= 0.5 else 1 - 1 / (4 * moved)


def judged(tables: Mapping[str, Table], relation: Relation) -> tuple[Relation, list[Equation]]:
    """The equations of a ratio, change, product or weighted total, and the relation with how its
    figures were printed."""
    figures = _as_fine_as_used(list(_computed(tables, relation)))
    if relation.kind not in QUOTIENTS:
        return relation, list(_exactly([_with(figure, _plainly(figure)) for figure in figures]))
    cut = _are_cut(figures)
    exact = _have_exact_parts(figures, cut)
    equations = [
        _with(figure, "rounding" if cut and figure.is_cut else _plainly(figure, exact))
        for figure in figures
    ]
    return replace(relation, basis=Sentence("relation.cut-off", {})) if cut else relation, equations


def _as_fine_as_used(figures: Sequence[_Computed]) -> list[_Computed]:
    """The figures with the last digit that their line really uses: 60.220, 73.700 and 63.920 are
    given to two decimals. One in ten may be otherwise, as a mistake makes it."""
    if len(figures) < _ENOUGH_DIGITS:
        return list(figures)
    used = [_decimals_of(figure.printed.denominator) for figure in figures]
    odd = max(1, len(figures) // 10)
    digits = sorted(used)[-1 - odd]
    unit = Fraction(1, 10**digits)
    return [
        figure._replace(unit=max(figure.unit, unit)) if own <= digits else figure
        for figure, own in zip(figures, used, strict=True)
    ]


@lru_cache(maxsize=1 << 10)
def _decimals_of(denominator: int) -> int:
    """The decimals of a figure with such a denominator: 2 of 1/25."""
    return next(digits for digits in count() if 10**digits % denominator == 0)


def _with(figure: _Computed, holds: Holds) -> Equation:
    return replace(figure.equation, holds=holds)


def _plainly(figure: _Computed, exact: bool = False) -> Holds:
    if figure.comes_out:
        return "exact"
    return "rounding" if figure.reach and figure.is_near and not exact else "no"


def _are_cut(figures: Sequence[_Computed]) -> bool:
    """Whether the figures are cut off after their last digit: 23.8 for 23.857, and hardly one is
    more than its parts give."""
    cut = sum(figure.is_cut for figure in figures)
    up = sum(abs(figure.printed) > abs(figure.result) and figure.comes_out for figure in figures)
    return cut >= _FEW_CUT and up * _CUT_PER_UP <= cut


def _have_exact_parts(figures: Sequence[_Computed], cut: bool) -> bool:
    """Whether the parts cannot have been rounded, as whole counts are not: more of the others would
    miss. The chance that so few do is at most this (Chernoff)."""
    near = [figure for figure in figures if figure.is_near and not (cut and figure.is_cut)]
    off = [figure.chance_of_a_miss for figure in near if not figure.comes_out]
    # Mistakes are not all as small as rounding: several near misses are not.
    if not off or len(off) > max(1, len(near) // _NEAR_MISSES):
        return False
    others = sum(figure.chance_of_a_miss for figure in near) - max(off)
    missed = len(off) - 1
    if missed >= others:
        return False
    return exp(missed - others + (missed * log(others / missed) if missed else 0)) <= _CERTAIN


def _exactly(equations: list[Equation]) -> Iterator[Equation]:
    """Where most products come out, their factors are no rounded figures: none may be off."""
    exact = 2 * sum(equation.holds == "exact" for equation in equations) > len(equations)
    for equation in equations:
        yield replace(equation, holds="no") if exact and equation.holds == "rounding" else equation


def _computed(tables: Mapping[str, Table], relation: Relation) -> Iterator[_Computed]:
    """Each term is read in its own table, wherever the target stands."""
    table = tables[relation.target.table]
    for n in range(len(relation.positions)):
        target, terms = relation.cells(n)
        if relation.target.axis == "column" and vocabulary.is_rate(table.rows[target.row].name):
            continue
        printed = table.figures.number(target.row, target.column)
        parts = [tables[cell.table].figures.number(cell.row, cell.column) for cell in terms]
        known = [Fraction(part.value) for part in parts if part is not None]
        if printed is None or len(known) < len(parts) or not _fit(tables, relation, target, terms):
            continue
        result = quotient(relation.kind, known, relation)
        if result is None:
            continue
        value = Fraction(printed.value)
        digits = _decimals(tables, target) if relation.digits is None else relation.digits
        beyond = len(str(abs(printed.units))) - _OF_A_DOUBLE
        if beyond >= 0:
            digits = max(printed.decimals - beyond, 0)
        digits = min(digits, MOST_DIGITS)
        scatter, reach = _moved(relation, result, _shares(tables, terms, known))
        equation = Equation(
            relation=relation.id,
            kind=relation.kind,
            target=target,
            terms=tuple(map(Term, terms, relation.factors)),
            constant=relation.constant,
            scale=relation.scale,
            holds="untested",
            printed=str(table.text[target.row, target.column]),
            computed=figure_text(
                table, target.row, target.column, _as_printed(result, digits), digits
            ),
            value=value,
            result=_as_printed(result, digits) if relation.is_weighted else result,
        )
        shows = _shows(table, target, value, result)
        yield _Computed(equation, value, result, Fraction(1, 10**digits), scatter, reach, shows)


def _fit(
    tables: Mapping[str, Table], relation: Relation, target: Cell, terms: Sequence[Cell]
) -> bool:
    """Whether durations and other figures stand where they can: an hour over an hour is a plain
    number, an hour over a number is a duration."""
    if all(tables[cell.table].figures.durations is None for cell in (target, *terms)):
        return True
    stated, *parts = (
        tables[cell.table].figures.is_duration(cell.row, cell.column) for cell in (target, *terms)
    )
    if relation.is_weighted:
        return all(part == stated for part in parts)
    if relation.kind == "product":
        return sum(parts) == stated
    upper, *over = parts
    if not over:
        return upper == stated
    if over == [upper]:
        return not stated
    return upper and stated and relation.kind == "ratio"


def _decimals(tables: Mapping[str, Table], cell: Cell) -> int:
    return int(precision(tables[cell.table].figures)[cell.row, cell.column])


def _shares(
    tables: Mapping[str, Table], cells: Sequence[Cell], known: Sequence[Fraction]
) -> list[Fraction]:
    """How large a part of each figure half a unit of its last digit is, the largest first."""
    given = zip(cells, known, strict=True)
    shares = [
        Fraction(1, 2 * 10 ** _decimals(tables, at)) / abs(part) for at, part in given if part
    ]
    return sorted(shares, reverse=True)


def _moved(
    relation: Relation, result: Fraction, shares: Sequence[Fraction]
) -> tuple[Fraction, Fraction]:
    """How far rounding the parts moves what they give, on average and at most. Of two errors evenly
    spread over ±a and ±b, b the smaller, the sum is a/2 + b²/6a on average."""
    if len(relation.terms) < 2 or not shares:
        return Fraction(0), Fraction(0)
    moved_part = abs(result) + (relation.scale if relation.kind == "change" else 0)
    wide, narrow = shares[0], shares[1] if len(shares) > 1 else Fraction(0)
    return moved_part * (wide / 2 + narrow**2 / (6 * wide)), moved_part * sum(shares)


def _shows(table: Table, at: Cell, value: Fraction, result: Fraction) -> bool:
    """Whether the number format of a stored figure shows what its parts give."""
    shown = table.figures.shown
    decimals = SHOWS_ALL if shown is None else int(shown[at.row, at.column])
    if decimals == SHOWS_ALL:
        return False
    return numbers.rounded(value, decimals) == numbers.rounded(result, decimals)


def _as_printed(result: Fraction, digits: int) -> Fraction:
    """A weighted total is rounded by itself, as its weights make more digits of it."""
    return Fraction(numbers.rounded(result, digits).value)


def quotient(kind: Kind, terms: list[Fraction], relation: Relation) -> Fraction | None:
    """What a ratio, change, product or weighted total gives on these terms; None over nothing."""
    if kind == "sum":
        weighed = (f * term for f, term in zip(relation.factors, terms, strict=True))
        return sum(weighed, Fraction(0))
    if kind == "product":
        return terms[0] * terms[1] / (relation.constant or 1)
    over = terms[0] if kind == "change" else terms[1] if len(terms) > 1 else relation.constant
    if over == 0:
        return None
    upper = terms[1] - terms[0] if kind == "change" else terms[0]
    return upper * relation.scale / over
