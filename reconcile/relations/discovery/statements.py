"""What the detectors found, stated as relations."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction

import numpy as np
import numpy.typing as npt

from reconcile.model import Line, Relation
from reconcile.relations.discovery import line_pairs, links, products, ratios
from reconcile.relations.discovery.field import Field
from reconcile.relations.evidence.support import Candidate


def added(lines: Field, found: Candidate, where: Sequence[int]) -> Relation:
    pattern = found.pattern
    return Relation(
        id="",
        kind="average" if pattern.mean else "sum",
        target=lines.line(pattern.target),
        terms=lines.some(pattern.terms),
        factors=_fractions(pattern.factors),
        positions=_same(where, 1 + len(pattern.terms)),
        declared=found.declared,
        held=found.held,
        tested=found.tested,
    )


def index(lines: Field, found: ratios.Ratio) -> Relation:
    return Relation(
        id="",
        kind="ratio",
        target=lines.line(found.target),
        terms=(lines.line(found.term),),
        factors=(Fraction(1),),
        positions=_same(lines.positions, 2),
        constant=found.constant,
        scale=found.scale,
        digits=ratios.usual_digits(lines, found.target),
        held=found.held,
        tested=found.tested,
    )


def quotient(lines: Field, found: line_pairs.Quotient) -> Relation:
    return Relation(
        id="",
        kind=found.kind,
        target=lines.line(found.target),
        terms=(lines.line(found.first), lines.line(found.second)),
        factors=(Fraction(1),) * 2,
        positions=_same(lines.positions, 3),
        scale=found.scale,
        held=found.held,
        tested=found.tested,
    )


def product(lines: Field, found: products.Product) -> Relation:
    return Relation(
        id="",
        kind="product",
        target=lines.line(found.target),
        terms=(lines.line(found.first), lines.line(found.second)),
        factors=(Fraction(1),) * 2,
        positions=_same(lines.positions, 3),
        held=found.held,
        tested=found.tested,
    )


def linked(link: links.Link) -> Relation:
    return Relation(
        id="",
        kind="link",
        target=Line(link.table, "column", link.target),
        terms=(Line(link.other, "column", link.source),),
        factors=(Fraction(1),),
        positions=link.pairs,
        declared="label" if link.is_named else "",
        held=link.held,
        tested=len(link.pairs),
    )


def _same(positions: Sequence[int], count: int) -> npt.NDArray[np.int64]:
    """Positions of relations within one table: the same one along every line."""
    found = np.array(positions, dtype=np.int64)
    return np.broadcast_to(found[:, None], (len(found), count))


def _fractions(factors: Sequence[int]) -> tuple[Fraction, ...]:
    """Of many terms nearly all are counted once."""
    known = {factor: Fraction(factor) for factor in set(factors)}
    return tuple(known[factor] for factor in factors)
