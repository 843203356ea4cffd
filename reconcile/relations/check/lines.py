"""Lines taken together, so that their figures are looked up all at once."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal, NamedTuple

import numpy as np
import numpy.typing as npt

from reconcile.model import CheckedRelation, Flags, Line, Lines, Table

Positions = npt.NDArray[np.int64]
Spots = tuple[Positions, Positions]  # rows and columns, which go together by broadcasting


class Bundle(NamedTuple):
    """Lines of one table along one axis; `at` is where they stand among the others."""

    table: str
    axis: Literal["column", "row"]
    at: slice | Positions
    indices: Positions

    def spots(self, positions: Positions) -> Spots:
        """Their cells in a table; `positions` along each have shape (equations, lines)."""
        if self.axis == "column":
            return positions, self.indices
        return self.indices, positions


def bundles(lines: Sequence[Line]) -> list[Bundle]:
    """All the lines, in as few bundles as there are tables and axes."""
    if isinstance(lines, Lines):
        return [Bundle(lines.table, lines.axis, slice(None), lines.indices)]
    places: dict[tuple[str, Literal["column", "row"]], list[int]] = {}
    for n, line in enumerate(lines):
        places.setdefault((line.table, line.axis), []).append(n)
    indices = np.fromiter((line.index for line in lines), dtype=np.int64, count=len(lines))
    if len(places) == 1:
        return [Bundle(*key, slice(None), indices) for key in places]
    return [Bundle(*key, np.array(at), indices[at]) for key, at in places.items()]


def mark(
    marked: dict[str, Flags], lines: Sequence[Line], positions: Positions, which: Flags
) -> None:
    """Marks the cells of some lines, by table, at the positions `which` says; both have shape
    (equations, lines)."""
    for bundle in bundles(lines):
        spots, own = bundle.spots(positions[:, bundle.at]), which[:, bundle.at]
        if not own.all():
            rows, columns = np.broadcast_arrays(*spots)
            spots = rows[own], columns[own]
        marked[bundle.table][spots] = True


def mark_equations(marked: dict[str, Flags], checked: CheckedRelation, which: Flags) -> None:
    """Marks all the cells of some equations."""
    mark(marked, [checked.relation.target], checked.positions[:, :1], which[:, None])
    mark(marked, checked.relation.terms, checked.positions[:, 1:], checked.counted & which[:, None])


def no_cells(tables: Sequence[Table]) -> dict[str, Flags]:
    """By table, its cells with none marked."""
    return {table.id: np.zeros(table.figures.known.shape, dtype=bool) for table in tables}
