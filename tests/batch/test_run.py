"""Runs over many files: what is audited, kept, passed over the next time, and survived."""

from __future__ import annotations

import os
import sqlite3
import sys
import threading
import zlib
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from pathlib import Path

import pytest
from msgspec.structs import replace

from reconcile.batch.audit_files import Order, Progress, audit_files
from reconcile.batch.job import JobLimits
from reconcile.batch.ledger import Ledger
from reconcile.batch.results import Results
from reconcile.batch.sources import Source, Wanted, find_sources
from reconcile.messages import say
from reconcile.model import ReconcileError
from tests.batch.archive import AGENCIES, archive, hostile, text_sheet, untimed, workbook

ORDER = Order(workers=2)


@pytest.fixture
def ledger(tmp_path: Path) -> Iterator[Ledger]:
    (tmp_path / "out").mkdir()
    ledger = Ledger(f"sqlite:///{tmp_path}/out/ledger.sqlite")
    yield ledger
    ledger.close()


@pytest.fixture
def results(tmp_path: Path) -> Results:
    return Results(str(tmp_path / "out"))


def sources(*folders: Path) -> tuple[Source, ...]:
    return find_sources(map(str, folders), Wanted()).sources


def ran(ledger: Ledger, results: Results, *folders: Path, order: Order = ORDER) -> Progress:
    seen: list[Progress] = []
    number, progress = audit_files(sources(*folders), ledger, results, order, seen.append)
    ledger.end(number, "done")
    assert [one.done for one in seen] == list(range(1, progress.total + 1))
    return progress


def kept(ledger: Ledger) -> list[object]:
    """All that the ledger holds of its files, but for times and numbers of runs."""
    files = [replace(untimed(file), program="") for file in ledger.audited_files()]
    paths = [file.path for file in files]
    return [files, list(ledger.findings()), list(ledger.tidy(paths))]


def test_every_file_is_kept_with_its_findings_and_figures(
    tmp_path: Path, ledger: Ledger, results: Results
) -> None:
    root = archive(tmp_path / "kho", 8)
    progress = ran(ledger, results, root)
    assert (progress.done, progress.unchanged, progress.failed, progress.errors) == (8, 0, 0, 2)
    files = {file.name: file for file in ledger.audited_files()}
    assert files["2023/bảng 0003.xlsx"].audit.year == 2023
    assert files["2023/bảng 0003.xlsx"].coverage.mismatched == 1
    wrong = [(found.path.rpartition("/")[2], found.finding.cell) for found in ledger.findings()]
    assert wrong == [("bảng 0003.xlsx", "Điểm!F3"), ("bảng 0007.tsv", "'bảng 0007'!F3")]
    paths = [file.path for file in files.values()]
    frames = {path: rows for path, _, rows in ledger.tidy(paths)}
    assert len(frames) == 8
    [first, *_] = frames.values()
    assert {row.entity for row in first} == set(AGENCIES)
    assert {(row.source, row.year) for row in first} == {(next(iter(frames)), 2020)}


def test_annotated_workbooks_are_those_asked_for(
    tmp_path: Path, ledger: Ledger, results: Results
) -> None:
    root = archive(tmp_path / "kho", 4)
    ran(ledger, results, root, order=replace(ORDER, annotate="none"))
    assert not (tmp_path / "out" / "annotated").exists()
    assert ran(ledger, results, root).unchanged == 3
    made = sorted(path.name for path in (tmp_path / "out" / "annotated").rglob("*.xlsx"))
    assert made == ["bảng 0003.xlsx.audit.xlsx"]
    assert ran(ledger, results, root, order=replace(ORDER, annotate="all")).unchanged == 1
    assert len(list((tmp_path / "out" / "annotated").rglob("*.xlsx"))) == 4


