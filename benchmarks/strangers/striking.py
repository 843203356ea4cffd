"""What every fault shares: the sheet that it strikes, and what it leaves of its cells."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from decimal import Decimal
from random import Random

from benchmarks.strangers.holding import recalculated
from benchmarks.strangers.sheet import Content, Figure, Kind, Law, Sheet, Spot


@dataclass(frozen=True)
class Fault:
    """What becomes of the cells `at`; `formulas` are those that change, None where one is gone.

    `plain`: it shows by itself, whatever the arithmetic.
    """

    cells: Mapping[Spot, Content]
    formulas: Mapping[Spot, Law | None] = field(default_factory=dict)
    plain: bool = False

    @property
    def at(self) -> frozenset[Spot]:
        return frozenset(self.cells) | frozenset(self.formulas)


@dataclass(frozen=True)
class Victim:
    """A clean sheet, the chance that picks in it, and the cells that were struck already."""

    sheet: Sheet
    rng: Random
    struck: frozenset[Spot] = frozenset()

    def figures(self) -> list[Spot]:
        """Typed figures that some law speaks of, zeros and dashes aside."""
        spots = {spot for law in self.sheet.laws for spot in (law.target, *law.terms)}
        free = spots - self.struck - self.sheet.formulas.keys()
        return sorted(spot for spot in free if self.figure(spot).value)

    def figure(self, spot: Spot) -> Figure:
        cell = self.sheet.cells.get(spot)
        return cell if isinstance(cell, Figure) else Figure(Decimal(0))

    def spot(self) -> Spot | None:
        spots = [] if self.sheet.manner.live else self.figures()
        return self.rng.choice(spots) if spots else None

    def law(self, *kinds: Kind) -> Law | None:
        """A law of these kinds with a typed target."""
        if self.sheet.manner.live:
            return None
        return self._one(law for law in self.sheet.laws if law.kind in kinds)

    def formula(self) -> Law | None:
        """A live sum, average or extreme of three terms and more."""
        kinds = ("sum", "mean", "max", "min")
        formulas = self.sheet.formulas.values()
        return self._one(law for law in formulas if law.kind in kinds and len(law.terms) > 2)

    def _one(self, laws: Iterable[Law]) -> Law | None:
        free = [law for law in laws if law.target not in self.struck]
        return self.rng.choice(free) if free else None

    def changed(self, spot: Spot, value: Decimal) -> Fault | None:
        """The figure at the spot with another value, if it is one."""
        old = self.figure(spot)
        return None if value == old.value else Fault({spot: old.with_value(value)})


def struck(sheet: Sheet, faults: list[Fault]) -> Sheet:
    """The sheet with all of these faults, computed anew where it has live formulas."""
    cells, formulas = dict(sheet.cells), dict(sheet.formulas)
    for fault in faults:
        cells.update(fault.cells)
        for spot, law in fault.formulas.items():
            formulas.pop(spot)
            if law:
                formulas[spot] = law
    return replace(sheet, cells=recalculated(cells, formulas), formulas=formulas)
