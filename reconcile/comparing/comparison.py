"""The frozen values of a comparison: what became of tables, rows, columns and figures."""

from __future__ import annotations

from typing import Literal

from msgspec import Struct

from reconcile.audited import Audit
from reconcile.model import Kind, Number, Place, Table

Axis = Literal["row", "column"]
Fate = Literal["added", "removed", "renamed", "moved", "respelled"]
Content = Literal["figure", "rank", "grade", "text"]
Pairs = tuple[tuple[int, int], ...]  # (position in the old one, position in the new one)


class Label(Struct, frozen=True):
    """A row or column of one table: its name or header path, and the cell that says it."""

    index: int
    path: tuple[str, ...]
    place: Place | None

    @property
    def name(self) -> str:
        return self.path[-1] if self.path else ""


class LineChange(Struct, frozen=True):
    """What became of a row or column; `after` is what a moved one now stands behind, None for
    the first."""

    fate: Fate
    axis: Axis
    old: Label | None
    new: Label | None
    after: Label | None = None


class UnclearLines(Struct, frozen=True):
    """Rows or columns of one name that could be each other in more than one way."""

    axis: Axis
    old: tuple[Label, ...]
    new: tuple[Label, ...]


class MatchedLines(Struct, frozen=True):
    """The rows, or the columns, of two tables: `pairs` are the same line on either side."""

    axis: Axis
    old: tuple[Label, ...]
    new: tuple[Label, ...]
    pairs: Pairs
    changes: tuple[LineChange, ...]
    unclear: tuple[UnclearLines, ...]

    def count(self, fate: Fate) -> int:
        return sum(change.fate == fate for change in self.changes)


class CellValue(Struct, frozen=True):
    """What a cell says: its text as shown, '' where blank, and the number it states, if any."""

    place: Place | None
    text: str
    number: Number | None


class ChangeCause(Struct, frozen=True):
    """The relation through which a figure follows, and the cells it follows from.

    `cells` are of the new file, `gone` cells of the old one that have no counterpart.
    """

    relation: Kind
    cells: tuple[Place, ...]
    gone: tuple[Place, ...] = ()


class Change(Struct, frozen=True):
    """A cell of a row and column that both files have, and that says something else now.

    `spot` is its row and column in the new table. `difference` is new less old, None unless both
    are numbers. `cause` is None where somebody typed it. `agreement` says that the cell was the
    target of a broken equation that holds now, or of one that held and is broken.
    """

    spot: tuple[int, int]
    row: Label
    column: Label
    content: Content
    old: CellValue
    new: CellValue
    difference: Number | None = None
    cause: ChangeCause | None = None
    agreement: Literal["", "put-right", "broken"] = ""


class LeftBehind(Struct, frozen=True):
    """A figure that held and did not follow when its parts changed; `expected` is a plain
    decimal, or a rank or grade."""

    spot: tuple[int, int]
    row: Label
    column: Label
    value: CellValue
    expected: str
    relation: Kind


class ComparedTable(Struct, frozen=True, eq=False):
    """One table in both files.

    `rewritten` counts the figures that are written differently, more than by the decimal mark of
    their tables, and are equal in value.
    """

    old: Table
    new: Table
    rows: MatchedLines
    columns: MatchedLines
    changes: tuple[Change, ...]
    left_behind: tuple[LeftBehind, ...]
    rewritten: int

    @property
    def own(self) -> tuple[Change, ...]:
        """What somebody typed."""
        return tuple(change for change in self.changes if change.cause is None)

    @property
    def followed(self) -> tuple[Change, ...]:
        return tuple(change for change in self.changes if change.cause is not None)

    @property
    def lines(self) -> tuple[LineChange, ...]:
        return self.rows.changes + self.columns.changes

    @property
    def unclear(self) -> tuple[UnclearLines, ...]:
        return self.rows.unclear + self.columns.unclear

    @property
    def differs(self) -> bool:
        """Whether more than the spelling differs, or may differ."""
        fates = {change.fate for change in self.lines} - {"respelled"}
        return bool(self.changes or self.unclear or fates)


class UnclearTables(Struct, frozen=True):
    """Tables that could be each other in more than one way, and were not compared."""

    old: tuple[Table, ...]
    new: tuple[Table, ...]


class Comparison(Struct, frozen=True, eq=False):
    """Two versions of one document. `removed` are tables of the old one, `added` of the new."""

    old: Audit
    new: Audit
    tables: tuple[ComparedTable, ...]
    removed: tuple[Table, ...]
    added: tuple[Table, ...]
    unclear: tuple[UnclearTables, ...]

    @property
    def differs(self) -> bool:
        tables_differ = bool(self.removed or self.added or self.unclear)
        return tables_differ or any(table.differs for table in self.tables)
