"""`reconcile fix` as its callers see it: what it makes, what it leaves, and what it promises."""

from __future__ import annotations

import json
import shutil
import subprocess
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from tests.test_cli import reconcile, said

OFFICE = shutil.which("soffice")
SAMPLES = sorted((Path(__file__).parents[1] / "samples").glob("*-*.*"))
# C3 and its total are safe to put right; the total E5 has two digits swapped, as one sum tells.
SHEET = """\
Đơn vị\tTháng 1\tTháng 2\tTháng 3\tTổng
Sở Nội vụ\t10,5\t21,5\t1,5\t33,5
Sở Tài chính\t12,5\t23.25\t2,5\t15
Sở Tư pháp\t14,5\t28,5\t3,5\t46,5
Sở Y tế\t17,5\t22,5\t1,5\t14,5
Sở Xây dựng\t11,5\t25,5\t8,5\t45,5
Sở Công Thương\t13,5\t20,5\t6,5\t40,5
Thanh tra tỉnh\t19,5\t24,5\t1,5\t45,5
"""
ROWS = [line.split("\t") for line in SHEET.splitlines()]
SAFE = {"C3": "23,25", "E3": "38,25"}
UNSAFE = {"E5": "41,5"}
# What an edit may leave to be put right after it: whatever is computed from the figure it changed.
DOWNSTREAM = {
    "ratio-mismatch", "rank-mismatch", "grade-mismatch", "order-mismatch", "link-mismatch",
}  # fmt: skip


def as_markdown(path: Path) -> None:
    rows = [f"| {' | '.join(row)} |" for row in ROWS]
    text = "\n".join([rows[0], "|---" * len(ROWS[0]) + "|", *rows[1:]])
    path.write_text(text, encoding="utf-8")


def as_workbook(path: Path) -> None:
    book = openpyxl.Workbook()
    sheet = book.worksheets[0]
    sheet.title = "Điểm"
    for row in ROWS:
        sheet.append([typed(text) for text in row])
    book.save(path)


def typed(text: str) -> float | str:
    try:
        return float(text.replace(",", ".")) if "." not in text else text
    except ValueError:
        return text


FORMS: dict[str, Callable[[Path], object]] = {
    "tsv": lambda path: path.write_text(SHEET, encoding="utf-8"),
    "csv": lambda path: path.write_text(SHEET.replace("\t", ";"), encoding="utf-8"),
    "md": as_markdown,
    "xlsx": as_workbook,
}


@pytest.fixture
def source(tmp_path: Path) -> Path:
    path = tmp_path / "scores.tsv"
    FORMS["tsv"](path)
    return path


@pytest.fixture
def workbook(tmp_path: Path) -> Path:
    path = tmp_path / "scores.xlsx"
    as_workbook(path)
    return path


@pytest.fixture
def target(tmp_path: Path) -> Path:
    return tmp_path / "corrected.xlsx"


def fixed(*arguments: str | Path, text: str | None = None) -> dict[str, Any]:
    """What `fix` says it did, as JSON."""
    run = reconcile("fix", *arguments, "--format", "json", text=text)
    assert run.returncode in (0, 1), run.stderr
    done: dict[str, Any] = json.loads(run.stdout)
    return done


def findings(path: Path) -> list[dict[str, Any]]:
    (file,) = json.loads(reconcile("check", path, "--format", "json").stdout)["files"]
    found: list[dict[str, Any]] = file["findings"]
    return found


def cell(address: str) -> str:
    return address.rpartition("!")[2]


def made(done: dict[str, Any]) -> dict[str, str]:
    """By cell, the figure it was given."""
    return {cell(edit["cell"]): edit["new"] for edit in done["edits"] if "new" in edit}


def digest(path: Path) -> str:
    return str(fixed(path, "--dry-run")["sha256"])


# Which fixes are made


def test_safe_fixes_alone_by_default(source: Path, target: Path) -> None:
    done = fixed(source, "-o", target)
    assert made(done) == SAFE
    assert {edit["applicability"] for edit in done["edits"]} == {"safe"}
    assert [cell(finding["at"]) for finding in done["findings"]] == ["E5"]


def test_unsafe_ones_when_asked(source: Path, target: Path) -> None:
    done = fixed(source, "-o", target, "--unsafe")
    assert made(done) == SAFE | UNSAFE
    assert done["findings"] == []


