"""A comparison for programs: `reconcile.compare/1`."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from reconcile import __version__
from reconcile.audited import Audit
from reconcile.comparing import Comparison
from reconcile.comparing.comparison import (
    CellValue,
    Change,
    ComparedTable,
    Fate,
    Label,
    LeftBehind,
    LineChange,
    MatchedLines,
    UnclearLines,
)
from reconcile.model import Language, Place, Table
from reconcile.report.json.contract import Outcome, Unreadable

Json = dict[str, Any]


def comparison_json(comparison: Comparison, language: Language) -> Json:
    """Schema `reconcile.compare/1`, numbers as plain decimals in strings, cells as addresses.

    `differs` is what the exit code says: false where no more than the spelling differs. `old` and
    `new` are the files, or what could not be read, with its `error`; the rest is there only where
    both were read:

    - `summary`: counts of `own` changes (typed), `followed` ones, `left_behind` figures,
      `rewritten` ones (written differently, equal in value), `unclear` names, and of `rows`,
      `columns` and `tables` by what became of them.
    - `tables`: each with its `old` and `new` table (`id`, `title`, `sheet`, `range`) and
      - `changes`: `kind` (figure, rank, grade, text), `row`, `column` (a header path), `old` and
        `new` (`cell`, `text`, `value`; a cell missing from its row has a null `cell`),
        `difference` (new less old, null unless both are numbers), `cause` (own, follows),
        `relation` and `follows` (the kind of equation and the cells it follows from; `gone` are
        cells that only the old file has), `agreement` (put-right, broken or null);
      - `left_behind`: `row`, `column`, `cell`, `text`, `expected`, `relation`;
      - `rows` and `columns`: `what` (added, removed, renamed, moved, respelled), `old` and `new`
        (`cell`, `path`), and for a moved one `after`, what it stands behind now;
      - `unclear`: `axis`, and the `old` and `new` lines of one name.
    - `removed`, `added`: tables of one file only; `unclear`: tables that were not compared.
    """
    return {
        **_head(language),
        "differs": comparison.differs,
        "old": _file(comparison.old),
        "new": _file(comparison.new),
        "summary": _summary(comparison),
        "tables": [_compared(table) for table in comparison.tables],
        "removed": [_table(table) for table in comparison.removed],
        "added": [_table(table) for table in comparison.added],
        "unclear": [
            {
                "old": [_table(table) for table in unclear.old],
                "new": [_table(table) for table in unclear.new],
            }
            for unclear in comparison.unclear
        ],
    }


def uncompared_json(outcomes: Sequence[Outcome], language: Language) -> Json:
    """The same where a file could not be read."""
    old, new = (
        {"path": outcome.path, "error": {"code": outcome.code, "message": outcome.message}}
        if isinstance(outcome, Unreadable)
        else _file(outcome)
        for outcome in outcomes
    )
    return {**_head(language), "differs": None, "old": old, "new": new}


def _head(language: Language) -> Json:
    return {
        "schema": "reconcile.compare/1",
        "tool": {"name": "reconcile", "version": __version__},
        "language": language,
    }


def _file(audit: Audit) -> Json:
    book = audit.book
    return {"path": book.path, "sha256": book.sha256, "format": book.format}


def _summary(comparison: Comparison) -> Json:
    tables = comparison.tables
    return {
        "own": sum(len(table.own) for table in tables),
        "followed": sum(len(table.followed) for table in tables),
        "left_behind": sum(len(table.left_behind) for table in tables),
        "rewritten": sum(table.rewritten for table in tables),
        "unclear": len(comparison.unclear) + sum(len(table.unclear) for table in tables),
        "rows": _fates([table.rows for table in tables]),
        "columns": _fates([table.columns for table in tables]),
        "tables": {"added": len(comparison.added), "removed": len(comparison.removed)},
    }


def _fates(lines: Sequence[MatchedLines]) -> Json:
    fates: tuple[Fate, ...] = ("added", "removed", "renamed", "moved", "respelled")
    return {fate: sum(of_table.count(fate) for of_table in lines) for fate in fates}


def _table(table: Table) -> Json:
    part = table.parts[0]
    return {"id": table.id, "title": table.title, "sheet": part.sheet, "range": part.range.a1}


def _compared(table: ComparedTable) -> Json:
    return {
        "old": _table(table.old),
        "new": _table(table.new),
        "changes": [_change(change) for change in table.changes],
        "left_behind": [_left(left) for left in table.left_behind],
        "rows": [_line(change) for change in table.rows.changes],
        "columns": [_line(change) for change in table.columns.changes],
        "unclear": [_unclear(unclear) for unclear in table.unclear],
    }


def _change(change: Change) -> Json:
    cause = change.cause
    return {
        "kind": change.content,
        "row": change.row.name,
        "column": list(change.column.path),
        "old": _cell_json(change.old),
        "new": _cell_json(change.new),
        "difference": None if change.difference is None else str(change.difference),
        "cause": "own" if cause is None else "follows",
        "relation": None if cause is None else cause.relation,
        "follows": [] if cause is None else [str(place) for place in cause.cells],
        "gone": [] if cause is None else [str(place) for place in cause.gone],
        "agreement": change.agreement or None,
    }


def _cell_json(cell: CellValue) -> Json:
    value = None if cell.number is None else str(cell.number)
    return {"cell": _cell(cell.place), "text": cell.text, "value": value}


def _cell(place: Place | None) -> str | None:
    return None if place is None else str(place)


def _left(left: LeftBehind) -> Json:
    return {
        "row": left.row.name,
        "column": list(left.column.path),
        "cell": _cell(left.value.place),
        "text": left.value.text,
        "expected": left.expected,
        "relation": left.relation,
    }


def _line(change: LineChange) -> Json:
    entry: Json = {"what": change.fate, "old": _label(change.old), "new": _label(change.new)}
    return {**entry, "after": _label(change.after)} if change.fate == "moved" else entry


def _label(label: Label | None) -> Json | None:
    return None if label is None else {"cell": _cell(label.place), "path": list(label.path)}


def _unclear(unclear: UnclearLines) -> Json:
    return {
        "axis": unclear.axis,
        "old": [_label(label) for label in unclear.old],
        "new": [_label(label) for label in unclear.new],
    }