def test_only_what_changed_is_audited_again(
    tmp_path: Path, ledger: Ledger, results: Results, monkeypatch: pytest.MonkeyPatch
) -> None:
    root = archive(tmp_path / "kho", 4)
    before = ran(ledger, results, root)
    assert ran(ledger, results, root) == replace(
        before, unchanged=4, seconds=pytest.approx(0, abs=9)
    )
    workbook(root / "2023" / "bảng 0003.xlsx", 3)
    again = ran(ledger, results, root)
    assert (again.unchanged, again.errors) == (3, 0)
    assert not list((tmp_path / "out" / "annotated").rglob("*.xlsx")), "it is of the past"
    (root / "2020" / "bảng 0000.xlsx").rename(root / "2020" / "khác.xlsx")
    assert ran(ledger, results, root).unchanged == 3
    # The package's `run` is a function; the module of this name is had by its whole name only.
    monkeypatch.setattr(
        sys.modules["reconcile.batch.audit_files"], "fingerprint", lambda: "another"
    )
    monkeypatch.setattr("reconcile.batch.child_process.fingerprint", lambda: "another")
    assert ran(ledger, results, root).unchanged == 0


def test_hostile_files_are_recorded_and_the_honest_ones_audited(
    tmp_path: Path, ledger: Ledger, results: Results
) -> None:
    root = archive(tmp_path / "kho", 4)
    codes = hostile(root / "hại")
    progress = ran(ledger, results, root)
    assert (progress.done, progress.failed, progress.errors) == (11, 7, 1)
    audits = {Path(file.path).name: file.audit for file in ledger.audited_files()}
    assert {name: audits[name].code for name in codes} == codes
    assert all(str(root / "hại" / name) in audits[name].message for name in codes)
    assert ran(ledger, results, root).unchanged == 11


@pytest.mark.parametrize(
    ("library", "code", "limits"),
    [
        ("import os; os.abort()", "broke-down", JobLimits()),
        ("import time; time.sleep(600)", "time-limit", JobLimits(seconds=5)),
        ("bytearray(2**33)", "memory-limit", JobLimits(memory=2**31)),
    ],
)
def test_a_library_that_breaks_down_costs_one_file(
    tmp_path: Path, ledger: Ledger, results: Results, library: str, code: str, limits: JobLimits
) -> None:
    (tmp_path / "fake").mkdir()
    (tmp_path / "fake" / "python_calamine.py").write_text(library, encoding="utf-8")
    root = archive(tmp_path / "kho", 4)  # two of them workbooks
    tight = replace(ORDER, limits=limits)
    with pytest.MonkeyPatch.context() as patched:
        patched.setenv("PYTHONPATH", str(tmp_path / "fake"), prepend=os.pathsep)
        progress = ran(ledger, results, root, order=tight)
    assert (progress.done, progress.failed) == (4, 2)
    codes = {file.path[-5:]: file.audit.code for file in ledger.audited_files()}
    assert codes == {".xlsx": code, "1.tsv": "", "2.tsv": ""}
    assert ran(ledger, results, root, order=tight).unchanged == 4, "it would fail again"
    wider = replace(ORDER, limits=JobLimits(seconds=100))
    assert ran(ledger, results, root, order=wider).failed == 0


