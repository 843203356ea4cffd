"""Quotients and changes: a line that is one line over another, or the change from one to the other.

Every ordered pair of lines is tried at once on a sample of positions; what decides is how unlikely
it is that so many printed figures were met by accident.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from math import log
from typing import Literal

import numpy as np
import numpy.typing as npt

from reconcile.relations.field import Field
from reconcile.relations.stretches import SAMPLE
from reconcile.structure import words

# (least positions, share of them, log of the chance of an accident) a quotient must show
_NAMED = (2, 0.7, log(1e-3))
_UNNAMED = (5, 0.9, log(1e-9))
_MOST_LINES = 64  # more are not tried against each other

Floats = npt.NDArray[np.float64]


@dataclass(frozen=True)
class Quotient:
    """`target` is `scale` × `first` ÷ `second`, or for a change `scale` × (`second` − `first`) ÷
    `first`; of `tested` positions `held` agree with what is printed."""

    kind: Literal["ratio", "change"]
    target: int
    first: int
    second: int
    scale: int
    held: int
    tested: int
    luck: float


def find(field: Field, taken: frozenset[int]) -> Iterator[Quotient]:
    """The best quotient for each line that has one; lines in `taken` are explained already."""
    if not 3 <= len(field.lines) <= _MOST_LINES:
        return
    values = field.values()
    best: dict[frozenset[int], Quotient] = {}
    for target in range(len(field.lines)):
        if target in taken or field.is_computed(target) or not _may_be(field, target):
            continue
        options = list(_options(field, values, target))
        if options:
            found = min(options, key=lambda found: (-found.held, found.luck))
            lines = frozenset((found.target, found.first, found.second))
            rival = best.get(lines)
            if rival is None or _standing(field, found) > _standing(field, rival):
                best[lines] = found
    yield from best.values()


def _may_be(field: Field, target: int) -> bool:
    """A quotient is called one, or printed with decimals."""
    return _is_named(field, target) or bool(field.decimals[:, target].max(initial=0))


def _standing(field: Field, found: Quotient) -> tuple[bool, int, int]:
    """Of three lines that restate each other, one labelled so, or printed finest, is computed."""
    finest = int(field.decimals[:, found.target].max(initial=0))
    return _is_named(field, found.target), finest, found.target


def _options(field: Field, values: Floats, target: int) -> Iterator[Quotient]:
    rows = np.flatnonzero(field.sound & field.known[:, target])[:SAMPLE]
    if len(rows) < 2:
        return
    printed, known = values[rows, target], field.known[rows]
    half = 0.5 / 10.0 ** field.decimals[rows, target]
    figures = np.where(known, values[rows], np.nan)
    with np.errstate(divide="ignore", invalid="ignore"):
        quotients = figures[:, :, None] / figures[:, None, :]
    demands = _NAMED if _is_named(field, target) else _UNNAMED
    tries = log(4 * len(field.lines) ** 2)
    forms: tuple[tuple[Literal["ratio", "change"], Floats], ...] = (
        ("ratio", quotients),
        ("change", np.swapaxes(quotients, 1, 2) - 1),
    )
    for kind, found in forms:
        for scale in (100, 1):
            near = np.abs(found * scale - printed[:, None, None]) <= half[:, None, None] * 1.000001
            judged = np.isfinite(found) & (printed != 0)[:, None, None]
            yield from _accepted(
                (kind, target, scale),
                near & judged,
                judged,
                _chances(printed, half),
                (*demands, tries),
            )


def _accepted(
    what: tuple[Literal["ratio", "change"], int, int],
    held: npt.NDArray[np.bool_],
    judged: npt.NDArray[np.bool_],
    chances: Floats,
    demands: tuple[int, float, float, float],
) -> Iterator[Quotient]:
    """The pairs of lines that agree too often for an accident."""
    kind, target, scale = what
    least, share, accident, tries = demands
    counts, tested = held.sum(axis=0), judged.sum(axis=0)
    luck = np.einsum("pij,p->ij", held, np.log(chances))
    good = (counts >= least) & (counts >= share * tested) & (luck + tries < accident)
    good[target, :] = good[:, target] = False
    np.fill_diagonal(good, False)
    for first, second in np.argwhere(good):
        i, j = int(first), int(second)
        yield Quotient(
            kind, target, i, j, scale, int(counts[i, j]), int(tested[i, j]), float(luck[i, j])
        )


def _chances(printed: Floats, half: Floats) -> Floats:
    """The chance that a figure of such a size falls within half a unit of the printed one; the
    same figure again is no new evidence."""
    spread = max(float(np.abs(printed).max()), 1.0)
    chances = np.minimum(0.5, 2 * half / spread)
    first = {value: n for n, value in reversed(list(enumerate(printed.tolist())))}
    repeated = [first[value] != n for n, value in enumerate(printed.tolist())]
    found: Floats = np.where(repeated, 1.0, chances)
    return found


def _is_named(field: Field, target: int) -> bool:
    table, index = field.table, field.lines[target]
    label = (
        " ".join(table.columns[index].path) if field.axis == "column" else table.rows[index].name
    )
    return words.is_rate(label) or words.is_difference(label)
