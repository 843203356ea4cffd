"""The checks between the files of an archive.

A figure is the same in two files where entity, indicator, year, unit and role agree, and where the
tables are about the same thing; that they are is told by the figures themselves, most of which
must agree. Nothing is printed or written here.
"""

from __future__ import annotations

from collections.abc import Iterable

from reconcile.agencies import Agencies
from reconcile.batch.across.collected import collect
from reconcile.batch.across.entities import followed_entities, recognise_entities
from reconcile.batch.across.figures import key_figures
from reconcile.batch.across.findings import (
    Across,
    CrossFinding,
    FollowedEntity,
    NameInUse,
    StatedFile,
    Statement,
)
from reconcile.batch.across.verdicts import compare_tables
from reconcile.batch.across.wording import Wording

__all__ = [
    "Across",
    "CrossFinding",
    "FollowedEntity",
    "NameInUse",
    "StatedFile",
    "Statement",
    "across",
]


def across(files: Iterable[StatedFile], agencies: Agencies = Agencies()) -> Across:
    """What the files of an archive say of each other; each file is gone through once, in turn.

    In whatever order they come the result is the same, but that of files with the same bytes the
    first is named. Without a table of agencies names are joined by their spelling alone.
    """
    collected = collect(files)
    entities = recognise_entities(collected, agencies)
    figures = key_figures(collected, entities)
    verdicts = compare_tables(collected, entities, figures)
    return Across(
        findings=Wording(collected, figures).findings(verdicts),
        followed=followed_entities(collected, entities),
        figures=len(collected.ends),
        held=verdicts.held,
        copies=collected.copies,
    )
