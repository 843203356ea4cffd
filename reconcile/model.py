"""The frozen values that flow through the house. Imports nothing of ours.

Rows, columns and lines are counted from 0 here; only `str(Place)` and `Range.a1` print them the
way a spreadsheet does.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from functools import cached_property
from itertools import chain
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, Literal, NamedTuple, overload

import numpy as np
import numpy.typing as npt
from msgspec import Struct, field
from msgspec.structs import replace

if TYPE_CHECKING:
    from reconcile.template import Applied

Objects = npt.NDArray[np.object_]
Integers = npt.NDArray[Any]  # int64, or Python ints in an object array where int64 is too small
Flags = npt.NDArray[np.bool_]

Convention = Literal["point", "comma"]
ColumnRole = Literal[
    "serial", "entity", "component", "subtotal", "total", "maximum", "average", "ratio",
    "rank", "grade", "text", "note",
]  # fmt: skip
RowRole = Literal[
    "header", "entity", "group", "subtotal", "total", "average", "maximum", "weight", "rank",
    "grade", "note",
]  # fmt: skip
Kind = Literal["sum", "average", "ratio", "change", "product", "link", "rank", "grade", "order"]
Holds = Literal["exact", "rounding", "no", "untested"]
HOLDS: tuple[Holds, ...] = ("exact", "rounding", "no", "untested")
Severity = Literal["error", "warning", "info"]
Applicability = Literal["safe", "unsafe", "display"]
Language = Literal["vi", "en"]


def _nothing() -> Mapping[Any, Any]:
    return MappingProxyType({})


# Where things stand


def letters(column: int) -> str:
    """The spreadsheet name of a column: 0 is A, 26 is AA."""
    name = ""
    column += 1
    while column:
        column, rest = divmod(column - 1, 26)
        name = chr(65 + rest) + name
    return name


_PLAIN_NAME = re.compile(r"[^\W\d]\w*\Z")
_LIKE_AN_ADDRESS = re.compile(r"(?:[A-Za-z]{1,3}\d+|[Rr]\d*(?:[Cc]\d*)?|[Cc]\d*)\Z")


def quoted(sheet: str) -> str:
    """A sheet's name as an address prints it, in quotes where spreadsheets need them."""
    if _PLAIN_NAME.match(sheet) and not _LIKE_AN_ADDRESS.match(sheet):
        return sheet
    return "'" + sheet.replace("'", "''") + "'"


class Place(NamedTuple):
    """One cell of a book."""

    sheet: str
    row: int
    column: int

    @property
    def a1(self) -> str:
        return f"{letters(self.column)}{self.row + 1}"

    def __str__(self) -> str:
        return f"{quoted(self.sheet)}!{self.a1}"


class Range(NamedTuple):
    """A rectangle of cells, all four ends included."""

    top: int
    left: int
    bottom: int
    right: int

    @property
    def a1(self) -> str:
        return f"{letters(self.left)}{self.top + 1}:{letters(self.right)}{self.bottom + 1}"


# What was read


NOTHING, TEXT, FIGURE, LOGICAL, OTHER = range(5)  # sorts of cells


def sorts_of(cells: Objects) -> Integers:
    """Of what sort each cell is, in the shape of `cells`."""
    flat = cells.ravel()
    sorts = np.fromiter(map(_Sorts().__getitem__, map(type, flat)), np.int8, len(flat))
    return sorts.reshape(cells.shape)


class _Sorts(dict[type, int]):
    """The sort of each kind of value met so far."""

    def __missing__(self, kind: type) -> int:
        self[kind] = sort = _sort(kind)
        return sort


def _sort(kind: type) -> int:
    if issubclass(kind, str):
        return TEXT
    if issubclass(kind, bool):
        return LOGICAL
    if issubclass(kind, (int, float)):
        return FIGURE
    return NOTHING if kind is type(None) else OTHER


