"""What a sheet's template states, beside what the sheet shows."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from decimal import Decimal
from typing import TYPE_CHECKING

from msgspec import Struct

from reconcile import numbers
from reconcile.explain.context import Context
from reconcile.explain.explanation import Observation
from reconcile.model import Cell, Number, Place, Sentence, Table

if TYPE_CHECKING:
    from reconcile.template import Labelled, Scored, SectionBinding, TemplateBinding

_LIKE = 0.7  # of a section's columns, for what lacks or is new to be worth telling
_HABIT = 0.5  # of a column's scores: so many are no slips but another scale


class BoundTable(Struct, frozen=True):
    """A table, the template taken for its document, and where the template's columns are in it."""

    table: Table
    template: TemplateBinding
    binding: SectionBinding

    def place(self, column: int) -> Place:
        """Where a column's label is printed, or would be."""
        labels = self.table.columns[column].labels
        if labels:
            return labels[-1]
        part = self.table.parts[0]
        return Place(part.sheet, part.header_rows[0], int(self.table.column_at[0, column]))

    def columns(self) -> tuple[Labelled, ...]:
        return tuple(self.template.template.of_section(self.binding.section))

    @property
    def is_alike(self) -> bool:
        """Whether the sheet has nearly all of the section's columns."""
        return len(self.binding.columns) >= _LIKE * len(self.columns())


def bound_tables(context: Context) -> Iterator[BoundTable]:
    """The tables that the document's template knows."""
    template = context.template
    for table in context.document.tables if template else ():
        binding = template.binding_of(table.id) if template else None
        if template is not None and binding is not None:
            yield BoundTable(table, template, binding)


Strays = Callable[["Scored", Number], bool]
Limit = Callable[["Scored"], str]


def stray_scores(
    rule: str, strays: Strays, limit_of: Limit, context: Context
) -> Iterator[Observation]:
    """The scores of agencies that are none of an indicator's, where it states what they may be
    (`limit_of`, '' where it does not); a column where many are has another
    scale than the template's."""
    for bound in bound_tables(context):
        known = bound.template.template
        for labelled in (*known.indicators, *known.totals):
            column = bound.binding.columns.get(labelled.name)
            if column is None or labelled.section != bound.binding.section:
                continue
            limit = numbers.written(limit_of(labelled), bound.table.decimal)
            if not limit:
                continue
            scores = list(_scores(bound.table, column))
            wrong = [row for row, score in scores if strays(labelled, score)]
            if len(wrong) == 1 or len(wrong) < _HABIT * len(scores):
                for row in wrong:
                    cell = Cell(bound.table.id, row, column)
                    values = {"at": context.place(cell).a1, "name": labelled.name, "limit": limit}
                    values["printed"] = context.shown(cell)
                    yield Observation(
                        at=context.place(cell),
                        cells=(context.place(cell),),
                        message=Sentence(f"template.{rule}", values),
                        row=context.row_name(cell),
                        column=context.path(cell),
                        printed=context.text(cell),
                    )


def _scores(table: Table, column: int) -> Iterator[tuple[int, Number]]:
    for i, row in enumerate(table.rows):
        number = table.figures.number(i, column)
        if row.role == "entity" and number is not None and table.place(i, column) is not None:
            yield i, number


def plain(value: Decimal) -> str:
    """A stated number without needless zeros."""
    return format(value.normalize() if value else Decimal(0), "f")
