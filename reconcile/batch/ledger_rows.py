"""Records as rows of the ledger."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

from sqlalchemy import Connection, Insert, bindparam, insert, select

from reconcile.batch.record import Found, Record
from reconcile.batch.schema import coverage, files, findings, frames
from reconcile.batch.sources import Source
from reconcile.report.shown import harmless

COUNTS = ("figures", "verified", "mismatched", "unchecked")
_FILES, _FINDINGS = insert(files), insert(findings)
_COVERAGE, _FRAMES = insert(coverage), insert(frames)
# Not every database, nor every SQLite, returns the numbers of what it inserts.
_NUMBERS = select(files.c.path, files.c.id).where(files.c.path.in_(bindparam("of", expanding=True)))
_SAME = (
    "sha256", "format", "year", "language", "status", "code", "message", "seconds", "errors",
    "warnings", "notes",
)  # fmt: skip


class Kept(NamedTuple):
    """A file's record, and the columns that others decide."""

    source: Source
    record: Record
    program: str
    annotated: str | None


def add_records(connection: Connection, run: int, kept: Sequence[Kept]) -> None:
    """Adds files with all that is known of them."""
    connection.execute(_FILES, [_file(run, one) for one in kept])
    paths = [one.source.path for one in kept]
    numbers = {row.path: row.id for row in connection.execute(_NUMBERS, {"of": paths})}
    records = [(numbers[one.source.path], one.record) for one in kept]
    rows = [
        _finding(file, *one)
        for file, record in records
        for one in enumerate(record.findings, start=1)
    ]
    if rows:
        connection.execute(_FINDINGS, rows)
    audited = [(file, record) for file, record in records if record.status == "audited"]
    if audited:
        connection.execute(_COVERAGE, [_coverage(file, record) for file, record in audited])
        connection.execute(
            _FRAMES, [{"file_id": file, "tidy": record.tidy} for file, record in audited]
        )


def inserted(connection: Connection, asked: Insert, facts: Mapping[str, Any]) -> int:
    """Inserts one row; its number."""
    key = connection.execute(asked, facts).inserted_primary_key
    assert key is not None
    return int(key[0])


def storable(value: Any) -> Any:
    """The value as databases take it: no null character, no lone surrogate."""
    return harmless(value) if isinstance(value, str) else value


def _file(run: int, kept: Kept) -> dict[str, Any]:
    facts = {name: storable(getattr(kept.record, name)) for name in _SAME}
    source = {"path": kept.source.path, "name": harmless(kept.source.name)}
    decided = {"run_id": run, "program": kept.program, "annotated": kept.annotated}
    return {**facts, **source, "size": kept.source.size, **decided}


def _coverage(file: int, record: Record) -> dict[str, int]:
    return {"file_id": file, **{name: getattr(record, name) for name in COUNTS}}


def _finding(file: int, number: int, found: Found) -> dict[str, Any]:
    facts = {name: storable(value) for name, value in found._asdict().items()}
    return {"file_id": file, "number": number, **facts}
