"""What correcting a file would come to, before anything is written."""

from __future__ import annotations

from collections.abc import Sequence

from reconcile.audited import Audit
from reconcile.correct.correction import ChosenFix, Correction, CorrectionOptions, apply_fixes
from reconcile.correct.grid_edits import GridEdits
from reconcile.correct.source_file import source_bytes


def plan_correction(
    audit: Audit, fixes: Sequence[ChosenFix], options: CorrectionOptions = CorrectionOptions()
) -> Correction:
    """What a corrected copy would hold. Raises ReconcileError `signed`, `source-changed`,
    `no-source`, `broken-workbook`."""
    if audit.book.format != "xlsx":
        return apply_fixes(audit, fixes, GridEdits(audit.book))
    from reconcile.correct.workbook_copy import WorkbookCopy

    return WorkbookCopy(audit, source_bytes(audit.book), options).correct(fixes)
