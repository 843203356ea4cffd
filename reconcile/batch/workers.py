"""Who does the audits: threads of this machine or of a cluster, each with a child process."""

from __future__ import annotations

import logging
import pickle
import warnings
from collections.abc import Callable, Iterator
from concurrent.futures import CancelledError, Executor, Future, ThreadPoolExecutor
from contextlib import contextmanager
from importlib import import_module
from typing import Any, NamedTuple

from reconcile.batch.child_process import stop
from reconcile.batch.job import fingerprint
from reconcile.model import ReconcileError

_AHEAD = 8  # files given out for each worker, so that none waits for the next
_FEWEST = 8  # workers reckoned with on a cluster, which may grow
_PATIENCE = 10  # seconds in which a scheduler must answer
_NAMED = 3  # unfit workers that are named


class Workers(NamedTuple):
    """`window` is how many files are given out at once."""

    executor: Executor
    window: int


@contextmanager
def workers(scheduler: str | None, count: int) -> Iterator[Workers]:
    """`count` workers of this machine, or those of a Dask scheduler, for as long as the block runs.

    Raises ReconcileError `scheduler` where there is none, `cluster-missing` where its package is
    not installed, `no-workers` and `unfit-workers` for those that cannot audit, and, out of the
    block, `scheduler-lost`.
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
    with _quiet(), _client(client_of, scheduler) as client:
        _check(client, scheduler)
        threads = sum(client.nthreads().values())
        executor = _Cluster(client)
        try:
            yield Workers(executor, _AHEAD * max(threads, _FEWEST))
        except CancelledError as error:
            raise ReconcileError("scheduler-lost", scheduler=scheduler) from error
        finally:
            executor.shutdown(wait=False)


@contextmanager
def _quiet() -> Iterator[None]:
    """Holds back what Dask logs of lost connections: what matters of it the batch says."""
    logging.disable(logging.CRITICAL)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            yield
    finally:
        logging.disable(logging.NOTSET)


def _client(client_of: Any, scheduler: str) -> Any:
    try:
        return client_of(scheduler, timeout=_PATIENCE, set_as_default=False)
    except (OSError, ValueError) as error:
        reason = " ".join(str(error).split())
        raise ReconcileError("scheduler", scheduler=scheduler, reason=reason) from error


def _check(client: Any, scheduler: str) -> None:
    """Refuses a cluster whose workers cannot audit as this machine would."""
    fingerprints = client.run(pickle.loads, _packed(fingerprint), on_error="return")
    if not fingerprints:
        raise ReconcileError("no-workers", scheduler=scheduler)
    # A worker that was lost just now is none of ours any more.
    unfit = [
        address
        for address, answer in fingerprints.items()
        if answer != fingerprint() and not isinstance(answer, OSError)
    ]
    if unfit:
        named = ", ".join(unfit[:_NAMED]) + (", …" if len(unfit) > _NAMED else "")
        raise ReconcileError("unfit-workers", scheduler=scheduler, workers=named)


class _Cluster(Executor):
    """The workers of a Dask scheduler."""

    def __init__(self, client: Any) -> None:
        # An audit is asked for again where its worker was lost, so it must not count as pure.
        self._executor: Executor = client.get_executor(pure=False)

    def submit(self, fn: Callable[..., Any], /, *args: Any, **kwargs: Any) -> Future[Any]:
        assert not kwargs
        return self._executor.submit(pickle.loads, _packed(fn, *args))

    def shutdown(self, wait: bool = True, *, cancel_futures: bool = False) -> None:
        self._executor.shutdown(wait=wait)


class _Call:
    """A call that is made where its pickle is loaded."""

    def __init__(self, function: Callable[..., Any], arguments: tuple[Any, ...]) -> None:
        self._made = (function, arguments)

    def __reduce__(self) -> tuple[Callable[..., Any], tuple[Any, ...]]:
        return self._made


def _packed(function: Callable[..., Any], *arguments: Any) -> bytes:
    """For `pickle.loads` to call elsewhere. A scheduler without reconcile does not look into it,
    and on a worker without it the call fails, where Dask's own messages would break down."""
    return pickle.dumps(_Call(function, arguments))
