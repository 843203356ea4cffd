"""What the findings mark on the sheets: cells, their notes, and the rows to link back from."""

from __future__ import annotations

import math
from collections import defaultdict

from msgspec import Struct, field

from reconcile.audit import Audit
from reconcile.messages import say
from reconcile.messages.harmless import one_line, say_harmless, short_address
from reconcile.model import Audit, Finding, Language, Place, Sentence, Severity
from reconcile.report.cell_styles import RANK
from reconcile.report.shown import as_the_sheet_writes

# Ten thousand notes take half a minute to open, a thousand a few seconds.
MOST_NOTES = 1000
_LONGEST_NOTE = 2000
_LINE = 36


class FlaggedCells(Struct, frozen=True):
    """`at` gives the severity a cell is filled by, `involved` the one it is framed by.

    `rows` gives, by (sheet, row), the findings to link back to, by their position.
    """

    at: dict[Place, Severity] = field(default_factory=dict)
    involved: dict[Place, Severity] = field(default_factory=dict)
    notes: dict[Place, str] = field(default_factory=dict)
    rows: dict[tuple[str, int], list[int]] = field(default_factory=dict)
    cut: bool = False


def flags(audit: Audit, language: Language) -> FlaggedCells:
    """The marks of all findings; the gravest wins where two meet on a cell."""
    at: dict[Place, Severity] = {}
    involved: dict[Place, Severity] = {}
    notes: dict[Place, list[str]] = defaultdict(list)
    rows: dict[tuple[str, int], list[int]] = defaultdict(list)
    for number, finding in enumerate(audit.findings):
        _gravest(at, finding.at, finding.severity)
        notes[finding.at].append(note(audit, finding, language))
        rows[finding.at.sheet, finding.at.row].append(number)
    for number, finding in enumerate(audit.findings):
        for place in finding.cells:
            if place != finding.at:
                _gravest(involved, place, finding.severity)
                notes[place].append(_pointer(audit, finding, language))
                if number not in rows[place.sheet, place.row]:
                    rows[place.sheet, place.row].append(number)
    kept = {place: "\n\n".join(said) for place, said in list(notes.items())[:MOST_NOTES]}
    return FlaggedCells(at, involved, kept, dict(rows), len(notes) > MOST_NOTES)


def note(audit: Audit, finding: Finding, language: Language) -> str:
    """What a cell's note says: which finding, what is wrong, the figures, the first fix."""
    lines = [f"{finding.id} · {finding.rule}", say_harmless(finding.message, language)]
    figures = figures_line(audit, finding, language)
    if figures:
        lines.append(figures)
    if finding.fixes:
        lines.append(fix_line(finding, 0, language))
    return "\n".join(lines)


def figures_line(audit: Audit, finding: Finding, language: Language) -> str:
    """Printed, expected and difference, with a capital in front; '' where only the print is known.

    What is printed stands in the cell itself, so alone it tells nothing.
    """
    if finding.expected is None and finding.difference is None:
        return ""
    values = {
        "printed": one_line(finding.printed or ""),
        "expected": as_the_sheet_writes(finding.expected, audit, finding),
        "difference": as_the_sheet_writes(finding.difference, audit, finding),
    }
    line = " · ".join(
        say_harmless(Sentence(f"report.label.{name}", {"value": value}), language)
        for name, value in values.items()
        if value
    )
    return line[:1].upper() + line[1:]


def fix_line(finding: Finding, number: int, language: Language) -> str:
    fix = finding.fixes[number]
    applicability = say(Sentence(f"report.applicability.{fix.applicability}"), language)
    values = {"applicability": applicability, "title": say(fix.title, language)}
    return say_harmless(Sentence("report.label.fix", values), language)


def note_size(text: str) -> tuple[str, int]:
    """The note's text as it can be stored, and the height in pixels that shows it whole."""
    text = text if len(text) <= _LONGEST_NOTE else text[:_LONGEST_NOTE] + "…"
    lines = sum(max(1, math.ceil(len(line) / _LINE)) for line in text.split("\n"))
    return text, 14 + 17 * lines


def _pointer(audit: Audit, finding: Finding, language: Language) -> str:
    place = {"place": short_address(finding.at, audit.book)}
    see = say_harmless(Sentence("report.elsewhere", place), language)
    return f"{finding.id} · {finding.rule}\n{see}\n{say_harmless(finding.message, language)}"


def _gravest(marks: dict[Place, Severity], place: Place, severity: Severity) -> None:
    if place not in marks or RANK[severity] < RANK[marks[place]]:
        marks[place] = severity
