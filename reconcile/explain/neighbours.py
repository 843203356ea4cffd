"""Which equations a cell takes part in, looked up as they are asked for."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property
from typing import Literal

import numpy as np
import numpy.typing as npt

from reconcile.model import HOLDS, Cell, CheckedRelation, Equation, Holds, Relations

_At = tuple[int, int]  # a relation by its number, and a place among its lines, the target's first
_Lines = dict[tuple[str, Literal["column", "row"], int], list[_At]]


class Neighbours:
    """The equations of some relations by the cells they are about, in the relations' order."""

    def __init__(self, relations: Relations) -> None:
        self._checked: Sequence[CheckedRelation] = relations.checked
        self._orders: dict[_At, tuple[npt.NDArray[np.int64], npt.NDArray[np.int64]]] = {}

    def as_target(self, cell: Cell, *holds: Holds) -> tuple[Equation, ...]:
        """The equations that compute a cell, or those alone that hold in one of these ways."""
        return self._equations(cell, holds, self._targets)

    def as_term(self, cell: Cell, *holds: Holds) -> tuple[Equation, ...]:
        """The same for those that count a cell, once for each time that they do."""
        return self._equations(cell, holds, self._terms)

    def _equations(self, cell: Cell, holds: Sequence[Holds], lines: _Lines) -> tuple[Equation, ...]:
        places = [
            (number, n, place)
            for number, place in _on(lines, cell)
            for n in self._standing(number, place, cell)
            if self._is_among(number, n, place, holds)
        ]
        return tuple(self._checked[number].equation(n) for number, n, _ in sorted(places))

    def _is_among(self, number: int, n: int, place: int, holds: Sequence[Holds]) -> bool:
        checked = self._checked[number]
        counts = place == 0 or bool(checked.counted[n, place - 1])
        return counts and (not holds or HOLDS[checked.verdicts[n]] in holds)

    @cached_property
    def _targets(self) -> _Lines:
        targets: _Lines = {}
        for number, checked in enumerate(self._checked):
            line = checked.relation.target
            targets.setdefault((line.table, line.axis, line.index), []).append((number, 0))
        return targets

    @cached_property
    def _terms(self) -> _Lines:
        terms: _Lines = {}
        for number, checked in enumerate(self._checked):
            for place, line in enumerate(checked.relation.terms, start=1):
                terms.setdefault((line.table, line.axis, line.index), []).append((number, place))
        return terms

    def _standing(self, number: int, place: int, cell: Cell) -> list[int]:
        """The equations of a relation in which one of its lines stands at a cell."""
        checked = self._checked[number]
        line = checked.relation.terms[place - 1] if place else checked.relation.target
        if (number, place) not in self._orders:
            positions = checked.positions[:, place]
            order = np.argsort(positions, kind="stable")
            self._orders[number, place] = order, positions[order]
        order, ordered = self._orders[number, place]
        position = line.position(cell)
        first, last = ordered.searchsorted(position), ordered.searchsorted(position + 1)
        standing: list[int] = order[first:last].tolist()
        return standing


def _on(lines: _Lines, cell: Cell) -> list[_At]:
    """The lines that a cell is on."""
    column = lines.get((cell.table, "column", cell.column), [])
    return sorted(column + lines.get((cell.table, "row", cell.row), []))
