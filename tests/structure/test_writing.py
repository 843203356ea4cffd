"""Numbers in sentences: with the marks of the sheet, all alike."""

from __future__ import annotations

from pathlib import Path

import openpyxl
import pytest

import reconcile
from reconcile.messages import say
from reconcile.numbers import Writing

_ROWS = (
    (5310, 4120, 6205.5), (7205, 3980, 5140), (6120, 4900, 7015), (4890, 5230, 6330),
)  # fmt: skip
_WRONG = 4700  # where the third row should have 4900


def _written(value: float, decimal: str, group: str) -> str:
    marks = {",": group, ".": decimal}
    return "".join(marks.get(letter, letter) for letter in f"{value:,.1f}")


def _text(decimal: str, group: str) -> str:
    lines = ["No\tUnit\tA\tB\tC\tTotal"]
    for number, row in enumerate(_ROWS, start=1):
        printed = (row[0], _WRONG if number == 3 else row[1], row[2], sum(row))
        texts = [_written(value, decimal, group) for value in printed]
        lines.append("\t".join([str(number), f"Unit {number}", *texts]))
    totals = [sum(row[column] for row in _ROWS) for column in range(3)]
    printed_totals = [_written(value, decimal, group) for value in (*totals, sum(totals))]
    return "\n".join([*lines, "\t".join(["", "Total", *printed_totals])]) + "\n"


@pytest.mark.parametrize(
    ("decimal", "group", "said"),
    [
        (",", ".", ("4.700,0", "4.900,0")),
        (".", ",", ("4,700.0", "4,900.0")),
        (",", " ", ("4 700,0", "4 900,0")),
        (".", "", ("4700.0", "4900.0")),
    ],
)
def test_a_sentence_writes_every_number_like_its_sheet(
    tmp_path: Path, decimal: str, group: str, said: tuple[str, str]
) -> None:
    path = tmp_path / "figures.txt"
    path.write_text(_text(decimal, group), encoding="utf-8")
    (finding,) = reconcile.audit(str(path)).findings
    message = say(finding.message, "en")
    assert all(number in message for number in said), message
    assert all(number in say(finding.fixes[0].title, "en") for number in said)
    assert (finding.expected, finding.difference) == ("4900.0", "-200.0")  # plain, for programs


@pytest.mark.parametrize(
    ("unit", "code", "said"),
    [
        ("Đơn vị", "#,##0.0", ("4.700,0", "4.900,0")),
        ("Đơn vị", "0.0", ("4700,0", "4900,0")),
        ("Unit", "#,##0.0", ("4,700.0", "4,900.0")),
    ],
)
def test_what_a_workbook_stores_is_said_as_its_readers_see_it(
    tmp_path: Path, unit: str, code: str, said: tuple[str, str]
) -> None:
    workbook = openpyxl.Workbook()
    sheet = workbook.active
    assert sheet is not None
    for line in _text(".", "").splitlines():
        texts = line.split("\t")
        sheet.append([float(text) if text[:1].isdigit() else text for text in texts])
    sheet["B1"] = unit
    for row in sheet.iter_rows(min_row=2, min_col=3):
        for cell in row:
            cell.number_format = code
    workbook.save(tmp_path / "figures.xlsx")
    (finding,) = reconcile.audit(str(tmp_path / "figures.xlsx")).findings
    message = say(finding.message, "vi")
    assert all(number in message for number in said), message
    assert finding.expected == "4900.0"
    assert finding.fixes[0].edits[0].new == "4900.0"


def test_a_comma_typed_as_text_tells_that_its_workbook_marks_decimals_with_a_point(
    tmp_path: Path,
) -> None:
    workbook = openpyxl.Workbook()
    sheet = workbook.active
    assert sheet is not None
    rows = ((1.5, 2.25, 3.75), (4.5, "8,7", 4.5), (2.5, 7.1, 9.6), (3.5, 6.25, 9.75))
    sheet.append(["TT", "Đơn vị", "Điểm A", "Điểm B", "Cộng"])
    for number, row in enumerate(rows, start=1):
        sheet.append([number, f"Xã {number}", *row])
    workbook.save(tmp_path / "scores.xlsx")
    messages = [
        say(f.message, "vi") for f in reconcile.audit(str(tmp_path / "scores.xlsx")).findings
    ]
    assert any("8,7" in message and "13.2" in message for message in messages), messages


@pytest.mark.parametrize(
    ("number", "said"),
    [
        ("1234567.5", "1.234.567,5"),
        ("-1234", "-1.234"),
        ("123", "123"),
        ("0.125", "0,125"),
        ("95.3%", "95,3%"),
        ("0412345", "0412345"),  # a code
        ("Tốt", "Tốt"),
        ("12/5", "12/5"),
    ],
)
def test_only_plain_numbers_are_written_anew(number: str, said: str) -> None:
    assert Writing(",", ".").regrouped(number) == said
