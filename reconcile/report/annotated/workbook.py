"""The annotated workbook: the findings in front, then every sheet with its cells flagged."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from reconcile.audited import Audit
from reconcile.correct.source_file import source_bytes
from reconcile.messages import say
from reconcile.messages.harmless import harmless
from reconcile.model import Language, Sentence
from reconcile.report.annotated.findings_sheet import FindingsSheet, first_row, write_findings
from reconcile.report.annotated.flagged_cells import flagged_cells
from reconcile.report.annotated.source_sheet import SourceSheet, write_source
from reconcile.report.atomic import written_whole
from reconcile.report.cell_styles import WorkbookFormats
from reconcile.report.workbooks import accepted_names, new_workbook, own_sheet

if TYPE_CHECKING:
    from xlsxwriter.workbook import Workbook


def write_annotated(audit: Audit, path: str | Path, language: Language | None = None) -> None:
    """Write the workbook to `path`, whole or not at all; the same audit gives the same bytes.

    `language` None means the sheet's own. Raises ReconcileError `output-is-source` where `path` is
    the audited file, `output-not-writable` where it cannot be written.
    """
    language = language or audit.document.language
    content = None
    if audit.book.format == "xlsx" and audit.book.path != "-":
        from reconcile.report.annotated.in_place import annotated_in_place

        content = annotated_in_place(audit, source_bytes(audit.book), Path(path), language)
    with written_whole(Path(path), (audit.book.path,)) as temporary:
        if content is None:
            write_workbook(audit, temporary, language)
        else:
            temporary.write_bytes(content)


def write_workbook(audit: Audit, path: Path, language: Language) -> None:
    """The workbook itself, at a path that may be left half-done where something fails."""
    with new_workbook(path, harmless(audit.book.path)[-200:]) as workbook:
        _fill(workbook, audit, language)


def _fill(workbook: Workbook, audit: Audit, language: Language) -> None:
    title = say(Sentence("report.title"), language)
    front, *names = accepted_names([title, *(sheet.name for sheet in audit.book.sheets)])
    by_sheet = dict(zip((sheet.name for sheet in audit.book.sheets), names, strict=True))
    flagged, formats = flagged_cells(audit, language), WorkbookFormats(workbook)
    findings = FindingsSheet(audit, language, by_sheet, flagged, formats)
    write_findings(own_sheet(workbook, front), findings)
    for sheet in audit.book.sheets:
        worksheet = workbook.add_worksheet(by_sheet[sheet.name])
        first = first_row(findings)
        source = SourceSheet(sheet, audit, language, flagged, formats, front, first)
        write_source(worksheet, source)
