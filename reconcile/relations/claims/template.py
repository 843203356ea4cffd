"""Relations that the sheet's template states: believed where the figures do not speak against them.

A template may have been taken for a sheet of another year, with another scale; what holds in fewer
than half of the places is left to discovery.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import Decimal
from fractions import Fraction
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt
from msgspec.structs import replace

from reconcile.labels.spelling import fold
from reconcile.model import (
    COMPUTED,
    FORMULAS,
    Kind,
    Line,
    Ordering,
    Rejected,
    Relation,
    Sentence,
    Table,
)
from reconcile.relations.check.verdicts import check_relation
from reconcile.relations.discovery import field, links
from reconcile.relations.discovery.merging import parts_of, say_the_same
from reconcile.relations.outcome import Outcome, rejected

if TYPE_CHECKING:
    from reconcile.template import (
        Grade,
        Index,
        Rank,
        SectionBinding,
        Template,
        TemplateBinding,
        Total,
    )

_FEWEST = 3  # places that can speak against a template
_BEST = Decimal("Infinity")


def arithmetic(
    table: Table, discovered: Sequence[Relation], template: TemplateBinding | None
) -> Outcome:
    """The relations of a table, those that its template states declared so; where the two differ
    the template's stand, unless the figures or a live formula speak against them."""
    binding = template.binding_of(table.id) if template else None
    if template is None or binding is None:
        return Outcome(tuple(discovered))
    stated = list(_stated(table, binding, template))
    parts = parts_of((*discovered, *stated))
    stands: list[Relation] = []
    dropped: list[Rejected] = []
    for claim in stated:
        rivals = [r for r in discovered if r.target == claim.target and r.kind in COMPUTED]
        if any(say_the_same(claim, rival, parts) for rival in rivals):
            continue
        tested = _tested(table, claim)
        if _is_believed(tested) and all(rival.declared not in FORMULAS for rival in rivals):
            stands.append(tested)
        elif not rivals:
            dropped.append(_rejected(table, tested))
    kept: list[Relation] = []
    for relation in discovered:
        same = [claim for claim in stated if say_the_same(claim, relation, parts)]
        same = [claim for claim in same if claim.target == relation.target]
        if not any(claim.target == relation.target for claim in stands):
            kept.append(_declared(relation, same[0]) if same else relation)
    return Outcome((*kept, *stands), tuple(dropped))


def _declared(relation: Relation, stated: Relation) -> Relation:
    if relation.declared in FORMULAS:
        return relation
    digits = relation.digits if stated.digits is None else stated.digits
    return replace(relation, declared="template", digits=digits)


def _stated(table: Table, binding: SectionBinding, template: TemplateBinding) -> Iterator[Relation]:
    known = template.template
    rows = field.across(table).positions
    for total in known.totals:
        if total.section == binding.section and not total.repeats:
            yield from _sum(table, binding, known, total, rows)
    if known.index and known.index.section == binding.section:
        yield from _index(table, binding, template, known.index)


def _sum(
    table: Table, binding: SectionBinding, template: Template, total: Total, rows: Sequence[int]
) -> Iterator[Relation]:
    """A total whose every part has its column."""
    target = binding.columns.get(total.name)
    terms = [binding.columns.get(part) for part in template.parts(total)]
    known = [term for term in terms if term is not None]
    if target is not None and len(known) == len(terms) >= 2:
        yield _relation(table, "sum", target, known, rows)


def _index(
    table: Table, binding: SectionBinding, template: TemplateBinding, index: Index
) -> Iterator[Relation]:
    """The index, in one relation for each denominator."""
    target, of = (binding.columns.get(name) for name in (index.name, _named(template, index)))
    if target is None or of is None:
        return
    from reconcile.template import agency_rows

    peers = {fold(name): group.denominator for group in index.peers for name in group.agencies}
    by_row = agency_rows(template, table)
    rows: dict[Decimal, list[int]] = {}
    for i in field.across(table).positions:
        name = by_row.get(i)
        denominator = peers.get(fold(name), index.denominator) if name else index.denominator
        rows.setdefault(denominator, []).append(i)
    for denominator, own in rows.items():
        ratio = _relation(table, "ratio", target, [of], own)
        yield replace(ratio, constant=Fraction(denominator), digits=index.digits)


def _named(template: TemplateBinding, computed: Index | Rank | Grade) -> str:
    """The name of the column that an index, rank or grade is of, as its own entry writes it."""
    entries = template.template.of_section(computed.section)
    of = fold(computed.of)
    return next((entry.name for entry in entries if fold(entry.name) == of), computed.of)


def _relation(
    table: Table, kind: Kind, target: int, terms: Sequence[int], rows: Sequence[int]
) -> Relation:
    return Relation(
        id="",
        kind=kind,
        target=Line(table.id, "column", target),
        terms=tuple(Line(table.id, "column", term) for term in terms),
        factors=(Fraction(1),) * len(terms),
        positions=_same(rows, 1 + len(terms)),
        declared="template",
    )


def _same(rows: Sequence[int], count: int) -> npt.NDArray[np.int64]:
    return np.repeat(np.array(rows, dtype=np.int64)[:, None], count, axis=1)


def _tested(table: Table, relation: Relation) -> Relation:
    """The relation with how often it holds in its table."""
    checked = check_relation({table.id: table}, relation, {})
    tested = ~checked.are("untested") & ~checked.nothing
    held = int((tested & ~checked.are("no")).sum())
    return replace(relation, held=held, tested=int(tested.sum()))


