"""Processes of limited memory that take inputs in turn, watched from outside.

What aborts one, or keeps it longer than it may, is told by its number; another takes its place.
"""

from __future__ import annotations

import os
import resource
import signal
import sys
import warnings
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from multiprocessing import get_context
from multiprocessing.connection import Connection, wait
from multiprocessing.context import SpawnProcess
from pathlib import Path
from tempfile import TemporaryDirectory
from time import monotonic

from benchmarks.fuzz.inputs import made
from benchmarks.fuzz.trial import Ending, Outcome, ending

MEMORY = 2 * 2**30  # bytes of address space, the interpreter's and its libraries' among them
LONGEST = 30.0  # seconds of the processor for an input, whatever else the machine does
WAITED = 300.0  # seconds after which one that only waits is given up
RENEWED = 1000  # inputs after which a process is replaced, to be measured anew


@dataclass
class _Worker:
    process: SpawnProcess
    pipe: Connection
    number: int
    since: float
    left: int = RENEWED


def outcomes(seed: int, numbers: Iterable[int], processes: int) -> Iterator[Outcome]:
    """Every input's outcome, as they come."""
    waiting = iter(numbers)
    with TemporaryDirectory() as temporary:
        busy = list(
            filter(None, (_start(seed, waiting, Path(temporary)) for _ in range(processes)))
        )
        while busy:
            soonest = min(one.since for one in busy) + WAITED
            wait([one.pipe for one in busy], timeout=max(0.0, soonest - monotonic()))
            for one in list(busy):
                found = _answer(seed, one)
                if found is None:
                    continue
                yield found
                one.left -= 1
                if found.ending in ("hang", "abort") or not one.left or not _next(one, waiting):
                    busy.remove(one)
                    _stop(one)
                    another = _start(seed, waiting, Path(temporary))
                    busy += [another] if another else []


def _start(seed: int, waiting: Iterator[int], folder: Path) -> _Worker | None:
    number = next(waiting, None)
    if number is None:
        return None
    context = get_context("spawn")
    ours, theirs = context.Pipe()
    os.environ["OPENBLAS_NUM_THREADS"] = "1"  # each thread reserves address space
    process = context.Process(target=_serve, args=(theirs, seed, folder), daemon=True)
    process.start()
    theirs.close()
    ours.send(number)
    return _Worker(process, ours, number, monotonic())


def _next(one: _Worker, waiting: Iterator[int]) -> bool:
    number = next(waiting, None)
    if number is None:
        return False
    one.pipe.send(number)
    one.number, one.since = number, monotonic()
    return True


def _answer(seed: int, one: _Worker) -> Outcome | None:
    """What the worker said; its end or its silence, told in its place; None while it may think."""
    if one.pipe.poll():
        try:
            found: Outcome = one.pipe.recv()
        except (EOFError, ConnectionResetError):
            one.process.join()
            if one.process.exitcode == -signal.SIGPROF:
                return _lost(seed, one, "hang", f"more than {LONGEST:.0f} s")
            return _lost(seed, one, "abort", f"exit code {one.process.exitcode}")
        return found
    if monotonic() - one.since < WAITED:
        return None
    return _lost(seed, one, "hang", f"more than {WAITED:.0f} s without working")


def _lost(seed: int, one: _Worker, how: Ending, why: str) -> Outcome:
    given = made(seed, one.number)
    seconds = monotonic() - one.since
    return Outcome(one.number, given.suffix, given.format, given.story, how, why, seconds, 0)


def _stop(one: _Worker) -> None:
    one.pipe.close()
    one.process.kill()
    one.process.join()


def _serve(pipe: Connection, seed: int, folder: Path) -> None:
    """Takes numbers and gives outcomes, in a folder of its own, until nobody asks any more."""
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    warnings.simplefilter("always")  # each is a line that a user would see
    own = folder / str(os.getpid())
    own.mkdir()
    with (own / "said").open("w+b") as said:
        for stream in (1, 2):
            os.dup2(said.fileno(), stream)
        while True:
            try:
                number = pipe.recv()
            except EOFError:
                return
            signal.setitimer(signal.ITIMER_PROF, LONGEST)
            pipe.send(_tried(seed, number, own, said.fileno()))


def _tried(seed: int, number: int, folder: Path, said: int) -> Outcome:
    given = made(seed, number)
    how, detail, seconds = ending(given, folder)
    sys.stdout.flush()
    sys.stderr.flush()
    noise = os.pread(said, 300, 0)
    if noise:
        os.ftruncate(said, 0)
        os.lseek(said, 0, os.SEEK_SET)
        if how != "traceback":
            how, detail = "noise", f"{how} {detail}: {noise.decode('utf-8', 'replace')!r}"
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024
    return Outcome(number, given.suffix, given.format, given.story, how, detail, seconds, memory)
