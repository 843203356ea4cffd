"""What follows from what: a changed total whose parts changed is no news of its own."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from typing import Literal, NamedTuple

from msgspec import Struct
from msgspec.structs import replace

from reconcile.audited import Audit
from reconcile.comparing.comparison import Change, ChangeCause, ComparedTable, LeftBehind
from reconcile.comparing.counterparts import Counterparts
from reconcile.comparing.sides import said
from reconcile.model import RANKINGS, Cell, Document, Equation, Place, Relation, Relations

_HOLDS = ("exact", "rounding")
_MOST_CITED = 20


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
            changes=tuple(_told(evidence, table, one, following) for one in table.changes),
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
    counterparts: Counterparts
    changed: Mapping[Cell, Change]
    old: Mapping[Cell, Sequence[Equation]]
    new: Mapping[Cell, Sequence[Equation]]
    old_rules: Mapping[str, Relation]
    new_rules: Mapping[str, Relation]

    def is_news(self, cell: Cell) -> bool:
        """Whether a cell of the new document says something else, or is new."""
        return cell in self.changed or self.counterparts.old(cell) is None


def _evidence(tables: Sequence[ComparedTable], sides: tuple[Audit, Audit]) -> _Evidence:
    old, new = (_by_target(side.relations) for side in sides)
    old_rules, new_rules = ({one.id: one for one in side.relations.relations} for side in sides)
    changed = {Cell(table.new.id, *one.spot): one for table in tables for one in table.changes}
    return _Evidence(sides, Counterparts(tables), changed, old, new, old_rules, new_rules)


def _by_target(relations: Relations) -> Mapping[Cell, Sequence[Equation]]:
    found: dict[Cell, list[Equation]] = defaultdict(list)
    for equation in relations.equations:
        found[equation.target].append(equation)
    return found


def _source(evidence: _Evidence, cell: Cell, verdicts: Sequence[str]) -> _Source | None:
    """What an equation that held before, and has one of the verdicts now, has the cell follow."""
    for before, now in _both(evidence, cell):
        if before.holds in _HOLDS and now.holds in verdicts:
            found = (_scores if now.kind in RANKINGS else _parts)(evidence, before, now)
            if found.cells or found.gone:
                return found
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


def _told(
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
    found = (document.table(cell.table).place(cell.row, cell.column) for cell in cells)
    return tuple(place for place in found if place is not None)


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
    told: set[Cell] = set()
    for equation in evidence.sides[1].relations.broken():
        cell = equation.target
        if equation.kind == "order" or evidence.is_news(cell) or cell in told:
            continue
        source = _source(evidence, cell, ("no",))
        if source is not None:
            told.add(cell)
            yield source.equation


def _stale(table: ComparedTable, equation: Equation) -> LeftBehind:
    row, column = equation.target.row, equation.target.column
    return LeftBehind(
        spot=(row, column),
        row=next(label for label in table.rows.new if label.index == row),
        column=next(label for label in table.columns.new if label.index == column),
        said=said(table.new, row, column),
        expected=equation.computed,
        relation=equation.kind,
    )
