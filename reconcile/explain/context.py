"""A document with its equations, ready to be asked: what a figure is, where it stands, what hangs
on it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from fractions import Fraction
from typing import TYPE_CHECKING, Any, TypeVar

from msgspec import Struct, field
from msgspec.structs import replace

from reconcile import numbers
from reconcile.explain.facts import Facts
from reconcile.explain.neighbours import Neighbours
from reconcile.model import (
    Cell,
    Convention,
    Document,
    Edit,
    Equation,
    Holds,
    Number,
    Place,
    Relation,
    Relations,
    Table,
)
from reconcile.structure.writing import as_shown, as_written, figure_text

if TYPE_CHECKING:
    from reconcile.template import TemplateBinding

T = TypeVar("T")

Changes = Mapping[Cell, Fraction]


class Context(Struct, frozen=True, eq=False):
    """`accepted` are the figures as the explanations chosen so far would have them; all the rest is
    the same for every stage of a search, and shared by them."""

    relations: Relations
    neighbours: Neighbours
    facts: Facts
    accepted: Changes = field(default_factory=dict)
    _kept: dict[Any, Any] = field(default_factory=dict)

    def kept(self, make: Callable[[Context], T]) -> T:
        """What `make` makes of the document, made when a rule first asks for it.

        It is kept for all stages, so it is not shown what was accepted in this one; it should not
        hold the context, a circle that would keep the whole document in memory.
        """
        if make not in self._kept:
            self._kept[make] = make(replace(self, accepted={}))
        made: T = self._kept[make]
        return made

    @property
    def document(self) -> Document:
        return self.facts.document

    @property
    def template(self) -> TemplateBinding | None:
        """That of the document, where it has one."""
        return self.facts.template

    @property
    def tables(self) -> Mapping[str, Table]:
        """The document's, by their ids."""
        return self.facts.tables

    def relation_of(self, equation: Equation) -> Relation:
        """The relation that an equation is an instance of."""
        return self.relations.relation(equation.relation)

    def are_of_rounded(self, equations: Iterable[Equation]) -> bool:
        """Whether others of the relations of some equations come out by rounding only."""
        relations = {equation.relation for equation in equations}
        return any(self.relations.of(id).are("rounding").any() for id in relations)

    def value(self, cell: Cell) -> Fraction | None:
        """The figure, exactly; None where none stands."""
        figures = self.tables[cell.table].figures
        if not figures.known[cell.row, cell.column]:
            return None
        return Fraction(int(figures.units[cell.row, cell.column]), 10**figures.scale)

    def is_doubtful(self, cell: Cell) -> bool:
        """Whether the cell is not written the way its table writes numbers."""
        return (cell.row, cell.column) in self.tables[cell.table].figures.doubtful

    def is_duration(self, cell: Cell) -> bool:
        """Whether the cell states how long something took."""
        return self.tables[cell.table].figures.is_duration(cell.row, cell.column)

    def formula(self, cell: Cell) -> str:
        """The live formula of a cell with its '=', '' where it has none."""
        place = self.place(cell)
        formulas = self.document.book.sheet(place.sheet).formulas
        return formulas.get((place.row, place.column), "") if formulas else ""

    def number(self, cell: Cell) -> Number | None:
        return self.tables[cell.table].figures.number(cell.row, cell.column)

    def decimals(self, cell: Cell) -> int:
        return int(self.tables[cell.table].figures.decimals[cell.row, cell.column])

    def text(self, cell: Cell) -> str:
        return str(self.tables[cell.table].text[cell.row, cell.column])

    def printed(self, place: Place) -> str:
        """What stands at a place of the book, whatever it is taken for."""
        sheet = self.document.book.sheet(place.sheet)
        code = sheet.format_code(place.row, place.column)
        return numbers.shown(sheet.cells[place.row, place.column], code)

    def place(self, cell: Cell) -> Place:
        """Where the figure is printed; for a missing one, where it belongs."""
        table = self.tables[cell.table]
        return table.place(cell.row, cell.column) or self.column_place(cell)

    def column_place(self, cell: Cell) -> Place:
        """Where the cell's row and column cross on the sheet, whatever is printed there; the label
        of its column where they do not, in a table whose parts have different rows."""
        table = self.tables[cell.table]
        for part, where in enumerate(table.parts):
            row, column = table.row_at[part, cell.row], table.column_at[part, cell.column]
            if row >= 0 and column >= 0:
                return Place(where.sheet, int(row), int(column))
        return table.columns[cell.column].labels[-1]  # another part has its row

    def convention(self, cell: Cell) -> Convention:
        return self.tables[cell.table].decimal

    def places(self, cell: Cell) -> int:
        """The decimals that the cell's column always shows: 2 where it prints 9.50, else 0."""
        return self.facts.column(cell).decimals_shown

    def plain(self, value: Fraction, like: Cell) -> str:
        """A number as a plain decimal, with the decimals that the cell's column always shows; of
        a cell that states a duration, as one."""
        return self.exactly(value, like, self.places(like))

    def exactly(self, value: Fraction, like: Cell, least: int = 0) -> str:
        """A number with no more decimals than it has, but at least so many; as `plain` does."""
        return figure_text(self.tables[like.table], like.row, like.column, value, least)

    def typed(self, value: Fraction, like: Cell) -> str:
        """A number as an edit states it: with the decimal mark of the cell's table, ungrouped."""
        return numbers.written(self.plain(value, like), self.convention(like))

    def written(self, value: Fraction, like: Cell) -> str:
        """A number as a sentence writes it: as the cell's sheet would show it."""
        return self.sheet_text(self.plain(value, like), like)

    def sheet_text(self, number: str, like: Cell) -> str:
        """A plain decimal as the cell's sheet would show it; a word as it is."""
        return as_written(number, self.document, self.place(like))

    def new_text(self, edit: Edit) -> str:
        """What an edit states, as a sentence writes it."""
        return as_written(edit.new, self.document, edit.place)

    def old_text(self, edit: Edit) -> str:
        """What stands where an edit is made, as its sheet shows it."""
        return as_shown(edit.old, self.document, edit.place)

    def shown(self, cell: Cell) -> str:
        """What the cell's sheet shows there to those who read it."""
        return as_shown(self.text(cell), self.document, self.place(cell))

    def row_name(self, cell: Cell) -> str:
        row = self.tables[cell.table].rows[cell.row]
        return row.name

    def path(self, cell: Cell) -> tuple[str, ...]:
        return self.tables[cell.table].columns[cell.column].path

    def as_target(self, cell: Cell) -> tuple[Equation, ...]:
        """The equations that compute the cell."""
        return self.neighbours.as_target(cell)

    def as_term(self, cell: Cell) -> tuple[Equation, ...]:
        """The equations that count the cell, once for each time that they do."""
        return self.neighbours.as_term(cell)

    def around(self, cell: Cell, *holds: Holds) -> tuple[Equation, ...]:
        """Every equation the cell takes part in, or those alone that hold in one of these ways."""
        return self.neighbours.as_target(cell, *holds) + self.neighbours.as_term(cell, *holds)


def context_of(
    document: Document, relations: Relations, template: TemplateBinding | None = None
) -> Context:
    """The context of a document, made once and handed on."""
    return Context(relations, Neighbours(relations), Facts(document, template))
