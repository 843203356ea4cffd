"""The ledger: every result as soon as it is known, in a database that several runs may share."""

from __future__ import annotations

import os
import socket
import time
from collections.abc import Collection, Iterator, Sequence
from datetime import UTC, datetime
from typing import Any, NamedTuple

from sqlalchemy import Row, bindparam, case, delete, insert, select, update
from sqlalchemy.exc import IntegrityError

from reconcile import __version__
from reconcile.batch.database import Database
from reconcile.batch.ledger_rows import (
    COUNTS,
    KeptFile,
    add_records,
    audited_file,
    file_finding,
    inserted,
    storable,
)
from reconcile.batch.record import unpacked
from reconcile.batch.schema import claims, contradictions, coverage, files, findings, frames, runs
from reconcile.report.summary.records import (
    AuditedFile,
    Contradiction,
    FileFinding,
    FindingFacts,
)
from reconcile.report.tidy.row import Tidy

SILENT = 60.0  # seconds after which a run that says nothing is taken for dead
_worst_first = (
    files.c.errors.desc(), files.c.warnings.desc(), files.c.notes.desc(), files.c.path
)  # fmt: skip
_severity = case({"error": 0, "warning": 1}, value=findings.c.severity, else_=2)


class KnownFile(NamedTuple):
    """What the ledger has of a file, as far as it decides whether to audit it again."""

    sha256: str
    program: str
    status: str
    errors: int
    annotated: str | None


_KNOWN = select(files.c.path, *(files.c[name] for name in KnownFile._fields))
_KNOWN_NOW = _KNOWN.where(files.c.path.in_(bindparam("of", expanding=True)))
_CLAIM = insert(claims)
_FORGET = delete(files).where(files.c.path.in_(bindparam("of", expanding=True)))
_RELEASE = delete(claims).where(claims.c.path.in_(bindparam("of", expanding=True)))


