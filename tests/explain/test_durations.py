"""Durations are added as durations, and said the way the sheet writes them."""

from __future__ import annotations

import datetime
from pathlib import Path

import openpyxl
import pytest

from reconcile.audited import Audit
from reconcile.correct.correction import ChosenFix, CorrectionOptions
from reconcile.correct.workbook_copy import WorkbookCopy
from reconcile.explain.context import context_of
from reconcile.messages import say
from reconcile.pipeline import audit
from reconcile.report.json.contract import check_json, inspect_json
from reconcile.report.tidy.frame import tidy_rows
from tests.drawing import audited, found

LAPS = """
Runner | Lap 1 | Lap 2 | Lap 3 | Total
An     | 12:30 | 13:10 | 12:55 | 38:35
Binh   | 11:45 | 12:20 | 12:05 | 36:10
Chi    | 13:05 | 13:40 | 14:02 | 40:47
Dung   | 12:00 | 12:25 | 12:24 | 36:49
Total  | 49:20 | 51:35 | 51:26 | 152:21
"""


def test_sums_that_come_out_are_verified() -> None:
    audit = audited(LAPS)
    assert not audit.findings
    assert (audit.coverage.verified, audit.coverage.unchecked) == (20, 0)


def test_a_wrong_one_is_named_as_the_sheet_writes_it() -> None:
    audit = audited(LAPS.replace("40:47", "41:47"))
    [finding] = audit.findings
    assert (finding.at.a1, finding.printed, finding.expected) == ("E4", "41:47", "40:47")
    assert finding.difference == "1:00"
    assert "40:47" in say(finding.message, "en") and "2447" not in say(finding.message, "en")
    [told] = check_json([audit])["files"][0]["findings"]
    assert told["fixes"][0]["edits"][0]["new"] == "40:47"
    assert told["explains"][0]["expected"] == "40:47"


def test_one_written_digit_is_a_slip() -> None:
    """17:02 for 14:02 is one digit, though 1022 and 842 minutes have none in common; 9:59 for 10:01
    is more, though 599 and 601 look like less."""
    assert found(audited(LAPS.replace("14:02", "17:02"))) == [("digit-slip", "D4")]
    nearly = LAPS.replace("12:00", "10:01").replace("36:49", "34:50").replace("49:20", "47:21")
    sound = nearly.replace("152:21", "150:22")
    assert found(audited(sound)) == []
    assert found(audited(sound.replace("10:01", "9:59"))) == [("wrong-figure", "B5")]


def test_inspect_computes_in_durations() -> None:
    equations = inspect_json([audited(LAPS)])["files"][0]["equations"]
    assert {"38:35", "152:21"} <= {equation["computed"] for equation in equations}


def test_rounded_minutes_are_rounded() -> None:
    audit = audited(
        "Team | Mon | Tue | Wed | Total\nA | 2:13 | 1:47 | 3:20 | 7:21\n"
        "B | 0:58 | 2:02 | 1:11 | 4:11\nC | 1:23 | 3:37 | 2:49 | 7:49\n"
        "Total | 4:35 | 7:27 | 7:20 | 19:21"
    )
    assert {finding.severity for finding in audit.findings} == {"info"}


def test_an_hour_over_a_number_is_a_duration() -> None:
    audit = audited(
        "Name | Hours | Trips | Duration of a trip\nA | 8:00 | 4 | 2:00\nB | 9:00 | 3 | 3:00\n"
        "C | 7:30 | 5 | 1:30\nD | 9:00 | 2 | 4:30\nE | 7:00 | 4 | 1:45\nF | 9:20 | 5 | 1:52"
    )
    assert not audit.findings
    assert audit.coverage.unchecked == 0
    equations = audit.relations.equations
    assert {equation.kind for equation in equations} <= {"ratio", "product"}
    assert all(":" in equation.computed for equation in equations)


def test_durations_and_counts_are_not_added() -> None:
    """Minutes and trips add up to parcels here: by accident, as 450 + 4 = 454."""
    rows = [(450, 4), (510, 7), (405, 5), (560, 3)]
    text = "Name | Hours | Trips | Parcels\n" + "\n".join(
        f"N{n} | {m // 60}:{m % 60:02} | {t} | {m + t}" for n, (m, t) in enumerate(rows)
    )
    assert not list(audited(text).relations.equations)


def test_the_tidy_frame_counts_seconds() -> None:
    rows = {row.cell: row for row in tidy_rows(audited(LAPS))}
    assert (rows["B2"].text, str(rows["B2"].value), rows["B2"].unit) == ("12:30", "45000", "s")


# In a workbook


@pytest.fixture
def timesheet(tmp_path: Path) -> Path:
    """Times of day, what is added up of them in the format of what has passed."""
    book = openpyxl.Workbook()
    page = book.active
    assert page is not None
    page.append(["Name", "Mon", "Tue", "Wed", "Total"])
    stays = ((450, 480, 465), (375, 465, 500), (480, 510, 450), (420, 440, 430), (430, 470, 455))
    for n, own in enumerate(stays):
        page.append([f"N{n}", *(_time(minutes) for minutes in own)])
        page.cell(n + 2, 5, datetime.timedelta(minutes=sum(own) + (60 if n == 3 else 0)))
    page.append(
        ["Total", *(datetime.timedelta(minutes=sum(day)) for day in zip(*stays, strict=True))]
    )
    page.cell(7, 5, datetime.timedelta(minutes=sum(map(sum, stays))))
    for row in page.iter_rows(min_row=2, min_col=2):
        for cell in row:
            cell.number_format = "[h]:mm" if cell.row == 7 or cell.column == 5 else "h:mm"
    book.save(tmp_path / "stays.xlsx")
    return tmp_path / "stays.xlsx"


def _time(minutes: int) -> datetime.time:
    return datetime.time(minutes // 60, minutes % 60)


def _fixed(source: Audit, path: Path) -> bytes:
    copy = WorkbookCopy(source, path.read_bytes(), CorrectionOptions())
    [finding] = source.findings
    correction = copy.correct([ChosenFix(finding, finding.fixes[0])])
    assert not correction.refused
    log = openpyxl.Workbook()
    log.worksheets[0].title = "Log"
    log.save(path.with_name("log.xlsx"))
    return copy.content(path.with_name("log.xlsx").read_bytes())


def test_a_fix_writes_a_duration_in_the_format_of_its_cell(timesheet: Path) -> None:
    source = audit(str(timesheet))
    [finding] = source.findings
    assert (finding.at.a1, finding.printed, finding.expected) == ("E5", "22:30", "21:30")
    timesheet.with_name("out.xlsx").write_bytes(_fixed(source, timesheet))
    copy = openpyxl.load_workbook(timesheet.with_name("out.xlsx")).worksheets[0]
    assert copy["E5"].value == datetime.timedelta(minutes=1290)
    assert copy["E5"].number_format == "[h]:mm"
    assert not audit(str(timesheet.with_name("out.xlsx"))).findings


def test_a_workbook_in_which_midnight_stands_is_read_as_well(timesheet: Path) -> None:
    """Where one cell is midnight, dates and durations are made of the serial numbers here."""
    book = openpyxl.load_workbook(timesheet)
    book.worksheets[0]["G2"] = datetime.time(0, 0)
    book.save(timesheet)
    assert audit(str(timesheet)).findings[0].expected == "21:30"


def test_the_context_tells_durations() -> None:
    made = audited(LAPS)
    context = context_of(made.document, made.relations)
    assert all(map(context.is_duration, (equation.target for equation in made.relations.equations)))
