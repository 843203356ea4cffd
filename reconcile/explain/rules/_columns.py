"""Columns that the template has and the sheet has not, and the other way round."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Literal

from msgspec import Struct

from reconcile.explain.rules._stated import BoundTable
from reconcile.labels.spelling import fold
from reconcile.model import Table


class Gap(Struct, frozen=True):
    """An indicator without a column: it belongs beside column `beside`; `instead` is the one column
    that is not known and stands where it belongs."""

    name: str
    beside: int
    side: Literal["behind", "before"]
    instead: int | None


def absent(bound: BoundTable) -> Iterator[Gap]:
    """The template's indicators that have no column, in the template's order."""
    known = bound.template.template.indicators
    names = [indicator.name for indicator in known if indicator.section == bound.binding.section]
    columns = bound.binding.columns
    strange = set(unknown(bound))
    for n, name in enumerate(names):
        if name in columns:
            continue
        before = [columns[other] for other in names[:n] if other in columns]
        behind = [columns[other] for other in names[n + 1 :] if other in columns]
        left = before[-1] if before else None
        right = behind[0] if behind else None
        beside = left if left is not None else right
        if beside is None:
            return
        neighbours = [at for at in (left, right) if at is not None]
        between = [at for at in strange if all(abs(at - other) == 1 for other in neighbours)]
        instead = between[0] if len(between) == 1 else None
        yield Gap(name, beside, "behind" if left is not None else "before", instead)


def unknown(bound: BoundTable) -> Iterator[int]:
    """The columns of scores that the template does not know."""
    known = set(bound.binding.columns.values())
    for j, column in enumerate(bound.table.columns):
        is_score = column.role == "component" and bool(fold(column.name))
        if j not in known and is_score and _is_filled(bound.table, j):
            yield j


def _is_filled(table: Table, column: int) -> bool:
    rows = [i for i, row in enumerate(table.rows) if row.role == "entity"]
    return 2 * int(table.figures.known[rows, column].sum()) > len(rows)
