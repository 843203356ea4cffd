"""The tables of a sheet as sections of a template, and the names their columns go by there."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping

from msgspec import Struct

from reconcile.audited import Audit
from reconcile.labels.spelling import fold
from reconcile.labels.titles import title_core
from reconcile.model import Line, Relation, Table

_DOUBTFUL_HEADERS = ("group-span", "header-misaligned")  # rules: a column's group is not sure
_NO_COLUMN = ("serial", "entity", "text", "note")  # roles that a template has no entry for


class SectionTable(Struct, frozen=True):
    """A table that is a section, '' where it is the document's only one; `names` has the columns
    that a template can state, by their position."""

    section: str
    table: Table
    names: Mapping[int, str]

    def column(self, line: Line) -> str | None:
        """The name of a column of this table."""
        own = line.table == self.table.id and line.axis == "column"
        return self.names.get(line.index) if own else None


def section_tables(audit: Audit) -> tuple[SectionTable, ...]:
    """The tables that state figures, in their order."""
    tables = [table for table in audit.document.tables if table.figures.known.any()]
    if len(tables) == 1:
        return (SectionTable("", tables[0], _names(tables[0])),)
    sections: list[SectionTable] = []
    for table in tables:
        title = title_core(table.title)
        taken = {fold(own.section) for own in sections}
        section = title if fold(title) and fold(title) not in taken else table.id
        sections.append(SectionTable(section, table, _names(table)))
    return tuple(sections)


def _names(table: Table) -> dict[int, str]:
    """Each column's label, and its whole path where several have the one; a column without a name
    of its own has none."""
    labels = Counter(fold(column.name) for column in table.columns)
    names: dict[int, str] = {}
    for j, column in enumerate(table.columns):
        if column.role in _NO_COLUMN or not fold(column.name):
            continue
        name = column.name if labels[fold(column.name)] == 1 else " – ".join(column.path)
        if fold(name) not in map(fold, names.values()):
            names[j] = " ".join(name.split())
    return names


def group_of(table: Table, column: int) -> str:
    path = table.columns[column].path
    return " ".join(path[-2].split()) if len(path) > 1 else ""


def has_doubtful_groups(audit: Audit, table: Table) -> bool:
    """Whether something is wrong with the labels that stand above a table's columns."""
    return any(
        finding.rule in _DOUBTFUL_HEADERS and part.sheet == finding.at.sheet
        for finding in audit.findings
        for part in table.parts
        if part.header_rows[0] <= finding.at.row <= part.header_rows[1]
    )


def relations_of(audit: Audit, own: SectionTable) -> tuple[tuple[int, Relation], ...]:
    """The relations that give a named column of a table, by that column, best supported first."""
    relations = [
        (relation.target.index, relation)
        for relation in audit.relations.relations
        if own.column(relation.target) is not None
    ]
    return tuple(sorted(relations, key=lambda pair: (-pair[1].held, len(pair[1].terms))))
