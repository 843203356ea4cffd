"""A ledger in PostgreSQL: the same results, shared by batches at once."""

from __future__ import annotations

import json
import secrets
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq
import pytest
from sqlalchemy import create_engine, inspect, text

from reconcile.batch.ledger import Ledger
from tests.batch.archive import archive, hostile, untimed
from tests.batch.held import begun, done
from tests.batch.postgresql import SECRET, new_database, programs, server

PROGRAMS = programs()
COUNT = 12

pytestmark = pytest.mark.skipif(PROGRAMS is None, reason="PostgreSQL is not installed")


@pytest.fixture(scope="module")
def port() -> Iterator[int]:
    assert PROGRAMS is not None
    with server(PROGRAMS) as port:
        yield port


@pytest.fixture
def ledger(port: int) -> str:
    return new_database(port)


@pytest.fixture(scope="module")
def root(tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = archive(tmp_path_factory.mktemp("shared") / "kho", COUNT)
    hostile(root / "hại")
    (root / "hại" / "bomb.xlsx").unlink()
    with zipfile.ZipFile(root / "dối.zip", "w") as lying:
        lying.writestr("lớn.tsv", "STT\tTổng\n1\t2\n")
        lying.writestr(f"{secrets.token_hex(5_000)}.tsv", "STT\tTổng\n1\t2\n")
        lying.filelist[0].file_size = 2**64 - 2
    return root


def kept(url: str, out: Path) -> list[Any]:
    """All that is kept and written, but for times and numbers of runs."""
    ledger = Ledger(url)
    files, findings = list(map(untimed, ledger.audited_files())), list(ledger.findings())
    rows = list(ledger.tidy([file.path for file in files]))
    ledger.close()
    tables = [pq.read_table(out / f"{name}.parquet").to_pylist() for name in ("findings", "tidy")]
    annotated = {path.name: path.read_bytes() for path in out.glob("annotated/**/*.xlsx")}
    return [files, findings, rows, tables, annotated]


def test_the_results_are_those_of_sqlite_and_stand_at_a_restart(
    root: Path, ledger: str, tmp_path: Path
) -> None:
    here, there = tmp_path / "here", tmp_path / "there"
    assert done(root, "-o", here).returncode == 1
    first = done(root, "-o", there, "--ledger", ledger)
    assert first.returncode == 1, first.stderr
    assert kept(ledger, there) == kept(f"sqlite:///{here}/ledger.sqlite", here)
    assert not (there / "ledger.sqlite").exists()
    again = json.loads(done(root, "-o", there, "--ledger", ledger, "--format", "json").stdout)
    assert again["written"] == []
    assert again["files"]["unchanged"] == again["files"]["total"]


def test_two_batches_at_once_share_the_work(root: Path, ledger: str, tmp_path: Path) -> None:
    asked = (root, "-o", tmp_path, "--ledger", ledger, "--format", "json")
    both = [begun(*asked), begun(*asked)]
    ended = [process.communicate(timeout=300) for process in both]
    assert [process.returncode for process in both] == [1, 1], ended
    told = [json.loads(out)["files"] for out, _ in ended]
    audited = [one["total"] - one["unchanged"] for one in told]
    assert sum(audited) == told[0]["total"], told
    kept(ledger, tmp_path)
    assert json.loads(done(*asked).stdout)["written"] == []


def test_no_message_shows_the_password(ledger: str, tmp_path: Path) -> None:
    (tmp_path / "kho").mkdir()
    for wrong in (
        ledger.replace(SECRET, f"{SECRET}x"),
        ledger + "x",
        ledger + "?password=" + SECRET,
    ):
        ended = done(tmp_path / "kho", "-o", tmp_path / "out", "--ledger", wrong)
        assert SECRET not in ended.stderr + ended.stdout
        if "?" not in wrong:
            assert ended.returncode == 2
            assert ended.stderr.startswith("reconcile: The ledger postgresql+psycopg://office:***@")


def test_a_ledger_of_an_earlier_version_gets_the_columns_it_lacks(ledger: str) -> None:
    Ledger(ledger).close()
    engine = create_engine(ledger)
    with engine.begin() as connection:
        connection.execute(text("ALTER TABLE coverage DROP COLUMN unread"))
        connection.execute(text("ALTER TABLE findings DROP COLUMN severity"))
    for _ in range(2):
        Ledger(ledger).close()
    coverage = {column["name"]: column for column in inspect(engine).get_columns("coverage")}
    assert not coverage["unread"]["nullable"]
    assert "severity" in {column["name"] for column in inspect(engine).get_columns("findings")}
    engine.dispose()
