"""The checks between the files of an archive.

A figure is the same in two files where entity, indicator, year, unit and role agree, and where the
tables are about the same thing; that they are is told by the figures themselves, most of which
must agree. Nothing is printed or written here.
"""

from __future__ import annotations

from collections.abc import Iterable

from reconcile.agencies import Agencies
from reconcile.batch.across.collected import collect
from reconcile.batch.across.entities import entities, followed
from reconcile.batch.across.figures import figures
from reconcile.batch.across.findings import (
    Across,
    CrossFinding,
    Followed,
    NameInUse,
    Stated,
    Statement,
)
from reconcile.batch.across.verdicts import verdicts
from reconcile.batch.across.wording import Telling

__all__ = ["Across", "CrossFinding", "Followed", "NameInUse", "Stated", "Statement", "across"]


def across(files: Iterable[Stated], agencies: Agencies = Agencies()) -> Across:
    """What the files of an archive say of each other; each file is gone through once, in turn.

    In whatever order they come the result is the same, but that of files with the same bytes the
    first is named. Without a table of agencies names are joined by their spelling alone.
    """
    found = collect(files)
    who = entities(found, agencies)
    stated = figures(found, who)
    told = verdicts(found, who, stated)
    return Across(
        findings=Telling(found, stated).findings(told),
        followed=followed(found, who),
        figures=len(found.ends),
        held=told.held,
        copies=found.copies,
    )