class Sheet(Struct, frozen=True, eq=False):
    """A grid of cells, as the source holds it.

    `cells` has shape (rows, columns). A cell is None where nothing stands, a str as written, or in
    a typed source (a workbook) a bool, int, float, date, datetime, time or timedelta. `formats`,
    where the source has number formats, gives each cell's index into `format_codes`. `widths`, for
    text sources, counts the fields each line really has. `blanks` are the cells whose formula gave
    an empty text: they show nothing, and are computed.
    """

    name: str
    cells: Objects
    typed: bool = False
    merges: tuple[Range, ...] = ()
    formats: Integers | None = None
    format_codes: tuple[str, ...] = ("General",)
    formulas: Mapping[tuple[int, int], str] = field(default_factory=_nothing)
    blanks: frozenset[tuple[int, int]] = frozenset()
    widths: Integers | None = None
    hidden: bool = False
    hidden_rows: frozenset[int] = frozenset()
    hidden_columns: frozenset[int] = frozenset()

    @property
    def shape(self) -> tuple[int, int]:
        rows, columns = self.cells.shape
        return rows, columns

    def format_code(self, row: int, column: int) -> str:
        return "General" if self.formats is None else self.format_codes[self.formats[row, column]]


class Book(Struct, frozen=True, eq=False):
    """A file, read: `format` is the contract's word for its kind, `sha256` that of its bytes.

    `names` says what each defined name of a workbook stands for, names in lower case.
    """

    path: str
    format: str
    sha256: str
    sheets: tuple[Sheet, ...]
    names: Mapping[str, str] = field(default_factory=_nothing)

    def sheet(self, name: str) -> Sheet:
        return next(sheet for sheet in self.sheets if sheet.name == name)


# Numbers


class Number(NamedTuple):
    """A printed number: an integer count of its last digit's unit."""

    units: int
    decimals: int

    @property
    def value(self) -> Decimal:
        return Decimal(self.units).scaleb(-self.decimals)

    def at(self, scale: int) -> int:
        """The same number counted in units of 10**-scale; `scale` must not be coarser than it."""
        return self.units * int(10 ** (scale - self.decimals))

    def __str__(self) -> str:
        return format(self.value, "f")


class Reading(Struct, frozen=True):
    """How one cell's text became a number.

    `convention` is None where the text would read the same in both; `overlooked` names what had to
    be set aside (a unit, a footnote mark, a space).
    """

    number: Number
    convention: Convention | None = None
    grouped: bool = False
    overlooked: tuple[str, ...] = ()


