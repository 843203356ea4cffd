"""Audits in a child process (`child_main.py`) that may hang, run out of memory or break down."""

from __future__ import annotations

import atexit
import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from math import inf
from tempfile import TemporaryDirectory
from weakref import WeakSet

from reconcile.batch.job import Job, JobLimits, failed, fingerprint, refused
from reconcile.batch.opened_files import LocalCopy, local_copy
from reconcile.batch.pipe import Request, receive_record, send_request, wait_until_ready
from reconcile.batch.record import Record
from reconcile.batch.sources import Source
from reconcile.model import ReconcileError

_START = 60.0  # seconds within which a child is up; the file's own time begins then
_LOOK = 0.2  # seconds between two looks at the clock
_RENEWED = 5000  # files after which a child is replaced: what libraries leak is bounded
_OUTSIDE = ("SIGKILL", "SIGTERM")  # what no library sends to its own process
_here = threading.local()
_children: WeakSet[_Child] = WeakSet()


def audit_in_child(source: Source, job: Job, limits: JobLimits, program: str) -> Record:
    """One file's record, whatever happens to the process that audits it.

    Each thread that calls has its own child, kept for its next file. `program` is the fingerprint
    of the program that asks: another one's audits would not do.
    """
    if program != fingerprint():
        return failed(job, "other-program")
    try:
        with local_copy(source) as copy:
            return _child(limits).audit(job, copy)
    except ReconcileError as refusal:
        return refused(job, refusal)


def stop() -> None:
    """Ends every child of this process, whatever it is doing."""
    for child in list(_children):
        child.stop()


def _child(limits: JobLimits) -> _Child:
    child: _Child | None = getattr(_here, "child", None)
    if child is None or child.is_spent or child.limits != limits:
        if child is not None:
            child.kill()
        child = _here.child = _Child(limits)
    return child


class _Child:
    """The process and the pipes to it."""

    def __init__(self, limits: JobLimits) -> None:
        self.limits = limits
        self._left = _RENEWED
        self._is_up = self._is_stopped = self._is_late = False
        self._deadline, self._over = inf, threading.Event()
        # What libraries leave there when they break down goes with the child.
        self._folder = TemporaryDirectory(prefix="reconcile-", ignore_cleanup_errors=True)
        self._process = subprocess.Popen(
            [sys.executable, "-P", "-m", "reconcile.batch.child_main", str(limits.memory)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            # Each thread of OpenBLAS would reserve memory.
            env={**os.environ, "OPENBLAS_NUM_THREADS": "1", "TMPDIR": self._folder.name},
            # A Ctrl-C at the terminal is the batch's to answer, not each child's.
            start_new_session=True,
        )
        _children.add(self)
        threading.Thread(target=self._watch, daemon=True).start()

    @property
    def is_spent(self) -> bool:
        return self._left <= 0 or self._process.poll() is not None

    def audit(self, job: Job, copy: LocalCopy) -> Record:
        self._left -= 1
        try:
            self._wait_until_up()
            with self._no_longer_than(self.limits.seconds):
                record = self._answer(job, copy)
            if record.audit.code == "memory-limit":
                self.kill()  # what it has left may not do for the next file
            return record
        except (EOFError, OSError, ValueError):
            self.kill()
            if self._is_late:
                return failed(job, "time-limit", limit=f"{self.limits.seconds:g}")
            how = _ended(self._process.returncode)
            if how in _OUTSIDE and not self._is_stopped:
                return failed(job, "worker-lost", reason=how)
            return failed(job, "broke-down", how=how)

    def stop(self) -> None:
        """Ends it, whatever it is doing; nobody waits for the answer."""
        self._is_stopped = True
        self.kill()

    def kill(self) -> None:
        self._left = 0
        self._over.set()
        self._process.kill()
        for stream in (self._process.stdin, self._process.stdout):
            if stream is not None:
                with suppress(OSError, ValueError):
                    stream.close()
        self._process.wait()
        self._folder.cleanup()

    def _wait_until_up(self) -> None:
        if not self._is_up:
            assert self._process.stdout is not None
            with self._no_longer_than(_START):
                wait_until_ready(self._process.stdout)
            self._is_up = True

    @contextmanager
    def _no_longer_than(self, seconds: float) -> Iterator[None]:
        self._deadline = time.monotonic() + seconds
        try:
            yield
        finally:
            self._deadline = inf

    def _answer(self, job: Job, copy: LocalCopy) -> Record:
        requests, answers = self._process.stdin, self._process.stdout
        assert requests is not None and answers is not None
        request = Request(
            job=job,
            at=copy.path,
            folder=copy.folder,
            seconds=self.limits.seconds,
            memory=f"{self.limits.memory // 2**20} MB",
        )
        send_request(requests, request)
        return receive_record(answers)

    def _watch(self) -> None:
        """Ends it once a file has taken too long; one thread for all files, as a timer for each
        costs more."""
        while not self._over.wait(_LOOK):
            if time.monotonic() > self._deadline:
                self._is_late = True
                self._process.kill()
                return


def _ended(code: int | None) -> str:
    """How a process ended, in the system's words."""
    if code is not None and code < 0:
        with suppress(ValueError):
            return signal.Signals(-code).name
    return f"exit code {code}"


atexit.register(stop)
