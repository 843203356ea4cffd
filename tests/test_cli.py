"""The command line as its callers see it: exit codes, streams, and what is left on disk."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from reconcile import cli, pipeline
from reconcile.audited import Audit
from reconcile.reading import read
from reconcile.settings import Settings

ROOT = Path(__file__).parents[1]
FAULTY = """\
Đơn vị\tTháng 1\tTháng 2\tTổng
Sở Nội vụ\t10\t21\t31
Sở Tài chính\t12\t23\t45
Sở Tư pháp\t14\t28\t42
Sở Y tế\t17\t22\t39
Sở Xây dựng\t11\t25\t36
Thanh tra tỉnh\t19\t24\t43
"""
SOUND = FAULTY.replace("\t45", "\t35")


def reconcile(*arguments: str | Path, text: str | None = None,
              **environment: str) -> subprocess.CompletedProcess[str]:  # fmt: skip
    return subprocess.run(
        [sys.executable, "-m", "reconcile", *map(str, arguments)],
        capture_output=True,
        encoding="utf-8",
        input=text,
        cwd=ROOT,
        env=os.environ | {"LC_ALL": "C.UTF-8"} | environment,
        check=False,
    )


@pytest.fixture
def faulty(tmp_path: Path) -> Path:
    path = tmp_path / "faulty.tsv"
    path.write_text(FAULTY, encoding="utf-8")
    return path


@pytest.fixture
def sound(tmp_path: Path) -> Path:
    path = tmp_path / "sound.tsv"
    path.write_text(SOUND, encoding="utf-8")
    return path


def said(run: subprocess.CompletedProcess[str]) -> str:
    """The one sentence of a refusal."""
    (sentence,) = run.stderr.splitlines()
    assert sentence.startswith("reconcile: ")
    assert run.returncode == 2
    return sentence


# Bad input


BAD = ("missing.xlsx", "folder", "empty.xlsx", "empty.txt", "rubbish.xlsx", "prose.txt")


def bad_files(folder: Path) -> dict[str, Path]:
    paths = {name: folder / name for name in BAD}
    paths["folder"].mkdir()
    paths["empty.xlsx"].touch()
    paths["empty.txt"].touch()
    paths["rubbish.xlsx"].write_bytes(bytes(range(256)) * 40)
    paths["prose.txt"].write_text("Kính gửi các đơn vị.\n", encoding="utf-8")
    return paths


@pytest.mark.parametrize("command", ["check", "tidy", "inspect"])
@pytest.mark.parametrize("name", BAD)
def test_bad_input_gets_one_sentence_and_leaves_nothing(
    name: str, command: str, tmp_path: Path
) -> None:
    path = bad_files(tmp_path)[name]
    before = sorted(tmp_path.rglob("*"))
    output = [] if command == "inspect" else ["-o", str(tmp_path / "out.xlsx")]
    run = reconcile(command, path, *output)
    assert name in said(run)
    assert run.stdout == ""
    assert sorted(tmp_path.rglob("*")) == before


def test_an_unreadable_file_does_not_stop_the_others(faulty: Path, tmp_path: Path) -> None:
    run = reconcile("check", tmp_path / "missing.xlsx", faulty, "--format", "json")
    first, second = json.loads(run.stdout)["files"]
    assert set(first) == {"path", "error"}
    assert set(first["error"]) == {"code", "message"}
    assert first["error"]["message"] in said(run)
    assert second["summary"]["error"] == 1


def test_a_fault_of_ours_in_one_file_does_not_stop_the_others(
    faulty: Path, sound: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def stumble(path: str, settings: Settings) -> Audit:
        if path == str(faulty):
            raise ValueError("a surprise")
        return pipeline.audit_book(read(path, settings.sheet))

    monkeypatch.setattr(pipeline, "audit", stumble)
    monkeypatch.setattr(sys, "argv", ["reconcile", "check", str(faulty), str(sound)])
    with pytest.raises(SystemExit, match="2"):
        cli.main()
    printed = capsys.readouterr()
    assert "ValueError a surprise, test_cli.py:" in printed.err
    assert "Kết quả" in printed.out


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="only Linux has a disk always full")
def test_a_full_disk_is_said_and_is_no_verdict(faulty: Path) -> None:
    command = [sys.executable, "-m", "reconcile", "check", faulty]
    with open("/dev/full", "w") as full:
        run = subprocess.run(
            command, stdout=full, stderr=subprocess.PIPE, encoding="utf-8", cwd=ROOT, check=False
        )
    assert "No space left" in said(run)


# Exit codes and streams


def test_exit_codes_follow_what_was_found(faulty: Path, sound: Path) -> None:
    assert reconcile("check", faulty).returncode == 1
    assert reconcile("check", sound, "--fail-on", "info").returncode == 0


def test_json_stands_alone_on_stdout(faulty: Path, tmp_path: Path) -> None:
    run = reconcile("check", faulty, "--format", "json", "-o", tmp_path / "audit.xlsx")
    (file,) = json.loads(run.stdout)["files"]
    assert file["language"] == "vi"
    assert "Sở" in run.stdout
    assert "audit.xlsx" in run.stderr


def test_the_same_bytes_give_the_same_output(faulty: Path) -> None:
    runs = {reconcile("check", faulty, "--format", "json").stdout for _ in range(2)}
    assert len(runs) == 1


def test_standard_input_is_read(faulty: Path) -> None:
    assert reconcile("check", "-", text=FAULTY).returncode == 1


def test_utf8_comes_out_of_any_locale(faulty: Path) -> None:
    run = reconcile("check", faulty, LC_ALL="C", PYTHONUTF8="0", PYTHONCOERCECLOCALE="0",
                    PYTHONIOENCODING="ascii")  # fmt: skip
    assert run.returncode == 1
    assert "Sở Tài chính" in run.stdout


def test_the_language_is_the_sheets_or_the_one_asked_for(faulty: Path, tmp_path: Path) -> None:
    plain = tmp_path / "plain.tsv"
    plain.write_text(
        "Office\tJan\tFeb\tTotal\nOne\t3\t4\t7\nTwo\t5\t6\t11\nThree\t2\t9\t11\nFour\t8\t5\t13\n",
        encoding="utf-8",
    )

    def language(path: Path, *options: str, **environment: str) -> str:
        run = reconcile("check", path, "--format", "json", *options, **environment)
        return str(json.loads(run.stdout)["files"][0]["language"])

    assert language(faulty) == "vi"
    assert language(faulty, "--lang", "en") == "en"
    assert language(plain) == "en"
    assert language(plain, LC_ALL="vi_VN.UTF-8") == "vi"


@pytest.mark.skipif(sys.platform == "win32", reason="pipes close otherwise there")
def test_a_closed_pipe_is_silent(faulty: Path) -> None:
    process = subprocess.Popen(
        [sys.executable, "-m", "reconcile", "check", faulty],
        stdout=subprocess.PIPE, stderr=subprocess.PIPE, cwd=ROOT,
    )  # fmt: skip
    assert process.stdout and process.stderr
    process.stdout.close()
    assert process.stderr.read() == b""
    assert process.wait() == 1
    process.stderr.close()


@pytest.mark.skipif(sys.platform == "win32", reason="there is no sh")
@pytest.mark.parametrize("closed", [">&-", "2>&-", ">&- 2>&-"])
def test_a_closed_stream_takes_no_more_than_what_it_was_for(faulty: Path, closed: str) -> None:
    command = f'"{sys.executable}" -m reconcile check "{faulty}" "{faulty}" {closed}'
    run = subprocess.run(["sh", "-c", command], capture_output=True, text=True, cwd=ROOT)
    assert run.returncode == 1 and "Traceback" not in run.stderr


# Where results go


@pytest.mark.parametrize(
    ("output", "reason"),
    [
        ("faulty.tsv", "faulty.tsv"),
        ("audit.docx", ".xlsx"),
        ("nowhere/audit.xlsx", "nowhere"),
    ],
)
def test_an_output_that_cannot_be_is_refused(
    output: str, reason: str, faulty: Path, tmp_path: Path
) -> None:
    run = reconcile("check", faulty, "-o", tmp_path / output)
    assert reason in said(run)
    assert run.stdout == ""
    assert list(tmp_path.iterdir()) == [faulty]
    assert faulty.read_text(encoding="utf-8") == FAULTY


def test_the_source_is_refused_under_any_of_its_names(faulty: Path, tmp_path: Path) -> None:
    source = tmp_path / "book.xlsx"
    reconcile("check", faulty, "-o", source)
    before = source.read_bytes()
    (tmp_path / "alias.xlsx").symlink_to(source)
    for name in ("book.xlsx", "./book.xlsx", "alias.xlsx"):
        assert "book" in said(reconcile("check", source, "-o", f"{tmp_path}/{name}")) or name
    assert source.read_bytes() == before


def test_several_files_go_into_a_folder(faulty: Path, sound: Path, tmp_path: Path) -> None:
    folder = tmp_path / "out"
    assert reconcile("check", faulty, sound, "-o", folder).returncode == 1
    assert {path.name for path in folder.iterdir()} == {"faulty.audit.xlsx", "sound.audit.xlsx"}


def test_files_of_one_name_do_not_overwrite_each_other(faulty: Path, tmp_path: Path) -> None:
    folder = tmp_path / "out"
    other = tmp_path / "other" / faulty.name
    folder.mkdir()
    other.parent.mkdir()
    other.write_text(SOUND, encoding="utf-8")
    reconcile("check", faulty, other, "-o", folder)
    assert len(list(folder.iterdir())) == 2


@pytest.mark.parametrize("suffix", ["csv", "xlsx", "parquet"])
def test_tidy_writes_each_kind(suffix: str, faulty: Path, tmp_path: Path) -> None:
    output = tmp_path / f"figures.{suffix}"
    assert reconcile("tidy", faulty, "-o", output).returncode == 0
    assert output.stat().st_size > 0


# What is started


def imported_by(code: str) -> set[str]:
    run = subprocess.run([sys.executable, "-c", f"import sys\n{code}\nprint(*sys.modules)"],
                         capture_output=True, encoding="utf-8", cwd=ROOT, check=True)  # fmt: skip
    return set(run.stdout.split())


@pytest.mark.parametrize("sample", sorted((ROOT / "samples").glob("*.[tmx][xdl]*")), ids=str)
def test_check_does_not_import_what_only_writing_needs(sample: Path) -> None:
    modules = imported_by(
        "import contextlib, io\nfrom reconcile import cli\n"
        f"sys.argv = ['reconcile', 'check', {str(sample)!r}]\n"
        "with contextlib.redirect_stdout(io.StringIO()), contextlib.suppress(SystemExit):\n"
        "    cli.main()"
    )
    assert "reconcile.pipeline" in modules
    assert modules.isdisjoint({"pandas", "openpyxl", "xlsxwriter", "pyarrow"})


# Rules


def test_rules_are_listed_and_explained() -> None:
    listed = reconcile("rules")
    assert listed.returncode == 0
    assert "shifted-row" in listed.stdout
    explained = reconcile("rules", "shifted-row", "--lang", "vi")
    assert explained.returncode == 0
    assert "lệch" in explained.stdout
    assert "no-such-rule" in said(reconcile("rules", "no-such-rule"))


def test_a_wrong_call_gets_one_sentence() -> None:
    assert "--foo" in said(reconcile("check", "--foo", "x"))
    assert "PATH" in said(reconcile("check"))
