"""What the detectors found, stated as relations."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from fractions import Fraction

import numpy as np
import numpy.typing as npt

from reconcile.model import Kind, Line, Rejected, Relation, Sentence
from reconcile.relations.discovery import links, quotients, ratios
from reconcile.relations.discovery.field import Field
from reconcile.relations.discovery.line_pairs import Option
from reconcile.relations.discovery.weighing import Operation
from reconcile.relations.evidence.choice import JudgedQuotient
from reconcile.relations.evidence.support import Candidate

_KINDS: Mapping[Operation, Kind] = {
    "ratio": "ratio", "share": "ratio", "index": "ratio", "change": "change", "product": "product",
}  # fmt: skip


def additive(lines: Field, candidate: Candidate, where: Sequence[int]) -> Relation:
    pattern = candidate.pattern
    return Relation(
        id="",
        kind="average" if pattern.mean else "sum",
        target=lines.line(pattern.target),
        terms=lines.some(pattern.terms),
        factors=_fractions(pattern.factors),
        positions=_same(where, 1 + len(pattern.terms)),
        declared=candidate.declared,
        held=candidate.held,
        tested=candidate.tested,
    )


def quotient(lines: Field, judged: JudgedQuotient) -> Relation:
    """A quotient, change, share, index or product; a product in per cent is divided by 100."""
    candidate, option = judged.candidate, judged.candidate.option
    constant = _constant(lines, option)
    is_product = option.operation == "product"
    terms = (option.first, option.second) if is_product or not constant else (option.first,)
    positions = np.array(quotients.positions(lines, candidate, constant), dtype=np.int64)
    return Relation(
        id="",
        kind=_KINDS[option.operation],
        target=lines.line(candidate.target),
        terms=tuple(map(lines.line, terms)),
        factors=(Fraction(1),) * len(terms),
        positions=np.repeat(positions[:, None], 1 + len(terms), axis=1),
        constant=constant,
        scale=1 if is_product else option.scale,
        digits=ratios.usual_digits(lines, candidate.target) if len(terms) == 1 else None,
        held=int(candidate.hits.sum()),
        tested=len(candidate.hits),
        confidence=judged.confidence,
    )


def doubted(lines: Field, judged: JudgedQuotient) -> Rejected:
    """What a header states and its figures do not bear out."""
    candidate = judged.candidate
    terms = (candidate.option.first, candidate.option.second)
    values = {
        "label": lines.names[candidate.target],
        "held": str(int(candidate.hits.sum())),
        "tested": str(len(candidate.hits)),
        "first": lines.names[terms[0]],
        "second": lines.names[terms[1]],
    }
    return Rejected(
        "label",
        _KINDS[candidate.option.operation],
        lines.line(candidate.target),
        lines.some(terms),
        len(candidate.hits),
        judged.confidence,
        Sentence("relation.fallen-quotient", values),
    )


def _constant(lines: Field, option: Option) -> Fraction:
    """What everything is divided by: the whole of a share, the denominator of an index."""
    if option.whole >= 0:
        units = int(lines.units[option.whole, option.first])
        return Fraction(units, 10**lines.table.figures.scale)
    if option.operation == "product" and option.scale != 1:
        return Fraction(option.scale)
    return option.constant


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
    along = np.array(positions, dtype=np.int64)
    return np.broadcast_to(along[:, None], (len(along), count))


def _fractions(factors: Sequence[int]) -> tuple[Fraction, ...]:
    """Of many terms nearly all are counted once."""
    known = {factor: Fraction(factor) for factor in set(factors)}
    return tuple(known[factor] for factor in factors)
