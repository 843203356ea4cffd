"""What like formulas say: each read as figures over lines of their table, copies taken together.

`E2 = C2+D2`, `E3 = C3+D3`, … are one pattern, column E = C + D, with a position for each row.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from fractions import Fraction
from typing import Literal

import numpy as np
from msgspec import Struct
from msgspec.structs import replace

from reconcile.formulas.calculator import Calculator
from reconcile.formulas.interpretation import meaning_of
from reconcile.formulas.meaning import Meaning
from reconcile.formulas.tree import Reference
from reconcile.model import Cell, Flags, Integers, Kind, Line, Table
from reconcile.relations.bindings import Bindings

_SHARE = 0.6  # of the formulas of a line, that they have their terms where most do
_MOST_GROWING = 8  # running sums of one line; of a line with more none is kept

Axis = Literal["column", "row"]


class FormulaPattern(Struct, frozen=True):
    """What like formulas say: as a Relation, without positions. `among` are the rows of a rank;
    `astray` is the pattern of those that name other positions along its lines than most."""

    kind: Kind
    target: Line
    terms: tuple[Line, ...]
    factors: tuple[Fraction, ...]
    constant: Fraction = Fraction(0)
    scale: int = 1
    digits: int | None = None
    descending: bool = True
    among: tuple[int, ...] = ()
    ranged: bool = False
    astray: bool = False

    @property
    def table(self) -> str:
        return self.target.table


Positions = tuple[int, ...]
Patterns = dict[FormulaPattern, list[Positions]]
_Rows = tuple[Line, tuple[int, ...]] | None


def patterns(tables: Mapping[str, Table], calculator: Calculator, bindings: Bindings) -> Patterns:
    """The patterns of all formulas of some tables, with the positions of each."""
    written: Patterns = {}
    known: dict[Reference, _Rows] = {}
    for place in calculator.formula_places():
        target = bindings.cell(place)
        if target is None or not tables[target.table].figures.known[target.row, target.column]:
            continue
        meaning = meaning_of(place, calculator)
        if meaning is None:
            continue
        if meaning.kind == "rank":
            of_cell = _ranked(target, meaning, calculator, bindings, known)
        else:
            of_cell = _pattern(tables, target, meaning, _terms(meaning, calculator, bindings))
        if of_cell is not None:
            pattern, positions = of_cell
            written.setdefault(pattern, []).append(positions)
    steady = {pattern: own for like in written.items() for pattern, own in _split_strays(*like)}
    growing = _growing(steady)
    return {pattern: own for pattern, own in steady.items() if pattern not in growing}


def _growing(written: Patterns) -> set[FormulaPattern]:
    """Sums of one line that reach one cell further from each row to the next, as `=SUM(C$2:C5)` and
    `=SUM(C$2:C6)` below it do: no two are alike, and together they would name every cell again and
    again."""
    lone: dict[Line, set[FormulaPattern]] = {}
    for pattern, positions in written.items():
        if len(positions) == 1 and len(set(pattern.terms)) < len(pattern.terms):
            lone.setdefault(pattern.target, set()).add(pattern)
    return {pattern for own in lone.values() if len(own) > _MOST_GROWING for pattern in own}


def _split_strays(
    pattern: FormulaPattern, positions: list[Positions]
) -> Iterator[tuple[FormulaPattern, list[Positions]]]:
    """Formulas whose terms stand where most have them, and the others."""
    if len(positions) == 1:
        yield pattern, positions
        return
    array = np.array(positions, dtype=np.int64)
    steady = np.ones(len(array), dtype=bool)
    for term in array.T[1:]:
        beside = _usual(term - array[:, 0])
        fixed = _usual(term)
        steady &= beside if beside.sum() >= fixed.sum() else fixed
    if pattern.kind == "rank" or steady.all() or steady.sum() < _SHARE * len(array):
        yield pattern, positions
        return
    yield pattern, [own for own, is_steady in zip(positions, steady, strict=True) if is_steady]
    others = [own for own, is_steady in zip(positions, steady, strict=True) if not is_steady]
    yield replace(pattern, astray=True), others


def _usual(values: Integers) -> Flags:
    """Where the commonest value stands."""
    different, counts = np.unique(values, return_counts=True)
    is_usual: Flags = values == different[counts.argmax()]
    return is_usual


def _terms(
    meaning: Meaning, calculator: Calculator, bindings: Bindings
) -> list[tuple[Cell, Fraction]] | None:
    """The figures that a formula names; None where it counts a number that stands in no table."""
    terms = []
    for place, factor in zip(meaning.terms, meaning.factors, strict=True):
        cell = bindings.cell(place)
        if cell is not None:
            terms.append((cell, factor))
        elif calculator.stored_number(place) is not None:
            return None
    return terms


def _ranked(
    target: Cell,
    meaning: Meaning,
    calculator: Calculator,
    bindings: Bindings,
    known: dict[Reference, _Rows],
) -> tuple[FormulaPattern, Positions] | None:
    """The pattern of a rank; `known` keeps which rows a range of scores covers."""
    score = bindings.cell(meaning.terms[0])
    if score is None or meaning.among is None or score.row != target.row:
        return None
    if meaning.among not in known:
        known[meaning.among] = _rows(meaning.among, calculator, bindings)
    line, rows = Line(target.table, "column", score.column), known[meaning.among]
    if rows is None or line != rows[0] or score.table != target.table:
        return None
    pattern = FormulaPattern(
        kind="rank",
        target=Line(target.table, "column", target.column),
        terms=(line,),
        factors=(Fraction(1),),
        descending=meaning.descending,
        among=rows[1],
    )
    return pattern, (target.row, score.row)


def _rows(among: Reference, calculator: Calculator, bindings: Bindings) -> _Rows:
    """The column that a range of scores stands in, and its rows; None for another range."""
    cells = [bindings.cell(place) for place in calculator.cells(among)]
    figures = [cell for cell in cells if cell is not None]
    lines = {Line(cell.table, "column", cell.column) for cell in figures}
    if len(lines) != 1 or len(figures) < len(cells):
        return None
    return lines.pop(), tuple(cell.row for cell in figures)


def _pattern(
    tables: Mapping[str, Table],
    target: Cell,
    meaning: Meaning,
    terms: list[tuple[Cell, Fraction]] | None,
) -> tuple[FormulaPattern, Positions] | None:
    if terms is None:
        return None
    axis = _axis(target, [cell for cell, _ in terms])
    known = [
        (cell, factor) for cell, factor in terms if not _is_bare(tables[cell.table], cell, axis)
    ]
    if len(known) < (2 if len(terms) > 1 else 1):
        return None
    pattern = FormulaPattern(
        kind=meaning.kind,
        target=_line(target, axis),
        terms=tuple(_line(cell, axis) for cell, _ in known),
        factors=tuple(factor for _, factor in known),
        constant=meaning.constant,
        scale=meaning.scale,
        digits=meaning.digits,
        ranged=meaning.ranged,
    )
    return pattern, tuple(_position(cell, axis) for cell in (target, *(c for c, _ in known)))


def _axis(target: Cell, terms: Sequence[Cell]) -> Axis:
    """Along which a formula is copied: across columns unless it stays within its own column."""
    across = all(cell.row == target.row for cell in terms)
    down = all(cell.column == target.column for cell in terms)
    return "row" if down and not across else "column"


def _line(cell: Cell, axis: Axis) -> Line:
    return Line(cell.table, axis, cell.column if axis == "column" else cell.row)


def _position(cell: Cell, axis: Axis) -> int:
    return cell.row if axis == "column" else cell.column


def _is_bare(table: Table, cell: Cell, axis: Axis) -> bool:
    """Whether a line states no figure at all: a band's heading, a column of words."""
    known = table.figures.known
    line = known[:, cell.column] if axis == "column" else known[cell.row]
    return not line.any()
