"""A disk that is full: one sentence, nothing half-written, and the next run goes on."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from reconcile.batch.results import Results
from reconcile.model import ReconcileError
from reconcile.pipeline import audit
from reconcile.report.annotated.workbook import write_annotated
from reconcile.report.summary.workbook import write_summary
from reconcile.report.tidy.analysis_tables import write_findings_table
from reconcile.report.tidy.frame import tidy_rows
from tests.batch.archive import archive, text_sheet
from tests.batch.held import assert_whole, done, outcome, rows
from tests.report.batches import CONTRADICTION, FINDINGS, summary, write_tidy_table

resource = pytest.importorskip("resource", reason="files cannot be held to a size here")


@contextmanager
def room_for(size: int) -> Iterator[None]:
    """No file of this process may grow beyond so many bytes."""
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, before[1]))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)


def held_to(size: int) -> dict[str, Callable[[], None]]:
    """What has a process begin with no room for larger files."""
    most = resource.getrlimit(resource.RLIMIT_FSIZE)[1]
    return {"preexec_fn": lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (size, most))}


@pytest.mark.parametrize("size", [2_000, 60_000, 300_000])
def test_a_batch_without_room_says_so_and_goes_on_when_there_is_some(
    tmp_path: Path, size: int
) -> None:
    root, out = archive(tmp_path / "kho", 60), tmp_path / "out"
    ended = done(root, "-o", out, **held_to(size))
    (said,) = (line for line in ended.stderr.splitlines() if " files/s" not in line)
    assert said.startswith("reconcile: The ledger ")
    assert (ended.returncode, ended.stdout) == (2, "")
    assert not list(out.rglob("*.tmp"))
    if size == 300_000:
        assert_whole(out)
        assert rows(out, "SELECT id FROM files")
    if size < 300_000:
        return  # the next run is the same for all
    assert done(root, "-o", out).returncode == 1
    done(root, "-o", tmp_path / "undisturbed")
    assert outcome(out) == outcome(tmp_path / "undisturbed")


@pytest.mark.filterwarnings("error::pytest.PytestUnraisableExceptionWarning")
@pytest.mark.parametrize("name", ["bytes", "annotated", "summary", "findings", "tidy"])
def test_a_result_without_room_is_not_written_at_all(tmp_path: Path, name: str) -> None:
    found = audit(str(text_sheet(tmp_path / "a.tsv", 3, slip=9)))
    out = tmp_path / "out" / "result"
    rows = list(tidy_rows(found)) * 500
    out.parent.mkdir()
    write: dict[str, Callable[[], object]] = {
        "bytes": lambda: Results(str(out.parent)).write("result", bytes(9_000)),
        "annotated": lambda: write_annotated(found, out),
        "summary": lambda: write_summary(summary(), out, "en"),
        "findings": lambda: write_findings_table(FINDINGS, [CONTRADICTION], out),
        "tidy": lambda: write_tidy_table(rows, out),
    }
    with room_for(2_000), pytest.raises(ReconcileError) as refusal:
        write[name]()
    assert refusal.value.code == "no-room"
    assert list(out.parent.iterdir()) == []
    write[name]()
    assert out.stat().st_size > 2_000, "so it did not fit"
