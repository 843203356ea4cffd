"""`reconcile compare` as its callers see it."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.test_cli import FAULTY, SOUND, bad_files, reconcile, said


@pytest.fixture
def draft(tmp_path: Path) -> Path:
    path = tmp_path / "draft.tsv"
    path.write_text(FAULTY, encoding="utf-8")
    return path


@pytest.fixture
def signed(tmp_path: Path) -> Path:
    """The same figures between bars and with commas, the wrong total put right."""
    lines = [f"| {line.replace(chr(9), ' | ')} |" for line in SOUND.splitlines()]
    path = tmp_path / "signed.md"
    path.write_text("\n".join([lines[0], "|---|---|---|---|", *lines[1:]]), encoding="utf-8")
    return path


def test_differences_are_told_and_make_the_exit_code(draft: Path, signed: Path) -> None:
    run = reconcile("compare", draft, signed)
    assert (run.returncode, run.stderr) == (1, "")
    assert "Sửa tay (1)" in run.stdout
    assert "hiện đã khớp" in run.stdout
    run = reconcile("compare", draft, signed, "--lang", "en")
    assert "Changed by hand (1)" in run.stdout


def test_the_same_in_two_formats_is_no_difference(signed: Path, tmp_path: Path) -> None:
    path = tmp_path / "sound.tsv"
    path.write_text(SOUND, encoding="utf-8")
    run = reconcile("compare", path, signed, "-o", tmp_path / "out.xlsx")
    assert run.returncode == 0
    assert "Không có gì khác" in run.stdout
    assert (tmp_path / "out.xlsx").exists()


def test_json_goes_to_stdout_alone(draft: Path, signed: Path, tmp_path: Path) -> None:
    output = tmp_path / "out.xlsx"
    run = reconcile("compare", draft, signed, "--format", "json", "-o", output)
    told = json.loads(run.stdout)
    [change] = told["tables"][0]["changes"]
    assert (change["old"]["cell"], change["new"]["cell"]) == ("draft!D3", "signed!D4")
    assert (change["difference"], change["agreement"]) == ("-10", "put-right")
    assert str(output) in run.stderr
    assert run.returncode == 1


def test_standard_input_is_one_of_the_two(draft: Path) -> None:
    assert reconcile("compare", draft, "-", text=FAULTY).returncode == 0
    assert reconcile("compare", "-", draft, text=SOUND).returncode == 1
    assert "standard input" in said(reconcile("compare", "-", "-", "--lang", "en", text=FAULTY))


def test_a_file_that_cannot_be_read_is_said(draft: Path, tmp_path: Path) -> None:
    for name, path in bad_files(tmp_path).items():
        output = tmp_path / "out.xlsx"
        run = reconcile("compare", draft, path, "--format", "json", "-o", output)
        assert name in said(run)
        told = json.loads(run.stdout)
        assert (told["differs"], told["old"]["format"]) == (None, "csv")
        assert set(told["new"]) == {"path", "error"}
        assert not output.exists()


def test_a_wrong_call_gets_one_sentence(draft: Path, signed: Path, tmp_path: Path) -> None:
    assert "NEW" in said(reconcile("compare", draft))
    assert "takes no further argument" in said(reconcile("compare", draft, signed, draft))
    assert ".xlsx" in said(reconcile("compare", draft, signed, "-o", tmp_path / "out.pdf"))
    source = tmp_path / "same.xlsx"
    source.write_bytes(b"PK")
    assert "same.xlsx" in said(reconcile("compare", source, draft, "-o", source))
