"""A clean sheet together with the laws its figures obey: the truth a mutant is judged by."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Literal

from tests.layouts.drawing import Figure

Spot = tuple[int, int]  # row and column of the grid, from 0
Content = str | int | date | Figure | None
Grid = tuple[tuple[Content, ...], ...]
LawKind = Literal["sum", "average", "link", "ratio", "rank", "grade"]


@dataclass(frozen=True)
class Odd(Figure):
    """A figure that a reader can make out, written as its sheet writes none; text in a workbook."""

    written: str = ""

    def text(self, comma: bool) -> str:
        return self.written


@dataclass(frozen=True)
class Law:
    """What one figure must be, given others.

    A ratio is term 1 over term 2, or over the constant `over` where there is one term, times
    `scale`. `rounded` says that target and terms of a sum were rounded one by one. The terms of a
    rank are the scores of all its peers, its own first; those of a grade are own score, then
    score and grade of each peer in turn; `grades` are best first.
    """

    kind: LawKind
    target: Spot
    terms: tuple[Spot, ...]
    over: Decimal = Decimal(1)
    scale: int = 1
    rounded: bool = False
    grades: tuple[str, ...] = ()


@dataclass(frozen=True)
class Clean:
    """A sheet without a mistake; `merges` are (top, left, bottom, right)."""

    name: str
    rows: Grid
    laws: tuple[Law, ...]
    merges: tuple[tuple[int, int, int, int], ...] = ()

    def at(self, spot: Spot) -> Content:
        return self.rows[spot[0]][spot[1]]

    def figure(self, spot: Spot) -> Figure:
        found = self.at(spot)
        assert isinstance(found, Figure), spot
        return found


@dataclass
class Board:
    """A sheet while it is drawn, line by line."""

    name: str
    rows: list[tuple[Content, ...]] = field(default_factory=list)
    laws: list[Law] = field(default_factory=list)
    merges: list[tuple[int, int, int, int]] = field(default_factory=list)

    def line(self, *cells: Content) -> int:
        """Adds a line and says which it is."""
        self.rows.append(cells)
        return len(self.rows) - 1

    def law(
        self, kind: LawKind, target: Spot, terms: Iterable[Spot], rounded: bool = False
    ) -> None:
        self.laws.append(Law(kind, target, tuple(terms), rounded=rounded))

    def ratio(
        self, target: Spot, terms: Sequence[Spot], over: Decimal = Decimal(1), scale: int = 1
    ) -> None:
        self.laws.append(Law("ratio", target, tuple(terms), over, scale))

    def ranks(self, column: int, scores: int, lines: Sequence[int]) -> None:
        """A rank in each line, by the scores of all of them."""
        for own in lines:
            peers = [own, *(line for line in lines if line != own)]
            self.law("rank", (own, column), [(line, scores) for line in peers])

    def graded(
        self, column: int, scores: int, lines: Sequence[int], grades: tuple[str, ...]
    ) -> None:
        """A grade in each line, falling as the scores fall."""
        for own in lines:
            peers = [line for line in lines if line != own]
            spots = [spot for line in peers for spot in ((line, scores), (line, column))]
            terms = ((own, scores), *spots)
            self.laws.append(Law("grade", (own, column), terms, grades=grades))

    def done(self) -> Clean:
        width = max(map(len, self.rows))
        rows = tuple(row + (None,) * (width - len(row)) for row in self.rows)
        return Clean(self.name, rows, tuple(self.laws), tuple(self.merges))


def laws_by_cell(laws: Iterable[Law]) -> Mapping[Spot, tuple[Law, ...]]:
    """The laws that each cell is the target or a term of."""
    found: dict[Spot, list[Law]] = {}
    for law in laws:
        for spot in dict.fromkeys((law.target, *law.terms)):
            found.setdefault(spot, []).append(law)
    return {spot: tuple(among) for spot, among in found.items()}
