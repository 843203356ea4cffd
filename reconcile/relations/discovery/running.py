"""What is added up from row to row: `C4 = C3 + B4`, balances carried on, and openings that repeat
the closing before."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from fractions import Fraction
from math import log

import numpy as np
from msgspec.structs import replace

from reconcile.labels import movements
from reconcile.model import Flags, Integers, Relation
from reconcile.relations.check.rounding import grain
from reconcile.relations.discovery.field import Field, Window
from reconcile.relations.discovery.signed import Signed, widest
from reconcile.relations.discovery.steps import Steps, steps
from reconcile.relations.evidence.acceptance import is_accepted, is_rare
from reconcile.relations.evidence.support import Candidate, Pattern, candidate_of

_MOST = 100  # lines up to which those that are cumulated are looked for
_GLANCE = 24  # steps that a pair of lines is first tried on
_SHARE = 0.5  # of them, in which it must come out
_DIFFERENT = 3  # amounts that are added, at the least


def find(field: Field, aside: frozenset[int], known: Sequence[Candidate]) -> Iterator[Relation]:
    """The running totals and balances of a field, beside the sums that are `known`; lines that are
    `aside` take no part."""
    lines = [n for n in np.flatnonzero(field.known.any(axis=0)).tolist() if n not in aside]
    if not 2 <= len(lines) <= _MOST:
        return
    stepped = steps(field)
    if stepped is None:
        return
    cumulated = list(_cumulated(stepped, lines))
    yield from _starts(stepped, cumulated)
    targets = frozenset(one.pattern.target for one in cumulated)
    signed = Signed(stepped.field, lines, stepped.count)
    for candidate in (*cumulated, *signed.find(targets, (*known, *cumulated))):
        yield _relation(stepped, candidate)


def _cumulated(stepped: Steps, lines: Sequence[int]) -> Iterator[Candidate]:
    """The lines that add up another, from position to position: of each the best."""
    field, count = stepped.field, stepped.count
    sources: dict[int, list[int]] = {}
    for target, source in _pairs(field, count, lines):
        sources.setdefault(target, []).append(source)
    log_tries = 2 * log(max(2, len(lines)))
    for target, own in sources.items():
        is_named = movements.is_cumulated(field.label(target))
        options = [
            believed
            for source in own
            if (one := candidate_of(field, Pattern(target, (target + count, source), (1, 1))))
            and (believed := _believed(stepped, one, is_named, log_tries))
        ]
        if options:
            yield max(
                options, key=lambda one: (one.held + one.exact, -abs(one.pattern.terms[1] - target))
            )


def _pairs(field: Field, count: int, lines: Sequence[int]) -> Iterator[tuple[int, int]]:
    """Targets and the lines by which they may grow from position to position."""
    rows = np.flatnonzero(field.sound)[:_GLANCE]
    now, before = (Window(rows, [n + by for n in lines])(field.units) for by in (0, count))
    known = Window(rows, lines)(field.known) & Window(rows, [n + count for n in lines])(field.known)
    grown: Integers = (now - before)[:, :, None]
    allowed = 3 * (grain(now) if field.columns is None else widest(field, rows))
    near = 2 * np.abs(grown - now[:, None, :]) <= allowed
    near &= known[:, :, None]
    hits = (near & (now != 0)[:, None, :] & (before != 0)[:, :, None]).sum(axis=0)
    tested = (known[:, :, None] & ((now != 0)[:, None, :] | (grown != 0))).sum(axis=0)
    likely: Flags = (hits >= 2) & (hits >= _SHARE * tested)
    np.fill_diagonal(likely, False)
    for target, source in zip(*(places.tolist() for places in likely.nonzero()), strict=True):
        yield lines[target], lines[source]


def _believed(stepped: Steps, one: Candidate, is_named: bool, log_tries: float) -> Candidate | None:
    """A label that says so lets less be enough; where none does, the first figure must be what is
    added first."""
    amounts = set(one.witnesses.units[:, 2].tolist())
    if is_named:
        stated = replace(one, declared="label")
        return stated if is_accepted(stated, log_tries) else None
    if len(amounts) < _DIFFERENT or not is_rare(one, log_tries):
        return None
    target, source = one.pattern.target, one.pattern.terms[1]
    first = stepped.of.units[stepped.firsts]
    if not (first[:, target] == first[:, source]).all():
        return None
    return replace(one, declared="")


def _relation(stepped: Steps, one: Candidate) -> Relation:
    """The relation over all steps."""
    pattern, count, of = one.pattern, stepped.count, stepped.of
    where = [stepped.before if term >= count else stepped.now for term in pattern.terms]
    return Relation(
        id="",
        kind="sum",
        target=of.line(pattern.target),
        terms=tuple(of.line(term % count) for term in pattern.terms),
        factors=tuple(map(Fraction, pattern.factors)),
        positions=np.stack([stepped.now, *where], axis=1),
        declared=one.declared,
        held=one.held,
        tested=one.tested,
    )


def _starts(stepped: Steps, cumulated: Sequence[Candidate]) -> Iterator[Relation]:
    """The first figures, `C1 = B1`, unless something was carried over into all of them."""
    field = stepped.of
    at = stepped.firsts
    pairs = [(one, one.pattern.target, one.pattern.terms[1]) for one in cumulated]
    both = [at[field.known[at][:, [target, source]].all(axis=1)] for _, target, source in pairs]
    same = [
        field.units[own, target] == field.units[own, source]
        for own, (_, target, source) in zip(both, pairs, strict=True)
    ]
    if not any(hits.any() for hits in same):
        return
    for (one, target, source), own, hits in zip(pairs, both, same, strict=True):
        positions = np.array(field.positions, dtype=np.int64)[own]
        yield Relation(
            id="",
            kind="sum",
            target=field.line(target),
            terms=(field.line(source),),
            factors=(Fraction(1),),
            positions=np.stack([positions, positions], axis=1),
            declared=one.declared or "label",
            held=int(hits.sum()),
            tested=len(hits),
        )
