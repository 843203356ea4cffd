"""Sheets understood: the tables they hold, header paths, roles, rows aligned, names matched."""

from __future__ import annotations

from collections.abc import Sequence

from reconcile.labels.texts import is_vietnamese
from reconcile.labels.titles import title_among
from reconcile.model import Book, Document, Language, Prose, ReconcileError, Table
from reconcile.structure import entities, tables
from reconcile.structure.blocks import blocks, prose
from reconcile.structure.conventions import conventions
from reconcile.structure.drafts import TableDraft, draft, title_of, unit_above
from reconcile.structure.figures import convention_of, seconds_counted
from reconcile.structure.grid import grid
from reconcile.structure.side_by_side import split_sides
from reconcile.structure.unread import figures_outside
from reconcile.structure.writing import readers_convention

_DOCUMENTS = ("docx", "html", "pdf")  # a sheet of one column holds their lines between tables


def understand(book: Book) -> Document:
    """The tables of a book and the lines around them.

    Raises:
        ReconcileError: `no-table` where no sheet holds one.
    """
    drafts: list[TableDraft] = []
    untabled: list[Prose] = []
    lines: list[Prose] = []
    before: list[Prose] = []  # of a text document, the lines since its last table
    for sheet in book.sheets:
        cells = grid(sheet)
        sides_by_block = [(block, split_sides(cells, block)) for block in blocks(cells)]
        around = list(prose(cells, tuple(side for _, sides in sides_by_block for side in sides)))
        lines += around
        floor, unit = 0, ""
        for block, sides in sides_by_block:
            if (block.header or block.body)[0] > floor:
                unit = ""  # where nothing parts two tables, that of the first is the second's too
            for side in sides:
                title = title_of(around, side, floor) or (None if floor else title_among(before))
                stated = unit_above(around, side, floor) or unit
                drafts.append(draft(cells, side, title, stated))
            floor, unit = block.body[1] + 1, stated
        lines_alone = book.format in _DOCUMENTS and sheet.shape[1] == 1
        if not sides_by_block and not lines_alone:
            untabled += figures_outside(cells)
        before = [] if sides_by_block or sheet.typed else before + around
    if not drafts:
        raise _no_table(book, untabled)
    made = _tables(drafts)
    language: Language = "vi" if _is_vietnamese(made, lines) else "en"
    shown_with = readers_convention(made, language)
    return Document(book, made, tuple(lines), language, shown_with, tuple(untabled))


def _no_table(book: Book, untabled: Sequence[Prose]) -> ReconcileError:
    if not untabled:
        return ReconcileError("no-table", path=book.path)
    first, count = str(untabled[0].place), str(len(untabled))
    return ReconcileError("no-table", "figures-of-no-table", path=book.path, at=first, count=count)


def _tables(drafts: Sequence[TableDraft]) -> tuple[Table, ...]:
    canonical = dict(
        zip(map(id, drafts), entities.canonical([draft.names for draft in drafts]), strict=True)
    )
    fallback = convention_of(draft.body for draft in drafts)  # where a table does not show its own
    seconds = seconds_counted(draft.body for draft in drafts)
    groups = tables.joined(drafts)
    known = conventions([[draft.body for draft in group] for group in groups])
    return tuple(
        tables.table(
            f"T{n + 1}", group, (known[n], fallback), [canonical[id(d)] for d in group], seconds
        )
        for n, group in enumerate(groups)
    )


def _is_vietnamese(made: Sequence[Table], lines: Sequence[Prose]) -> bool:
    labels = (label for table in made for column in table.columns for label in column.path)
    return any(map(is_vietnamese, labels)) or any(is_vietnamese(line.text) for line in lines)
