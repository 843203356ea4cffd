"""Calls that are wrong: told in the language of the answer, and nothing overwritten unasked."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import click
import pytest

from reconcile.cli import commands
from reconcile.messages import find
from tests.test_cli import faulty, reconcile, said

__all__ = ["faulty"]


@pytest.mark.parametrize(
    ("call", "vietnamese", "english"),
    [
        (["chek", "x"], "Có phải là check?", "Did you mean check?"),
        (["template", "lern"], "Có phải là learn?", "Did you mean learn?"),
        (["check", "--fromat", "json", "x"], "Có phải là --format?", "Did you mean --format?"),
        (["check"], "Thiếu PATH.", "Missing argument: PATH."),
        (["tidy", "x"], "Thiếu tùy chọn -o", "Missing option: -o"),
        (["check", "x", "--format", "xml"], "chỉ nhận: text, json", "takes: text, json"),
        (["rules", "a", "b"], "Không rõ “b”", "what “b” is for"),
        (["fix", "--unsafe=1", "x"], "không nhận giá trị", "takes no value"),
        (["batch", "x", "-o", "y", "--workers", "0"], "từ 1 trở lên", "1 or more"),
    ],
)
def test_a_wrong_call_is_told_in_one_sentence(
    call: list[str], vietnamese: str, english: str
) -> None:
    for environment, expected in (("vi_VN.UTF-8", vietnamese), ("C.UTF-8", english)):
        run = reconcile(*call, LC_ALL=environment)
        assert run.returncode == 2
        assert expected in said(run)


def test_the_option_tells_the_language_of_a_wrong_call() -> None:
    assert "Không có lệnh" in said(reconcile("chek", "--lang", "vi"))
    assert "There is no" in said(reconcile("chek", "--lang=en", LC_ALL="vi_VN.UTF-8"))


def test_what_was_written_is_told_in_the_language_of_the_answer(
    faulty: Path, tmp_path: Path
) -> None:
    run = reconcile("tidy", faulty, "-o", tmp_path / "figures.csv")
    assert run.stderr.startswith("Đã ghi: ")


@pytest.mark.parametrize(
    ("call", "name"),
    [
        (["check"], "audit.xlsx"),
        (["fix"], "corrected.xlsx"),
        (["tidy"], "figures.csv"),
        (["tidy"], "figures.xlsx"),
        (["compare", "{}"], "differences.xlsx"),
    ],
)
def test_only_an_earlier_result_is_overwritten_unasked(
    faulty: Path, tmp_path: Path, call: list[str], name: str
) -> None:
    target = tmp_path / name
    command = [*(part.format(faulty) for part in call), faulty, "-o", target]
    for other in (b"somebody's own", b"PK\x03\x04 no archive", b""):
        target.write_bytes(other)
        refused = reconcile(*command)
        assert refused.returncode == 2
        assert "--force" in said(refused)
        assert target.read_bytes() == other
    assert reconcile(*command, "--force").returncode < 2
    first = target.read_bytes()
    assert first != b""
    assert reconcile(*command).returncode < 2  # written by us
    assert target.read_bytes() == first


def test_what_people_write_in_is_never_overwritten_unasked(tmp_path: Path) -> None:
    form = tmp_path / "form.xlsx"
    call = ("template", "form", "chuyen-doi-so-so-nganh", "-o", form)
    assert reconcile(*call).returncode == 0
    assert "--force" in said(reconcile(*call))
    assert reconcile(*call, "--force").returncode == 0


def test_a_source_is_never_overwritten_and_a_dry_run_writes_nothing(
    faulty: Path, tmp_path: Path
) -> None:
    source = tmp_path / "sheet.csv"
    source.write_text(faulty.read_text(encoding="utf-8").replace("\t", ","), encoding="utf-8")
    assert "nguồn" in said(reconcile("tidy", source, "-o", source, "--force", "--lang", "vi"))
    own = tmp_path / "own.xlsx"
    own.write_bytes(b"somebody's own")
    assert reconcile("fix", faulty, "-o", own, "--dry-run").returncode < 2
    assert own.read_bytes() == b"somebody's own"


def every_command(
    command: click.Command = commands, path: tuple[str, ...] = ()
) -> Iterator[tuple[str, click.Command]]:
    """Every command by the name that its help has in the catalogue."""
    yield "-".join(path) or "reconcile", command
    if isinstance(command, click.Group):
        context = click.Context(command, **commands.context_settings)
        for name in command.list_commands(context):
            inner = command.get_command(context, name)
            assert inner is not None
            yield from every_command(inner, (*path, name))


@pytest.mark.parametrize(("key", "command"), list(every_command()))
def test_a_command_is_told_in_vietnamese(key: str, command: click.Command) -> None:
    assert find(f"help.{key}.about", "vi")
    root = click.Context(commands, info_name="reconcile", obj="vi", **commands.context_settings)
    names = key.split("-") if command is not commands else []
    told = command.get_help(click.Context(command, parent=root, info_name=" ".join(names)))
    english = command.help or ""
    assert english.splitlines()[0] not in told
    for parameter in command.get_params(root):
        if isinstance(parameter, click.Option):
            assert (parameter.help or "")[:20] not in told
    for word in ("Usage:", "Options:", "Commands:", "Show this", "[default", "required", "Example"):
        assert word not in told


def test_help_is_in_the_language_of_the_answer() -> None:
    assert reconcile("check", "--help", LC_ALL="vi_VN.UTF-8").stdout.startswith("Cách dùng: ")
    assert reconcile("--help", LC_ALL="C.UTF-8").stdout.startswith("Usage: ")
    vietnamese = reconcile("fix", "-h", "--lang", "vi", LC_ALL="C.UTF-8").stdout
    assert "Ví dụ:  reconcile fix" in vietnamese
    assert "[mặc định: text]" in " ".join(vietnamese.split())
    assert "Options:" in reconcile("fix", "-h", "--lang=en", LC_ALL="vi_VN.UTF-8").stdout


def test_without_a_command_the_help_is_shown() -> None:
    bare = reconcile(LC_ALL="vi_VN.UTF-8")
    assert bare.returncode == 2
    assert "Các lệnh:" in bare.stderr
