"""Roles settled by what relates: what is computed is a total, a ratio or an average."""

from __future__ import annotations

from collections.abc import Iterable

from msgspec.structs import replace

from reconcile.model import QUOTIENTS, ColumnRole, Relation, RowRole, Table
from reconcile.relations.check.lines import bundles


def settled_table(table: Table, relations: Iterable[Relation]) -> Table:
    """The table with the roles of columns and rows as the relations show them."""
    own = [relation for relation in relations if relation.target.table == table.id]
    columns: dict[int, ColumnRole] = {}
    rows: dict[int, RowRole] = {}
    parts = _parts(table, own)
    for relation in own:
        line = relation.target
        if relation.is_running:
            continue
        computed = _role(relation, line.index in parts[line.axis])
        if computed and line.axis == "column":
            columns[line.index] = computed
        elif computed in ("total", "subtotal", "average"):
            rows[line.index] = computed
    for index in parts["column"]:
        if table.columns[index].role == "total":
            columns.setdefault(index, "component")
    changed_columns, changed_rows = list(table.columns), list(table.rows)
    for j, role in columns.items():
        changed_columns[j] = replace(table.columns[j], role=role)
    for i, row_role in rows.items():
        changed_rows[i] = replace(table.rows[i], role=row_role)
    return replace(table, columns=tuple(changed_columns), rows=tuple(changed_rows))


def _parts(table: Table, relations: Iterable[Relation]) -> dict[str, set[int]]:
    """The lines of a table that its sums add up, by their axis."""
    parts: dict[str, set[int]] = {"column": set(), "row": set()}
    for relation in relations:
        for bundle in bundles(relation.terms) if relation.kind == "sum" else ():
            if bundle.table == table.id:
                parts[bundle.axis].update(bundle.indices.tolist())
    return parts


def _role(relation: Relation, is_part: bool) -> ColumnRole | None:
    if relation.kind == "sum":
        return "subtotal" if is_part else "total"
    if relation.kind in QUOTIENTS:
        return "ratio"
    if relation.kind == "average":
        return "average"
    return None
