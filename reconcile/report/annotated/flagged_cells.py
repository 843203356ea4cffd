"""The cells that the findings flag, their notes, and the rows to link back from."""

from __future__ import annotations

import math
from collections import defaultdict

from msgspec import Struct, field

from reconcile.audited import Audit
from reconcile.messages.harmless import say_harmless, short_address
from reconcile.model import Finding, Language, Place, Sentence, Severity
from reconcile.report.cell_styles import GRAVITY
from reconcile.report.finding_texts import figures_line, fix_line, rule_title

# Ten thousand notes take half a minute to open, a thousand a few seconds.
MOST_NOTES = 1000  # of a workbook: each is a drawing that is held while the workbook is open
_LONGEST_NOTE = 2000  # characters; a note that fills the screen is not read
_LETTERS_A_LINE = 36  # of a note as wide as ours are
_MARGINS, _LINE_HEIGHT = 14, 17  # pixels


class FlaggedCells(Struct, frozen=True):
    """`filled` and `framed` give the severity by which a cell is filled or only framed.

    `findings_of_rows` gives, by (sheet, row), the findings to link back to, by their position;
    `notes_left_out` says that there were more than a workbook can be asked to open.
    """

    filled: dict[Place, Severity] = field(default_factory=dict)
    framed: dict[Place, Severity] = field(default_factory=dict)
    notes: dict[Place, str] = field(default_factory=dict)
    findings_of_rows: dict[tuple[str, int], list[int]] = field(default_factory=dict)
    notes_left_out: bool = False


def flagged_cells(audit: Audit, language: Language) -> FlaggedCells:
    """The cells of all findings; the gravest wins where two meet on a cell."""
    filled: dict[Place, Severity] = {}
    framed: dict[Place, Severity] = {}
    notes: dict[Place, list[str]] = defaultdict(list)
    rows: dict[tuple[str, int], list[int]] = defaultdict(list)
    for number, finding in enumerate(audit.findings):
        _gravest(filled, finding.at, finding.severity)
        notes[finding.at].append(_note(audit, finding, language))
        rows[finding.at.sheet, finding.at.row].append(number)
    for number, finding in enumerate(audit.findings):
        for place in finding.cells:
            if place != finding.at:
                _gravest(framed, place, finding.severity)
                if not _is_in_range(place, finding):
                    notes[place].append(_pointer(audit, finding, language))
                if number not in rows[place.sheet, place.row]:
                    rows[place.sheet, place.row].append(number)
    kept = {place: "\n\n".join(texts) for place, texts in list(notes.items())[:MOST_NOTES]}
    return FlaggedCells(filled, framed, kept, dict(rows), len(notes) > MOST_NOTES)


def _note(audit: Audit, finding: Finding, language: Language) -> str:
    """What a cell's note says: which finding, what is wrong, the figures, the first fix."""
    lines = [_heading(finding, language), say_harmless(finding.message, language)]
    figures = figures_line(audit, finding, language)
    if figures:
        lines.append(figures)
    if finding.fixes:
        lines.append(fix_line(finding, 0, language))
    return "\n".join([*lines, f"({finding.rule})"])


def _heading(finding: Finding, language: Language) -> str:
    return f"{finding.id} · {rule_title(finding.rule, language)}"


def note_size(text: str) -> tuple[str, int]:
    """The note's text as it can be stored, and the height in pixels that shows it whole."""
    text = text if len(text) <= _LONGEST_NOTE else text[:_LONGEST_NOTE] + "…"
    lines = sum(max(1, math.ceil(len(line) / _LETTERS_A_LINE)) for line in text.split("\n"))
    return text, _MARGINS + _LINE_HEIGHT * lines


def _is_in_range(place: Place, finding: Finding) -> bool:
    """Whether the finding's own note, at the head of the range, says what is to be said of it."""
    area, head = finding.range, finding.at
    return (
        area is not None
        and place.sheet == head.sheet
        and area.top <= place.row <= area.bottom
        and area.left <= place.column <= area.right
    )


def _pointer(audit: Audit, finding: Finding, language: Language) -> str:
    place = {"place": short_address(finding.at, audit.book)}
    see = say_harmless(Sentence("report.elsewhere", place), language)
    lines = (_heading(finding, language), see, say_harmless(finding.message, language))
    return "\n".join([*lines, f"({finding.rule})"])


def _gravest(severities: dict[Place, Severity], place: Place, severity: Severity) -> None:
    if place not in severities or GRAVITY[severity] < GRAVITY[severities[place]]:
        severities[place] = severity
