"""The ledger: every result as soon as it is known, in a database that several runs may share."""

from __future__ import annotations

import os
import socket
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, NamedTuple

from sqlalchemy import (
    Connection,
    Engine,
    Insert,
    Row,
    create_engine,
    delete,
    event,
    insert,
    select,
    update,
)
from sqlalchemy.exc import ArgumentError, DBAPIError, IntegrityError, NoSuchModuleError

from reconcile import __version__
from reconcile.batch.record import Found, Record, unpacked
from reconcile.batch.schema import claims, coverage, files, findings, frames, metadata, runs
from reconcile.batch.sources import Source
from reconcile.model import ReconcileError
from reconcile.writing.frame import Tidy
from reconcile.writing.shown import harmless

SILENT = 60.0  # seconds after which a run that says nothing is taken for dead
_COUNTS = ("figures", "verified", "mismatched", "unchecked")
_BUSY = 60_000  # milliseconds to wait for another run's write


class Known(NamedTuple):
    """What the ledger has of a file, as far as it decides whether to audit it again."""

    sha256: str
    program: str
    status: str
    errors: int
    annotated: str | None


@dataclass(frozen=True)
class Entry:
    """A file of the ledger; `facts` are the columns of `files` and `coverage` by their names."""

    id: int
    path: str
    facts: Mapping[str, Any]


class Ledger:
    """One database. Every method is one transaction, or reads.

    All raise ReconcileError `ledger` where the database refuses or cannot hold more.
    """

    def __init__(self, url: str) -> None:
        self._url = url
        with self._refusing():
            self._engine = _engine(url)
            metadata.create_all(self._engine)

    def begin(self, program: str) -> int:
        """A new run's number."""
        with self._changing() as connection:
            facts = {
                "started": _now(),
                "status": "running",
                "version": __version__,
                "program": program,
                "host": socket.gethostname(),
                "process": os.getpid(),
                "seen": time.time(),
            }
            return _inserted(connection, insert(runs).values(facts))

    def beat(self, run: int) -> None:
        """Says that the run goes on."""
        with self._changing() as connection:
            connection.execute(update(runs).where(runs.c.id == run).values(seen=time.time()))

    def end(self, run: int, status: str, covers: str | None = None) -> None:
        """Says how the run ended; what it had taken on is free again."""
        with self._changing() as connection:
            connection.execute(delete(claims).where(claims.c.run_id == run))
            facts = {"ended": _now(), "status": status, "covers": covers}
            connection.execute(update(runs).where(runs.c.id == run).values(facts))

    def known(self) -> dict[str, Known]:
        """Every file it holds, by path."""
        with self._reading() as connection:
            rows = connection.execute(_known())
            return {row.path: Known(*row[1:]) for row in rows}

    def now_known(self, path: str) -> Known | None:
        """One file, as another run may have left it meanwhile."""
        with self._reading() as connection:
            row = connection.execute(_known().where(files.c.path == path)).first()
            return None if row is None else Known(*row[1:])

    def claim(self, run: int, path: str) -> bool:
        """Takes a file on, unless a run that lives has."""
        try:
            with self._changing() as connection:
                connection.execute(insert(claims).values(path=path, run_id=run))
        except IntegrityError:
            return self._taken_over(run, path)
        return True

    def record(
        self, run: int, source: Source, record: Record, program: str, annotated: str | None
    ) -> None:
        """Keeps a file's record, and where its annotated workbook stands, in place of what was."""
        with self._changing() as connection:
            connection.execute(delete(files).where(files.c.path == source.path))
            facts = _facts(run, source, program, record, annotated)
            _add_parts(connection, _inserted(connection, insert(files).values(facts)), record)
            connection.execute(delete(claims).where(claims.c.path == source.path))

    def release(self, run: int, path: str) -> None:
        """Gives up a file that was taken on."""
        with self._changing() as connection:
            connection.execute(delete(claims).where(claims.c.path == path, claims.c.run_id == run))

    def covered(self) -> str | None:
        """What the results of the last run that was done were made of."""
        with self._reading() as connection:
            done = select(runs.c.covers).where(runs.c.status == "done").order_by(runs.c.id.desc())
            row = connection.execute(done.limit(1)).first()
            return None if row is None else row[0]

    def entries(self) -> Iterator[Entry]:
        """Every file with its coverage, in the order of the paths."""
        asked = (
            select(files, *(coverage.c[name] for name in _COUNTS))
            .select_from(files.outerjoin(coverage, coverage.c.file_id == files.c.id))
            .order_by(files.c.path)
        )
        for row in self._streamed(asked):
            facts = dict(row._mapping)
            yield Entry(facts["id"], facts["path"], facts)

    def found(self) -> Iterator[tuple[str, Found]]:
        """Every finding with its file's path, file by file."""
        columns = [findings.c[name] for name in Found._fields]
        asked = (
            select(files.c.path, *columns)
            .join(files, files.c.id == findings.c.file_id)
            .order_by(files.c.path, findings.c.number)
        )
        for row in self._streamed(asked):
            yield row.path, Found._make(tuple(row)[1:])

    def tidy(self) -> Iterator[tuple[str, str, list[Tidy]]]:
        """Every audited file's path, digest and tidy rows."""
        asked = (
            select(files.c.path, files.c.sha256, frames.c.tidy)
            .join(files, files.c.id == frames.c.file_id)
            .order_by(files.c.path)
        )
        for row in self._streamed(asked):
            yield row.path, row.sha256, list(unpacked(row.tidy))

    def close(self) -> None:
        self._engine.dispose()

    def _taken_over(self, run: int, path: str) -> bool:
        """Whether the file's claim was that of a dead run, and is this one's now."""
        with self._changing() as connection:
            asked = select(runs).join(claims, claims.c.run_id == runs.c.id)
            holder = connection.execute(asked.where(claims.c.path == path)).first()
            if holder is None or _lives(holder):
                return False
            taken = (
                update(claims)
                .where(claims.c.path == path, claims.c.run_id == holder.id)
                .values(run_id=run)
            )
            return connection.execute(taken).rowcount == 1

    def _streamed(self, asked: Any) -> Iterator[Row[Any]]:
        with self._reading() as connection:
            yield from connection.execution_options(yield_per=200).execute(asked)

    @contextmanager
    def _changing(self) -> Iterator[Connection]:
        with self._refusing(), self._engine.begin() as connection:
            yield connection

    @contextmanager
    def _reading(self) -> Iterator[Connection]:
        with self._refusing(), self._engine.connect() as connection:
            yield connection

    @contextmanager
    def _refusing(self) -> Iterator[None]:
        try:
            yield
        except IntegrityError:
            raise
        except (DBAPIError, ArgumentError, NoSuchModuleError, ImportError) as error:
            reason = str(getattr(error, "orig", None) or error).splitlines()[0]
            raise ReconcileError("ledger", ledger=_shown(self._url), reason=reason) from error


