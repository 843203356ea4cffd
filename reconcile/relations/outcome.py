"""Relations found, and what was stated but is not borne out by the figures."""

from __future__ import annotations

from typing import NamedTuple

from reconcile.model import Rejected, Relation, Sentence, Source


class Outcome(NamedTuple):
    """What a search gave; what is `rejected` was stated by a label, an outline, a header or a
    template, and is not believed."""

    relations: tuple[Relation, ...]
    rejected: tuple[Rejected, ...] = ()


def share(held: int, tested: int) -> float:
    """How often what held in some places may be thought to hold in another, 0.5 where nothing was
    seen: Laplace's rule of succession."""
    return (held + 1) / (tested + 2)


def rejected(source: Source, reason: str, label: str, relation: Relation) -> Rejected:
    """A relation that is stated and holds in too few places; `reason` is a sentence of these."""
    counts = {"held": str(relation.held), "tested": str(relation.tested)}
    return Rejected(
        source,
        relation.kind,
        relation.target,
        relation.terms,
        relation.tested,
        share(relation.held, relation.tested),
        Sentence(reason, {"label": label, **counts}),
    )
