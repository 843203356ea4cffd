"""One run over many files: what is new is audited, each result kept as soon as it is known."""

from __future__ import annotations

import os
import threading
import time
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import FIRST_COMPLETED, Future, wait
from contextlib import contextmanager
from itertools import islice
from typing import NamedTuple

from msgspec import Struct, field
from msgspec.structs import replace

from reconcile.batch.child_process import audit_in_child
from reconcile.batch.job import (
    Annotate,
    Job,
    JobLimits,
    failed,
    fingerprint,
    refused,
    settings_digest,
)
from reconcile.batch.ledger import KnownFile, Ledger
from reconcile.batch.ledger_rows import KeptFile
from reconcile.batch.opened_files import content_digest
from reconcile.batch.record import Record
from reconcile.batch.results import Results, annotated_name
from reconcile.batch.sources import Source
from reconcile.batch.workers import Workers, workers
from reconcile.model import Language, ReconcileError
from reconcile.settings import Settings

_SIGN = 10.0  # seconds between two signs of life; after `ledger.SILENT` a run is taken for dead
_AT_ONCE = 16  # files taken on together: one transaction, and few that another run must wait for
_TOGETHER = 0.05  # seconds in which further files may end, to be kept in one transaction
_PAUSE = 0.5  # seconds before asking again for what another run has taken on


class Order(Struct, frozen=True):
    """How files are to be audited: `workers` None takes every core of this machine."""

    annotate: Annotate = "errors"
    language: Language = "en"
    forced: bool = False
    settings: Settings = field(default_factory=Settings)
    limits: JobLimits = field(default_factory=JobLimits)
    workers: int | None = None
    scheduler: str | None = None


class Progress(Struct, frozen=True):
    """How far a run is: `done` of `total` files, `unchanged` of them as they were."""

    total: int
    done: int = 0
    unchanged: int = 0
    failed: int = 0
    errors: int = 0
    seconds: float = 0.0


Watch = Callable[[Progress], None]


def audit_files(
    sources: Sequence[Source], ledger: Ledger, results: Results, order: Order, watch: Watch
) -> tuple[int, Progress]:
    """Audits every source that the ledger does not know as it is now; the run's number.

    The run is left `running` in the ledger, `stopped` where it was interrupted. Raises
    ReconcileError where ledger or results cannot be written.
    """
    number = ledger.begin(fingerprint(), results.shown)
    run = _Run(number, ledger, results, order, watch)
    count = order.workers or os.cpu_count() or 1
    try:
        with _alive(ledger, number), workers(order.scheduler, count) as crew:
            run.audit(sources, crew)
    except BaseException:
        ledger.end(number, "stopped")
        raise
    return number, run.progress


@contextmanager
def _alive(ledger: Ledger, number: int) -> Iterator[None]:
    """Has the run give a sign of life every now and then."""
    over = threading.Event()

    def beat() -> None:
        while not over.wait(_SIGN):
            try:
                ledger.beat(number)
            except ReconcileError:
                return  # the run itself will meet it

    thread = threading.Thread(target=beat, daemon=True)
    thread.start()
    try:
        yield
    finally:
        over.set()
        thread.join()


class _Due(NamedTuple):
    """A file to audit, and what it was when it was taken on; new until its worker was lost."""

    source: Source
    sha256: str
    is_new: bool = True


