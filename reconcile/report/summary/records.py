"""What the summary of many files is written from, row by row."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Literal, NamedTuple

from msgspec import Struct

from reconcile.model import Applicability, Severity

Status = Literal["audited", "refused", "failed"]


class AuditedFile(NamedTuple):
    """A file of a batch: `refused` was not read, `failed` ended its worker.

    `size` is in bytes; `format` the contract's word for the kind, '' where it is not known;
    `reason` one sentence why it was not audited, without the path; `figures` to `unchecked` are
    its coverage; `annotated` its annotated workbook, by a path relative to the summary's folder.
    """

    path: str
    size: int
    year: int | None
    format: str
    status: Status
    reason: str = ""
    errors: int = 0
    warnings: int = 0
    notes: int = 0
    figures: int = 0
    verified: int = 0
    mismatched: int = 0
    unchecked: int = 0
    seconds: float = 0.0
    annotated: str | None = None


class FoundRow(NamedTuple):
    """A finding of one file. `cell` is `Sheet!A1`, `column` its labels; `message` a sentence.

    `printed`, `expected`, `difference` are as the finding states them; `fix` the title of its
    first fix; `annotated` as in AuditedFile.
    """

    path: str
    year: int | None
    id: str
    rule: str
    severity: Severity
    cell: str
    row: str
    column: str
    message: str
    printed: str | None = None
    expected: str | None = None
    difference: str | None = None
    fix: str | None = None
    applicability: Applicability | None = None
    annotated: str | None = None


class CrossRow(NamedTuple):
    """A finding between two files: one states what the other contradicts."""

    rule: str
    severity: Severity
    entity: str
    indicator: str
    year: int | None
    path: str
    cell: str
    printed: str | None
    other_path: str
    other_cell: str
    other_printed: str | None
    message: str
    annotated: str | None = None
    other_annotated: str | None = None


class Run(Struct, frozen=True):
    """When and over what the batch ran; `seconds` is its wall time."""

    started: datetime
    seconds: float
    version: str
    sources: tuple[str, ...]


class Summary(Struct, frozen=True):
    """A whole batch. Each iterable is gone through once and may be of any length.

    `files` and `findings` come worst first: files by errors, warnings and notes, all descending;
    findings by severity, then in the order of their files. `skipped` counts by reason the files
    that were passed over.
    """

    run: Run
    files: Iterable[AuditedFile]
    findings: Iterable[FoundRow]
    across: Iterable[CrossRow]
    skipped: Mapping[str, int]
