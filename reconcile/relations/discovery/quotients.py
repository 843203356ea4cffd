"""Quotients and changes: a line that is one line over another, or the change from one to the other:
`E = C / D`, `E = (D - C) / C`, per cent or not.

Every ordered pair of lines is tried at once on a sample of positions; what decides is how unlikely
it is that so many printed figures were met by accident. Where no pair gives what is printed, its
figures may have been rounded after the quotient was taken, and less is asked of each.
"""

from __future__ import annotations

from collections.abc import Iterator
from math import log
from typing import Literal, NamedTuple

import numpy as np
from msgspec import Struct

from reconcile.labels import vocabulary
from reconcile.labels.texts import fold_case
from reconcile.model import Flags, Floats, Integers
from reconcile.relations.check.rounding import grain
from reconcile.relations.discovery.field import Field, once_at
from reconcile.relations.evidence.support import added, tried, weighed

# (least positions, share of them, log of the chance of an accident) a quotient must show
_NAMED = (2, 0.7, log(1e-2))
_UNNAMED = (5, 0.9, log(1e-9))
_LOOSE = (3, 0.9, log(1e-2))
_MOST_LINES = 64  # more are not tried against each other
_NO_EVIDENCE = log(0.1)


class _Values(Struct, frozen=True, eq=False):
    """Figures and the steps in which they are printed, both of shape (positions, lines)."""

    figures: Floats
    steps: Floats


class _Pair(NamedTuple):
    """Two lines, and how often their quotient agrees."""

    first: int
    second: int
    held: int
    tested: int
    luck: float


class Quotient(Struct, frozen=True):
    """`target` is `scale` × `first` ÷ `second`, or for a change `scale` × (`second` − `first`) ÷
    `first`; of `tested` positions `held` agree with what is printed."""

    kind: Literal["ratio", "change"]
    target: int
    scale: int
    first: int
    second: int
    held: int
    tested: int
    luck: float


def find(field: Field, taken: frozenset[int]) -> Iterator[Quotient]:
    """The best quotient for each line that has one; lines in `taken` are explained already."""
    if not 3 <= len(field.lines) <= _MOST_LINES:
        return
    steps = _steps(field) / 10.0**field.table.figures.scale
    pairs = _Pairs(field, _Values(field.values(), steps))
    options: list[Quotient] = []
    for target in range(len(field.lines)):
        if target in taken or field.is_computed(target) or not _may_be(field, target):
            continue
        found = list(_options(pairs, field, target, loose=False))
        if not any(_is_believed(field, option) for option in found) and _is_named(field, target):
            found += _options(pairs, field, target, loose=True)
        options += found
    best: dict[frozenset[int], Quotient] = {}
    for option in _best_of_each(field, options):
        lines = frozenset((option.target, option.first, option.second))
        rival = best.get(lines)
        if rival is None or _standing(field, option) > _standing(field, rival):
            best[lines] = option
    yield from best.values()


def _best_of_each(field: Field, options: list[Quotient]) -> Iterator[Quotient]:
    """The quotient of each line that is believed for itself, or with others of the same form."""
    alike: dict[tuple[object, ...], list[Quotient]] = {}
    for option in options:
        if _is_named(field, option.target) and option.held == option.tested:
            alike.setdefault(_form(field, option), []).append(option)
    together = [
        option
        for group in alike.values()
        if len({option.target for option in group}) > 1
        and _is_unlikely(field, group[0], sum(option.luck for option in group))
        for option in group
    ]
    believed: dict[int, list[Quotient]] = {}
    for option in options:
        if _is_believed(field, option) or option in together:
            believed.setdefault(option.target, []).append(option)
    for found in believed.values():
        best = min(found, key=lambda option: (-option.held, option.luck))
        if not _adds_up(field, best):
            yield best


def _form(field: Field, option: Quotient) -> tuple[object, ...]:
    """The same quotient under the same label, of lines that stand in the same places."""
    label = fold_case(field.names[option.target])
    ahead = (option.first - option.target, option.second - option.target)
    return (label, option.kind, option.scale, *ahead)


def _is_believed(field: Field, option: Quotient) -> bool:
    return _is_unlikely(field, option, option.luck)


def _is_unlikely(field: Field, option: Quotient, luck: float) -> bool:
    accident = _demands(field, option.target)[2]
    return luck + log(4 * len(field.lines) ** 2) < accident


def _adds_up(field: Field, found: Quotient) -> bool:
    """Whether one of the three lines is the sum of the others, just as often."""
    lines = (found.target, found.first, found.second)
    return any(
        total.held >= found.held
        for target in lines
        if (total := weighed(field, added(target, tuple(k for k in lines if k != target))))
    )


def _may_be(field: Field, target: int) -> bool:
    """A quotient is called one, or printed with decimals."""
    return _is_named(field, target) or bool(field.decimals[:, target].max(initial=0))


def _standing(field: Field, found: Quotient) -> tuple[bool, int, int]:
    """Of three lines that restate each other, one labelled so, or printed finest, is computed."""
    finest = int(field.decimals[:, found.target].max(initial=0))
    return _is_named(field, found.target), finest, found.target


