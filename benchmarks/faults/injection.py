"""What every fault shares: the sheet it strikes, and the mutant it leaves."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from random import Random

from benchmarks.faults.board import Clean, Content, Grid, Law, LawKind, Spot
from benchmarks.faults.rendering import Manner
from tests.layouts.drawing import Figure


@dataclass(frozen=True)
class Mutant:
    """A sheet with one mistake, standing at any of the cells `at`.

    `plain` says that the mistake shows by itself, whatever the arithmetic: a cell that is no
    figure of its sheet's kind. `moved` says that a row was moved, and not one cell changed.
    """

    rows: Grid
    at: frozenset[Spot]
    plain: bool = False
    moved: bool = False


@dataclass(frozen=True)
class Victim:
    """A clean sheet, how it will be written, and the chance that picks in it."""

    clean: Clean
    manner: Manner
    rng: Random

    def laws(self, *kinds: LawKind) -> list[Law]:
        return [law for law in self.clean.laws if law.kind in kinds]

    def law(self, *kinds: LawKind) -> Law | None:
        found = self.laws(*kinds)
        return self.rng.choice(found) if found else None

    def figures(self) -> list[Spot]:
        """The cells that sums, averages, ratios and links speak of, in order."""
        laws = self.laws("sum", "average", "ratio", "link")
        spots = {spot for law in laws for spot in (law.target, *law.terms)}
        return sorted(spot for spot in spots if isinstance(self.clean.at(spot), Figure))


Fault = Callable[[Victim], Mutant | None]
"""None where the sheet has nothing that the fault could strike."""


def changed(rows: Grid, cells: Mapping[Spot, Content]) -> Grid:
    return tuple(
        tuple(cells.get((i, j), cell) for j, cell in enumerate(row)) for i, row in enumerate(rows)
    )


def like(old: Figure, value: Decimal) -> Figure:
    """The value as the old figure was printed, rounded to its decimals."""
    exponent = int(old.value.as_tuple().exponent)
    return Figure(value.quantize(Decimal(1).scaleb(exponent), ROUND_HALF_UP), old.grouped)


def carried(clean: Clean, cells: Mapping[Spot, Content]) -> dict[Spot, Content]:
    """The changed cells, with the ratios that a sheet would compute from them."""
    found = dict(cells)
    for law in clean.laws:
        if law.kind == "ratio" and law.terms[0] in cells and law.target not in cells:
            total = cells[law.terms[0]]
            over = law.over if len(law.terms) == 1 else clean.figure(law.terms[1]).value
            if isinstance(total, Figure):
                ratio = total.value * law.scale / over
                found[law.target] = like(clean.figure(law.target), ratio)
    return found


def summing(clean: Clean, spot: Spot) -> Iterator[Law]:
    """The sums that a figure is a term of."""
    return (law for law in clean.laws if law.kind == "sum" and spot in law.terms)
