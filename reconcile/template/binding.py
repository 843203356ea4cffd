"""A template laid over a document: which column is which indicator, which table which section."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from functools import cached_property
from typing import Literal

from msgspec import Struct, field

from reconcile.labels.spelling import fold, slip
from reconcile.labels.titles import title_core, year_of
from reconcile.model import Document, Table
from reconcile.structure import entities
from reconcile.template.values import Indicator, Labelled, Template

By = Literal["title", "indicators", "option"]
_LEAST = 0.5  # of a section's columns, for a table to be that section


class SectionBinding(Struct, frozen=True, eq=False):
    """The table that a section is; `columns` has the table's column of each name found there."""

    table: str
    section: str
    columns: Mapping[str, int] = field(default_factory=dict)


class TemplateBinding(Struct, frozen=True, eq=False, dict=True):
    """A template taken for a document, by what; `name` is what it is called on the shelf.

    `year` is the document's, None where it does not say.
    """

    name: str
    template: Template
    by: By
    bindings: tuple[SectionBinding, ...]
    year: int | None = None

    def binding_of(self, table: str) -> SectionBinding | None:
        return next((binding for binding in self.bindings if binding.table == table), None)

    def group(self, table: str, column: int) -> str:
        """The group that the template puts an indicator's column in, '' where it says nothing."""
        return self._groups.get((table, column), "")

    @cached_property
    def _groups(self) -> Mapping[tuple[str, int], str]:
        return {
            (binding.table, binding.columns[indicator.name]): indicator.group
            for binding in self.bindings
            for indicator in self.template.indicators
            if indicator.section == binding.section and indicator.name in binding.columns
        }

    @property
    def share(self) -> float:
        """How many of the template's columns the document has."""
        names = list(_every(self.template))
        return sum(len(binding.columns) for binding in self.bindings) / len(names)


def bind_template(document: Document, name: str, template: Template, by: By) -> TemplateBinding:
    """Find the columns of a template in a document; a section that no table is has no binding."""
    options = [
        (_title_fits(template, section, table), len(columns), -n, table, section, columns)
        for section in template.section_names()
        for n, table in enumerate(document.tables)
        if len(columns := _columns(template, section, table)) >= _LEAST * _width(template, section)
    ]
    options.sort(key=lambda option: option[:3], reverse=True)
    bindings: list[SectionBinding] = []
    for *_, table, section, columns in options:
        taken = any(binding.table == table.id or binding.section == section for binding in bindings)
        if not taken:
            bindings.append(SectionBinding(table.id, section, columns))
    year = year_of(document.tables[0], document) if document.tables else None
    return TemplateBinding(name, template, by, tuple(bindings), year)


def _every(template: Template) -> Iterator[Labelled]:
    for section in template.section_names():
        yield from template.of_section(section)


def _width(template: Template, section: str) -> int:
    return sum(1 for _ in template.of_section(section))


def _title_fits(template: Template, section: str, table: Table) -> bool:
    """Whether a table is titled like a section, be it with a slip."""
    title = fold(title_core(table.title))
    known = [stated for stated in template.sections if stated.name == section]
    spellings = [fold(name) for stated in known for name in (stated.name, *stated.aliases)]
    return any(name == title or slip(name, title) for name in spellings)


def _columns(template: Template, section: str, table: Table) -> dict[str, int]:
    """The column of each name that has one and only one. Slips are looked for in tables that know
    more of the section than the word for a total."""
    wanted = list(template.of_section(section))
    labels = [{fold(column.name), fold(" ".join(column.path))} for column in table.columns]
    columns: dict[str, int] = {}
    for labelled in wanted:
        spellings = set(map(fold, labelled.spellings))
        places = [j for j, label in enumerate(labels) if label & spellings]
        if len(places) > 1:
            places = [j for j in places if _in_group(labelled, table, j)]
        if len(places) == 1:
            columns[labelled.name] = places[0]
    indicators = sum(
        labelled.name in columns for labelled in wanted if isinstance(labelled, Indicator)
    )
    likely = indicators or 2 * len(columns) > len(wanted) or _title_fits(template, section, table)
    return {**columns, **_alike(wanted, table, columns)} if likely else columns


def _in_group(labelled: Labelled, table: Table, column: int) -> bool:
    group = fold(labelled.group) if isinstance(labelled, Indicator) else ""
    return group in map(fold, table.columns[column].path[:-1])


def _alike(wanted: Sequence[Labelled], table: Table, known: Mapping[str, int]) -> dict[str, int]:
    """Names left over with the columns left over that spell them with a slip or an abbreviation."""
    names = [labelled.name for labelled in wanted if labelled.name not in known]
    free = [
        j for j, column in enumerate(table.columns) if j not in known.values() and fold(column.name)
    ]
    labels = [table.columns[j].name for j in free]
    if not names or not labels:
        return {}
    return {names[n]: free[at] for n, at in entities.match(names, labels)}
