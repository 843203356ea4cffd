"""What an audit comes to, what it covers and what could not be read, in words."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from reconcile.audited import Audit
from reconcile.messages import say
from reconcile.messages.harmless import one_line, say_harmless, short_address
from reconcile.model import Language, Sentence
from reconcile.relations.claims.outcomes import unborne
from reconcile.report.claim_texts import line_label, scope_text
from reconcile.report.shown import label
from reconcile.report.unchecked import unchecked_columns

_MOST_COLUMNS = 8  # that are named; more would bury the sentence before them
_MOST_LINES = 3  # the same, with their places


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
    and where the unchecked stand; which totals nothing
    comes to; what the format kept from being read."""
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
    elif covered.figures and not (covered.unread or covered.not_borne_out or _hides(audit)):
        yield say_harmless(Sentence("report.all_checked"), language)
    if covered.not_borne_out:
        values = {"lines": "; ".join(_not_borne_out(audit, language))}
        yield say_harmless(Sentence("report.not_borne_out", values), language)
    if audit.book.format == "xlsb":
        yield say_harmless(Sentence("report.values_only"), language)


def _hides(audit: Audit) -> bool:
    """Whether any line of a table, or the sheet that it stands on, is out of sight."""
    return any(
        table.hidden_rows
        or table.hidden_columns
        or any(audit.book.sheet(part.sheet).hidden for part in table.parts)
        for table in audit.document.tables
    )


def _not_borne_out(audit: Audit, language: Language) -> Iterator[str]:
    """The lines that say how they are made and nothing comes to."""
    tables = {table.id: table for table in audit.document.tables}
    lines = unborne(audit.relations)
    for line in lines[:_MOST_LINES]:
        place = scope_text((line,), tables, "", language)
        values = {"label": line_label(line, tables), "place": place}
        yield say_harmless(Sentence("report.not_borne_out_line", values), language)
    if len(lines) > _MOST_LINES:
        more = {"count": str(len(lines) - _MOST_LINES)}
        yield say_harmless(Sentence("report.not_borne_out_more", more), language)


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
