"""From the audits of some sheets of one kind to a template of them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from pathlib import PurePath

from msgspec import Struct
from msgspec.structs import replace

from reconcile.agencies import Agencies, Agency, AgencyName
from reconcile.audited import Audit
from reconcile.labels.spelling import fold
from reconcile.learning.columns import SectionTable, group_of, has_doubtful_groups, section_tables
from reconcile.learning.learned import Learned, TemplateNote
from reconcile.learning.scales import ObservedColumn, scale
from reconcile.learning.titles import name_of, pattern
from reconcile.learning.totals import (
    grade_of,
    in_groups,
    index_of,
    rank_of,
    support,
    threshold_notes,
    totals_of,
)
from reconcile.model import ReconcileError, Relation, Sentence
from reconcile.template import (
    Grade,
    Index,
    Indicator,
    Rank,
    Section,
    Template,
    Total,
    agency_rows,
)
from reconcile.template.binding import bind_template

_SUMMARY_ROWS = ("total", "average", "subtotal")  # roles of rows that are no agencies


def learn(audits: Sequence[Audit]) -> Learned:
    """The template that the first sheet shows, the others adding what they show of its columns.

    Raises ReconcileError `nothing-to-learn` where the first states no score by name.
    """
    first, *others = audits
    lessons = tuple(_lessons(first))
    template = _template(audits, lessons)
    if not template.indicators and not template.totals:
        raise ReconcileError("nothing-to-learn", path=first.book.path)
    notes = [*_head(audits, lessons), *_notes(lessons)]
    seen = {
        (lesson.own.section, lesson.own.names[j]): [ObservedColumn(first, lesson.own.table, j)]
        for lesson in lessons
        for j in lesson.own.names
    }
    for audit in others:
        for key, column in _laid_over(audit, template):
            seen[key].append(column)
    if not all(_has_its_agencies(audit, template) for audit in others):
        template = replace(template, agencies=Agencies())
        notes.append(_of_all("other-agencies"))
    indicators = []
    for n, indicator in enumerate(template.indicators):
        columns = seen[indicator.section, indicator.name]
        known = scale(columns)
        notes += [TemplateNote("[[indicator]]", n, key, sentence) for key, sentence in known.notes]
        indicators.append(
            replace(
                indicator,
                aliases=_spellings(indicator, columns),
                maximum=known.maximum,
                values=known.values,
            )
        )
    return Learned(replace(template, indicators=tuple(indicators)), tuple(notes))


class _Lesson(Struct, frozen=True):
    """What one table shows: its columns as a template has them, by position, and by what."""

    own: SectionTable
    indicators: Mapping[int, Indicator]
    totals: Mapping[int, tuple[Total, Relation]]
    index: tuple[int, Index, Relation] | None
    rank: tuple[int, Rank, Relation] | None
    grade: tuple[int, Grade, Relation] | None
    ungrouped: int
    left_out: tuple[str, ...]


def _lessons(audit: Audit) -> Iterator[_Lesson]:
    sections = section_tables(audit)
    for own in sections:
        index, rank, grade = index_of(audit, own), rank_of(audit, own), grade_of(audit, own)
        taken = {entry[0] for entry in (index, rank, grade) if entry is not None}
        totals = {
            j: total_and_source
            for j, total_and_source in totals_of(audit, own, sections).items()
            if j not in taken
        }
        doubtful = has_doubtful_groups(audit, own.table)
        columns = own.table.columns
        scores = [
            j for j in own.names if columns[j].role == "component" and j not in {*taken, *totals}
        ]
        groups = {j: "" if doubtful else group_of(own.table, j) for j in scores}
        indicators = {j: _indicator(own, j, groups[j]) for j in scores}
        known = {j: (in_groups(total, own, groups), by) for j, (total, by) in totals.items()}
        left = tuple(own.names[j] for j in own.names if j not in {*scores, *totals, *taken})
        ungrouped = sum(doubtful and bool(group_of(own.table, j)) for j in scores)
        yield _Lesson(own, indicators, known, index, rank, grade, ungrouped, left)


def _indicator(own: SectionTable, column: int, group: str) -> Indicator:
    unit = own.table.columns[column].unit
    return Indicator(name=own.names[column], section=own.section, group=group, unit=unit)


def _template(audits: Sequence[Audit], lessons: Sequence[_Lesson]) -> Template:
    title = pattern(audits)
    name = name_of(title) or PurePath(audits[0].book.path).stem
    return Template(
        name=name,
        titles=(title,) if title else (),
        sections=tuple(Section(lesson.own.section) for lesson in lessons if lesson.own.section),
        indicators=tuple(
            indicator for lesson in lessons for indicator in lesson.indicators.values()
        ),
        totals=tuple(total for lesson in lessons for total, _ in lesson.totals.values()),
        index=next((lesson.index[1] for lesson in lessons if lesson.index), None),
        rank=next((lesson.rank[1] for lesson in lessons if lesson.rank), None),
        grade=next((lesson.grade[1] for lesson in lessons if lesson.grade), None),
        total_rows=tuple(_rows(lessons, _SUMMARY_ROWS)),
        agencies=_agencies(lessons),
    )


def _rows(lessons: Sequence[_Lesson], roles: Sequence[str]) -> Iterator[str]:
    """The names of rows, each once."""
    seen: set[str] = set()
    for lesson in lessons:
        for row in lesson.own.table.rows:
            if row.role in roles and fold(row.name) and fold(row.name) not in seen:
                seen.add(fold(row.name))
                yield " ".join(row.name.split())


def _agencies(lessons: Sequence[_Lesson]) -> Agencies:
    """The agencies of the first table, as it writes them."""
    names = _rows(lessons[:1], ("entity",))
    return Agencies(tuple(Agency(name, (AgencyName(name),)) for name in names))


def _laid_over(
    audit: Audit, template: Template
) -> Iterator[tuple[tuple[str, str], ObservedColumn]]:
    """Where the columns of a template stand in a sheet."""
    for binding in bind_template(audit.document, "", template, "option").bindings:
        for name, column in binding.columns.items():
            yield (
                (binding.section, name),
                ObservedColumn(audit, audit.document.table(binding.table), column),
            )


def _has_its_agencies(audit: Audit, template: Template) -> bool:
    """Whether a sheet has a row for each agency of a template and no other, as far as it is one."""
    laid = bind_template(audit.document, "", template, "option")
    for binding in laid.bindings[:1]:
        table = audit.document.table(binding.table)
        rows = sum(row.role == "entity" for row in table.rows)
        return rows == len(agency_rows(laid, table)) == len(template.agencies.agencies)
    return True


def _spellings(indicator: Indicator, columns: Sequence[ObservedColumn]) -> tuple[str, ...]:
    """How the other sheets write an indicator's name."""
    labels = {fold(seen.table.columns[seen.column].name): seen for seen in columns}
    own = set(map(fold, indicator.name.split(" – ")))
    return tuple(
        " ".join(seen.table.columns[seen.column].name.split())
        for key, seen in labels.items()
        if key not in {"", fold(indicator.name), *own}
    )


