"""Files become Books. One module per source format, and the guard in front of them."""

from __future__ import annotations

from dataclasses import replace
from pathlib import PurePath

from reconcile.model import Book, ReconcileError
from reconcile.reading import guard
from reconcile.reading.text import read_text

WORKBOOKS = (".xlsx", ".xlsm")
TEXTS = (".txt", ".md", ".csv", ".tsv")

__all__ = ["TEXTS", "WORKBOOKS", "read"]


def read(path: str, sheet: str | None = None) -> Book:
    """A file, or standard input for '-', with all its sheets or only the one named.

    Raises ReconcileError, naming file and reason, for whatever cannot be read.
    """
    suffix = PurePath(path).suffix.lower()
    if path != "-" and suffix not in WORKBOOKS + TEXTS:
        _require_present(path)
        raise ReconcileError("unsupported", path=path, formats=" ".join(WORKBOOKS + TEXTS))
    content = guard.load(path)
    if suffix in WORKBOOKS or (path == "-" and guard.is_archive(content)):
        from reconcile.reading.workbook import read_workbook  # lxml, only where a package is read

        book = read_workbook(path, content)
    else:
        book = read_text(path, content)
    return book if sheet is None else _only(book, sheet)


def _require_present(path: str) -> None:
    """A missing file or a folder is said to be that, whatever its name ends in."""
    guard.load(path)


def _only(book: Book, sheet: str) -> Book:
    found = tuple(one for one in book.sheets if one.name == sheet)
    if not found:
        names = ", ".join(f"“{one.name}”" for one in book.sheets)
        raise ReconcileError("sheet-unknown", path=book.path, sheet=sheet, sheets=names)
    return replace(book, sheets=found)
