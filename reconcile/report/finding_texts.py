"""A finding in words: its figures, its fixes, and what they change."""

from __future__ import annotations

import re
from collections.abc import Iterator

from reconcile.audited import Audit
from reconcile.explain.rules import rules
from reconcile.messages import find, say
from reconcile.messages.harmless import one_line, say_harmless, short_address
from reconcile.model import Book, Consequence, Edit, Finding, Language, Place, Sentence
from reconcile.report.shown import as_the_sheet_writes, label
from reconcile.structure.writing import as_shown, as_written

_TABLE = re.compile(r"Table (\d+)\Z")  # the sheet that a table of a document is read as
_MOST_CHANGES = 8  # consequences that are listed; a rank can change a whole table's


def counted_place(place: Place, book: Book, language: Language) -> str:
    """In a document, which has no addresses: the table's number, and the row and column in it as a
    person counts them; '' elsewhere."""
    table = _TABLE.match(place.sheet)
    if book.format not in ("docx", "pdf", "html") or table is None:
        return ""
    values = {"table": table[1], "row": str(place.row + 1), "column": str(place.column + 1)}
    return say(Sentence("report.counted_place", values), language)


def edit_text(edit: Edit, audit: Audit, language: Language) -> str:
    blank = say(Sentence("report.blank"), language)
    values = {
        "cell": short_address(edit.place, audit.book),
        "old": as_shown(edit.old, audit.document, edit.place) or blank,
        "new": as_written(edit.new, audit.document, edit.place) or blank,
    }
    key = "change" if edit.kind == "replace" else edit.kind
    return say_harmless(Sentence(f"report.{key}", values), language)


def consequence_text(consequence: Consequence, audit: Audit, language: Language) -> str:
    values = {
        "row": consequence.row,
        "column": label(consequence.column[-1:]),
        "cell": short_address(consequence.place, audit.book),
        "old": as_shown(consequence.old, audit.document, consequence.place),
        "new": as_written(consequence.new, audit.document, consequence.place),
    }
    return say_harmless(Sentence("report.consequence", values), language)


def consequence_texts(finding: Finding, audit: Audit, language: Language) -> Iterator[str]:
    """The first few consequences, one text each, and how many more there are."""
    for consequence in finding.consequences[:_MOST_CHANGES]:
        yield consequence_text(consequence, audit, language)
    more = len(finding.consequences) - _MOST_CHANGES
    if more > 0:
        yield say_harmless(Sentence("report.consequence_more", {"count": str(more)}), language)


def figures_line(audit: Audit, finding: Finding, language: Language) -> str:
    """Printed, expected and difference, with a capital in front; '' where only the print is known.

    What is printed stands in the cell itself, so alone it tells nothing.
    """
    if finding.expected is None and finding.difference is None:
        return ""
    values = {
        "printed": one_line(as_shown(finding.printed or "", audit.document, finding.at)),
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


def rule_title(name: str, language: Language) -> str:
    """A rule's title in the language, in English as its module says it; the name of a rule that no
    page explains."""
    if language == "en":
        title = next((rule.title for rule in rules() if rule.name == name), None)
    else:
        title = find(f"rule.{name}.title", language)
    return title or find(f"summary.rule.{name}", language) or name
