"""Which broken equations some edits touch, told without going through them all."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from typing import Literal

from reconcile.explain.context import Context
from reconcile.explain.scenario import is_missing_term
from reconcile.model import RANKINGS, Cell, Equation, Line

_Position = tuple[Literal["column", "row"], int]  # along columns it is a row


class Touched:
    """Some broken equations by the cells that they are about: their own, for a rank those of all
    its scores, and those of their row or column in which a figure is missing."""

    def __init__(self, context: Context, broken: Iterable[Equation]) -> None:
        self._context = context
        self._broken = tuple(broken)
        self._by_cell: dict[Cell, list[int]] = defaultdict(list)
        self._by_score: dict[Line, list[int]] = defaultdict(list)
        self._by_position: dict[_Position, list[int]] = defaultdict(list)
        for n, equation in enumerate(self._broken):
            self._enter(n, equation)

    def _enter(self, n: int, equation: Equation) -> None:
        relation = self._context.relation_of(equation)
        self._by_cell[equation.target].append(n)
        if equation.kind in RANKINGS:
            self._by_score[relation.terms[0]].append(n)
            return
        for term in equation.terms:
            self._by_cell[term.cell].append(n)
        axis = relation.target.axis
        self._by_position[axis, relation.target.position(equation.target)].append(n)

    def by(self, cells: Iterable[Cell]) -> Iterator[Equation]:
        """Those that edits of some cells touch, in their order."""
        touched = {n for cell in cells for n in self._of(cell)}
        return (self._broken[n] for n in sorted(touched))

    def _of(self, cell: Cell) -> Iterator[int]:
        yield from self._by_cell.get(cell, ())
        for score, numbers in self._by_score.items():
            if score.holds(cell):
                yield from numbers
        if self._context.value(cell) is None:
            positions: list[_Position] = [("column", cell.row), ("row", cell.column)]
            for position in positions:
                for n in self._by_position.get(position, ()):
                    if is_missing_term(self._context, self._broken[n], cell):
                        yield n
