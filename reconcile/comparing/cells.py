"""The cells that say something else in the new table."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import numpy as np
import numpy.typing as npt

from reconcile.audited import Audit
from reconcile.comparing.comparison import CellValue, Change, Content, MatchedLines, Pairs
from reconcile.comparing.lines import NAMING
from reconcile.comparing.sides import cell_value, difference, equal
from reconcile.model import Objects, Table


def changed(
    old: Table, new: Table, rows: MatchedLines, columns: MatchedLines, sides: tuple[Audit, Audit]
) -> tuple[tuple[Change, ...], int]:
    """The changes, row by row, none with a cause yet; how many figures are only written
    differently."""
    compared = tuple(
        (i, j)
        for i, j in columns.pairs
        if old.columns[i].role not in NAMING and new.columns[j].role not in NAMING
    )
    row_names = {label.index: label for label in rows.new}
    column_names = {label.index: label for label in columns.new}
    changes, rewritten = [], 0
    for (row, j), (before, after) in _differing(old, new, rows.pairs, compared):
        if equal(before, after, sides):
            rewritten += before.number is not None and _in_points(old, before) != _in_points(
                new, after
            )
            continue
        changes.append(
            Change(
                spot=(row, j),
                row=row_names[row],
                column=column_names[j],
                content=_content(new, (row, j), before, after),
                old=before,
                new=after,
                difference=difference(before, after, sides),
            )
        )
    return tuple(changes), rewritten


def _differing(
    old: Table, new: Table, rows: Pairs, columns: Pairs
) -> Iterator[tuple[tuple[int, int], tuple[CellValue, CellValue]]]:
    """The cells that differ in text or stored number: their spot in the new table, both sides."""
    if not rows or not columns:
        return
    ours, theirs = _window(rows, columns, 0), _window(rows, columns, 1)
    reworded = (old.text[ours] != new.text[theirs]).astype(bool)
    scale = max(old.figures.scale, new.figures.scale)
    stored = _units(old, scale)[ours] != _units(new, scale)[theirs]
    both = old.figures.known[ours] & new.figures.known[theirs]
    for m, n in np.argwhere(reworded | (both & stored)):
        (i, row), (k, column) = rows[m], columns[n]
        yield (row, column), (cell_value(old, i, k), cell_value(new, row, column))


def _window(rows: Pairs, columns: Pairs, side: int) -> tuple[npt.NDArray[np.int64], ...]:
    return np.ix_([pair[side] for pair in rows], [pair[side] for pair in columns])


def _units(table: Table, scale: int) -> Objects:
    units: Objects = table.figures.units.astype(object) * 10 ** (scale - table.figures.scale)
    return units


def _in_points(table: Table, cell: CellValue) -> str:
    """The text as a table of points writes it."""
    return cell.text.translate(_SWAPPED) if table.decimal == "comma" else cell.text


_SWAPPED = str.maketrans(",.", ".,")


def _content(table: Table, spot: tuple[int, int], *cells: CellValue) -> Content:
    roles: Sequence[str] = (table.columns[spot[1]].role, table.rows[spot[0]].role)
    if "rank" in roles:
        return "rank"
    if "grade" in roles:
        return "grade"
    figures = [cell.number is not None for cell in cells]
    blank = [not cell.text for cell in cells]
    return "figure" if all(map(max, figures, blank)) else "text"
