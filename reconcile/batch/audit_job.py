"""A job audited, in the process that was asked to."""

from __future__ import annotations

import re
import time
from pathlib import Path, PurePath, PurePosixPath
from tempfile import TemporaryDirectory

from msgspec.structs import replace

from reconcile.audited import Audit
from reconcile.batch.job import Annotate, Job, failed, refused
from reconcile.batch.record import Record, packed
from reconcile.messages import say
from reconcile.model import Finding, Language, ReconcileError
from reconcile.pipeline import audit as audit_file
from reconcile.pipeline import broken_off
from reconcile.report.annotated.workbook import write_annotated
from reconcile.report.atomic import is_full
from reconcile.report.summary.records import AuditFacts, CoverageCounts, FindingFacts
from reconcile.report.tidy.frame import tidy_rows

_YEAR = re.compile(r"(?<!\d)(?:19|20)\d\d(?!\d)")


def audit_job(job: Job, at: str) -> Record:
    """The audit of a job whose file stands `at` this path. Raises only MemoryError."""
    began = time.perf_counter()
    try:
        record = _audit(job, at)
    except ReconcileError as refusal:
        record = refused(job, refusal)
    except MemoryError:
        raise
    except Exception as bug:  # noqa: BLE001 (our fault in one file is not the others')
        record = _broken_off(job, bug)
    seconds = round(time.perf_counter() - began, 4)
    return replace(record, audit=replace(record.audit, seconds=seconds))


def _broken_off(job: Job, bug: Exception) -> Record:
    if isinstance(bug, OSError) and is_full(bug):
        return failed(job, "no-room")
    error = broken_off(job.path, bug)
    message = say(error.message, job.language)
    return Record(AuditFacts(status="failed", code=error.code, message=message))


def _audit(job: Job, at: str) -> Record:
    audit = audit_file(at, job.settings).told_in(job.language, job.forced)
    named = _year_named(job.name)
    rows = [row._replace(source=job.path, year=row.year or named) for row in tidy_rows(audit)]
    years = {row.year for row in rows if row.year is not None}
    language, coverage = audit.document.language, audit.coverage
    return Record(
        AuditFacts(
            status="audited",
            sha256=audit.book.sha256,
            format=audit.book.format,
            language=language,
            year=max(years, default=named),
            errors=audit.count("error"),
            warnings=audit.count("warning"),
            notes=audit.count("info"),
        ),
        CoverageCounts(
            coverage.figures,
            coverage.verified,
            coverage.mismatched,
            coverage.unchecked,
            coverage.unread,
        ),
        findings=tuple(_facts(finding, language) for finding in audit.findings),
        tidy=packed(rows),
        annotated=_annotated(audit) if _is_annotated(audit, job.annotate) else None,
    )


def _year_named(name: str) -> int | None:
    """The one year that the file's name holds, or else the nearest folder's that holds one.

    A name that holds two, of a school year say, tells nothing, and neither do the folders above.
    """
    for part in reversed(PurePosixPath(name).parts):
        years = {int(year) for year in _YEAR.findall(part)}
        if years:
            return years.pop() if len(years) == 1 else None
    return None


def _facts(finding: Finding, language: Language) -> FindingFacts:
    fix = finding.fixes[0] if finding.fixes else None
    return FindingFacts(
        id=finding.id,
        rule=finding.rule,
        severity=finding.severity,
        cell=str(finding.at),
        row=finding.row,
        column=" / ".join(finding.column),
        message=say(finding.message, language),
        printed=finding.printed,
        expected=finding.expected,
        difference=finding.difference,
        fix=None if fix is None else say(fix.title, language),
        applicability=None if fix is None else fix.applicability,
    )


def _is_annotated(audit: Audit, annotate: Annotate) -> bool:
    return annotate == "all" or (annotate == "errors" and audit.count("error") > 0)


def _annotated(audit: Audit) -> bytes:
    with TemporaryDirectory(prefix="reconcile-") as folder:
        path = Path(folder) / (PurePath(audit.book.path).stem + ".xlsx")
        write_annotated(audit, path)
        return path.read_bytes()
