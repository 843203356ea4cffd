"""What must hold among the figures: relations discovered, and checked against what is printed."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, NamedTuple

from msgspec.structs import replace

from reconcile.model import Cell, CheckedRelation, Document, Rejected, Relation, Relations, Table
from reconcile.relations.check.residuals import Measured, Pool, measure, pools
from reconcile.relations.check.verdicts import check_relation, is_measured
from reconcile.relations.claims import formula_habits, formulas
from reconcile.relations.claims import template as claims_of_template
from reconcile.relations.discovery import arithmetic, links, rankings, statements
from reconcile.relations.discovery.merging import merged
from reconcile.relations.discovery.products import kept
from reconcile.relations.evidence.belief import with_confidences
from reconcile.relations.outcome import Outcome
from reconcile.relations.roles import settled_table

if TYPE_CHECKING:
    from reconcile.template import TemplateBinding

__all__ = ["Checked", "Related", "check", "relate"]


class Related(NamedTuple):
    """A document with its roles settled by what relates, and what must hold in it."""

    document: Document
    relations: Relations


def relate(document: Document, template: TemplateBinding | None = None) -> Related:
    """The relations of a document and their equations, checked; `template` is that of the document.

    Columns and rows get the roles that the relations show: what adds up others is a total.
    """
    checked = check(document, template)
    tables, book = checked.tables, document.book

    def is_computed(cell: Cell) -> bool:
        place = tables[cell.table].place(cell.row, cell.column)
        formulas = None if place is None else book.sheet(place.sheet).formulas
        return place is not None and (place.row, place.column) in (formulas or ())

    relations = with_confidences(tables, checked.relations, checked.measured, is_computed)
    return Related(checked.document, Relations(tuple(relations), checked.rejected))


class Checked(NamedTuple):
    """The relations of a document as the figures bear them out, before it is asked which of those
    that do not hold are mistakes. `measured` are the sums and averages, by their ids."""

    document: Document
    relations: tuple[CheckedRelation, ...]
    measured: Mapping[str, Measured]
    rejected: tuple[Rejected, ...]

    @property
    def tables(self) -> Mapping[str, Table]:
        return {table.id: table for table in self.document.tables}


def check(document: Document, template: TemplateBinding | None = None) -> Checked:
    written = formulas.declared(document)
    accepted: list[Relation] = []
    rejected: list[Rejected] = []
    tables: list[Table] = []
    for table in document.tables:
        own = [relation for relation in written if relation.target.table == table.id]
        settled_here, outcome = _table_relations(table, own, template)
        tables.append(settled_here)
        accepted += outcome.relations
        rejected += outcome.rejected
    linked = map(statements.linked, links.find(tuple(tables), _total_columns(accepted)))
    accepted += formula_habits.without_repeats(
        list(claims_of_template.repeats(tables, list(linked), template)),
        [relation for relation in written if relation.kind == "link"],
    )
    relations, measured = _checked(document, written, accepted)
    settled = replace(document, tables=tuple(tables))
    return Checked(settled, relations, measured, tuple(rejected))


def _table_relations(
    table: Table, written: Sequence[Relation], template: TemplateBinding | None
) -> tuple[Table, Outcome]:
    """What is computed in one table, and the table with the roles that follow; `written` is what
    its live formulas state."""
    across, down = (formula_habits.arithmetic(written, axis) for axis in ("column", "row"))
    lines = frozenset(relation.target for relation in written)
    along = arithmetic.across(table, lines)
    stated = claims_of_template.arithmetic(
        table, list(merged(table, along.relations, across)), template
    )
    computed = list(stated.relations)
    half_settled = settled_table(table, computed)
    downward = arithmetic.down(half_settled, lines)
    computed += merged(table, downward.relations, down)
    table_settled = settled_table(half_settled, computed)
    computed = list(kept(computed, table_settled))
    ranked = list(rankings.find(table_settled, computed))
    ranked = list(merged(table, ranked, [r for r in written if r.kind == "rank"]))
    compared = claims_of_template.rankings(table_settled, ranked, template)
    rejected = along.rejected + stated.rejected + downward.rejected
    return table_settled, Outcome((*computed, *compared), rejected)


def _total_columns(relations: Sequence[Relation]) -> frozenset[tuple[str, int]]:
    return frozenset(
        (relation.target.table, relation.target.index)
        for relation in relations
        if relation.kind == "sum" and relation.target.axis == "column"
    )


def _checked(
    document: Document, written: Sequence[Relation], accepted: Sequence[Relation]
) -> tuple[tuple[CheckedRelation, ...], Mapping[str, Measured]]:
    tables = {table.id: table for table in document.tables}
    numbered = tuple(_numbered(accepted))
    measured = {
        relation.id: measure(tables, relation) for relation in numbered if is_measured(relation)
    }
    evidence = pools(numbered, measured)
    spared = formulas.computed_otherwise(document, written)
    checked = [
        check_relation(
            tables, _with_rounding(relation, evidence), evidence, measured.get(relation.id)
        )
        for relation in numbered
    ]
    spared_too = (formula_habits.spared(own, spared) for own in checked)
    return tuple(map(formula_habits.counted, spared_too)), measured


def _with_rounding(relation: Relation, evidence: Mapping[tuple[str, str], Pool]) -> Relation:
    """A table is rounded as a whole: the scatter of one of its sums speaks for the others."""
    if relation.kind != "sum" or relation.is_weighted:
        return relation
    alike = [evidence.get((relation.target.table, axis)) for axis in ("column", "row")]
    answers = [pool.is_rounded for pool in alike if pool is not None]
    if len(set(answers)) == 1:
        return replace(relation, rounded=answers[0])
    return replace(relation, rounded=None if False in answers else True)


def _numbered(relations: Sequence[Relation]) -> Iterator[Relation]:
    for n, relation in enumerate(relations, start=1):
        yield replace(relation, id=f"R{n}")
