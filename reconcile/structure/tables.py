"""Drafts joined into tables: a continuation adds columns, or rows, to the table it continues."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import numpy as np

from reconcile import numbers
from reconcile.model import Column, Convention, Objects, Part, Range, Row, Shift, Table
from reconcile.structure import bands, entities, words
from reconcile.structure.declared import declared
from reconcile.structure.drafts import Draft

Joint = tuple[tuple[Draft, ...], str]


def joined(drafts: Sequence[Draft]) -> list[list[Draft]]:
    """Drafts grouped so that each group is one table."""
    groups: list[list[Draft]] = []
    for draft in drafts:
        group = next((g for g in reversed(groups) if _continues(g[0], draft)), None)
        if group is None:
            groups.append([draft])
        else:
            group.append(draft)
    return groups


def _continues(first: Draft, later: Draft) -> bool:
    if first.title is None or later.title is None:
        return False
    if not words.is_continued(later.title.text) or words.is_continued(first.title.text):
        return False
    return words.fold_case(words.title_core(first.title.text)) == words.fold_case(
        words.title_core(later.title.text)
    )


def table(
    id: str,
    drafts: Sequence[Draft],
    fallback: Convention | None,
    canonical: Sequence[Sequence[str]],
) -> Table:
    """One table of one draft and its continuations; `canonical` names the rows of each draft."""
    rows, columns = _layout(drafts)
    cells, codes, text = (
        _gathered(drafts, rows, columns, name) for name in ("cells", "codes", "text")
    )
    known = numbers.convention_of_cells(cells.ravel())
    decimal = known or fallback or "point"
    first = drafts[0]
    return Table(
        id=id,
        title=first.title.text if first.title else "",
        title_place=first.title.place if first.title else None,
        parts=tuple(map(_part, drafts)),
        columns=tuple(_column(drafts[p], j) for p, j in (column[0] for column in columns)),
        rows=_rows(drafts, rows, canonical),
        row_at=_positions(rows, len(drafts), [draft.rows for draft in drafts]),
        column_at=_positions(columns, len(drafts), [draft.columns for draft in drafts]),
        text=text,
        figures=numbers.figures(cells, codes, decimal, first.grid.sheet.typed),
        decimal=decimal,
        decimal_known=known is not None,
        shifts=_shifts(drafts, rows, columns),
        header_shift=first.header_shift,
        declared=tuple(declared([drafts[p].marks[j] for p, j in (spots[0] for spots in columns)])),
        hidden_rows=_hidden(rows, [(draft.rows, draft.grid.sheet.hidden_rows) for draft in drafts]),
        hidden_columns=_hidden(
            columns, [(draft.columns, draft.grid.sheet.hidden_columns) for draft in drafts]
        ),
        uncomputed=frozenset(_uncomputed(drafts, rows, columns)),
        spans=tuple(
            (label, place, first_column, last_column)
            for label, place, first_column, last_column in first.labels.spans
        ),
    )


# A row or column of a joined table is the list of (draft, its row or column there)
Spot = tuple[int, int]


def _layout(drafts: Sequence[Draft]) -> tuple[list[list[Spot]], list[list[Spot]]]:
    first = drafts[0]
    rows = [[(0, i)] for i in range(len(first.rows))]
    columns = [[(0, j)] for j in range(len(first.columns))]
    for p, draft in enumerate(drafts[1:], start=1):
        if draft.labels.paths == first.labels.paths:
            rows += [[(p, i)] for i in range(len(draft.rows))]
            for j, column in enumerate(columns):
                column.append((p, j))
        else:
            matched = dict(entities.match(first.names, draft.names))
            for left, right in matched.items():
                rows[left].append((p, right))
            unmatched = set(range(len(draft.rows))) - set(matched.values())
            rows += [[(p, right)] for right in sorted(unmatched)]
            columns += [[(p, j)] for j in range(len(draft.columns))]
    return rows, columns


def _gathered(
    drafts: Sequence[Draft], rows: list[list[Spot]], columns: list[list[Spot]], name: str
) -> Objects:
    nothing = {"cells": None, "codes": "General", "text": ""}[name]
    out = np.full((len(rows), len(columns)), nothing, dtype=object)
    for p, draft in enumerate(drafts):
        here = [(i, r) for i, row in enumerate(rows) for q, r in row if q == p]
        there = [(j, c) for j, column in enumerate(columns) for q, c in column if q == p]
        if here and there:
            source = getattr(draft, name)
            out[np.ix_([i for i, _ in here], [j for j, _ in there])] = source[
                np.ix_([r for _, r in here], [c for _, c in there])
            ]
    return out


def _uncomputed(
    drafts: Sequence[Draft], rows: list[list[Spot]], columns: list[list[Spot]]
) -> Iterator[tuple[int, int]]:
    """The cells of the joined table that hold a formula and no result."""
    for p, draft in enumerate(drafts):
        sheet = draft.grid.sheet
        if not sheet.formulas:
            continue
        here = {draft.rows[r]: i for i, row in enumerate(rows) for q, r in row if q == p}
        there = {
            draft.columns[c]: j for j, column in enumerate(columns) for q, c in column if q == p
        }
        for row, column in sheet.formulas:
            bare = row in here and column in there and sheet.cells[row, column] is None
            if bare and (row, column) not in sheet.blanks:
                yield here[row], there[column]


def _hidden(
    lines: list[list[Spot]], sheets: Sequence[tuple[tuple[int, ...], frozenset[int]]]
) -> frozenset[int]:
    """The lines that are hidden wherever they stand; `sheets` has each draft's lines as its sheet
    counts them, and those of its sheet that are hidden."""
    return frozenset(
        n for n, line in enumerate(lines) if all(sheets[p][0][at] in sheets[p][1] for p, at in line)
    )


def _positions(lines: list[list[Spot]], parts: int, sheet: Sequence[tuple[int, ...]]) -> np.ndarray:
    out = np.full((parts, len(lines)), -1, dtype=np.int64)
    for i, line in enumerate(lines):
        for p, at in line:
            out[p, i] = sheet[p][at]
    return out


def _part(draft: Draft) -> Part:
    block = draft.block
    header = block.header or (block.body[0], block.body[0] - 1)
    return Part(
        draft.sheet, Range(header[0], block.left, block.body[1], block.right), header, block.body
    )


def _column(draft: Draft, column: int) -> Column:
    return Column(draft.labels.paths[column], draft.roles[column], draft.labels.places[column])


def _rows(
    drafts: Sequence[Draft], rows: list[list[Spot]], canonical: Sequence[Sequence[str]]
) -> tuple[Row, ...]:
    owners = [row[0] for row in rows]
    names = [drafts[p].names[i] for p, i in owners]
    roles = [drafts[p].row_roles[i] for p, i in owners]
    marks = [
        bands.mark(drafts[p].serial(i), name) for (p, i), name in zip(owners, names, strict=True)
    ]
    standing = bands.bands(marks, names, roles)
    return tuple(
        Row(role, name, canonical[p][i], band)
        for (p, i), role, name, band in zip(owners, roles, names, standing, strict=True)
    )


def _shifts(
    drafts: Sequence[Draft], rows: list[list[Spot]], columns: list[list[Spot]]
) -> dict[int, Shift]:
    """The shifts of each draft's rows, over the columns of the joined table."""
    out: dict[int, Shift] = {}
    for i, row in enumerate(rows):
        for p, r in row:
            shift = drafts[p].shifts.get(r)
            if shift is None:
                continue
            sources = {j: c for j, column in enumerate(columns) for q, c in column if q == p}
            places = tuple(
                shift.columns[sources[j]]
                if j in sources
                else drafts[column[0][0]].columns[column[0][1]]
                for j, column in enumerate(columns)
            )
            at = next(j for j, c in sources.items() if c == shift.at)
            out[i] = Shift(at, shift.by, places)
    return out
