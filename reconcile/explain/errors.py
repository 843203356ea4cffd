"""Cells that show an error, each with those that show it because of that one."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping

import numpy as np
from msgspec import Struct
from msgspec.structs import replace

from reconcile.explain.rectangles import cells_of, rectangles
from reconcile.formulas.calculator import Calculator, is_error
from reconcile.formulas.tree import Unknown, references_of
from reconcile.model import Document, Place, Range, Sheet, Table
from reconcile.relations.bindings import Bindings


class Failure(Struct, frozen=True):
    """An error that stands in one block of cells, `place` the first of them; `formula` is its own,
    '' where the error was typed. `followers` show an error, and name a cell of the block or another
    follower of it."""

    place: Place
    block: Range
    error: str
    formula: str
    followers: tuple[Place, ...] = ()

    @property
    def cells(self) -> tuple[Place, ...]:
        """The cells of the block, row by row."""
        return cells_of(self.place.sheet, self.block)


def failures(document: Document, formulas: Calculator, bindings: Bindings) -> tuple[Failure, ...]:
    """The errors that come from nowhere else, in reading order.

    On a sheet without formulas, where it is not known which of them the others come from, those of
    one kind in one table are taken together.
    """
    sources = _Sources(formulas)
    roots: dict[Place, list[Place]] = {}
    for sheet in document.book.sheets:
        for place in _failing(sheet, document.tables):
            source = sources.of(place)
            roots.setdefault(source, [])
            if source != place:
                roots[source].append(place)
    kept = {
        root: followers
        for root, followers in roots.items()
        if not _is_of_text(root, formulas, bindings, document)
    }
    return tuple(_joined_by_table(_blocks(kept, formulas), formulas, bindings))


def _failing(sheet: Sheet, tables: Iterable[Table]) -> Iterator[Place]:
    """The cells that show an error; none of those that state a figure does."""
    is_open = np.ones(sheet.shape, dtype=bool)  # where no figure of a table stands
    for table in tables:
        for part, rows, columns in zip(table.parts, table.row_at, table.column_at, strict=True):
            printed = np.ix_((rows >= 0).nonzero()[0], (columns >= 0).nonzero()[0])
            if part.sheet == sheet.name and not table.shifts:
                is_open[np.ix_(rows[rows >= 0], columns[columns >= 0])] &= ~table.figures.known[
                    printed
                ]
    rows, columns = is_open.nonzero()
    for n, value in enumerate(sheet.cells[is_open].tolist()):
        if isinstance(value, str) and value[:1] == "#" and is_error(value):
            yield Place(sheet.name, int(rows[n]), int(columns[n]))


def _blocks(roots: Mapping[Place, list[Place]], formulas: Calculator) -> list[Failure]:
    """The roots, those of one error that fill a rectangle as one: a formula filled down, or an
    error typed again and again, is one mistake."""
    alike: dict[tuple[str, bool], list[Place]] = defaultdict(list)
    for root in roots:
        alike[_error(root, formulas), bool(formulas.formula(root))].append(root)
    blocks = [
        _block(sheet, area, roots, formulas)
        for places in alike.values()
        for sheet, area in rectangles(places)
    ]
    order = {root: n for n, root in enumerate(roots)}
    return sorted(blocks, key=lambda block: order[block.place])


def _block(
    sheet: str, area: Range, roots: Mapping[Place, list[Place]], formulas: Calculator
) -> Failure:
    first = Place(sheet, area.top, area.left)
    followers = [follower for root in cells_of(sheet, area) for follower in roots[root]]
    error = str(formulas.content(first))
    return Failure(first, area, error, formulas.formula(first), tuple(followers))


def _error(place: Place, formulas: Calculator) -> str:
    return str(formulas.content(place)).upper()


def _joined_by_table(
    blocks: Iterable[Failure], formulas: Calculator, bindings: Bindings
) -> Iterator[Failure]:
    """The blocks, those of one error in one table as one where their sheet has no formulas."""
    groups: dict[object, list[Failure]] = defaultdict(list)
    for block in blocks:
        cell = None
        if not formulas.sheet(block.place.sheet).formulas:
            cell = bindings.cell(block.place)
        groups[(cell.table, block.error.upper()) if cell else block.place].append(block)
    for first, *others in groups.values():
        more = [place for block in others for place in (*block.cells, *block.followers)]
        yield replace(first, followers=(*first.followers, *more))


class _Sources:
    """The cells that errors were handed on from."""

    def __init__(self, formulas: Calculator) -> None:
        self._formulas = formulas
        self._known: dict[Place, Place] = {}

    def of(self, place: Place) -> Place:
        """The first failing cell that the formula names, and on from there. In a circle, the last
        that is met."""
        path = {place: None}
        while place not in self._known:
            further = next((cell for cell in self._failing(place) if cell not in path), None)
            if further is None:
                self._known[place] = place
            else:
                place = further
                path[place] = None
        source = self._known[place]
        self._known |= dict.fromkeys(path, source)
        return source

    def _failing(self, place: Place) -> Iterator[Place]:
        named = _named(place, self._formulas)
        return (cell for cell in named if is_error(self._formulas.content(cell)))


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
            return _error(root, formulas) == "#VALUE!"
    return False
