"""Sums of neighbouring lines of which some are taken off, `F = C + D - E`: opening, received,
issued and closing; pay, allowance, deduction and what is left.

The target is one that words call a total, or what is left. Where words also say which of the lines
are taken off, little else is asked for. Otherwise every choice of signs is tried for a column, and
the figures must speak for one among them all; rows, of which there are many, must say it.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import cache
from itertools import product
from math import log

import numpy as np
from msgspec import Struct
from msgspec.structs import replace

from reconcile.labels import movements
from reconcile.model import Floats, Integers
from reconcile.relations.check.rounding import grain
from reconcile.relations.discovery.field import Field, Window
from reconcile.relations.evidence.acceptance import is_accepted, is_rare
from reconcile.relations.evidence.independence import Span
from reconcile.relations.evidence.support import Candidate, Pattern, candidate_of, sampled_positions

_REACH = 6  # lines on a side of the target that are tried, half of them where it stands between
_GLANCE = 24  # positions that signs are first tried on
_SHARE = 0.75  # of them, in which the signs must come out, half where words state them
_SHARE_STATED = 0.5
_FEWEST = 3  # terms; a difference of two restates a sum of two
_OFTEN = 4  # positions in which what no words state must come out
_MOST_WEIGHED = 12  # choices of signs for one target, those of the fewest terms
_LIKELY = log(0.05)  # the chance of an accident, of all that words leave open, that is small enough
_LARGEST = float(2**52)  # units that a float counts


class _Seen(Struct, frozen=True, eq=False):
    """A target and lines around it at a few positions, as floats: `stated` has shape (positions,),
    less what is added in any case; `units` and `filled` have shape (positions, lines); `allowed`
    twice what rounding of one figure explains."""

    window: tuple[int, ...]
    stated: Floats
    units: Floats
    filled: Floats
    allowed: float

    def signs(self, least: int) -> Iterator[tuple[int, ...]]:
        """The signs with which the lines come to the target often enough, the fewest terms
        first."""
        choices = _choices(len(self.window), least)
        misses = 2 * np.abs(self.units @ choices - self.stated[:, None])
        counts = self.filled @ np.abs(choices)
        near = misses <= self.allowed * (counts + 1)
        hits = (near & (counts >= 2)).sum(axis=0)
        tested = (~near | (counts >= 2)).sum(axis=0)
        for n in np.flatnonzero((hits > 0) & (hits >= _SHARE_STATED * tested)).tolist():
            yield tuple(choices[:, n].astype(int).tolist())


@cache
def _choices(count: int, least: int) -> Floats:
    """All signs of so many lines, 0 for one left out, shape (lines, choices), the fewest terms
    first: something added, something taken off, and `least` of them."""
    rows = [
        signs
        for signs in product((0, 1, -1), repeat=count)
        if 1 in signs and -1 in signs and count - signs.count(0) >= least
    ]
    rows.sort(key=lambda signs: count - signs.count(0))
    return np.array(rows, dtype=np.float64).reshape(-1, count).T


class Signed:
    """Looks for the signed sums among some lines of a field; `said` are the labels of the lines,
    with those of their groups. Where the field is one in steps, `offset` is how far behind each
    line the same line before stands, which is added in any case."""

    def __init__(self, field: Field, lines: Sequence[int], offset: int = 0) -> None:
        self._field, self._offset = field, offset
        self._said = {line: field.label(line) for line in lines}
        self._adding = [line for line in lines if not field.is_rate(line)]
        self._off = {n for n, label in self._said.items() if movements.is_taken_off(label)}
        self._left = {
            n for n, label in self._said.items() if movements.is_left(label) or field.is_declared(n)
        }
        tries = 3 * _choices(_REACH, 2).shape[1] * max(2, len(lines))
        self._log_tries = log(tries)

    def find(self, taken: frozenset[int], known: Sequence[Candidate]) -> Iterator[Candidate]:
        """The signed sums that do not follow from those `known`, of targets that are not `taken`;
        of the lines of one such sum the one that its label or its place shows to be computed."""
        span = Span(len(self._field.lines))
        for candidate in known:
            span.add(candidate.pattern)
        targets = [n for n in self._adding if n in self._left and n not in taken]
        options = [one for target in targets for one in self._of(target)]
        options.sort(key=self._order)
        for candidate in options:
            if span.add(candidate.pattern):
                yield candidate

    def _order(self, one: Candidate) -> tuple[int, bool, bool, int]:
        target = one.pattern.target
        is_last = target > max(
            term % (self._offset or len(self._field.lines)) for term in one.pattern.terms
        )
        return len(one.pattern.terms), not one.declared, not is_last, -one.held

    def _of(self, target: int) -> Iterator[Candidate]:
        """The best signed sum of a target, if any may be believed."""
        rows = sampled_positions(self._field, target)
        if self._offset:
            rows = rows[self._field.units[rows, target + self._offset] != 0]
        if not len(rows):
            return
        patterns = (
            self._by_words(target) if self._field.axis == "row" else self._tried(target, rows)
        )
        candidates = (candidate_of(self._field, pattern) for pattern in patterns)
        believed = [one for c in candidates if c is not None for one in self._believed(c)]
        if believed:
            yield max(believed, key=lambda c: (c.held + c.exact, -len(c.pattern.terms)))

    def _by_words(self, target: int) -> Iterator[Pattern]:
        """The lines right before a target or right behind it, signed as their words say."""
        at, least = self._adding.index(target), self._least
        for count in range(least, _REACH + 1):
            for run in (
                self._adding[max(0, at - count) : at],
                self._adding[at + 1 : at + 1 + count],
            ):
                signs = tuple(-1 if line in self._off else 1 for line in run)
                if len(run) == count and -1 in signs and 1 in signs:
                    yield self._pattern(target, run, signs)

    def _tried(self, target: int, rows: Integers) -> Sequence[Pattern]:
        """The lines around a target with the signs that come near it, those that words state and
        those of few terms first."""
        windows = (window for window in self._windows(target) if len(window) >= self._least)
        near = (pattern for window in windows for pattern in self._near(target, rows, window))
        patterns = sorted(
            dict.fromkeys(near), key=lambda one: (not self._is_stated(one), len(one.terms))
        )
        if min((len(one.terms) for one in patterns), default=0) < _FEWEST:
            return ()  # a difference of two, with others that cancel out
        return patterns[:_MOST_WEIGHED]

    def _windows(self, target: int) -> Iterator[tuple[int, ...]]:
        before = [line for line in self._adding if line < target]
        behind = [line for line in self._adding if line > target]
        half = _REACH // 2
        windows = (before[-_REACH:], behind[:_REACH], before[-half:] + behind[:half])
        yield from dict.fromkeys(map(tuple, windows))

    def _near(self, target: int, rows: Integers, window: tuple[int, ...]) -> Iterator[Pattern]:
        for signs in self._seen(target, rows, window).signs(2):
            yield self._pattern(target, window, signs)

    @property
    def _least(self) -> int:
        """How many lines make a sum, beside what goes on from before."""
        return _FEWEST - 1 if self._offset else _FEWEST

    def _pattern(self, target: int, window: Sequence[int], signs: Sequence[int]) -> Pattern:
        own = (target + self._offset,) if self._offset else ()
        chosen = [(line, sign) for line, sign in zip(window, signs, strict=True) if sign]
        terms = own + tuple(line for line, _ in chosen)
        return Pattern(target, terms, (1,) * len(own) + tuple(sign for _, sign in chosen))

    def _seen(self, target: int, rows: Integers, window: tuple[int, ...]) -> _Seen:
        field = self._field
        filled = Window(rows, window)(field.units) != 0
        fullest = np.argsort(-filled.sum(axis=1), kind="stable")[:_GLANCE]
        rows, filled = rows[fullest], filled[fullest]
        units = Window(rows, window)(field.units)
        stated = field.units[rows, target]
        if self._offset:
            stated = stated - field.units[rows, target + self._offset]
        return _Seen(
            window,
            stated.astype(np.float64),
            units.astype(np.float64),
            filled.astype(np.float64),
            float(grain(units)) if field.columns is None else widest(field, rows),
        )

    def _is_stated(self, pattern: Pattern) -> bool:
        """Whether words say that the target is what is left, and of each term whether it is taken
        off."""
        return pattern.target in self._left and all(
            (term in self._off) == (factor < 0)
            for term, factor in zip(pattern.terms, pattern.factors, strict=True)
            if term < (self._offset or len(self._field.lines))
        )

    def _believed(self, one: Candidate) -> Iterator[Candidate]:
        """The candidate, with what declares it, if it may be believed."""
        if self._offset and not self._goes_on(one):
            return
        if self._is_stated(one.pattern):
            stated = replace(one, declared="label")
            log_tries = log(3 * _REACH)
            is_often = one.share >= _SHARE or one.tested - one.held <= 1
            is_likely = one.log_chance + log_tries < _LIKELY
            if is_often and is_likely and is_accepted(stated, log_tries):
                yield stated
                return
        if one.held >= _OFTEN and one.share >= _SHARE and is_rare(one, self._log_tries):
            yield replace(one, declared="")

    def _goes_on(self, one: Candidate) -> bool:
        """Whether enough of what holds goes on from something: what starts from nothing is no
        running balance."""
        from_something = int((one.witnesses.units[:, 1] != 0).sum())
        return from_something >= _FEWEST and 2 * from_something > one.held


def widest(field: Field, rows: Integers) -> float:
    """The widest step in which the figures at some positions are printed, which are columns."""
    columns, scale = field.columns or (), field.table.figures.scale
    return float(max((columns[int(row)].widest(scale) for row in rows), default=1))
