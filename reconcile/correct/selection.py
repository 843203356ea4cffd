"""Which fixes are to be made: the safe ones, the unsafe if asked, and those picked by name."""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence

from reconcile.audited import Audit
from reconcile.correct.correction import ChosenFix
from reconcile.model import Applicability, Finding, ReconcileError

_PICK = re.compile(r"(?P<finding>F\d+)(?:\.(?P<fix>\d+))?(?:@(?P<sha>[0-9a-f]{4,64}))?\Z", re.I)


def chosen_fixes(
    audit: Audit, allowed: Collection[Applicability], picks: Sequence[str]
) -> tuple[ChosenFix, ...]:
    """The fixes to make, in the order of the findings.

    A finding's first fix is made where its applicability is among those allowed. A pick such
    as `F3`, `F3.2` or `F3@5f2c` names a finding, one of its fixes and the start of the audited
    file's sha256. Raises ReconcileError `pick-unreadable`, `pick-unknown`, `pick-changed`.
    """
    named = dict(_named(audit, pick) for pick in picks)
    chosen = []
    for finding in audit.findings:
        if finding.id in named:
            chosen.append(ChosenFix(finding, finding.fixes[named[finding.id]]))
        elif finding.fixes and finding.fixes[0].applicability in allowed:
            chosen.append(ChosenFix(finding, finding.fixes[0]))
    return tuple(chosen)


def _named(audit: Audit, pick: str) -> tuple[str, int]:
    """The finding that a pick names, and which of its fixes, counted from 0."""
    read = _PICK.match(pick.strip())
    if read is None:
        raise ReconcileError("pick-unreadable", pick=pick)
    if read["sha"] and not audit.book.sha256.startswith(read["sha"].lower()):
        raise ReconcileError("pick-changed", pick=pick, path=audit.book.path)
    finding = _finding(audit, read["finding"].upper())
    number = int(read["fix"] or 1)
    if finding is None or not 1 <= number <= len(finding.fixes):
        raise ReconcileError("pick-unknown", pick=pick, path=audit.book.path)
    return finding.id, number - 1


def _finding(audit: Audit, id: str) -> Finding | None:
    return next((finding for finding in audit.findings if finding.id == id), None)
