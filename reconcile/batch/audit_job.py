"""A job done: one file audited, in the process that was asked to."""

from __future__ import annotations

import time
from collections.abc import Iterator
from pathlib import Path, PurePath
from tempfile import TemporaryDirectory

from msgspec.structs import replace

from reconcile.batch.job import Annotate, Job, failed, refused
from reconcile.batch.record import Found, Record, packed
from reconcile.batch.years import year_named
from reconcile.messages import say
from reconcile.model import Audit, Finding, Language, ReconcileError
from reconcile.pipeline import audit, broken_off
from reconcile.report.annotated.workbook import write_annotated
from reconcile.report.atomic import is_full
from reconcile.report.tidy.frame import tidy_rows


def done(job: Job, at: str) -> Record:
    """The audit of a job whose file stands `at` this path. Raises only MemoryError."""
    began = time.perf_counter()
    try:
        record = _audited(job, at)
    except ReconcileError as refusal:
        record = refused(job, refusal)
    except MemoryError:
        raise
    except Exception as bug:  # noqa: BLE001 (our fault in one file is not the others')
        record = _broken_off(job, bug)
    return replace(record, seconds=round(time.perf_counter() - began, 4))


def _broken_off(job: Job, bug: Exception) -> Record:
    if isinstance(bug, OSError) and is_full(bug):
        return failed(job, "no-room")
    error = broken_off(job.path, bug)
    return Record("failed", code=error.code, message=say(error.message, job.language))


def _audited(job: Job, at: str) -> Record:
    found = audit(at, job.settings).told_in(job.language, job.forced)
    named = year_named(job.name)
    rows = [row._replace(source=job.path, year=row.year or named) for row in tidy_rows(found)]
    years = {row.year for row in rows if row.year is not None}
    return Record(
        "audited",
        sha256=found.book.sha256,
        format=found.book.format,
        language=found.document.language,
        year=max(years, default=named),
        errors=found.count("error"),
        warnings=found.count("warning"),
        notes=found.count("info"),
        figures=found.coverage.figures,
        verified=found.coverage.verified,
        mismatched=found.coverage.mismatched,
        unchecked=found.coverage.unchecked,
        findings=tuple(_findings(found)),
        tidy=packed(rows),
        annotated=_annotated(found) if _is_annotated(found, job.annotate) else None,
    )


def _findings(found: Audit) -> Iterator[Found]:
    language = found.document.language
    return (_found(finding, language) for finding in found.findings)


def _found(finding: Finding, language: Language) -> Found:
    fix = finding.fixes[0] if finding.fixes else None
    return Found(
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


def _is_annotated(found: Audit, annotate: Annotate) -> bool:
    return annotate == "all" or (annotate == "errors" and found.count("error") > 0)


def _annotated(found: Audit) -> bytes:
    with TemporaryDirectory(prefix="reconcile-") as folder:
        path = Path(folder) / (PurePath(found.book.path).stem + ".xlsx")
        write_annotated(found, path)
        return path.read_bytes()
