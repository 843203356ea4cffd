"""What is asked of workers that are lost is asked once more, and then left to the next run."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator
from concurrent.futures import Executor, Future
from contextlib import contextmanager
from importlib import import_module
from pathlib import Path
from typing import Any

import pytest

from reconcile.batch.audit_files import Order, Progress, audit_files
from reconcile.batch.ledger import Ledger
from reconcile.batch.results import Results
from reconcile.batch.sources import Source, Wanted, find_sources
from reconcile.batch.workers import Workers
from tests.batch.archive import archive


class Losing(Executor):
    """Loses each file so often, and then audits it."""

    def __init__(self, times: int, error: Exception) -> None:
        self._times, self._error = times, error
        self.asked: Counter[str] = Counter()

    def submit(self, fn: Callable[..., Any], /, *args: Any, **kwargs: Any) -> Future[Any]:
        source: Source = args[0]
        self.asked[source.path] += 1
        future: Future[Any] = Future()
        if self.asked[source.path] <= self._times:
            future.set_exception(self._error)
        else:
            future.set_result(fn(*args))
        return future


@pytest.mark.parametrize(
    ("times", "error", "asked", "codes"),
    [
        (1, RuntimeError("gone"), 2, {""}),
        (9, RuntimeError("gone"), 2, {"worker-lost"}),
        (9, ImportError("no module"), 1, {"other-program"}),
    ],
)
def test_a_file_is_asked_for_twice(
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    times: int,
    error: Exception,
    asked: int,
    codes: set[str],
) -> None:
    losing = Losing(times, error)

    @contextmanager
    def crew(*_: object) -> Iterator[Workers]:
        yield Workers(losing, 2)

    monkeypatch.setattr(import_module("reconcile.batch.audit_files"), "workers", crew)
    sources = find_sources([str(archive(tmp_path / "kho", 3))], Wanted()).sources
    results = Results(str(tmp_path / "out"))
    ledger = Ledger(f"sqlite:///{tmp_path}/out/ledger.sqlite")
    seen: list[Progress] = []
    number, progress = audit_files(sources, ledger, results, Order(), seen.append)
    ledger.end(number, "done")
    assert set(losing.asked.values()) == {asked}
    assert [one.done for one in seen] == [1, 2, 3], "each is told once"
    assert {file.audit.code for file in ledger.audited_files()} == codes
    assert progress.failed == (0 if codes == {""} else 3)
    losing.asked.clear()
    audit_files(sources, ledger, results, Order(), seen.append)
    assert bool(losing.asked) == (codes != {""}), "what was lost is tried again"
    ledger.close()
