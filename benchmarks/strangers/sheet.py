"""A drawn sheet: its cells, and the laws that they obey because they were made that way.

A cell is `None`, a `Text` or a `Figure`; a spot is (sheet, row, column), all from 0. A row of a
budget is drawn as `Text("1.1"), Text("Energie"), Figure(1234.6, 1), Figure(1200.0, 1)`.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from decimal import ROUND_HALF_UP, Decimal
from random import Random
from typing import Literal

from benchmarks.strangers.words import Tongue

Spot = tuple[int, int, int]
Kind = Literal[
    "sum", "ratio", "change", "product", "mean", "max", "min", "weighted", "rank", "grade"
]  # fmt: skip
Look = Literal["plain", "brackets", "percent", "code"]  # negative in brackets; no thousands' marks


@dataclass(frozen=True)
class Figure:
    """A value as it is kept; `shown` decimals are printed of it.

    `slack` is how far the true value may lie from it, half a unit where it was rounded.
    """

    value: Decimal
    shown: int = 0
    look: Look = "plain"
    slack: Decimal = Decimal(0)

    def with_value(self, value: Decimal) -> Figure:
        return replace(self, value=value)


@dataclass(frozen=True)
class Text:
    """`figure` marks a text that stands where a figure should: what a slip of typing left."""

    text: str
    bold: bool = False
    indent: int = 0
    figure: bool = False


Content = Figure | Text | None
Cells = Mapping[Spot, Content]


@dataclass(frozen=True)
class Law:
    """The target is what `kind` makes of the terms, as they stand in the same order.

    sum: each times its factor; ratio, change: of the first over the second, times `scale`;
    weighted: weights and figures by turns; rank: of the first among all; grade: by `steps`, each
    the least that it asks for and its name, the best first.
    """

    kind: Kind
    target: Spot
    terms: tuple[Spot, ...]
    factors: tuple[int, ...] = ()
    scale: Decimal = Decimal(1)
    steps: tuple[tuple[Decimal, str], ...] = ()


@dataclass(frozen=True)
class Manner:
    """How a sheet is kept: `live` has formulas; in `apart` totals are rounded for themselves;
    `deep` keeps more decimals than it shows."""

    tongue: Tongue
    format: str = "xlsx"
    live: bool = False
    apart: bool = False
    deep: bool = False


@dataclass(frozen=True)
class Sheet:
    """A finished book; `formulas` are the laws that live formulas state, by their targets."""

    layout: str
    manner: Manner
    names: tuple[str, ...]
    cells: Cells
    laws: tuple[Law, ...]
    formulas: Mapping[Spot, Law]
    merges: tuple[tuple[int, int, int, int, int], ...] = ()

    def size(self, sheet: int) -> tuple[int, int]:
        """Rows and columns of one sheet."""
        own = [spot for spot in self.cells if spot[0] == sheet]
        return 1 + max(spot[1] for spot in own), 1 + max(spot[2] for spot in own)


def rounded(value: Decimal, decimals: int) -> Decimal:
    return value.quantize(Decimal(1).scaleb(-decimals), ROUND_HALF_UP)


@dataclass
class Draft:
    """A sheet while it is drawn: what is printed, and beside it what is true."""

    layout: str
    rng: Random
    manner: Manner
    names: list[str] = field(default_factory=lambda: ["Sheet1"])
    cells: dict[Spot, Content] = field(default_factory=dict)
    true: dict[Spot, Decimal] = field(default_factory=dict)
    laws: list[Law] = field(default_factory=list)
    formulas: dict[Spot, Law] = field(default_factory=dict)
    merges: list[tuple[int, int, int, int, int]] = field(default_factory=list)
    page: int = 0

    @property
    def words(self) -> Tongue:
        return self.manner.tongue

    def write(
        self, row: int, column: int, *texts: str, bold: bool = False, indent: int = 0
    ) -> None:
        """Texts side by side; an empty one leaves its cell as it is."""
        for step, text in enumerate(texts):
            if text:
                self.cells[self.page, row, column + step] = Text(text, bold, indent)

    def merge(self, top: int, left: int, bottom: int, right: int, text: str) -> None:
        self.write(top, left, text, bold=True)
        if (top, left) != (bottom, right):
            self.merges.append((self.page, top, left, bottom, right))

    def given(
        self, row: int, column: int, value: Decimal, decimals: int, look: Look = "plain"
    ) -> Spot:
        """A figure that nothing computes, rounded where it is put."""
        spot = (self.page, row, column)
        kept = decimals + 3 if self.manner.deep else decimals
        apart = self.manner.apart and not self.manner.deep
        self.true[spot] = value if apart else rounded(value, kept)
        slack = _half(kept) if apart and value != rounded(value, kept) else Decimal(0)
        self.cells[spot] = Figure(rounded(value, kept), decimals, look, slack)
        return spot

    def blank(self, row: int, column: int, text: str = "") -> Spot:
        """Nothing, or a dash; it counts as zero."""
        spot = (self.page, row, column)
        self.true[spot] = Decimal(0)
        self.cells[spot] = Text(text) if text else None
        return spot

    def made(self, law: Law, decimals: int, look: Look = "plain") -> Spot:
        """The target of a law, computed from what is true and rounded by itself."""
        spot = law.target
        value = computed(law, [self.true[term] for term in law.terms])
        kept = decimals + 3 if self.manner.deep and law.kind in ("sum", "max", "min") else decimals
        if look == "percent":
            kept += 2
        self.laws.append(law)
        self.true[spot] = value
        if self.manner.live:
            self.formulas[spot] = law
            self.cells[spot] = Figure(_double(value), decimals, look)
        else:
            from_rounded = self.manner.apart and any(map(self._slack, law.terms))
            exact = value == rounded(value, kept) and not from_rounded
            slack = Decimal(0) if exact else _half(kept)
            self.cells[spot] = Figure(rounded(value, kept), decimals, look, slack)
            if not self.manner.apart:  # what is printed is gone on with
                self.true[spot] = rounded(value, kept)
        return spot

    def total(
        self, row: int, column: int, terms: Sequence[Spot], decimals: int, look: Look = "plain",
        minus: Iterable[Spot] = (),
    ) -> Spot:  # fmt: skip
        """The sum of the terms, those in `minus` taken off."""
        off = set(minus)
        factors = tuple(-1 if term in off else 1 for term in terms)
        return self.made(
            Law("sum", (self.page, row, column), tuple(terms), factors), decimals, look
        )

    def over(
        self, row: int, column: int, terms: tuple[Spot, Spot], decimals: int = 1,
        kind: Literal["ratio", "change"] = "ratio", scale: int = 100,
    ) -> Spot | None:  # fmt: skip
        """The first over the second, if that is not zero; in per cent by a number or a format."""
        if not self.true[terms[1]]:
            self.blank(row, column, "-")
            return None
        law = Law(kind, (self.page, row, column), terms, scale=Decimal(scale))
        return self.made(law, decimals, "percent" if scale == 1 else "plain")

    def of(self, kind: Kind, row: int, column: int, terms: Sequence[Spot], decimals: int) -> Spot:
        return self.made(Law(kind, (self.page, row, column), tuple(terms)), decimals)

    def _slack(self, spot: Spot) -> Decimal:
        cell = self.cells[spot]
        return cell.slack if isinstance(cell, Figure) else Decimal(0)

    def finished(self) -> Sheet:
        return Sheet(
            self.layout, self.manner, tuple(self.names), dict(self.cells), tuple(self.laws),
            dict(self.formulas), tuple(self.merges),
        )  # fmt: skip


def computed(law: Law, values: Sequence[Decimal]) -> Decimal:
    """What the law makes of these values of its terms; raises ZeroDivisionError."""
    match law.kind:
        case "sum":
            return sum((f * v for f, v in zip(law.factors, values, strict=True)), Decimal(0))
        case "ratio" | "change":
            if not values[1]:
                raise ZeroDivisionError
            return law.scale * (values[0] / values[1] - (law.kind == "change"))
        case "product":
            product = law.scale
            for value in values:
                product *= value
            return product
        case "mean":
            return sum(values, Decimal(0)) / len(values)
        case "max":
            return max(values)
        case "min":
            return min(values)
        case "weighted":
            weights, figures = values[::2], values[1::2]
            weighed = sum((w * x for w, x in zip(weights, figures, strict=True)), Decimal(0))
            return weighed / sum(weights, Decimal(0))
        case _:
            return Decimal(1 + sum(value > values[0] for value in values))


def grade(law: Law, value: Decimal) -> str:
    return next(name for least, name in law.steps if value >= least)


def _half(decimals: int) -> Decimal:
    return Decimal(5).scaleb(-decimals - 1)


def _double(value: Decimal) -> Decimal:
    """What a workbook keeps of it."""
    return Decimal(repr(float(value))).normalize() + 0
