"""Batches from addresses to addresses; what cannot be reached costs its file, or is said."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import fsspec
import pytest
from fsspec.implementations.local import LocalFileSystem
from fsspec.implementations.memory import MemoryFileSystem

from reconcile.batch.audit_files import Order
from reconcile.batch.results import Results
from reconcile.batch.run import Batch, BatchOutcome, run_batch
from reconcile.batch.sources import Wanted, find_sources
from reconcile.model import ReconcileError
from tests.batch.archive import archive, workbook


@pytest.fixture
def memory(tmp_path: Path) -> Iterator[MemoryFileSystem]:
    system: MemoryFileSystem = fsspec.filesystem("memory")
    system.put(str(archive(tmp_path / "kho", 4)), "/kho", recursive=True)
    yield system
    system.rm("/kho", recursive=True)


def ran(folder: Path) -> BatchOutcome:
    ledger = f"sqlite:///{folder}/ledger.sqlite"
    asked = Batch(("memory://kho",), "memory://kho/audit", ledger=ledger, order=Order(workers=1))
    return run_batch(asked, lambda _: None)


def test_results_at_an_address_are_not_audited_themselves(
    tmp_path: Path, memory: MemoryFileSystem
) -> None:
    ended = ran(tmp_path)
    assert (ended.statuses, ended.wrong) == ({"audited": 4}, 1)
    assert memory.exists("/kho/audit/summary.xlsx")
    assert memory.exists("/kho/audit/annotated/2023/bảng 0003.xlsx.audit.xlsx")
    again = ran(tmp_path)
    assert (again.progress.total, again.progress.unchanged, again.written) == (4, 4, ())


def test_results_at_an_address_need_a_ledger(memory: MemoryFileSystem) -> None:
    with pytest.raises(ReconcileError) as refusal:
        run_batch(Batch(("memory://kho",), "memory://kho/audit"), lambda _: None)
    assert refusal.value.code == "ledger-needed"


def test_whatever_a_package_raises_is_told(
    tmp_path: Path, memory: MemoryFileSystem, monkeypatch: pytest.MonkeyPatch
) -> None:
    class Own(Exception):
        """No OSError: packages have errors of their own."""

    whole = MemoryFileSystem.open

    def opened(self: MemoryFileSystem, path: str, *args: Any, **options: Any) -> Any:
        if "0001" in path:
            raise Own("the line is cut")
        return whole(self, path, *args, **options)

    monkeypatch.setattr(MemoryFileSystem, "open", opened)
    assert ran(tmp_path).statuses == {"audited": 3, "refused": 1}
    monkeypatch.undo()
    again = ran(tmp_path)
    assert (again.statuses, again.progress.unchanged) == ({"audited": 4}, 3)

    def listed(*_: Any, **__: Any) -> Any:
        raise Own("no such account")

    monkeypatch.setattr(MemoryFileSystem, "find", listed)
    with pytest.raises(ReconcileError) as refusal:
        find_sources(["memory://kho"], Wanted())
    assert (refusal.value.code, refusal.value.message.values["reason"]) == (
        "address", "no such account",
    )  # fmt: skip


def test_a_file_at_an_address_is_a_file(tmp_path: Path) -> None:
    path = workbook(tmp_path / "bảng.xlsx", 3)
    [source] = find_sources([f"file://{path}"], Wanted()).sources
    assert (source.name, source.size) == ("bảng.xlsx", path.stat().st_size)


def test_what_is_cut_short_on_its_way_to_an_address_has_no_name(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    results = Results(f"file://{tmp_path}/audit")
    results.write("a/sum.txt", b"before")
    results.write("a/sum.txt", b"now")
    assert (tmp_path / "audit/a/sum.txt").read_bytes() == b"now"

    def cut_short(_: object, path: str, target: str) -> None:
        Path(target).write_bytes(Path(path).read_bytes()[:2])
        raise OSError("the line broke")

    monkeypatch.setattr(LocalFileSystem, "put_file", cut_short)
    with pytest.raises(ReconcileError, match="address"):
        results.write("a/sum.txt", b"after")
    [left] = (tmp_path / "audit/a").iterdir()
    assert (left.name, left.read_bytes()) == ("sum.txt", b"now")
