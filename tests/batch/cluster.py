"""A Dask cluster of this machine, started from the command line as an office would."""

from __future__ import annotations

import logging
import os
import signal
import sqlite3
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Literal

ROOT = Path(__file__).parents[2]
# A worker with a nanny is started again where it dies.
Kind = Literal["--nanny", "--no-nanny"]


class Cluster:
    """A scheduler and its workers; `kinds` are the workers', in their order."""

    def __init__(self, folder: Path) -> None:
        from distributed import Client

        self._folder = folder
        self._started: list[subprocess.Popen[bytes]] = []
        self._scheduler = self.start("scheduler", "--host", "127.0.0.1", "--port", "0")
        waited(self._file.exists)
        self._client: Any = Client(scheduler_file=str(self._file), timeout=60, set_as_default=False)
        self.address: str = self._client.scheduler.address

    @property
    def _file(self) -> Path:
        return self._folder / "scheduler.json"

    def start(self, part: str, *options: str, code: str = "") -> subprocess.Popen[bytes]:
        """A part of Dask; `code` is run before it in its process."""
        begun = f"{code}\nfrom distributed.cli.dask_{part} import main\nmain()"
        command = [sys.executable, "-c", begun, "--scheduler-file", str(self._file)]
        with (self._folder / "log.txt").open("ab") as log:
            started = subprocess.Popen(
                [*command, "--no-dashboard", *options],
                cwd=self._folder, env=environment(), stdout=log, stderr=log,
                start_new_session=True,
            )  # fmt: skip
        self._started.append(started)
        return started

    def add(self, name: str, kind: Kind = "--no-nanny", code: str = "") -> None:
        """One more worker, with one thread; waits until the scheduler knows it."""
        self.start("worker", kind, "--nthreads", "1", "--name", name, "--local-directory",
                   str(self._folder / name), code=code)  # fmt: skip
        waited(lambda: name in self.workers())

    def workers(self) -> dict[str, int]:
        """The processes of the workers that live, by the workers' names."""
        known = self._client.scheduler_info(-1)["workers"]
        processes = self._client.run(os.getpid, on_error="ignore")
        return {known[at]["name"]: process for at, process in processes.items() if at in known}

    def is_busy(self) -> bool:
        """Whether a worker has something to do."""
        return any(self._client.processing().values())

    def kill_scheduler(self) -> None:
        os.kill(self._scheduler.pid, signal.SIGKILL)

    def close(self) -> None:
        logging.disable(logging.CRITICAL)  # of connections that are lost
        self._client.close(timeout=1)
        logging.disable(logging.NOTSET)
        for one in reversed(self._started):
            os.killpg(one.pid, signal.SIGKILL)
            one.wait()


@contextmanager
def cluster(folder: Path) -> Iterator[Cluster]:
    started = Cluster(folder)
    try:
        yield started
    finally:
        started.close()


def environment() -> dict[str, str]:
    return {
        **os.environ,
        "PYTHONPATH": os.pathsep.join([str(ROOT), *filter(None, [os.environ.get("PYTHONPATH")])]),
        "LC_ALL": "C.UTF-8",
        # What a lost worker held is asked of it for so long before it is made again.
        "DASK_DISTRIBUTED__COMM__TIMEOUTS__CONNECT": "2s",
    }


def batch(*options: str) -> subprocess.Popen[str]:
    """The command, begun; its errors and warnings are on its standard output too."""
    return subprocess.Popen(
        [sys.executable, "-m", "reconcile", "batch", *options],
        env=environment(), stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True,
    )  # fmt: skip


def audited(results: Path) -> int:
    """How many files a batch has in its ledger so far."""
    try:
        with sqlite3.connect(f"file:{results}/ledger.sqlite?mode=ro", uri=True) as connection:
            return int(connection.execute("SELECT count(*) FROM files").fetchone()[0])
    except sqlite3.OperationalError:
        return 0  # not yet made


def waited(is_so: Callable[[], bool], seconds: float = 60) -> None:
    """Waits until it is so."""
    until = time.monotonic() + seconds
    while not is_so():
        assert time.monotonic() < until, "waited in vain"
        time.sleep(0.05)
