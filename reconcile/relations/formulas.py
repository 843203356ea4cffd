"""Relations that the author declared: live formulas, those that say the same taken together."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from typing import Literal

import numpy as np

from reconcile.model import (
    Cell,
    Document,
    Flags,
    Integers,
    Kind,
    Line,
    Ordering,
    Relation,
    Sentence,
    Table,
)
from reconcile.ooxml.formula_tree import Reference
from reconcile.relations import extents
from reconcile.relations.forms import Form, form
from reconcile.relations.live import Live, live
from reconcile.relations.seats import Seats

_LEAST = 3  # like formulas that make a line of them
_SHARE = 0.6
_FEW = 0.2  # typed figures among them that are no second habit
_ADDITIVE = ("sum", "average")
_ADDED = ("component", "subtotal", "total")

Axis = Literal["column", "row"]


@dataclass(frozen=True)
class Pattern:
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
Found = dict[Pattern, list[Positions]]
_Rows = tuple[Line, tuple[int, ...]] | None


def declared(document: Document) -> tuple[Relation, ...]:
    """The relations that the live formulas of a document state."""
    if not any(sheet.formulas for sheet in document.book.sheets):
        return ()
    tables = {table.id: table for table in document.tables}
    found = _patterns(tables, live(document.book), Seats(document.tables))
    parts = extents.parts_of(found)
    whole: Found = {}
    for pattern, positions in found.items():
        intended = extents.intended(tables[pattern.table], pattern, parts)
        if intended.terms != pattern.terms:
            positions = [_lined_up(pattern, intended, one) for one in positions]
        whole.setdefault(intended, []).extend(positions)
    return tuple(
        _relation(tables[pattern.table], pattern, positions)
        for pattern, positions in _spread(tables, live(document.book), whole)
    )


def computed_otherwise(
    document: Document, relations: Iterable[Relation]
) -> frozenset[tuple[str, Cell]]:
    """The figures that have a formula, and none that `relations` state along an axis."""
    stated = {
        (relation.target.axis, relation.target.cell(int(position)))
        for relation in relations
        for position in relation.positions[:, 0]
    }
    seats = Seats(document.tables)
    cells = {seats.cell(place) for place in live(document.book).places()} - {None}
    every = {(axis, cell) for axis in ("column", "row") for cell in cells if cell is not None}
    return frozenset(every - stated)


def _lined_up(pattern: Pattern, intended: Pattern, positions: Positions) -> Positions:
    """The positions of an equation for other terms: what is new stands beside the target."""
    target, *others = positions
    known = dict(zip(pattern.terms, others, strict=True))
    return (target, *(known.get(line, target) for line in intended.terms))


def _patterns(tables: Mapping[str, Table], formulas: Live, seats: Seats) -> Found:
    found: Found = {}
    known: dict[Reference, _Rows] = {}
    for place in formulas.places():
        target = seats.cell(place)
        if target is None or not tables[target.table].figures.known[target.row, target.column]:
            continue
        stated = form(place, formulas)
        if stated is None:
            continue
        if stated.kind == "rank":
            made = _ranked(target, stated, formulas, seats, known)
        else:
            made = _pattern(tables, target, stated, _terms(stated, formulas, seats))
        if made is not None:
            found.setdefault(made[0], []).append(made[1])
    return {pattern: own for whole in found.items() for pattern, own in _told_apart(*whole)}


def _told_apart(
    pattern: Pattern, positions: list[Positions]
) -> Iterator[tuple[Pattern, list[Positions]]]:
    """Formulas whose terms stand where most have them, and the others."""
    seen = np.array(positions, dtype=np.int64)
    steady = np.ones(len(seen), dtype=bool)
    for term in seen.T[1:]:
        beside = _usual(term - seen[:, 0])
        fixed = _usual(term)
        steady &= beside if beside.sum() >= fixed.sum() else fixed
    if pattern.kind == "rank" or steady.all() or steady.sum() < _SHARE * len(seen):
        yield pattern, positions
        return
    yield pattern, [one for one, fits in zip(positions, steady, strict=True) if fits]
    others = [one for one, fits in zip(positions, steady, strict=True) if not fits]
    yield replace(pattern, astray=True), others


def _usual(values: Integers) -> Flags:
    """Where the commonest value stands."""
    different, counts = np.unique(values, return_counts=True)
    found: Flags = values == different[counts.argmax()]
    return found


def _terms(stated: Form, formulas: Live, seats: Seats) -> list[tuple[Cell, Fraction]] | None:
    """The figures a form names; None where it counts a number that stands in no table."""
    found = []
    for place, factor in zip(stated.terms, stated.factors, strict=True):
        cell = seats.cell(place)
        if cell is not None:
            found.append((cell, factor))
        elif formulas.number(place) is not None:
            return None
    return found


def _ranked(
    target: Cell, stated: Form, formulas: Live, seats: Seats, known: dict[Reference, _Rows]
) -> tuple[Pattern, Positions] | None:
    """The pattern of a rank; `known` keeps which rows a range of scores covers."""
    score = seats.cell(stated.terms[0])
    if score is None or stated.among is None or score.row != target.row:
        return None
    if stated.among not in known:
        known[stated.among] = _rows(stated.among, formulas, seats)
    line, rows = Line(target.table, "column", score.column), known[stated.among]
    if rows is None or line != rows[0] or score.table != target.table:
        return None
    pattern = Pattern(
        kind="rank",
        target=Line(target.table, "column", target.column),
        terms=(line,),
        factors=(Fraction(1),),
        descending=stated.descending,
        among=rows[1],
    )
    return pattern, (target.row, score.row)


def _rows(among: Reference, formulas: Live, seats: Seats) -> _Rows:
    """The column that a range of scores stands in, and its rows; None for another range."""
    cells = [seats.cell(place) for place in formulas.cells(among)]
    found = [cell for cell in cells if cell is not None]
    lines = {Line(cell.table, "column", cell.column) for cell in found}
    if len(lines) != 1 or len(found) < len(cells):
        return None
    return lines.pop(), tuple(cell.row for cell in found)


def _pattern(
    tables: Mapping[str, Table],
    target: Cell,
    stated: Form,
    terms: list[tuple[Cell, Fraction]] | None,
) -> tuple[Pattern, Positions] | None:
    if terms is None:
        return None
    axis = _axis(target, [cell for cell, _ in terms])
    known = [
        (cell, factor) for cell, factor in terms if not _is_bare(tables[cell.table], cell, axis)
    ]
    if len(known) < (2 if len(terms) > 1 else 1):
        return None
    pattern = Pattern(
        kind=stated.kind,
        target=_line(target, axis),
        terms=tuple(_line(cell, axis) for cell, _ in known),
        factors=tuple(factor for _, factor in known),
        constant=stated.constant,
        scale=stated.scale,
        digits=stated.digits,
        ranged=stated.ranged,
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


def _spread(
    tables: Mapping[str, Table], formulas: Live, found: Found
) -> Iterator[tuple[Pattern, list[Positions]]]:
    """Of each line the formulas that are its habit; a lone other one, and the odd typed figure, are
    held against it."""
    by_line: dict[Line, Found] = {}
    for pattern, positions in found.items():
        by_line.setdefault(pattern.target, {})[pattern] = positions
    for line, own in by_line.items():
        main = max(own, key=lambda pattern: len(own[pattern]))
        count = sum(map(len, own.values()))
        if main.kind == "rank":
            yield from ((p, at) for p, at in own.items() if 2 * len(at) >= len(p.among))
            continue
        if len(own[main]) < max(_LEAST, _SHARE * count):
            yield from own.items()
            continue
        table = tables[line.table]
        odd = [p for p in own if p is not main and _is_odd(table, p, own[p], main)]
        lone = [positions[0] for pattern in odd for positions in own[pattern]]
        typed = list(_typed(table, formulas, line, own))
        few = typed if len(typed) <= max(1, _FEW * len(own[main])) else []
        yield main, own[main] + list(_like(own[main], [*lone, *few]))
        yield from (
            (p, positions) for p, positions in own.items() if p is not main and p not in odd
        )


def _is_odd(table: Table, pattern: Pattern, positions: list[Positions], main: Pattern) -> bool:
    alike = {pattern.kind, main.kind} <= set(_ADDITIVE)
    down = pattern.target.axis == "row"
    return len(positions) == 1 and alike and (down or _is_entity(table, positions[0][0]))


def _is_entity(table: Table, row: int) -> bool:
    return table.rows[row].role == "entity"


def _typed(table: Table, formulas: Live, line: Line, own: Found) -> Iterator[int]:
    """Positions of a line whose figure is typed."""
    across = line.axis == "column"
    for position in range(len(table.rows) if across else len(table.columns)):
        cell = line.cell(position)
        fits = _is_entity(table, position) if across else table.columns[position].role in _ADDED
        place = table.place(cell.row, cell.column)
        if (
            fits
            and place is not None
            and cell.row not in table.shifts
            and table.figures.known[cell.row, cell.column]
            and not formulas.formula(place)
        ):
            yield position


def _like(positions: Sequence[Positions], others: Iterable[int]) -> Iterator[Positions]:
    """The equation of further positions: terms stand beside the target, or at one fixed place."""
    seen = np.array(positions, dtype=np.int64)
    beside = (seen == seen[:, :1]).all(axis=0)
    fixed = (seen == seen[:1]).all(axis=0)
    if (beside | fixed).all():
        for other in others:
            yield tuple(
                other if near else int(first) for near, first in zip(beside, seen[0], strict=True)
            )


def _relation(table: Table, pattern: Pattern, positions: Iterable[Positions]) -> Relation:
    found = sorted(set(positions))
    if pattern.kind == "rank":
        known = table.figures.known[:, pattern.terms[0].index]
        found = [(row, row) for row in pattern.among if known[row]]
    made = Relation(
        id="",
        kind=pattern.kind,
        target=pattern.target,
        terms=pattern.terms,
        factors=pattern.factors,
        positions=np.array(found, dtype=np.int64).reshape(-1, 1 + len(pattern.terms)),
        constant=pattern.constant,
        scale=pattern.scale,
        digits=pattern.digits,
        declared="formula",
    )
    return _with_order(table, made, pattern.descending) if pattern.kind == "rank" else made


def _with_order(table: Table, relation: Relation, descending: bool) -> Relation:
    label = table.columns[relation.terms[0].index].name
    key = f"relation.rank-{'descending' if descending else 'ascending'}-competition"
    return replace(relation, ordering=Ordering(descending), basis=Sentence(key, {"column": label}))
