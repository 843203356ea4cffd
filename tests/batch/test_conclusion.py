"""The end of a batch: when the results stand as they are, and when they are written anew."""

from __future__ import annotations

from pathlib import Path

import pytest

from reconcile.batch import conclusion
from reconcile.batch.audit_files import Order
from reconcile.batch.run import Batch, BatchOutcome, run_batch
from reconcile.model import ReconcileError
from tests.batch.archive import archive, text_sheet

WHOLE = ("summary.xlsx", "findings.parquet", "tidy.parquet")


def ended(kho: Path, out: Path, ledger: str | None = None) -> BatchOutcome:
    asked = Batch((str(kho),), str(out), ledger=ledger, order=Order(workers=2))
    return run_batch(asked, lambda _: None)


def test_results_stand_for_as_long_as_nothing_changes(tmp_path: Path) -> None:
    root, out = archive(tmp_path / "kho", 4), tmp_path / "out"
    assert ended(root, out).written == WHOLE
    assert [ended(root, out).written for _ in range(3)] == [()] * 3
    text_sheet(root / "2020" / "thêm.tsv", 9)
    assert ended(root, out).written == WHOLE
    (out / "tidy.parquet").unlink()
    assert ended(root, out).written == WHOLE
    assert ended(root, out).written == ()


def test_what_was_written_over_by_a_run_cut_short_stands_no_more(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    root, out = archive(tmp_path / "kho", 4), tmp_path / "out"
    ended(root, out)
    added = text_sheet(root / "2020" / "thêm.tsv", 9)
    with monkeypatch.context() as patched, pytest.raises(ReconcileError, match="parquet"):
        patched.setattr(conclusion, "write_findings_table", refuse)
        ended(root, out)
    added.unlink()
    assert ended(root, out).written == WHOLE, "the summary there is of five files"


def refuse(*_: object) -> None:
    raise ReconcileError("output-not-writable", path="findings.parquet")


def test_two_folders_of_results_share_a_ledger(tmp_path: Path) -> None:
    root = archive(tmp_path / "kho", 4)
    shared = f"sqlite:///{tmp_path}/shared.sqlite"
    one, other = tmp_path / "one", tmp_path / "other"
    assert [ended(root, out, shared).written for out in (one, other)] == [WHOLE] * 2
    assert [ended(root, out, shared).written for out in (one, other)] == [()] * 2
