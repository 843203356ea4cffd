"""Relations that the author declared: live formulas, those that say the same taken together."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence

import numpy as np
from msgspec.structs import replace

from reconcile.formulas.calculator import Calculator, calculator_of
from reconcile.labels import vocabulary
from reconcile.model import ADDITIVE, Cell, Document, Line, Ordering, Relation, Sentence, Table
from reconcile.relations.bindings import Bindings
from reconcile.relations.claims import formula_extents
from reconcile.relations.claims.formula_patterns import (
    FormulaPattern,
    Patterns,
    Positions,
    patterns,
)

_FEWEST = 3  # like formulas that make a line of them
_SHARE = 0.6  # of a line's formulas that must be alike for them to be its habit
_FEW = 0.2  # of those: typed figures among them that are no second habit
_ADDED = ("component", "subtotal", "total")  # roles of columns in which a typed figure may be a sum


def declared(document: Document) -> tuple[Relation, ...]:
    """The relations that the live formulas of a document state."""
    if not any(sheet.formulas for sheet in document.book.sheets):
        return ()
    tables = {table.id: table for table in document.tables}
    as_written = patterns(tables, calculator_of(document.book), Bindings(document.tables))
    parts = formula_extents.parts_of(as_written)
    reached = formula_extents.reached_beside(as_written)
    as_intended: Patterns = {}
    for pattern, positions in as_written.items():
        intended = formula_extents.intended(
            tables[pattern.table], pattern, positions, parts, reached
        )
        if intended.terms != pattern.terms:
            positions = [_lined_up(pattern, intended, own) for own in positions]
        as_intended.setdefault(intended, []).extend(positions)
    return tuple(
        _relation(tables[pattern.table], pattern, positions)
        for pattern, positions in _spread(tables, calculator_of(document.book), as_intended)
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
    bindings = Bindings(document.tables)
    cells = {bindings.cell(place) for place in calculator_of(document.book).formula_places()} - {
        None
    }
    every = {(axis, cell) for axis in ("column", "row") for cell in cells if cell is not None}
    return frozenset(every - stated)


def _lined_up(pattern: FormulaPattern, intended: FormulaPattern, positions: Positions) -> Positions:
    """The positions of an equation for other terms: what is new stands beside the target."""
    target, *others = positions
    known = dict(zip(pattern.terms, others, strict=True))
    return (target, *(known.get(line, target) for line in intended.terms))


def _spread(
    tables: Mapping[str, Table], calculator: Calculator, intended: Patterns
) -> Iterator[tuple[FormulaPattern, list[Positions]]]:
    """Of each line the formulas that are its habit; a lone other one, and the odd typed figure, are
    held against it."""
    by_line: dict[Line, Patterns] = {}
    for pattern, positions in intended.items():
        by_line.setdefault(pattern.target, {})[pattern] = positions
    for line, own in by_line.items():
        main = max(own, key=lambda pattern: len(own[pattern]))
        count = sum(map(len, own.values()))
        if main.kind == "rank":
            yield from ((p, at) for p, at in own.items() if 2 * len(at) >= len(p.among))
            continue
        if len(own[main]) < max(_FEWEST, _SHARE * count):
            yield from own.items()
            continue
        table = tables[line.table]
        odd = [p for p in own if p is not main and _is_odd(table, p, own[p], main)]
        lone = [positions[0] for pattern in odd for positions in own[pattern]]
        typed = list(_typed(table, calculator, line, own))
        few = typed if len(typed) <= max(1, _FEW * len(own[main])) else []
        yield main, own[main] + list(_like(own[main], [*lone, *few]))
        yield from (
            (p, positions) for p, positions in own.items() if p is not main and p not in odd
        )


def _is_odd(
    table: Table, pattern: FormulaPattern, positions: list[Positions], main: FormulaPattern
) -> bool:
    alike = {pattern.kind, main.kind} <= ADDITIVE
    if len(positions) != 1 or not alike:
        return False
    row = positions[0][0]
    return pattern.target.axis == "row" or (
        _is_entity(table, row) and not _leaves_out_withheld(table, row, pattern, main)
    )


def _leaves_out_withheld(
    table: Table, row: int, pattern: FormulaPattern, main: FormulaPattern
) -> bool:
    """Whether a formula leaves out what is withheld in its own row: of an office that was not
    assessed in waste, the maximum of waste."""
    left = [line for line in main.terms if line not in pattern.terms and line.table == table.id]
    shown = [str(table.text[row, line.index]) for line in left]
    return bool(left) and all(map(vocabulary.is_withheld, shown))


def _is_entity(table: Table, row: int) -> bool:
    return table.rows[row].role == "entity"


def _typed(table: Table, calculator: Calculator, line: Line, own: Patterns) -> Iterator[int]:
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
            and not calculator.formula(place)
        ):
            yield position


def _like(positions: Sequence[Positions], others: Iterable[int]) -> Iterator[Positions]:
    """The equation of further positions: terms stand beside the target, or at one fixed place."""
    known = np.array(positions, dtype=np.int64)
    beside = (known == known[:, :1]).all(axis=0)
    fixed = (known == known[:1]).all(axis=0)
    if (beside | fixed).all():
        for other in others:
            yield tuple(
                other if near else int(first) for near, first in zip(beside, known[0], strict=True)
            )


def _relation(table: Table, pattern: FormulaPattern, positions: Iterable[Positions]) -> Relation:
    different = sorted(set(positions))
    if pattern.kind == "rank":
        known = table.figures.known[:, pattern.terms[0].index]
        different = [(row, row) for row in pattern.among if known[row]]
    relation = Relation(
        id="",
        kind=pattern.kind,
        target=pattern.target,
        terms=pattern.terms,
        factors=pattern.factors,
        positions=np.array(different, dtype=np.int64).reshape(-1, 1 + len(pattern.terms)),
        constant=pattern.constant,
        scale=pattern.scale,
        digits=pattern.digits,
        declared="formula",
    )
    if pattern.kind != "rank":
        return relation
    return _with_order(table, relation, pattern.descending)


def _with_order(table: Table, relation: Relation, descending: bool) -> Relation:
    label = table.columns[relation.terms[0].index].name
    key = f"relation.rank-{'descending' if descending else 'ascending'}-competition"
    return replace(relation, ordering=Ordering(descending), basis=Sentence(key, {"column": label}))