class _Run:
    """What is on its way."""

    def __init__(
        self,
        number: int,
        ledger: Ledger,
        results: Results,
        order: Order,
        watch: Watch,
    ) -> None:
        self._number, self._ledger, self._results = number, ledger, results
        self._order, self._watch = order, watch
        self.progress = Progress(total=0)
        self._began = time.monotonic()
        self._known = ledger.known()
        self._taken: deque[Source] = deque()  # by other runs

    def audit(self, sources: Sequence[Source], crew: Workers) -> None:
        self.progress = Progress(len(sources))
        pending: dict[Future[Record], _Due] = {}
        due = self._due(sources)
        while True:
            while len(pending) < crew.window and (file := next(due, None)) is not None:
                pending[self._submit(file.source, crew)] = file
            if not pending and not self._taken:
                return
            if not pending:
                due = self._due_now()
                continue
            wait(pending, return_when=FIRST_COMPLETED)
            time.sleep(_TOGETHER)
            records = []
            for future in [future for future in pending if future.done()]:
                file = pending.pop(future)
                if file.is_new and _is_lost(future):
                    pending[self._submit(file.source, crew)] = file._replace(is_new=False)
                    continue
                record = _record(future, self._job(file.source))
                records.append((file.source, _with_digest(record, file.sha256)))
            self._keep(records)

    def _due(self, sources: Sequence[Source]) -> Iterator[_Due]:
        """The sources to audit, each taken on for this run."""
        rest = iter(sources)
        while some := tuple(islice(rest, _AT_ONCE)):
            contents = [(source, *_content(source)) for source in some]
            fresh = [content for content in contents if not self._was_known(*content[:2])]
            if not fresh:
                continue
            mine = self._ledger.claim(self._number, [source.path for source, *_ in fresh])
            self._taken += [source for source, *_ in fresh if source.path not in mine]
            self._known |= self._ledger.now_known(mine)  # another run may have let go of them
            for source, sha256, refusal in fresh:
                if source.path not in mine:
                    continue
                if self._was_known(source, sha256):
                    self._ledger.let_go(self._number, source.path)
                elif refusal is not None:
                    self._keep([(source, refused(self._job(source), refusal))])
                else:
                    yield _Due(source, sha256)

    def _was_known(self, source: Source, sha256: str) -> bool:
        """Whether there is nothing to do for a file."""
        known = self._known.get(source.path)
        if known is None or not self._is_current(known, sha256):
            return False
        self._went_on(unchanged=1, failed=known.status != "audited", errors=known.errors)
        return True

    def _due_now(self) -> Iterator[_Due]:
        """What other runs had taken on and have now done, or given up."""
        time.sleep(_PAUSE)
        taken, self._taken = list(self._taken), deque()
        for at in range(0, len(taken), _AT_ONCE):
            some = taken[at : at + _AT_ONCE]
            self._known |= self._ledger.now_known([source.path for source in some])
        yield from self._due(taken)

    def _submit(self, source: Source, crew: Workers) -> Future[Record]:
        job, limits = self._job(source), self._order.limits
        return crew.executor.submit(audit_in_child, source, job, limits, fingerprint())

    def _job(self, source: Source) -> Job:
        order = self._order
        spoken = (order.language, order.forced)
        return Job(source.path, source.name, order.annotate, *spoken, order.settings)

    def _is_current(self, known: KnownFile, sha256: str) -> bool:
        if known.sha256 != sha256 or known.program != self._program(known.status):
            return False
        annotate = self._order.annotate
        is_annotated = annotate == "all" or (annotate == "errors" and known.errors > 0)
        if known.status != "audited" or not is_annotated:
            return True
        return known.annotated is not None and self._results.has(known.annotated)

    def _program(self, status: str) -> str:
        """Who has audited, and how; of a file that failed also within which limits."""
        order, limits = self._order, self._order.limits
        how = [fingerprint(), order.language + ("!" if order.forced else "")]
        how += [settings_digest(order.settings)] if order.settings != Settings() else []
        how += [f"{limits.seconds:g} s {limits.memory} B"] if status == "failed" else []
        return " ".join(how)

    def _keep(self, records: Sequence[tuple[Source, Record]]) -> None:
        if records:
            kept = [self._kept(source, record) for source, record in records]
            self._ledger.record(self._number, kept)
        for _, record in records:
            audit = record.audit
            self._went_on(failed=audit.status != "audited", errors=audit.errors)

    def _kept(self, source: Source, record: Record) -> KeptFile:
        """What the ledger keeps of a file whose annotated workbook, if any, is in its place."""
        annotated = None
        if record.annotated is not None:
            annotated = annotated_name(source)
            self._results.write(annotated, record.annotated)
        before = self._known.get(source.path)
        if before is not None and before.annotated not in (None, annotated):
            self._results.remove(str(before.annotated))
        audit = record.audit
        program = self._program(audit.status) if audit.code not in _PASSING else ""
        return KeptFile(source, record, program, annotated)

    def _went_on(self, unchanged: int = 0, failed: bool = False, errors: int = 0) -> None:
        now = self.progress
        self.progress = replace(
            now,
            done=now.done + 1,
            unchanged=now.unchanged + unchanged,
            failed=now.failed + failed,
            errors=now.errors + errors,
            seconds=time.monotonic() - self._began,
        )
        self._watch(self.progress)


# Faults of the moment, not of the file: it is tried again by the next run.
_PASSING = frozenset(
    ["worker-lost", "other-program", "missing", "address", "not-permitted", "in-use", "unreadable",
     "pdf-missing", "no-room", "output-not-writable"]
)  # fmt: skip


def _content(source: Source) -> tuple[str, ReconcileError | None]:
    """The digest of a file's content; or nothing, and why it cannot be read."""
    try:
        return content_digest(source), None
    except ReconcileError as refusal:
        return "", refusal


def _with_digest(record: Record, sha256: str) -> Record:
    """The record of a file that may have failed before its content was known."""
    audit = record.audit
    return replace(record, audit=replace(audit, sha256=audit.sha256 or sha256))


def _is_lost(future: Future[Record]) -> bool:
    """Whether another worker may do better: this one, or its child, had what is asked and went."""
    error = future.exception()
    if error is None:
        return future.result().audit.code == "worker-lost"
    return not isinstance(error, ImportError)


def _record(future: Future[Record], job: Job) -> Record:
    """The record, or why no worker gave one."""
    error = future.exception()
    if error is None:
        return future.result()
    if isinstance(error, ImportError):
        return failed(job, "other-program")
    reason = " ".join(f"{type(error).__name__} {error}".split())
    return failed(job, "worker-lost", reason=reason)
