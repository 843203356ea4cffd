"""An error that fills a block of cells is one finding, told with its range."""

from __future__ import annotations

from pathlib import Path

import openpyxl
import pytest

from reconcile.explain.rectangles import rectangles
from reconcile.messages import say
from reconcile.model import Finding, Place, Range
from reconcile.pipeline import audit, audit_book
from reconcile.report.annotated.workbook import write_annotated
from reconcile.report.json.contract import check_json
from tests.drawing import book, computed, drawn

HEAD = "No | Agency | A | B | Rate | Twice\n"
ROWS = 12


def sheet(*cells: str, below: str = "") -> str:
    """A dozen agencies with what stands behind their figures, `{n}` being the row's number."""
    behind = " | ".join(cells)
    rows = (
        f"{n - 1} | Agency {n} | {n * 7 % 11} | {n * 5 % 13} | {behind.replace('{n}', str(n))}"
        for n in range(2, ROWS + 2)
    )
    return HEAD + "\n".join(rows) + below


def failures(text: str) -> list[Finding]:
    findings = audit_book(book(computed(drawn(text)))).findings
    return [finding for finding in findings if finding.rule == "error-value"]


def only(text: str) -> Finding:
    [finding] = failures(text)
    return finding


def reach(finding: Finding) -> str | None:
    return finding.range and finding.range.a1


def test_an_error_filled_down_is_one_finding() -> None:
    finding = only(sheet("#N/A =VLOOKUP(A{n},Z1:Z9,1,0)"))
    assert (finding.at.a1, reach(finding), finding.severity) == ("E2", "E2:E13", "error")
    assert [place.a1 for place in finding.cells] == [f"E{n}" for n in range(2, 14)]
    message = say(finding.message, "en")
    assert "E2:E13 (12 cells) show #N/A" in message and "=VLOOKUP(A2,Z1:Z9,1,0) in E2" in message
    assert "E2:E13 (12 ô) hiện lỗi" in say(finding.message, "vi")


def test_what_is_computed_from_the_block_is_listed_under_it() -> None:
    total = "\n | Total | 58 | 81 | #N/A =SUM(E2:E13) | #N/A =SUM(F2:F13)"
    finding = only(sheet("#N/A =VLOOKUP(A{n},Z1:Z9,1,0)", "#N/A =2*E{n}", below=total))
    assert reach(finding) == "E2:E13"
    assert len(finding.cells) == 26
    assert "14 cells show an error because of them: F2:F14, E14" in say(finding.message, "en")


def test_the_same_error_side_by_side_is_one_rectangle() -> None:
    finding = only(sheet("#DIV/0! =C{n}/0", "#DIV/0! =D{n}/0"))
    assert reach(finding) == "E2:F13"
    assert [place.a1 for place in finding.cells][:3] == ["E2", "F2", "E3"]


def test_a_typed_error_again_and_again_is_one_warning() -> None:
    finding = only(sheet("#N/A", "7 =A{n}+6"))
    assert (reach(finding), finding.severity) == ("E2:E13", "warning")
    assert say(finding.message, "en") == "E2:E13 (12 cells) show #N/A in place of figures."


@pytest.mark.parametrize("other", ["#REF! =#REF!+1", "#DIV/0! =C8/0"])
def test_another_error_or_a_gap_parts_two_blocks(other: str) -> None:
    rows = sheet("#DIV/0! =C{n}/0").splitlines()
    rows[6] = rows[6].replace("#DIV/0! =C7/0", "4")
    rows[7] = rows[7].replace("#DIV/0! =C8/0", other)
    found = [(finding.printed, reach(finding)) for finding in failures("\n".join(rows))]
    if other.startswith("#REF"):
        assert found == [("#DIV/0!", "E2:E6"), ("#REF!", None), ("#DIV/0!", "E9:E13")]
    else:
        assert found == [("#DIV/0!", "E2:E6"), ("#DIV/0!", "E8:E13")]


def test_an_error_handed_down_stands_at_its_root_with_the_range_it_fills() -> None:
    rows = sheet("#N/A =E{n}+1").splitlines()
    for n in range(2, ROWS + 1):
        rows[n] = rows[n].replace(f"=E{n + 1}+1", f"=E{n}+1")
    rows[1] = rows[1].replace("=E2+1", "=VLOOKUP(A2,Z1:Z9,1,0)")
    finding = only("\n".join(rows))
    assert (finding.at.a1, reach(finding), len(finding.cells)) == ("E2", "E2:E13", 12)
    assert "11 cells show an error because of it: E3:E13" in say(finding.message, "en")


def test_a_root_on_another_sheet_is_found_once() -> None:
    here = drawn("Agency | A | B\nNorth | 3 | #N/A =rates!B2\nSouth | 4 | 5 =B3+1", "main")
    there = drawn("Agency | Rate\nNorth | #N/A =VLOOKUP(A2,D1:D9,1,0)\nSouth | 7 =B2+1", "rates")
    findings = audit_book(book(computed(here), computed(there))).findings
    [finding] = [finding for finding in findings if finding.rule == "error-value"]
    assert [str(place) for place in finding.cells] == ["rates!B2", "main!C2"]
    assert "main!C2" in say(finding.message, "en")


def test_reports_give_the_range(tmp_path: Path) -> None:
    """The workbook says it once, at the head of the block, and frames all of its cells."""
    workbook = openpyxl.Workbook()
    page = workbook.active
    assert page is not None
    for line in sheet("#N/A").splitlines():
        page.append([int(cell) if cell.isdigit() else cell for cell in line.split(" | ")])
    workbook.save(tmp_path / "rates.xlsx")
    audited = audit(str(tmp_path / "rates.xlsx"))
    [told] = check_json([audited])["files"][0]["findings"]
    assert (told["at"], told["range"], len(told["cells"])) == ("Sheet!E2", "Sheet!E2:E13", 12)
    write_annotated(audited, tmp_path / "audit.xlsx")
    flagged = openpyxl.load_workbook(tmp_path / "audit.xlsx").worksheets[1]
    assert "E2:E13" in flagged["E2"].comment.text
    assert [flagged[f"E{n}"].comment for n in range(3, 14)] == [None] * 11
    assert flagged["E13"].border.left.style == "dashed"


def test_cells_are_taken_as_the_rectangles_that_they_fill() -> None:
    block = [Place("s", row, column) for row in range(3) for column in (1, 2)]
    longer, apart = Place("s", 3, 2), Place("t", 0, 1)
    assert rectangles(block) == [("s", Range(0, 1, 2, 2))]
    assert rectangles([*block, longer, apart]) == [
        ("s", Range(0, 1, 2, 1)),
        ("s", Range(0, 2, 3, 2)),
        ("t", Range(0, 1, 0, 1)),
    ]