def _is_believed(relation: Relation) -> bool:
    """Whether the figures do not speak against it: half of them hold, or there are too few."""
    return relation.tested < _FEWEST or 2 * relation.held >= relation.tested


def _rejected(table: Table, relation: Relation) -> Rejected:
    label = table.columns[relation.target.index].name
    return rejected("template", "relation.fallen-template", label, relation)


# Ranks and grades


def rankings(
    table: Table, discovered: Sequence[Relation], template: TemplateBinding | None
) -> Iterator[Relation]:
    """The ranks, grades and orders of a table, as its template has them where it states them."""
    binding = template.binding_of(table.id) if template else None
    stated: list[Relation] = []
    if template is not None and binding is not None:
        both = (_rank(table, binding, template, discovered), _grade(table, binding, template))
        stated = [claim for claim in both if claim is not None]
    targets = {(claim.kind, claim.target) for claim in stated}
    yield from (
        relation for relation in discovered if (relation.kind, relation.target) not in targets
    )
    yield from stated


def _rank(
    table: Table, binding: SectionBinding, template: TemplateBinding, discovered: Sequence[Relation]
) -> Relation | None:
    """The ranks of all rows; none where they are ranked band by band, or by a live formula."""
    rank = template.template.rank
    if rank is None or rank.section != binding.section:
        return None
    target, of = (binding.columns.get(name) for name in (rank.name, _named(template, rank)))
    if target is None or of is None:
        return None
    known = [r for r in discovered if r.kind == "rank" and r.target.index == target]
    if len(known) > 1 or any(r.declared == "formula" for r in known):
        return None
    inferred = known[0].ordering if known else None
    ties = rank.ties or (inferred.ties if inferred else "competition")
    ranking = _relation(table, "rank", target, [of], _scored(table, of))
    if known and known[0].terms == ranking.terms:
        ranking = replace(known[0], declared="template")
    label = {"column": table.columns[of].name}
    return replace(
        ranking,
        ordering=Ordering(rank.direction == "descending", ties),
        basis=Sentence(f"relation.rank-{rank.direction}-{ties}", label),
    )


def _grade(table: Table, binding: SectionBinding, template: TemplateBinding) -> Relation | None:
    """Grades by thresholds; a grade's text is the table's own, should it write it otherwise."""
    grade = template.template.grade
    if grade is None or grade.section != binding.section or not grade.is_stated:
        return None
    target, of = (binding.columns.get(name) for name in (grade.name, _named(template, grade)))
    if target is None or of is None:
        return None
    names = {fold(level.name): level.name for level in grade.levels}
    texts = {i: str(table.text[i, target]) for i in _scored(table, of) if table.text[i, target]}
    rows = [i for i, text in texts.items() if names.get(fold(text), text) == text]
    limits = [level.least for level in grade.levels]
    uppers = [_BEST, *limits[:-1]]
    cuts = tuple(
        (level.name, -_BEST if level.least is None else level.least, upper or _BEST)
        for level, upper in zip(grade.levels, uppers, strict=True)
    )
    grading = _relation(table, "grade", target, [of], rows)
    label = {"column": table.columns[of].name}
    return replace(grading, ordering=Ordering(grades=cuts), basis=Sentence("relation.grade", label))


def _scored(table: Table, column: int) -> list[int]:
    """The rows of entities that have a score in a column."""
    return [
        i
        for i, row in enumerate(table.rows)
        if row.role == "entity" and table.figures.known[i, column]
    ]


# Sections that repeat another's total


def repeats(
    tables: Sequence[Table], discovered: Sequence[Relation], template: TemplateBinding | None
) -> Iterator[Relation]:
    """The links of a document; a column that the template says repeats a section is linked with
    that section's total and no other."""
    stated = list(_repeated(tables, template)) if template else []
    for link in stated:
        twins = [r for r in discovered if r.target == link.target and r.terms == link.terms]
        yield replace(twins[0], declared="template") if twins else link
    targets = {link.target for link in stated}
    yield from (relation for relation in discovered if relation.target not in targets)


def _repeated(tables: Sequence[Table], template: TemplateBinding) -> Iterator[Relation]:
    known, by_id = template.template, {table.id: table for table in tables}
    bindings = {binding.section: binding for binding in template.bindings}
    for total in known.totals:
        grand = known.grand(total.repeats) if total.repeats else None
        own, other = bindings.get(total.section), bindings.get(total.repeats)
        if grand is None or own is None or other is None:
            continue
        target, source = own.columns.get(total.name), other.columns.get(grand.name)
        if target is not None and source is not None:
            link = _link(by_id[own.table], target, by_id[other.table], source)
            if _is_believed(link):
                yield link


def _link(table: Table, target: int, other: Table, source: int) -> Relation:
    """A column that repeats another table's, where both state a figure, and how often it holds."""
    pairs = links.matched(table, other)
    known = table.figures.known[pairs[:, 0], target] & other.figures.known[pairs[:, 1], source]
    link = Relation(
        id="",
        kind="link",
        target=Line(table.id, "column", target),
        terms=(Line(other.id, "column", source),),
        factors=(Fraction(1),),
        positions=pairs[known],
        declared="template",
    )
    checked = check_relation({table.id: table, other.id: other}, link, {})
    held = int((~checked.are("no")).sum())
    return replace(link, held=held, tested=len(checked))
