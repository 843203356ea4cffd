"""The summary of a batch: a workbook that says what is wrong in many files, and where."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from msgspec import Struct

from reconcile.messages import say
from reconcile.messages.harmless import say_harmless
from reconcile.model import Language, Sentence
from reconcile.report.atomic import written_whole
from reconcile.report.cell_styles import CellStyle, WorkbookFormats
from reconcile.report.finding_texts import rule_title
from reconcile.report.summary.counts import Counts
from reconcile.report.summary.file_links import link_beside
from reconcile.report.summary.lists import FIGURE, NUMBER, SECONDS, YEAR, ListColumn, ListSheet
from reconcile.report.summary.overview import Overview, write_kinds, write_overview
from reconcile.report.summary.records import (
    AuditedFile,
    FileFinding,
    FindingFacts,
    LinkedContradiction,
    Summary,
)
from reconcile.report.workbooks import accepted_names, new_workbook, own_sheet

if TYPE_CHECKING:
    from xlsxwriter.workbook import Workbook

_SEVERITY = CellStyle(grid=True, centred=True)
_FILES = (
    ListColumn("path", 60), ListColumn("year", 7, YEAR), ListColumn("kind", 9),
    ListColumn("errors", 8, NUMBER), ListColumn("warnings", 9, NUMBER),
    ListColumn("notes", 8, NUMBER), ListColumn("figures", 10, NUMBER),
    ListColumn("verified", 10, NUMBER), ListColumn("mismatched", 10, NUMBER),
    ListColumn("unchecked", 10, NUMBER), ListColumn("unread", 10, NUMBER),
    ListColumn("seconds", 8, SECONDS),
)  # fmt: skip
_FINDINGS = (
    ListColumn("path", 30), ListColumn("year", 6, YEAR), ListColumn("severity", 11, _SEVERITY),
    ListColumn("rule", 20), ListColumn("id", 6), ListColumn("place", 18), ListColumn("agency", 20),
    ListColumn("column", 20), ListColumn("message", 42), ListColumn("printed", 10, FIGURE),
    ListColumn("expected", 10, FIGURE), ListColumn("difference", 10, FIGURE), ListColumn("fix", 30),
)  # fmt: skip
_ACROSS = (
    ListColumn("severity", 11, _SEVERITY), ListColumn("rule", 20), ListColumn("year", 6, YEAR),
    ListColumn("agency", 20), ListColumn("indicator", 24), ListColumn("path", 30),
    ListColumn("place", 18), ListColumn("printed", 10, FIGURE), ListColumn("other_path", 30),
    ListColumn("other_place", 18), ListColumn("other_printed", 10, FIGURE),
    ListColumn("message", 42),
)  # fmt: skip
_UNREAD = (
    ListColumn("path", 60), ListColumn("year", 7, YEAR), ListColumn("kind", 9),
    ListColumn("outcome", 20), ListColumn("reason", 60), ListColumn("size", 10, NUMBER),
    ListColumn("seconds", 8, SECONDS),
)  # fmt: skip
_LISTS = {"files": _FILES, "findings": _FINDINGS, "across": _ACROSS, "unread": _UNREAD}
_SHEETS = ("overview", "kinds", *_LISTS)


def write_summary(summary: Summary, path: str | Path, language: Language) -> None:
    """Write the workbook to `path`, whole or not at all; the same summary gives the same bytes.

    Rows go to the file as they come, so memory does not grow with their number. Raises
    ReconcileError `output-not-writable`.
    """
    with written_whole(Path(path)) as temporary:
        title = say(Sentence("summary.title"), language)
        with new_workbook(temporary, title, row_by_row=True) as workbook:
            _fill(workbook, summary, language)


def _fill(workbook: Workbook, summary: Summary, language: Language) -> None:
    looks, counts = WorkbookFormats(workbook), Counts()
    names = accepted_names(say(Sentence(f"summary.sheet.{name}"), language) for name in _SHEETS)
    sheets = [own_sheet(workbook, name) for name in names]
    lists = {
        name: ListSheet(sheet, columns, looks, language)
        for sheet, (name, columns) in zip(sheets[2:], _LISTS.items(), strict=True)
    }
    rows = _Rows(language, counts)
    rows.files(summary.files, lists["files"], lists["unread"])
    rows.findings(summary.findings, lists["findings"])
    rows.across(summary.across, lists["across"])
    for name, sheet in lists.items():
        sheet.finish(f"nothing.{name}")
    cut = [
        rows.say("cut", sheet=title, listed=f"{sheet.listed:,}", total=f"{sheet.total:,}")
        for title, sheet in zip(names[2:], lists.values(), strict=True)
        if sheet.total > sheet.listed
    ]
    skipped = sorted(summary.skipped.items())
    overview = Overview(summary.run, counts, skipped, cut, language, looks)
    write_overview(workbook, sheets[0], overview)
    write_kinds(sheets[1], overview)


class _Rows(Struct, frozen=True):
    """Rows on their way into the lists, counted as they pass."""

    language: Language
    counts: Counts

    def say(self, name: str, **values: str) -> str:
        return say_harmless(Sentence(f"summary.{name}", values), self.language)

    def files(self, files: Iterable[AuditedFile], read: ListSheet, unread: ListSheet) -> None:
        for file in files:
            self.counts.add_file(file)
            audit, coverage = file.audit, file.coverage
            if audit.status != "audited":
                outcome = self.say(f"status.{audit.status}")
                values = (file.path, audit.year, audit.format, outcome, file.reason)
                unread.add((*values, file.size, audit.seconds))
                continue
            read.add(
                (
                    file.path, audit.year, audit.format, audit.errors, audit.warnings, audit.notes,
                    coverage.figures, coverage.verified, coverage.mismatched, coverage.unchecked,
                    coverage.unread, audit.seconds,
                ),
                {0: link_beside(file.annotated or "")},
                {3: "error"} if audit.errors else {},
            )  # fmt: skip

    def findings(self, findings: Iterable[FileFinding], sheet: ListSheet) -> None:
        severity, title = self._words()
        for path, year, annotated, finding in findings:
            self.counts.add_finding(finding)
            values = (
                path, year, severity(finding.severity), title(finding.rule), finding.id,
                finding.cell, finding.row, finding.column, finding.message, finding.printed,
                finding.expected, finding.difference, self._fix(finding),
            )  # fmt: skip
            link = link_beside(annotated or "", finding.cell)
            sheet.add(values, {0: link}, {2: finding.severity})

    def across(self, across: Iterable[LinkedContradiction], sheet: ListSheet) -> None:
        severity, title = self._words()
        for between, annotated, other_annotated in across:
            self.counts.add_across(between)
            values = (
                severity(between.severity), title(between.rule), between.year, between.entity,
                between.indicator, between.path, between.cell, between.printed,
                between.other_path, between.other_cell, between.other_printed, between.message,
            )  # fmt: skip
            here = link_beside(annotated or "", between.cell)
            there = link_beside(other_annotated or "", between.other_cell)
            sheet.add(values, {5: here, 8: there}, {0: between.severity})

    def _fix(self, finding: FindingFacts) -> str | None:
        if not finding.fix or finding.applicability is None:
            return finding.fix
        applicability = Sentence(f"report.applicability.{finding.applicability}")
        return f"{finding.fix} ({say_harmless(applicability, self.language)})"

    def _words(self) -> tuple[Callable[[str], str], Callable[[str], str]]:
        """What severities and rules are called."""

        severity = cache(
            lambda name: say_harmless(Sentence(f"report.severity.{name}"), self.language)
        )
        return severity, cache(lambda name: rule_title(name, self.language))
