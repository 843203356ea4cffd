"""The arithmetic of one table, along its rows and down its columns, as its figures show it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from reconcile.model import Line, Relation, Sentence, Table
from reconcile.relations.claims import header_formulas
from reconcile.relations.discovery import (
    additive,
    field,
    products,
    quotients,
    ratios,
    statements,
    sums,
    weighted,
)
from reconcile.relations.discovery.directions import directed, pointed
from reconcile.relations.discovery.field import Field
from reconcile.relations.evidence.support import Candidate


def across(table: Table, computed: frozenset[Line], fallen: list[Sentence]) -> Iterator[Relation]:
    """What is computed along the rows. What is labelled a total, is none and stands in no formula
    (`computed`) is noted in `fallen`."""
    lines = field.across(table)
    stated = [*header_formulas.find(lines, fallen), *weighted.find(table)]
    yield from stated
    yield from header_formulas.unexplained(_undeclared(lines, stated, computed, fallen), stated)


def down(table: Table, computed: frozenset[Line], fallen: list[Sentence]) -> Iterator[Relation]:
    """What is computed down the columns."""
    lines = field.down(table)
    if lines.units.size:
        yield from _computed(lines, frozenset(), computed, fallen)


def _undeclared(
    lines: Field, stated: Sequence[Relation], computed: frozenset[Line], fallen: list[Sentence]
) -> Iterator[Relation]:
    taken = frozenset(lines.lines.index(r.target.index) for r in stated if r.kind != "sum")
    multiplied = tuple(products.find(lines, taken))
    for product in multiplied:
        yield statements.product(lines, product)
    taken |= {product.target for product in multiplied}
    indices = [pointed(lines, r) for r in ratios.find(lines) if r.target not in taken]
    for ratio in indices:
        yield statements.index(lines, ratio)
    aside = taken | {ratio.target for ratio in indices}
    yield from _computed(lines, aside, computed, fallen)


def _computed(
    lines: Field, taken: frozenset[int], computed: frozenset[Line], fallen: list[Sentence]
) -> Iterator[Relation]:
    """Quotients first: they take no part in sums."""
    found = list(quotients.find(lines, taken))
    for quotient in found:
        yield statements.quotient(lines, quotient)
    added = _added(lines, taken | {quotient.target for quotient in found})
    told = list(directed(lines, added))
    for mean in (False, True):
        alike = [candidate for candidate in told if candidate.pattern.mean == mean]
        meant = additive.positions(lines, [candidate.pattern for candidate in alike])
        for candidate, where in zip(alike, meant, strict=True):
            yield statements.added(lines, candidate, where)
    for target, best in sums.fallen(lines, added):
        if lines.line(target) not in computed:
            fallen.append(_fallen(lines, target, best))


def _added(lines: Field, aside: frozenset[int]) -> tuple[Candidate, ...]:
    """The sums; a total may also have been made of what is in sight only."""
    whole = sums.find(lines, aside)
    if not lines.hidden:
        return whole
    taken = {candidate.pattern.target for candidate in whole}
    seen = sums.find(lines, aside | lines.hidden)
    return (*whole, *(candidate for candidate in seen if candidate.pattern.target not in taken))


def _fallen(lines: Field, target: int, best: Candidate | None) -> Sentence:
    label = {"label": lines.names[target]}
    if best is None:
        return Sentence("relation.fallen-alone", label)
    counts = {"held": str(best.held), "tested": str(best.tested)}
    terms = [lines.names[term] for term in best.pattern.terms]
    ends = {"first": terms[0], "last": terms[-1], "count": str(len(terms))}
    return Sentence("relation.fallen-weak", {**label, **counts, **ends})
