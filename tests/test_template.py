"""The command line's templates: listed, shown, asked for, refused."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from reconcile.cli import commands
from reconcile.template.folders import shipped

SAMPLE = Path(__file__).parents[1] / "samples" / "so-nganh-chuyen-doi-so.md"
OWN = """\
name = "Chấm điểm"
[[indicator]]
name = "Kế hoạch"
maximum = 2.5
values = [0, 2.5]
[[total]]
name = "Tổng"
sums = ["Kế hoạch"]
"""


def run(*arguments: object) -> Result:
    return CliRunner().invoke(commands, [str(one) for one in arguments])


def test_the_list_has_each_template_by_name() -> None:
    shown = run("template", "list").stdout.splitlines()
    assert [line.split()[0] for line in shown] == [path.stem for path in shipped()]


@pytest.mark.parametrize("path", shipped(), ids=lambda path: path.stem)
@pytest.mark.parametrize("language", ["vi", "en"])
def test_a_shipped_template_is_shown(path: Path, language: str) -> None:
    shown = run("template", "show", path.stem, "--lang", language)
    assert shown.exit_code == 0
    assert "Sở Tài chính" in shown.stdout


def test_numbers_are_shown_as_the_language_writes_them(tmp_path: Path) -> None:
    path = tmp_path / "own.toml"
    path.write_text(OWN, encoding="utf-8")
    assert "tối đa 2,5, chỉ nhận 0; 2,5" in run("template", "show", path, "--lang", "vi").stdout
    assert "at most 2.5, one of 0; 2.5" in run("template", "show", path, "--lang", "en").stdout


def test_a_broken_template_is_refused_with_its_line(tmp_path: Path) -> None:
    path = tmp_path / "own.toml"
    path.write_text(OWN.replace("maximum = 2.5", "maximum = -1"), encoding="utf-8")
    for call in (("template", "show", path), ("check", SAMPLE, "--template", path)):
        refused = run(*call, "--lang", "en")
        assert "own.toml, line 4:" in refused.stderr


def test_one_that_is_not_there_is_refused_by_every_reading_command(tmp_path: Path) -> None:
    for call in (("check",), ("inspect",), ("tidy", "-o", tmp_path / "f.csv"),
                 ("fix", "--dry-run")):  # fmt: skip
        refused = run(*call, SAMPLE, "--template", "nope", "--lang", "en")
        assert "there is no template “nope”" in refused.stderr


def test_json_says_which_was_taken_and_why() -> None:
    [file] = json.loads(run("check", SAMPLE, "--format", "json").stdout)["files"]
    assert (file["template"]["name"], file["template"]["by"]) == ("chuyen-doi-so-so-nganh", "title")
    [file] = json.loads(run("check", SAMPLE, "--format", "json", "--no-template").stdout)["files"]
    assert file["template"] is None


def test_text_says_which_was_taken_and_why() -> None:
    shown = run("check", SAMPLE, "--lang", "en").stdout
    assert "Template: chuyen-doi-so-so-nganh, by the sheet's title" in " ".join(shown.split())
    assert "Template" not in run("check", SAMPLE, "--lang", "en", "--no-template").stdout


def test_labels_over_another_group_are_named_only_where_a_template_tells() -> None:
    known = " ".join(run("check", SAMPLE, "--lang", "en").stdout.split())
    assert "W5 → Y5:Z5" in known and "Y5 → AA5:AB5" in known and "2 columns too far left" in known
    unknown = " ".join(run("check", SAMPLE, "--lang", "en", "--no-template").stdout.split())
    assert "Y5:Z5" not in unknown and "a group may stand over" in unknown
