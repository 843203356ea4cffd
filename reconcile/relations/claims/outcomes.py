"""What came of each claim: whether the figures bear it out, or a mistake breaks it, or neither.

Where `Total` stands beside a row of four figures and no four, three or two of them come to it, its
claim is not borne out; where that row is another's part and computed otherwise, it is not meant.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from fractions import Fraction
from typing import cast

import numpy as np
from msgspec import Struct

from reconcile.model import (
    ARITHMETIC,
    COMPUTED,
    LIKELY,
    QUOTIENTS,
    CheckedRelation,
    Flags,
    Kind,
    Line,
    Rejected,
    Relations,
    Sentence,
    Source,
    Status,
    Table,
)
from reconcile.relations.evidence.belief import probabilities_meant
from reconcile.relations.outcome import share

_GIVEN_UP: frozenset[Status] = frozenset(("not borne out", "not meant"))


class Claimed(Struct, frozen=True, eq=False):
    """What something states of a line, in the reading that fits best, and what came of it.

    `kind` is None for a bound that the line keeps within. `confidence` is the probability that the
    claim is meant, None where it was not asked for; `equations` is how many figures it was held
    against. `reason` says why it was given up.
    """

    source: Source
    kind: Kind | None
    target: Line
    terms: Sequence[Line]
    factors: tuple[Fraction, ...]
    status: Status
    equations: int
    confidence: float | None = None
    constant: Fraction = Fraction(0)
    reason: Sentence | None = None

    @property
    def is_running(self) -> bool:
        """Whether it is a sum that goes on from the figure before of its own line."""
        return self.kind == "sum" and isinstance(self.terms, tuple) and self.target in self.terms


def outcomes(relations: Relations, tables: Mapping[str, Table] | None = None) -> Iterator[Claimed]:
    """What came of every claim; how sure it is that each is meant where the `tables` are given."""
    sure = {} if tables is None else _confidences(relations, tables)
    computed = {
        own.relation.target
        for own in relations.checked
        if own.relation.kind in COMPUTED and (_bears_out(own) | own.are("no")).any()
    }
    outlined = {
        own.relation.target.table
        for own in relations.checked
        if own.relation.declared == "outline" and _bears_out(own).any()
    }
    for own in relations.checked:
        if own.relation.declared:
            yield _came_of(own, computed, sure.get(own.relation.id))
    for claim in relations.rejected:
        yield _given_up(claim, computed, outlined)


def unborne(relations: Relations) -> list[Line]:
    """The lines of which something is stated that no reading bears out, each once; not those over
    figures that could not be read, nor the rates, whose base the sheet need not print."""
    stated = [claim for claim in outcomes(relations) if claim.status == "not borne out"]
    targets = [c.target for c in stated if c.reason is not None and c.kind not in QUOTIENTS]
    return list(dict.fromkeys(targets))


def _confidences(relations: Relations, tables: Mapping[str, Table]) -> dict[str, float]:
    """The probability that each relation is meant, by its id."""
    confidences = dict(probabilities_meant(tables, relations.checked))
    for own in relations.checked:
        held = int(own.are("exact", "rounding").sum())
        tested = held + int((own.are("no") | _doubted(own)).sum())
        confidence = min(own.relation.confidence, share(held, tested))
        confidences.setdefault(own.relation.id, confidence)
    return confidences


def _came_of(own: CheckedRelation, computed: set[Line], sure: float | None) -> Claimed:
    relation = own.relation
    doubted = int(_doubted(own).sum())
    values = {"count": str(doubted), "tested": str(int((~own.are("untested")).sum()) + doubted)}
    status = _status(own, computed)
    return Claimed(
        source=_source(own),
        kind=relation.kind,
        target=relation.target,
        terms=relation.terms,
        factors=relation.factors,
        status=status,
        equations=len(own),
        confidence=sure,
        constant=relation.constant,
        reason=Sentence("relation.doubted", values) if doubted and status in _GIVEN_UP else None,
    )


def _source(own: CheckedRelation) -> Source:
    """A label that two columns share says that one repeats the other."""
    declared, kind = own.relation.declared, own.relation.kind
    return "repeat" if (declared, kind) == ("label", "link") else cast(Source, declared)


def _status(own: CheckedRelation, computed: set[Line]) -> Status:
    if own.are("no").any():
        return "broken"
    if _bears_out(own).any() or (own.are("exact", "rounding").any() and not _doubted(own).any()):
        return "holds"
    elsewhere = own.relation.target in computed or own.relation.declared == "formula"
    return "not meant" if elsewhere else "not borne out"


def _bears_out(own: CheckedRelation) -> Flags:
    """Zeros that add up to zero bear nothing out."""
    held: Flags = own.are("exact", "rounding")
    return held & ~own.nothing if own.relation.kind in ARITHMETIC else held


def _doubted(own: CheckedRelation) -> Flags:
    """The misses that were found to be no mistakes."""
    if own.confidences is None:
        return np.zeros(len(own), dtype=bool)
    doubted: Flags = own.are("untested") & (own.confidences < LIKELY)
    return doubted


def _given_up(one: Rejected, computed: set[Line], outlined: set[str]) -> Claimed:
    """An outline of which no other row holds numbers its rows and adds nothing up."""
    elsewhere = one.target in computed
    numbers = one.source == "outline" and one.target.table not in outlined
    return Claimed(
        source=one.source,
        kind=one.kind,
        target=one.target,
        terms=one.terms,
        factors=(Fraction(1),) * len(one.terms),
        status="not meant" if elsewhere or numbers else "not borne out",
        equations=one.tested,
        confidence=one.confidence,
        reason=one.reason,
    )