def _head(audits: Sequence[Audit], lessons: Sequence[_Lesson]) -> Iterator[TemplateNote]:
    files = ", ".join(PurePath(audit.book.path).name for audit in audits)
    yield _of_all("files", files=files)
    wrong = sum(audit.count("error") for audit in audits)
    if wrong:
        yield _of_all("not-clean", errors=str(wrong))
    ungrouped = sum(lesson.ungrouped for lesson in lessons)
    if ungrouped:
        yield _of_all("no-groups", count=str(ungrouped))
    left = [name for lesson in lessons for name in lesson.left_out]
    kinds = zip(*((lesson.index, lesson.rank, lesson.grade) for lesson in lessons), strict=True)
    for entries in kinds:  # a template has one of each kind
        left += [entry[1].name for entry in list(filter(None, entries))[1:]]
    if left:
        yield _of_all("left-out", columns=", ".join(left))
    if pattern(audits):
        yield TemplateNote("", 0, "titles", Sentence("learn.titles"))


def _of_all(key: str, **values: str) -> TemplateNote:
    return TemplateNote("", 0, "", Sentence(f"learn.{key}", values))


def _notes(lessons: Sequence[_Lesson]) -> Iterator[TemplateNote]:
    """What everything that is computed rests on."""
    totals = [total for lesson in lessons for total in lesson.totals.values()]
    for n, (total, relation) in enumerate(totals):
        yield TemplateNote(
            "[[total]]", n, "repeats" if total.repeats else "sums", support(relation)
        )
    for name in ("index", "rank", "grade"):
        stated = [entry for lesson in lessons if (entry := getattr(lesson, name))]
        if not stated:
            continue
        _, entry, relation = stated[0]
        yield TemplateNote(f"[{name}]", 0, "of", support(relation))
        if isinstance(entry, Rank) and entry.ties is None:
            yield TemplateNote("[rank]", 0, "", Sentence("learn.no-ties"))
        if name == "grade":
            yield from threshold_notes(relation)
