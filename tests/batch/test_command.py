"""`reconcile batch` as its callers see it: help, wrong calls, exit codes, words and JSON."""

from __future__ import annotations

import json
import signal
import subprocess
import sys
import time
import zipfile
from pathlib import Path

import pytest

from tests.batch.archive import archive, text_sheet
from tests.batch.held import ROOT, begun, done, has_kept


@pytest.fixture(scope="module")
def kho(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Four sheets, one wrong; a file of no kind we read; an archive with a right sheet."""
    root = archive(tmp_path_factory.mktemp("command") / "kho", 4)
    (root / "ảnh.png").write_bytes(b"no sheet")
    inside = text_sheet(root.parent / "trong.tsv", 9)
    with zipfile.ZipFile(root / "cũ.zip", "w") as packed:
        packed.write(inside, "2019/trong.tsv")
    return root


def test_help_says_how_and_gives_an_example() -> None:
    run = subprocess.run(
        [sys.executable, "-m", "reconcile", "batch", "--help"],
        capture_output=True, encoding="utf-8", cwd=ROOT, check=True,
    )  # fmt: skip
    assert "Example:  reconcile batch" in run.stdout
    for option in ("--output", "--include", "--annotate", "--ledger", "--scheduler", "--workers"):
        assert option in run.stdout


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["{kho}"], "Missing option: -o"),
        (["{kho}/nowhere", "-o", "{out}"], "no such file"),
        (["{kho}", "-o", "{out}", "--ledger", "nonsense"], "The ledger nonsense cannot be used"),
        (["{kho}", "-o", "{out}", "--ledger", "none://u:secret@h/d"], "none://u:***@h/d"),
        (["{kho}", "-o", "{out}", "--agencies", "{kho}/none.toml"], "--agencies must be a file"),
        (["{kho}", "-o", "{out}", "--agencies", "{kho}/2021/bảng 0001.tsv"], "line 1"),
        (["{kho}", "-o", "{kho}"], "need a folder of their own"),
        (["{kho}", "-o", "{kho}/ảnh.png"], "cannot be written"),
        (
            ["{kho}", "-o", "{out}", "--annotate", "some"],
            "--annotate is none of those it takes: errors, all, none",
        ),
    ],
)
def test_a_wrong_call_is_refused_in_a_sentence(
    kho: Path, tmp_path: Path, arguments: list[str], said: str
) -> None:
    ended = done(*(one.format(kho=kho, out=tmp_path / "out") for one in arguments))
    assert (ended.returncode, ended.stdout) == (2, "")
    assert said in ended.stderr
    assert "Traceback" not in ended.stderr
    assert "secret" not in ended.stderr


def test_what_was_found_is_said_and_where_it_stands(kho: Path, tmp_path: Path) -> None:
    ended = done(kho, "-o", tmp_path)
    assert ended.returncode == 1
    assert ended.stdout.splitlines() == [
        "Audited 5 of 5 files.",
        "Errors: 1, in 1 of the files; warnings: 0; notes: 0.",
        "Passed over: 1 of other kinds.",
        *(f"Written: {tmp_path}/{name}"
          for name in ("summary.xlsx", "findings.parquet", "tidy.parquet")),
    ]  # fmt: skip
    (line,) = ended.stderr.splitlines()
    assert line.startswith("5 of 5 files, 1 errors, 0 not audited")
    assert line.endswith(" files/s, 0 s left")


def test_programs_are_told_the_same(kho: Path, tmp_path: Path) -> None:
    ended = done(kho, "-o", tmp_path, "--format", "json", "--exclude", "2023/*")
    told = json.loads(ended.stdout)
    assert ended.returncode == 0, "the wrong one was left out"
    assert told.pop("seconds") > 0
    assert told.pop("tool")["name"] == "reconcile"
    assert told == {
        "schema": "reconcile.batch/1",
        "output": str(tmp_path),
        "files": {"total": 4, "unchanged": 0, "audited": 4},
        "files_with_errors": 0,
        "skipped": {"excluded": 1, "kind": 1},
        "summary": {"error": 0, "warning": 0, "info": 0},
        "across": {"error": 0, "warning": 0, "info": 0},
        "written": ["summary.xlsx", "findings.parquet", "tidy.parquet"],
    }


def test_patterns_choose_and_vietnamese_is_spoken(kho: Path, tmp_path: Path) -> None:
    ended = done(kho, "-o", tmp_path, "--include", "*.zip/*", "--lang", "vi")
    assert ended.returncode == 0
    assert ended.stdout.splitlines()[0] == "Đã kiểm tra 1/1 tệp."
    nothing = done(kho, "-o", tmp_path / "none", "--include", "*.ods")
    assert nothing.returncode == 0
    assert nothing.stdout.startswith("No sheet was found there.\n")


def test_ctrl_c_ends_it_with_a_sentence_and_the_next_goes_on(tmp_path: Path) -> None:
    root, out = archive(tmp_path / "kho", 40), tmp_path / "out"
    process = begun(root, "-o", out)
    while process.poll() is None and not has_kept(out):
        time.sleep(0.01)
    process.send_signal(signal.SIGINT)
    said, told = process.communicate(timeout=60)
    assert (process.returncode, said) == (130, "")
    assert told.strip() == (
        "reconcile: Stopped. What was audited is kept; the same command goes on from there."
    )
    ended = json.loads(done(root, "-o", out, "--format", "json").stdout)
    assert ended["files"]["unchanged"] > 0
    assert ended["files"]["audited"] == 40


def test_a_template_is_part_of_what_was_asked(kho: Path, tmp_path: Path) -> None:
    template = tmp_path / "mẫu.toml"
    template.write_text('name = "Mẫu"\n\n[[indicator]]\nname = "Tiêu chí 1"\n', encoding="utf-8")
    asked = (kho, "-o", tmp_path / "out", "--format", "json", "--template", template)
    assert json.loads(done(*asked).stdout)["files"]["unchanged"] == 0
    assert json.loads(done(*asked).stdout)["files"]["unchanged"] == 5
    template.write_text('name = "Mẫu"\n\n[[indicator]]\nname = "Tiêu chí 2"\n', encoding="utf-8")
    assert json.loads(done(*asked).stdout)["files"]["unchanged"] == 0
    template.write_text("[[indicator]]\nmaximum = 3\n", encoding="utf-8")
    broken = done(*asked)
    assert broken.returncode == 2
    assert str(template) in broken.stderr and "Traceback" not in broken.stderr
