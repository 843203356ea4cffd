"""What is computed, as a template states it: totals and what they sum, index, rank and grade."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal
from fractions import Fraction

from reconcile.audited import Audit
from reconcile.learning.columns import SectionTable, relations_of
from reconcile.learning.learned import TemplateNote
from reconcile.model import Relation, Sentence
from reconcile.template import Grade, Index, Level, Peers, Rank, Total

_DECIMALS = 6  # of a template's numbers; a divisor of more is no one's rule


def support(relation: Relation) -> Sentence:
    values = {"held": str(relation.held), "tested": str(relation.tested)}
    return Sentence("learn.held", values)


def totals_of(
    audit: Audit, own: SectionTable, sections: Sequence[SectionTable]
) -> dict[int, tuple[Total, Relation]]:
    """The totals of a section, by their columns: plain sums of its own columns, and copies of
    another section's total."""
    totals: dict[int, tuple[Total, Relation]] = {}
    sums = [pair for pair in relations_of(audit, own) if pair[1].kind == "sum"]
    for column, relation in sums:
        parts = [own.column(term) for term in relation.terms]
        plain = set(relation.factors) == {Fraction(1)} and len(set(parts)) == len(parts) > 1
        if column not in totals and plain and None not in parts:
            sums_of = tuple(part for part in parts if part is not None)
            total = Total(name=own.names[column], section=own.section, sums=sums_of)
            totals[column] = (total, relation)
    for column, relation in relations_of(audit, own):
        other = _repeated(relation, own, sections)
        if column not in totals and other is not None:
            name = own.names[column]
            totals[column] = (Total(name=name, section=own.section, repeats=other), relation)
    return dict(sorted(totals.items()))


def _repeated(
    relation: Relation, own: SectionTable, sections: Sequence[SectionTable]
) -> str | None:
    """The section whose total a link states again."""
    if relation.kind != "link" or len(relation.terms) != 1:
        return None
    term = relation.terms[0]
    repeated = [
        section.section
        for section in sections
        if section is not own
        and section.column(term) is not None
        and section.table.columns[term.index].role in ("total", "subtotal")
    ]
    return repeated[0] if repeated else None


def in_groups(total: Total, own: SectionTable, indicators: Mapping[int, str]) -> Total:
    """A total by what it is: all indicators, or those of one group, or else each by its name.
    `indicators` are the groups of the section's indicators, by column, '' for none."""
    names = {own.names[column]: group for column, group in indicators.items()}
    if total.repeats or not set(total.sums) <= set(names):
        return total
    if len(total.sums) == len(names):
        return Total(name=total.name, section=total.section, everything=True)
    groups = {names[part] for part in total.sums}
    covers = sum(group in groups for group in names.values()) == len(total.sums)
    if len(groups) == 1 and "" not in groups and covers:
        return Total(name=total.name, section=total.section, sums=tuple(groups))
    return total


def index_of(audit: Audit, own: SectionTable) -> tuple[int, Index, Relation] | None:
    """A column that is another one over a constant; over others for the rows that differ."""
    stated = [
        (column, relation, denominator)
        for column, relation in relations_of(audit, own)
        if relation.kind == "ratio" and len(relation.terms) == 1
        if (denominator := _denominator(relation)) is not None
    ]
    if not stated:
        return None
    column, main, denominator = stated[0]
    of = own.column(main.terms[0])
    if of is None:
        return None
    peers = tuple(
        _peers(own, relation, divisor)
        for other, relation, divisor in stated[1:]
        if other == column and relation.terms[0] == main.terms[0] and _rows(own, relation)
    )
    digits = main.digits if main.digits is not None and main.digits <= _DECIMALS else None
    index = Index(
        name=own.names[column], section=own.section, of=of, denominator=denominator,
        digits=digits, peers=peers,
    )  # fmt: skip
    return column, index, main


def _denominator(relation: Relation) -> Decimal | None:
    """What a score is divided by, if a template can state it."""
    over = relation.constant / relation.scale
    if over <= 0 or (10**_DECIMALS * over).denominator != 1:
        return None
    return (Decimal(over.numerator) / Decimal(over.denominator)).normalize() + 0


def _rows(own: SectionTable, relation: Relation) -> list[int]:
    """The agencies' rows that a relation speaks of."""
    rows = map(int, relation.positions[:, 0])
    return [row for row in rows if own.table.rows[row].role == "entity"]


def _peers(own: SectionTable, relation: Relation, denominator: Decimal) -> Peers:
    """The agencies measured by another denominator, and the indicators that state nothing for any
    of them though they do for the most others."""
    rows = _rows(own, relation)
    known = own.table.figures.known
    most = [i for i, row in enumerate(own.table.rows) if row.role == "entity" and i not in rows]
    without = tuple(
        name
        for j, name in own.names.items()
        if own.table.columns[j].role == "component"
        and not known[rows, j].any()
        and 2 * known[most, j].sum() > len(most)
    )
    return Peers(denominator, tuple(own.table.rows[row].name for row in rows), without)


def rank_of(audit: Audit, own: SectionTable) -> tuple[int, Rank, Relation] | None:
    for column, relation in relations_of(audit, own):
        of = own.column(relation.terms[0]) if len(relation.terms) == 1 else None
        if relation.kind == "rank" and relation.ordering is not None and of is not None:
            ordering = relation.ordering
            ties = ordering.ties if _has_ties(own, relation) else None
            rank = Rank(
                name=own.names[column], section=own.section, of=of, ties=ties,
                direction="descending" if ordering.descending else "ascending",
            )  # fmt: skip
            return column, rank, relation
    return None


def _has_ties(own: SectionTable, relation: Relation) -> bool:
    """Whether a rank's scores show how equals rank."""
    scores = [
        own.table.figures.units[int(row), relation.terms[0].index]
        for row in relation.positions[:, 1]
    ]
    return len(set(scores)) < len(scores)


def grade_of(audit: Audit, own: SectionTable) -> tuple[int, Grade, Relation] | None:
    """Grades whose thresholds lie somewhere between scores that were seen: they are not stated."""
    for column, relation in relations_of(audit, own):
        of = own.column(relation.terms[0]) if len(relation.terms) == 1 else None
        ordering = relation.ordering
        if relation.kind == "grade" and ordering and len(ordering.grades) > 1 and of is not None:
            levels = tuple(Level(name) for name, _, _ in ordering.grades)
            grade = Grade(name=own.names[column], section=own.section, of=of, levels=levels)
            return column, grade, relation
    return None


def threshold_notes(relation: Relation) -> Iterator[TemplateNote]:
    """Between which scores each threshold lies."""
    grades = relation.ordering.grades if relation.ordering else ()
    for n, (name, low, _) in enumerate(grades):
        values = {"grade": name, "low": str(low)}
        if n + 1 < len(grades):
            values |= {"below": str(grades[n + 1][2]), "next": grades[n + 1][0]}
            yield TemplateNote("[[grade.level]]", n, "", Sentence("learn.threshold", values))
        else:
            yield TemplateNote("[[grade.level]]", n, "", Sentence("learn.lowest", values))