class Figures(Struct, frozen=True, eq=False):
    """The numbers of a table body, all arrays of shape (rows, columns).

    `units` counts 10**-scale; `decimals` is how many each cell prints; `known` says where a number
    stands. `doubtful` keeps the cells that were not written the way the table writes its numbers,
    with the reading taken for them.
    """

    units: Integers
    decimals: Integers
    known: Flags
    scale: int
    doubtful: Mapping[tuple[int, int], Reading] = field(default_factory=_nothing)

    def number(self, row: int, column: int) -> Number | None:
        """The figure as printed."""
        if not self.known[row, column]:
            return None
        decimals = int(self.decimals[row, column])
        return Number(int(self.units[row, column]) // 10 ** (self.scale - decimals), decimals)


# What was understood


class Prose(Struct, frozen=True):
    """A line outside every table: a title, a decision line, a note."""

    place: Place
    text: str


class Part(Struct, frozen=True):
    """One stretch of a sheet that a table occupies; row pairs are first and last, both included."""

    sheet: str
    range: Range
    header_rows: tuple[int, int]
    body_rows: tuple[int, int]


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
    """`name` as printed, `entity` the canonical name, `group` the band it stands under."""

    role: RowRole
    name: str = ""
    entity: str = ""
    group: str = ""


class Shift(Struct, frozen=True):
    """A row that stands off its columns from table column `at` on.

    `by` is -1 where a cell is missing at `at` (the rest stands one column left), +1 where one is
    doubled there. `columns` gives, for each column of the table, the sheet column its figure is
    printed in, or -1 where it is missing.
    """

    at: int
    by: int
    columns: tuple[int, ...]


class HeaderShift(Struct, frozen=True):
    """Header labels that stand off the body.

    The label printed in table column `moved` belongs before the one printed in column `before`;
    those between are one column off. `before` is -1 where no rotation explains it.
    """

    moved: int
    before: int


class Declared(Struct, frozen=True):
    """A relation that the header states of column `target`, as `Relation` has it, by columns."""

    kind: Kind
    target: int
    terms: tuple[int, ...]
    factors: tuple[Fraction, ...] = ()
    constant: Fraction = Fraction(0)
    scale: int = 1


class Table(Struct, frozen=True, eq=False):
    """One header's body, continuations joined.

    `row_at[part, i]` and `column_at[part, j]` give the sheet row of the table's i-th row and the
    sheet column of its j-th column in each part, -1 where that part does not have it. `text` holds
    every body cell as shown, '' where blank, in the likeliest alignment. `spans` are the header's
    group labels as printed: (label, its place, first and last table column under it). `uncomputed`
    are the cells that hold a formula without a stored result. `declared` is what the header's row
    of column numbers says; the hidden rows and columns are the table's own.
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
    shifts: Mapping[int, Shift] = field(default_factory=_nothing)
    header_shift: HeaderShift | None = None
    spans: tuple[tuple[str, Place, int, int], ...] = ()
    uncomputed: frozenset[tuple[int, int]] = frozenset()
    declared: tuple[Declared, ...] = ()
    hidden_rows: frozenset[int] = frozenset()
    hidden_columns: frozenset[int] = frozenset()

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

    `template` is what an office knows of it, `about_template` which one was taken and why, or why
    none was; both None where nothing fits.
    """

    book: Book
    tables: tuple[Table, ...]
    prose: tuple[Prose, ...]
    language: Language
    template: Applied | None = None
    about_template: Sentence | None = None

    def table(self, id: str) -> Table:
        return next(table for table in self.tables if table.id == id)


# What must hold


class Cell(NamedTuple):
    """A figure by its table and its position in it."""

    table: str
    row: int
    column: int


class Term(Struct, frozen=True):
    """A figure that an equation counts, and how often: -1 takes it away."""

    cell: Cell
    factor: Fraction = Fraction(1)


class Line(Struct, frozen=True):
    """A column of a table, or a row of it: what relations relate."""

    table: str
    axis: Literal["column", "row"]
    index: int

    def cell(self, position: int) -> Cell:
        if self.axis == "column":
            return Cell(self.table, position, self.index)
        return Cell(self.table, self.index, position)

    def position(self, cell: Cell) -> int:
        """How far along the line a cell of it stands."""
        return cell.row if self.axis == "column" else cell.column

    def holds(self, cell: Cell) -> bool:
        across = cell.column if self.axis == "column" else cell.row
        return (cell.table, across) == (self.table, self.index)


@dataclass(frozen=True, eq=False)
class Lines(Sequence[Line]):
    """Lines of one table along one axis, each made when asked for."""

    table: str
    axis: Literal["column", "row"]
    indices: npt.NDArray[np.int64]

    def __len__(self) -> int:
        return len(self.indices)

    @overload
    def __getitem__(self, at: int) -> Line: ...
    @overload
    def __getitem__(self, at: slice) -> Lines: ...
    def __getitem__(self, at: int | slice) -> Line | Lines:
        if isinstance(at, slice):
            return Lines(self.table, self.axis, self.indices[at])
        return Line(self.table, self.axis, int(self.indices[at]))

    def __iter__(self) -> Iterator[Line]:
        return (Line(self.table, self.axis, index) for index in self.indices.tolist())

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Sequence) and tuple(self) == tuple(other)

    def __hash__(self) -> int:
        return hash(tuple(self))


