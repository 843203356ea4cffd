"""Batches and their workers killed at any moment: nothing is lost, nothing is left over."""

from __future__ import annotations

import os
import random
import signal
import sqlite3
import subprocess
import sys
import time
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest

from tests.batch.archive import archive, hostile
from tests.batch.held import assert_whole, begun, children, done, outcome, rows

COUNT = 24
Moment = Callable[[subprocess.Popen[str], Path, random.Random], None]

pytestmark = pytest.mark.skipif(
    not sys.platform.startswith("linux"), reason="processes are looked up as Linux shows them"
)


@pytest.fixture(scope="session")
def root(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("killed")
    root = archive(folder / "kho", COUNT)
    hostile(root / "hại")
    (root / "hại" / "bomb.xlsx").unlink()  # large, for as many runs
    return root


@pytest.fixture(scope="session")
def undisturbed(root: Path) -> dict[str, Any]:
    out = root.parent / "undisturbed"
    ended = done(root, "-o", out)
    assert ended.returncode == 1, ended.stderr
    return outcome(out)


def at_the_start(process: subprocess.Popen[str], out: Path, chance: random.Random) -> None:
    """Before the first file is known: while it imports, lists files, or makes the ledger."""
    if chance.random() < 0.5:
        _wait(process, lambda: (out / "ledger.sqlite").exists())
    time.sleep(chance.random() * 0.5)


def in_the_middle(process: subprocess.Popen[str], out: Path, chance: random.Random) -> None:
    _wait_for_files(process, out, chance.randrange(1, COUNT))
    time.sleep(chance.random() * 0.05)


def at_the_end(process: subprocess.Popen[str], out: Path, chance: random.Random) -> None:
    """While the results are compared and written."""
    _wait_for_files(process, out, COUNT + 6)
    if chance.random() < 0.7:
        _wait(process, lambda: any(out.glob(".reconcile-*.tmp")))
        time.sleep(chance.random() * 0.02)
    else:
        time.sleep(chance.random() * 0.5)


def _wait_for_files(process: subprocess.Popen[str], out: Path, count: int) -> None:
    def are_there() -> bool:
        with suppress(sqlite3.OperationalError):  # not yet made
            return len(rows(out, "SELECT id FROM files")) >= count
        return False

    _wait(process, lambda: (out / "ledger.sqlite").exists())
    _wait(process, are_there)


def _wait(process: subprocess.Popen[str], until: Callable[[], bool]) -> None:
    while process.poll() is None and not until():
        time.sleep(0.002)


def kill_batch(root: Path, out: Path, moment: Moment, chance: random.Random) -> bool:
    """Kills a batch; whether it was still on its way."""
    process = begun(root, "-o", out)
    moment(process, out, chance)
    workers = children(process)
    process.kill()
    process.communicate()
    _wait_for_end(workers)
    if (out / "ledger.sqlite").exists() and process.returncode == -signal.SIGKILL:
        assert_whole(out)
    return process.returncode == -signal.SIGKILL


def _wait_for_end(workers: list[int]) -> None:
    """A worker that nobody asks any more ends by itself."""
    until = time.monotonic() + 30
    while any(os.path.exists(f"/proc/{one}") for one in workers):
        assert time.monotonic() < until, "a worker goes on without its batch"
        time.sleep(0.01)


def kill_worker(root: Path, out: Path, moment: Moment, chance: random.Random) -> None:
    """Kills one worker of a batch that then ends as ever."""
    process = begun(root, "-o", out)
    moment(process, out, chance)
    if workers := children(process):
        with suppress(ProcessLookupError):
            os.kill(chance.choice(workers), signal.SIGKILL)
    _, err = process.communicate(timeout=300)
    assert process.returncode == 1, err
    assert "Traceback" not in err
    assert_whole(out)


def test_killed_at_the_start_in_the_middle_and_at_the_end(
    root: Path, undisturbed: dict[str, Any], tmp_path: Path
) -> None:
    chance = random.Random(5)
    killed = [kill_batch(root, tmp_path, one, chance) for one in (at_the_start, in_the_middle)]
    killed.append(kill_batch(root, tmp_path, at_the_end, chance))
    assert any(killed)
    assert done(root, "-o", tmp_path).returncode == 1
    assert outcome(tmp_path) == undisturbed


def test_a_killed_worker_costs_nothing(
    root: Path, undisturbed: dict[str, Any], tmp_path: Path
) -> None:
    kill_worker(root, tmp_path, in_the_middle, random.Random(6))
    assert outcome(tmp_path) == undisturbed


@pytest.mark.soak
@pytest.mark.parametrize("seed", range(50))
def test_killed_at_a_random_moment(
    root: Path, undisturbed: dict[str, Any], tmp_path: Path, seed: int
) -> None:
    chance = random.Random(seed)
    moment = (at_the_start, in_the_middle, at_the_end)[seed % 3]
    if seed % 5 == 4:
        kill_worker(root, tmp_path, moment, chance)
    else:
        kill_batch(root, tmp_path, moment, chance)
    assert done(root, "-o", tmp_path).returncode == 1
    assert outcome(tmp_path) == undisturbed