def _engine(url: str) -> Engine:
    engine = create_engine(url)
    if engine.dialect.name == "sqlite":
        event.listen(engine, "connect", _prepare_sqlite)
    return engine


def _prepare_sqlite(connection: Any, _: Any) -> None:
    for pragma in (f"busy_timeout = {_BUSY}", "journal_mode = WAL", "synchronous = NORMAL",
                   "foreign_keys = ON"):  # fmt: skip
        connection.execute(f"PRAGMA {pragma}")


def _shown(url: str) -> str:
    """The ledger's address without what opens it."""
    from sqlalchemy.engine import make_url

    try:
        return make_url(url).render_as_string(hide_password=True)
    except ArgumentError:
        return url


def _known() -> Any:
    return select(files.c.path, *(files.c[name] for name in Known._fields))


def _facts(
    run: int, source: Source, program: str, record: Record, annotated: str | None
) -> dict[str, Any]:
    same = ("sha256", "format", "year", "language", "status", "code", "message", "seconds",
            "errors", "warnings", "notes")  # fmt: skip
    return {
        "path": source.path,
        "run_id": run,
        "program": program,
        "name": harmless(source.name),
        "size": source.size,
        "annotated": annotated,
        **{name: _storable(getattr(record, name)) for name in same},
    }


def _add_parts(connection: Connection, file: int, record: Record) -> None:
    if record.findings:
        rows = [
            {"file_id": file, "number": number, **_storables(found)}
            for number, found in enumerate(record.findings, start=1)
        ]
        connection.execute(insert(findings), rows)
    if record.status == "audited":
        counts = {name: getattr(record, name) for name in _COUNTS}
        connection.execute(insert(coverage).values(file_id=file, **counts))
        connection.execute(insert(frames).values(file_id=file, tidy=record.tidy))


def _inserted(connection: Connection, asked: Insert) -> int:
    """Inserts one row; its number."""
    key = connection.execute(asked).inserted_primary_key
    assert key is not None
    return int(key[0])


def _storables(found: Found) -> dict[str, Any]:
    return {name: _storable(value) for name, value in found._asdict().items()}


def _storable(value: Any) -> Any:
    # Databases hold no null character and no lone surrogate.
    return harmless(value) if isinstance(value, str) else value


def _now() -> str:
    return datetime.now(UTC).isoformat(timespec="seconds")


def _lives(run: Row[Any]) -> bool:
    if run.status != "running" or time.time() - run.seen > SILENT:
        return False
    if run.host != socket.gethostname() or os.name != "posix":
        return True
    try:
        os.kill(run.process, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return True