class Relation(Struct, frozen=True, eq=False, dict=True):
    """A pattern over lines; each row of `positions` is one equation of it.

    `positions` has shape (equations, 1 + terms): the position of the target along its line, then
    of each term along its own. For a ratio `constant` is the denominator where there is one term,
    and `scale` is 100 for per cent; a product is divided by `constant` where that is not 0.
    `rounded` is None where the rows cannot tell. `declared` says what named it ('label', 'formula',
    …), '' where the figures alone did. `basis` is one sentence about what decides a rank, grade or
    order.
    """

    id: str
    kind: Kind
    target: Line
    terms: Sequence[Line]
    factors: tuple[Fraction, ...]
    positions: npt.NDArray[np.int64]
    constant: Fraction = Fraction(0)
    scale: int = 1
    digits: int | None = None
    rounded: bool | None = None
    declared: str = ""
    held: int = 0
    tested: int = 0
    basis: Sentence | None = None
    ordering: Ordering | None = None

    @cached_property
    def different_factors(self) -> frozenset[Fraction]:
        """Nearly always 1 alone, which a look at a long sum tells."""
        first = self.factors[:1]
        alike = self.factors.count(*first) == len(self.factors) if first else True
        return frozenset(first if alike else self.factors)

    @property
    def is_weighted(self) -> bool:
        """A sum by weights, rounded after adding; others count their terms whole times."""
        return self.kind == "sum" and any(one.denominator != 1 for one in self.different_factors)


class Ordering(Struct, frozen=True):
    """How a rank, grade or order follows its score.

    `grades` are (grade, lowest score, highest score) as printed, best first.
    """

    descending: bool = True
    ties: Literal["competition", "dense", "unique"] = "competition"
    grades: tuple[tuple[str, Decimal, Decimal], ...] = ()


class Equation(Struct, frozen=True):
    """One instance of a relation, confronted with the figures.

    `low` and `high` bound what `computed` could be, given how its terms are rounded; they equal it
    where nothing is. Ranks and grades have texts in place of numbers.
    """

    relation: str
    kind: Kind
    target: Cell
    terms: tuple[Term, ...]
    constant: Fraction
    scale: int
    holds: Holds
    printed: str
    computed: str
    value: Fraction | None = None
    result: Fraction | None = None
    low: Fraction | None = None
    high: Fraction | None = None

    @property
    def difference(self) -> Fraction | None:
        """Printed less computed."""
        if self.value is None or self.result is None:
            return None
        return self.value - self.result


class Confronted(Struct, frozen=True, eq=False, dict=True):
    """A relation confronted with the figures: its equations as arrays, a view of each on demand.

    `positions`, of shape (equations, 1 + terms), is the relation's for the equations that there
    are; `counted`, of shape (equations, terms), says which terms stand in each of them; `verdicts`
    are places in HOLDS, and `nothing` says where what is computed is 0. `view` makes an equation
    of its number, whatever its verdict; the same object is given every time.
    """

    relation: Relation
    positions: npt.NDArray[np.int64]
    counted: Flags
    verdicts: npt.NDArray[np.int8]
    nothing: Flags
    view: Callable[[int], Equation]

    def __len__(self) -> int:
        return len(self.verdicts)

    def equation(self, n: int) -> Equation:
        if n not in self._views:
            self._views[n] = replace(self.view(n), holds=HOLDS[self.verdicts[n]])
        return self._views[n]

    @cached_property
    def _views(self) -> dict[int, Equation]:
        return {}

    def equations(self) -> Iterator[Equation]:
        return map(self.equation, range(len(self)))

    def are(self, *holds: Holds) -> Flags:
        """Which equations hold in one of these ways."""
        found: Flags = np.isin(self.verdicts, [HOLDS.index(one) for one in holds])
        return found

    def holding(self, *holds: Holds) -> Iterator[Equation]:
        """The equations that hold in one of these ways."""
        return map(self.equation, np.flatnonzero(self.are(*holds)).tolist())


