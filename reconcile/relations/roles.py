"""Roles settled by what relates: what is computed is a total, a ratio or an average."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from reconcile.model import ColumnRole, Document, Relation, RowRole, Table


def settled(document: Document, relations: Iterable[Relation]) -> Document:
    """The document with the roles of columns and rows as the relations show them."""
    found = list(relations)
    return replace(document, tables=tuple(settled_table(table, found) for table in document.tables))


def settled_table(table: Table, relations: Iterable[Relation]) -> Table:
    found = [relation for relation in relations if relation.target.table == table.id]
    columns: dict[int, ColumnRole] = {}
    rows: dict[int, RowRole] = {}
    parts = {
        (line.axis, line.index)
        for relation in found
        if relation.kind == "sum"
        for line in relation.terms
        if line.table == table.id
    }
    for relation in found:
        line = relation.target
        computed = _role(relation, (line.axis, line.index) in parts)
        if computed and line.axis == "column":
            columns[line.index] = computed
        elif computed in ("total", "subtotal", "average"):
            rows[line.index] = computed
    for axis, index in parts:
        if axis == "column" and table.columns[index].role == "total":
            columns.setdefault(index, "component")
    return replace(
        table,
        columns=tuple(
            replace(column, role=columns.get(j, column.role))
            for j, column in enumerate(table.columns)
        ),
        rows=tuple(replace(row, role=rows.get(i, row.role)) for i, row in enumerate(table.rows)),
    )


def _role(relation: Relation, is_part: bool) -> ColumnRole | None:
    if relation.kind == "sum":
        return "subtotal" if is_part else "total"
    if relation.kind in ("ratio", "change"):
        return "ratio"
    if relation.kind == "average":
        return "average"
    return None
