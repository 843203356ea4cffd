"""The corrected copy: the user's own workbook with the fixes made in it, and a change log."""

from __future__ import annotations

from collections.abc import Sequence
from io import BytesIO
from pathlib import Path

from reconcile.audited import Audit
from reconcile.correct.correction import ChosenFix, Correction, CorrectionOptions, apply_fixes
from reconcile.correct.grid_edits import GridEdits
from reconcile.correct.source_file import source_bytes
from reconcile.messages import say
from reconcile.messages.harmless import harmless
from reconcile.model import Book, Coverage, Language, Relations, Sentence
from reconcile.report.annotated.flagged_cells import FlaggedCells
from reconcile.report.annotated.source_sheet import SourceSheet, write_source
from reconcile.report.atomic import written_whole
from reconcile.report.cell_styles import WorkbookFormats
from reconcile.report.corrected.change_log import ChangeLog, write_log
from reconcile.report.workbooks import accepted_names, new_workbook, own_sheet
from reconcile.structure import understand


def write_corrected(
    audit: Audit,
    fixes: Sequence[ChosenFix],
    path: str | Path,
    language: Language,
    options: CorrectionOptions = CorrectionOptions(),
) -> Correction:
    """Write the copy to `path`, whole or not at all; the audited file is only read.

    A workbook is edited in place, any other source laid out as a new one. Raises ReconcileError
    `signed`, `source-changed`, `no-source`, `output-suffix`, `broken-workbook`,
    `output-is-source`, `output-not-writable`.
    """
    if audit.book.format == "xlsx":
        return _write_workbook(audit, fixes, Path(path), language, options)
    edits = GridEdits(audit.book)
    correction = apply_fixes(audit, fixes, edits)
    with written_whole(Path(path), (audit.book.path,)) as temporary:
        temporary.write_bytes(_laid_out(audit, edits.edited(), correction, language))
    return correction


def _write_workbook(
    audit: Audit,
    fixes: Sequence[ChosenFix],
    path: Path,
    language: Language,
    options: CorrectionOptions,
) -> Correction:
    from reconcile.correct.workbook_copy import WorkbookCopy

    workbook = WorkbookCopy(audit, source_bytes(audit.book), options)
    workbook.require_suffix(path)
    correction = workbook.correct(fixes)
    with written_whole(path, (audit.book.path,)) as temporary:
        log = _log(audit, workbook.sheet_names, correction, language)
        temporary.write_bytes(workbook.content(log))
    return correction


def _log(audit: Audit, sheets: Sequence[str], correction: Correction, language: Language) -> bytes:
    """A workbook with the change log alone, whose name no sheet of the copy has."""
    title = accepted_names([*sheets, say(Sentence("fix.log"), language)])[-1]
    out = BytesIO()
    with new_workbook(out, title) as workbook:
        as_they_are = {name: name for name in sheets}
        log = ChangeLog(audit, correction, language, as_they_are, WorkbookFormats(workbook))
        write_log(own_sheet(workbook, title), log)
    return out.getvalue()


def _laid_out(audit: Audit, book: Book, correction: Correction, language: Language) -> bytes:
    """A new workbook laid out like the source, the change log at its end."""
    unaudited = Audit(understand(book), Relations(()), (), Coverage(0, 0, 0, 0))
    log = say(Sentence("fix.log"), language)
    *names, last = accepted_names([*(sheet.name for sheet in book.sheets), log])
    by_sheet = dict(zip((sheet.name for sheet in book.sheets), names, strict=True))
    out = BytesIO()
    with new_workbook(out, harmless(book.path)[-200:]) as workbook:
        formats = WorkbookFormats(workbook)
        for sheet in book.sheets:
            worksheet = workbook.add_worksheet(by_sheet[sheet.name])
            source = SourceSheet(sheet, unaudited, language, FlaggedCells(), formats, last, 0)
            write_source(worksheet, source)
        changes = ChangeLog(audit, correction, language, by_sheet, formats)
        write_log(own_sheet(workbook, last), changes)
    return out.getvalue()
