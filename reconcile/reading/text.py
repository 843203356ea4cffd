"""Plain text, Markdown, CSV and TSV: a file is one sheet, a line is one row."""

from __future__ import annotations

import hashlib
import re
from pathlib import PurePath

import numpy as np

from reconcile.model import Book, Objects, ReconcileError, Sheet
from reconcile.ooxml.text_styles import MOST_STEPS
from reconcile.reading import cleaning, encodings, guard
from reconcile.reading.dialect import DELIMITERS, Dialect, dialect_of, indent, records

STANDARD_INPUT = "stdin"

_LINE_END = re.compile(r"\r\n|\n|\r")
_CONTROLS = bytes(set(range(32)) - set(b"\t\n\v\f\r\x1a\x1b"))
_LOOKED_AT = 2**16  # characters in which a table shows
_FEWEST_PRINTED = 1000  # bytes of text for each stray control character
_KIND_BY_SUFFIX = {".md": "markdown", ".csv": "csv", ".tsv": "csv", ".txt": "text"}
_SEPARATORS: dict[Dialect, str] = {**DELIMITERS, "markdown": "|"}
_KIND_BY_DIALECT: dict[Dialect, str] = {"markdown": "markdown", "comma": "csv", "semicolon": "csv"}


def read_text(path: str, content: bytes) -> Book:
    """A text file as a book of one sheet, named after the file's stem.

    Raises ReconcileError for what is not text, or in no encoding known here.
    """
    name = STANDARD_INPUT if path == "-" else PurePath(path).stem
    text = _decoded(path, content)
    guard.require_few(path, name, text.count("\n") + text.count("\r"), 0)
    lines = _lines(text)
    suffix = PurePath(path).suffix.lower()
    dialect = dialect_of(lines, suffix)
    sheet = _sheet(path, name, lines, dialect)
    kind = _KIND_BY_SUFFIX.get(suffix) or _KIND_BY_DIALECT.get(dialect, "text")
    return Book(path, kind, hashlib.sha256(content).hexdigest(), (sheet,))


def is_table(content: bytes) -> bool:
    """Whether a file is a text in which tabs or separators cut lines into fields."""
    if encodings.encoding_of(content) is None and _is_binary(content):
        return False
    text = encodings.decoded(content)
    return text is not None and dialect_of(_lines(text[:_LOOKED_AT])) in DELIMITERS


def text_sheet(name: str, content: str) -> Sheet:
    """A text as a sheet: row = line, column = field, so cells[i, j] is line i+1, field j+1.

    Cells are stripped text in NFC, None where empty. A line without any delimiter is one field;
    blank lines and the rules of Markdown tables are rows without fields; a record whose quoted
    field runs over several lines stands at the first of them.
    """
    lines = _lines(content)
    return _sheet(name, name, lines, dialect_of(lines))


def _sheet(path: str, name: str, lines: list[str], dialect: Dialect) -> Sheet:
    separator = _SEPARATORS.get(dialect, "  ")
    guard.require_few(path, name, len(lines), sum(line.count(separator) + 1 for line in lines))
    rows = list(records(lines, dialect))
    widths = np.zeros(len(lines), dtype=np.int64)
    for row, fields in rows:
        widths[row] = len(fields)
    shape = len(lines), int(widths.max(initial=0))
    guard.Room(path).take(name, shape, int(widths.sum()))
    cells: Objects = np.full(shape, None, dtype=object)
    indents = np.zeros(shape, dtype=np.int8)
    for row, fields in rows:
        cells[row, : len(fields)] = [field.strip() or None for field in fields]
        indents[row, : len(fields)] = [min(indent(field), MOST_STEPS) for field in fields]
        if dialect == "spaces" and fields:
            indents[row, 0] = min(indent(lines[row]), MOST_STEPS)
    return Sheet(name=name, cells=cells, widths=widths, indents=indents)


def _lines(content: str) -> list[str]:
    lines = _LINE_END.split(cleaning.normal(content))
    return lines if lines[-1] else lines[:-1]


def _decoded(path: str, content: bytes) -> str:
    if encodings.encoding_of(content) is None and _is_binary(content):
        raise ReconcileError("not-text", path=path)
    text = encodings.decoded(content)
    if text is None:
        raise ReconcileError("unknown-encoding", path=path)
    return text


def _is_binary(content: bytes) -> bool:
    if guard.is_archive(content) or guard.is_compound(content) or content.startswith(b"%PDF-"):
        return True
    controls = len(content) - len(content.translate(None, _CONTROLS))
    return b"\0" in content or controls * _FEWEST_PRINTED > len(content)