def _steps(field: Field) -> Floats:
    """The step in which each figure is printed, in units."""
    own = 10.0 ** (field.table.figures.scale - field.decimals)
    if field.columns is None:
        grains = [grain(field.units[field.known[:, k], k]) for k in range(len(field.lines))]
        found: Floats = np.maximum(own, np.array(grains, dtype=np.float64)[None, :])
        return found
    grains = [grain(units[known]) for units, known in zip(field.units, field.known, strict=True)]
    found = np.maximum(own, np.array(grains, dtype=np.float64)[:, None])
    return found


class _Form(NamedTuple):
    """The figures of each two lines (the last axes) as one over the other, or as the change from
    one to the other; `sure` where both are known."""

    kind: Literal["ratio", "change"]
    given: Floats
    sure: Flags


class _Pairs:
    """Each two lines of a field, at some positions: their quotients, and how far off these may be
    as the figures are printed."""

    def __init__(self, field: Field, values: _Values) -> None:
        self.values, self._known = values, field.known
        self.forms, self.doubts = once_at(self._forms), once_at(self._doubts)

    def _forms(self, rows: Integers) -> tuple[_Form, _Form]:
        ratios = self._ratios(rows)
        changes = np.swapaxes(ratios, 1, 2) - 1
        return (
            _Form("ratio", ratios, np.isfinite(ratios)),
            _Form("change", changes, np.isfinite(changes)),
        )

    def _doubts(self, rows: Integers) -> tuple[Floats, Floats]:
        """Of both forms."""
        with np.errstate(divide="ignore", invalid="ignore"):
            unsure = np.abs(self.values.steps[rows] / 2 / self._figures(rows))
            doubt = np.abs(self._ratios(rows)) * (unsure[:, :, None] + unsure[:, None, :])
        return doubt, np.swapaxes(doubt, 1, 2)

    def _ratios(self, rows: Integers) -> Floats:
        figures = self._figures(rows)
        with np.errstate(divide="ignore", invalid="ignore"):
            found: Floats = figures[:, :, None] / figures[:, None, :]
        return found

    def _figures(self, rows: Integers) -> Floats:
        return np.where(self._known[rows], self.values.figures[rows], np.nan)


def _options(pairs: _Pairs, field: Field, target: int, loose: bool) -> Iterator[Quotient]:
    rows = tried(field, target)
    if len(rows) < 2:
        return
    printed = pairs.values.figures[rows, target]
    half = (0.5 / 10.0 ** field.decimals[rows, target])[:, None, None]
    demands = _LOOSE if loose else _demands(field, target)
    doubts: tuple[Floats | float, ...] = pairs.doubts(rows) if loose else (0.0, 0.0)
    for (kind, given, sure), doubt in zip(pairs.forms(rows), doubts, strict=True):
        judged = sure & (printed != 0)[:, None, None]
        for scale in (100, 1):
            allowed = half * 1.000001 + doubt * scale
            misses = np.abs(given * scale - printed[:, None, None])
            near = misses <= allowed
            if loose:
                near &= _follows(misses, judged, printed)
            for pair in _agreeing(near & judged, judged, printed, allowed, demands):
                if target not in pair[:2]:
                    yield Quotient(kind, target, scale, *pair)


def _follows(misses: Floats, judged: Flags, printed: Floats) -> Flags:
    """The pairs whose quotient goes with what is printed, up and down: a tenth of its variance is
    left at most."""
    left = np.where(judged, misses, 0) ** 2
    varied = np.where(judged, (printed - printed.mean())[:, None, None], 0) ** 2
    found: Flags = left.sum(axis=0) <= varied.sum(axis=0) / 10
    return found


def _demands(field: Field, target: int) -> tuple[int, float, float]:
    return _NAMED if _is_named(field, target) else _UNNAMED


def _agreeing(
    held: Flags,
    judged: Flags,
    printed: Floats,
    allowed: Floats,
    demands: tuple[int, float, float],
) -> Iterator[_Pair]:
    """The pairs of lines that agree often enough."""
    least, share, _ = demands
    counts = held.sum(axis=0)
    np.fill_diagonal(counts, 0)
    if counts.max() < least:
        return
    tested = judged.sum(axis=0)
    firsts, seconds = ((counts >= least) & (counts >= share * tested)).nonzero()
    chances = _chances(printed, np.broadcast_to(allowed, held.shape)[:, firsts, seconds])
    lucks = (held[:, firsts, seconds] * np.log(chances)).cumsum(axis=0)[-1]
    for first, second, luck in zip(
        *(one.tolist() for one in (firsts, seconds, lucks)), strict=True
    ):
        if luck < _NO_EVIDENCE:
            at = first, second
            yield _Pair(first, second, int(counts[at]), int(tested[at]), luck)


def _chances(printed: Floats, allowed: Floats) -> Floats:
    """The chance that a figure of such a size falls so near the printed one; the same figure again
    is no new evidence."""
    spread = max(float(np.abs(printed).max()), 1.0)
    first = {value: n for n, value in reversed(list(enumerate(printed.tolist())))}
    repeated = np.array([first[value] != n for n, value in enumerate(printed.tolist())])
    chances = np.minimum(1.0, 2 * np.where(np.isfinite(allowed), allowed, np.inf) / spread)
    found: Floats = np.where(repeated[:, None], 1.0, chances)
    return found


def _is_named(field: Field, target: int) -> bool:
    table, index = field.table, field.lines[target]
    label = (
        " ".join(table.columns[index].path) if field.axis == "column" else table.rows[index].name
    )
    return vocabulary.is_rate(label) or vocabulary.is_difference(label)