def test_two_runs_on_one_ledger_share_the_work(
    tmp_path: Path, ledger: Ledger, results: Results
) -> None:
    root = archive(tmp_path / "kho", 40)
    other = Ledger(f"sqlite:///{tmp_path}/out/ledger.sqlite")
    progress: list[Progress] = []
    threads = [
        threading.Thread(target=lambda one=one: progress.append(ran(one, results, root)))
        for one in (ledger, other)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    other.close()
    assert [one.done for one in progress] == [40, 40]
    assert sum(one.done - one.unchanged for one in progress) == 40, "none is audited twice"
    assert len(list(ledger.audited_files())) == 40
    with sqlite3.connect(tmp_path / "out" / "ledger.sqlite") as connection:
        assert connection.execute("SELECT count(*) FROM claims").fetchone() == (0,)


def test_what_a_dead_run_had_taken_on_is_taken_over(
    tmp_path: Path, ledger: Ledger, results: Results
) -> None:
    root = archive(tmp_path / "kho", 1)
    dead = ledger.begin("program", "out")
    [source] = sources(root)
    assert ledger.claim(dead, [source.path, "b"]) == {source.path, "b"}
    other = ledger.begin("program", "out")
    assert ledger.claim(other, ["c", source.path]) == {"c"}, "its process lives"
    with sqlite3.connect(tmp_path / "out" / "ledger.sqlite") as connection:
        connection.execute("UPDATE runs SET seen = 0 WHERE id = ?", (dead,))
    assert ran(ledger, results, root).done == 1


def test_an_interrupted_run_says_so_and_the_next_goes_on(
    tmp_path: Path, ledger: Ledger, results: Results
) -> None:
    root = archive(tmp_path / "kho", 40)

    def interrupt(progress: Progress) -> None:
        if progress.done == 5:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        audit_files(sources(root), ledger, results, ORDER, interrupt)
    with sqlite3.connect(tmp_path / "out" / "ledger.sqlite") as connection:
        assert connection.execute("SELECT status FROM runs").fetchall() == [("stopped",)]
        ((before,),) = connection.execute("SELECT count(*) FROM files").fetchall()
    assert 5 <= before < 40
    assert ran(ledger, results, root).unchanged == before
    undisturbed = Ledger(f"sqlite:///{tmp_path}/other.sqlite")
    ran(undisturbed, results, root)
    assert kept(ledger) == kept(undisturbed)
    undisturbed.close()


def test_text_that_no_database_holds_is_kept_without_it(
    tmp_path: Path, ledger: Ledger, results: Results
) -> None:
    path = text_sheet(tmp_path / "kho" / "a.tsv", 3, slip=9)
    path.write_text(path.read_text("utf-8").replace("Sở Tài chính", "Sở\x00Tài chính"), "utf-8")
    assert ran(ledger, results, tmp_path / "kho").done == 1


def test_a_ledger_that_cannot_be_used_is_refused(tmp_path: Path) -> None:
    (tmp_path / "ledger.sqlite").write_text("no database", encoding="utf-8")
    urls = ("nonsense", "oracle+none://u:secret@h/d", "postgresql+psycopg://u:secret@h:port/d",
            "postgresql//u:secret@h/d", "none://h/d?password=secret", "u:se/cret@h/d")  # fmt: skip
    for url in (f"sqlite:///{tmp_path}/ledger.sqlite", *urls):
        with pytest.raises(ReconcileError, match="ledger") as refusal:
            Ledger(url)
        shown = say(refusal.value.message, "en")
        assert "cret" not in shown, shown


def test_what_another_run_did_meanwhile_is_not_done_again(
    tmp_path: Path, ledger: Ledger, results: Results
) -> None:
    root = archive(tmp_path / "kho", 30)
    progress: list[Progress] = []

    def other(now: Progress) -> None:
        if now.done == 1:  # it has its window of files; the other run does all the rest
            later = Ledger(f"sqlite:///{tmp_path}/out/ledger.sqlite")
            thread = threading.Thread(target=lambda: progress.append(ran(later, results, *folders)))
            folders = [root / "2023", root / "2022"]
            thread.start()
            thread.join()

    number, first = audit_files(sources(root), ledger, results, ORDER, other)
    ledger.end(number, "done")
    assert first.unchanged > 0
    assert progress[0].unchanged + first.unchanged == progress[0].done


def test_a_child_ended_from_outside_costs_nothing(
    tmp_path: Path, ledger: Ledger, results: Results
) -> None:
    fake, once = tmp_path / "fake", tmp_path / "once"
    fake.mkdir()
    (fake / "python_calamine.py").write_text(
        "import os, signal, sys\n"
        f"if not os.path.exists({str(once)!r}):\n"
        f"    open({str(once)!r}, 'w').close()\n"
        "    os.kill(os.getpid(), signal.SIGKILL)\n"
        f"sys.path.remove({str(fake)!r})\n"
        "del sys.modules['python_calamine']\n"
        "import python_calamine\n",
        encoding="utf-8",
    )
    root = archive(tmp_path / "kho", 4)
    with pytest.MonkeyPatch.context() as patched:
        patched.setenv("PYTHONPATH", str(fake), prepend=os.pathsep)
        assert ran(ledger, results, root).failed == 0
    assert once.exists()


def test_what_lies_about_is_not_run(
    tmp_path: Path, ledger: Ledger, results: Results, monkeypatch: pytest.MonkeyPatch
) -> None:
    root = archive(tmp_path / "kho", 1)
    for name in ("json", "struct", "reconcile"):
        (root / f"{name}.py").write_text("open('caught', 'w').close()", encoding="utf-8")
    monkeypatch.chdir(root)
    assert ran(ledger, results, root).failed == 0
    assert not (root / "caught").exists()


def test_a_ledger_of_an_earlier_version_gets_the_columns_it_lacks(tmp_path: Path) -> None:
    """Two runs may open it at once; what was not counted then is nought, and counted now."""
    root, out = archive(tmp_path / "kho", 3), tmp_path / "out"
    out.mkdir()
    url = f"sqlite:///{out}/ledger.sqlite"
    ledger = Ledger(url)
    ran(ledger, Results(str(out)), root)
    ledger.close()
    with closing(sqlite3.connect(out / "ledger.sqlite")) as database, database:
        database.execute("ALTER TABLE coverage DROP COLUMN unread")
        database.execute("ALTER TABLE files DROP COLUMN code")
        database.execute("UPDATE files SET program = 'earlier'")
    with ThreadPoolExecutor(2) as pool:
        ledger, other = pool.map(Ledger, [url, url])
    other.close()
    assert {file.coverage.unread for file in ledger.audited_files()} == {0}
    assert {file.audit.code for file in ledger.audited_files()} == {""}
    progress = ran(ledger, Results(str(out)), root)
    assert (progress.done, progress.unchanged) == (3, 0)
    ledger.close()


def test_tables_of_another_program_are_left_alone(tmp_path: Path) -> None:
    with closing(sqlite3.connect(tmp_path / "office.sqlite")) as database, database:
        database.execute("CREATE TABLE files (id INTEGER, owner TEXT)")
    with pytest.raises(ReconcileError, match="ledger-differs") as refusal:
        Ledger(f"sqlite:///{tmp_path}/office.sqlite")
    assert "--ledger" in say(refusal.value.message, "en")
    with closing(sqlite3.connect(tmp_path / "office.sqlite")) as database:
        tables = [name for (name,) in database.execute("SELECT name FROM sqlite_master")]
        columns = [column[1] for column in database.execute("PRAGMA table_info(files)")]
    assert (tables, columns) == (["files"], ["id", "owner"])


def test_rows_that_an_earlier_version_kept_of_other_files_are_passed_over(
    tmp_path: Path, ledger: Ledger, results: Results
) -> None:
    """Their columns may be others than today's."""
    ran(ledger, results, archive(tmp_path / "kho", 2), archive(tmp_path / "cũ", 2))
    old = [file.path for file in ledger.audited_files() if "cũ" in file.path]
    rows = zlib.compress(b'[["x"], ["y"]]')
    with closing(sqlite3.connect(tmp_path / "out" / "ledger.sqlite")) as database, database:
        query = "UPDATE frames SET tidy = ? WHERE file_id IN (SELECT id FROM files WHERE path = ?)"
        database.executemany(query, [(rows, path) for path in old])
    paths = [file.path for file in ledger.audited_files() if file.path not in old]
    assert [path for path, _, _ in ledger.tidy(paths)] == sorted(paths)
