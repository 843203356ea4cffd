"""The highest marks that a table or its template states, and whether an edit goes beyond them."""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache
from typing import TYPE_CHECKING

import numpy as np

from reconcile.explain.context import Changes, Context
from reconcile.model import Cell, Flags, Integers, Table

if TYPE_CHECKING:
    from reconcile.template import Applied, Indicator, Total

_SCORED = ("component", "subtotal", "total")
_LEAST = 4  # figures that keep within a limit, for it to be one
_BEYOND = 0.1  # the share of those that may not, one at least


def exceeds(context: Context, changes: Changes, cells: Iterable[Cell] = ()) -> bool:
    """Whether an edit states more than the highest mark of its column or row, or leaves one of the
    cells that do."""
    template = context.template
    if all(_limits(one, _stated(template, one)) is None for one in context.tables.values()):
        return False
    for cell in {*changes, *cells}:
        table = context.tables[cell.table]
        found = _limits(table, _stated(template, table))
        if found is None:
            continue
        limit, limited = found
        at = cell.row, cell.column
        stated = changes.get(cell, context.value(cell))
        if limited[at] and stated is not None and stated * 10**table.figures.scale > int(limit[at]):
            return True
    return False


def _stated(template: Applied | None, table: Table) -> tuple[tuple[int, int], ...]:
    """The columns of a table whose highest mark its template states, in units of its figures."""
    seat = template.seat(table.id) if template else None
    if template is None or seat is None:
        return ()
    known = template.template
    scored: list[Indicator | Total] = [*known.indicators, *known.totals]
    return tuple(
        (seat.columns[one.name], int(one.maximum.scaleb(table.figures.scale)))
        for one in scored
        if one.section == seat.section and one.name in seat.columns and one.maximum is not None
    )


@lru_cache(maxsize=64)
def _limits(table: Table, stated: tuple[tuple[int, int], ...]) -> tuple[Integers, Flags] | None:
    """For each cell the least limit on it, in units of the table's figures, and whether it has
    one; None where none has. `stated` are the template's, by column."""
    figures = table.figures
    rows, columns = ({one.role for one in lines} for lines in (table.rows, table.columns))
    if "maximum" not in rows | columns and not stated:
        return None
    limit = np.zeros(figures.units.shape, dtype=figures.units.dtype)
    limited: Flags = np.zeros(figures.units.shape, dtype=bool)
    entities = np.array([row.role == "entity" for row in table.rows], dtype=bool)
    scored = [j for j, column in enumerate(table.columns) if column.role in _SCORED]
    for i, row in enumerate(table.rows):
        for j in scored if row.role == "maximum" else ():
            if figures.known[i, j]:
                own = np.full(len(table.rows), figures.units[i, j], dtype=limit.dtype)
                _limit(table, j, own, entities, (limit, limited))
    for j, highest in stated:
        own = np.full(len(table.rows), highest, dtype=limit.dtype)
        _limit(table, j, own, entities, (limit, limited))
    others = np.array([row.role != "maximum" for row in table.rows], dtype=bool)
    for c, column in enumerate(table.columns):
        for j in scored if column.role == "maximum" else ():
            _limit(table, j, figures.units[:, c], figures.known[:, c] & others, (limit, limited))
    return (limit, limited) if limited.any() else None


def _limit(
    table: Table, column: int, own: Integers, rows: Flags, found: tuple[Integers, Flags]
) -> None:
    """Marks the figures of a column that nearly all keep within their limit."""
    known = rows & table.figures.known[:, column]
    within = table.figures.units[known, column] <= own[known]
    if within.sum() < _LEAST or (~within).sum() > max(1, _BEYOND * len(within)):
        return
    limit, limited = found
    lower = rows & (~limited[:, column] | (own < limit[:, column]))
    limit[lower, column], limited[lower, column] = own[lower], True
