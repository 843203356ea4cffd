"""Who does the audits: threads of this machine or of a cluster, each with a child process."""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import Executor, ThreadPoolExecutor
from contextlib import contextmanager
from importlib import import_module
from typing import Any, NamedTuple

from reconcile.batch.apart import stop
from reconcile.model import ReconcileError

_AHEAD = 4  # files given out for each worker, so that none waits for the next


class Workers(NamedTuple):
    """`window` is how many files are given out at once."""

    executor: Executor
    window: int


@contextmanager
def workers(scheduler: str | None, count: int) -> Iterator[Workers]:
    """`count` workers of this machine, or those of a Dask scheduler, for as long as the block runs.

    Raises ReconcileError `scheduler` where there is none, or its package is not installed.
    """
    yield from _of_cluster(scheduler) if scheduler else _of_this_machine(count)


def _of_this_machine(count: int) -> Iterator[Workers]:
    executor = ThreadPoolExecutor(count, thread_name_prefix="audit")
    try:
        yield Workers(executor, _AHEAD * count)
    finally:
        executor.shutdown(wait=False, cancel_futures=True)
        stop()  # what still runs was given up
        executor.shutdown()


def _of_cluster(scheduler: str) -> Iterator[Workers]:
    try:
        client_of: Any = import_module("distributed").Client
    except ImportError as error:
        raise ReconcileError("cluster-missing") from error
    try:
        client = client_of(scheduler)
    except (OSError, ValueError) as error:
        raise ReconcileError("scheduler", scheduler=scheduler, reason=str(error)) from error
    with client:
        threads = sum(client.nthreads().values())
        # An audit is asked for again where its worker was lost, so it must not count as pure.
        executor = client.get_executor(pure=False)
        try:
            yield Workers(executor, _AHEAD * max(threads, 8))
        finally:
            executor.shutdown(wait=False)
