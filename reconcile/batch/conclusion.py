"""The end of a batch: the ledger summed up into the results."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Mapping
from functools import cached_property
from importlib.util import find_spec
from typing import Any

from msgspec import Struct

from reconcile.agencies import Agencies
from reconcile.batch.across import Across, CrossFinding, Stated, Statement, across
from reconcile.batch.ledger import Entry, Ledger
from reconcile.batch.results import Results
from reconcile.messages import say
from reconcile.model import Language, Sentence, quoted
from reconcile.report.summary.records import AuditedFile, CrossRow, FoundRow, Run, Summary
from reconcile.report.summary.workbook import write_summary
from reconcile.report.tidy.analysis_tables import tidy_table, write_findings_table
from reconcile.report.tidy.parquet_files import Table

SUMMARY, FINDINGS, TIDY = "summary.xlsx", "findings.parquet", "tidy.parquet"


class Ending(Struct, frozen=True, eq=False, dict=True):
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

    def covers(self) -> str:
        """A digest that is the same only where the results would be."""
        digest = hashlib.sha256(repr((self.settings, sorted(self.skipped.items()))).encode())
        decisive = ("sha256", "program", "status", "annotated")
        for entry in self.entries():
            facts = [entry.path, *(entry.facts[name] for name in decisive)]
            digest.update(repr(facts).encode())
        return digest.hexdigest()

    def stands(self, covers: str) -> int | None:
        """The run whose results are these already, if one's are."""
        if not all(self.results.has(name) for name in (SUMMARY, *self._tables)):
            return None
        return self.ledger.covered(covers)

    def sum_up(self, run: Run, number: int) -> tuple[str, ...]:
        """Writes the results; their names. Raises ReconcileError where one cannot be written."""
        self.ledger.rewrite(self.results.shown)
        between = self._across()
        told = [_contradiction(one, self.language) for one in between.findings]
        self.ledger.contradict(number, told)
        with self.results.place(SUMMARY) as path:
            write_summary(self._summary(run, told), path, self.language)
        if not self._tables:
            return (SUMMARY,)
        with self.results.place(FINDINGS) as path:
            write_findings_table(self._found(), self._cross_rows(told), path)
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
        return {entry.path: entry.facts["annotated"] for entry in self.entries()}

    def entries(self) -> Iterator[Entry]:
        """The files of the batch, those with the most errors first."""
        return (entry for entry in self.ledger.entries() if entry.path in self.paths)

    def _stated(self) -> Iterator[Stated]:
        for path, sha256, rows in self.ledger.tidy():
            if path in self.paths:
                yield Stated(path, sha256, rows)

    def _found(self) -> Iterator[FoundRow]:
        for entry, found in self.ledger.found():
            if entry.path in self.paths:
                facts: dict[str, Any] = found._asdict()
                yield FoundRow(path=entry.path, **entry.facts, **facts)

    def _summary(self, run: Run, told: list[dict[str, Any]]) -> Summary:
        return Summary(
            run=run,
            files=map(_audited_file, self.entries()),
            findings=self._found(),
            across=self._cross_rows(told),
            skipped={self._reason(skip): count for skip, count in self.skipped.items()},
        )

    def _reason(self, skip: str) -> str:
        return say(Sentence(f"batch.skip.{skip}"), self.language)

    def _cross_rows(self, told: Iterable[Mapping[str, Any]]) -> Iterator[CrossRow]:
        for one in told:
            annotated, other = (self._annotated.get(one[of]) for of in ("path", "other_path"))
            yield CrossRow(**one, annotated=annotated, other_annotated=other)


def _adding(table: Table, files: Iterable[Stated]) -> Iterator[Stated]:
    """The files, the rows of each added to the table."""
    for one in files:
        table.add(one.rows)
        yield one


def _audited_file(entry: Entry) -> AuditedFile:
    facts = entry.facts
    same = {name: facts[name] for name in AuditedFile._fields if name in facts}
    counts = {name: same[name] or 0 for name in ("figures", "verified", "mismatched", "unchecked")}
    reason = str(facts["message"]).removeprefix(f"{entry.path}: ")
    return AuditedFile(**{**same, **counts}, reason=reason)


def _contradiction(found: CrossFinding, language: Language) -> dict[str, Any]:
    return {
        "rule": found.rule,
        "severity": found.severity,
        "entity": found.entity,
        "indicator": found.indicator,
        "year": found.year,
        "path": found.at.path,
        "cell": _cell(found.at),
        "printed": found.at.printed or None,
        "other_path": found.other.path,
        "other_cell": _cell(found.other),
        "other_printed": found.other.printed or None,
        "message": say(found.message, language),
    }


def _cell(stated: Statement) -> str:
    return f"{quoted(stated.sheet)}!{stated.cell}" if stated.cell else stated.sheet
