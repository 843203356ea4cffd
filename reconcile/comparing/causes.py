"""What follows from what: a changed total whose parts changed is no news of its own."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Literal, NamedTuple

from msgspec import Struct
from msgspec.structs import replace

from reconcile.audited import Audit
from reconcile.comparing.comparison import Change, ChangeCause, ComparedTable, LeftBehind
from reconcile.comparing.sides import cell_value
from reconcile.model import RANKINGS, Cell, Document, Equation, Place, Relation, Relations

_HOLDS = ("exact", "rounding")  # verdicts under which a target is what its parts say
_MOST_CITED = 20  # cells named as the cause of a change; a rank may hang on a thousand scores


class _Source(NamedTuple):
    """Why a cell may have changed: cells of the new document, and of the old without one there."""

    equation: Equation
    cells: tuple[Cell, ...]
    gone: tuple[Cell, ...]


def with_causes(
    tables: Sequence[ComparedTable], sides: tuple[Audit, Audit]
) -> tuple[ComparedTable, ...]:
    """The tables with their changes told apart, what was typed from what follows, and with the
    figures that did not follow though they should have."""
    evidence = _evidence(tables, sides)
    sources = {
        cell: source
        for cell in evidence.changed
        if (source := _source(evidence, cell, _HOLDS)) is not None
    }
    following = _rooted(sources, evidence.changed)
    left = list(_left_behind(evidence))
    return tuple(
        replace(
            table,
            changes=tuple(
                _with_cause(evidence, table, change, following) for change in table.changes
            ),
            left_behind=tuple(
                _stale(table, equation)
                for equation in left
                if equation.target.table == table.new.id
            ),
        )
        for table in tables
    )


class _Evidence(Struct, frozen=True, eq=False):
    """Both documents' equations, and the cells that changed, as the new document counts them."""

    sides: tuple[Audit, Audit]
    counterparts: _Counterparts
    changed: Mapping[Cell, Change]
    old: Mapping[Cell, Sequence[Equation]]
    new: Mapping[Cell, Sequence[Equation]]
    old_rules: Mapping[str, Relation]
    new_rules: Mapping[str, Relation]

    def is_news(self, cell: Cell) -> bool:
        """Whether a cell of the new document says something else, or is new."""
        return cell in self.changed or self.counterparts.old(cell) is None


class _Counterparts:
    """For a cell of a compared table the one of the same row and column in the other file."""

    def __init__(self, tables: Iterable[ComparedTable]) -> None:
        self._to_new: dict[str, _Map] = {}
        self._to_old: dict[str, _Map] = {}
        for table in tables:
            rows, columns = dict(table.rows.pairs), dict(table.columns.pairs)
            self._to_new[table.old.id] = _Map(table.new.id, rows, columns)
            self._to_old[table.new.id] = _Map(table.old.id, _turned(rows), _turned(columns))

    def new(self, cell: Cell) -> Cell | None:
        """The cell of the new document; None for one in a table, row or column that is gone."""
        return _sent(self._to_new, cell)

    def old(self, cell: Cell) -> Cell | None:
        """The cell of the old document; None for one in a table, row or column that is new."""
        return _sent(self._to_old, cell)


class _Map(NamedTuple):
    table: str
    rows: dict[int, int]
    columns: dict[int, int]


def _turned(pairs: dict[int, int]) -> dict[int, int]:
    return {new: old for old, new in pairs.items()}


def _sent(maps: dict[str, _Map], cell: Cell) -> Cell | None:
    other = maps.get(cell.table)
    if other is None or cell.row not in other.rows or cell.column not in other.columns:
        return None
    return Cell(other.table, other.rows[cell.row], other.columns[cell.column])


def _evidence(tables: Sequence[ComparedTable], sides: tuple[Audit, Audit]) -> _Evidence:
    old, new = (_by_target(side.relations) for side in sides)
    old_rules, new_rules = (
        {relation.id: relation for relation in side.relations.relations} for side in sides
    )
    changed = {
        Cell(table.new.id, *change.spot): change for table in tables for change in table.changes
    }
    return _Evidence(sides, _Counterparts(tables), changed, old, new, old_rules, new_rules)


def _by_target(relations: Relations) -> Mapping[Cell, Sequence[Equation]]:
    equations: dict[Cell, list[Equation]] = defaultdict(list)
    for equation in relations.equations:
        equations[equation.target].append(equation)
    return equations


def _source(evidence: _Evidence, cell: Cell, verdicts: Sequence[str]) -> _Source | None:
    """What an equation that held before, and has one of the verdicts now, has the cell follow."""
    for before, now in _both(evidence, cell):
        if before.holds in _HOLDS and now.holds in verdicts:
            source = (_scores if now.kind in RANKINGS else _parts)(evidence, before, now)
            if source.cells or source.gone:
                return source
    return None


