"""The sheet in front: what was found, linked to its cells, with what was and was not checked."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec import Struct

from reconcile import __version__
from reconcile.audited import Audit
from reconcile.messages import say
from reconcile.messages.harmless import harmless, one_line, say_harmless, short_address
from reconcile.model import Finding, Language, Sentence
from reconcile.report.annotated.flagged_cells import FlaggedCells
from reconcile.report.cell_styles import HEADER, CellStyle, WorkbookFormats
from reconcile.report.coverage_texts import coverage_texts, summary_text, unread_line_texts
from reconcile.report.finding_texts import consequence_texts, counted_place, edit_text
from reconcile.report.shown import as_the_sheet_writes, label
from reconcile.report.workbooks import (
    LINE_HEIGHT,
    LONGEST_CELL,
    TALLEST_ROW,
    lines_of,
    link_to,
    page_setup,
)
from reconcile.structure.writing import as_shown

if TYPE_CHECKING:
    from xlsxwriter.worksheet import Worksheet

COLUMNS = (
    ("id", 5), ("severity", 11), ("place", 8), ("agency", 20), ("column", 20), ("message", 42),
    ("printed", 9), ("expected", 9), ("difference", 10), ("fix", 30), ("changes", 28),
)  # fmt: skip
_MOST_LINKS = 60_000  # a workbook has at most 65,530 links in one sheet
_LONGEST_PRINT = 18  # characters; what is longer is no figure
_TEXT = CellStyle(wrap=True, grid=True)
_FIGURE = CellStyle(wrap=True, grid=True, right=True)


class FindingsSheet(Struct, frozen=True):
    """What the sheet in front is written from; `names` gives each sheet's name in the workbook."""

    audit: Audit
    language: Language
    names: dict[str, str]
    flagged: FlaggedCells
    formats: WorkbookFormats

    def say(self, name: str, **values: str) -> str:
        return say_harmless(Sentence(f"report.{name}", values), self.language)


def first_row(front: FindingsSheet) -> int:
    """The row of the first finding, counted from 0."""
    return len(_preamble(front)) + 3


def write_findings(worksheet: Worksheet, front: FindingsSheet) -> None:
    """Fill the sheet in front, ready to print on A4 landscape."""
    for index, (_, width) in enumerate(COLUMNS):
        worksheet.set_column(index, index, width)
    _write_preamble(worksheet, front)
    heading = first_row(front) - 1
    for index, (name, _) in enumerate(COLUMNS):
        cell_format = front.formats.of(HEADER)
        worksheet.write_string(heading, index, front.say(f"heading.{name}"), cell_format)
    for number, finding in enumerate(front.audit.findings):
        _write_finding(worksheet, front, heading + 1 + number, finding)
    last = heading + max(1, len(front.audit.findings))
    if not front.audit.findings:
        nothing = "" if front.audit.coverage.mismatched else front.say("nothing")
        cell_format = front.formats.of(_TEXT)
        worksheet.merge_range(last, 0, last, len(COLUMNS) - 1, "", cell_format)
        worksheet.write_string(last, 0, nothing, cell_format)
    worksheet.ignore_errors({"number_stored_as_text": f"A1:K{last + 1}"})
    worksheet.freeze_panes(heading + 1, 0)
    worksheet.repeat_rows(heading)
    worksheet.print_area(0, 0, last, len(COLUMNS) - 1)
    page_setup(worksheet, say(Sentence("report.page"), front.language))


def _preamble(front: FindingsSheet) -> list[str]:
    audit = front.audit
    lines = [
        *unread_line_texts(audit, front.language),
        front.say("file", path=audit.book.path),
        front.say("digest", sha256=audit.book.sha256),
        front.say("tool", version=__version__),
        summary_text(audit, front.language),
        *coverage_texts(audit, front.language),
    ]
    if front.flagged.notes_left_out:
        lines.append(front.say("unlisted_notes", count=str(len(front.flagged.notes))))
    return lines


def _write_preamble(worksheet: Worksheet, front: FindingsSheet) -> None:
    worksheet.write_string(
        0, 0, front.say("title"), front.formats.of(CellStyle(bold=True, large=True))
    )
    cell_format = front.formats.of(CellStyle(wrap=True))
    wide = sum(width for _, width in COLUMNS)
    for row, line in enumerate(_preamble(front), start=1):
        worksheet.merge_range(row, 0, row, len(COLUMNS) - 1, "", cell_format)
        worksheet.write_string(row, 0, line[:LONGEST_CELL], cell_format)
        worksheet.set_row(row, _height([(line, wide)]))


def _write_finding(worksheet: Worksheet, front: FindingsSheet, row: int, finding: Finding) -> None:
    texts = _texts(front, finding)
    for index, (name, _) in enumerate(COLUMNS):
        style = _FIGURE if name in ("printed", "expected", "difference") else _TEXT
        if name == "severity":
            style = CellStyle(wrap=True, centred=True, bold=True, flag=finding.severity)
        worksheet.write_string(row, index, texts[name], front.formats.of(style))
    sheet = front.names.get(finding.at.sheet)
    if sheet is not None and row < _MOST_LINKS:
        link = front.formats.of(CellStyle(wrap=True, grid=True, link=True))
        worksheet.write_url(row, 2, link_to(sheet, finding.at.a1), link, texts["place"])
    worksheet.set_row(row, _height([(texts[name], width) for name, width in COLUMNS]))


def _texts(front: FindingsSheet, finding: Finding) -> dict[str, str]:
    audit = front.audit
    place = counted_place(finding.at, audit.book, front.language)
    texts = {
        "id": finding.id,
        "severity": front.say(f"severity.{finding.severity}"),
        "place": "\n".join(filter(None, (short_address(finding.at, audit.book), place))),
        "agency": one_line(finding.row),
        "column": label(finding.column),
        "message": say_harmless(finding.message, front.language),
        "printed": _printed(audit, finding),
        "expected": as_the_sheet_writes(finding.expected, audit, finding),
        "difference": as_the_sheet_writes(finding.difference, audit, finding),
        "fix": _fixes(front, finding),
        "changes": "\n".join(consequence_texts(finding, audit, front.language)),
    }
    return {name: harmless(text)[:LONGEST_CELL] for name, text in texts.items()}


def _printed(audit: Audit, finding: Finding) -> str:
    """What the cell prints; a sentence is quoted in the message already."""
    printed = one_line(as_shown(finding.printed or "", audit.document, finding.at))
    return printed if len(printed) <= _LONGEST_PRINT else ""


def _fixes(front: FindingsSheet, finding: Finding) -> str:
    lines = []
    for fix in finding.fixes:
        applicability = front.say(f"applicability.{fix.applicability}")
        lines.append(f"{say_harmless(fix.title, front.language)} ({applicability})")
        lines += [f"  {edit_text(edit, front.audit, front.language)}" for edit in fix.edits[:6]]
    return "\n".join(lines)


def _height(cells: list[tuple[str, int]]) -> float:
    return min(TALLEST_ROW, LINE_HEIGHT * max(lines_of(text, width) for text, width in cells))
