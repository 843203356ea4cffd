"""Files become Books. One module per source format, and the guard in front of them."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from importlib import import_module
from pathlib import PurePath
from typing import NamedTuple

from msgspec.structs import replace

from reconcile.model import Book, ReconcileError
from reconcile.reading import guard

Reader = Callable[[str, bytes], Book]


class Format(NamedTuple):
    """What a suffix stands for: the contract's word for it, and its reader as 'module.function'."""

    name: str
    reader: str


FORMATS: Mapping[str, Format] = {
    ".xlsx": Format("xlsx", "excel.workbook.read_workbook"),
    ".xlsm": Format("xlsx", "excel.workbook.read_workbook"),
    ".xls": Format("xls", "excel.xls.read_xls"),
    ".xlsb": Format("xlsb", "excel.xlsb.read_xlsb"),
    ".ods": Format("ods", "ods.document.read_ods"),
    ".docx": Format("docx", "docx.read_docx"),
    ".pdf": Format("pdf", "pdf.document.read_pdf"),
    ".html": Format("html", "html.read_html"),
    ".htm": Format("html", "html.read_html"),
    ".txt": Format("text", "text.read_text"),
    ".md": Format("markdown", "text.read_text"),
    ".csv": Format("csv", "text.read_text"),
    ".tsv": Format("csv", "text.read_text"),
}
SUFFIXES = tuple(FORMATS)
# What cannot be read, and as what the program that opens it can save it.
SAVED_AS: Mapping[str, str] = {
    ".doc": ".docx", ".rtf": ".docx", ".odt": ".docx", ".wps": ".docx", ".et": ".xlsx",
}  # fmt: skip

__all__ = ["FORMATS", "SAVED_AS", "SUFFIXES", "read"]


def read(path: str, sheet: str | None = None) -> Book:
    """A file, or standard input for '-', with all its sheets or only the one named.

    Standard input is taken for what its bytes say it is. Raises ReconcileError, naming file and
    reason, for whatever cannot be read.
    """
    suffix = PurePath(path).suffix.lower()
    if path != "-" and suffix not in FORMATS:
        _require_present(path)
        if suffix in SAVED_AS:
            raise ReconcileError("save-as", path=path, suffix=SAVED_AS[suffix])
        raise ReconcileError("unsupported", path=path, formats=" ".join(SUFFIXES))
    content = guard.load(path)
    if path == "-":
        suffix = guard.suffix_of(content)
    book = _reader(guard.workbook_suffix(suffix, content), content)(path, content)
    if len({member.name for member in book.sheets}) < len(book.sheets):
        raise ReconcileError("broken-workbook", path=path)  # no program writes two of one name
    return book if sheet is None else _only(book, sheet)


def _reader(suffix: str, content: bytes) -> Reader:
    """The reader of a suffix, imported only now: each brings packages that others do without.

    What portals export under the name of an old workbook is a page, XML or text as often.
    """
    known = FORMATS.get(suffix, FORMATS[".txt"]).reader
    if suffix in (".xls", ""):
        if guard.is_spreadsheet_xml(content):
            known = "excel.spreadsheet_xml.read_spreadsheet_xml"
        elif guard.is_page(content):
            known = FORMATS[".html"].reader
        elif suffix and _is_text_table(content):
            known = FORMATS[".txt"].reader
    module, _, function = known.rpartition(".")
    reader: Reader = getattr(import_module(f"{__package__}.{module}"), function)
    return reader


def _is_text_table(content: bytes) -> bool:
    from reconcile.reading.text import is_table

    return is_table(content)


def _require_present(path: str) -> None:
    """A missing file or a folder is said to be that, whatever its name ends in."""
    guard.load(path)


def _only(book: Book, sheet: str) -> Book:
    named = tuple(member for member in book.sheets if member.name == sheet)
    if not named:
        names = ", ".join(f"“{member.name}”" for member in book.sheets)
        raise ReconcileError("sheet-unknown", path=book.path, sheet=sheet, sheets=names)
    return replace(book, sheets=named)
