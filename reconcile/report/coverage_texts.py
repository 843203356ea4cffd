"""What an audit comes to, what it covers and what could not be read, in words."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from reconcile.audited import Audit
from reconcile.messages import say
from reconcile.messages.harmless import one_line, say_harmless, short_address
from reconcile.model import Language, Sentence
from reconcile.report.shown import label
from reconcile.report.unchecked import unchecked_columns

_MOST_COLUMNS = 8  # that are named; more would bury the sentence before them


def summary_text(audit: Audit, language: Language) -> str:
    counts = {
        "error": str(audit.count("error")),
        "warning": str(audit.count("warning")),
        "info": str(audit.count("info")),
    }
    return say_harmless(Sentence("report.summary", counts), language)


def unread_line_texts(audit: Audit, language: Language) -> Iterator[str]:
    """A sentence for each column of which most cells could not be read, and for each sheet of which
    no table was."""
    for table in audit.document.tables:
        read = table.figures.known.sum(axis=0).tolist()
        unread = Counter(column for _, column in table.unread)
        first = {column: row for row, column in sorted(table.unread, reverse=True)}
        for column, count in sorted(unread.items()):
            place = table.place(first[column], column)
            if count > read[column] and place is not None:
                values = {
                    "column": label(table.columns[column]) or place.a1,
                    "place": short_address(place, audit.book),
                    "count": str(count),
                    "cells": str(count + read[column]),
                    "printed": one_line(str(table.text[first[column], column])),
                }
                yield say_harmless(Sentence("report.unread_line", values), language)
    for sheet, count in Counter(figure.place.sheet for figure in audit.document.untabled).items():
        values = {"sheet": sheet, "count": str(count)}
        yield say_harmless(Sentence("report.unread_sheet", values), language)


def coverage_texts(audit: Audit, language: Language) -> Iterator[str]:
    """Which template was taken; how many figures were verified, mismatched, unchecked and unread,
    and where the unchecked stand; what the format kept from being read."""
    if audit.template.reason is not None:
        yield say_harmless(audit.template.reason, language)
    covered = audit.coverage
    counts = {
        "figures": str(covered.figures),
        "verified": str(covered.verified),
        "mismatched": str(covered.mismatched),
        "unchecked": str(covered.unchecked),
    }
    yield say_harmless(Sentence("report.coverage", counts), language)
    if covered.unread:
        unread = {"count": str(covered.unread)}
        yield say_harmless(Sentence("report.unread", unread), language)
    if covered.unchecked:
        columns = list(_unchecked(audit, language))
        if columns:
            values = {"columns": "; ".join(columns)}
            yield say_harmless(Sentence("report.unchecked", values), language)
    elif covered.figures and not covered.unread:
        yield say_harmless(Sentence("report.all_checked"), language)
    if audit.book.format == "xlsb":
        yield say_harmless(Sentence("report.values_only"), language)


def _unchecked(audit: Audit, language: Language) -> Iterator[str]:
    several = len(audit.document.tables) > 1
    unchecked = list(unchecked_columns(audit))
    for place in unchecked[:_MOST_COLUMNS]:
        name = f"{place.table.id}: {label(place.column)}" if several else label(place.column)
        values = {"column": one_line(name), "count": str(place.figures)}
        yield say(Sentence("report.unchecked_column", values), language)
    if len(unchecked) > _MOST_COLUMNS:
        more = {"count": str(len(unchecked) - _MOST_COLUMNS)}
        yield say(Sentence("report.unchecked_more", more), language)
