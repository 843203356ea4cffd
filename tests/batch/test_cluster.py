"""Batches on a Dask cluster: workers are lost or wrong; the results are those of one machine."""

from __future__ import annotations

import os
import signal
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from reconcile.batch.ledger import Ledger
from reconcile.batch.workers import workers
from reconcile.model import ReconcileError
from tests.batch.archive import archive, untimed
from tests.batch.cluster import Cluster, audited, batch, cluster, waited

pytest.importorskip("distributed", reason="the cluster extra is not installed")
pyarrow = pytest.importorskip("pyarrow.parquet", reason="the parquet extra is not installed")


@pytest.fixture
def dask(tmp_path: Path) -> Iterator[Cluster]:
    (tmp_path / "dask").mkdir()
    with cluster(tmp_path / "dask") as started:
        yield started


def ended(run: subprocess.Popen[str], seconds: float = 120) -> tuple[int, str]:
    """The exit code of a batch, and what it said but for its progress."""
    said, _ = run.communicate(timeout=seconds)
    lines = [line for line in said.splitlines() if "files/s" not in line]
    return run.returncode, "\n".join(lines).strip()


def results(folder: Path) -> list[Any]:
    """All that a batch has found; each file stands in it as often as the ledger has it."""
    ledger = Ledger(f"sqlite:///{folder}/ledger.sqlite")
    files = list(map(untimed, ledger.audited_files()))
    ledger.close()
    tables = [pyarrow.read_table(folder / f"{name}.parquet") for name in ("findings", "tidy")]
    annotated = sorted(path.name for path in (folder / "annotated").rglob("*.xlsx"))
    return [files, *(table.to_pylist() for table in tables), annotated]


def told(count: int) -> str:
    return f"Audited {count:,} of {count:,} files."


def undisturbed(root: Path, folder: Path) -> list[Any]:
    assert ended(batch(str(root), "-o", str(folder)), seconds=3600)[0] == 1
    return results(folder)


def kill(dask: Cluster, name: str) -> None:
    os.kill(dask.workers()[name], signal.SIGKILL)


def test_workers_that_are_killed_cost_nothing(tmp_path: Path, dask: Cluster) -> None:
    root, out = archive(tmp_path / "kho", 18), tmp_path / "out"
    dask.add("alone")
    dask.add("nursed", "--nanny")
    run = batch(str(root), "-o", str(out), "--scheduler", dask.address)
    waited(lambda: audited(out) >= 3)
    kill(dask, "alone")
    waited(lambda: audited(out) >= 8)
    kill(dask, "nursed")
    code, said = ended(run)
    assert (code, said.splitlines()[0]) == (1, told(18))
    assert results(out) == undisturbed(root, tmp_path / "undisturbed")


@pytest.mark.soak
def test_ten_thousand_files_on_workers_that_are_killed_again_and_again(
    tmp_path: Path, dask: Cluster
) -> None:
    root, out = archive(tmp_path / "kho", 10_000), tmp_path / "out"
    for name in ("one", "two"):
        dask.add(name, "--nanny")
    run = batch(str(root), "-o", str(out), "--scheduler", dask.address)
    for at in range(500, 10_000, 500):
        waited(lambda at=at: audited(out) >= at, seconds=600)
        kill(dask, "one" if at % 1000 else "two")
        waited(lambda: len(dask.workers()) == 2)
    code, said = ended(run, seconds=600)
    assert (code, said.splitlines()[0]) == (1, told(10_000))
    assert results(out) == undisturbed(root, tmp_path / "undisturbed")


def test_a_run_that_is_stopped_or_loses_its_scheduler_goes_on(
    tmp_path: Path, dask: Cluster
) -> None:
    root, out = archive(tmp_path / "kho", 18), tmp_path / "out"
    dask.add("one")
    order = (str(root), "-o", str(out), "--scheduler", dask.address)
    run = batch(*order)
    waited(lambda: audited(out) >= 2)
    run.send_signal(signal.SIGINT)
    stopped = "Stopped. What was audited is kept; the same command goes on from there."
    assert ended(run, seconds=30) == (130, f"reconcile: {stopped}")
    waited(lambda: not dask.is_busy())
    kept = audited(out)
    run = batch(*order)
    waited(lambda: audited(out) >= kept + 4)
    dask.kill_scheduler()
    lost = f"reconcile: The scheduler {dask.address} was lost. What was audited is kept; "
    code, said = ended(run, seconds=30)
    assert code == 2
    assert said.startswith(lost) and "\n" not in said
    kept = audited(out)
    code, said = ended(batch(str(root), "-o", str(out)))
    known = f"{kept} of the files were known and had not changed."
    assert (code, said.splitlines()[:2]) == (1, [told(18), known])


def test_a_cluster_without_fit_workers_is_refused(tmp_path: Path, dask: Cluster) -> None:
    order = (str(archive(tmp_path / "kho", 1)), "-o", str(tmp_path / "out"))
    none = (
        f"reconcile: The scheduler {dask.address} has no workers; start some, and then the batch."
    )
    assert ended(batch(*order, "--scheduler", dask.address)) == (2, none)
    dask.add("without", code="import sys; sys.modules['reconcile'] = None")
    code, said = ended(batch(*order, "--scheduler", dask.address))
    assert code == 2
    assert said.startswith(f"reconcile: Some workers of the scheduler {dask.address} have another ")
    assert "\n" not in said


def test_a_scheduler_that_does_not_answer_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("reconcile.batch.workers._PATIENCE", 1)
    with pytest.raises(ReconcileError) as refusal, workers("tcp://127.0.0.1:9", 1):
        pass
    assert refusal.value.code == "scheduler"
