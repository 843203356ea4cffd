"""The command as a process, and all that it leaves behind."""

from __future__ import annotations

import os
import sqlite3
import subprocess
import sys
import zipfile
from collections.abc import Iterator, Mapping
from contextlib import closing
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq

ROOT = Path(__file__).parents[2]
_OWN = {"id", "file_id", "run_id", "seconds"}  # differs from run to run


def begun(*arguments: str | Path, **more: Any) -> subprocess.Popen[str]:
    """`reconcile batch` on its way."""
    return subprocess.Popen(
        [sys.executable, "-m", "reconcile", "batch", "--workers", "2", *map(str, arguments)],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        encoding="utf-8",
        cwd=ROOT,
        env=os.environ | {"LC_ALL": "C.UTF-8"},
        **more,
    )


def done(*arguments: str | Path, **more: Any) -> subprocess.CompletedProcess[str]:
    """`reconcile batch`, over."""
    process = begun(*arguments, **more)
    out, err = process.communicate(timeout=300)
    return subprocess.CompletedProcess(process.args, process.returncode, out, err)


def children(process: subprocess.Popen[str]) -> list[int]:
    """The processes that do its audits."""
    found = []
    for task in Path(f"/proc/{process.pid}/task").glob("*/children"):
        try:
            found += map(int, task.read_text().split())
        except OSError:
            continue
    return found


def rows(out: Path, asked: str) -> list[dict[str, Any]]:
    with closing(sqlite3.connect(out / "ledger.sqlite", timeout=60)) as connection:
        connection.row_factory = sqlite3.Row
        return [dict(row) for row in connection.execute(asked)]


def has_kept(out: Path) -> bool:
    """Whether the ledger has a file yet."""
    if not (out / "ledger.sqlite").exists():
        return False
    try:
        return bool(rows(out, "SELECT id FROM files LIMIT 1"))
    except sqlite3.OperationalError:  # its tables are being made
        return False


def assert_whole(out: Path) -> None:
    """Every file of the ledger is there with all that belongs to it, and nothing else is."""
    assert [*rows(out, "PRAGMA integrity_check")[0].values()] == ["ok"]
    assert rows(out, "PRAGMA foreign_key_check") == []
    counted = """
        SELECT path, status, errors + warnings + notes AS counted,
            (SELECT count(*) FROM findings WHERE file_id = files.id) AS found,
            (SELECT coalesce(max(number), 0) FROM findings WHERE file_id = files.id) AS last,
            (SELECT count(*) FROM coverage WHERE file_id = files.id) AS coverage,
            (SELECT count(*) FROM frames WHERE file_id = files.id) AS frames
        FROM files"""
    for row in rows(out, counted):
        whole = int(row["status"] == "audited")
        assert (row["coverage"], row["frames"]) == (whole, whole), row
        assert row["counted"] == row["found"] == row["last"], row


def outcome(out: Path) -> dict[str, Any]:
    """All that a batch leaves, but for times and numbers of runs."""
    assert_whole(out)
    of_file = [
        [[row["path"], *_facts(row)] for row in rows(out, f"SELECT * FROM {asked}")]
        for asked in (
            "files ORDER BY path",
            "findings JOIN files ON files.id = file_id ORDER BY path, number",
            "coverage JOIN files ON files.id = file_id ORDER BY path",
            "frames JOIN files ON files.id = file_id ORDER BY path",
        )
    ]
    last = "contradictions WHERE run_id = (SELECT max(id) FROM runs WHERE covers IS NOT NULL)"
    assert rows(out, "SELECT * FROM claims") == []
    with zipfile.ZipFile(out / "summary.xlsx") as summary:
        assert summary.testzip() is None
    return {
        "files": of_file,
        "across": [_facts(row) for row in rows(out, f"SELECT * FROM {last} ORDER BY number")],
        "findings": pq.read_table(out / "findings.parquet").to_pylist(),
        "tidy": pq.read_table(out / "tidy.parquet").to_pylist(),
        "left": dict(_left(out)),
    }


def _facts(row: Mapping[str, Any]) -> list[Any]:
    return [value for name, value in row.items() if name not in _OWN]


def _left(out: Path) -> Iterator[tuple[str, bytes | None]]:
    """Every file by its name, annotated workbooks with their bytes."""
    for path in sorted(out.rglob("*")):
        if path.is_file():
            name = path.relative_to(out).as_posix()
            yield name, path.read_bytes() if name.startswith("annotated/") else None
