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
            (binding.table, binding.columns[one.name]): one.group
            for binding in self.bindings
            for one in self.template.indicators
            if one.section == binding.section and one.name in binding.columns
        }

    @property
    def share(self) -> float:
        """How many of the template's columns the document has."""
        names = list(_every(self.template))
        return sum(len(binding.columns) for binding in self.bindings) / len(names)


def applied(document: Document, name: str, template: Template, by: By) -> TemplateBinding:
    """The template laid over a document; sections that are no table's have no binding."""
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
    named = [one for one in template.sections if one.name == section]
    spellings = [fold(name) for one in named for name in (one.name, *one.aliases)]
    return any(name == title or slip(name, title) for name in spellings)


def _columns(template: Template, section: str, table: Table) -> dict[str, int]:
    """The column of each name that has one and only one. Slips are looked for in tables that know
    more of the section than the word for a total."""
    wanted = list(template.of_section(section))
    labels = [{fold(column.name), fold(" ".join(column.path))} for column in table.columns]
    found: dict[str, int] = {}
    for one in wanted:
        spellings = set(map(fold, one.spellings))
        named = [j for j, label in enumerate(labels) if label & spellings]
        if len(named) > 1:
            named = [j for j in named if _in_group(one, table, j)]
        if len(named) == 1:
            found[one.name] = named[0]
    own = sum(one.name in found for one in wanted if isinstance(one, Indicator))
    likely = own or 2 * len(found) > len(wanted) or _title_fits(template, section, table)
    return {**found, **_alike(wanted, table, found)} if likely else found


def _in_group(one: Labelled, table: Table, column: int) -> bool:
    group = fold(one.group) if isinstance(one, Indicator) else ""
    return group in map(fold, table.columns[column].path[:-1])


def _alike(wanted: Sequence[Labelled], table: Table, found: Mapping[str, int]) -> dict[str, int]:
    """Names left over with the columns left over that spell them with a slip or an abbreviation."""
    names = [one.name for one in wanted if one.name not in found]
    free = [
        j for j, column in enumerate(table.columns) if j not in found.values() and fold(column.name)
    ]
    labels = [table.columns[j].name for j in free]
    if not names or not labels:
        return {}
    return {names[n]: free[at] for n, at in entities.match(names, labels)}
