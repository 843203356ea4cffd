"""Ranks, grades and orders as relations, down the columns of a table and along its rows.

`F = rank of E` where the scores 81, 92, 75 have the ranks 2, 1, 3 beside them; `G = grade of E`
where all from 80 on are Good; the rows in the order of E where no score is above the one before it.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from fractions import Fraction
from typing import Literal, get_args

import numpy as np
from msgspec.structs import replace

from reconcile.model import (
    Column,
    ColumnRole,
    Figures,
    Kind,
    Line,
    Relation,
    Row,
    RowRole,
    Sentence,
    Table,
)
from reconcile.relations.discovery import ranks

Axis = Literal["column", "row"]
_COLUMN_ROLES = frozenset(get_args(ColumnRole))
_ROW_ROLES = frozenset(get_args(RowRole))


def find(table: Table, computed: Sequence[Relation]) -> Iterator[Relation]:
    """What follows from comparing scores; `computed` are the table's other relations.

    Agencies in columns have their ranks and grades in rows. Columns are not asked for their order:
    years that rise are no ranking.
    """
    down = [r for r in computed if r.target.axis == "column"]
    derived = frozenset(r.target.index for r in down)
    running = frozenset(r.target.index for r in down if r.is_running)
    yield from _relations(table, "column", "rank", ranks.ranks(table))
    yield from _relations(table, "column", "grade", ranks.grades(table))
    yield from _relations(table, "column", "order", ranks.orders(table, derived, running))
    if not {"rank", "grade"}.isdisjoint(table.row_roles):
        across = turned(table)
        yield from _relations(across, "row", "rank", ranks.ranks(across))
        yield from _relations(across, "row", "grade", ranks.grades(across))


def turned(table: Table) -> Table:
    """The table on its side: its rows as columns, its columns of figures as rows of entities."""
    return replace(
        table,
        columns=tuple(Column((row.name,), _column_role(row)) for row in table.rows),
        rows=tuple(map(_row, table.columns)),
        text=table.text.T,
        figures=Figures(
            table.figures.units.T,
            table.figures.decimals.T,
            table.figures.known.T,
            table.figures.scale,
        ),
    )


def _column_role(row: Row) -> ColumnRole:
    if row.role == "entity":
        return "component"
    return row.role if row.role in _COLUMN_ROLES else "text"  # type: ignore[return-value]


def _row(column: Column) -> Row:
    band = " / ".join(column.path[:-1])
    if column.role == "component":
        return Row("entity", column.name, column.name, band)
    role: RowRole = column.role if column.role in _ROW_ROLES else "note"  # type: ignore[assignment]
    return Row(role if role != "entity" else "note", column.name, "", band)


def _relations(
    table: Table, axis: Axis, kind: Kind, rankings: Iterator[ranks.Ranking]
) -> Iterator[Relation]:
    for ranking in rankings:
        yield Relation(
            id="",
            kind=kind,
            target=Line(table.id, axis, ranking.target),
            terms=(Line(table.id, axis, ranking.score),),
            factors=(Fraction(1),),
            positions=np.repeat(np.array(ranking.rows, dtype=np.int64)[:, None], 2, axis=1),
            held=ranking.held,
            tested=ranking.tested,
            basis=_basis(kind, table.columns[ranking.score].name, ranking),
            ordering=ranking.ordering,
        )


def _basis(kind: Kind, label: str, ranking: ranks.Ranking) -> Sentence:
    direction = "descending" if ranking.ordering.descending else "ascending"
    key = f"relation.{kind}-{direction}" if kind != "grade" else "relation.grade"
    return Sentence(f"{key}-{ranking.ordering.ties}" if kind == "rank" else key, {"column": label})
