"""The counts of a batch, gathered while its files and findings go by."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from typing import Literal

from reconcile.model import Severity
from reconcile.report.summary.records import (
    AuditedFile,
    AuditFacts,
    Contradiction,
    FindingFacts,
    Status,
)

Measure = Literal[
    "files", "wrong", "errors", "warnings", "notes", "figures", "verified", "mismatched",
    "unchecked", "unread", "across",
]  # fmt: skip
Verdict = Literal["wrong", "doubtful", "clean"]


class Counts:
    """What has been counted so far; it grows with years, kinds, rules and reasons only."""

    def __init__(self) -> None:
        self.statuses: Counter[Status] = Counter()
        self.verdicts: Counter[Verdict] = Counter()
        self.reasons: Counter[tuple[Status, str]] = Counter()
        self._measures: Counter[tuple[int | None, str, Measure]] = Counter()
        self._rules: Counter[tuple[str, Severity]] = Counter()

    def add_file(self, file: AuditedFile) -> None:
        audit, coverage = file.audit, file.coverage
        self.statuses[audit.status] += 1
        if audit.status != "audited":
            self.reasons[audit.status, file.reason] += 1
            return
        self.verdicts[_verdict(audit)] += 1
        measures: tuple[tuple[Measure, int], ...] = (
            ("files", 1),
            ("wrong", int(audit.errors > 0)),
            ("errors", audit.errors),
            ("warnings", audit.warnings),
            ("notes", audit.notes),
            ("figures", coverage.figures),
            ("verified", coverage.verified),
            ("mismatched", coverage.mismatched),
            ("unchecked", coverage.unchecked),
            ("unread", coverage.unread),
        )
        for measure, count in measures:
            self._measures[audit.year, audit.format, measure] += count

    def add_finding(self, finding: FindingFacts) -> None:
        self._rules[finding.rule, finding.severity] += 1

    def add_across(self, between: Contradiction) -> None:
        self._rules[between.rule, between.severity] += 1
        self._measures[between.year, "", "across"] += 1

    @property
    def years(self) -> list[int | None]:
        """In order; None, for files that name no year, stands last."""
        years = {year for year, _, _ in self._measures}
        return sorted(years, key=lambda year: (year is None, year or 0))

    @property
    def kinds(self) -> list[str]:
        return sorted({kind for _, kind, measure in self._measures if measure == "files"})

    @property
    def rules(self) -> list[str]:
        """The rules that found something, those with most errors first, then most findings."""
        names = {name for name, _ in self._rules}
        return sorted(names, key=lambda name: (*(-count for count in self.of_rule(name)), name))

    def of_rule(self, name: str) -> tuple[int, int, int]:
        """Errors, warnings, notes."""
        counted = self._rules
        return counted[name, "error"], counted[name, "warning"], counted[name, "info"]

    def measure(
        self, measure: Measure, years: Iterable[int | None], kinds: Sequence[str] | None = None
    ) -> int:
        """The sum over the years and the kinds; over every kind where none are named."""
        of = [*self.kinds, ""] if kinds is None else kinds
        return sum(self._measures[year, kind, measure] for year in years for kind in set(of))


def _verdict(audit: AuditFacts) -> Verdict:
    if audit.errors:
        return "wrong"
    return "doubtful" if audit.warnings or audit.notes else "clean"
