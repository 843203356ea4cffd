"""Cells that show an error, each with those that show it because of that one."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

import numpy as np
from msgspec import Struct

from reconcile.formulas.calculator import Calculator, is_error
from reconcile.formulas.tree import Unknown, references_of
from reconcile.model import Document, Place, Sheet, Table
from reconcile.relations.bindings import Bindings


class Failure(Struct, frozen=True):
    """`followers` show an error, and name `place` or another follower of it."""

    place: Place
    error: str
    formula: str
    followers: tuple[Place, ...] = ()


def failures(document: Document, formulas: Calculator, bindings: Bindings) -> tuple[Failure, ...]:
    """The errors that come from nowhere else, in reading order.

    Where a sheet's formulas are not known, those of one kind in one table are taken together.
    """
    causes: list[Failure] = []
    for sheet in document.book.sheets:
        places = list(_failing(sheet, document.tables))
        if not sheet.formulas:
            causes += _together(sheet, places, bindings)
            continue
        roots: dict[Place, list[Place]] = {}
        for place in places:
            source = _source(place, formulas)
            roots.setdefault(source, [])
            if source != place:
                roots[source].append(place)
        causes += [
            Failure(root, str(formulas.content(root)), formulas.formula(root), tuple(followers))
            for root, followers in roots.items()
            if not _is_of_text(root, formulas, bindings, document)
        ]
    return tuple(causes)


def _failing(sheet: Sheet, tables: Iterable[Table]) -> Iterator[Place]:
    """The cells that show an error; none of those that state a figure does."""
    open_ = np.ones(sheet.shape, dtype=bool)
    for table in tables:
        for part, rows, columns in zip(table.parts, table.row_at, table.column_at, strict=True):
            own = np.ix_((rows >= 0).nonzero()[0], (columns >= 0).nonzero()[0])
            if part.sheet == sheet.name and not table.shifts:
                open_[np.ix_(rows[rows >= 0], columns[columns >= 0])] &= ~table.figures.known[own]
    rows, columns = open_.nonzero()
    for n, held in enumerate(sheet.cells[open_].tolist()):
        if isinstance(held, str) and held[:1] == "#" and is_error(held):
            yield Place(sheet.name, int(rows[n]), int(columns[n]))


def _together(sheet: Sheet, places: list[Place], bindings: Bindings) -> Iterator[Failure]:
    groups: dict[tuple[str, str], list[Place]] = {}
    for place in places:
        cell = bindings.cell(place)
        error = str(sheet.cells[place.row, place.column]).upper()
        groups.setdefault((cell.table if cell else str(place), error), []).append(place)
    for (_, error), (first, *others) in groups.items():
        yield Failure(first, error, "", tuple(others))


def _source(place: Place, formulas: Calculator) -> Place:
    """The cell that an error was handed on from: the first failing one, and on from there."""
    seen = {place}
    while True:
        named = [cell for cell in _named(place, formulas) if is_error(formulas.content(cell))]
        further = [cell for cell in named if cell not in seen]
        if not further:
            return place
        place = further[0]
        seen.add(place)


def _named(place: Place, formulas: Calculator) -> list[Place]:
    """The cells that a formula names, none where that cannot be told."""
    try:
        tree = formulas.tree(place)
        return [cell for reference in references_of(tree) for cell in formulas.cells(reference)]
    except Unknown:
        return []


def _is_of_text(root: Place, formulas: Calculator, bindings: Bindings, document: Document) -> bool:
    """Whether a formula fails for a number that is text, which has a finding of its own."""
    tables = {table.id: table for table in document.tables}
    for place in _named(root, formulas):
        cell = bindings.cell(place)
        if cell is not None and (cell.row, cell.column) in tables[cell.table].figures.doubtful:
            return str(formulas.content(root)).upper() == "#VALUE!"
    return False
