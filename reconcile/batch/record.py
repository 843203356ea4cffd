"""What is kept of one audited file, and how it passes from one process to another.

It passes as JSON and plain bytes: a process that has read a hostile file is not trusted with more.
"""

from __future__ import annotations

import json
import zlib
from collections.abc import Iterable, Iterator
from decimal import Decimal
from typing import Literal, NamedTuple

import msgspec
from msgspec import Struct
from msgspec.structs import replace

from reconcile.report.tidy.row import Tidy

_VALUE = Tidy._fields.index("value")

Status = Literal["audited", "refused", "failed"]


class Found(NamedTuple):
    """A finding, in the words of `check --format json`; `fix` is the first one's title."""

    id: str
    rule: str
    severity: str
    cell: str
    row: str
    column: str
    message: str
    printed: str | None
    expected: str | None
    difference: str | None
    fix: str | None
    applicability: str | None


class Record(Struct, frozen=True):
    """One file's audit; or why there is none: `code` is stable, `message` is for people.

    A file was *refused* where it cannot be read as it is, *failed* where its audit came to no end.
    `tidy` holds its figures, packed; `annotated` its annotated workbook, where one was asked for.
    """

    status: Status
    sha256: str = ""
    code: str = ""
    message: str = ""
    format: str = ""
    language: str = ""
    year: int | None = None
    seconds: float = 0.0
    errors: int = 0
    warnings: int = 0
    notes: int = 0
    figures: int = 0
    verified: int = 0
    mismatched: int = 0
    unchecked: int = 0
    findings: tuple[Found, ...] = ()
    tidy: bytes = b""
    annotated: bytes | None = None

    def parts(self) -> tuple[bytes, bytes, bytes]:
        """The record as three strings of bytes, for `joined`."""
        facts = replace(self, tidy=b"", annotated=None if self.annotated is None else b"")
        return json.dumps(msgspec.to_builtins(facts)).encode(), self.tidy, self.annotated or b""


def joined(facts: bytes, tidy: bytes, annotated: bytes) -> Record:
    """The record that was taken apart by `parts`. Raises ValueError for what is no record."""
    try:
        record = msgspec.convert(json.loads(facts), Record)
    except msgspec.ValidationError as error:
        raise ValueError("not a record") from error
    return replace(record, tidy=tidy, annotated=None if record.annotated is None else annotated)


def packed(rows: Iterable[Tidy]) -> bytes:
    """Tidy rows as few bytes; a Decimal as its digits."""
    columns = list(zip(*rows, strict=True))
    try:
        plain = msgspec.json.encode(columns)
    except UnicodeEncodeError:  # lone surrogates, as `_xD800_` in a workbook stands for
        plain = json.dumps(columns, ensure_ascii=False, default=str).encode("utf-8", "replace")
    return zlib.compress(plain, 1)


def unpacked(packet: bytes) -> Iterator[Tidy]:
    """The rows of `packed`, in their order."""
    if packet:
        columns = msgspec.json.decode(zlib.decompress(packet))
        if columns:
            values = columns[_VALUE]
            columns[_VALUE] = [None if value is None else Decimal(value) for value in values]
            yield from map(Tidy._make, zip(*columns, strict=True))
