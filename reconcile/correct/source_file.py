"""The audited file, read once more to be edited."""

from __future__ import annotations

import hashlib
from pathlib import Path

from reconcile.model import Book, ReconcileError


def source_bytes(book: Book) -> bytes:
    """The audited file, as it was audited.

    Raises ReconcileError `no-source` for standard input, `source-changed`, `unreadable`.
    """
    if book.path == "-":
        raise ReconcileError("no-source", path=book.path)
    try:
        content = Path(book.path).read_bytes()
    except OSError as error:
        raise ReconcileError("unreadable", path=book.path) from error
    if hashlib.sha256(content).hexdigest() != book.sha256:
        raise ReconcileError("source-changed", path=book.path)
    return content
