"""Audits done apart, in a child process that may hang, run out of memory or break down."""

from __future__ import annotations

import atexit
import json
import os
import signal
import subprocess
import sys
import threading
from contextlib import suppress
from dataclasses import asdict
from weakref import WeakSet

from reconcile.batch.child import receive, send
from reconcile.batch.job import Job, Limits, failed, fingerprint, refused
from reconcile.batch.opening import Copy, at_hand
from reconcile.batch.record import Record, joined
from reconcile.batch.sources import Source
from reconcile.model import ReconcileError

_RENEWED = 1000  # files after which a child is replaced: what libraries leak is bounded
_here = threading.local()
_children: WeakSet[_Child] = WeakSet()


def audited(source: Source, job: Job, limits: Limits, program: str) -> Record:
    """One file's record, whatever happens to the process that audits it.

    Each thread that calls has its own child, kept for its next file. `program` is the fingerprint
    of the program that asks: another one's audits would not do.
    """
    if program != fingerprint():
        return failed(job, "other-program")
    try:
        with at_hand(source) as copy:
            return _child(limits).audited(job, copy)
    except ReconcileError as refusal:
        return refused(job, refusal)


def stop() -> None:
    """Ends every child of this process, whatever it is doing."""
    for child in list(_children):
        child.kill()


def _child(limits: Limits) -> _Child:
    child: _Child | None = getattr(_here, "child", None)
    if child is None or child.is_spent or child.limits != limits:
        if child is not None:
            child.kill()
        child = _here.child = _Child(limits)
    return child


class _Child:
    """The process and the pipes to it."""

    def __init__(self, limits: Limits) -> None:
        self.limits = limits
        self._left = _RENEWED
        self._process = subprocess.Popen(
            [sys.executable, "-m", "reconcile.batch.child", str(limits.memory)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            env={**os.environ, "OPENBLAS_NUM_THREADS": "1"},  # each thread reserves memory
            # A Ctrl-C at the terminal is the batch's to answer, not each child's.
            start_new_session=True,
        )
        _children.add(self)

    @property
    def is_spent(self) -> bool:
        return self._left <= 0 or self._process.poll() is not None

    def audited(self, job: Job, copy: Copy) -> Record:
        self._left -= 1
        late = threading.Event()
        clock = threading.Timer(self.limits.seconds, self._give_up, (late,))
        clock.start()
        try:
            record = self._answered(job, copy)
            if record.code == "memory-limit":
                self.kill()  # what it has left may not do for the next file
            return record
        except (EOFError, OSError, ValueError):
            self.kill()
            if late.is_set():
                return failed(job, "time-limit", limit=f"{self.limits.seconds:g}")
            return failed(job, "broke-down", how=_ended(self._process.returncode))
        finally:
            clock.cancel()

    def kill(self) -> None:
        self._left = 0
        self._process.kill()
        for stream in (self._process.stdin, self._process.stdout):
            if stream is not None:
                with suppress(OSError, ValueError):
                    stream.close()
        self._process.wait()

    def _answered(self, job: Job, copy: Copy) -> Record:
        asked, answers = self._process.stdin, self._process.stdout
        assert asked is not None and answers is not None
        request = {
            "job": asdict(job),
            "at": copy.path,
            "folder": copy.folder,
            "seconds": self.limits.seconds,
            "memory": f"{self.limits.memory // 2**20} MB",
        }
        send(asked, json.dumps(request).encode())
        return joined(receive(answers), receive(answers), receive(answers))

    def _give_up(self, late: threading.Event) -> None:
        late.set()
        self._process.kill()


def _ended(code: int | None) -> str:
    """How a process ended, in the system's words."""
    if code is not None and code < 0:
        with suppress(ValueError):
            return signal.Signals(-code).name
    return f"exit code {code}"


atexit.register(stop)
