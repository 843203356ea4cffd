"""Papers of lines and tables, and the laws their figures obey: one truth for many renderings."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from fractions import Fraction

from tests.layouts.drawing import Content, Figure

Spot = tuple[int, int]  # row and column of a table, from 0
Span = tuple[int, int, int, int]  # top, left, bottom, right, all included


@dataclass(frozen=True)
class Typed(Figure):
    """A figure that is text in a workbook too."""


@dataclass(frozen=True)
class Marked(Typed):
    """A figure with something printed around it, `{}` standing for it."""

    around: str = "{}"

    def text(self, comma: bool) -> str:
        return self.around.format(super().text(comma))


@dataclass(frozen=True)
class Signed(Figure):
    """A negative figure printed with a dash of some sort; a number in a workbook."""

    minus: str = "-"

    def text(self, comma: bool) -> str:
        return super().text(comma).replace("-", self.minus)


@dataclass(frozen=True)
class Spaced(Figure):
    """A figure whose thousands are parted by a space of some sort; a number in a workbook."""

    space: str = ""

    def text(self, comma: bool) -> str:
        return f"{self.value:,f}".replace(",", self.space)


@dataclass(frozen=True)
class Wide(Figure):
    """A whole number in full-width digits; a number in a workbook."""

    def text(self, comma: bool) -> str:
        return super().text(comma).translate({ord("0") + n: 0xFF10 + n for n in range(10)})


def decomposed(text: str) -> str:
    """The text with its marks as characters of their own."""
    return unicodedata.normalize("NFD", text)


@dataclass(frozen=True)
class Law:
    """What a figure must be: an equation as `inspect` lists it, its cells by their spots."""

    kind: str
    target: Spot
    terms: tuple[Spot, ...]
    factors: tuple[Fraction, ...]
    over: Decimal = Decimal(0)
    scale: int = 1


@dataclass
class Grid:
    """A table while it is drawn; `head` counts the header's rows, printed again before each row of
    `breaks`; `beside` is a table drawn to the right of it where the form has room, `title` the line
    above it."""

    rows: list[tuple[Content, ...]] = field(default_factory=list)
    merges: list[Span] = field(default_factory=list)
    laws: list[Law] = field(default_factory=list)
    head: int = 1
    breaks: tuple[int, ...] = ()
    beside: Grid | None = None
    title: str = ""

    def line(self, *cells: Content) -> int:
        """Adds a row and says which it is."""
        self.rows.append(cells)
        return len(self.rows) - 1

    def law(
        self, kind: str, target: Spot, terms: Iterable[Spot], factors: Sequence[Decimal | int] = ()
    ) -> None:
        spots = tuple(terms)
        given = tuple(map(Fraction, factors)) or (Fraction(1),) * len(spots)
        self.laws.append(Law(kind, target, spots, given))

    def ratio(
        self, target: Spot, terms: Iterable[Spot], over: Decimal = Decimal(0), scale: int = 1
    ) -> None:
        spots = tuple(terms)
        self.laws.append(Law("ratio", target, spots, (Fraction(1),) * len(spots), over, scale))

    def ranks(self, targets: Sequence[Spot], scores: Sequence[Spot], kind: str = "rank") -> None:
        for target, score in zip(targets, scores, strict=True):
            self.law(kind, target, [score])

    @property
    def width(self) -> int:
        return max(map(len, self.rows))

    def figure(self, spot: Spot) -> Figure:
        """The figure there; a grade counts as one that states nothing."""
        cell = self.rows[spot[0]][spot[1]]
        return cell if isinstance(cell, Figure) else Figure(Decimal(0))

    def value(self, spot: Spot) -> Decimal:
        return self.figure(spot).value


Sides = tuple[str, str]  # two texts on one line, as above a decision and at its foot
Part = str | Sides | Grid


@dataclass(frozen=True)
class Paper:
    """Lines and tables from top to bottom; `comma` is its decimal mark where it is text,
    `forms` are those it can be drawn in."""

    name: str
    parts: tuple[Part, ...]
    comma: bool = True
    forms: tuple[str, ...] = ("xlsx", "docx", "pdf", "md", "tsv")

    @property
    def grids(self) -> list[Grid]:
        """The tables in the order they are read: one at the right of another comes after it."""
        whole = [part for part in self.parts if isinstance(part, Grid)]
        return [one for grid in whole for one in (grid, grid.beside) if one is not None]