@pytest.mark.parametrize("pick", ["F2", "f2", "F2.1"])
def test_a_finding_picked_by_name(pick: str, source: Path, target: Path) -> None:
    assert made(fixed(source, "-o", target, "--accept", pick)) == SAFE | UNSAFE


def test_a_second_fix_picked_by_name(target: Path) -> None:
    (link,) = [sample for sample in SAMPLES if sample.name == "phu-luc-ninh-binh-2021.txt"]
    first, second = (
        {cell(edit["cell"]) for edit in fixed(link, "--dry-run", "--accept", pick)["edits"]}
        for pick in ("F2", "F2.2")
    )
    assert (first, second) == ({"G27", "I27"}, {"L127"})


def test_a_pick_holds_only_for_the_file_that_was_audited(source: Path, target: Path) -> None:
    digits = digest(source)[:6]
    assert made(fixed(source, "-o", target, "--accept", f"F2@{digits}")) == SAFE | UNSAFE
    target.unlink()
    source.write_text(SHEET.replace("19,5", "18,5"), encoding="utf-8")
    assert "scores.tsv" in said(reconcile("fix", source, "-o", target, "--accept", f"F2@{digits}"))
    assert not target.exists()


@pytest.mark.parametrize("pick", ["F99", "F2.7", "F2.0", "second", "F2@xyz", ""])
def test_an_unknown_pick_is_refused(pick: str, source: Path, target: Path) -> None:
    assert f"--accept {pick}" in said(reconcile("fix", source, "-o", target, "--accept", pick))
    assert not target.exists()


def test_a_dry_run_lists_the_same_edits_and_writes_nothing(source: Path, target: Path) -> None:
    dry = fixed(source, "-o", target, "--dry-run", "--unsafe")
    assert list(target.parent.iterdir()) == [source]
    assert dry["output"] is None
    assert dry["findings"] is None
    done = fixed(source, "-o", target, "--unsafe")
    assert done["edits"] == dry["edits"]
    assert done["consequences"] == dry["consequences"]


# Asking


@pytest.mark.parametrize(
    ("answers", "expected"),
    [
        ("n\n1\n", UNSAFE),
        ("1\nn\n", SAFE),
        ("1\n1\n", SAFE | UNSAFE),
    ],
)
def test_asked_it_makes_what_is_answered(
    answers: str, expected: dict[str, str], source: Path, target: Path
) -> None:
    run = reconcile("fix", source, "-o", target, "--interactive", text=answers)
    assert run.returncode == int("E5" not in expected or "C3" not in expected)
    sheet = openpyxl.load_workbook(target).worksheets[0]
    changed = {at for at in SAFE | UNSAFE if sheet[at].value == number((SAFE | UNSAFE)[at])}
    assert changed == set(expected)


def number(text: str) -> float:
    return float(text.replace(",", "."))


def test_after_q_nothing_more_is_asked(source: Path, target: Path) -> None:
    run = reconcile("fix", source, "-o", target, "--interactive", "--lang", "en", text="q\n")
    assert run.stderr.count("Which fix?") == 1
    assert openpyxl.load_workbook(target).worksheets[0]["E5"].value == 14.5


def test_an_answer_that_is_none_is_asked_again(source: Path, target: Path) -> None:
    run = reconcile("fix", source, "-o", target, "--interactive", "--lang", "en", text="7\n1\n1\n")
    assert run.returncode == 0
    assert run.stderr.count("Which fix?") == 3


def test_without_answers_nothing_is_written(source: Path, target: Path) -> None:
    run = reconcile("fix", source, "-o", target, "--interactive", text="")
    assert run.returncode not in (0, 1)
    assert not target.exists()


def test_asked_for_json_stdout_holds_nothing_else(source: Path, target: Path) -> None:
    assert made(fixed(source, "-o", target, "--interactive", text="1\n1\n")) == SAFE | UNSAFE


# Formulas


def test_a_typed_total_becomes_a_live_sum(workbook: Path, target: Path) -> None:
    assert made(fixed(workbook, "-o", target, "--unsafe", "--formulas")) == {
        "C3": "23.25", "E3": "=SUM(B3:D3)", "E5": "=SUM(B5:D5)",
    }  # fmt: skip
    assert totals(target) == [38.25, 41.5]


