"""The agencies of a template beside the rows of a table."""

from __future__ import annotations

from collections.abc import Iterator

from msgspec import Struct

from reconcile.explain.context import Context
from reconcile.explain.rules._stated import BoundTable, bound_tables
from reconcile.labels.spelling import fold

_LIKE = 0.5  # of the rows, and of the list, for the two to be about the same agencies


class Roll(Struct, frozen=True):
    """A table with the rows that are no agency of the template, and the agencies without a row."""

    bound: BoundTable
    strangers: tuple[int, ...]
    missing: tuple[str, ...]


def rolls(context: Context) -> Iterator[Roll]:
    """The tables that are about the template's agencies."""
    if context.template is None:
        return
    from reconcile.template import agencies_in_force, agency_rows, is_ambiguous

    for bound in bound_tables(context):
        wanted = agencies_in_force(bound.template)
        known = agency_rows(bound.template, bound.table)
        rows = [
            i for i, row in enumerate(bound.table.rows) if row.role == "entity" and fold(row.name)
        ]
        present = set(known.values())
        met = [name for name in wanted if name in present]
        if not wanted or len(known) < _LIKE * len(rows) or len(met) < _LIKE * len(wanted):
            continue
        strangers = [i for i in rows if i not in known]
        unsure = [i for i in strangers if is_ambiguous(bound.template, bound.table.rows[i].name)]
        yield Roll(
            bound,
            tuple(i for i in strangers if i not in unsure),
            () if unsure else tuple(name for name in wanted if name not in present),
        )
