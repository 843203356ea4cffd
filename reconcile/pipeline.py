"""The story of a file: read, understand, relate, explain."""

from __future__ import annotations

from reconcile.explain import coverage, explain
from reconcile.model import Audit, Book
from reconcile.reading import read
from reconcile.relations import relate, settled
from reconcile.settings import Settings
from reconcile.structure import understand


def audit(path: str, settings: Settings = Settings()) -> Audit:  # noqa: B008 (frozen)
    """Everything known of one file; `-` is standard input.

    Raises ReconcileError for a file that cannot be read or holds no table.
    """
    return audit_book(read(path, settings.sheet))


def audit_book(book: Book) -> Audit:
    """The same for a book already read. Raises ReconcileError where it holds no table."""
    document = understand(book)
    relations = relate(document)
    document = settled(document, relations.relations)
    findings = explain(document, relations)
    return Audit(document, relations, findings, coverage(document, relations))
