"""What must hold among the figures: relations discovered, and confronted with what is printed."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from fractions import Fraction
from itertools import chain

import numpy as np

from reconcile.model import Document, Line, Relation, Relations, Sentence, Table
from reconcile.relations import (
    additive,
    declared,
    field,
    links,
    products,
    quotients,
    ratios,
    sums,
    weighted,
)
from reconcile.relations.arithmetic import Pool, pools
from reconcile.relations.confront import confront
from reconcile.relations.directions import directed, pointed
from reconcile.relations.field import Field
from reconcile.relations.products import kept
from reconcile.relations.roles import settled, settled_table
from reconcile.relations.standings import compared
from reconcile.relations.support import Candidate

__all__ = ["relate", "settled"]


def relate(document: Document) -> Relations:
    """The relations of a document and their equations, confronted."""
    found: list[Relation] = []
    fallen: list[Sentence] = []
    tables: list[Table] = []
    for table in document.tables:
        computed = list(_across(table, fallen))
        settled_across = settled_table(table, computed)
        computed += _down(settled_across, fallen)
        tables.append(settled_table(settled_across, computed))
        computed = list(kept(computed, tables[-1]))
        found += [*computed, *compared(tables[-1], computed)]
    computed_columns = frozenset(
        (relation.target.table, relation.target.index)
        for relation in found
        if relation.kind == "sum" and relation.target.axis == "column"
    )
    found += map(_linked, links.find(tuple(tables), computed_columns))
    numbered = tuple(_numbered(found))
    evidence = pools(document, numbered)
    judged = tuple(_with_rounding(relation, evidence) for relation in numbered)
    by_id = {table.id: table for table in document.tables}
    equations = (confront(by_id, relation, evidence) for relation in judged)
    return Relations(judged, tuple(chain.from_iterable(equations)), tuple(fallen))


def _with_rounding(relation: Relation, evidence: Mapping[tuple[str, str], Pool]) -> Relation:
    """A table is rounded as a whole: the scatter of one of its sums speaks for the others."""
    if relation.kind != "sum" or relation.is_weighted:
        return relation
    alike = [evidence.get((relation.target.table, axis)) for axis in ("column", "row")]
    found = [pool.is_rounded for pool in alike if pool is not None]
    rounded = found[0] if len(set(found)) == 1 else None if False in found else True
    return replace(relation, rounded=rounded)


def _numbered(found: Sequence[Relation]) -> Iterator[Relation]:
    for n, relation in enumerate(found, start=1):
        yield replace(relation, id=f"R{n}")


def _across(table: Table, fallen: list[Sentence]) -> Iterator[Relation]:
    lines = field.across(table)
    stated = [*declared.find(lines, fallen), *weighted.find(table)]
    yield from stated
    yield from declared.unexplained(_undeclared(lines, stated, fallen), stated)


def _undeclared(
    lines: Field, stated: Sequence[Relation], fallen: list[Sentence]
) -> Iterator[Relation]:
    taken = frozenset(lines.lines.index(r.target.index) for r in stated if r.kind != "sum")
    multiplied = tuple(products.find(lines, taken))
    for product in multiplied:
        yield _product(lines, product)
    taken |= {product.target for product in multiplied}
    indices = [pointed(lines, r) for r in ratios.find(lines) if r.target not in taken]
    for ratio in indices:
        yield _index(lines, ratio)
    yield from _computed(lines, taken | {ratio.target for ratio in indices}, fallen)


def _down(table: Table, fallen: list[Sentence]) -> Iterator[Relation]:
    lines = field.down(table)
    if lines.units.size:
        yield from _computed(lines, frozenset(), fallen)


def _computed(lines: Field, taken: frozenset[int], fallen: list[Sentence]) -> Iterator[Relation]:
    """Quotients first: they take no part in sums. What is labelled a total and is none is noted in
    `fallen`."""
    found = list(quotients.find(lines, taken))
    for quotient in found:
        yield _quotient(lines, quotient)
    aside = taken | {quotient.target for quotient in found}
    added = _added(lines, aside)
    told = list(directed(lines, added))
    for mean in (False, True):
        alike = [candidate for candidate in told if candidate.pattern.mean == mean]
        meant = additive.positions(lines, [candidate.pattern for candidate in alike])
        for candidate, where in zip(alike, meant, strict=True):
            yield _sum(lines, candidate, where)
    for target, best in sums.fallen(lines, added):
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


def _same(positions: Sequence[int], count: int) -> np.ndarray:
    """Positions of relations within one table: the same one along every line."""
    return np.repeat(np.array(positions, dtype=np.int64)[:, None], count, axis=1)


def _sum(lines: Field, found: Candidate, where: Sequence[int]) -> Relation:
    pattern = found.pattern
    return Relation(
        id="",
        kind="average" if pattern.mean else "sum",
        target=lines.line(pattern.target),
        terms=tuple(map(lines.line, pattern.terms)),
        factors=tuple(map(Fraction, pattern.factors)),
        positions=_same(where, 1 + len(pattern.terms)),
        declared="label" if found.declared else "",
        held=found.held,
        tested=found.tested,
    )


def _index(lines: Field, found: ratios.Ratio) -> Relation:
    return Relation(
        id="",
        kind="ratio",
        target=lines.line(found.target),
        terms=(lines.line(found.term),),
        factors=(Fraction(1),),
        positions=_same(lines.positions, 2),
        constant=found.constant,
        digits=ratios.usual_digits(lines, found.target),
        held=found.held,
        tested=found.tested,
    )


def _quotient(lines: Field, found: quotients.Quotient) -> Relation:
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


def _product(lines: Field, found: products.Product) -> Relation:
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


def _linked(link: links.Link) -> Relation:
    return Relation(
        id="",
        kind="link",
        target=Line(link.table, "column", link.target),
        terms=(Line(link.other, "column", link.source),),
        factors=(Fraction(1),),
        positions=link.pairs,
        declared="label" if link.named else "",
        held=link.held,
        tested=len(link.pairs),
    )
