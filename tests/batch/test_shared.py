"""Two batches at once on one ledger, as processes, with hostile files among honest ones."""

from __future__ import annotations

import json
from pathlib import Path

from tests.batch.archive import archive, hostile
from tests.batch.held import begun, done, outcome, rows


def test_two_batches_at_once_lose_nothing_and_do_nothing_twice(tmp_path: Path) -> None:
    root, out = archive(tmp_path / "kho", 24), tmp_path / "out"
    codes = hostile(root / "hại")
    asked = (root, "-o", out, "--format", "json")
    both = [begun(*asked), begun(*asked)]
    ended = [process.communicate(timeout=300) for process in both]
    assert [process.returncode for process in both] == [1, 1], ended
    told = [json.loads(text) for text, _ in ended]
    files = [one.pop("files") for one in told]
    assert [one.pop("total") for one in files] == [31, 31]
    assert sum(31 - one.pop("unchanged") for one in files) == 31, "each was audited once"
    assert files[0] == files[1] == {"audited": 24, "refused": 7}
    assert [one["summary"] for one in told] == [{"error": 6, "warning": 0, "info": 0}] * 2
    assert "Traceback" not in "".join(err for _, err in ended)
    done(root, "-o", tmp_path / "alone")
    assert outcome(out) == outcome(tmp_path / "alone")
    assert {Path(row["path"]).name: row["code"] for row in rows(out, _REFUSED)} == codes


_REFUSED = "SELECT path, code FROM files WHERE status <> 'audited'"