@pytest.mark.skipif(OFFICE is None, reason="LibreOffice is not installed")
def test_libreoffice_computes_the_same_total(workbook: Path, target: Path, tmp_path: Path) -> None:
    fixed(workbook, "-o", target, "--unsafe", "--formulas")
    command = [
        str(OFFICE), "--headless", f"-env:UserInstallation={(tmp_path / 'profile').as_uri()}",
        "--convert-to", "xlsx", "--outdir", str(tmp_path / "saved"), str(target),
    ]  # fmt: skip
    subprocess.run(command, check=True, capture_output=True, timeout=120)
    assert totals(tmp_path / "saved" / target.name) == [38.25, 41.5]


def totals(path: Path) -> list[object]:
    """The stored results of the two totals put right."""
    sheet = openpyxl.load_workbook(path, data_only=True).worksheets[0]
    return [sheet["E3"].value, sheet["E5"].value]


# What is refused, exit codes, streams


def test_where_to_write_must_be_said(source: Path) -> None:
    assert "-o" in said(reconcile("fix", source))
    assert list(source.parent.iterdir()) == [source]


def test_the_source_is_never_the_output(workbook: Path, tmp_path: Path) -> None:
    before = workbook.read_bytes()
    (tmp_path / "alias.xlsx").symlink_to(workbook)
    for name in ("scores.xlsx", "alias.xlsx"):
        assert name in said(reconcile("fix", workbook, "-o", tmp_path / name))
    assert workbook.read_bytes() == before


@pytest.mark.parametrize(
    "name",
    [
        "corrected.docx",
        "nowhere/corrected.xlsx",
        "corrected.xlsm",
    ],
)
def test_an_output_that_cannot_be_is_refused(name: str, source: Path, tmp_path: Path) -> None:
    said(reconcile("fix", source, "-o", tmp_path / name))
    assert list(tmp_path.iterdir()) == [source]


def test_a_signed_workbook_is_left_alone_unless_told(workbook: Path, target: Path) -> None:
    with zipfile.ZipFile(workbook, "a") as package:
        package.writestr("_xmlsignatures/sig1.xml", "<Signature/>")
    for options in ([], ["--dry-run"]):
        assert "scores.xlsx" in said(reconcile("fix", workbook, "-o", target, *options))
    assert not target.exists()
    assert set(made(fixed(workbook, "-o", target, "--void-signature"))) == set(SAFE)


def test_exit_codes_follow_what_is_left(source: Path, target: Path, tmp_path: Path) -> None:
    assert reconcile("fix", source, "-o", target).returncode == 1
    assert reconcile("fix", source, "-o", target, "--unsafe").returncode == 0
    assert "missing.tsv" in said(reconcile("fix", tmp_path / "missing.tsv", "-o", target))


def test_only_the_sheet_asked_for_counts(tmp_path: Path, target: Path) -> None:
    book = openpyxl.Workbook()
    for sheet, total in ((book.worksheets[0], 99), (book.create_sheet("Quý 2"), 33)):
        sheet.append(["Đơn vị", "Tháng 1", "Tháng 2", "Tổng"])
        for unit in range(1, 8):
            sheet.append([f"Sở {unit}", 10 * unit, unit, total if unit == 3 else 11 * unit])
    book.save(tmp_path / "two.xlsx")
    run = reconcile("fix", tmp_path / "two.xlsx", "-o", target, "--sheet", "Quý 2")
    assert run.returncode == 0, run.stdout


def test_the_json_is_what_the_schema_says(source: Path, target: Path) -> None:
    run = reconcile("fix", source, "-o", target, "--format", "json")
    done = json.loads(run.stdout)
    assert done["schema"] == "reconcile.fix/1"
    assert set(done) == {
        "schema", "tool", "path", "sha256", "output", "edits", "refused", "consequences",
        "findings",
    }  # fmt: skip
    assert (done["path"], done["output"]) == (str(source), str(target))
    assert done["edits"][0] == {
        "finding": "F1", "rule": "decimal-separator", "applicability": "safe",
        "cell": "scores!C3", "old": "23.25", "new": "23,25",
    }  # fmt: skip
    assert done["findings"] == findings(target)
    assert str(target) in run.stderr


