"""The story of a file: read, understand, relate, explain."""

from __future__ import annotations

import os
import traceback

from reconcile.audited import Audit
from reconcile.explain import coverage, explain
from reconcile.model import Book, ReconcileError
from reconcile.reading import read
from reconcile.relations import relate
from reconcile.settings import Settings
from reconcile.structure import understand
from reconcile.template import NO_TEMPLATE, choose_template, with_roles


def audit(path: str, settings: Settings = Settings()) -> Audit:
    """Everything known of one file; `-` is standard input.

    Raises ReconcileError for a file that cannot be read or holds no table, and for a template that
    there is not or that is not right.
    """
    return audit_book(read(path, settings.sheet), settings)


def audit_book(book: Book, settings: Settings = Settings()) -> Audit:
    """The same for a book already read."""
    document = understand(book)
    known = choose_template(document, settings.template) if settings.templates else NO_TEMPLATE
    document, relations = relate(with_roles(document, known.taken), known.taken)
    findings = explain(document, relations, known.taken)
    return Audit(document, relations, findings, coverage(document, relations), known)


def broken_off(path: str, bug: Exception) -> ReconcileError:
    """A fault of our own in one file, which is not the others': what went wrong and where."""
    last = traceback.extract_tb(bug.__traceback__)[-1]
    what = " ".join(f"{type(bug).__name__} {bug}".split())
    where = f"{os.path.basename(last.filename)}:{last.lineno}"
    return ReconcileError("internal", path=path, fault=f"{what}, {where}")
