"""`python -m reconcile.batch.child_main`: audits one file after another, for the process that asks.

Asked on standard input and answering on standard output; the first message says that it is up.
What a library prints goes to standard error. The process ends when nobody asks any more, when a
file has taken all its memory or too long, or when native code breaks down: that is what it is for.
"""

from __future__ import annotations

import os
import signal
import sys
import warnings
from typing import IO

from reconcile.batch.audit_job import audit_job
from reconcile.batch.job import failed
from reconcile.batch.pipe import Request, receive_request, send_ready, send_record
from reconcile.process import tune_process

_GRACE = 5.0  # seconds after which a child whose parent has died ends itself


def main() -> None:
    """Serves until standard input ends."""
    requests = sys.stdin.buffer
    answers = os.fdopen(os.dup(sys.stdout.fileno()), "wb")
    os.dup2(sys.stderr.fileno(), sys.stdout.fileno())
    warnings.simplefilter("ignore")
    tune_process()
    _limit_memory(int(sys.argv[1]))
    send_ready(answers)
    while True:
        try:
            request = receive_request(requests)
        except EOFError:
            return
        _answer(request, answers)


def _answer(request: Request, answers: IO[bytes]) -> None:
    if request.folder is not None:
        os.chdir(request.folder)
    _alarm(request.seconds + _GRACE)
    try:
        record = audit_job(request.job, request.at)
    except MemoryError:
        record = failed(request.job, "memory-limit", limit=request.memory)
    _alarm(0)
    os.chdir("/")
    send_record(answers, record)


def _limit_memory(size: int) -> None:
    """Holds the process to so many bytes of address space, where the system can."""
    try:
        import resource
    except ImportError:  # Windows
        return
    resource.setrlimit(resource.RLIMIT_AS, (size, size))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def _alarm(seconds: float) -> None:
    if hasattr(signal, "setitimer"):
        signal.setitimer(signal.ITIMER_REAL, seconds)


if __name__ == "__main__":
    main()
