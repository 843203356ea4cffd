"""The highest marks that a table or its template states, and the figures that keep within them."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

import numpy as np
from msgspec import Struct

from reconcile.labels.texts import asked_once_per_pattern
from reconcile.labels.units import maximum_of_label
from reconcile.model import Flags, Integers, Line, Table
from reconcile.relations.claims.outcomes import Claimed
from reconcile.relations.outcome import share

if TYPE_CHECKING:
    from reconcile.template import Indicator, TemplateBinding, Total

_SCORED = ("component", "subtotal", "total")  # roles of columns that have a highest mark
_FEWEST = 4  # figures that keep within a limit, for it to be one
_MOST_ABOVE = 0.1  # the share of figures that may not keep within it, one at least
_SAME = 1e-9  # relative: to so many digits a highest figure may have been stored anew


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
    figures = table.figures
    gathered = _GatheredLimits(table)
    for j, highest in [*_stated(template, table), *_named_columns(table)]:
        marks = np.full(len(table.rows), highest, dtype=figures.units.dtype)
        gathered.add(j, marks, gathered.entities)
    for i in _maxima(table):
        for j in gathered.scored:
            if figures.known[i, j]:
                marks = np.full(len(table.rows), figures.units[i, j], dtype=figures.units.dtype)
                gathered.add(j, marks, gathered.entities)
    others = np.array([row.role != "maximum" for row in table.rows], dtype=bool)
    beside = [
        (figures.units[:, c], figures.known[:, c] & others)
        for c, column in enumerate(table.columns)
        if column.role == "maximum"
    ]
    for marks, rows in (*beside, *_named_rows(table)):
        for j in gathered.scored:
            gathered.add(j, marks, rows)
    return Limits(gathered.highest, gathered.limited) if gathered.limited.any() else None


def stated_bounds(table: Table, template: TemplateBinding | None) -> Iterator[Claimed]:
    """What the highest marks of a table say of each column that keeps within them."""
    known = limits(table, template)
    if known is None:
        return
    figures = table.figures
    for j in np.flatnonzero(known.limited.any(axis=0)).tolist():
        limited = known.limited[:, j] & figures.known[:, j]
        above = limited & (figures.units[:, j] > known.highest[:, j])
        rows = np.flatnonzero(limited).tolist()
        yield Claimed(
            source="bound",
            kind=None,
            target=Line(table.id, "column", j),
            terms=tuple(Line(table.id, "row", row) for row in rows),
            factors=(),
            status="broken" if above.any() else "holds",
            equations=len(rows),
            confidence=share(len(rows) - int(above.sum()), len(rows)),
        )


class _GatheredLimits:
    """The limits of a table while they are gathered."""

    def __init__(self, table: Table) -> None:
        self.table = table
        self.highest = np.zeros(table.figures.units.shape, dtype=table.figures.units.dtype)
        self.limited: Flags = np.zeros(self.highest.shape, dtype=bool)
        self.entities: Flags = np.array([row.role == "entity" for row in table.rows], dtype=bool)
        self.scored = [j for j, column in enumerate(table.columns) if column.role in _SCORED]

    def add(self, column: int, marks: Integers, rows: Flags) -> None:
        """Takes in the highest `marks` of a column, of some of its rows, where nearly all of these
        keep within them; a total that does not may follow a part."""
        known = rows & self.table.figures.known[:, column]
        if (known & self.entities).sum() >= _FEWEST:
            known &= self.entities
        within = self.table.figures.units[known, column] <= marks[known]
        if within.sum() < _FEWEST or (~within).sum() > max(1, _MOST_ABOVE * len(within)):
            return
        lower = rows & (~self.limited[:, column] | (marks < self.highest[:, column]))
        self.highest[lower, column], self.limited[lower, column] = marks[lower], True


def _named_columns(table: Table) -> Iterator[tuple[int, int]]:
    """The columns whose labels state a highest mark, that in units of the figures."""
    for j, column in enumerate(table.columns):
        stated = [most for name in column.path if (most := maximum_of_label(name)) is not None]
        if stated:
            yield j, int(min(stated).scaleb(table.figures.scale))


def _named_rows(table: Table) -> Iterator[tuple[Integers, Flags]]:
    """The highest marks that the labels of rows state, of all of them together."""
    marks = np.zeros(len(table.rows), dtype=table.figures.units.dtype)
    is_named: Flags = np.zeros(len(table.rows), dtype=bool)
    names = table.row_names
    states_one = asked_once_per_pattern(names, lambda name: maximum_of_label(name) is not None)
    for i, name in enumerate(names):
        most = maximum_of_label(name) if states_one[i] else None
        if most is not None and table.rows[i].role != "maximum":
            marks[i], is_named[i] = int(most.scaleb(table.figures.scale)), True
    if is_named.any():
        yield marks, is_named


def _maxima(table: Table) -> Iterator[int]:
    """The rows that state the highest marks of the columns."""
    scored = [j for j, column in enumerate(table.columns) if column.role in _SCORED]
    for i, row in enumerate(table.rows):
        if row.role == "maximum" and not _is_a_statistic(table, i, scored):
            yield i


def _is_a_statistic(table: Table, row: int, columns: list[int]) -> bool:
    """Whether a row `Maximum` under figures says which of them is the highest."""
    figures = table.figures
    above = [i for i in range(row) if table.rows[i].role == "entity"]
    known = [j for j in columns if figures.known[row, j]]
    before, own = figures.units[above].astype(float), figures.units[row].astype(float)
    return bool(above) and all(
        np.isclose(before[:, j], own[j], rtol=_SAME, atol=0).any() for j in known
    )