class Relations(Struct, frozen=True, eq=False, dict=True):
    """All that must hold in a document, as it was confronted; `fallen` is for `inspect -v`."""

    confronted: tuple[Confronted, ...]
    fallen: tuple[Sentence, ...] = ()

    @cached_property
    def relations(self) -> tuple[Relation, ...]:
        return tuple(one.relation for one in self.confronted)

    @property
    def equations(self) -> Iterator[Equation]:
        """Every equation, each made an object: for what lists them all."""
        return chain.from_iterable(one.equations() for one in self.confronted)

    def of(self, relation: str) -> Confronted:
        """The equations of a relation, by its id."""
        return self._by_id[relation]

    def relation(self, id: str) -> Relation:
        return self._by_id[id].relation

    def holding(self, *holds: Holds) -> Iterator[Equation]:
        """The equations that hold in one of these ways, in the order of their relations."""
        return chain.from_iterable(one.holding(*holds) for one in self.confronted)

    def broken(self) -> Iterator[Equation]:
        return self.holding("no")

    @cached_property
    def _by_id(self) -> dict[str, Confronted]:
        return {one.relation.id: one for one in self.confronted}


# What is wrong, and what could be done


class Sentence(Struct, frozen=True):
    """A message by its key in the catalogues, with what it speaks of already written out."""

    key: str
    values: Mapping[str, str] = field(default_factory=_nothing)


class Edit(Struct, frozen=True):
    """`new` replaces `old` at `place`; `insert` moves the rest of the row right, `remove` left.

    `formula`, with its '=', is what a workbook's cell is to hold, `new` what it comes to.
    """

    place: Place
    old: str = ""
    new: str = ""
    kind: Literal["replace", "insert", "remove"] = "replace"
    formula: str = ""


class Fix(Struct, frozen=True):
    """Edits that would put a finding right, and how far they may be trusted."""

    title: Sentence
    applicability: Applicability
    confidence: float
    edits: tuple[Edit, ...]


class Consequence(Struct, frozen=True):
    """A figure that a fix would change elsewhere."""

    row: str
    column: tuple[str, ...]
    place: Place
    old: str
    new: str


class Explained(Struct, frozen=True):
    """A broken equation that a finding accounts for; numbers are plain decimals."""

    relation: Kind
    target: Place
    printed: str
    expected: str
    difference: str


class Finding(Struct, frozen=True):
    """One mistake. `printed` is the cell's text; `expected` and `difference` plain decimals."""

    id: str
    rule: str
    severity: Severity
    at: Place
    cells: tuple[Place, ...]
    message: Sentence
    row: str = ""
    column: tuple[str, ...] = ()
    printed: str | None = None
    expected: str | None = None
    difference: str | None = None
    interval: tuple[str, str] | None = None
    explains: tuple[Explained, ...] = ()
    fixes: tuple[Fix, ...] = ()
    consequences: tuple[Consequence, ...] = ()


class Coverage(Struct, frozen=True):
    """How many figures are vouched for, contradicted, and neither."""

    figures: int
    verified: int
    mismatched: int
    unchecked: int


class Audit(Struct, frozen=True, eq=False):
    """All that is known of one file."""

    document: Document
    relations: Relations
    findings: tuple[Finding, ...]
    coverage: Coverage

    @property
    def book(self) -> Book:
        return self.document.book

    def count(self, severity: Severity) -> int:
        return sum(finding.severity == severity for finding in self.findings)

    def told_in(self, language: Language, forced: bool) -> Audit:
        """The same, to be told in a language; unless `forced`, Vietnamese of a Vietnamese sheet."""
        if self.document.language == "vi" and not forced:
            return self
        return replace(self, document=replace(self.document, language=language))


class ReconcileError(Exception):
    """What cannot be done, as one sentence: `code` is stable, `message` is for people."""

    def __init__(self, code: str, **values: str) -> None:
        self.code = code
        self.message = Sentence(f"error.{code}", values)
        super().__init__(f"{code}: {', '.join(values.values())}")
