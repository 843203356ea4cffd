"""Faults of a whole row: its cells stand one column off from some cell on."""

from __future__ import annotations

from benchmarks.faults.board import Content, Spot
from benchmarks.faults.injection import Fault, Mutant, Victim
from tests.layouts.drawing import Figure


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
    """A figure that others follow in its row, none of them merged with anything."""
    targets = {law.target for law in victim.clean.laws}
    spots = [spot for spot in victim.figures() if spot not in targets]
    spots = [s for s in spots if isinstance(victim.clean.rows[s[0]][s[1] + 1], Figure)]
    return victim.rng.choice(spots) if spots else None


def _moved(victim: Victim, spot: Spot, row: tuple[Content, ...]) -> Mutant:
    rows = list(victim.clean.rows)
    rows[spot[0]] = row
    width = max(map(len, rows))
    grid = tuple(line + (None,) * (width - len(line)) for line in rows)
    at = frozenset((spot[0], column) for column in range(width))
    return Mutant(grid, at, moved=True)


ROWS: dict[str, Fault] = {"shifted left": shifted_left, "shifted right": shifted_right}
