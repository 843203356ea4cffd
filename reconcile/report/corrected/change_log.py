"""The change log of a corrected copy: old, new and why, linked to the cells."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from msgspec import Struct

from reconcile import __version__
from reconcile.audited import Audit
from reconcile.correct.correction import AppliedEdit, Correction, RefusedFix
from reconcile.messages import say
from reconcile.messages.harmless import harmless, one_line, say_harmless, short_address
from reconcile.model import Consequence, Finding, Language, Place, Sentence
from reconcile.report.cell_styles import HEADER, CellStyle, WorkbookFormats
from reconcile.report.finding_texts import edit_text, rule_title
from reconcile.report.shown import label
from reconcile.report.workbooks import (
    LINE_HEIGHT,
    LONGEST_CELL,
    TALLEST_ROW,
    lines_of,
    link_to,
    page_setup,
)
from reconcile.structure.writing import as_shown, as_written

if TYPE_CHECKING:
    from xlsxwriter.worksheet import Worksheet

_COLUMNS = (
    ("finding", 6), ("cell", 14), ("old", 16), ("new", 22), ("rule", 26), ("why", 64),
    ("applicability", 15),
)  # fmt: skip
_TEXT = CellStyle(wrap=True, grid=True)


class ChangeLog(Struct, frozen=True):
    """What the log is written from; `names` gives each sheet's name in the copy."""

    audit: Audit
    correction: Correction
    language: Language
    names: dict[str, str]
    formats: WorkbookFormats

    def say(self, name: str, **values: str) -> str:
        return say_harmless(Sentence(f"fix.{name}", values), self.language)


class _Line(Struct, frozen=True):
    texts: tuple[str, ...]
    place: Place


def write_log(worksheet: Worksheet, log: ChangeLog) -> None:
    """Fill the sheet: the edits, then what they entail, then what was not done; each if any."""
    for index, (_, width) in enumerate(_COLUMNS):
        worksheet.set_column(index, index, width)
    row = _write_preamble(worksheet, log)
    correction = log.correction
    sections = (
        ("edits", [_edit_line(log, applied) for applied in correction.applied]),
        (
            "consequences",
            [_consequence_line(log, *consequence) for consequence in correction.consequences],
        ),
        ("left", [_refused_line(log, refused) for refused in correction.refused]),
    )
    for name, lines in sections:
        if lines or name == "edits":
            row = _write_section(worksheet, log, row, name, lines) + 1
    worksheet.ignore_errors({"number_stored_as_text": f"A1:G{row + 1}"})
    page_setup(worksheet, say(Sentence("report.page"), log.language))


def _write_preamble(worksheet: Worksheet, log: ChangeLog) -> int:
    title = log.formats.of(CellStyle(bold=True, large=True))
    worksheet.write_string(0, 0, log.say("log"), title)
    lines = (
        say_harmless(Sentence("report.file", {"path": log.audit.book.path}), log.language),
        say_harmless(Sentence("report.digest", {"sha256": log.audit.book.sha256}), log.language),
        say_harmless(Sentence("report.tool", {"version": __version__}), log.language),
    )
    for row, line in enumerate(lines, start=1):
        worksheet.write_string(row, 0, line[:LONGEST_CELL], log.formats.of(CellStyle()))
    return len(lines) + 2


def _write_section(
    worksheet: Worksheet, log: ChangeLog, row: int, name: str, lines: Sequence[_Line]
) -> int:
    """A title, a heading and the lines; the row below them."""
    title = log.formats.of(CellStyle(bold=True))
    worksheet.write_string(row, 0, log.say(f"section.{name}"), title)
    row += 1
    if not lines:
        worksheet.write_string(row, 0, log.say("nothing"), log.formats.of(CellStyle()))
        return row + 1
    for index, (column, _) in enumerate(_COLUMNS):
        heading = log.formats.of(HEADER)
        worksheet.write_string(row, index, log.say(f"heading.{column}"), heading)
    for line in lines:
        row += 1
        _write_line(worksheet, log, row, line)
    return row + 1


def _write_line(worksheet: Worksheet, log: ChangeLog, row: int, line: _Line) -> None:
    texts = [harmless(text)[:LONGEST_CELL] for text in line.texts]
    cell_format = log.formats.of(_TEXT)
    for index, text in enumerate(texts):
        worksheet.write_string(row, index, text, cell_format)
    link = log.formats.of(CellStyle(wrap=True, grid=True, link=True))
    target = link_to(log.names[line.place.sheet], line.place.a1)
    worksheet.write_url(row, 1, target, link, texts[1])
    tall = max(lines_of(text, width) for text, (_, width) in zip(texts, _COLUMNS, strict=True))
    worksheet.set_row(row, min(TALLEST_ROW, LINE_HEIGHT * tall))


def _rule(finding: Finding, language: Language) -> str:
    return f"{rule_title(finding.rule, language)}\n({finding.rule})"


def _edit_line(log: ChangeLog, applied: AppliedEdit) -> _Line:
    edit, finding = applied.edit, applied.finding
    blank = say(Sentence("report.blank"), log.language)
    old = as_shown(edit.old, log.audit.document, edit.place) or blank
    new = applied.formula or as_written(edit.new, log.audit.document, edit.place) or blank
    if edit.kind != "replace":
        new = edit_text(edit, log.audit, log.language)
    applicability = Sentence(f"report.applicability.{applied.fix.applicability}")
    return _Line(
        (
            finding.id,
            short_address(edit.place, log.audit.book),
            one_line(old),
            one_line(new),
            _rule(finding, log.language),
            say_harmless(finding.message, log.language),
            say_harmless(applicability, log.language),
        ),
        edit.place,
    )


def _consequence_line(log: ChangeLog, finding: Finding, consequence: Consequence) -> _Line:
    named = (one_line(consequence.row), label(consequence.column[-1:]))
    return _Line(
        (
            finding.id,
            short_address(consequence.place, log.audit.book),
            one_line(as_shown(consequence.old, log.audit.document, consequence.place)),
            one_line(as_written(consequence.new, log.audit.document, consequence.place)),
            _rule(finding, log.language),
            ", ".join(filter(None, named)),
            log.say("not-written"),
        ),
        consequence.place,
    )


def _refused_line(log: ChangeLog, refused: RefusedFix) -> _Line:
    edit = refused.fix.edits[0]
    applicability = Sentence(f"report.applicability.{refused.fix.applicability}")
    return _Line(
        (
            refused.finding.id,
            short_address(edit.place, log.audit.book),
            one_line(as_shown(edit.old, log.audit.document, edit.place)),
            one_line(as_written(edit.new, log.audit.document, edit.place)),
            _rule(refused.finding, log.language),
            say_harmless(refused.reason, log.language),
            say_harmless(applicability, log.language),
        ),
        edit.place,
    )
