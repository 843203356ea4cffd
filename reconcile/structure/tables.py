"""Drafts joined into tables: a continuation adds columns, or rows, to the table it continues."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TypeVar

import numpy as np
import numpy.typing as npt
from msgspec.structs import replace

from reconcile.labels.outline_numbers import outline_number
from reconcile.labels.texts import fold_case
from reconcile.labels.titles import is_continued, title_core
from reconcile.labels.units import unit_of_label
from reconcile.model import Column, Convention, Integers, LevelsBy, Part, Range, Row, Shift, Table
from reconcile.structure import entities
from reconcile.structure.bands import bands
from reconcile.structure.contents import Contents, contents
from reconcile.structure.drafts import TableDraft
from reconcile.structure.figures import figures
from reconcile.structure.header_formulas import declared
from reconcile.structure.outline import NO_LEVEL, levels, levels_by_layout
from reconcile.structure.unread import unread

T = TypeVar("T")
_IN_OUTLINE = ("entity", "group")  # roles of rows; a total is of the rows of an outline, not in it


def joined(drafts: Sequence[TableDraft]) -> list[list[TableDraft]]:
    """Drafts grouped so that each group is one table."""
    groups: list[list[TableDraft]] = []
    titled: dict[str, list[TableDraft]] = {}  # the last group that a title's continuation continues
    for draft in drafts:
        if groups and _goes_on(groups[-1][-1], draft):
            groups[-1].append(draft)
            continue
        title = draft.title.text if draft.title else None
        core = fold_case(title_core(title)) if title is not None else ""
        if title is not None and is_continued(title):
            group = titled.get(core)
            if group is not None:
                group.append(draft)
                continue
        groups.append([draft])
        if title is not None and not is_continued(title):
            titled[core] = groups[-1]
    return groups


def _goes_on(left: TableDraft, right: TableDraft) -> bool:
    """Whether a list goes on beside itself: the same labels, and `26` on top behind `25`."""
    beside = left.block.body[0] == right.block.body[0] and left.block.right < right.block.left
    if not beside or left.sheet != right.sheet or left.labels.paths != right.labels.paths:
        return False
    if left.roles[0] not in ("serial", "rank"):
        return False
    counted, on = (
        [int(text.strip(" .")) for text in draft.text[:, 0] if text.strip(" .").isdecimal()]
        for draft in (left, right)
    )
    return bool(counted and on) and on[0] == counted[-1] + 1


def table(
    id: str,
    drafts: Sequence[TableDraft],
    conventions: tuple[Convention | None, Convention | None],
    canonical: Sequence[Sequence[str]],
    seconds: int,
) -> Table:
    """One table of one draft and its continuations; `canonical` names the rows of each draft,
    `conventions` are its own, where it shows one, and that of the document, and durations count
    units of so many seconds."""
    rows, columns = _layout(drafts)
    body = _body(drafts, rows, columns)
    known, fallback = conventions
    decimal = known or fallback or "point"
    first = drafts[0]
    stated = figures(body, decimal, first.grid.sheet.typed, seconds)
    labelled = tuple(_column(drafts[p], j) for p, j in _owners(columns))
    outline, levels_by = _rows(drafts, rows, canonical)
    return Table(
        id=id,
        title=first.title.text if first.title else "",
        title_place=first.title.place if first.title else None,
        parts=tuple(map(_part, drafts)),
        columns=labelled,
        rows=outline,
        row_at=_positions(rows, [draft.rows for draft in drafts]),
        column_at=_positions(columns, [draft.columns for draft in drafts]),
        text=first.text if len(drafts) == 1 else body.text,
        figures=stated,
        decimal=decimal,
        decimal_known=known is not None,
        shifts=_shifts(drafts, rows, columns),
        header_shift=first.header_shift,
        declared=tuple(declared([drafts[p].marks[j] for p, j in _owners(columns)])),
        hidden_rows=_hidden(rows, [(draft.rows, draft.grid.sheet.hidden_rows) for draft in drafts]),
        hidden_columns=_hidden(
            columns, [(draft.columns, draft.grid.sheet.hidden_columns) for draft in drafts]
        ),
        uncomputed=frozenset(_uncomputed(drafts, rows, columns)),
        unread=unread(body, stated, labelled),
        group_labels=first.labels.group_labels,
        unit=first.unit,
        levels_by=levels_by,
    )


# Where the rows or columns of a joined table stand in each draft: shape (drafts, lines), -1 where
# one has no such line.
Lines = npt.NDArray[np.int64]


def _layout(drafts: Sequence[TableDraft]) -> tuple[Lines, Lines]:
    first, none = drafts[0], np.empty(0, dtype=np.int64)
    rows, columns = np.arange(len(first.rows))[None], np.arange(len(first.columns))[None]
    for draft in drafts[1:]:
        down, across = np.arange(len(draft.rows)), np.arange(len(draft.columns))
        if draft.labels.paths == first.labels.paths:
            rows, columns = _with(rows, none, down), _with(columns, across, none)
        else:
            matched = np.full(rows.shape[1], -1)
            for left, right in entities.match(first.names, draft.names):
                matched[left] = right
            rows = _with(rows, matched, np.setdiff1d(down, matched))
            columns = _with(columns, none, across)
    return rows, columns


def _with(lines: Lines, beside: Lines, behind: Lines) -> Lines:
    """The lines with those of one more draft: which stands beside each, and others behind them."""
    before = lines.shape[1]
    lengthened = np.full((len(lines) + 1, before + len(behind)), -1, dtype=np.int64)
    lengthened[:-1, :before] = lines
    lengthened[-1, : len(beside)] = beside
    lengthened[-1, before:] = behind
    return lengthened


def _owners(lines: Lines) -> list[tuple[int, int]]:
    """The first draft that has each line, and which line of it that is."""
    draft = (lines >= 0).argmax(axis=0)
    return list(zip(draft.tolist(), lines[draft, np.arange(lines.shape[1])].tolist(), strict=True))


def _body(drafts: Sequence[TableDraft], rows: Lines, columns: Lines) -> Contents:
    """What the cells of the joined table hold."""
    if len(drafts) == 1:
        return drafts[0].body
    shape = rows.shape[1], columns.shape[1]
    cells, formats = np.full(shape, None, dtype=object), np.zeros(shape, dtype=np.int32)
    codes = {"General": 0}
    for draft, down, across in zip(drafts, rows, columns, strict=True):
        here = np.ix_(np.flatnonzero(down >= 0), np.flatnonzero(across >= 0))
        window = np.ix_(down[down >= 0], across[across >= 0])
        source = draft.source[window]
        held = draft.grid.sheet.cells.ravel()[source]
        held[source < 0] = None
        cells[here] = held
        own = [codes.setdefault(code, len(codes)) for code in draft.body.format_codes]
        if draft.body.formats is not None:
            formats[here] = np.array(own, dtype=np.int32)[draft.body.formats[window]]
    return contents(cells, formats, tuple(codes))


def _uncomputed(
    drafts: Sequence[TableDraft], rows: Lines, columns: Lines
) -> Iterator[tuple[int, int]]:
    """The cells of the joined table that hold a formula and no result."""
    for draft, down, across in zip(drafts, rows, columns, strict=True):
        sheet = draft.grid.sheet
        if not sheet.formulas:
            continue
        here = {int(draft.rows[r]): i for i, r in enumerate(down) if r >= 0}
        there = {int(draft.columns[c]): j for j, c in enumerate(across) if c >= 0}
        for row, column in sheet.formulas:
            bare = row in here and column in there and sheet.cells[row, column] is None
            if bare and (row, column) not in sheet.blanks:
                yield here[row], there[column]


def _hidden(lines: Lines, sheets: Sequence[tuple[Integers, frozenset[int]]]) -> frozenset[int]:
    """The lines that are hidden wherever they stand; `sheets` has each draft's lines as its sheet
    counts them, and those of its sheet that are hidden."""
    shown = np.zeros(lines.shape[1], dtype=bool)
    for at, (own, hidden) in zip(lines, sheets, strict=True):
        shown |= (at >= 0) & ~np.isin(own, list(hidden))[at]
    return frozenset(np.flatnonzero(~shown).tolist())


def _positions(lines: Lines, sheets: Sequence[Integers]) -> Lines:
    """The lines as each draft's sheet counts them, -1 where it has none."""
    return np.array(
        [np.where(at >= 0, own[at], -1) for at, own in zip(lines, sheets, strict=True)],
        dtype=np.int64,
    )


