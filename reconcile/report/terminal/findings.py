"""The findings as a person reads them in a terminal."""

from __future__ import annotations

from itertools import groupby

from msgspec import Struct

from reconcile.audited import Audit
from reconcile.messages.harmless import one_line, say_harmless, short_address
from reconcile.model import Explained, Finding, Language, Sentence, Severity
from reconcile.report.coverage_texts import coverage_texts, summary_text, unread_line_texts
from reconcile.report.finding_texts import (
    consequence_texts,
    counted_place,
    edit_text,
    figures_line,
    fix_line,
    rule_title,
)
from reconcile.report.shown import as_the_sheet_writes, label
from reconcile.report.terminal.excerpt import Excerpt, excerpt
from reconcile.report.terminal.screen import HeadedCell, Screen, StyledText
from reconcile.structure.writing import as_shown, as_written

_STYLES: dict[Severity, str] = {"error": "bold red", "warning": "bold yellow", "info": "bold blue"}
_WIDEST_CELL = 15  # of the screen's cells, like the widths below
_WIDEST_NAME = 26  # of a row, in front of its figures
_BESIDE_PROSE = 16  # the row's number, the marks and the margins
_MOST_EDITS = 6  # of a fix; those of a shifted row say no more than the first few
_LONGEST_LABEL = 42  # of a row or a column, in a sentence


class FindingsView(Struct, frozen=True):
    """What is shown, in which language, on how wide a screen."""

    audit: Audit
    language: Language
    width: int

    def say(self, name: str, **values: str) -> str:
        return say_harmless(Sentence(f"report.{name}", values), self.language)


def terminal_text(audit: Audit, language: Language, width: int, color: bool) -> str:
    """The findings by sheet, then what was and was not checked; no line wider than `width`."""
    screen = Screen(width, color)
    view = FindingsView(audit, language, width)
    screen.rule(one_line(audit.book.path))
    for text in unread_line_texts(audit, language):
        screen.line(StyledText(text, "bold"))
    by_sheet = sorted(audit.findings, key=lambda finding: _order(view, finding.at.sheet))
    for sheet, findings in groupby(by_sheet, key=lambda finding: finding.at.sheet):
        if len(audit.book.sheets) > 1:
            screen.rule(one_line(sheet))
        for finding in findings:
            _finding(screen, view, finding)
    if not audit.findings and not audit.coverage.mismatched:
        screen.line(StyledText(view.say("nothing")))
    screen.line(StyledText(summary_text(audit, language), "bold"))
    for text in coverage_texts(audit, language):
        screen.line(StyledText(text))
    return screen.text()


def finding_text(
    audit: Audit, finding: Finding, language: Language, width: int, color: bool
) -> str:
    """One finding alone."""
    screen = Screen(width, color)
    _finding(screen, FindingsView(audit, language, width), finding)
    return screen.text()


def _order(view: FindingsView, sheet: str) -> int:
    return [other.name for other in view.audit.book.sheets].index(sheet)


def _finding(screen: Screen, view: FindingsView, finding: Finding) -> None:
    place = counted_place(finding.at, view.audit.book, view.language)
    screen.line(
        StyledText(view.say(f"severity.{finding.severity}"), _STYLES[finding.severity]),
        StyledText(f"  {short_address(finding.at, view.audit.book)}", "bold"),
        StyledText(f"  {place}" if place else "", "dim"),
        StyledText(f"  {rule_title(finding.rule, view.language)}"),
        StyledText(f"  {one_line(finding.rule)}  [{finding.id}]", "dim"),
    )
    screen.line(StyledText(say_harmless(finding.message, view.language)), indent=2)
    where = " · ".join(filter(None, (one_line(finding.row), label(finding.column))))
    if where:
        screen.line(StyledText(where, "dim"), indent=2)
    reach = max(1, (view.width - _WIDEST_NAME - 14) // (2 * (_WIDEST_CELL + 3)))
    screen.row(_columns(view, excerpt(view.audit, finding.at, reach)), indent=2)
    for indent, text in _details(view, finding):
        screen.line(StyledText(text), indent=indent)
    screen.line()


def _details(view: FindingsView, finding: Finding) -> list[tuple[int, str]]:
    """The figures, what they explain, the fixes and their consequences, with indents."""
    lines = []
    figures = figures_line(view.audit, finding, view.language)
    if figures:
        lines.append((2, figures))
    if finding.interval is not None:
        low, high = (as_the_sheet_writes(end, view.audit, finding) for end in finding.interval)
        lines.append((2, view.say("label.interval", low=low, high=high)))
    own = (one_line(str(finding.at)), finding.printed)
    for explained in finding.explains:
        if (one_line(str(explained.target)), explained.printed) != own:
            lines.append((2, _explained(view, explained)))
    for number, fix in enumerate(finding.fixes):
        lines.append((2, fix_line(finding, number, view.language)))
        for edit in fix.edits[:_MOST_EDITS]:
            lines.append((6, edit_text(edit, view.audit, view.language)))
    changes = list(consequence_texts(finding, view.audit, view.language))
    if changes:
        lines.append((2, view.say("label.changes")))
        lines += [(6, change) for change in changes]
    return lines


def _explained(view: FindingsView, explained: Explained) -> str:
    return view.say(
        "label.explains",
        kind=view.say(f"kind.{explained.relation}"),
        place=short_address(explained.target, view.audit.book),
        printed=as_shown(explained.printed, view.audit.document, explained.target),
        expected=as_written(explained.expected, view.audit.document, explained.target),
    )


def _columns(view: FindingsView, row: Excerpt) -> list[HeadedCell]:
    """The row with its cell between marks; a line of prose as one cell, cut at the edge."""
    number = str(row.number)
    columns = [HeadedCell("", StyledText(number, "dim"), len(number), wraps=False, low=False)]
    alone = sum(bool(cell.text) for cell in row.cells) <= 1
    for at, cell in enumerate(row.cells):
        if alone and not cell.marked:
            continue
        name = at == 0 and not cell.marked
        widest = _WIDEST_NAME if name or cell.marked else _WIDEST_CELL
        widest = view.width - _BESIDE_PROSE if alone else widest
        heading = f"{cell.letter}\n{_cut(cell.label)}" if cell.label else cell.letter
        shown = (
            StyledText(f"▶{cell.text}◀", "bold reverse") if cell.marked else StyledText(cell.text)
        )
        columns.append(HeadedCell(heading, shown, widest, wraps=not name))
    return columns


def _cut(text: str) -> str:
    return text if len(text) <= _LONGEST_LABEL else text[: _LONGEST_LABEL - 1] + "…"
