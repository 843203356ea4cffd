"""Records as rows of the ledger, and its rows as records again."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

from msgspec.structs import asdict
from sqlalchemy import Connection, Insert, Row, bindparam, insert, select

from reconcile.batch.record import Record
from reconcile.batch.schema import coverage, files, findings, frames
from reconcile.batch.sources import Source
from reconcile.messages.harmless import harmless
from reconcile.report.summary.records import (
    AuditedFile,
    AuditFacts,
    CoverageCounts,
    FileFinding,
    FindingFacts,
)

_AUDIT = AuditFacts.__struct_fields__
COUNTS = CoverageCounts.__struct_fields__
_FILES, _FINDINGS = insert(files), insert(findings)
_COVERAGE, _FRAMES = insert(coverage), insert(frames)
# Not every database, nor every SQLite, returns the numbers of what it inserts.
_NUMBERS = select(files.c.path, files.c.id).where(files.c.path.in_(bindparam("of", expanding=True)))


class KeptFile(NamedTuple):
    """A file's record, and the columns that others decide."""

    source: Source
    record: Record
    program: str
    annotated: str | None


def add_records(connection: Connection, run: int, kept: Sequence[KeptFile]) -> None:
    """Adds files with all that is known of them."""
    connection.execute(_FILES, [_file(run, file) for file in kept])
    paths = [file.source.path for file in kept]
    numbers = {row.path: row.id for row in connection.execute(_NUMBERS, {"of": paths})}
    records = [(numbers[file.source.path], file.record) for file in kept]
    rows = [
        {"file_id": file, "number": number, **storable(finding._asdict())}
        for file, record in records
        for number, finding in enumerate(record.findings, start=1)
    ]
    if rows:
        connection.execute(_FINDINGS, rows)
    audited = [(file, record) for file, record in records if record.audit.status == "audited"]
    if audited:
        connection.execute(
            _COVERAGE, [{"file_id": file, **asdict(record.coverage)} for file, record in audited]
        )
        connection.execute(
            _FRAMES, [{"file_id": file, "tidy": record.tidy} for file, record in audited]
        )


def _file(run: int, kept: KeptFile) -> dict[str, Any]:
    source = {"path": kept.source.path, "name": harmless(kept.source.name)}
    decided = {"run_id": run, "program": kept.program, "annotated": kept.annotated}
    facts = storable(asdict(kept.record.audit))
    return {**facts, **source, "size": kept.source.size, **decided}


def storable(facts: Mapping[str, Any]) -> dict[str, Any]:
    """The values as databases take them: no null character, no lone surrogate."""
    return {
        name: harmless(value) if isinstance(value, str) else value for name, value in facts.items()
    }


def inserted(connection: Connection, statement: Insert, facts: Mapping[str, Any]) -> int:
    """Inserts one row; its number."""
    key = connection.execute(statement, facts).inserted_primary_key
    assert key is not None
    return int(key[0])


def audited_file(row: Row[Any]) -> AuditedFile:
    """A row of `files` with its `coverage`, which only files that were audited have."""
    facts = dict(row._mapping)
    return AuditedFile(
        path=facts["path"],
        program=facts["program"],
        name=facts["name"],
        size=facts["size"],
        annotated=facts["annotated"],
        audit=AuditFacts(**{name: facts[name] for name in _AUDIT}),
        coverage=CoverageCounts(*(facts[name] or 0 for name in COUNTS)),
    )


def file_finding(row: Row[Any]) -> FileFinding:
    """A row of a file's path, year and annotated workbook, and all that is kept of a finding."""
    facts = list[Any](row)
    return FileFinding(facts[0], facts[1], facts[2], FindingFacts._make(facts[3:]))