def _part(draft: TableDraft) -> Part:
    block = draft.block
    header = block.header or (block.body[0], block.body[0] - 1)
    return Part(
        draft.sheet, Range(header[0], block.left, block.body[1], block.right), header, block.body
    )


def _column(draft: TableDraft, column: int) -> Column:
    path = draft.labels.paths[column]
    units = (unit_of_label(label) for label in reversed(path))
    unit = next(filter(None, units), "")
    return Column(path, draft.roles[column], draft.labels.places[column], unit)


def _rows(
    drafts: Sequence[TableDraft], rows: Lines, canonical: Sequence[Sequence[str]]
) -> tuple[tuple[Row, ...], LevelsBy]:
    owners = _owners(rows) if len(drafts) > 1 else []
    names = _of_owners([draft.names for draft in drafts], owners)
    roles = _of_owners([draft.row_roles for draft in drafts], owners)
    serials = _of_owners([draft.serials for draft in drafts], owners)
    numbers = [outline_number(*pair) for pair in zip(serials, names, strict=True)]
    groups = bands(numbers, names, roles)
    stated = levels(numbers)
    levels_by: LevelsBy = "number"
    if max(stated, default=NO_LEVEL) <= 0:
        layouts = zip(_of_owners([draft.layouts for draft in drafts], owners), roles, strict=True)
        stated = levels_by_layout(
            [layout if role in _IN_OUTLINE else None for layout, role in layouts]
        )
        levels_by = "layout"
    made = map(Row, roles, names, _of_owners(canonical, owners), groups, stated)
    return tuple(made), levels_by


def _of_owners(lists: Sequence[Sequence[T]], owners: Sequence[tuple[int, int]]) -> Sequence[T]:
    """What each line has, of the lists that its draft and the others have."""
    return lists[0] if len(lists) == 1 else [lists[p][i] for p, i in owners]


def _shifts(drafts: Sequence[TableDraft], rows: Lines, columns: Lines) -> dict[int, Shift]:
    """The shifts of each draft's rows, over the columns of the joined table."""
    shifts: dict[int, Shift] = {}
    printed = [int(drafts[p].columns[j]) for p, j in _owners(columns)]
    for draft, down, across in zip(drafts, rows, columns, strict=True):
        for row, shift in draft.shifts.items():
            places = tuple(
                shift.columns[own] if own >= 0 else column
                for own, column in zip(across.tolist(), printed, strict=True)
            )
            at = across.tolist().index(shift.at)
            shifts[down.tolist().index(row)] = replace(shift, at=at, columns=places)
    return dict(sorted(shifts.items()))
