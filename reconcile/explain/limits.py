"""The highest marks that a table or its template states, and the figures that keep within them."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from msgspec import Struct

from reconcile.model import Flags, Integers, Table

if TYPE_CHECKING:
    from reconcile.template import Indicator, TemplateBinding, Total

_SCORED = ("component", "subtotal", "total")
_LEAST = 4  # figures that keep within a limit, for it to be one
_DIGITS = 1e-9  # to which a highest figure may have been stored anew
_BEYOND = 0.1  # the share of those that may not, one at least


class Limits(Struct, frozen=True, eq=False):
    """For each cell of a table its highest mark, in units of the table's figures, where `limited`
    says that it has one."""

    highest: Integers
    limited: Flags


def _stated(template: TemplateBinding | None, table: Table) -> tuple[tuple[int, int], ...]:
    """The columns of a table whose highest mark its template states, in units of its figures."""
    binding = template.binding_of(table.id) if template else None
    if template is None or binding is None:
        return ()
    known = template.template
    scored: list[Indicator | Total] = [*known.indicators, *known.totals]
    return tuple(
        (binding.columns[column.name], int(column.maximum.scaleb(table.figures.scale)))
        for column in scored
        if column.section == binding.section
        and column.name in binding.columns
        and column.maximum is not None
    )


def limits(table: Table, template: TemplateBinding | None) -> Limits | None:
    """The limits of a table, None where no figure of it has one; of several the lowest counts.

    Where a row `Maximum` prints 10 above a column and a column `Maximum` prints 8 beside a row, the
    figure where they cross keeps within 8.
    """
    figures, stated = table.figures, _stated(template, table)
    rows, columns = ({line.role for line in lines} for lines in (table.rows, table.columns))
    if "maximum" not in rows | columns and not stated:
        return None
    limit = np.zeros(figures.units.shape, dtype=figures.units.dtype)
    limited: Flags = np.zeros(figures.units.shape, dtype=bool)
    entities = np.array([row.role == "entity" for row in table.rows], dtype=bool)
    scored = [j for j, column in enumerate(table.columns) if column.role in _SCORED]
    for i, row in enumerate(table.rows):
        for j in scored if row.role == "maximum" and not _is_a_statistic(table, i, scored) else ():
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
    return Limits(limit, limited) if limited.any() else None


def _is_a_statistic(table: Table, row: int, columns: list[int]) -> bool:
    """Whether a row `Maximum` under figures says which of them is the highest."""
    figures = table.figures
    above = [i for i in range(row) if table.rows[i].role == "entity"]
    named = [j for j in columns if figures.known[row, j]]
    before, own = figures.units[above].astype(float), figures.units[row].astype(float)
    return bool(above) and all(
        np.isclose(before[:, j], own[j], rtol=_DIGITS, atol=0).any() for j in named
    )


def _limit(
    table: Table, column: int, own: Integers, rows: Flags, limits: tuple[Integers, Flags]
) -> None:
    """Marks the figures of a column that nearly all keep within their limit."""
    known = rows & table.figures.known[:, column]
    within = table.figures.units[known, column] <= own[known]
    if within.sum() < _LEAST or (~within).sum() > max(1, _BEYOND * len(within)):
        return
    limit, limited = limits
    lower = rows & (~limited[:, column] | (own < limit[:, column]))
    limit[lower, column], limited[lower, column] = own[lower], True
