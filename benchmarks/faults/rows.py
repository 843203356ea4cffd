"""Faults of a whole row: its cells stand one column off from some cell on."""

from __future__ import annotations

from benchmarks.faults.board import Content, Spot
from benchmarks.faults.injection import Fault, Mutant, Victim


def shifted_left(victim: Victim) -> Mutant | None:
    """A cell is missing from a row, and the rest stands one column left."""
    spot = _within(victim)
    if spot is None:
        return None
    row = victim.clean.rows[spot[0]]
    return _moved(victim, spot, (*row[: spot[1]], *row[spot[1] + 1 :], None))


def shifted_right(victim: Victim) -> Mutant | None:
    """A cell stands twice in a row, and the rest one column right."""
    spot = _within(victim)
    if spot is None:
        return None
    row = victim.clean.rows[spot[0]]
    return _moved(victim, spot, (*row[: spot[1]], row[spot[1]], *row[spot[1] :]))


def _within(victim: Victim) -> Spot | None:
    """A figure that others follow in its row."""
    targets = {law.target for law in victim.clean.laws}
    figures = set(victim.figures())
    spots = sorted(s for s in figures - targets if (s[0], s[1] + 1) in figures)
    return victim.rng.choice(spots) if spots else None


def _moved(victim: Victim, spot: Spot, row: tuple[Content, ...]) -> Mutant:
    rows = list(victim.clean.rows)
    rows[spot[0]] = row
    width = max(map(len, rows))
    grid = tuple(line + (None,) * (width - len(line)) for line in rows)
    at = frozenset((spot[0], column) for column in range(width))
    return Mutant(grid, at, moved=True)


ROWS: dict[str, Fault] = {"shifted left": shifted_left, "shifted right": shifted_right}
