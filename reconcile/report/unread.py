"""The lines that could not be read, which are said before all else."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from reconcile.audited import Audit
from reconcile.messages.harmless import one_line, say_harmless, short_address
from reconcile.model import Language, Sentence
from reconcile.report.shown import label


def unread_line_texts(audit: Audit, language: Language) -> Iterator[str]:
    """A sentence for each column of which most cells could not be read."""
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