def _both(evidence: _Evidence, cell: Cell) -> Iterator[tuple[Equation, Equation]]:
    """The equations of a cell that both documents have."""
    there = evidence.counterparts.old(cell)
    for now in evidence.new.get(cell, ()):
        axis = evidence.new_rules[now.relation].target.axis
        for before in evidence.old.get(there, ()) if there else ():
            same_axis = evidence.old_rules[before.relation].target.axis == axis
            if before.kind == now.kind and same_axis:
                yield before, now


def _parts(evidence: _Evidence, before: Equation, now: Equation) -> _Source:
    parts = [term.cell for term in now.terms]
    moved = [(term.cell, evidence.counterparts.new(term.cell)) for term in before.terms]
    parts += [new for _, new in moved if new is not None and new not in parts]
    gone = [old for old, new in moved if new is None]
    return _Source(now, tuple(filter(evidence.is_news, parts)), tuple(gone))


def _scores(evidence: _Evidence, before: Equation, now: Equation) -> _Source:
    """A row's own score where that changed, else the scores that may have overtaken it."""
    own = now.terms[0].cell
    if evidence.is_news(own):
        return _Source(now, (own,), ())
    scores = filter(evidence.is_news, _line(evidence.new_rules[now.relation]))
    olds = _line(evidence.old_rules[before.relation])
    gone = (cell for cell in olds if evidence.counterparts.new(cell) is None)
    return _Source(now, _first(scores), _first(gone))


def _line(relation: Relation) -> Iterator[Cell]:
    return (relation.terms[0].cell(int(position)) for position in relation.positions[:, 1])


def _first(cells: Iterator[Cell]) -> tuple[Cell, ...]:
    return tuple(cell for cell, _ in zip(cells, range(_MOST_CITED), strict=False))


def _rooted(
    sources: Mapping[Cell, _Source], changed: Mapping[Cell, Change]
) -> Mapping[Cell, _Source]:
    """The sources that lead back to something typed; in a circle nothing follows."""
    following: dict[Cell, list[Cell]] = defaultdict(list)
    for cell, source in sources.items():
        for part in source.cells:
            following[part].append(cell)
    waiting = [cell for cell in following if cell not in sources]
    waiting += [cell for cell, source in sources.items() if source.gone]
    reached = set(waiting)
    while waiting:
        for cell in following[waiting.pop()]:
            if cell not in reached:
                reached.add(cell)
                waiting.append(cell)
    return {cell: source for cell, source in sources.items() if cell in reached}


def _with_cause(
    evidence: _Evidence, table: ComparedTable, change: Change, following: Mapping[Cell, _Source]
) -> Change:
    cell = Cell(table.new.id, *change.spot)
    source = following.get(cell)
    if source is None:
        return replace(change, agreement=_agreement(evidence, cell))
    old, new = (side.document for side in evidence.sides)
    return replace(
        change,
        cause=ChangeCause(
            source.equation.kind, _places(new, source.cells), _places(old, source.gone)
        ),
    )


def _places(document: Document, cells: Sequence[Cell]) -> tuple[Place, ...]:
    places = (document.table(cell.table).place(cell.row, cell.column) for cell in cells)
    return tuple(place for place in places if place is not None)


def _agreement(evidence: _Evidence, cell: Cell) -> Literal["", "put-right", "broken"]:
    """What the change made of the equations that the cell is the target of."""
    for before, now in _both(evidence, cell):
        if before.holds in _HOLDS and now.holds == "no":
            return "broken"
        if before.holds == "no" and now.holds in _HOLDS:
            return "put-right"
    return ""


def _left_behind(evidence: _Evidence) -> Iterator[Equation]:
    """The equations that a change of their parts broke, their targets being as they were."""
    listed: set[Cell] = set()
    for equation in evidence.sides[1].relations.broken():
        cell = equation.target
        if equation.kind == "order" or evidence.is_news(cell) or cell in listed:
            continue
        source = _source(evidence, cell, ("no",))
        if source is not None:
            listed.add(cell)
            yield source.equation


def _stale(table: ComparedTable, equation: Equation) -> LeftBehind:
    row, column = equation.target.row, equation.target.column
    return LeftBehind(
        spot=(row, column),
        row=next(label for label in table.rows.new if label.index == row),
        column=next(label for label in table.columns.new if label.index == column),
        value=cell_value(table.new, row, column),
        expected=equation.computed,
        relation=equation.kind,
    )
