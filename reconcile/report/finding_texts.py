"""What a finding changes, and what the audit covers, in words."""

from __future__ import annotations

from collections.abc import Iterator

from reconcile.audit import Audit
from reconcile.messages import say
from reconcile.messages.harmless import one_line, say_harmless, short_address
from reconcile.model import Audit, Consequence, Edit, Finding, Language, Sentence
from reconcile.report.shown import label
from reconcile.report.unchecked import gaps

_MOST_CHANGES = 8
_MOST_COLUMNS = 8


def edit_text(edit: Edit, audit: Audit, language: Language) -> str:
    blank = say(Sentence("report.blank"), language)
    values = {
        "cell": short_address(edit.place, audit.book),
        "old": edit.old or blank,
        "new": edit.new or blank,
    }
    key = "change" if edit.kind == "replace" else edit.kind
    return say_harmless(Sentence(f"report.{key}", values), language)


def consequence_text(consequence: Consequence, audit: Audit, language: Language) -> str:
    values = {
        "row": consequence.row,
        "column": label(consequence.column[-1:]),
        "cell": short_address(consequence.place, audit.book),
        "old": consequence.old,
        "new": consequence.new,
    }
    return say_harmless(Sentence("report.consequence", values), language)


def consequence_texts(finding: Finding, audit: Audit, language: Language) -> Iterator[str]:
    """The first few consequences, one text each, and how many more there are."""
    for consequence in finding.consequences[:_MOST_CHANGES]:
        yield consequence_text(consequence, audit, language)
    more = len(finding.consequences) - _MOST_CHANGES
    if more > 0:
        yield say_harmless(Sentence("report.consequence_more", {"count": str(more)}), language)


def summary_text(audit: Audit, language: Language) -> str:
    counts = {
        "error": str(audit.count("error")),
        "warning": str(audit.count("warning")),
        "info": str(audit.count("info")),
    }
    return say_harmless(Sentence("report.summary", counts), language)


def coverage_texts(audit: Audit, language: Language) -> Iterator[str]:
    """Which template was taken; how many figures were verified, mismatched and unchecked, and where
    the unchecked stand; what the format kept from being read."""
    if audit.document.about_template is not None:
        yield say_harmless(audit.document.about_template, language)
    covered = audit.coverage
    counts = {
        "figures": str(covered.figures),
        "verified": str(covered.verified),
        "mismatched": str(covered.mismatched),
        "unchecked": str(covered.unchecked),
    }
    yield say_harmless(Sentence("report.coverage", counts), language)
    if covered.unchecked:
        columns = list(_unchecked(audit, language))
        if columns:
            values = {"columns": "; ".join(columns)}
            yield say_harmless(Sentence("report.unchecked", values), language)
    elif covered.figures:
        yield say_harmless(Sentence("report.all_checked"), language)
    if audit.book.format == "xlsb":
        yield say_harmless(Sentence("report.values_only"), language)


def _unchecked(audit: Audit, language: Language) -> Iterator[str]:
    several = len(audit.document.tables) > 1
    found = list(gaps(audit))
    for gap in found[:_MOST_COLUMNS]:
        name = f"{gap.table.id}: {label(gap.column)}" if several else label(gap.column)
        values = {"column": one_line(name), "count": str(gap.count)}
        yield say(Sentence("report.unchecked_column", values), language)
    if len(found) > _MOST_COLUMNS:
        more = {"count": str(len(found) - _MOST_COLUMNS)}
        yield say(Sentence("report.unchecked_more", more), language)
