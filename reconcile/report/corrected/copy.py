"""The corrected copy: the user's own workbook with the fixes made in it, and a change log."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from io import BytesIO
from pathlib import Path

from msgspec import Struct

from reconcile.audit import Audit
from reconcile.correct.correction import Chosen, Correction, corrected
from reconcile.correct.grid_edits import GridEdits
from reconcile.correct.source_file import source_bytes
from reconcile.correct.sum_formulas import live_sums
from reconcile.messages import say
from reconcile.messages.harmless import harmless
from reconcile.model import (
    Audit,
    Book,
    Coverage,
    Language,
    Relations,
    Sentence,
)
from reconcile.report.annotated.flagged_cells import Flags
from reconcile.report.annotated.source_sheet import SourceSheet, write_source
from reconcile.report.atomic import written_whole
from reconcile.report.cell_styles import Looks
from reconcile.report.corrected.change_log import ChangeLog, write_log
from reconcile.report.sheet_names import accepted_names
from reconcile.report.workbooks import new_workbook, own_sheet
from reconcile.structure import understand


class How(Struct, frozen=True):
    """`formulas`: a total that a fix changes becomes a live SUM. `unsigned`: a signed workbook is
    corrected although that voids its signature."""

    formulas: bool = False
    unsigned: bool = False


def write_corrected(
    audit: Audit, chosen: Sequence[Chosen], path: str | Path, language: Language, how: How = How()
) -> Correction:
    """Write the copy to `path`, whole or not at all; the audited file is only read.

    A workbook is edited in place, any other source laid out as a new one. Raises ReconcileError
    `signed`, `source-changed`, `no-source`, `output-suffix`, `broken-workbook`,
    `output-is-source`, `output-not-writable`.
    """
    correction, content = _corrected(audit, chosen, language, how, Path(path))
    with written_whole(Path(path), (audit.book.path,)) as temporary:
        temporary.write_bytes(content())
    return correction


def plan_correction(audit: Audit, chosen: Sequence[Chosen], how: How = How()) -> Correction:
    """What `write_corrected` would do. Raises as it does, but for what concerns the output."""
    return _corrected(audit, chosen, audit.document.language, how, None)[0]


def _corrected(
    audit: Audit, chosen: Sequence[Chosen], language: Language, how: How, target: Path | None
) -> tuple[Correction, Callable[[], bytes]]:
    if audit.book.format == "xlsx":
        from reconcile.correct.workbook_copy import CorrectedWorkbook

        workbook = CorrectedWorkbook(audit, source_bytes(audit.book), how.unsigned)
        if target is not None:
            workbook.require_suffix(target)
        sums = live_sums(audit) if how.formulas else {}
        correction = workbook.take(chosen, sums)
        return correction, lambda: workbook.content(correction, language)
    edits = GridEdits(audit.book)
    correction = corrected(audit, chosen, edits)
    return correction, lambda: _laid_out(audit, edits.edited(), correction, language)


def _laid_out(audit: Audit, book: Book, correction: Correction, language: Language) -> bytes:
    document = understand(book)
    again = Audit(document, Relations(()), (), Coverage(0, 0, 0, 0))
    log = say(Sentence("fix.log"), language)
    *names, last = accepted_names([*(sheet.name for sheet in book.sheets), log])
    by_sheet = dict(zip((sheet.name for sheet in book.sheets), names, strict=True))
    out = BytesIO()
    with new_workbook(out, harmless(book.path)[-200:]) as workbook:
        looks = Looks(workbook)
        for sheet in book.sheets:
            worksheet = workbook.add_worksheet(by_sheet[sheet.name])
            write_source(worksheet, SourceSheet(sheet, again, language, Flags(), looks, last, 0))
        changes = ChangeLog(audit, correction, language, by_sheet, looks)
        write_log(own_sheet(workbook, last), changes)
    return out.getvalue()
