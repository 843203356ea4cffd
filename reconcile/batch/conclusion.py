"""The end of a batch: the ledger summed up into the results."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cached_property
from importlib.util import find_spec

from msgspec import Struct

from reconcile.agencies import Agencies
from reconcile.batch.across import Across, CrossFinding, StatedFile, Statement, across
from reconcile.batch.ledger import Ledger
from reconcile.batch.results import Results
from reconcile.messages import say
from reconcile.model import Language, Sentence, quoted
from reconcile.report.summary.records import (
    AuditedFile,
    BatchRun,
    Contradiction,
    FileFinding,
    LinkedContradiction,
    Summary,
)
from reconcile.report.summary.workbook import write_summary
from reconcile.report.tidy.analysis_tables import tidy_table, write_findings_table
from reconcile.report.tidy.parquet_files import ParquetTable

SUMMARY, FINDINGS, TIDY = "summary.xlsx", "findings.parquet", "tidy.parquet"


class Conclusion(Struct, frozen=True, eq=False, dict=True):
    """What the results are made of: those files of the ledger that the batch found.

    `skipped` counts the others by reason; `settings` is whatever else the results depend on.
    """

    ledger: Ledger
    results: Results
    paths: frozenset[str]
    skipped: Mapping[str, int]
    agencies: Agencies
    language: Language
    settings: str

    def digest(self) -> str:
        """A digest that is the same only where the results would be."""
        digest = hashlib.sha256(repr((self.settings, sorted(self.skipped.items()))).encode())
        for file in self.audited_files():
            audit = file.audit
            decisive = [file.path, audit.sha256, file.program, audit.status, file.annotated]
            digest.update(repr(decisive).encode())
        return digest.hexdigest()

    def standing_run(self, digest: str) -> int | None:
        """The run whose results are these already, if one's are."""
        if not all(self.results.has(name) for name in (SUMMARY, *self._tables)):
            return None
        return self.ledger.run_of_results(digest)

    def write_results(self, run: BatchRun, number: int) -> tuple[str, ...]:
        """Writes the results; their names. Raises ReconcileError where one cannot be written."""
        self.ledger.void_results(self.results.shown)
        between = self._across()
        contradictions = [_contradiction(finding, self.language) for finding in between.findings]
        self.ledger.contradict(number, contradictions)
        with self.results.place(SUMMARY) as path:
            write_summary(self._summary(run, contradictions), path, self.language)
        if not self._tables:
            return (SUMMARY,)
        with self.results.place(FINDINGS) as path:
            write_findings_table(self._findings(), contradictions, path)
        return (SUMMARY, *self._tables)

    @property
    def _tables(self) -> tuple[str, ...]:
        """The results that need the package for Parquet, where it is installed."""
        return (FINDINGS, TIDY) if find_spec("pyarrow") else ()

    def _across(self) -> Across:
        """What the files say of each other; their tidy rows are written as they are gone through,
        as unpacking them twice would take longer than the rest."""
        if not self._tables:
            return across(self._stated(), self.agencies)
        with self.results.place(TIDY) as path, tidy_table(path) as table:
            return across(_adding(table, self._stated()), self.agencies)

    @cached_property
    def _annotated(self) -> Mapping[str, str | None]:
        """Each file's annotated workbook."""
        return {file.path: file.annotated for file in self.audited_files()}

    def audited_files(self) -> Iterator[AuditedFile]:
        """The files of the batch, those with the most errors first."""
        return (file for file in self.ledger.audited_files() if file.path in self.paths)

    def _findings(self) -> Iterator[FileFinding]:
        return (finding for finding in self.ledger.findings() if finding.path in self.paths)

    def _stated(self) -> Iterator[StatedFile]:
        return (StatedFile(*stated) for stated in self.ledger.tidy(self.paths))

    def _summary(self, run: BatchRun, contradictions: Sequence[Contradiction]) -> Summary:
        return Summary(
            run=run,
            files=self.audited_files(),
            findings=self._findings(),
            across=map(self._linked, contradictions),
            skipped={self._reason(skip): count for skip, count in self.skipped.items()},
        )

    def _reason(self, skip: str) -> str:
        return say(Sentence(f"batch.skip.{skip}"), self.language)

    def _linked(self, between: Contradiction) -> LinkedContradiction:
        of_file = self._annotated.get
        return LinkedContradiction(between, of_file(between.path), of_file(between.other_path))


def _adding(table: ParquetTable, files: Iterable[StatedFile]) -> Iterator[StatedFile]:
    """The files, the rows of each added to the table."""
    for file in files:
        table.add(file.rows)
        yield file


def _contradiction(finding: CrossFinding, language: Language) -> Contradiction:
    return Contradiction(
        rule=finding.rule,
        severity=finding.severity,
        entity=finding.entity,
        indicator=finding.indicator,
        year=finding.year,
        path=finding.at.path,
        cell=_cell(finding.at),
        printed=finding.at.printed or None,
        other_path=finding.other.path,
        other_cell=_cell(finding.other),
        other_printed=finding.other.printed or None,
        message=say(finding.message, language),
    )


def _cell(stated: Statement) -> str:
    return f"{quoted(stated.sheet)}!{stated.cell}" if stated.cell else stated.sheet