def test_the_text_lists_edits_and_what_is_left(source: Path, target: Path) -> None:
    text = reconcile("fix", source, "-o", target, "--lang", "en").stdout
    for part in ("C3: 23.25 → 23,25", "E3: 15 → 38,25", "1 findings left", "E5  digit-slip"):
        assert part in text


# The copy


@pytest.mark.parametrize("form", FORMS)
def test_every_form_gives_a_workbook_with_a_log(form: str, tmp_path: Path, target: Path) -> None:
    path = tmp_path / f"scores.{form}"
    FORMS[form](path)
    before = path.read_bytes()
    done = fixed(path, "-o", target)
    assert path.read_bytes() == before
    sheet, log = openpyxl.load_workbook(target).worksheets
    below = 1 if form == "md" else 0  # the line of dashes has a row of its own
    grid = [[item.value for item in row] for row in sheet.iter_rows()]
    if below:
        del grid[1]
    assert grid == [[corrected(text, at) for text, at in row] for row in addressed()]
    logged = [[item.value for item in row] for row in log.iter_rows()]
    for edit in done["edits"]:
        # Where a point made a text of a number, numbers are shown with a comma: so is what is new.
        new = edit["new"].replace(".", ",") if form == "xlsx" else edit["new"]
        assert any({cell(edit["cell"]), edit["old"], new} <= set(row) for row in logged)


def addressed() -> Iterator[list[tuple[str, str]]]:
    """The texts of the sheet with the addresses they have where the header is line 1."""
    for line, row in enumerate(ROWS, start=1):
        yield [(text, f"{'ABCDE'[place]}{line}") for place, text in enumerate(row)]


def corrected(text: str, at: str) -> float | str:
    return typed(SAFE.get(at, text))


@pytest.mark.parametrize("options", [[], ["--unsafe"]], ids=["safe", "unsafe"])
@pytest.mark.parametrize("sample", SAMPLES, ids=lambda path: path.name)
def test_fixing_the_copy_changes_nothing(
    sample: Path, options: list[str], target: Path, tmp_path: Path
) -> None:
    before = sample.read_bytes()
    first = fixed(sample, "-o", target, *options)
    again = fixed(target, "-o", tmp_path / "again.xlsx", *options)
    assert (again["edits"], again["refused"]) == ([], [])
    assert reasons(again["findings"]) == reasons(first["findings"])
    assert sample.read_bytes() == before


def reasons(found: list[dict[str, Any]]) -> set[tuple[str, str]]:
    """Where a finding stands and why."""
    return {(finding["rule"], cell(finding["at"])) for finding in found}


def explained(found: list[dict[str, Any]]) -> set[tuple[str, str]]:
    """Where a finding stands and what it explains there: a part, for the total that it breaks."""
    return {
        (cell(finding["at"]), cell(equation["target"]))
        for finding in found
        for equation in finding["explains"]
    }


@pytest.mark.parametrize("sample", SAMPLES, ids=lambda path: path.name)
def test_each_fix_removes_what_it_is_for_and_breaks_only_what_follows(
    sample: Path, target: Path
) -> None:
    before = findings(sample)
    for finding in before:
        for count, fix in enumerate(finding["fixes"], start=1):
            pick = f"{finding['id']}.{count}"
            done = fixed(sample, "-o", target, "--accept", pick)
            assert done["refused"] == [], pick
            after = done["findings"]
            assert not reasons([finding]) & reasons(after), f"{pick} is still there"
            new = reasons([one for one in after if one["severity"] == "error"]) - reasons(before)
            left = {reason for reason in new if reason[0] not in allowed(finding, fix)}
            assert not left, f"{pick} leaves {left}"
            foretold = {cell(change["cell"]) for change in done["consequences"]} | set(made(done))
            told = {at for _, at in new} - {at for at, why in explained(after) if why in foretold}
            assert told <= foretold, f"{pick} has other consequences"


def allowed(finding: dict[str, Any], fix: dict[str, Any]) -> set[str]:
    """The rules that a fix may leave broken.

    Where two tables disagree both readings are on offer, and that of the detail's total contradicts
    its parts; it is for a person who knows those to be wrong.
    """
    reading = finding["rule"] == "link-mismatch" and fix["applicability"] == "display"
    return DOWNSTREAM | {"sum-mismatch"} if reading else DOWNSTREAM
