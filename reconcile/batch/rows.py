"""A record as rows of the ledger."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from sqlalchemy import Connection, Insert, insert

from reconcile.batch.record import Found, Record
from reconcile.batch.schema import coverage, files, findings, frames
from reconcile.batch.sources import Source
from reconcile.writing.shown import harmless

COUNTS = ("figures", "verified", "mismatched", "unchecked")
_FILE, _FINDINGS, _COVERAGE = insert(files), insert(findings), insert(coverage)
_FRAME = insert(frames)
_SAME = (
    "sha256", "format", "year", "language", "status", "code", "message", "seconds", "errors",
    "warnings", "notes",
)  # fmt: skip


def add_record(
    connection: Connection, source: Source, record: Record, **kept: str | int | None
) -> None:
    """Adds a file with all that is known of it; `kept` are the columns that others decide."""
    facts = {name: storable(getattr(record, name)) for name in _SAME}
    of_source = {"path": source.path, "name": harmless(source.name), "size": source.size}
    file = inserted(connection, _FILE, {**facts, **of_source, **kept})
    rows = [_finding(file, *one) for one in enumerate(record.findings, start=1)]
    if rows:
        connection.execute(_FINDINGS, rows)
    if record.status == "audited":
        counts = {name: getattr(record, name) for name in COUNTS}
        connection.execute(_COVERAGE, {"file_id": file, **counts})
        connection.execute(_FRAME, {"file_id": file, "tidy": record.tidy})


def inserted(connection: Connection, asked: Insert, facts: Mapping[str, Any]) -> int:
    """Inserts one row; its number."""
    key = connection.execute(asked, facts).inserted_primary_key
    assert key is not None
    return int(key[0])


def storable(value: Any) -> Any:
    """The value as databases take it: no null character, no lone surrogate."""
    return harmless(value) if isinstance(value, str) else value


def _finding(file: int, number: int, found: Found) -> dict[str, Any]:
    facts = {name: storable(value) for name, value in found._asdict().items()}
    return {"file_id": file, "number": number, **facts}
