"""What was understood: the tables of a document, and the lines around them."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping
from fractions import Fraction
from functools import cached_property

import numpy as np
import numpy.typing as npt
from msgspec import Struct

from reconcile.model.arrays import EMPTY, Objects
from reconcile.model.figures import Figures
from reconcile.model.places import Place, Range
from reconcile.model.sheets import Book
from reconcile.model.words import ColumnRole, Convention, Kind, Language, LevelsBy, RowRole

_GROUPED = re.compile(r"\D*\d{1,3}([.,'’ \u00a0\u2009\u202f])\d{3}(?!\d)")  # 16,500.75
_ENOUGH = 200  # figures to see how a table writes its large ones


class Prose(Struct, frozen=True):
    """A line outside every table: a title, a decision line, a note."""

    place: Place
    text: str


class Part(Struct, frozen=True):
    """One stretch of a sheet that a table occupies; row pairs are first and last, both included.

    Of a table without a header the last header row stands right above the first.
    """

    sheet: str
    range: Range
    header_rows: tuple[int, int]
    body_rows: tuple[int, int]

    def has_row(self, place: Place) -> bool:
        """Whether the row of a place is one of the part's, header and body."""
        return place.sheet == self.sheet and self.range.top <= place.row <= self.range.bottom

    def holds(self, place: Place) -> bool:
        """Whether a place stands in the part, header and body."""
        return self.has_row(place) and self.range.left <= place.column <= self.range.right


class Column(Struct, frozen=True):
    """`path` are the labels above it, outermost first; `labels` where they are printed."""

    path: tuple[str, ...]
    role: ColumnRole
    labels: tuple[Place, ...] = ()
    unit: str = ""

    @property
    def name(self) -> str:
        return self.path[-1] if self.path else ""


class Row(Struct, frozen=True):
    """`name` as printed, `entity` the canonical name, `group` the band it stands under. `level` is
    how deep it stands in an outline, from 0 on, -1 where nothing tells."""

    role: RowRole
    name: str = ""
    entity: str = ""
    group: str = ""
    level: int = -1


class Shift(Struct, frozen=True):
    """A row that stands off its columns from table column `at` on.

    `by` is -1 where a cell is missing at `at` (the rest stands one column left), +1 where one is
    doubled there. `columns` gives, for each column of the table, the sheet column its figure is
    printed in, or -1 where it is missing. `lost` is that figure, where sums that it enters tell it.
    """

    at: int
    by: int
    columns: tuple[int, ...]
    lost: float | None = None

    @property
    def gap(self) -> int:
        """The table column of which the row states no figure."""
        return self.at if self.by < 0 else len(self.columns) - 1 - self.columns[::-1].index(-1)


class HeaderShift(Struct, frozen=True):
    """Header labels that stand off the body.

    The label printed in table column `moved` belongs before the one printed in column `before`;
    those between are one column off. `before` is -1 where no rotation explains it.
    """

    moved: int
    before: int


class GroupLabel(Struct, frozen=True):
    """A label over several columns, as printed, that have labels of their own below it.

    `first` and `last` are the columns under it, both included: of the table, or, while the table is
    not made, of its block. In `| Agency | People | | Roads | |` they are 1 and 2 for `People`.
    """

    text: str
    place: Place
    first: int
    last: int

    @property
    def columns(self) -> range:
        """The columns under it."""
        return range(self.first, self.last + 1)


class Declared(Struct, frozen=True):
    """A relation that the header states of column `target`, as `Relation` has it, by columns."""

    kind: Kind
    target: int
    terms: tuple[int, ...]
    factors: tuple[Fraction, ...] = ()
    constant: Fraction = Fraction(0)
    scale: int = 1


class Table(Struct, frozen=True, eq=False, dict=True):
    """One header's body, continuations joined.

    `row_at[part, i]` and `column_at[part, j]` give the sheet row of the table's i-th row and the
    sheet column of its j-th column in each part, -1 where that part does not have it. `text` holds
    every body cell as shown, '' where blank, in the likeliest alignment. `unit` is what a
    line above the table states its figures in. `uncomputed` are the cells that hold a formula
    without a stored result, `unread` those that should state a figure and could not be read.
    `declared` is what the header's row of column numbers says; the hidden rows and columns are the
    table's own.
    """

    id: str
    title: str
    title_place: Place | None
    parts: tuple[Part, ...]
    columns: tuple[Column, ...]
    rows: tuple[Row, ...]
    row_at: npt.NDArray[np.int64]
    column_at: npt.NDArray[np.int64]
    text: Objects
    figures: Figures
    decimal: Convention
    decimal_known: bool = False
    shifts: Mapping[int, Shift] = EMPTY
    header_shift: HeaderShift | None = None
    group_labels: tuple[GroupLabel, ...] = ()
    unit: str = ""
    uncomputed: frozenset[tuple[int, int]] = frozenset()
    unread: frozenset[tuple[int, int]] = frozenset()
    declared: tuple[Declared, ...] = ()
    hidden_rows: frozenset[int] = frozenset()
    hidden_columns: frozenset[int] = frozenset()
    levels_by: LevelsBy = "number"

    @cached_property
    def row_roles(self) -> tuple[RowRole, ...]:
        """The role of each row."""
        return tuple([row.role for row in self.rows])

    @cached_property
    def row_names(self) -> tuple[str, ...]:
        """The name of each row."""
        return tuple([row.name for row in self.rows])

    @cached_property
    def group_mark(self) -> str:
        """What stands between the thousands of most of its large figures, as they are printed; ''
        where nothing does."""
        figures = self.figures
        rows, columns = np.nonzero(
            figures.known & (np.abs(figures.units) >= 10 ** (figures.scale + 3))
        )
        every = max(1, len(rows) // _ENOUGH)
        texts = map(str, self.text[rows[::every], columns[::every]].tolist())
        marks = Counter(match[1] if (match := _GROUPED.match(text)) else "" for text in texts)
        return marks.most_common(1)[0][0] if marks else ""

    def place(self, row: int, column: int) -> Place | None:
        """Where the cell is printed; None for a figure that is missing from its row."""
        for part, where in enumerate(self.parts):
            sheet_row, sheet_column = self.row_at[part, row], self.column_at[part, column]
            if sheet_row >= 0 and sheet_column >= 0:
                if row in self.shifts:
                    sheet_column = self.shifts[row].columns[column]
                return (
                    Place(where.sheet, int(sheet_row), int(sheet_column))
                    if sheet_column >= 0
                    else None
                )
        return None

    def column(self, role: ColumnRole) -> int | None:
        """The first column of a role."""
        return next((j for j, column in enumerate(self.columns) if column.role == role), None)


class Document(Struct, frozen=True, eq=False):
    """What one book states: its tables in order, and the lines around them.

    `untabled` are the figures on sheets of which no table was read. `shown_with` is the convention
    in which people see the numbers that a workbook stores.
    """

    book: Book
    tables: tuple[Table, ...]
    prose: tuple[Prose, ...]
    language: Language
    shown_with: Convention = "point"
    untabled: tuple[Prose, ...] = ()

    def table(self, id: str) -> Table:
        return next(table for table in self.tables if table.id == id)

    def table_at(self, place: Place) -> Table | None:
        """The table that a place stands in, header and body."""
        for table in self.tables:
            if any(part.holds(place) for part in table.parts):
                return table
        return None
