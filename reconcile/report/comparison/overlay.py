"""Two versions of one table laid over each other: every row and column of both, once."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping

from msgspec import Struct

from reconcile.comparing.comparison import Change, ComparedTable, Label, LeftBehind, MatchedLines
from reconcile.messages.harmless import one_line
from reconcile.report.cell_styles import Tint

_MOST_ROWS = 3000  # a longer table shows only the rows that differ
_SHOWN_BESIDE = ("serial", "entity")  # the name of a row stands in front of it anyway

Spot = tuple[int, int]


class OverlaidLine(Struct, frozen=True):
    """A row or column in the old file and in the new, and how its name is coloured."""

    old: Label | None
    new: Label | None
    tint: Tint | None

    @property
    def label(self) -> Label:
        label = self.new or self.old
        assert label is not None
        return label

    @property
    def names(self) -> str:
        """Its name on both sides, once where they are the same."""
        names = (one_line(label.name) for label in (self.old, self.new) if label is not None)
        return " → ".join(dict.fromkeys(names))


class OverlaidTable(Struct, frozen=True, eq=False):
    """The rows and columns to show, in the new file's order, those that are gone where they were.

    `changes` and `left` are by their spots in the new table; `only_differing` says that rows
    without a difference were left out.
    """

    table: ComparedTable
    rows: tuple[OverlaidLine, ...]
    columns: tuple[OverlaidLine, ...]
    changes: Mapping[Spot, Change]
    left: Mapping[Spot, LeftBehind]
    only_differing: bool

    @property
    def depth(self) -> int:
        """How many rows the header takes."""
        return max((len(column.label.path) for column in self.columns), default=1) or 1

    def tint(self, row: OverlaidLine, column: OverlaidLine) -> Tint | None:
        """How a cell is coloured; None for one that both files have and that is the same."""
        if row.new is None or row.old is None:
            return row.tint
        if column.new is None or column.old is None:
            return column.tint
        spot = row.new.index, column.new.index
        change = self.changes.get(spot)
        if change is None:
            return "broken" if spot in self.left else None
        if change.agreement == "broken":
            return "broken"
        return "followed" if change.cause else "changed"


def overlaid(table: ComparedTable) -> OverlaidTable:
    """Two versions of a table, laid over each other."""
    changes = {change.spot: change for change in table.changes}
    left = {left.spot: left for left in table.left_behind}
    rows = _laid_over(table.rows)
    touched = {row for row, _ in (*changes, *left)}
    differing = tuple(row for row in rows if row.tint or row.label.index in touched)
    is_long = len(rows) > _MOST_ROWS
    columns = tuple(
        column for column in _laid_over(table.columns) if not _names_rows(table, column)
    )
    return OverlaidTable(table, differing if is_long else rows, columns, changes, left, is_long)


def _names_rows(table: ComparedTable, column: OverlaidLine) -> bool:
    within = table.new if column.new else table.old
    return within.columns[column.label.index].role in _SHOWN_BESIDE


def _laid_over(lines: MatchedLines) -> tuple[OverlaidLine, ...]:
    """The lines of the new file, each followed by those of the old that stood behind it."""
    counterparts = {new: old for old, new in lines.pairs}
    old = {label.index: label for label in lines.old}
    behind: dict[int, list[Label]] = defaultdict(list)
    last, paired = -1, dict(lines.pairs)
    for label in lines.old:
        if label.index in paired:
            last = label.index
        else:
            behind[last].append(label)
    tints = _tints(lines)
    overlay = [_gone(label, tints) for label in behind[-1]]
    for label in lines.new:
        at = counterparts.get(label.index)
        tint = tints.get((at, label.index), "named" if at is None else None)
        overlay.append(OverlaidLine(None if at is None else old[at], label, tint))
        overlay += [_gone(gone, tints) for gone in (behind.get(at, ()) if at is not None else ())]
    return tuple(overlay)


Tints = Mapping[tuple[int | None, int | None], Tint]


def _gone(label: Label, tints: Tints) -> OverlaidLine:
    return OverlaidLine(label, None, tints.get((label.index, None), "named"))


def _tints(lines: MatchedLines) -> Tints:
    """By position in the old and new table; what is in doubt has none."""
    return {
        (
            change.old.index if change.old else None,
            change.new.index if change.new else None,
        ): change.fate if change.fate in ("added", "removed") else "named"
        for change in lines.changes
    }
