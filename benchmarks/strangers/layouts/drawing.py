"""What the layouts have in common: honest figures, titles, names."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from random import Random

from benchmarks.strangers.sheet import Draft, Spot

YEARS = range(2012, 2025)


def amount(rng: Random, size: float, spread: float = 1.2) -> Decimal:
    """Figures of all sizes up to 10 ** size, as lines of accounts have, to six decimals."""
    return Decimal(f"{10 ** rng.uniform(size - spread, size):.6f}")


def near(rng: Random, value: Decimal, share: float = 0.25) -> Decimal:
    """Another year's figure of the same line."""
    return value * Decimal(f"{rng.uniform(1 - share, 1 + share):.6f}")


def titled(d: Draft, unit: bool = True) -> int:
    """A title, perhaps a unit below it; the row where the table may begin."""
    year = d.rng.choice(YEARS)
    d.write(0, 0, f"{d.words['title']} {year}", bold=True)
    row = 1
    if unit:
        d.write(row, d.rng.choice((0, 2)), d.words["unit"])
        row += 1
    return row + d.rng.randint(0, 1)


def noted(d: Draft, row: int) -> None:
    """A line on where the figures come from, in half of the sheets."""
    if d.rng.random() < 0.5:
        d.write(row + d.rng.randint(0, 1), 0, d.words["source"])


def some(d: Draft, kind: str, count: int) -> list[str]:
    """So many different names in their order; numbered where there are not enough."""
    names = d.words.names[kind]
    if count <= len(names):
        return [names[n] for n in sorted(d.rng.sample(range(len(names)), count))]
    again = (f" {1 + n // len(names)}" if n >= len(names) else "" for n in range(count))
    return [f"{names[n % len(names)]}{which}" for n, which in enumerate(again)]


def headed(d: Draft, row: int, labels: Sequence[str], left: int = 0) -> int:
    for column, label in enumerate(labels, start=left):
        d.write(row, column, label, bold=True)
    return row + 1


def now_and_then(d: Draft, row: int, column: int, value: Decimal, decimals: int) -> Spot:
    """A figure; one in ten is blank, a dash, a zero or negative instead."""
    chance = d.rng.random()
    if chance < 0.03:
        return d.blank(row, column)
    if chance < 0.06:
        return d.blank(row, column, "-")
    if chance < 0.08:
        return d.given(row, column, Decimal(0), decimals)
    if chance < 0.1:
        return d.given(row, column, -value / 10, decimals, "brackets")
    return d.given(row, column, value, decimals)
