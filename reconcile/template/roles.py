"""What a template says that rows and columns are, where their labels do not."""

from __future__ import annotations

from msgspec.structs import replace

from reconcile.labels.spelling import fold
from reconcile.model import ColumnRole, Document, Row, Table
from reconcile.template.binding import SectionBinding, TemplateBinding


def with_roles(document: Document, template: TemplateBinding | None) -> Document:
    """The document with its totals, ranks and grades known as such."""
    if template is None:
        return document
    tables = tuple(_known(table, template) for table in document.tables)
    return replace(document, tables=tables)


def _known(table: Table, template: TemplateBinding) -> Table:
    binding = template.binding_of(table.id)
    if binding is None:
        return table
    totals = set(map(fold, template.template.total_rows))
    rows = tuple(_row(row, totals) for row in table.rows)
    columns = list(table.columns)
    for j, role in _roles(binding, template).items():
        if columns[j].role == ("text" if role == "grade" else "component"):
            columns[j] = replace(columns[j], role=role)
    return replace(table, rows=rows, columns=tuple(columns))


def _row(row: Row, totals: set[str]) -> Row:
    return replace(row, role="total") if row.role == "entity" and fold(row.name) in totals else row


def _roles(binding: SectionBinding, template: TemplateBinding) -> dict[int, ColumnRole]:
    """The role of each column whose role the template states."""
    known = template.template
    grand = known.grand(binding.section)
    stated: list[tuple[str, ColumnRole]] = [(grand.name, "total")] if grand else []
    if known.rank and known.rank.section == binding.section:
        stated.append((known.rank.name, "rank"))
    if known.grade and known.grade.section == binding.section:
        stated.append((known.grade.name, "grade"))
    return {binding.columns[name]: role for name, role in stated if name in binding.columns}
