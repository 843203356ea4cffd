"""What must hold among the figures: relations discovered, and confronted with what is printed."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from msgspec.structs import replace

from reconcile.model import Document, Relation, Relations, Sentence, Table
from reconcile.relations.check.residuals import Pool, measure, pools
from reconcile.relations.check.verdicts import confront, is_measured
from reconcile.relations.claims import formula_habits, formulas, template
from reconcile.relations.discovery import arithmetic, links, statements
from reconcile.relations.discovery.merging import merged
from reconcile.relations.discovery.products import kept
from reconcile.relations.discovery.rankings import compared
from reconcile.relations.roles import settled, settled_table

__all__ = ["relate", "settled"]


def relate(document: Document) -> Relations:
    """The relations of a document and their equations, confronted."""
    found: list[Relation] = []
    fallen: list[Sentence] = []
    tables: list[Table] = []
    written = formulas.declared(document)
    for table in document.tables:
        own = [one for one in written if one.target.table == table.id]
        across, down = (formula_habits.arithmetic(own, axis) for axis in ("column", "row"))
        lines = frozenset(relation.target for relation in own)
        computed = list(merged(table, list(arithmetic.across(table, lines, fallen)), across))
        computed = list(template.arithmetic(table, computed, document.template, fallen))
        settled_across = settled_table(table, computed)
        computed += merged(table, list(arithmetic.down(settled_across, lines, fallen)), down)
        tables.append(settled_table(settled_across, computed))
        computed = list(kept(computed, tables[-1]))
        standings = list(compared(tables[-1], computed))
        standings = list(merged(table, standings, [r for r in own if r.kind == "rank"]))
        found += [*computed, *template.standings(tables[-1], standings, document.template)]
    linked = map(statements.linked, links.find(tuple(tables), _total_columns(found)))
    found += formula_habits.without_repeats(
        list(template.repeats(tables, list(linked), document.template)),
        [relation for relation in written if relation.kind == "link"],
    )
    return _confronted(document, written, found, fallen)


def _total_columns(found: Sequence[Relation]) -> frozenset[tuple[str, int]]:
    return frozenset(
        (relation.target.table, relation.target.index)
        for relation in found
        if relation.kind == "sum" and relation.target.axis == "column"
    )


def _confronted(
    document: Document,
    written: Sequence[Relation],
    found: Sequence[Relation],
    fallen: Sequence[Sentence],
) -> Relations:
    tables = {table.id: table for table in document.tables}
    numbered = tuple(_numbered(found))
    measured = {one.id: measure(tables, one) for one in numbered if is_measured(one)}
    evidence = pools(numbered, measured)
    spared = formulas.computed_otherwise(document, written)
    confronted = [
        confront(tables, _with_rounding(relation, evidence), evidence, measured.get(relation.id))
        for relation in numbered
    ]
    return Relations(
        tuple(formula_habits.counted(formula_habits.spared(one, spared)) for one in confronted),
        tuple(fallen),
    )


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
