"""`reconcile template form` and `template learn` as their callers see them."""

from __future__ import annotations

from pathlib import Path

import click
from click.testing import CliRunner, Result

from reconcile.cli.template import form, learn
from reconcile.template import read_template
from tests.report.forms import EVERYTHING
from tests.test_cli import FAULTY, SOUND


def run(command: click.Command, *arguments: str | Path) -> Result:
    return CliRunner().invoke(command, [*map(str, arguments)], standalone_mode=False)


def refusal(result: Result) -> str:
    assert isinstance(result.exception, click.ClickException)
    return result.exception.format_message()


def test_a_form_is_written_from_a_file(tmp_path: Path) -> None:
    (tmp_path / "mau.toml").write_text(EVERYTHING, encoding="utf-8")
    result = run(form, tmp_path / "mau.toml", "-o", tmp_path / "form.xlsx", "--lang", "en")
    assert (result.exception, result.return_value) == (None, 0)
    assert (tmp_path / "form.xlsx").stat().st_size > 5_000
    assert "form.xlsx" in result.stderr and result.stdout == ""


def test_what_is_wrong_with_a_template_is_one_sentence_and_no_form(tmp_path: Path) -> None:
    broken = EVERYTHING.replace("maximum = 5", "maximum = -5", 1)
    (tmp_path / "mau.toml").write_text(broken, encoding="utf-8")
    result = run(form, tmp_path / "mau.toml", "-o", tmp_path / "form.xlsx", "--lang", "en")
    assert "mau.toml, line 7:" in refusal(result)
    result = run(form, "nirgends", "-o", tmp_path / "form.xlsx", "--lang", "en")
    assert "nirgends" in refusal(result)
    result = run(form, tmp_path / "mau.toml", "-o", tmp_path / "form.xls")
    assert ".xlsx" in refusal(result)
    assert [path.name for path in tmp_path.iterdir()] == ["mau.toml"]


def test_a_template_is_learned_into_a_file(tmp_path: Path) -> None:
    (tmp_path / "sound.tsv").write_text(SOUND, encoding="utf-8")
    result = run(learn, tmp_path / "sound.tsv", "-o", tmp_path / "mau.toml")
    assert (result.exception, result.return_value) == (None, 0)
    template = read_template(tmp_path / "mau.toml")
    assert [one.name for one in template.indicators] == ["Tháng 1", "Tháng 2"]
    assert [one.everything for one in template.totals] == [True]


def test_a_sheet_with_a_fault_is_said_to_have_one(tmp_path: Path) -> None:
    (tmp_path / "faulty.tsv").write_text(FAULTY, encoding="utf-8")
    result = run(learn, tmp_path / "faulty.tsv", "-o", tmp_path / "mau.toml", "--lang", "vi")
    assert result.return_value == 0
    assert "Các bảng này còn 1 lỗi" in result.stderr
    assert "# Các bảng này còn 1 lỗi" in (tmp_path / "mau.toml").read_text(encoding="utf-8")


def test_a_sheet_that_cannot_be_read_teaches_nothing(tmp_path: Path) -> None:
    (tmp_path / "sound.tsv").write_text(SOUND, encoding="utf-8")
    paths = tmp_path / "sound.tsv", tmp_path / "none.xlsx"
    assert run(learn, *paths, "-o", tmp_path / "mau.toml").return_value == 2
    assert not (tmp_path / "mau.toml").exists()
    result = run(learn, tmp_path / "sound.tsv", "-o", tmp_path / "sound.tsv", "--lang", "en")
    assert ".toml" in refusal(result)
