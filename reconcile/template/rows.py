"""Which agency of a template each row of a table is."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from datetime import date
from functools import lru_cache

from reconcile.agencies import Period
from reconcile.labels.spelling import fold
from reconcile.model import Table
from reconcile.structure import entities
from reconcile.template.binding import TemplateBinding


@lru_cache(maxsize=32)
def agency_rows(template: TemplateBinding, table: Table) -> Mapping[int, str]:
    """The template's name for the agency of each row that has one; a row that may be several
    agencies has none."""
    rows = {
        i: row.name for i, row in enumerate(table.rows) if row.role == "entity" and fold(row.name)
    }
    names_of_rows = {i: name for i in rows if (name := _meant(template, rows[i])) is not None}
    taken = set(names_of_rows.values())
    free = [i for i in rows if i not in names_of_rows and not is_ambiguous(template, rows[i])]
    names = [
        agency.name for agency in template.template.agencies.agencies if agency.name not in taken
    ]
    pairs = entities.match([rows[i] for i in free], names) if free and names else ()
    return {**names_of_rows, **{free[at]: names[n] for at, n in pairs}}


def agencies_in_force(template: TemplateBinding) -> tuple[str, ...]:
    """The agencies of the template that there are throughout the document's year, and where it
    tells no year those that there have always been."""
    year = template.year
    wanted = Period(date(year, 1, 1), date(year, 12, 31)) if year else Period(date.min, date.max)
    return tuple(
        agency.name
        for agency in template.template.agencies.agencies
        if agency.period.covers(wanted.since or date.min)
        and agency.period.covers(wanted.until or date.max)
    )


def is_ambiguous(template: TemplateBinding, name: str) -> bool:
    """Whether a name may be several agencies'."""
    known = template.template
    return len(known.agencies.meant(name, template.year)) > 1 or (
        len(known.names.meant(name, template.year)) > 1
    )


def _meant(template: TemplateBinding, name: str) -> str | None:
    """The agency that a name means by the template's own list, else by the table of names."""
    agencies = template.template.agencies
    listed = agencies.meant(name, template.year)
    if listed:
        return agencies.agencies[listed[0]].name if len(listed) == 1 else None
    common = template.template.names.meant(name, template.year)
    alike = _by_common_name(template).get(common[0], []) if len(common) == 1 else []
    return alike[0] if len(alike) == 1 else None


def _by_common_name(template: TemplateBinding) -> Mapping[int, list[str]]:
    """The template's agencies by what the table of names takes them for."""
    agencies: dict[int, list[str]] = defaultdict(list)
    for agency in template.template.agencies.agencies:
        common = template.template.names.meant(agency.name, template.year)
        if len(common) == 1:
            agencies[common[0]].append(agency.name)
    return agencies
