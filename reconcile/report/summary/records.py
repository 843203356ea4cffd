"""What a batch keeps of each file and each finding: each column once, with what it holds.

From these come the ledger's tables (`batch/schema.py`) and `docs/ledger.md`, the rows of the
ledger, the lists of the summary and the columns of `findings.parquet`.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Annotated, Literal, NamedTuple

from msgspec import Struct

from reconcile.model import Applicability, Severity

Status = Literal["audited", "refused", "failed"]


class AuditFacts(Struct, frozen=True, kw_only=True):
    """What came of one file's audit; or why there is none.

    A file was *refused* where it cannot be read as it is, *failed* where its audit came to no end.
    """

    sha256: Annotated[str, "of the content audited; empty if never read"] = ""
    format: Annotated[str, "xlsx, xls, ods, docx, pdf, …"] = ""
    year: Annotated[int | None, "the year its figures or its name tell"] = None
    language: Annotated[str, "vi or en"] = ""
    status: Annotated[Status, "audited, refused or failed"]
    code: Annotated[str, "why not audited: stable, for programs"] = ""
    message: Annotated[str, "why not audited: a sentence"] = ""
    seconds: Annotated[float, "the audit's duration"] = 0.0
    errors: Annotated[int, "findings of this severity"] = 0
    warnings: Annotated[int, "findings of this severity"] = 0
    notes: Annotated[int, "findings of severity info"] = 0


class CoverageCounts(Struct, frozen=True):
    """How many figures of a file were checked; nought in a file that was not audited."""

    figures: Annotated[int, "all but serial numbers"] = 0
    verified: Annotated[int, "in an equation that holds"] = 0
    mismatched: Annotated[int, "the target of one that does not"] = 0
    unchecked: Annotated[int, "in none that could have failed"] = 0
    unread: Annotated[int, "cells that should state a figure and could not be read"] = 0


class AuditedFile(Struct, frozen=True):
    """A file of a batch, as last audited."""

    path: Annotated[str, "absolute path, or address"]
    program: Annotated[str, "the fingerprint of the program that did, and how it was asked"]
    name: Annotated[str, "where it stands below the folder asked for"]
    size: Annotated[int, "bytes"]
    annotated: Annotated[str | None, "its annotated workbook, below the results' folder"]
    audit: AuditFacts
    coverage: CoverageCounts

    @property
    def reason(self) -> str:
        """One sentence why it was not audited, without the path."""
        return self.audit.message.removeprefix(f"{self.path}: ")


class FindingFacts(NamedTuple):
    """A finding of one file, in the words of `check --format json`."""

    id: Annotated[str, "F1, F2, …"]
    rule: Annotated[str, "as `reconcile rules` lists them"]
    severity: Annotated[Severity, "error, warning or info"]
    cell: Annotated[str, "the cell to look at first"]
    row: Annotated[str, "its row's name"]
    column: Annotated[str, "its column's labels"]
    message: Annotated[str, "one sentence"]
    printed: Annotated[str | None, "what the cell says"] = None
    expected: Annotated[str | None, "what it should say, a plain decimal"] = None
    difference: Annotated[str | None, "printed − expected, a plain decimal"] = None
    fix: Annotated[str | None, "the first fix"] = None
    applicability: Annotated[Applicability | None, "of that fix: safe, unsafe or display"] = None


class FileFinding(NamedTuple):
    """A finding with the file it is of; `year` and `annotated` are that file's."""

    path: str
    year: int | None
    annotated: str | None
    finding: FindingFacts


class Contradiction(NamedTuple):
    """A finding between two files: one states what the other contradicts."""

    rule: Annotated[str, "as `reconcile rules` lists them"]
    severity: Annotated[Severity, "error, warning or info"]
    entity: Annotated[str, "whose figure it is"]
    indicator: Annotated[str, "which figure, by its labels"]
    year: Annotated[int | None, "of which year"]
    path: Annotated[str, "the file that states it"]
    cell: Annotated[str, "where"]
    printed: Annotated[str | None, "what is said there"]
    other_path: Annotated[str, "the file that states something else"]
    other_cell: Annotated[str, "where"]
    other_printed: Annotated[str | None, "what is said there"]
    message: Annotated[str, "one sentence"]


class LinkedContradiction(NamedTuple):
    """A finding between two files, with the annotated workbook of each."""

    contradiction: Contradiction
    annotated: str | None = None
    other_annotated: str | None = None


class BatchRun(Struct, frozen=True):
    """When and over what the batch ran; `seconds` is its wall time."""

    started: datetime
    seconds: float
    version: str
    sources: tuple[str, ...]


class Summary(Struct, frozen=True):
    """A whole batch. Each iterable is gone through once and may be of any length.

    `files` and `findings` come worst first: files by errors, warnings and notes, all descending;
    findings by severity, then in the order of their files. `skipped` counts by reason the files
    that were passed over. Annotated workbooks are named by paths relative to the summary's folder.
    """

    run: BatchRun
    files: Iterable[AuditedFile]
    findings: Iterable[FileFinding]
    across: Iterable[LinkedContradiction]
    skipped: Mapping[str, int]
