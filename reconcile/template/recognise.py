"""The template of a document: the one that was asked for, or the one that its title and its
indicators fit."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import TYPE_CHECKING, Final

from msgspec import Struct

from reconcile.labels.spelling import fold
from reconcile.labels.titles import title_lines
from reconcile.model import Document, Sentence
from reconcile.template.catalogue import find_template, fits, shipped_covers, shipped_template

if TYPE_CHECKING:
    from reconcile.template.binding import By, TemplateBinding
    from reconcile.template.values import Template

_TITLED, _UNTITLED = 0.5, 0.8  # of its columns, for a template to be the sheet's


class TemplateChoice(Struct, frozen=True, eq=False):
    """The template taken for a document; `reason` says which and why, or between which it could not
    be told. Nothing where none fits."""

    taken: TemplateBinding | None = None
    reason: Sentence | None = None


NO_TEMPLATE: Final = TemplateChoice()


def choose_template(document: Document, name: str | None = None) -> TemplateChoice:
    """The template of that name, else the one that fits the document best.

    Raises ReconcileError where there is no template of that name.
    """
    if name is not None:
        from reconcile.template.binding import bind_template

        binding = bind_template(document, *find_template(name), "option")
        return TemplateChoice(binding, _reason(binding))
    options = sorted(_options(document), key=_fit, reverse=True)
    if not options:
        return NO_TEMPLATE
    if len(options) > 1 and _fit(options[0]) == _fit(options[1]):
        alike = [option.name for option in options if _fit(option) == _fit(options[0])]
        undecided = Sentence("template.undecided", {"names": ", ".join(alike)})
        return TemplateChoice(None, undecided)
    return TemplateChoice(options[0], _reason(options[0]))


def _fit(option: TemplateBinding) -> tuple[bool, float]:
    return option.by == "title", option.share


def _options(document: Document) -> Iterator[TemplateBinding]:
    titles = [table.title for table in document.tables]
    heading = fold(" ".join([*title_lines(document), *titles]))
    labels = {column.name for table in document.tables for column in table.columns}
    for cover in shipped_covers():
        if not cover.may_know(heading, labels):
            continue
        from reconcile.template.binding import bind_template

        by: By = "title" if any(fits(title, heading) for title in cover.titles) else "indicators"
        option = bind_template(document, cover.name, shipped_template(cover.path), by)
        least = _TITLED if by == "title" else _UNTITLED
        if option.share >= least and is_in_force(option.template, option.year):
            yield option


def is_in_force(template: Template, year: int | None) -> bool:
    """Whether a template holds in some part of a year; in one not known it may."""
    if year is None:
        return True
    from reconcile.agencies import Period

    return template.period.meets(Period(date(year, 1, 1), date(year, 12, 31)))


def _reason(option: TemplateBinding) -> Sentence:
    columns = sum(len(binding.columns) for binding in option.bindings)
    every = sum(
        1
        for section in option.template.section_names()
        for _ in option.template.of_section(section)
    )
    values = {"name": option.name, "found": str(columns), "every": str(every)}
    return Sentence(f"template.taken.{option.by}", values)
