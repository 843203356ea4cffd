"""Several wrong cells in one connected system: the smallest sets of edits that make it all hold.

Equations that share a broken cell are searched together, by iterative deepening up to three edits
(the error localisation problem of Fellegi and Holt 1976, over balance edits, by branching on broken
equations). A cell's new figure is what one of its broken equations asks for. Holding equations must
go on holding; a copy of an edited cell in another table follows it and does not count.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from fractions import Fraction

from msgspec import Struct

from reconcile.explain.context import Context
from reconcile.explain.scenario import Scenario
from reconcile.model import BALANCES, Cell, Equation

MOST_EDITS = 3  # cells edited at once: each further one multiplies the search by the terms of a sum
_MOST_STEPS = 4000  # edits tried in one system; beyond, the search gives up
_MOST_STEPS_IN_ALL = 20_000  # shared out among the systems that are still to be searched

Edits = frozenset[tuple[Cell, Fraction]]


class Localised(Struct, frozen=True, eq=False):
    """All smallest sets of edits for a connected system; `gave_up` where the search was cut off."""

    equations: tuple[Equation, ...]
    solutions: tuple[Edits, ...]
    gave_up: bool


def localise(context: Context, broken: Iterable[Equation]) -> Iterator[Localised]:
    """One result for each connected system of broken sums and links."""
    systems = _systems([e for e in broken if e.kind in BALANCES and e.holds == "no"])
    steps_left = _MOST_STEPS_IN_ALL
    for searched, system in enumerate(systems):
        search = _Search(context, min(_MOST_STEPS, steps_left // (len(systems) - searched)))
        solutions: set[Edits] = set()
        for most in range(1, MOST_EDITS + 1):
            candidates = set(search.solutions({id(e): e for e in system}, {}, most))
            solutions = {
                edits for edits in candidates if not Scenario(context, dict(edits)).exceeds_limits()
            }
            if solutions or search.gave_up:
                break
        steps_left = max(0, steps_left - search.steps)
        ordered = sorted(solutions, key=sorted)
        yield Localised(tuple(system), tuple(ordered), search.gave_up)


def _systems(broken: Sequence[Equation]) -> list[list[Equation]]:
    """Broken equations grouped by the cells they share."""
    parents: dict[Cell, Cell] = {}
    for equation in broken:
        own = _root(parents, equation.target)
        for term in equation.terms:
            parents[_root(parents, term.cell)] = own
    groups: dict[Cell, list[Equation]] = {}
    for equation in broken:
        root = _root(parents, equation.target)
        groups[root] = group = groups.pop(root, [])  # behind those of the equations before
        group.append(equation)
    return [sorted(group, key=lambda e: e.target) for group in groups.values()]


def _root(parents: dict[Cell, Cell], cell: Cell) -> Cell:
    """The one cell that stands for all that are connected with a cell."""
    parent = parents.setdefault(cell, cell)
    while parent != cell:
        parents[cell] = parents[parent]
        cell, parent = parent, parents[parent]
    return cell


@dataclass
class _Search:
    """Counts its steps, so that a hopeless system ends."""

    context: Context
    most_steps: int
    steps: int = 0
    _around: dict[Cell, tuple[Equation, ...]] = field(default_factory=dict)

    @property
    def gave_up(self) -> bool:
        return self.steps > self.most_steps

    def solutions(
        self, broken: dict[int, Equation], deltas: dict[Cell, Fraction], left: int
    ) -> Iterator[Edits]:
        """The sets of at most `left` further edits after which no equation is broken."""
        if not broken:
            yield frozenset(self._stated(deltas))
            return
        if left == 0 or self.gave_up:
            return
        equation = min(broken.values(), key=lambda e: len(e.terms))
        reach = self._reach(equation) * (left - 1) if left > 1 else 0
        for cell in (equation.target, *(term.cell for term in equation.terms)):
            if self.gave_up:
                return
            if cell in deltas or self.context.formula(cell):  # that computes what it was told to
                continue
            deltas_asked = {
                -self._residual(e, deltas) / _weight(e, cell)
                for e in self.around(cell)
                if id(e) in broken
            }
            for delta in deltas_asked:
                self.steps += 1
                edited = {**deltas, cell: delta}
                after = self._broken_after(broken, edited, cell)
                if len(after) <= reach:
                    yield from self.solutions(after, edited, left - 1)

    def around(self, cell: Cell) -> tuple[Equation, ...]:
        """The sums and links a cell takes part in, but for links that only copy it."""
        if cell not in self._around:
            self._around[cell] = tuple(
                equation
                for equation in self.context.around(cell)
                if equation.kind in BALANCES
                and equation.holds != "untested"
                and not (
                    equation.kind == "link" and equation.holds != "no" and equation.target != cell
                )
            )
        return self._around[cell]

    def _broken_after(
        self, broken: dict[int, Equation], deltas: dict[Cell, Fraction], cell: Cell
    ) -> dict[int, Equation]:
        after = dict(broken)
        for equation in self.around(cell):
            if self._holds(equation, deltas):
                after.pop(id(equation), None)
            else:
                after[id(equation)] = equation
        return after

    def _reach(self, equation: Equation) -> int:
        """How many equations one further edit could settle."""
        return max(len(self.around(term.cell)) for term in equation.terms)

    def _stated(self, deltas: dict[Cell, Fraction]) -> Iterator[tuple[Cell, Fraction]]:
        for cell, delta in deltas.items():
            yield cell, (self.context.value(cell) or Fraction(0)) + delta

    def _residual(self, equation: Equation, deltas: dict[Cell, Fraction]) -> Fraction:
        """Printed less computed, after the edits."""
        residual = equation.difference or Fraction(0)
        return residual + sum(_weight(equation, cell) * delta for cell, delta in deltas.items())

    def _holds(self, equation: Equation, deltas: dict[Cell, Fraction]) -> bool:
        residual = self._residual(equation, deltas)
        if residual == 0 or equation.holds != "rounding":
            return residual == 0
        return abs(residual) <= abs(equation.difference or Fraction(0))


def _weight(equation: Equation, cell: Cell) -> Fraction:
    """By how much one more in a cell moves what an equation prints from what it computes."""
    printed = 1 if cell == equation.target else 0
    return printed - equation.factors.get(cell, Fraction(0))