class Ledger:
    """What is known of files, and who is at work; every method is one transaction, or reads.

    All raise ReconcileError `ledger` where the database refuses or cannot hold more.
    """

    def __init__(self, url: str) -> None:
        self._database = Database(url)

    def begin(self, program: str, results: str) -> int:
        """A new run's number; `results` is the folder of its results."""
        with self._database.changing() as connection:
            facts = {
                "started": _now(),
                "status": "running",
                "version": __version__,
                "program": program,
                "host": socket.gethostname(),
                "process": os.getpid(),
                "seen": time.time(),
                "results": results,
            }
            return inserted(connection, insert(runs), facts)

    def beat(self, run: int) -> None:
        """Says that the run goes on."""
        with self._database.changing() as connection:
            connection.execute(update(runs).where(runs.c.id == run).values(seen=time.time()))

    def end(self, run: int, status: str, covers: str | None = None) -> None:
        """Says how the run ended; what it had taken on is free again."""
        with self._database.changing() as connection:
            connection.execute(delete(claims).where(claims.c.run_id == run))
            facts = {"ended": _now(), "status": status, "covers": covers}
            connection.execute(update(runs).where(runs.c.id == run).values(facts))

    def known(self) -> dict[str, KnownFile]:
        """Every file it holds, by path."""
        with self._database.reading() as connection:
            rows = connection.execute(_KNOWN)
            return {row.path: KnownFile(*row[1:]) for row in rows}

    def now_known(self, paths: Collection[str]) -> dict[str, KnownFile]:
        """Some files, as another run may have left them meanwhile."""
        with self._database.reading() as connection:
            rows = connection.execute(_KNOWN_NOW, {"of": list(paths)})
            return {row.path: KnownFile(*row[1:]) for row in rows}

    def claim(self, run: int, paths: Collection[str]) -> set[str]:
        """Takes files on, but for those that a run that lives has; which it took."""
        try:
            with self._database.changing() as connection:
                if paths:
                    connection.execute(_CLAIM, [{"path": path, "run_id": run} for path in paths])
        except IntegrityError:
            if len(paths) > 1:
                return set().union(*(self.claim(run, (path,)) for path in paths))
            return {path for path in paths if self._taken_over(run, path)}
        return set(paths)

    def let_go(self, run: int, path: str) -> None:
        """Leaves a file that was taken on as it is."""
        mine = (claims.c.path == path, claims.c.run_id == run)
        with self._database.changing() as connection:
            connection.execute(delete(claims).where(*mine))

    def is_alone(self, run: int) -> bool:
        """Whether no other run is at work."""
        others = select(runs).where(runs.c.id != run, runs.c.status == "running")
        with self._database.reading() as connection:
            return not any(_lives(other) for other in connection.execute(others))

    def record(self, run: int, kept: Sequence[KeptFile]) -> None:
        """Keeps files' records in place of what was."""
        try:
            self._record(run, kept)
        except IntegrityError:  # a run that was taken for dead has kept its own meanwhile
            if len(kept) == 1:
                self._record(run, kept)
            else:
                for file in kept:
                    self.record(run, [file])

    def _record(self, run: int, kept: Sequence[KeptFile]) -> None:
        paths = {"of": [file.source.path for file in kept]}
        with self._database.changing() as connection:
            connection.execute(_FORGET, paths)
            add_records(connection, run, kept)
            connection.execute(_RELEASE, paths)

    def run_of_results(self, digest: str) -> int | None:
        """The last run whose results were made of this, and stand."""
        same = select(runs.c.id).where(runs.c.covers == digest)
        with self._database.reading() as connection:
            row = connection.execute(same.order_by(runs.c.id.desc()).limit(1)).first()
            return None if row is None else int(row.id)

    def void_results(self, results: str) -> None:
        """Says that the results in this folder are about to be written anew."""
        with self._database.changing() as connection:
            written = update(runs).where(runs.c.results == results, runs.c.covers.is_not(None))
            connection.execute(written.values(covers=None))

    def audited_files(self) -> Iterator[AuditedFile]:
        """Every file, those with the most errors first."""
        query = (
            select(files, *(coverage.c[name] for name in COUNTS))
            .select_from(files.outerjoin(coverage, coverage.c.file_id == files.c.id))
            .order_by(*_worst_first)
        )
        return map(audited_file, self._database.streamed(query))

    def findings(self) -> Iterator[FileFinding]:
        """Every finding, errors first, then in the order of `audited_files`."""
        columns = [findings.c[name].label(f"finding_{name}") for name in FindingFacts._fields]
        query = (
            select(files.c.path, files.c.year, files.c.annotated, *columns)
            .join(files, files.c.id == findings.c.file_id)
            .order_by(_severity, *_worst_first, findings.c.number)
        )
        return map(file_finding, self._database.streamed(query))

    def contradict(self, run: int, between: Sequence[Contradiction]) -> None:
        """Keeps what a run found between files."""
        with self._database.changing() as connection:
            numbered = [
                {"run_id": run, "number": number, **storable(contradiction._asdict())}
                for number, contradiction in enumerate(between, start=1)
            ]
            if numbered:
                connection.execute(insert(contradictions), numbered)

    def contradictions(self, run: int) -> list[Contradiction]:
        """What a run found between files, in the order it was kept."""
        columns = [contradictions.c[name] for name in Contradiction._fields]
        query = select(*columns).where(contradictions.c.run_id == run)
        with self._database.reading() as connection:
            rows = connection.execute(query.order_by(contradictions.c.number))
            return list(map(Contradiction._make, rows))

    def tidy(self, paths: Collection[str]) -> Iterator[tuple[str, str, list[Tidy]]]:
        """The path, digest and tidy rows of those files that were audited. Of others an earlier
        version may have kept the rows, in its own form."""
        query = (
            select(files.c.path, files.c.sha256, frames.c.tidy)
            .join(files, files.c.id == frames.c.file_id)
            .order_by(files.c.path)
        )
        for row in self._database.streamed(query):
            if row.path in paths:
                yield row.path, row.sha256, list(unpacked(row.tidy))

    def close(self) -> None:
        self._database.close()

    def _taken_over(self, run: int, path: str) -> bool:
        """Whether the file's claim was that of a dead run, and is this one's now."""
        with self._database.changing() as connection:
            query = select(runs).join(claims, claims.c.run_id == runs.c.id)
            holder = connection.execute(query.where(claims.c.path == path)).first()
            if holder is None or _lives(holder):
                return False
            taken = (
                update(claims)
                .where(claims.c.path == path, claims.c.run_id == holder.id)
                .values(run_id=run)
            )
            return bool(connection.execute(taken).rowcount == 1)


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
        pass
    return True
