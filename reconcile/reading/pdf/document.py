"""PDF files that hold text: their ruled tables, joined over pages, and the lines around them."""

from __future__ import annotations

import io
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from reconcile.model import Book, ReconcileError
from reconcile.reading import drawn_tables
from reconcile.reading.pdf import guard

if TYPE_CHECKING:
    from pdfplumber.pdf import PDF

    from reconcile.reading.pdf.guard import Allowance
    from reconcile.reading.pdf.page import PageContent

MOST_PAGES = 300  # of one file, so that it is read within the time allowed
_MARK = b"%PDF-"
_MARK_WITHIN = 1024  # bytes; what a viewer puts up with


def read_pdf(path: str, content: bytes) -> Book:
    """A PDF's tables and lines.

    Raises ReconcileError for what is no PDF, is scanned, encrypted, broken, or takes too long, and
    where the extra that reads PDF files is not installed.
    """
    if _MARK not in content[:_MARK_WITHIN]:
        raise ReconcileError("not-a-pdf", path=path)
    try:
        import pdfplumber
        from pdfminer.pdfdocument import PDFPasswordIncorrect
    except ImportError as error:
        raise ReconcileError("pdf-missing", path=path) from error
    from reconcile.reading.pdf.joining import joined_pages

    try:
        with (
            guard.watched(path) as allowance,
            pdfplumber.open(io.BytesIO(content)) as document,
        ):
            pages = list(_pages(path, document, allowance))
            _require_clear_columns(path, pages)
    except ReconcileError:
        raise
    except Exception as error:  # the parser fails in as many ways as files do
        causes = (error, *error.args)  # pdfplumber wraps what it meets
        refused = next((cause for cause in causes if isinstance(cause, ReconcileError)), None)
        if refused is not None:
            raise refused from error
        locked = any(isinstance(cause, PDFPasswordIncorrect) for cause in causes)
        code = "encrypted-document" if locked else "broken-pdf"
        raise ReconcileError(code, path=path) from error
    return drawn_tables.document_book(
        path, "pdf", content, joined_pages([page.pieces for page in pages])
    )


def _pages(path: str, document: PDF, allowance: Allowance) -> Iterator[PageContent]:
    from reconcile.reading.pdf.page import read_page

    count = len(document.pages)
    if count > MOST_PAGES:
        raise ReconcileError("too-many-pages", path=path, pages=str(count), limit=str(MOST_PAGES))
    is_written = False
    for page in document.pages:
        allowance.require_time()
        guard.require_modest_page(path, page)
        is_written = is_written or bool(page.chars)
        yield read_page(page)
        page.close()
    if not is_written:
        raise ReconcileError("scanned", path=path)


def _require_clear_columns(path: str, pages: Sequence[PageContent]) -> None:
    """Raises ReconcileError where no table is found, but rows of figures in doubtful columns."""
    from reconcile.reading.pdf.page import TextLine

    tables = any(not isinstance(piece, TextLine) for page in pages for piece in page.pieces)
    if not tables and any(page.doubtful for page in pages):
        raise ReconcileError("unclear-columns", path=path)
